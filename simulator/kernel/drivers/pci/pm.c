/* Power management of PCI functions: what the bus does around the driver's callbacks, old and new. */
#include <linux/pci.h>
#include <linux/pm_runtime.h>

static const struct dev_pm_ops *driver_pm(struct device *dev)
{
	return dev->driver ? dev->driver->pm : NULL;
}

static bool has_legacy_pm(struct pci_dev *dev)
{
	struct pci_driver *driver = dev->driver;

	return driver && (driver->suspend || driver->resume);
}

static int legacy_suspend(struct pci_dev *dev, pm_message_t state)
{
	int error = 0;

	dev->state_saved = false;
	if (dev->driver->suspend) {
		error = dev->driver->suspend(dev, state);
		if (error)
			return error;
	}
	return 0;
}

static int pci_pm_suspend(struct device *dev)
{
	struct pci_dev *pdev = to_pci_dev(dev);
	const struct dev_pm_ops *pm = driver_pm(dev);

	if (has_legacy_pm(pdev))
		return legacy_suspend(pdev, PMSG_SUSPEND);
	if (!pm)
		return 0;
	pm_runtime_resume(dev);
	pdev->state_saved = false;
	return pm->suspend ? pm->suspend(dev) : 0;
}

static int pci_pm_suspend_late(struct device *dev)
{
	const struct dev_pm_ops *pm = driver_pm(dev);

	return pm && pm->suspend_late ? pm->suspend_late(dev) : 0;
}

/* What the driver did not do itself: saving the configuration, and low power. */
static int pci_pm_suspend_noirq(struct device *dev)
{
	struct pci_dev *pdev = to_pci_dev(dev);
	const struct dev_pm_ops *pm = driver_pm(dev);
	int error = pm && pm->suspend_noirq ? pm->suspend_noirq(dev) : 0;

	if (error)
		return error;
	if (!pdev->state_saved) {
		pci_save_state(pdev);
		if (pm)
			pci_set_power_state(pdev, PCI_D3hot);
	}
	return 0;
}

static int pci_pm_resume_noirq(struct device *dev)
{
	struct pci_dev *pdev = to_pci_dev(dev);
	const struct dev_pm_ops *pm = driver_pm(dev);

	pci_set_power_state(pdev, PCI_D0);
	pci_restore_state(pdev);
	return pm && pm->resume_noirq ? pm->resume_noirq(dev) : 0;
}

static int pci_pm_resume_early(struct device *dev)
{
	const struct dev_pm_ops *pm = driver_pm(dev);

	return pm && pm->resume_early ? pm->resume_early(dev) : 0;
}

static int pci_pm_resume(struct device *dev)
{
	struct pci_dev *pdev = to_pci_dev(dev);
	const struct dev_pm_ops *pm = driver_pm(dev);

	if (has_legacy_pm(pdev))
		return pdev->driver->resume ? pdev->driver->resume(pdev) : 0;
	if (pm)
		return pm->resume ? pm->resume(dev) : 0;
	return 0;
}

static int pci_pm_runtime_suspend(struct device *dev)
{
	struct pci_dev *pdev = to_pci_dev(dev);
	const struct dev_pm_ops *pm = driver_pm(dev);
	int error;

	pdev->state_saved = false;
	error = pm && pm->runtime_suspend ? pm->runtime_suspend(dev) : 0;
	if (error || pdev->state_saved)
		return error;
	pci_save_state(pdev);
	if (pdev->driver)
		pci_set_power_state(pdev, PCI_D3hot);
	return 0;
}

static int pci_pm_runtime_resume(struct device *dev)
{
	struct pci_dev *pdev = to_pci_dev(dev);
	const struct dev_pm_ops *pm = driver_pm(dev);

	pci_set_power_state(pdev, PCI_D0);
	pci_restore_state(pdev);
	return pm && pm->runtime_resume ? pm->runtime_resume(dev) : 0;
}

static int pci_pm_runtime_idle(struct device *dev)
{
	const struct dev_pm_ops *pm = driver_pm(dev);

	return pm && pm->runtime_idle ? pm->runtime_idle(dev) : 0;
}

const struct dev_pm_ops __pci_pm_ops = {
	.suspend = pci_pm_suspend,
	.suspend_late = pci_pm_suspend_late,
	.suspend_noirq = pci_pm_suspend_noirq,
	.resume_noirq = pci_pm_resume_noirq,
	.resume_early = pci_pm_resume_early,
	.resume = pci_pm_resume,
	.runtime_suspend = pci_pm_runtime_suspend,
	.runtime_resume = pci_pm_runtime_resume,
	.runtime_idle = pci_pm_runtime_idle,
};

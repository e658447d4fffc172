/* PCI drivers: which functions are theirs, probe and remove. */
#include <linux/pci.h>

struct pci_dev *__pci_next(struct pci_dev *from);
void __dma_debug_unbound(struct device *dev); /* dma/debug/functions.ts */

static LIST_HEAD(pci_drivers);

static void pci_device_remove(struct device *dev)
{
	struct pci_dev *pdev = to_pci_dev(dev);

	if (pdev->driver && pdev->driver->remove)
		pdev->driver->remove(pdev);
	pdev->driver = NULL;
	__driver_release(dev);
	__dma_debug_unbound(dev);
}

struct bus_type pci_bus_type = { .name = "pci", .remove = pci_device_remove };

static bool id_matches(const struct pci_device_id *id, const struct pci_dev *dev)
{
	return (id->vendor == (u32)PCI_ANY_ID || id->vendor == dev->vendor) &&
	       (id->device == (u32)PCI_ANY_ID || id->device == dev->device) &&
	       (id->subvendor == (u32)PCI_ANY_ID || id->subvendor == dev->subsystem_vendor) &&
	       (id->subdevice == (u32)PCI_ANY_ID || id->subdevice == dev->subsystem_device) &&
	       !((id->class ^ dev->class) & id->class_mask);
}

const struct pci_device_id *pci_match_id(const struct pci_device_id *ids, struct pci_dev *dev)
{
	for (; ids && (ids->vendor || ids->subvendor || ids->class_mask); ids++)
		if (id_matches(ids, dev))
			return ids;
	return NULL;
}

static int pci_device_probe(struct device *dev)
{
	struct pci_dev *pdev = to_pci_dev(dev);
	struct pci_driver *driver = to_pci_driver(dev->driver);
	int result;

	pdev->driver = driver;
	result = driver->probe(pdev, pci_match_id(driver->id_table, pdev));
	if (result > 0) {
		pci_warn(pdev, "Driver probe function unexpectedly returned %d\n", result);
		return 0;
	}
	if (result)
		pdev->driver = NULL;
	return result;
}

int __pci_register_driver(struct pci_driver *driver, struct module *owner, const char *module_name)
{
	struct pci_dev *dev = NULL;

	driver->driver.name = driver->name;
	driver->driver.bus = &pci_bus_type;
	driver->driver.owner = owner;
	driver->driver.mod_name = module_name;
	list_add_tail(&driver->node, &pci_drivers);
	while ((dev = __pci_next(dev)))
		if (!dev->dev.driver && driver->probe && pci_match_id(driver->id_table, dev))
			__driver_probe(&driver->driver, &dev->dev, pci_device_probe);
	return 0;
}

void pci_unregister_driver(struct pci_driver *driver)
{
	struct pci_dev *dev = NULL;

	while ((dev = __pci_next(dev)))
		if (dev->driver == driver)
			pci_device_remove(&dev->dev);
	list_del(&driver->node);
}

struct pci_driver *pci_dev_driver(const struct pci_dev *dev)
{
	return dev->driver;
}

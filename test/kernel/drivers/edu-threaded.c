/* edu on its shared INTx line with a threaded handler, driven through attributes: who runs where, and that a stranger on the line is passed by. */
#include <linux/device.h>
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/wait.h>

struct unit {
	void __iomem *regs;
	wait_queue_head_t queue;
	u32 status, result;
	bool ready;
	int strangers;
};

static irqreturn_t unit_quick(int irq, void *data)
{
	struct unit *unit = data;

	unit->status = readl(unit->regs + 0x24);
	if (!unit->status)
		return IRQ_NONE;
	writel(unit->status, unit->regs + 0x64);
	return IRQ_WAKE_THREAD;
}

static irqreturn_t unit_thread(int irq, void *data)
{
	struct unit *unit = data;

	pr_info("thread %d, in interrupt %d, status %x\n", !strncmp(current->comm, "irq/", 4), in_interrupt() != 0, unit->status);
	unit->result = readl(unit->regs + 8);
	unit->ready = true;
	wake_up(&unit->queue);
	return IRQ_HANDLED;
}

static irqreturn_t stranger(int irq, void *data)
{
	(*(int *)data)++;
	return IRQ_NONE;
}

static ssize_t factorial_show(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	struct unit *unit = dev_get_drvdata(dev);

	return sysfs_emit(buffer, "%u\n", unit->result);
}

static ssize_t factorial_store(struct device *dev, struct device_attribute *attribute, const char *buffer, size_t count)
{
	struct unit *unit = dev_get_drvdata(dev);
	u32 number;
	int error = kstrtou32(buffer, 0, &number);

	if (error)
		return error;
	unit->ready = false;
	writel(0x80, unit->regs + 0x20);
	writel(number, unit->regs + 8);
	if (!wait_event_timeout(unit->queue, unit->ready, HZ))
		return -ETIMEDOUT;
	return count;
}
static DEVICE_ATTR_RW(factorial);

static ssize_t strangers_show(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	return sysfs_emit(buffer, "%d\n", ((struct unit *)dev_get_drvdata(dev))->strangers);
}
static DEVICE_ATTR_RO(strangers);
static struct attribute *unit_attrs[] = { &dev_attr_factorial.attr, &dev_attr_strangers.attr, NULL };
ATTRIBUTE_GROUPS(unit);

static int unit_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct unit *unit = devm_kzalloc(&pdev->dev, sizeof(*unit), GFP_KERNEL);
	int error;

	if (!unit)
		return -ENOMEM;
	init_waitqueue_head(&unit->queue);
	pci_set_drvdata(pdev, unit);
	error = pcim_enable_device(pdev);
	if (error)
		return error;
	unit->regs = pcim_iomap(pdev, 0, 0);
	error = devm_request_irq(&pdev->dev, pdev->irq, stranger, IRQF_SHARED, "stranger", &unit->strangers);
	if (!error)
		error = devm_request_threaded_irq(&pdev->dev, pdev->irq, unit_quick, unit_thread, IRQF_SHARED, "unit",
						  unit);
	if (error)
		return dev_err_probe(&pdev->dev, error, "no interrupt\n");
	return 0;
}

static const struct pci_device_id unit_ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, {} };
static struct pci_driver unit_driver = {
	.name = "unit", .id_table = unit_ids, .probe = unit_probe, .dev_groups = unit_groups,
};
module_pci_driver(unit_driver);
MODULE_LICENSE("GPL");

/* A device that goes away while a program holds it open and waits: what is open stays usable until it is closed, and answers -ENODEV. */
#include <linux/fs.h>
#include <linux/io.h>
#include <linux/kref.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

struct gone {
	struct pci_dev *pdev;
	void __iomem *registers;
	struct miscdevice misc;
	struct kref users;
	struct mutex lock;
	wait_queue_head_t wait;
	bool removed;
};

static void free_gone(struct kref *users)
{
	pr_info("the last user is gone\n");
	kfree(container_of(users, struct gone, users));
}

static int gone_open(struct inode *inode, struct file *file)
{
	struct gone *gone = container_of(file->private_data, struct gone, misc);

	kref_get(&gone->users);
	file->private_data = gone;
	return 0;
}

static int gone_release(struct inode *inode, struct file *file)
{
	struct gone *gone = file->private_data;

	pr_info("closed, removed %d\n", gone->removed);
	kref_put(&gone->users, free_gone);
	return 0;
}

/* The identification; waits for ever when asked for one byte. */
static ssize_t gone_read(struct file *file, char __user *to, size_t count, loff_t *offset)
{
	struct gone *gone = file->private_data;
	ssize_t result = sizeof(u32);
	u32 value;

	if (count == 1) {
		wait_event_interruptible(gone->wait, gone->removed);
		pr_info("woken, removed %d\n", gone->removed);
		return -ENODEV;
	}
	mutex_lock(&gone->lock);
	value = gone->removed ? 0 : readl(gone->registers);
	if (gone->removed)
		result = -ENODEV;
	else if (value == ~0u)
		result = -EIO;
	else if (copy_to_user(to, &value, sizeof(value)))
		result = -EFAULT;
	mutex_unlock(&gone->lock);
	return result;
}

static const struct file_operations gone_fops = {
	.owner = THIS_MODULE, .open = gone_open, .release = gone_release, .read = gone_read,
};

static int gone_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct gone *gone = kzalloc(sizeof(*gone), GFP_KERNEL);
	int error;

	if (!gone)
		return -ENOMEM;
	error = pci_enable_device(pdev);
	if (error)
		return error;
	gone->pdev = pdev;
	gone->registers = pci_iomap(pdev, 0, 0);
	kref_init(&gone->users);
	mutex_init(&gone->lock);
	init_waitqueue_head(&gone->wait);
	gone->misc = (struct miscdevice){ .minor = MISC_DYNAMIC_MINOR, .name = "gone", .fops = &gone_fops };
	pci_set_drvdata(pdev, gone);
	return misc_register(&gone->misc);
}

static void gone_remove(struct pci_dev *pdev)
{
	struct gone *gone = pci_get_drvdata(pdev);
	u16 vendor;

	pci_read_config_word(pdev, PCI_VENDOR_ID, &vendor);
	dev_info(&pdev->dev, "remove, present %d, offline %d, identification %08x vendor %04x\n", pci_device_is_present(pdev),
		 pci_channel_offline(pdev), readl(gone->registers), vendor);
	misc_deregister(&gone->misc);
	mutex_lock(&gone->lock);
	gone->removed = true;
	pci_iounmap(pdev, gone->registers);
	mutex_unlock(&gone->lock);
	wake_up_all(&gone->wait);
	pci_disable_device(pdev);
	kref_put(&gone->users, free_gone);
}

static void gone_shutdown(struct pci_dev *pdev)
{
	dev_info(&pdev->dev, "shutdown\n");
}

static const struct pci_device_id gone_ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, {} };
static struct pci_driver gone_driver = {
	.name = "gone", .id_table = gone_ids, .probe = gone_probe, .remove = gone_remove, .shutdown = gone_shutdown,
};
module_pci_driver(gone_driver);
MODULE_LICENSE("GPL");

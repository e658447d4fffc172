/* Allocates coherent memory that needs CMA's pages while a program holds some of them. */
#include <linux/dma-mapping.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/pci.h>

static struct pci_dev *device;
static void *buffer;
static dma_addr_t handle;
static size_t size;

static long cma_ioctl(struct file *file, unsigned int command, unsigned long argument)
{
	if (command == 0) {
		size = argument;
		buffer = dma_alloc_coherent(&device->dev, size, &handle, GFP_KERNEL);
		return buffer ? (long)(handle >> 12) : -ENOMEM;
	}
	dma_free_coherent(&device->dev, size, buffer, handle);
	return 0;
}

static const struct file_operations cma_operations = { .owner = THIS_MODULE, .unlocked_ioctl = cma_ioctl };
static struct miscdevice cma_misc = { .minor = MISC_DYNAMIC_MINOR, .name = "cma", .fops = &cma_operations };

static int __init cma_init(void)
{
	device = pci_get_domain_bus_and_slot(0, 0, PCI_DEVFN(2, 0));
	if (!device)
		return -ENODEV;
	dma_set_mask_and_coherent(&device->dev, DMA_BIT_MASK(64));
	return misc_register(&cma_misc);
}

static void __exit cma_exit(void)
{
	misc_deregister(&cma_misc);
	pci_dev_put(device);
}

module_init(cma_init);
module_exit(cma_exit);
MODULE_LICENSE("GPL");

// SPDX-License-Identifier: MIT
/* A device that writes into memory of a program: write() gives it the memory, read() waits until it is done. */
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/fs.h>
#include <linux/io.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/string.h>

/* QEMU's edu: a buffer of 4 KiB on the device, and one transfer at a time */
#define EDU_DMA_SRC	0x80
#define EDU_DMA_DST	0x88
#define EDU_DMA_COUNT	0x90
#define EDU_DMA_CMD	0x98
#define EDU_BUFFER	0x40000

#define EDU_RUN		BIT(0)
#define EDU_TO_MEMORY	BIT(1)

#define SAMPLES		64

struct edu {
	struct device *dev;
	void __iomem *regs;
	struct page *page;
	dma_addr_t handle;
};

static void edu_start(struct edu *edu, dma_addr_t address, size_t count, u32 direction)
{
	writeq(direction == EDU_TO_MEMORY ? EDU_BUFFER : address, edu->regs + EDU_DMA_SRC);
	writeq(direction == EDU_TO_MEMORY ? address : EDU_BUFFER, edu->regs + EDU_DMA_DST);
	writeq(count, edu->regs + EDU_DMA_COUNT);
	writeq(EDU_RUN | direction, edu->regs + EDU_DMA_CMD);
}

static int edu_wait(struct edu *edu)
{
	int tries;

	for (tries = 0; tries < 50; tries++) {
		if (!(readq(edu->regs + EDU_DMA_CMD) & EDU_RUN))
			return 0;
		msleep(10);
	}
	return -ETIMEDOUT;
}

static struct edu *the_edu;

/* The device gets something to send: bytes of 0x55. */
static int load_device(struct edu *edu)
{
	dma_addr_t handle;
	void *bytes = dma_alloc_coherent(edu->dev, PAGE_SIZE, &handle, GFP_KERNEL);
	int err;

	if (!bytes)
		return -ENOMEM;
	memset(bytes, 0x55, PAGE_SIZE);
	edu_start(edu, handle, SAMPLES, 0);
	err = edu_wait(edu);
	dma_free_coherent(edu->dev, PAGE_SIZE, bytes, handle);
	return err;
}

static ssize_t capture_write(struct file *file, const char __user *buffer, size_t count, loff_t *pos)
{
	unsigned long start = (unsigned long)buffer;
	struct edu *edu = the_edu;

	if (count != SAMPLES || offset_in_page(start) + count > PAGE_SIZE || edu->page)
		return -EINVAL;
	if (get_user_pages_fast(start, 1, FOLL_WRITE, &edu->page) != 1)
		return -EFAULT;
	edu->handle = dma_map_page(edu->dev, edu->page, offset_in_page(start), SAMPLES, DMA_FROM_DEVICE);
	if (dma_mapping_error(edu->dev, edu->handle)) {
		put_page(edu->page);
		edu->page = NULL;
		return -EIO;
	}
	edu_start(edu, edu->handle, SAMPLES, EDU_TO_MEMORY);
	return count;
}

static ssize_t capture_read(struct file *file, char __user *buffer, size_t count, loff_t *pos)
{
	struct edu *edu = the_edu;
	int err;

	if (!edu->page)
		return 0;
	err = edu_wait(edu);
	dma_unmap_page(edu->dev, edu->handle, SAMPLES, DMA_FROM_DEVICE);
	set_page_dirty_lock(edu->page);
	put_page(edu->page);
	edu->page = NULL;
	return err;
}

static const struct file_operations capture_fops = {
	.owner	= THIS_MODULE,
	.read	= capture_read,
	.write	= capture_write,
};

static struct miscdevice capture_misc = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "capture",
	.fops	= &capture_fops,
};

static int capture_run(struct edu *edu)
{
	int err = load_device(edu);

	the_edu = edu;
	return err ? err : misc_register(&capture_misc);
}

static int capture_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct edu *edu = devm_kzalloc(&pdev->dev, sizeof(*edu), GFP_KERNEL);
	int err;

	if (!edu)
		return -ENOMEM;
	edu->dev = &pdev->dev;
	pci_set_drvdata(pdev, edu);
	err = pcim_enable_device(pdev);
	if (err)
		return err;
	err = pcim_iomap_regions(pdev, BIT(0), "capture");
	if (err)
		return err;
	edu->regs = pcim_iomap_table(pdev)[0];
	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (err)
		return err;
	pci_set_master(pdev);
	return capture_run(edu);
}

static void capture_remove(struct pci_dev *pdev)
{
	misc_deregister(&capture_misc);
}

static const struct pci_device_id capture_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};
MODULE_DEVICE_TABLE(pci, capture_ids);

static struct pci_driver capture_driver = {
	.name		= "capture",
	.id_table	= capture_ids,
	.probe		= capture_probe,
	.remove		= capture_remove,
};
module_pci_driver(capture_driver);

MODULE_LICENSE("GPL");

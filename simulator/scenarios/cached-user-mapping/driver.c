// SPDX-License-Identifier: MIT
/* A coherent buffer that a program maps, with whatever protection its mapping has. */
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

struct board {
	struct miscdevice misc;
	struct device *dev;
	void __iomem *regs;
	void *buffer;
	dma_addr_t handle;
};

static struct board *board_of(struct file *file)
{
	return container_of(file->private_data, struct board, misc);
}

static int board_move(struct board *board, u32 direction)
{
	int tries;

	writeq(direction == EDU_TO_MEMORY ? EDU_BUFFER : board->handle, board->regs + EDU_DMA_SRC);
	writeq(direction == EDU_TO_MEMORY ? board->handle : EDU_BUFFER, board->regs + EDU_DMA_DST);
	writeq(64, board->regs + EDU_DMA_COUNT);
	writeq(EDU_RUN | direction, board->regs + EDU_DMA_CMD);
	for (tries = 0; tries < 50; tries++) {
		if (!(readq(board->regs + EDU_DMA_CMD) & EDU_RUN))
			return 0;
		msleep(10);
	}
	return -ETIMEDOUT;
}

/* The device is given the text, the buffer is cleared, and the device writes the text into it. */
static ssize_t board_write(struct file *file, const char __user *from, size_t count, loff_t *position)
{
	struct board *board = board_of(file);
	char text[64] = { 0 };
	int err;

	if (copy_from_user(text, from, min(count, sizeof(text) - 1)))
		return -EFAULT;
	memcpy(board->buffer, text, sizeof(text));
	err = board_move(board, 0);
	memset(board->buffer, 0, sizeof(text));
	if (!err)
		err = board_move(board, EDU_TO_MEMORY);
	dev_info(board->dev, "the driver sees '%s'\n", (char *)board->buffer);
	return err ? err : count;
}

static int board_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct board *board = board_of(file);

	return remap_pfn_range(vma, vma->vm_start, board->handle >> PAGE_SHIFT, PAGE_SIZE, vma->vm_page_prot);
}

static const struct file_operations board_fops = {
	.owner	= THIS_MODULE,
	.write	= board_write,
	.mmap	= board_mmap,
};

static void board_deregister(void *data)
{
	misc_deregister(data);
}

static int board_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct board *board = devm_kzalloc(&pdev->dev, sizeof(*board), GFP_KERNEL);
	int err;

	if (!board)
		return -ENOMEM;
	board->dev = &pdev->dev;
	err = pcim_enable_device(pdev);
	if (err)
		return err;
	err = pcim_iomap_regions(pdev, BIT(0), "board");
	if (err)
		return err;
	board->regs = pcim_iomap_table(pdev)[0];
	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (err)
		return err;
	pci_set_master(pdev);
	board->buffer = dmam_alloc_coherent(&pdev->dev, PAGE_SIZE, &board->handle, GFP_KERNEL);
	if (!board->buffer)
		return -ENOMEM;
	board->misc.minor = MISC_DYNAMIC_MINOR;
	board->misc.name = "board";
	board->misc.fops = &board_fops;
	err = misc_register(&board->misc);
	if (err)
		return err;
	return devm_add_action_or_reset(&pdev->dev, board_deregister, &board->misc);
}

static const struct pci_device_id board_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};
MODULE_DEVICE_TABLE(pci, board_ids);

static struct pci_driver board_driver = {
	.name		= "board",
	.id_table	= board_ids,
	.probe		= board_probe,
};
module_pci_driver(board_driver);

MODULE_LICENSE("GPL");

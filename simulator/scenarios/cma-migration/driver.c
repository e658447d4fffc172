// SPDX-License-Identifier: MIT
/* Coherent buffers of 4 MiB, as many as CMA is large, while a program has its pages there. */
#include <linux/dma-mapping.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pci.h>

#define BUFFER	(4 << 20)
#define BUFFERS	5

static bool pin;
module_param(pin, bool, 0444);
MODULE_PARM_DESC(pin, "pin a page of the caller before");

struct board {
	struct device *dev;
	int count;
	void *buffers[BUFFERS];
	dma_addr_t handles[BUFFERS];
	struct page *pinned;
};

static struct board *the_board;

/* A pinned page cannot move. */
static int pin_page_of(struct board *board, unsigned long address)
{
	return pin_user_pages_fast(address, 1, FOLL_WRITE, &board->pinned) == 1 ? 0 : -EFAULT;
}

static long frame_of(unsigned long address)
{
	struct page *page;
	long frame;

	if (get_user_pages_fast(address, 1, 0, &page) != 1)
		return -EFAULT;
	frame = page_to_pfn(page);
	put_page(page);
	return frame;
}

/* 0: allocates the buffers. 1: the frame of a page of the program. */
static long contiguous_ioctl(struct file *file, unsigned int command, unsigned long address)
{
	struct board *board = the_board;
	int err;

	if (command == 1)
		return frame_of(address);
	err = pin ? pin_page_of(board, address) : 0;
	if (err)
		return err;
	for (; board->count < BUFFERS; board->count++) {
		void **buffer = &board->buffers[board->count];

		*buffer = dma_alloc_coherent(board->dev, BUFFER, &board->handles[board->count], GFP_KERNEL);
		if (!*buffer)
			return -ENOMEM;
	}
	dev_info(board->dev, "%d buffers, the last at %pad\n", board->count, &board->handles[BUFFERS - 1]);
	return 0;
}

static const struct file_operations contiguous_fops = {
	.owner		= THIS_MODULE,
	.unlocked_ioctl	= contiguous_ioctl,
};

static struct miscdevice contiguous_misc = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "contiguous",
	.fops	= &contiguous_fops,
};

static int contiguous_run(struct board *board)
{
	the_board = board;
	return misc_register(&contiguous_misc);
}

static int contiguous_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct board *board = devm_kzalloc(&pdev->dev, sizeof(*board), GFP_KERNEL);
	int err;

	if (!board)
		return -ENOMEM;
	board->dev = &pdev->dev;
	pci_set_drvdata(pdev, board);
	err = pcim_enable_device(pdev);
	if (err)
		return err;
	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (err)
		return err;
	pci_set_master(pdev);
	return contiguous_run(board);
}

static void contiguous_remove(struct pci_dev *pdev)
{
	struct board *board = pci_get_drvdata(pdev);

	misc_deregister(&contiguous_misc);
	while (board->count > 0) {
		board->count--;
		dma_free_coherent(board->dev, BUFFER, board->buffers[board->count], board->handles[board->count]);
	}
	if (board->pinned)
		unpin_user_page(board->pinned);
}

static const struct pci_device_id contiguous_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};
MODULE_DEVICE_TABLE(pci, contiguous_ids);

static struct pci_driver contiguous_driver = {
	.name		= "contiguous",
	.id_table	= contiguous_ids,
	.probe		= contiguous_probe,
	.remove		= contiguous_remove,
};
module_pci_driver(contiguous_driver);

MODULE_LICENSE("GPL");

// SPDX-License-Identifier: MIT
/* Coherent buffers of the sizes that a program asks for. */
#include <linux/dma-mapping.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/pci.h>

#define MOST	256

struct board {
	struct device *dev;
	unsigned int held;
	size_t size;
	void *memory[MOST];
	dma_addr_t handles[MOST];
};

static struct board *the_board;

/* Allocates `count` buffers and keeps them until the next call. */
static long sizes_ioctl(struct file *file, unsigned int command, unsigned long argument)
{
	struct board *board = the_board;

	while (board->held > 0) {
		board->held--;
		dma_free_coherent(board->dev, board->size, board->memory[board->held], board->handles[board->held]);
	}
	board->size = argument;
	while (board->held < command) {
		board->memory[board->held] = dma_alloc_coherent(board->dev, board->size, &board->handles[board->held],
								GFP_KERNEL | __GFP_NOWARN);
		if (!board->memory[board->held])
			return -ENOMEM;
		board->held++;
	}
	return 0;
}

static const struct file_operations sizes_fops = {
	.owner		= THIS_MODULE,
	.unlocked_ioctl	= sizes_ioctl,
};

static struct miscdevice sizes_misc = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "sizes",
	.fops	= &sizes_fops,
};

static int sizes_run(struct board *board)
{
	the_board = board;
	return misc_register(&sizes_misc);
}

static int sizes_probe(struct pci_dev *pdev, const struct pci_device_id *id)
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
	return sizes_run(board);
}

static void sizes_remove(struct pci_dev *pdev)
{
	sizes_ioctl(NULL, 0, 0);
	misc_deregister(&sizes_misc);
}

static const struct pci_device_id sizes_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};
MODULE_DEVICE_TABLE(pci, sizes_ids);

static struct pci_driver sizes_driver = {
	.name		= "sizes",
	.id_table	= sizes_ids,
	.probe		= sizes_probe,
	.remove		= sizes_remove,
};
module_pci_driver(sizes_driver);

MODULE_LICENSE("GPL");

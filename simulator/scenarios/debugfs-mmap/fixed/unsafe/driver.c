// SPDX-License-Identifier: MIT
/* A coherent buffer that a program maps through a file in debugfs. */
#include <linux/debugfs.h>
#include <linux/dma-mapping.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pci.h>

#define SIZE	(64 * 1024)

struct board {
	struct device *dev;
	struct dentry *file;
	void *buffer;
	dma_addr_t handle;
};

static int board_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct board *board = file->f_inode->i_private;

	return dma_mmap_coherent(board->dev, vma, board->buffer, board->handle, vma->vm_end - vma->vm_start);
}

static const struct file_operations board_fops = {
	.owner	= THIS_MODULE,
	.mmap	= board_mmap,
};

static int board_probe(struct pci_dev *pdev, const struct pci_device_id *id)
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
	board->buffer = dmam_alloc_coherent(&pdev->dev, SIZE, &board->handle, GFP_KERNEL);
	if (!board->buffer)
		return -ENOMEM;
	board->file = debugfs_create_file_unsafe("image", 0600, NULL, board, &board_fops);
	return 0;
}

static void board_remove(struct pci_dev *pdev)
{
	struct board *board = pci_get_drvdata(pdev);

	debugfs_remove(board->file);
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
	.remove		= board_remove,
};
module_pci_driver(board_driver);

MODULE_LICENSE("GPL");

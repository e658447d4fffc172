// SPDX-License-Identifier: MIT
/* A coherent buffer that programs map: three ways to say which pages. */
#include <linux/debugfs.h>
#include <linux/dma-mapping.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/string.h>

static char *way = "dma_mmap_coherent";
module_param(way, charp, 0444);
MODULE_PARM_DESC(way, "handle, virt_to_phys or dma_mmap_coherent");

struct board {
	struct device *dev;
	struct dentry *dir;
};

static void *boards_buffer;
static dma_addr_t boards_handle;
static struct device *boards_dev;

static int board_mmap(struct file *file, struct vm_area_struct *vma)
{
	unsigned long size = vma->vm_end - vma->vm_start;

	if (!strcmp(way, "handle"))
		return remap_pfn_range(vma, vma->vm_start, boards_handle >> PAGE_SHIFT, size, vma->vm_page_prot);
	if (!strcmp(way, "virt_to_phys"))
		return remap_pfn_range(vma, vma->vm_start, virt_to_phys(boards_buffer) >> PAGE_SHIFT, size,
				       vma->vm_page_prot);
	return dma_mmap_coherent(boards_dev, vma, boards_buffer, boards_handle, size);
}

static const struct file_operations board_fops = {
	.owner	= THIS_MODULE,
	.mmap	= board_mmap,
};

static int mapping_run(struct board *board)
{
	boards_dev = board->dev;
	boards_buffer = dma_alloc_coherent(board->dev, PAGE_SIZE, &boards_handle, GFP_KERNEL);
	if (!boards_buffer)
		return -ENOMEM;
	strcpy(boards_buffer, "what the driver wrote");
	board->dir = debugfs_create_dir("board", NULL);
	debugfs_create_file_unsafe("buffer", 0600, board->dir, board, &board_fops);
	return 0;
}

static int mapping_probe(struct pci_dev *pdev, const struct pci_device_id *id)
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
	return mapping_run(board);
}

static void mapping_remove(struct pci_dev *pdev)
{
	struct board *board = pci_get_drvdata(pdev);

	debugfs_remove_recursive(board->dir);
	dma_free_coherent(board->dev, PAGE_SIZE, boards_buffer, boards_handle);
}

static const struct pci_device_id mapping_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};
MODULE_DEVICE_TABLE(pci, mapping_ids);

static struct pci_driver mapping_driver = {
	.name		= "mapping",
	.id_table	= mapping_ids,
	.probe		= mapping_probe,
	.remove		= mapping_remove,
};
module_pci_driver(mapping_driver);

MODULE_LICENSE("GPL");

// SPDX-License-Identifier: MIT
/* Two buffers for a device behind bounce buffers: 256 KiB and 512 KiB. */
#include <linux/dma-mapping.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>

struct board {
	struct device *dev;
};

static void try_map(struct board *board, size_t size)
{
	void *buffer = kmalloc(size, GFP_KERNEL);
	dma_addr_t handle;

	if (!buffer)
		return;
	handle = dma_map_single(board->dev, buffer, size, DMA_TO_DEVICE);
	if (dma_mapping_error(board->dev, handle)) {
		dev_info(board->dev, "%zu bytes: no mapping (dma_max_mapping_size is %zu)\n", size,
			 dma_max_mapping_size(board->dev));
	} else {
		dev_info(board->dev, "%zu bytes: mapped\n", size);
		dma_unmap_single(board->dev, handle, size, DMA_TO_DEVICE);
	}
	kfree(buffer);
}

static int bounce_run(struct board *board)
{
	try_map(board, 262144);
	try_map(board, 524288);
	return 0;
}

static int bounce_probe(struct pci_dev *pdev, const struct pci_device_id *id)
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
	return bounce_run(board);
}

static const struct pci_device_id bounce_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};
MODULE_DEVICE_TABLE(pci, bounce_ids);

static struct pci_driver bounce_driver = {
	.name		= "bounce",
	.id_table	= bounce_ids,
	.probe		= bounce_probe,
};
module_pci_driver(bounce_driver);

MODULE_LICENSE("GPL");

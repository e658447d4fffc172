// SPDX-License-Identifier: MIT
/* A driver that maps a buffer for every frame it sends. */
#include <linux/dma-mapping.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>

#define FRAMES	6000
#define FRAME	9100

struct board {
	struct device *dev;
};

static int send_frames(struct board *board, void *frame)
{
	int n;

	for (n = 0; n < FRAMES; n++) {
		dma_addr_t handle = dma_map_single(board->dev, frame, FRAME, DMA_TO_DEVICE);

		if (dma_mapping_error(board->dev, handle))
			break;
		dma_unmap_single(board->dev, handle, FRAME, DMA_TO_DEVICE);
	}
	return n;
}

static int leak_run(struct board *board)
{
	void *frame = kzalloc(FRAME, GFP_KERNEL);

	if (!frame)
		return -ENOMEM;
	dev_info(board->dev, "%d frames were mapped\n", send_frames(board, frame));
	kfree(frame);
	return 0;
}

static int leak_probe(struct pci_dev *pdev, const struct pci_device_id *id)
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
	return leak_run(board);
}

static const struct pci_device_id leak_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};
MODULE_DEVICE_TABLE(pci, leak_ids);

static struct pci_driver leak_driver = {
	.name		= "leak",
	.id_table	= leak_ids,
	.probe		= leak_probe,
};
module_pci_driver(leak_driver);

MODULE_LICENSE("GPL");

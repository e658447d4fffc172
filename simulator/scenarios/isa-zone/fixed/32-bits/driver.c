// SPDX-License-Identifier: MIT
/* Four buffers of 4 MiB for a device with 32 address lines. */
#include <linux/dma-mapping.h>
#include <linux/module.h>
#include <linux/pci.h>

#define BUFFERS	4

struct board {
	struct device *dev;
};

static int isa_run(struct board *board)
{
	dma_addr_t handles[BUFFERS];
	void *buffers[BUFFERS];
	int i, n;

	for (n = 0; n < BUFFERS; n++) {
		buffers[n] = dma_alloc_coherent(board->dev, 4 << 20, &handles[n], GFP_KERNEL | __GFP_NOWARN);
		if (!buffers[n])
			break;
		dev_info(board->dev, "buffer %d at %pad\n", n, &handles[n]);
	}
	dev_info(board->dev, "%d buffers of 4 MiB\n", n);
	for (i = 0; i < n; i++)
		dma_free_coherent(board->dev, 4 << 20, buffers[i], handles[i]);
	return 0;
}

static int isa_probe(struct pci_dev *pdev, const struct pci_device_id *id)
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
	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(32));
	if (err)
		return err;
	pci_set_master(pdev);
	return isa_run(board);
}

static const struct pci_device_id isa_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};
MODULE_DEVICE_TABLE(pci, isa_ids);

static struct pci_driver isa_driver = {
	.name		= "isa",
	.id_table	= isa_ids,
	.probe		= isa_probe,
};
module_pci_driver(isa_driver);

MODULE_LICENSE("GPL");

// SPDX-License-Identifier: MIT
/* A pool of half pages: eight blocks should take four pages. */
#include <linux/dma-mapping.h>
#include <linux/dmapool.h>
#include <linux/module.h>
#include <linux/pci.h>

#define BLOCKS	8
#define BLOCK	2048

struct board {
	struct device *dev;
	void *blocks[BLOCKS];
	dma_addr_t handles[BLOCKS];
};

static int last_block_run(struct board *board)
{
	struct dma_pool *pool = dma_pool_create("halves", board->dev, BLOCK, BLOCK, 0);
	int i, n, pages = 0;

	if (!pool)
		return -ENOMEM;
	for (n = 0; n < BLOCKS; n++) {
		board->blocks[n] = dma_pool_alloc(pool, GFP_KERNEL, &board->handles[n]);
		if (!board->blocks[n])
			break;
		/* a block at the start of a page is the first of its page */
		if (!(board->handles[n] & ~PAGE_MASK))
			pages++;
	}
	dev_info(board->dev, "%d blocks of %d bytes in %d pages\n", n, BLOCK, pages);
	for (i = 0; i < n; i++)
		dma_pool_free(pool, board->blocks[i], board->handles[i]);
	dma_pool_destroy(pool);
	return n == BLOCKS ? 0 : -ENOMEM;
}

static int last_block_probe(struct pci_dev *pdev, const struct pci_device_id *id)
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
	return last_block_run(board);
}

static const struct pci_device_id last_block_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};
MODULE_DEVICE_TABLE(pci, last_block_ids);

static struct pci_driver last_block_driver = {
	.name		= "last_block",
	.id_table	= last_block_ids,
	.probe		= last_block_probe,
};
module_pci_driver(last_block_driver);

MODULE_LICENSE("GPL");

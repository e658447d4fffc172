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
	struct dma_pool *pool;
	int count;
	void *blocks[BLOCKS];
	dma_addr_t handles[BLOCKS];
};

static int last_block_run(struct board *board)
{
	int n, pages = 0;

	board->pool = dma_pool_create("halves", board->dev, BLOCK, BLOCK, 0);
	if (!board->pool)
		return -ENOMEM;
	for (n = 0; n < BLOCKS; n++) {
		board->blocks[n] = dma_pool_alloc(board->pool, GFP_KERNEL, &board->handles[n]);
		if (!board->blocks[n])
			break;
		/* a block at the start of a page is the first of its page */
		if (!(board->handles[n] & ~PAGE_MASK))
			pages++;
	}
	board->count = n;
	dev_info(board->dev, "%d blocks of %d bytes in %d pages\n", n, BLOCK, pages);
	return 0;
}

static void last_block_remove(struct pci_dev *pdev)
{
	struct board *board = pci_get_drvdata(pdev);
	int i;

	for (i = 0; i < board->count; i++)
		dma_pool_free(board->pool, board->blocks[i], board->handles[i]);
	dma_pool_destroy(board->pool);
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
	.remove		= last_block_remove,
};
module_pci_driver(last_block_driver);

MODULE_LICENSE("GPL");

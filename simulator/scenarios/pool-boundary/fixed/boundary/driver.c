// SPDX-License-Identifier: MIT
/* Descriptors of 192 bytes for a device that cannot fetch across a multiple of 1 KiB. */
#include <linux/dma-mapping.h>
#include <linux/dmapool.h>
#include <linux/module.h>
#include <linux/pci.h>

#define BLOCKS	21
#define BLOCK	192
#define LIMIT	1024

struct board {
	struct device *dev;
	void *blocks[BLOCKS];
	dma_addr_t handles[BLOCKS];
};

static int boundary_run(struct board *board)
{
	struct dma_pool *pool = dma_pool_create("descriptors", board->dev, BLOCK, 64, LIMIT);
	int i, n, crossing = 0, in_first_page = 0;

	if (!pool)
		return -ENOMEM;
	for (n = 0; n < BLOCKS; n++) {
		board->blocks[n] = dma_pool_alloc(pool, GFP_KERNEL, &board->handles[n]);
		if (!board->blocks[n])
			break;
		if (board->handles[n] >> PAGE_SHIFT == board->handles[0] >> PAGE_SHIFT)
			in_first_page++;
		if (board->handles[n] / LIMIT != (board->handles[n] + BLOCK - 1) / LIMIT) {
			dev_info(board->dev, "block %d at offset %llu crosses a multiple of 1 KiB\n", n,
				 board->handles[n] & ~PAGE_MASK);
			crossing++;
		}
	}
	if (n > 5)
		dev_info(board->dev, "block 4 is at offset %llu, block 5 at %llu\n", board->handles[4] & ~PAGE_MASK,
			 board->handles[5] & ~PAGE_MASK);
	dev_info(board->dev, "%d blocks in the first page, %d across\n", in_first_page, crossing);
	for (i = 0; i < n; i++)
		dma_pool_free(pool, board->blocks[i], board->handles[i]);
	dma_pool_destroy(pool);
	return n == BLOCKS ? 0 : -ENOMEM;
}

static int boundary_probe(struct pci_dev *pdev, const struct pci_device_id *id)
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
	return boundary_run(board);
}

static const struct pci_device_id boundary_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};
MODULE_DEVICE_TABLE(pci, boundary_ids);

static struct pci_driver boundary_driver = {
	.name		= "boundary",
	.id_table	= boundary_ids,
	.probe		= boundary_probe,
};
module_pci_driver(boundary_driver);

MODULE_LICENSE("GPL");

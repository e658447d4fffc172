// SPDX-License-Identifier: MIT
/* 64 small objects for a device: one coherent allocation each, or all of a pool. */
#include <linux/dma-mapping.h>
#include <linux/dmapool.h>
#include <linux/module.h>
#include <linux/pci.h>

#define OBJECTS	64
#define SIZE	64UL

struct board {
	struct device *dev;
	void *objects[OBJECTS];
	dma_addr_t handles[OBJECTS];
};

static unsigned int pages_of(const dma_addr_t *handles)
{
	unsigned int i, j, pages = 0;

	for (i = 0; i < OBJECTS; i++) {
		for (j = 0; j < i && handles[j] >> PAGE_SHIFT != handles[i] >> PAGE_SHIFT; j++)
			;
		if (j == i)
			pages++;
	}
	return pages;
}

static void report(struct device *dev, const char *how, const dma_addr_t *handles)
{
	unsigned int pages = pages_of(handles);

	dev_info(dev, "%s: %d objects of %lu bytes in %u pages, %lu bytes, %lu unused\n", how, OBJECTS, SIZE, pages,
		 pages * PAGE_SIZE, pages * PAGE_SIZE - OBJECTS * SIZE);
}

static int one_call_each(struct board *board)
{
	int i, n;

	for (n = 0; n < OBJECTS; n++) {
		board->objects[n] = dma_alloc_coherent(board->dev, SIZE, &board->handles[n], GFP_KERNEL);
		if (!board->objects[n])
			break;
	}
	if (n == OBJECTS)
		report(board->dev, "dma_alloc_coherent", board->handles);
	for (i = 0; i < n; i++)
		dma_free_coherent(board->dev, SIZE, board->objects[i], board->handles[i]);
	return n == OBJECTS ? 0 : -ENOMEM;
}

static int from_a_pool(struct board *board)
{
	struct dma_pool *pool = dma_pool_create("objects", board->dev, SIZE, SIZE, 0);
	int i, n;

	if (!pool)
		return -ENOMEM;
	for (n = 0; n < OBJECTS; n++) {
		board->objects[n] = dma_pool_alloc(pool, GFP_KERNEL, &board->handles[n]);
		if (!board->objects[n])
			break;
	}
	if (n == OBJECTS)
		report(board->dev, "dma_pool", board->handles);
	for (i = 0; i < n; i++)
		dma_pool_free(pool, board->objects[i], board->handles[i]);
	dma_pool_destroy(pool);
	return n == OBJECTS ? 0 : -ENOMEM;
}

static int compare_run(struct board *board)
{
	int err = one_call_each(board);

	return err ? err : from_a_pool(board);
}

static int compare_probe(struct pci_dev *pdev, const struct pci_device_id *id)
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
	return compare_run(board);
}

static const struct pci_device_id compare_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};
MODULE_DEVICE_TABLE(pci, compare_ids);

static struct pci_driver compare_driver = {
	.name		= "compare",
	.id_table	= compare_ids,
	.probe		= compare_probe,
};
module_pci_driver(compare_driver);

MODULE_LICENSE("GPL");

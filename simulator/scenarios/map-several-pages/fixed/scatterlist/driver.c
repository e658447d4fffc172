// SPDX-License-Identifier: MIT
/* Four pages for a device: in one mapping, in four, and out of vmalloc(). */
#include <linux/dma-mapping.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/scatterlist.h>
#include <linux/vmalloc.h>

#define PAGES	4
#define BYTES	(PAGES * PAGE_SIZE)

struct board {
	struct device *dev;
};

/* Each page has its own place in memory: a scatterlist says where. */
static int map_vmalloc(struct board *board, void *area)
{
	struct scatterlist list[PAGES];
	int i, mapped;

	sg_init_table(list, PAGES);
	for (i = 0; i < PAGES; i++)
		sg_set_page(&list[i], vmalloc_to_page(area + i * PAGE_SIZE), PAGE_SIZE, 0);
	mapped = dma_map_sg(board->dev, list, PAGES, DMA_TO_DEVICE);
	if (!mapped)
		return -EIO;
	dev_info(board->dev, "vmalloc: %d pages in %d piece for the device\n", PAGES, mapped);
	dma_unmap_sg(board->dev, list, PAGES, DMA_TO_DEVICE);
	return 0;
}

static int map_together(struct board *board, void *pages)
{
	dma_addr_t handle = dma_map_single(board->dev, pages, BYTES, DMA_TO_DEVICE);

	if (dma_mapping_error(board->dev, handle))
		return -EIO;
	dev_info(board->dev, "together: one mapping of %lu bytes\n", BYTES);
	dma_unmap_single(board->dev, handle, BYTES, DMA_TO_DEVICE);
	return 0;
}

static int map_each(struct board *board, void *pages)
{
	dma_addr_t handles[PAGES];
	int i, n;

	for (n = 0; n < PAGES; n++) {
		handles[n] = dma_map_single(board->dev, pages + n * PAGE_SIZE, PAGE_SIZE, DMA_TO_DEVICE);
		if (dma_mapping_error(board->dev, handles[n]))
			break;
	}
	dev_info(board->dev, "one by one: %d mappings\n", n);
	for (i = 0; i < n; i++)
		dma_unmap_single(board->dev, handles[i], PAGE_SIZE, DMA_TO_DEVICE);
	return n == PAGES ? 0 : -EIO;
}

static int pages_run(struct board *board)
{
	void *pages = (void *)__get_free_pages(GFP_KERNEL | __GFP_ZERO, get_order(BYTES));
	void *area = vmalloc(BYTES);
	int err = -ENOMEM;

	if (pages && area)
		err = map_together(board, pages);
	if (!err)
		err = map_each(board, pages);
	if (!err)
		err = map_vmalloc(board, area);
	vfree(area);
	free_pages((unsigned long)pages, get_order(BYTES));
	return err;
}

static int pages_probe(struct pci_dev *pdev, const struct pci_device_id *id)
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
	return pages_run(board);
}

static const struct pci_device_id pages_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};
MODULE_DEVICE_TABLE(pci, pages_ids);

static struct pci_driver pages_driver = {
	.name		= "pages",
	.id_table	= pages_ids,
	.probe		= pages_probe,
};
module_pci_driver(pages_driver);

MODULE_LICENSE("GPL");

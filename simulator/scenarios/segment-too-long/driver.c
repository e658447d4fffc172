// SPDX-License-Identifier: MIT
/* A buffer of 128 KiB in a scatterlist, for a device that nobody asked how long a piece may be. */
#include <linux/dma-mapping.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>

#define BYTES		(128 * 1024)

struct edu {
	struct device *dev;
};

/* Hands the pieces to the device; here their lengths are enough. */
static void show_pieces(struct edu *edu, struct sg_table *sgt)
{
	struct scatterlist *sg;
	int i;

	for_each_sgtable_dma_sg(sgt, sg, i)
		dev_info(edu->dev, "piece %d: %u bytes\n", i, sg_dma_len(sg));
}

static int map_pages(struct edu *edu, struct page **pages)
{
	struct sg_table sgt;
	int err = sg_alloc_table_from_pages(&sgt, pages, BYTES / PAGE_SIZE, 0, BYTES, GFP_KERNEL);

	if (err)
		return err;
	err = dma_map_sgtable(edu->dev, &sgt, DMA_TO_DEVICE, 0);
	if (!err) {
		show_pieces(edu, &sgt);
		dma_unmap_sgtable(edu->dev, &sgt, DMA_TO_DEVICE, 0);
	}
	sg_free_table(&sgt);
	return err;
}

static int segment_run(struct edu *edu)
{
	struct page *first = alloc_pages(GFP_KERNEL, get_order(BYTES));
	struct page *pages[BYTES / PAGE_SIZE];
	int i, err;

	if (!first)
		return -ENOMEM;
	for (i = 0; i < BYTES / PAGE_SIZE; i++)
		pages[i] = nth_page(first, i);
	err = map_pages(edu, pages);
	__free_pages(first, get_order(BYTES));
	return err;
}

static int segment_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct edu *edu = devm_kzalloc(&pdev->dev, sizeof(*edu), GFP_KERNEL);
	int err;

	if (!edu)
		return -ENOMEM;
	edu->dev = &pdev->dev;
	pci_set_drvdata(pdev, edu);
	err = pcim_enable_device(pdev);
	if (err)
		return err;
	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (err)
		return err;
	pci_set_master(pdev);
	return segment_run(edu);
}

static const struct pci_device_id segment_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};
MODULE_DEVICE_TABLE(pci, segment_ids);

static struct pci_driver segment_driver = {
	.name		= "segment",
	.id_table	= segment_ids,
	.probe		= segment_probe,
};
module_pci_driver(segment_driver);

MODULE_LICENSE("GPL");

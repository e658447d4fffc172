// SPDX-License-Identifier: MIT
/* What a kernel with poisoned pools says to a driver that uses one wrongly. */
#include <linux/dma-mapping.h>
#include <linux/dmapool.h>
#include <linux/module.h>
#include <linux/pci.h>

static int misuse_run(struct device *dev)
{
	struct dma_pool *pool, *other;
	dma_addr_t handle, foreign, late;
	void *block, *stranger, *kept;

	dev_info(dev, "alignment 3: %s\n", dma_pool_create("odd", dev, 64, 3, 0) ? "a pool" : "no pool");
	pool = dma_pool_create("commands", dev, 64, 64, 0);
	other = dma_pool_create("replies", dev, 64, 64, 0);
	if (!pool || !other)
		goto out;
	block = dma_pool_alloc(pool, GFP_KERNEL, &handle);
	stranger = dma_pool_alloc(other, GFP_KERNEL, &foreign);
	kept = dma_pool_alloc(pool, GFP_KERNEL, &late);
	if (!block || !stranger || !kept)
		goto out;
	dma_pool_free(pool, block, handle);
	dma_pool_free(pool, block, handle);		/* twice */
	dma_pool_free(pool, stranger, foreign);		/* of the other pool */
	dma_pool_free(other, stranger, foreign);
	dma_pool_destroy(pool);				/* with a block in use */
	pool = NULL;
out:
	dma_pool_destroy(pool);
	dma_pool_destroy(other);
	return 0;
}

static int misuse_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	int err = pcim_enable_device(pdev);

	if (err)
		return err;
	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (err)
		return err;
	pci_set_master(pdev);
	return misuse_run(&pdev->dev);
}

static const struct pci_device_id misuse_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};
MODULE_DEVICE_TABLE(pci, misuse_ids);

static struct pci_driver misuse_driver = {
	.name		= "misuse",
	.id_table	= misuse_ids,
	.probe		= misuse_probe,
};
module_pci_driver(misuse_driver);

MODULE_LICENSE("GPL");

// SPDX-License-Identifier: MIT
/* Mappings that are given back otherwise than they were made: what dma-debug has to say. */
#include <linux/dma-mapping.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>

#define LENGTH	1024

static int unmap_run(struct device *dev)
{
	void *buffer = kzalloc(LENGTH, GFP_KERNEL), *shared;
	dma_addr_t handle, other;

	if (!buffer)
		return -ENOMEM;
	/* in the other direction */
	handle = dma_map_single(dev, buffer, LENGTH, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, handle))
		goto out;
	dma_unmap_single(dev, handle, LENGTH, DMA_FROM_DEVICE);
	/* once more: nothing is mapped there */
	dma_unmap_single(dev, handle, LENGTH, DMA_TO_DEVICE);

	/* what was allocated is not unmapped */
	shared = dma_alloc_coherent(dev, LENGTH, &other, GFP_KERNEL);
	if (!shared)
		goto out;
	dma_unmap_single(dev, other, LENGTH, DMA_BIDIRECTIONAL);
	free_pages((unsigned long)shared, 0);
out:
	kfree(buffer);
	return 0;
}

static int unmap_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	int err = pcim_enable_device(pdev);

	if (err)
		return err;
	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (err)
		return err;
	pci_set_master(pdev);
	return unmap_run(&pdev->dev);
}

static const struct pci_device_id unmap_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};
MODULE_DEVICE_TABLE(pci, unmap_ids);

static struct pci_driver unmap_driver = {
	.name		= "unmap",
	.id_table	= unmap_ids,
	.probe		= unmap_probe,
};
module_pci_driver(unmap_driver);

MODULE_LICENSE("GPL");

/* Unmaps a page less than it mapped, six times: what is left of the old mapping is in the way of the next one at the same bus address. */
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>

static int __init clash_init(void)
{
	struct pci_dev *pdev = pci_get_device(0x1234, 0x11e8, NULL);
	dma_addr_t coherent, other, handle, first = 0;
	void *memory, *pages;
	int i;

	if (dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(28)))
		return -EIO;
	pages = (void *)__get_free_pages(GFP_KERNEL, 7);
	memory = dma_alloc_coherent(&pdev->dev, 16384, &coherent, GFP_KERNEL);
	other = dma_map_single(&pdev->dev, pages + 66 * 4096, 256, DMA_TO_DEVICE);
	for (i = 0; i < 7; i++) {
		handle = dma_map_single(&pdev->dev, pages, 65 * 4096, DMA_FROM_DEVICE);
		if (dma_mapping_error(&pdev->dev, handle))
			return -EIO;
		if (!i)
			first = handle;
		pr_info("round %d: %lld\n", i, (s64)(handle - first));
		dma_unmap_single(&pdev->dev, handle, 64 * 4096, DMA_FROM_DEVICE);
		msleep(50);
	}
	dma_unmap_single(&pdev->dev, other, 256, DMA_TO_DEVICE);
	dma_free_coherent(&pdev->dev, 16384, memory, coherent);
	free_pages((unsigned long)pages, 7);
	pci_dev_put(pdev);
	return 0;
}

static void __exit clash_exit(void)
{
}
module_init(clash_init);
module_exit(clash_exit);
MODULE_LICENSE("GPL");

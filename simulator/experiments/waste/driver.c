// SPDX-License-Identifier: MIT
/* Memory of a size, asked of each allocator many times over. The parameter `way` names the allocator. */
#include <linux/dma-mapping.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/string.h>

#define MOST	256

static char *way = "kmalloc";
module_param(way, charp, 0444);
static unsigned int size = 64;
module_param(size, uint, 0444);

static void *memory[MOST];
static dma_addr_t handles[MOST];

/* What lies between these two calls is counted. */
static void work_begins(void)
{
}

static void work_ends(void)
{
}

static void *take(struct device *dev, dma_addr_t *handle)
{
	if (!strcmp(way, "kmalloc"))
		return kmalloc(size, GFP_KERNEL | __GFP_NOWARN);
	if (!strcmp(way, "pages"))
		return (void *)__get_free_pages(GFP_KERNEL | __GFP_NOWARN, get_order(size));
	if (!strcmp(way, "exact"))
		return alloc_pages_exact(size, GFP_KERNEL | __GFP_NOWARN);
	/* without leave to sleep CMA is not asked */
	return dma_alloc_coherent(dev, size, handle,
				  (strcmp(way, "buddy") ? GFP_KERNEL : GFP_ATOMIC) | __GFP_NOWARN);
}

static void give_back(struct device *dev, void *taken, dma_addr_t handle)
{
	if (!strcmp(way, "kmalloc"))
		kfree(taken);
	else if (!strcmp(way, "pages"))
		free_pages((unsigned long)taken, get_order(size));
	else if (!strcmp(way, "exact"))
		free_pages_exact(taken, size);
	else
		dma_free_coherent(dev, size, taken, handle);
}

static int waste_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	int taken, err = pcim_enable_device(pdev);

	if (err)
		return err;
	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (err)
		return err;
	work_begins();
	for (taken = 0; taken < MOST && (unsigned long)taken * size < SZ_8M; taken++) {
		memory[taken] = take(&pdev->dev, &handles[taken]);
		if (!memory[taken]) {
			err = -ENOMEM;
			break;
		}
	}
	if (!err) {
		pr_info("objects=%d\n", taken);
		if (!strcmp(way, "kmalloc"))
			pr_info("each=%zu\n", ksize(memory[0]));
		work_ends();
	}
	while (taken-- > 0)
		give_back(&pdev->dev, memory[taken], handles[taken]);
	return err;
}

static const struct pci_device_id waste_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};
MODULE_DEVICE_TABLE(pci, waste_ids);

static struct pci_driver waste_driver = {
	.name		= "waste",
	.id_table	= waste_ids,
	.probe		= waste_probe,
};
module_pci_driver(waste_driver);

MODULE_LICENSE("GPL");

/* Lists of a coherent buffer of scattered pages, asked for from within it, and of vmalloc memory that the DMA API did not make. */
#include <linux/dma-mapping.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/scatterlist.h>
#include <linux/vmalloc.h>
#define tell(format, ...) pr_info("> " format "\n", ##__VA_ARGS__)
static int part_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	static const struct { int offset; size_t size; } asked[] = { { 0, 0 }, { 0, 1 }, { 4096, 4096 }, { 8192, 8192 }, { 100, 4096 }, { 16384, 4096 } };
	struct device *dev = &pdev->dev;
	dma_addr_t handle;
	struct sg_table table;
	u8 *address, *other;
	int i, page, error;

	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(64));
	address = dma_alloc_coherent(dev, 20000, &handle, GFP_KERNEL);
	for (i = 0; i < ARRAY_SIZE(asked); i++) {
		error = dma_get_sgtable(dev, &table, address + asked[i].offset, handle + asked[i].offset, asked[i].size);
		for (page = 0; page < 5 && !error; page++)
			if (is_vmalloc_addr(address) && sg_page(table.sgl) == vmalloc_to_page(address + 4096 * page))
				break;
		tell("part %d+%zu: %d, from page %d, offset %u", asked[i].offset, asked[i].size, error, page, error ? 0 : table.sgl->offset);
		if (!error)
			sg_free_table(&table);
	}
	other = vmalloc(20000);
	error = dma_get_sgtable(dev, &table, other + 4096, 0, 8192);
	if (!error && is_vmalloc_addr(address)) {
		tell("vmalloc: %d, nents %u, length %u, its page %d", error, table.nents, table.sgl->length, sg_page(table.sgl) == vmalloc_to_page(other + 4096));
		sg_free_table(&table);
	}
	vfree(other);
	dma_free_coherent(dev, 20000, address, handle);
	return 0;
}
static const struct pci_device_id part_ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, { } };
static struct pci_driver part_driver = { .name = "oracle", .id_table = part_ids, .probe = part_probe };
module_pci_driver(part_driver);
MODULE_LICENSE("GPL");

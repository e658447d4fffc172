/* Scatterlists of random shapes under random limits, then random mapping and unmapping under random masks: every handle. */
#include <linux/dma-mapping.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/scatterlist.h>

#define BUFFERS 64

static struct device *dev;
static u8 *buffer;
static u32 seed = 12345;

static u32 dice(u32 limit)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 8) % limit;
}

static void list(int number)
{
	static const unsigned int longest[] = { 65536, 4096, 8192, 0x100000, 0xffffffff };
	static const unsigned long boundaries[] = { 0xffffffff, 0xffff, 0xfff, 0x3ffff, ~0ul };
	unsigned int length = longest[dice(5)];
	unsigned long boundary = boundaries[dice(5)];
	int count = 1 + dice(12), error, i;
	struct scatterlist *sg;
	struct sg_table table;

	dma_set_max_seg_size(dev, length);
	dma_set_seg_boundary(dev, boundary);
	sg_alloc_table(&table, count, GFP_KERNEL);
	for_each_sg(table.sgl, sg, count, i) {
		int offset = dice(3) ? 0 : dice(4096);
		int bytes = dice(3) ? 4096 * (1 + dice(4)) - offset : 1 + dice(9000);

		sg_set_page(sg, virt_to_page(buffer) + i * 20 + dice(4), bytes, offset);
	}
	error = dma_map_sgtable(dev, &table, DMA_TO_DEVICE, 0);
	pr_info("list %d length %x boundary %lx of %d: %d, %d\n", number, length, boundary, count, error, table.nents);
	if (!error) {
		for_each_sgtable_dma_sg(&table, sg, i)
			pr_info("  %llx %x\n", (u64)sg_dma_address(sg), sg_dma_len(sg));
		dma_unmap_sgtable(dev, &table, DMA_TO_DEVICE, 0);
	}
	sg_free_table(&table);
}

static void buffers(int steps)
{
	static const u64 masks[] = { ~0ull, 0xffffffff, 0x7fffffff, 0xfffffff, 0xffffff };
	static dma_addr_t handles[BUFFERS];
	static int lengths[BUFFERS];

	for (int step = 0; step < steps; step++) {
		int i = dice(BUFFERS);

		if (handles[i]) {
			dma_unmap_single(dev, handles[i], lengths[i], DMA_TO_DEVICE);
			handles[i] = 0;
			continue;
		}
		dma_set_mask(dev, masks[dice(8) < 6 ? 0 : dice(5)]);
		lengths[i] = 1 + dice(dice(4) ? 20000 : 300000);
		handles[i] = dma_map_single(dev, buffer + i * 1000, lengths[i], DMA_TO_DEVICE);
		if (dma_mapping_error(dev, handles[i]))
			handles[i] = 0;
		pr_info("map %d of %d: %llx\n", lengths[i], i, (u64)handles[i]);
	}
	for (int i = 0; i < BUFFERS; i++)
		if (handles[i])
			dma_unmap_single(dev, handles[i], lengths[i], DMA_TO_DEVICE);
}

static int probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	dev = &pdev->dev;
	buffer = (void *)__get_free_pages(GFP_KERNEL, 10);
	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(64));
	for (int number = 0; number < 60; number++)
		list(number);
	dma_set_max_seg_size(dev, 65536);
	dma_set_seg_boundary(dev, 0xffffffff);
	buffers(700);
	return 0;
}

static const struct pci_device_id ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, {} };
static struct pci_driver oracle = { .name = "oracle", .id_table = ids, .probe = probe };
module_pci_driver(oracle);
MODULE_LICENSE("GPL");

/* Which I/O virtual addresses does a device get: by size and mask, order of reuse, and how scatterlists are joined? */
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/scatterlist.h>

#define KIB4 4096

static struct device *dev;
static void *buffer;
static dma_addr_t handles[16];
static size_t lengths[16];

static void map(int i, int offset, size_t length, enum dma_data_direction direction)
{
	lengths[i] = length;
	handles[i] = dma_map_single(dev, buffer + offset, length, direction);
	pr_info("map %d off %d len %zu: %llx err %d\n", i, offset, length, (u64)handles[i],
		dma_mapping_error(dev, handles[i]));
}

static void unmap(int first, int last, enum dma_data_direction direction)
{
	for (int i = first; i <= last; i++)
		if (!dma_mapping_error(dev, handles[i]))
			dma_unmap_single(dev, handles[i], lengths[i], direction);
}

static void by_size(void)
{
	static const int sizes[] = { 100, KIB4, KIB4 + 1, 3 * KIB4, 5 * KIB4, 32 * KIB4, 33 * KIB4, 40 * KIB4, 64 * KIB4,
				     512 * KIB4, 1024 * KIB4, 1 };
	static const int again[] = { KIB4, KIB4, 2 * KIB4, 3 * KIB4, 8 * KIB4, 32 * KIB4, 33 * KIB4, 40 * KIB4, 64 * KIB4,
				     512 * KIB4, 1024 * KIB4, 0 };

	for (int i = 0; i < 12; i++)
		map(i, i == 2 ? 100 : 0, sizes[i], DMA_TO_DEVICE);
	unmap(0, 11, DMA_TO_DEVICE);
	pr_info("right after\n");
	map(0, 0, 100, DMA_TO_DEVICE);
	map(1, 0, 2 * KIB4, DMA_TO_DEVICE);
	map(2, 0, 33 * KIB4, DMA_TO_DEVICE);
	msleep(50);
	pr_info("after 50 ms\n");
	for (int i = 0; i < 12; i++)
		map(i + 3, 0, again[i], DMA_TO_DEVICE);
	unmap(0, 13, DMA_TO_DEVICE);
	msleep(50);
}

static void with_mask(u64 mask, int i, size_t length)
{
	dma_set_mask(dev, mask);
	map(i, 0, length, DMA_TO_DEVICE);
}

static void by_mask(void)
{
	with_mask(DMA_BIT_MASK(24), 0, KIB4);
	with_mask(DMA_BIT_MASK(24), 1, 2 * KIB4);
	with_mask(DMA_BIT_MASK(24), 2, 16 * KIB4);
	with_mask(DMA_BIT_MASK(24), 3, 64 * KIB4);
	with_mask(DMA_BIT_MASK(20), 4, KIB4);
	with_mask(DMA_BIT_MASK(20), 5, 16 * KIB4);
	with_mask(DMA_BIT_MASK(20), 6, 256 * KIB4);
	with_mask(DMA_BIT_MASK(20), 7, 128 * KIB4);
	with_mask(DMA_BIT_MASK(13), 8, KIB4);
	with_mask(DMA_BIT_MASK(13), 9, KIB4);
	with_mask(DMA_BIT_MASK(31), 10, KIB4);
	with_mask(DMA_BIT_MASK(32), 11, KIB4);
	with_mask(0x12345678, 12, KIB4);
	with_mask(DMA_BIT_MASK(64), 13, KIB4);
	unmap(0, 13, DMA_TO_DEVICE);
	msleep(50);
	pr_info("narrow ones freed, wide again\n");
	with_mask(DMA_BIT_MASK(64), 0, KIB4);
	with_mask(DMA_BIT_MASK(64), 1, KIB4);
	with_mask(DMA_BIT_MASK(64), 2, 2 * KIB4);
	with_mask(DMA_BIT_MASK(64), 3, 16 * KIB4);
	with_mask(DMA_BIT_MASK(33), 4, 16 * KIB4);
	with_mask(0x12345678, 5, 16 * KIB4);
	with_mask(0x12345678, 6, KIB4);
	unmap(0, 6, DMA_TO_DEVICE);
	msleep(50);
	dma_set_mask(dev, DMA_BIT_MASK(64));
}

struct piece {
	int page, length, offset;
};

static void list(int count, const struct piece *pieces)
{
	struct scatterlist sg[8];
	int mapped;

	sg_init_table(sg, count);
	for (int i = 0; i < count; i++)
		sg_set_page(&sg[i], virt_to_page(buffer) + pieces[i].page, pieces[i].length, pieces[i].offset);
	mapped = dma_map_sg(dev, sg, count, DMA_TO_DEVICE);
	pr_info("list of %d: %d\n", count, mapped);
	for (int i = 0; i < count; i++)
		pr_info("  entry %d: %llx %x\n", i, (u64)sg_dma_address(&sg[i]), sg_dma_len(&sg[i]));
	if (mapped > 0)
		dma_unmap_sg(dev, sg, count, DMA_TO_DEVICE);
	msleep(30);
}

#define LIST(...) list(sizeof((struct piece[]){ __VA_ARGS__ }) / sizeof(struct piece), (struct piece[]){ __VA_ARGS__ })

static void lists(void)
{
	LIST({ 0, 4096, 0 }, { 1, 4096, 0 }, { 2, 4096, 0 }, { 3, 4096, 0 });
	LIST({ 0, 4096, 0 }, { 2, 4096, 0 }, { 4, 4096, 0 }, { 6, 4096, 0 });
	LIST({ 0, 2048, 0 }, { 1, 2048, 0 }, { 2, 2048, 0 }, { 3, 2048, 0 });
	LIST({ 0, 2048, 2048 }, { 1, 2048, 2048 }, { 2, 2048, 2048 }, { 3, 2048, 2048 });
	LIST({ 0, 1000, 3096 }, { 4, 4096, 0 }, { 9, 700, 0 });
	LIST({ 0, 1000, 3096 }, { 4, 4095, 0 }, { 9, 700, 0 });
	LIST({ 0, 65536, 0 }, { 20, 4096, 0 }, { 40, 4096, 0 });
	LIST({ 0, 61440, 0 }, { 20, 4096, 0 }, { 40, 4096, 0 });
	LIST({ 0, 4096, 0 }, { 4, 10, 4086 }, { 5, 100, 0 });
	LIST({ 0, 100, 100 }, { 0, 100, 1000 }, { 0, 96, 4000 }, { 7, 4096, 0 });
	dma_set_max_seg_size(dev, 8192);
	LIST({ 0, 4096, 0 }, { 2, 4096, 0 }, { 4, 4096, 0 }, { 6, 4096, 0 }, { 8, 4096, 0 });
	LIST({ 0, 4096, 0 }, { 2, 8192, 0 }, { 5, 4096, 0 });
	dma_set_max_seg_size(dev, 0x100000);
	dma_set_seg_boundary(dev, 0x3fff);
	LIST({ 0, 4096, 0 }, { 2, 4096, 0 }, { 4, 4096, 0 }, { 6, 4096, 0 }, { 8, 4096, 0 }, { 10, 4096, 0 });
	LIST({ 0, 12288, 0 }, { 8, 12288, 0 }, { 16, 12288, 0 }, { 24, 12288, 0 });
	LIST({ 0, 12288, 0 }, { 8, 12188, 0 }, { 16, 12088, 0 }, { 24, 11988, 0 }, { 32, 11888, 0 });
	LIST({ 0, 4096, 0 }, { 8, 12188, 0 }, { 16, 8192, 0 }, { 24, 4096, 0 }, { 32, 11888, 0 });
	dma_set_seg_boundary(dev, 0xffffffff);
	dma_set_max_seg_size(dev, 0x400000);
	LIST({ 0, 4194304, 0 });
	LIST({ 512, 2097152, 0 }, { 0, 2097152, 0 });
	LIST({ 0, 2093056, 0 }, { 512, 2097152, 0 });
}

static int probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	dev = &pdev->dev;
	buffer = (void *)__get_free_pages(GFP_KERNEL, 10);
	pr_info("masks %d %d %d\n", dma_set_mask_and_coherent(dev, DMA_BIT_MASK(28)), dma_set_mask(dev, DMA_BIT_MASK(20)),
		dma_set_mask(dev, 0xfff));
	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(64));
	pr_info("required %llx max %zx opt %zx boundary %lx need_sync %d can_mmap %d\n", dma_get_required_mask(dev),
		dma_max_mapping_size(dev), dma_opt_mapping_size(dev), dma_get_merge_boundary(dev), dma_need_sync(dev, 0),
		dma_can_mmap(dev));
	pr_info("segments of %x, boundary %lx, limited %d\n", dma_get_max_seg_size(dev), dma_get_seg_boundary(dev),
		dma_addressing_limited(dev));
	by_size();
	by_mask();
	lists();
	free_pages((unsigned long)buffer, 10);
	return 0;
}

static const struct pci_device_id ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, {} };
static struct pci_driver oracle = { .name = "oracle", .id_table = ids, .probe = probe };
module_pci_driver(oracle);
MODULE_LICENSE("GPL");

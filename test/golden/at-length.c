/*
 * Pools, lists and coherent memory at random (the same each time), each answer told in a line; what is left is for the app to find in sysfs and debugfs. On one CPU, because
 * memory and addresses come from what that CPU gave back.
 */
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/dmapool.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/scatterlist.h>
#include <linux/sched.h>
#include <linux/slab.h>

#define tell(format, ...) pr_info("> " format "\n", ##__VA_ARGS__)

enum { POOLS = 5, BLOCKS = 60, LEFT = 6 };

static struct device *dev;
static struct page *pages; /* 64 of them, contiguous */
static u8 *memory;
static bool iommu, bounced;
static u32 seed = 815;
static char text[900];

static struct dma_pool *pools[POOLS];
static struct { void *address; dma_addr_t handle; int of; } blocks[BLOCKS];
static struct { void *address; dma_addr_t handle; size_t size; } left[LEFT];
static dma_addr_t mapped[LEFT];

static u32 below(u32 limit)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % limit;
}

static const char *place(dma_addr_t handle, size_t size)
{
	u64 end = handle + size - 1;

	if (end < 0x1000000)
		return "DMA";
	if (end < 0x100000000ULL)
		return "DMA32";
	return handle >= 0x100000000ULL && end < 0x104000000ULL ? "CMA" : "normal";
}

static void one_of_pools(void)
{
	static const size_t sizes[] = { 4, 8, 20, 64, 100, 128, 256, 700, 1024, 1500, 2048, 3000, 4096, 5000 };
	static const size_t aligns[] = { 0, 1, 4, 8, 16, 64, 256, 1024 };
	static const size_t boundaries[] = { 0, 0, 256, 1024, 4096, 8192 };
	static dma_addr_t seen[300];
	static int pages_seen;
	int i, step;

	for (i = 0; i < POOLS; i++) {
		size_t size = sizes[below(ARRAY_SIZE(sizes))], align = aligns[below(ARRAY_SIZE(aligns))];
		size_t boundary = boundaries[below(ARRAY_SIZE(boundaries))];

		pools[i] = dma_pool_create(i % 2 ? "odd" : "even", dev, size, align, boundary);
		tell("pool %d: %zu %zu %zu: %d", i, size, align, boundary, pools[i] != NULL);
	}
	for (step = 0; step < 400; step++) {
		int at = below(BLOCKS), page;

		if (blocks[at].address) {
			dma_pool_free(pools[blocks[at].of], blocks[at].address, blocks[at].handle);
			tell("%d free", at);
			blocks[at].address = NULL;
			continue;
		}
		i = below(POOLS);
		if (!pools[i])
			continue;
		blocks[at].of = i;
		blocks[at].address = dma_pool_alloc(pools[i], below(3) ? GFP_KERNEL : GFP_ATOMIC, &blocks[at].handle);
		if (!blocks[at].address) {
			tell("%d of %d: none", at, i);
			continue;
		}
		for (page = 0; page < pages_seen && seen[page] != blocks[at].handle >> 12; page++)
			;
		if (page == pages_seen)
			seen[pages_seen++] = blocks[at].handle >> 12;
		tell("%d of %d: page %d at %llx", at, i, page, blocks[at].handle & 4095);
	}
}

static void one_list(void)
{
	static const unsigned int segments[] = { 65536, 4096, 8192, 12288, 0x20000, 5000 };
	static const unsigned long boundaries[] = { 0xffffffff, 0xfff, 0x1fff, 0x7fff, 0xffff };
	static struct scatterlist list[24];
	int count = 1 + below(24), i, length = 0, mapped;
	unsigned int segment = segments[below(ARRAY_SIZE(segments))];
	unsigned long boundary = boundaries[below(ARRAY_SIZE(boundaries))];
	struct scatterlist *entry;
	dma_addr_t base;

	dma_set_max_seg_size(dev, segment);
	dma_set_seg_boundary(dev, boundary);
	sg_init_table(list, count);
	for (i = 0; i < count; i++) {
		unsigned int offset = below(3) ? 0 : below(4096), bytes = below(3) ? 4096 - offset : 1 + below(6000);

		sg_set_page(&list[i], pages + below(60), bytes, offset);
	}
	mapped = dma_map_sg(dev, list, count, DMA_TO_DEVICE);
	base = mapped ? sg_dma_address(list) : 0;
	text[0] = 0;
	for_each_sg(list, entry, mapped, i)
		length += scnprintf(text + length, sizeof(text) - length, " %llx+%u", bounced ? sg_dma_address(entry) & 2047 :
				    iommu ? sg_dma_address(entry) : sg_dma_address(entry) - page_to_phys(pages), sg_dma_len(entry));
	tell("list of %d, segments %x boundary %lx: %d%s", count, segment, boundary, mapped, text);
	if (mapped) {
		if (below(2))
			dma_sync_sg_for_cpu(dev, list, count, DMA_TO_DEVICE);
		dma_unmap_sg(dev, list, count, DMA_TO_DEVICE);
	}
	if (iommu)
		msleep(15);
	dma_set_max_seg_size(dev, 65536);
	dma_set_seg_boundary(dev, 0xffffffff);
}

static void one_coherent(void)
{
	static const gfp_t flags[] = { GFP_KERNEL, GFP_ATOMIC, GFP_DMA, GFP_DMA32, GFP_KERNEL | __GFP_ZERO, GFP_KERNEL | GFP_DMA, GFP_NOWAIT,
				       GFP_USER, GFP_KERNEL | __GFP_COMP, GFP_KERNEL | __GFP_HIGHMEM, GFP_NOIO, GFP_KERNEL | __GFP_NOWARN,
				       __GFP_DIRECT_RECLAIM, 0, GFP_KERNEL | __GFP_NORETRY, GFP_KERNEL | __GFP_RETRY_MAYFAIL };
	static const size_t sizes[] = { 1, 4095, 4096, 4097, 12288, 65536, 70000, 262144, 1000000, 1048577, 2097152, 4194304 };
	static const int bits[] = { 24, 28, 30, 32, 33, 36, 40, 64 };
	int f = below(ARRAY_SIZE(flags)), wide = bits[below(ARRAY_SIZE(bits))];
	size_t size = sizes[below(ARRAY_SIZE(sizes))];
	int error = dma_set_mask_and_coherent(dev, DMA_BIT_MASK(wide)), way = below(3);
	dma_addr_t handle = 0;
	struct page *page;
	void *address;

	if (way == 0) {
		page = dma_alloc_pages(dev, size, &handle, DMA_BIDIRECTIONAL, flags[f] | __GFP_NOWARN);
		tell("pages %zu, flags %d, bits %d %d: %s", size, f, wide, error, !page ? "none" : iommu ? "some" : place(handle, size));
		if (page)
			dma_free_pages(dev, size, page, handle, DMA_BIDIRECTIONAL);
	} else {
		address = dma_alloc_attrs(dev, size, &handle, flags[f] | __GFP_NOWARN, way == 1 ? 0 : DMA_ATTR_FORCE_CONTIGUOUS);
		tell("coherent %zu, flags %d, bits %d %d, contiguous %d: %s, linear %d, aligned %d, zero %d", size, f, wide, error, way == 2,
		     !address ? "none" : iommu ? "some" : place(handle, size), address && virt_addr_valid(address),
		     !(handle & (min_t(size_t, 1048576, PAGE_SIZE << get_order(size)) - 1)), address && !memchr_inv(address, 0, size > 4096 ? 4096 : size));
		if (address)
			dma_free_attrs(dev, size, address, handle, way == 1 ? 0 : DMA_ATTR_FORCE_CONTIGUOUS);
	}
	if (iommu)
		msleep(15);
	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(64));
}

static void leave(void)
{
	static const size_t sizes[LEFT] = { 4096, 70000, 8192, 1000000, 300000, 12288 };
	int i;

	for (i = 0; i < LEFT; i++)
		left[i].address = dma_alloc_coherent(dev, left[i].size = sizes[i], &left[i].handle, GFP_KERNEL);
	for (i = 1; i < LEFT; i += 3)
		dma_free_coherent(dev, left[i].size, left[i].address, left[i].handle);
	for (i = 0; i < LEFT; i++) {
		mapped[i] = dma_map_page(dev, pages + i, 64 * i, 500 * (i + 1), i % 3);
		tell("left: error %d", i < 3 ? dma_mapping_error(dev, mapped[i]) : 0);
	}
}

static int length_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	int i;

	dev = &pdev->dev;
	set_cpus_allowed_ptr(current, cpumask_of(0));
	pages = alloc_pages(GFP_KERNEL, 6);
	memory = page_address(pages);
	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(64));
	iommu = dma_get_merge_boundary(dev) != 0;
	bounced = dma_max_mapping_size(dev) != SIZE_MAX;
	one_of_pools();
	for (i = 0; i < 60; i++)
		one_list();
	for (i = 0; i < 120; i++)
		one_coherent();
	leave();
	return 0;
}

static void length_remove(struct pci_dev *pdev)
{
	int i;

	for (i = 0; i < LEFT; i++) {
		dma_unmap_page(dev, mapped[i], 500 * (i + 1), i % 3);
		if (i % 3 != 1)
			dma_free_coherent(dev, left[i].size, left[i].address, left[i].handle);
	}
	for (i = 0; i < BLOCKS; i++)
		if (blocks[i].address && i % 4)
			dma_pool_free(pools[blocks[i].of], blocks[i].address, blocks[i].handle);
	for (i = 0; i < POOLS; i++)
		dma_pool_destroy(pools[i]);
	__free_pages(pages, 6);
}

static const struct pci_device_id length_ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, { } };
MODULE_DEVICE_TABLE(pci, length_ids);
static struct pci_driver length_driver = { .name = "oracle", .id_table = length_ids, .probe = length_probe, .remove = length_remove };
module_pci_driver(length_driver);
MODULE_LICENSE("GPL");

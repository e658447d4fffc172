/*
 * Lists made of pages, copied and walked, slab caches of many shapes, coherent memory of many sizes in CMA, bounce buffers under masks of alignment and addresses of few
 * bits: each answer a line. On one CPU, because memory and addresses come from what that CPU gave back.
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
#include <linux/vmalloc.h>

#define tell(format, ...) pr_info("> " format "\n", ##__VA_ARGS__)

static struct device *dev;
static struct page *pages; /* 64 of them, contiguous */
static u8 *memory;
static bool iommu, bounced;
static u32 seed = 4711;
static char text[900];

static u32 below(u32 limit)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % limit;
}

/* Each entry by its page's number, offset and length. */
static const char *in_words(struct scatterlist *list, int nents)
{
	struct scatterlist *entry;
	int i, length = 0;

	text[0] = 0;
	for_each_sg(list, entry, nents, i)
		length += scnprintf(text + length, sizeof(text) - length, " %ld/%u+%u", (long)(sg_page(entry) - pages), entry->offset,
				    entry->length);
	return text;
}

static void from_pages(int count, int holes, unsigned int offset, unsigned long size, unsigned int most)
{
	struct page *of[16];
	struct sg_table table;
	int i, error;

	for (i = 0; i < count; i++)
		of[i] = pages + i + (holes ? i / holes : 0);
	error = sg_alloc_table_from_pages_segment(&table, of, count, offset, size, most, GFP_KERNEL);
	if (error) {
		tell("from pages %d %d %u %lu %x: %d", count, holes, offset, size, most, error);
		return;
	}
	tell("from pages %d %d %u %lu %x: %u%s", count, holes, offset, size, most, table.nents, in_words(table.sgl, table.orig_nents));
	sg_free_table(&table);
}

static void copies(struct scatterlist *list, int nents)
{
	static u8 buffer[9000];
	size_t skips[] = { 0, 1, 100, 4095, 4096, 7000, 20000 };
	int i;
	size_t got;

	for (i = 0; i < 64; i++)
		memset(memory + 4096 * i, i + 1, 4096);
	for (i = 0; i < ARRAY_SIZE(skips); i++) {
		memset(buffer, 0, sizeof(buffer));
		got = sg_pcopy_to_buffer(list, nents, buffer, sizeof(buffer), skips[i]);
		tell("copied from %zu: %zu, %u %u %u", skips[i], got, buffer[0], buffer[got / 2], got ? buffer[got - 1] : 0);
		got = sg_pcopy_from_buffer(list, nents, buffer, 100, skips[i]);
		tell("copied to %zu: %zu", skips[i], got);
		got = sg_zero_buffer(list, nents, 10, skips[i]);
		tell("cleared at %zu: %zu", skips[i], got);
	}
	tell("all %zu %zu", sg_copy_to_buffer(list, nents, buffer, sizeof(buffer)), sg_copy_from_buffer(list, nents, buffer, 33));
}

static void iterate(struct scatterlist *list, int nents)
{
	struct sg_mapping_iter miter;
	struct sg_page_iter piter;
	int length = 0, steps = 0;

	text[0] = 0;
	sg_miter_start(&miter, list, nents, SG_MITER_TO_SG | SG_MITER_ATOMIC);
	while (sg_miter_next(&miter)) {
		length += scnprintf(text + length, sizeof(text) - length, " %lx+%zu", (unsigned long)((u8 *)miter.addr - memory), miter.length);
		if (++steps == 2)
			miter.consumed = 17;
	}
	sg_miter_stop(&miter);
	tell("pieces%s", text);
	sg_miter_start(&miter, list, nents, SG_MITER_FROM_SG | SG_MITER_ATOMIC);
	tell("skip %d", sg_miter_skip(&miter, 5000));
	sg_miter_next(&miter);
	tell("then %lx+%zu", (unsigned long)((u8 *)miter.addr - memory), miter.length);
	sg_miter_stop(&miter);
	tell("skip too much");
	length = 0;
	for_each_sg_page(list, &piter, nents, 1)
		length += scnprintf(text + length, sizeof(text) - length, " %ld", (long)(sg_page_iter_page(&piter) - pages));
	tell("pages%s", text);
}

static void lists(void)
{
	struct scatterlist list[5];
	struct sg_table table;
	int i, error;

	for (i = 1; i <= 16; i += 5) {
		from_pages(i, 0, 0, i * 4096UL, UINT_MAX & PAGE_MASK);
		from_pages(i, 2, 100, i * 4096UL - 300, 8192);
		from_pages(i, 1, 4095, 1, 4096);
		from_pages(i, 3, 0, i * 4096UL, 4095);
		from_pages(i, 3, 7, i * 4096UL - 7, 12288);
	}
	sg_init_table(list, 5);
	for (i = 0; i < 5; i++)
		sg_set_page(&list[i], pages + 7 * i, 3000 + 700 * i, 90 * i);
	tell("nents %d, for 3000 %d, for 3001 %d, for 22001 %d, for 99999 %d", sg_nents(list), sg_nents_for_len(list, 3000),
	     sg_nents_for_len(list, 3001), sg_nents_for_len(list, 22001), sg_nents_for_len(list, 99999));
	copies(list, 5);
	iterate(list, 5);
	for (i = 0; i < 3; i++) {
		static const int counts[] = { 1, 128, 300 };

		error = sg_alloc_table(&table, counts[i], GFP_KERNEL);
		tell("table of %d: %d, nents %u, counted %d", counts[i], error, table.nents, error ? 0 : sg_nents(table.sgl));
		sg_free_table(&table);
	}
	error = sg_alloc_table(&table, 0, GFP_KERNEL);
	tell("table of none: %d", error);
}

/* A cache with a constructor is merged with none. */
static void construct(void *object) { (void)object; }

/* The place of objects one after the other, up to the end of the second slab. */
static void cache(unsigned int size, unsigned int align, slab_flags_t flags)
{
	static void *objects[600];
	struct kmem_cache *of = kmem_cache_create("shapes", size, align, flags, construct);
	unsigned long low, high;
	int i, count, first;

	if (!of) {
		tell("cache %u %u %x: refused", size, align, flags);
		return;
	}
	/* Up to the first of the second slab. */
	for (count = 0; count < 600; count++) {
		objects[count] = kmem_cache_alloc(of, GFP_KERNEL);
		if (count && virt_to_head_page(objects[count]) != virt_to_head_page(objects[0]))
			break;
	}
	first = count++;
	low = high = (unsigned long)objects[0];
	for (i = 1; i < first; i++) {
		low = min(low, (unsigned long)objects[i]);
		high = max(high, (unsigned long)objects[i]);
	}
	tell("cache %u %u %x: size %u, ksize %zu, in a slab %d of order %u, step %lu, at %lu, lowest bit %lx", size, align, flags,
	     kmem_cache_size(of), ksize(objects[0]), first, compound_order(virt_to_head_page(objects[0])),
	     first > 1 ? (high - low) / (first - 1) : 0, low & 4095, ((unsigned long)objects[0] | (unsigned long)objects[1]) & 4095);
	for (i = 0; i < count; i += 2)
		kmem_cache_free(of, objects[i]);
	for (i = 1; i < count; i += 2)
		kmem_cache_free(of, objects[i]);
	kmem_cache_destroy(of);
}

static void caches(void)
{
	static const unsigned int sizes[] = { 8, 9, 12, 17, 24, 33, 40, 56, 63, 64, 65, 80, 100, 120, 129, 200, 250, 257, 320, 400, 512,
					      520, 600, 700, 900, 1000, 1025, 1200, 1500, 1700, 2000, 2048, 2100, 2500, 3000, 3500, 4000,
					      4096, 4097, 5000, 6000, 7000, 8000, 8192, 9000, 12000, 16384, 20000, 32768 };
	static const unsigned int aligns[] = { 0, 8, 16, 32, 64, 128, 256, 1024, 4096 };
	int i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		cache(sizes[i], 0, 0);
		cache(sizes[i], 0, SLAB_HWCACHE_ALIGN);
		cache(sizes[i], aligns[i % ARRAY_SIZE(aligns)], (i % 2 ? SLAB_RECLAIM_ACCOUNT : 0));
	}
	for (i = 0; i < ARRAY_SIZE(aligns); i++)
		cache(100, aligns[i], 0);
	cache(100, 3, 0);
	cache(100, 24, 0);
	cache(100, 8192, 0);
	cache(200, 0, SLAB_CACHE_DMA);
	cache(200, 0, SLAB_CACHE_DMA32);
	cache(200, 0, SLAB_ACCOUNT);
	cache(200, 0, SLAB_TYPESAFE_BY_RCU | SLAB_HWCACHE_ALIGN);
	cache(200, 0, SLAB_POISON | SLAB_RED_ZONE | SLAB_STORE_USER);
	cache(200, 0, SLAB_RED_ZONE);
	cache(200, 0, SLAB_POISON);
	cache(24, 0, SLAB_STORE_USER);
	cache(100, 64, SLAB_CONSISTENCY_CHECKS);
}

/* Coherent memory that comes and goes at random, in CMA's own addresses. */
static void contiguous(int bits)
{
	static struct { void *address; dma_addr_t handle; size_t size; unsigned long attributes; } held[14];
	static const unsigned long attributes[] = { 0, 0, 0, DMA_ATTR_FORCE_CONTIGUOUS, DMA_ATTR_NO_KERNEL_MAPPING, DMA_ATTR_WRITE_COMBINE,
						    DMA_ATTR_ALLOC_SINGLE_PAGES, DMA_ATTR_NO_WARN };
	int i, step;

	tell("bits %d: %d", bits, dma_set_mask_and_coherent(dev, DMA_BIT_MASK(bits)));
	for (step = 0; step < 150; step++) {
		i = below(ARRAY_SIZE(held));
		if (held[i].address) {
			dma_free_attrs(dev, held[i].size, held[i].address, held[i].handle, held[i].attributes);
			held[i].address = NULL;
			if (iommu)
				msleep(15);
			continue;
		}
		held[i].size = 1 + below(below(3) ? 40000 : 65535) * (below(3) ? 1 : 1 + below(200));
		held[i].attributes = attributes[below(ARRAY_SIZE(attributes))];
		held[i].address = dma_alloc_attrs(dev, held[i].size, &held[i].handle, GFP_KERNEL, held[i].attributes);
		if (!held[i].address)
			tell("%d: %zu attributes %lx: none", i, held[i].size, held[i].attributes);
		else
			tell("%d: %zu attributes %lx: %llx", i, held[i].size, held[i].attributes,
			     iommu || (held[i].handle >= 0x100000000ULL && held[i].handle < 0x104000000ULL) ? (u64)held[i].handle : 0);
	}
	for (i = 0; i < ARRAY_SIZE(held); i++)
		if (held[i].address) {
			dma_free_attrs(dev, held[i].size, held[i].address, held[i].handle, held[i].attributes);
			held[i].address = NULL;
		}
	if (iommu)
		msleep(15);
	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(64));
}

/* Buffers under a mask of alignment, many at a time: by their distance from the first, so that the mask must not ask for more than the pool's own alignment, a page. */
static void aligned(unsigned int mask, int bits)
{
	static dma_addr_t handles[40];
	static size_t sizes[40];
	dma_addr_t base = 0;
	int i, length = 0;

	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(bits));
	dma_set_min_align_mask(dev, mask);
	tell("align %x bits %d: max %zx", mask, bits, dma_max_mapping_size(dev));
	text[0] = 0;
	for (i = 0; i < 40; i++) {
		unsigned int offset = below(2) ? below(4096) : 0;

		sizes[i] = 1 + below(below(4) ? 9000 : 100000);
		handles[i] = dma_map_single(dev, memory + offset + 4096 * below(8), sizes[i], DMA_FROM_DEVICE);
		if (dma_mapping_error(dev, handles[i])) {
			sizes[i] = 0;
			length += scnprintf(text + length, sizeof(text) - length, " -");
			continue;
		}
		if (!base)
			base = handles[i];
		length += scnprintf(text + length, sizeof(text) - length, " %llx", bounced ? (u64)(handles[i] - base) : iommu ? (u64)handles[i] : 0);
	}
	tell("at%s", text);
	while (i-- > 0)
		if (sizes[i])
			dma_unmap_single(dev, handles[i], sizes[i], DMA_FROM_DEVICE);
	if (iommu)
		msleep(15);
	dma_set_min_align_mask(dev, 0);
	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(64));
}

/* As many pages as addresses of few bits hold. */
static void exhausted(int bits, size_t size)
{
	static dma_addr_t handles[300];
	int i, count;

	tell("addresses of %d bits: %d", bits, dma_set_mask_and_coherent(dev, DMA_BIT_MASK(bits)));
	for (count = 0; count < 300; count++) {
		handles[count] = dma_map_page(dev, pages, 0, size, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, handles[count]))
			break;
	}
	tell("%zu: %d of them, first %llx, last %llx", size, count, count ? (u64)handles[0] : 0, count ? (u64)handles[count - 1] : 0);
	for (i = 0; i < count; i += 2)
		dma_unmap_page(dev, handles[i], size, DMA_TO_DEVICE);
	msleep(15);
	for (i = 0; i < count; i += 2) {
		handles[i] = dma_map_page(dev, pages, 0, size, DMA_TO_DEVICE);
		if (i < 12)
			tell("again %llx", dma_mapping_error(dev, handles[i]) ? 0 : (u64)handles[i]);
	}
	for (i = 0; i < count; i++)
		if (!dma_mapping_error(dev, handles[i]))
			dma_unmap_page(dev, handles[i], size, DMA_TO_DEVICE);
	msleep(15);
	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(64));
}

static int shapes_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	dev = &pdev->dev;
	set_cpus_allowed_ptr(current, cpumask_of(0));
	pages = alloc_pages(GFP_KERNEL, 6);
	memory = page_address(pages);
	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(64));
	iommu = dma_get_merge_boundary(dev) != 0;
	bounced = dma_max_mapping_size(dev) != SIZE_MAX;
	if (!iommu && !bounced) {
		lists();
		caches();
	}
	if (!bounced) {
		contiguous(64);
		contiguous(32);
		contiguous(36);
	}
	if (bounced || iommu) {
		aligned(0, 64);
		aligned(0xfff, 64);
		aligned(0x7ff, 64);
		aligned(0x1ff, 32);
	}
	if (iommu) {
		exhausted(20, 4096);
		exhausted(20, 8192);
		exhausted(22, 20000);
		exhausted(13, 4096);
		exhausted(24, 262144);
	}
	__free_pages(pages, 6);
	return 0;
}

static const struct pci_device_id shapes_ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, { } };
MODULE_DEVICE_TABLE(pci, shapes_ids);
static struct pci_driver shapes_driver = { .name = "oracle", .id_table = shapes_ids, .probe = shapes_probe };
module_pci_driver(shapes_driver);
MODULE_LICENSE("GPL");

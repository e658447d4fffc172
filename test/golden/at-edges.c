/*
 * The DMA API at its edges, each answer a line: limits while buffers are held, parts of buffers synchronised, lists under limits of segments, addresses that are no RAM,
 * other devices, memory that need not be contiguous, pools of all shapes. On one CPU, because addresses come from what that CPU gave back.
 */
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/dmapool.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/platform_device.h>
#include <linux/scatterlist.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#define tell(format, ...) pr_info("> " format "\n", ##__VA_ARGS__)

static struct device *dev;
static struct page *pages; /* 64 of them, contiguous */
static u8 *memory;
static bool iommu, bounced;

static u8 *as_device_sees(dma_addr_t handle, u8 *buffer) { return bounced ? phys_to_virt(handle) : buffer; }

static void tell_limits(struct device *of, const char *when)
{
	tell("%s: mask %llx coherent %llx limited %d max %zx opt %zx merge %lx segment %x boundary %lx required %llx align %x", when,
	     of->dma_mask ? *of->dma_mask : 0, of->coherent_dma_mask, dma_addressing_limited(of), dma_max_mapping_size(of),
	     dma_opt_mapping_size(of), dma_get_merge_boundary(of), dma_get_max_seg_size(of), dma_get_seg_boundary(of),
	     dma_get_required_mask(of), dma_get_min_align_mask(of));
}

/* Masks that change while memory is held. */
static void limits(void)
{
	static const u64 masks[] = { 0, 1, 0xfff, 0xffffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff, 0xf00000000, 0x1ffffffff, ~0ULL };
	dma_addr_t handle, mapped;
	void *held = dma_alloc_coherent(dev, 8192, &handle, GFP_KERNEL);
	int i, both, one, other;

	mapped = dma_map_single(dev, memory, 4096, DMA_BIDIRECTIONAL);
	tell("mapped %d need_sync %d", dma_mapping_error(dev, mapped), dma_need_sync(dev, mapped));
	for (i = 0; i < ARRAY_SIZE(masks); i++) {
		one = dma_set_mask(dev, masks[i]);
		other = dma_set_coherent_mask(dev, masks[i]);
		both = dma_set_mask_and_coherent(dev, masks[i]);
		tell("%llx: %d %d %d, need_sync %d", masks[i], one, other, both, dma_need_sync(dev, mapped));
		tell_limits(dev, "then");
	}
	tell("coerced %d", dma_coerce_mask_and_coherent(dev, DMA_BIT_MASK(20)));
	tell_limits(dev, "coerced");
	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(64));
	tell("segment %d %d", dma_set_max_seg_size(dev, 0), dma_get_max_seg_size(dev));
	tell("segment %d %d", dma_set_max_seg_size(dev, 12345), dma_get_max_seg_size(dev));
	tell("boundary %d %lx", dma_set_seg_boundary(dev, 0xfff), dma_get_seg_boundary(dev));
	tell("boundary in pages %lx %lx", dma_get_seg_boundary_nr_pages(dev, 12), dma_get_seg_boundary_nr_pages(NULL, 12));
	tell("align %d %x", dma_set_min_align_mask(dev, 0xfff), dma_get_min_align_mask(dev));
	tell_limits(dev, "limited");
	dma_set_min_align_mask(dev, 0);
	dma_set_seg_boundary(dev, 0xffffffff);
	dma_set_max_seg_size(dev, 65536);
	if (!dma_mapping_error(dev, mapped))
		dma_unmap_single(dev, mapped, 4096, DMA_BIDIRECTIONAL);
	if (held)
		dma_free_coherent(dev, 8192, held, handle);
}

/* The buffer holds 1, the device writes 2, the buffer is written 3, parts are synchronised, and what stands where is told by its changes. */
static const char *changes(const u8 *bytes, size_t count)
{
	static char text[2][200];
	static int turn;
	char *into = text[turn ^= 1];
	int length = 0;
	const u8 *at = bytes;

	into[0] = 0;
	while (at && at < bytes + count) {
		length += scnprintf(into + length, 200 - length, " %zu:%u", (size_t)(at - bytes), *at);
		at = memchr_inv(at, *at, bytes + count - at);
	}
	return into;
}

static void part(unsigned int offset, size_t size, size_t first, size_t count, int direction, unsigned long attributes, bool page)
{
	dma_addr_t handle = page ? dma_map_page_attrs(dev, pages, offset, size, direction, attributes) : 0;
	u8 *buffer = memory + offset, *seen;

	memset(buffer, 1, size);
	if (!page)
		handle = dma_map_single_attrs(dev, buffer, size, direction, attributes);
	if (dma_mapping_error(dev, handle)) {
		tell("part of %zu+%u: error", size, offset);
		return;
	}
	seen = as_device_sees(handle, buffer);
	tell("part %u %zu, %zu %zu, direction %d attributes %lx page %d: in page %llx, mapped%s", offset, size, first, count, direction,
	     attributes, page, handle & 2047, changes(seen, size));
	memset(seen, 2, size);
	dma_sync_single_range_for_cpu(dev, handle, first, count, direction);
	tell("for cpu%s", changes(buffer, size));
	memset(buffer, 3, size);
	dma_sync_single_range_for_device(dev, handle, first, count, direction);
	tell("for device%s", changes(seen, size));
	if (page)
		dma_unmap_page_attrs(dev, handle, size, direction, attributes);
	else
		dma_unmap_single_attrs(dev, handle, size, direction, attributes);
	tell("unmapped%s", changes(buffer, size));
}

static void parts(void)
{
	static const unsigned int offsets[] = { 0, 100, 2040, 4090 };
	static const size_t sizes[] = { 1, 300, 2100 };
	int i, j, direction;

	for (i = 0; i < ARRAY_SIZE(offsets); i++)
		for (j = 0; j < ARRAY_SIZE(sizes); j++)
			for (direction = 0; direction < 3; direction++) {
				size_t size = sizes[j];

				part(offsets[i], size, size / 3, size - size / 3, direction, 0, (i + j) % 2);
				part(offsets[i], size, size - 1, 1, direction, DMA_ATTR_SKIP_CPU_SYNC, (i + j + 1) % 2);
			}
	part(0, 3000, 2100, 0, DMA_BIDIRECTIONAL, 0, false);
	part(0, 5000, 4096, 512, DMA_BIDIRECTIONAL, DMA_ATTR_WEAK_ORDERING, true);
}

static void tell_list(const char *what, struct scatterlist *list, int entries)
{
	int i, mapped, length = 0;
	struct scatterlist *entry;
	static char text[800];

	mapped = dma_map_sg(dev, list, entries, DMA_TO_DEVICE);
	text[0] = 0;
	for_each_sg(list, entry, mapped, i)
		length += scnprintf(text + length, sizeof(text) - length, " %llx+%u", bounced ? sg_dma_address(entry) & 2047 :
				    iommu ? sg_dma_address(entry) - sg_dma_address(list) : sg_dma_address(entry) - page_to_phys(pages),
				    sg_dma_len(entry));
	tell("%s: %d of %d%s", what, mapped, entries, text);
	if (!mapped)
		return;
	dma_sync_sg_for_cpu(dev, list, entries, DMA_TO_DEVICE);
	dma_sync_sg_for_device(dev, list, entries, DMA_TO_DEVICE);
	dma_unmap_sg(dev, list, entries, DMA_TO_DEVICE);
	if (iommu)
		msleep(15);
}

/* Two lists linked by hand: three entries and a link, then four. */
static void linked(const char *what, unsigned int length, int step, unsigned int offset)
{
	struct scatterlist first[4], second[4];
	int i;

	sg_init_table(first, 4);
	sg_init_table(second, 4);
	for (i = 0; i < 3; i++)
		sg_set_page(&first[i], pages + step * i, length, offset);
	for (i = 0; i < 4; i++)
		sg_set_page(&second[i], pages + step * (3 + i), length, offset);
	sg_chain(first, 4, second);
	tell("nents %d, last is %d", sg_nents(first), (int)(sg_last(first, 7) - second));
	tell_list(what, first, 7);
}

static void lists(void)
{
	static const unsigned int segments[] = { 65536, 4096, 5000, 8192, 16384, 0x20000 };
	static const unsigned long boundaries[] = { 0xffffffff, 0xfff, 0x1fff, 0x3fff, 0xffff };
	struct scatterlist list[6];
	char what[60];
	int i, j;

	for (i = 0; i < ARRAY_SIZE(segments); i++)
		for (j = 0; j < ARRAY_SIZE(boundaries); j++) {
			dma_set_max_seg_size(dev, segments[i]);
			dma_set_seg_boundary(dev, boundaries[j]);
			snprintf(what, sizeof(what), "segments %x boundary %lx pages", segments[i], boundaries[j]);
			linked(what, 4096, 1, 0);
			snprintf(what, sizeof(what), "segments %x boundary %lx parts", segments[i], boundaries[j]);
			linked(what, 2000, 1, 96);
		}
	dma_set_max_seg_size(dev, 65536);
	dma_set_seg_boundary(dev, 0xffffffff);
	linked("each second page", 4096, 2, 0);
	linked("from the middle on", 4096, 2, 2048);
	sg_init_table(list, 6);
	for (i = 0; i < 6; i++)
		sg_set_page(&list[i], pages + 8 * i, 3 * 4096 + 100 * i, 4096 - 700 * (i % 2));
	tell_list("longer than a page, offsets of a page", list, 6);
	sg_init_one(list, memory + 5000, 100000);
	tell_list("one", list, 1);
	sg_init_one(list, memory, 262144);
	tell_list("one of 256 KiB", list, 1);
	sg_init_table(list, 2);
	sg_set_buf(&list[0], memory + 4095, 1);
	sg_set_buf(&list[1], memory + 4096, 1);
	tell_list("two bytes", list, 2);
}

static void resource(phys_addr_t physical, size_t size, int direction, unsigned long attributes)
{
	dma_addr_t handle = dma_map_resource(dev, physical, size, direction, attributes);
	int error = dma_mapping_error(dev, handle);

	tell("resource %llx+%zx direction %d attributes %lx: error %d in place %d at %llx", physical, size, direction, attributes, error,
	     handle == physical, error ? 0 : handle & 4095);
	if (!error) {
		dma_sync_single_for_cpu(dev, handle, size, direction);
		dma_unmap_resource(dev, handle, size, direction, attributes);
	}
	if (iommu)
		msleep(15);
}

static void resources(void)
{
	static const u64 masks[] = { 0xffffff, 0x7fffffff, 0xffffffff, ~0ULL };
	static const phys_addr_t places[] = { 0xa0000, 0xfff000, 0x7ffff000, 0xfd000000, 0xfd000ff0, 0xfffff000, 0x380000000000ULL };
	int i, j;

	for (i = 0; i < ARRAY_SIZE(masks); i++) {
		tell("mask %llx: %d", masks[i], dma_set_mask_and_coherent(dev, masks[i]));
		for (j = 0; j < ARRAY_SIZE(places); j++) {
			resource(places[j], 4096, j % 3, 0);
			resource(places[j], 17, (j + 1) % 3, DMA_ATTR_SKIP_CPU_SYNC);
		}
	}
	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(64));
}

/* Coherent memory of one device as a list, mapped for another. */
static void for_another(struct device *other, size_t size, unsigned long attributes)
{
	struct scatterlist *entry;
	struct sg_table table;
	dma_addr_t handle;
	void *address = dma_alloc_attrs(dev, size, &handle, GFP_KERNEL, attributes);
	int i, error, length = 0;
	char text[200];

	if (!address) {
		tell("for another %zu %lx: none", size, attributes);
		return;
	}
	error = dma_get_sgtable_attrs(dev, &table, address, handle, size, attributes);
	tell("for another %zu %lx: %d", size, attributes, error);
	if (!error) {
		error = dma_map_sgtable(other, &table, DMA_BIDIRECTIONAL, 0);
		text[0] = 0;
		if (!error)
			for_each_sgtable_dma_sg(&table, entry, i)
				length += scnprintf(text + length, sizeof(text) - length, " %llx+%u", sg_dma_address(entry) & 2047, sg_dma_len(entry));
		if (!iommu || is_vmalloc_addr(address) == 0)
			tell("mapped %d, entries %d%s", error, error ? 0 : table.orig_nents, text);
		if (!error)
			dma_unmap_sgtable(other, &table, DMA_BIDIRECTIONAL, 0);
		sg_free_table(&table);
	}
	dma_free_attrs(dev, size, address, handle, attributes);
}

static void another(void)
{
	struct platform_device *other = platform_device_register_simple("other", 3, NULL, 0);

	if (IS_ERR(other))
		return;
	tell_limits(&other->dev, "a platform device");
	for_another(&other->dev, 100, 0);
	for_another(&other->dev, 9000, 0);
	for_another(&other->dev, 9000, DMA_ATTR_FORCE_CONTIGUOUS);
	tell("mask %d", dma_set_mask_and_coherent(&other->dev, DMA_BIT_MASK(64)));
	tell_limits(&other->dev, "then");
	for_another(&other->dev, 100, 0);
	for_another(&other->dev, 65536, 0);
	for_another(&other->dev, 65536, DMA_ATTR_WRITE_COMBINE);
	other->dev.dma_mask = NULL;
	tell("without a mask %d %d", dma_set_mask(&other->dev, DMA_BIT_MASK(32)), dma_set_coherent_mask(&other->dev, DMA_BIT_MASK(32)));
	tell_limits(&other->dev, "without a mask");
	platform_device_unregister(other);
}

/* Of what is long its beginning. */
static bool is_clear(const void *bytes, size_t size) { return bytes && !memchr_inv(bytes, 0, size < 256 ? size : 256); }

static void scattered(size_t size, int bits, int direction)
{
	dma_addr_t handle = 0, other = 0;
	struct sg_table *table;
	struct page *page;
	void *address;
	size_t bytes = 0;
	struct scatterlist *entry;
	int i;

	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(bits));
	page = dma_alloc_pages(dev, size, &handle, direction, GFP_KERNEL);
	tell("pages %zu bits %d: %d, in place %d, zero %d, need_sync %d", size, bits, page != NULL, page && handle == page_to_phys(page),
	     page && is_clear(page_address(page), size), page && dma_need_sync(dev, handle));
	address = dma_alloc_noncoherent(dev, size, &other, direction, GFP_ATOMIC);
	tell("noncoherent: %d, linear %d, zero %d, in page %llx", address != NULL, address && virt_addr_valid(address),
	     is_clear(address, size), other & 4095);
	table = dma_alloc_noncontiguous(dev, size, direction, GFP_KERNEL, 0);
	if (table) {
		u8 *view = dma_vmap_noncontiguous(dev, size, table);

		for_each_sgtable_dma_sg(table, entry, i)
			bytes += sg_dma_len(entry);
		tell("noncontiguous: entries %d, bytes %zu, in page %llx, vmapped %d", table->nents, bytes,
		     sg_dma_address(table->sgl) & 4095, is_vmalloc_addr(view));
		if (view) {
			memset(view, 0x5a, size);
			flush_kernel_vmap_range(view, size);
			dma_sync_sgtable_for_device(dev, table, direction);
			dma_sync_sgtable_for_cpu(dev, table, direction);
			tell("first %x last %x", *(u8 *)sg_virt(table->sgl), view[size - 1]);
			dma_vunmap_noncontiguous(dev, view);
		}
		dma_free_noncontiguous(dev, size, table, direction);
		table = dma_alloc_noncontiguous(dev, size, direction, GFP_KERNEL, 0);
		if (table) {
			tell("the same again: %x", *(u8 *)sg_virt(table->sgl));
			dma_free_noncontiguous(dev, size, table, direction);
		}
	} else {
		tell("noncontiguous: none");
	}
	if (address)
		dma_free_noncoherent(dev, size, address, other, direction);
	if (page)
		dma_free_pages(dev, size, page, handle, direction);
}

static void not_contiguous(void)
{
	static const size_t sizes[] = { 1, 4095, 4096, 4097, 20000, 262144, 1000000 };
	static const int bits[] = { 64, 32, 30 };
	int i, j;

	for (i = 0; i < ARRAY_SIZE(sizes); i++)
		for (j = 0; j < ARRAY_SIZE(bits); j++)
			scattered(sizes[i], bits[j], (i + j) % 3);
	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(64));
}

/* Where the blocks of a pool lie in its pages, by page and offset, and how often the pages change. */
static void pool(size_t size, size_t align, size_t boundary)
{
	struct dma_pool *of = dma_pool_create("edges", dev, size, align, boundary);
	static struct { void *address; dma_addr_t handle; } blocks[70];
	dma_addr_t last = 0;
	int i, length = 0;
	static char text[900];

	if (!of) {
		tell("pool %zu %zu %zu: refused", size, align, boundary);
		return;
	}
	text[0] = 0;
	for (i = 0; i < 40; i++) {
		blocks[i].address = dma_pool_zalloc(of, i % 2 ? GFP_KERNEL : GFP_ATOMIC, &blocks[i].handle);
		if (!blocks[i].address)
			break;
		length += scnprintf(text + length, sizeof(text) - length, "%s%llx", (blocks[i].handle ^ last) & ~4095ULL ? " / " : " ",
				    blocks[i].handle & 4095);
		last = blocks[i].handle;
	}
	tell("pool %zu %zu %zu: %d%s", size, align, boundary, i, text);
	if (i < 40) {
		dma_pool_destroy(of);
		return;
	}
	while (i-- > 0)
		if (i % 3)
			dma_pool_free(of, blocks[i].address, blocks[i].handle);
	text[0] = length = 0;
	for (i = 0; i < 40; i++)
		if (i % 3) {
			blocks[i].address = dma_pool_alloc(of, GFP_KERNEL | __GFP_ZERO, &blocks[i].handle);
			if (size < 2048 && length < 200)
				length += scnprintf(text + length, sizeof(text) - length, " %llx%s", blocks[i].handle & 4095,
						    memchr_inv(blocks[i].address, 0, size) ? "!" : "");
		}
	tell("again%s", text);
	for (i = 0; i < 40; i++)
		dma_pool_free(of, blocks[i].address, blocks[i].handle);
	dma_pool_destroy(of);
}

static void pools(void)
{
	static const size_t shapes[][3] = {
		{ 1, 0, 0 },	  { 8, 8, 64 },	    { 24, 8, 64 },     { 24, 16, 128 },	  { 33, 32, 32 },     { 33, 32, 64 },
		{ 64, 64, 100 },  { 65, 1, 128 },   { 100, 3, 0 },     { 100, 128, 128 }, { 200, 4, 1024 },   { 256, 256, 4096 },
		{ 700, 4, 2048 }, { 1024, 1024, 0 }, { 1025, 1, 0 },   { 2048, 1, 2048 }, { 2049, 4, 4096 },  { 3000, 8, 4096 },
		{ 4096, 1, 4096 }, { 4097, 1, 4096 }, { 4097, 1, 8192 }, { 6000, 64, 0 },  { 8192, 8192, 0 },  { 16, 4096, 0 },
		{ 16, 16, 16 },	  { 20, 4, 16 },    { 48, 16, 4095 },  { 512, 8192, 0 },  { 2147483648UL, 8, 0 }, { 12, 4, 8 },
	};
	int i;

	for (i = 0; i < ARRAY_SIZE(shapes); i++)
		pool(shapes[i][0], shapes[i][1], shapes[i][2]);
}

static int edges_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	static void (*const all[])(void) = { limits, parts, lists, resources, another, not_contiguous, pools };
	int i;

	dev = &pdev->dev;
	set_cpus_allowed_ptr(current, cpumask_of(0));
	pages = alloc_pages(GFP_KERNEL, 6);
	memory = page_address(pages);
	tell_limits(dev, "at first");
	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(64));
	iommu = dma_get_merge_boundary(dev) != 0;
	bounced = dma_max_mapping_size(dev) != SIZE_MAX;
	for (i = 0; i < ARRAY_SIZE(all); i++)
		all[i]();
	__free_pages(pages, 6);
	return 0;
}

static const struct pci_device_id edges_ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, { } };
MODULE_DEVICE_TABLE(pci, edges_ids);
static struct pci_driver edges_driver = { .name = "oracle", .id_table = edges_ids, .probe = edges_probe };
module_pci_driver(edges_driver);
MODULE_LICENSE("GPL");

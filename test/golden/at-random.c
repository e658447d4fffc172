/*
 * Mappings and coherent memory made, synchronised and given back at random (the same each time), some of it wrongly, and each answer told in a line: behind an
 * IOMMU the very address, in bounce buffers the place after the first. On one CPU, because addresses and bounce buffers come from what that CPU gave back.
 */
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/sched.h>
#include <linux/slab.h>

#define tell(format, ...) pr_info("> " format "\n", ##__VA_ARGS__)

enum kind { NOTHING, SINGLE, PAGE, LIST, COHERENT, RESOURCE };
enum { HELD = 24, STEPS = 110, MEMORY_ORDER = 10 };

static struct held {
	enum kind kind;
	int direction;
	size_t size;
	dma_addr_t handle;
	void *address;
	struct sg_table table;
} held[HELD];

static struct device *dev;
static u8 *memory;
static bool iommu, bounced;
static dma_addr_t base;
static u32 seed;

static u32 below(u32 limit)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % limit;
}

static u64 shown(dma_addr_t handle) { return iommu ? handle : bounced ? handle - base : 0; }

static bool in_cma(dma_addr_t handle) { return handle >= 0x100000000ULL && handle < 0x104000000ULL; }

static void map_buffer(int number, struct held *it, enum kind kind, u32 offset)
{
	u8 *at = memory + 262144 * below(4) + 4096 * below(8) + offset;

	if (kind == SINGLE)
		it->handle = dma_map_single(dev, at, it->size, it->direction);
	else if (kind == PAGE)
		it->handle = dma_map_page(dev, virt_to_page(memory), offset, it->size, it->direction);
	else
		it->handle = dma_map_resource(dev, 0xfd000000 + offset, it->size, it->direction, 0);
	if (dma_mapping_error(dev, it->handle)) {
		tell("%d kind %d of %zu: error", number, kind, it->size);
		return;
	}
	it->kind = kind;
	tell("%d kind %d of %zu+%u: %llx", number, kind, it->size, offset, kind == RESOURCE && !iommu ? 0 : shown(it->handle));
}

static void map_list(int number, struct held *it)
{
	int i, error, entries = 1 + below(6), length = 0;
	struct scatterlist *entry;
	char text[300];

	if (sg_alloc_table(&it->table, entries, GFP_KERNEL))
		return;
	for_each_sgtable_sg(&it->table, entry, i) {
		u32 offset = 262144 * below(4) + 4096 * below(16);

		offset += below(3) ? 0 : below(2000);
		sg_set_buf(entry, memory + offset, below(3) ? 4096 : 1 + below(9000));
	}
	error = dma_map_sgtable(dev, &it->table, it->direction, 0);
	if (error) {
		tell("%d list of %d: error %d", number, entries, error);
		sg_free_table(&it->table);
		return;
	}
	it->kind = LIST;
	text[0] = 0;
	for_each_sgtable_dma_sg(&it->table, entry, i)
		length += scnprintf(text + length, sizeof(text) - length, " %llx+%u", shown(sg_dma_address(entry)),
				    sg_dma_len(entry));
	tell("%d list of %d:%s", number, entries, text);
}

static void take_coherent(int number, struct held *it)
{
	gfp_t gfp = below(2) ? GFP_KERNEL : GFP_ATOMIC;

	it->address = dma_alloc_coherent(dev, it->size, &it->handle, gfp);
	if (!it->address)
		return;
	it->kind = COHERENT;
	tell("%d coherent %zu, waits %d: %llx", number, it->size, gfp == GFP_KERNEL,
	     iommu || in_cma(it->handle) ? (u64)it->handle : 0);
}

static void make(int number, struct held *it)
{
	static const size_t sizes[] = { 1, 64, 100, 2048, 3000, 4096, 5000, 8192, 10000, 20000, 65536, 100000 };
	static const enum kind kinds[] = { SINGLE, SINGLE, PAGE, LIST, COHERENT, RESOURCE };
	enum kind kind = kinds[below(6)];
	u32 offset;

	it->size = sizes[below(12)];
	offset = below(4) ? 0 : below(4096);
	it->direction = below(3);
	if (kind == LIST)
		map_list(number, it);
	else if (kind == COHERENT)
		take_coherent(number, it);
	else
		map_buffer(number, it, kind, offset);
}

static void synchronise(int number, struct held *it)
{
	u32 first = below(it->size), bytes = 1 + below(it->size - first);
	int direction = below(5) ? it->direction : below(3), for_cpu = below(2);

	tell("%d sync for_cpu %d direction %d %u+%u", number, for_cpu, direction, first, bytes);
	if (it->kind == SINGLE || it->kind == PAGE) {
		if (for_cpu)
			dma_sync_single_for_cpu(dev, it->handle + first, bytes, direction);
		else
			dma_sync_single_for_device(dev, it->handle + first, bytes, direction);
	} else if (it->kind == LIST) {
		if (for_cpu)
			dma_sync_sgtable_for_cpu(dev, &it->table, direction);
		else
			dma_sync_sgtable_for_device(dev, &it->table, direction);
	}
}

/* Sometimes with another direction, and where nothing comes of it another size. */
static void give_back(int number, struct held *it)
{
	bool wrong = !below(12) && !bounced;
	int direction = wrong && below(2) ? (it->direction + 1) % 3 : it->direction;
	size_t size = wrong && below(2) && it->size > 10 && !iommu ? it->size - 7 : it->size;

	tell("%d back", number);
	if (it->kind == SINGLE)
		dma_unmap_single(dev, it->handle, size, direction);
	else if (it->kind == PAGE)
		dma_unmap_page(dev, it->handle, size, direction);
	else if (it->kind == RESOURCE)
		dma_unmap_resource(dev, it->handle, size, direction, 0);
	else if (it->kind == COHERENT)
		dma_free_coherent(dev, it->size, it->address, it->handle);
	else {
		dma_unmap_sgtable(dev, &it->table, direction, 0);
		sg_free_table(&it->table);
	}
	it->kind = NOTHING;
	/* The flush of the IOTLB comes by time. */
	if (iommu)
		msleep(15);
}

static void go_on(u32 begin, int bits)
{
	int step, i;

	seed = begin;
	tell("mask of %d bits: %d", bits, dma_set_mask_and_coherent(dev, DMA_BIT_MASK(bits)));
	if (bounced) {
		base = dma_map_single(dev, memory, 262144, DMA_TO_DEVICE);
		if (!dma_mapping_error(dev, base))
			dma_unmap_single(dev, base, 262144, DMA_TO_DEVICE);
		base += 262144;
	}
	for (step = 0; step < STEPS; step++) {
		i = below(HELD);
		if (held[i].kind == NOTHING)
			make(i, &held[i]);
		else if (below(3))
			give_back(i, &held[i]);
		else
			synchronise(i, &held[i]);
	}
	for (i = 0; i < HELD; i++)
		if (held[i].kind != NOTHING)
			give_back(i, &held[i]);
}

static int random_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	dev = &pdev->dev;
	set_cpus_allowed_ptr(current, cpumask_of(0));
	memory = (u8 *)__get_free_pages(GFP_KERNEL, MEMORY_ORDER);
	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(64));
	iommu = dma_get_merge_boundary(dev) != 0;
	bounced = dma_max_mapping_size(dev) != SIZE_MAX;
	go_on(77, 64);
	go_on(1077, 32);
	go_on(2077, 40);
	free_pages((unsigned long)memory, MEMORY_ORDER);
	return 0;
}

static const struct pci_device_id random_ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, { } };
MODULE_DEVICE_TABLE(pci, random_ids);
static struct pci_driver random_driver = { .name = "oracle", .id_table = random_ids, .probe = random_probe };
module_pci_driver(random_driver);
MODULE_LICENSE("GPL");

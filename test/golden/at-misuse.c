/*
 * The DMA API used wrongly at random (the same each time): other sizes, directions, functions, devices and addresses than it was given, twice, unchecked, beyond the end,
 * overlapping. What dma-debug says of each is the answer. On one CPU, because addresses and bounce buffers come from what that CPU gave back.
 */
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/platform_device.h>
#include <linux/scatterlist.h>
#include <linux/sched.h>
#include <linux/slab.h>

#define tell(format, ...) pr_info("> " format "\n", ##__VA_ARGS__)

enum kind { NOTHING, SINGLE, PAGE, LIST, COHERENT, RESOURCE };
enum { HELD = 10, STEPS = 90, MEMORY_ORDER = 8 };

static struct held {
	enum kind kind;
	int direction, entries;
	size_t size;
	dma_addr_t handle;
	void *address;
	struct scatterlist list[4];
} held[HELD];

static struct device *dev, *other;
static u8 *memory;
static bool iommu, bounced;
static u32 seed;

static u32 below(u32 limit)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % limit;
}

static const char *const kinds[] = { "nothing", "single", "page", "list", "coherent", "resource" };

static void make(int number, struct held *it)
{
	static const size_t sizes[] = { 1, 64, 100, 2048, 4096, 5000, 8192, 20000 };
	u8 *at = memory + 32768 * number + (below(3) ? 0 : 8192 * below(3)) + (below(3) ? 0 : below(4096));
	int i;

	it->kind = 1 + below(5);
	it->size = sizes[below(8)];
	it->direction = below(3);
	if (it->kind == SINGLE) {
		it->handle = dma_map_single(dev, at, it->size, it->direction);
	} else if (it->kind == PAGE) {
		it->handle = dma_map_page(dev, virt_to_page(memory + 32768 * number), at - memory - 32768 * number, it->size, it->direction);
	} else if (it->kind == RESOURCE) {
		it->handle = dma_map_resource(dev, 0xfd000000 + 32768 * number, it->size, it->direction, 0);
	} else if (it->kind == COHERENT) {
		it->address = dma_alloc_coherent(dev, it->size, &it->handle, GFP_KERNEL);
		tell("%d coherent %zu", number, it->size);
		return;
	} else {
		it->entries = 1 + below(4);
		sg_init_table(it->list, it->entries);
		for (i = 0; i < it->entries; i++)
			sg_set_buf(&it->list[i], memory + 32768 * number + 4096 * i + 32768 * 8 * below(2), below(2) ? 4096 : 100 + below(3000));
		i = dma_map_sg(dev, it->list, it->entries, it->direction);
		tell("%d list of %d, direction %d: %d", number, it->entries, it->direction, i);
		it->handle = sg_dma_address(it->list);
		if (!i)
			it->kind = NOTHING;
		return;
	}
	i = below(4) ? dma_mapping_error(dev, it->handle) : -1;
	tell("%d %s of %zu, direction %d: %d", number, kinds[it->kind], it->size, it->direction, i);
}

static void synchronise(int number, struct held *it)
{
	int direction = below(2) ? it->direction : below(3), for_cpu = below(2), way = below(6), entries = it->entries;
	size_t size = it->size;
	dma_addr_t handle = it->handle;
	struct device *of = below(8) ? dev : other;

	if (way == 0)
		size += 1 + below(2) * 4000;
	else if (way == 1 && size > 10)
		size -= 5;
	else if (way == 2)
		handle += below(size);
	else if (way == 3)
		handle += 0x100000;
	tell("%d %s sync %d, direction %d, way %d %zu, own %d", number, kinds[it->kind], for_cpu, direction, way, size, of == dev);
	if (it->kind == LIST && below(4)) {
		if (way == 0)
			entries = 1 + below(it->entries);
		if (for_cpu)
			dma_sync_sg_for_cpu(of, it->list, entries, direction);
		else
			dma_sync_sg_for_device(of, it->list, entries, direction);
	} else if (for_cpu) {
		dma_sync_single_for_cpu(of, handle, size, direction);
	} else {
		dma_sync_single_for_device(of, handle, size, direction);
	}
}

/* By the right function or another, once or twice, from another address or with another size. Coherent memory really is the driver's, because it goes back to the allocator. */
static void give_back(int number, struct held *it)
{
	int direction = below(3) ? it->direction : below(3), times = below(5) ? 1 : 2, entries = it->entries;
	enum kind as = below(4) ? it->kind : 1 + below(2);
	dma_addr_t handle = it->handle;
	size_t size = below(3) || it->size < 100 ? it->size : it->size - 1 - below(50);

	if (!below(5))
		size = it->size + 1 + below(9000);
	if (!below(6))
		handle += below(2) ? 4096 : below(it->size);
	if (it->kind == COHERENT || it->kind == LIST)
		handle = it->handle;
	if (it->kind == COHERENT)
		as = COHERENT, times = 1;
	if (it->kind == LIST && !below(3))
		as = LIST;
	tell("%d %s back as %s, direction %d, %zu at %d, %d times", number, kinds[it->kind], kinds[as], direction, size, (int)(handle - it->handle), times);
	while (times--) {
		if (as == SINGLE)
			dma_unmap_single(dev, handle, size, direction);
		else if (as == PAGE)
			dma_unmap_page(dev, handle, size, direction);
		else if (as == RESOURCE)
			dma_unmap_resource(dev, handle, size, direction, 0);
		else if (as == COHERENT)
			dma_free_coherent(dev, PAGE_ALIGN(size) == PAGE_ALIGN(it->size) ? size : it->size, it->address, it->handle);
		else {
			if (below(4) == 0)
				entries = 1 + below(it->entries);
			dma_unmap_sg(dev, it->list, entries, direction);
		}
	}
	it->kind = NOTHING;
	if (iommu)
		msleep(15);
}

static void go_on(u32 begin)
{
	int step, i;

	seed = begin;
	tell("from %u", begin);
	for (step = 0; step < STEPS; step++) {
		i = below(HELD);
		if (held[i].kind == NOTHING)
			make(i, &held[i]);
		else if (below(2))
			give_back(i, &held[i]);
		else
			synchronise(i, &held[i]);
	}
	for (i = 0; i < HELD; i++)
		if (held[i].kind != NOTHING && i % 3)
			give_back(i, &held[i]);
}

static int misuse_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct platform_device *platform = platform_device_register_simple("other", 3, NULL, 0);

	dev = &pdev->dev;
	other = &platform->dev;
	set_cpus_allowed_ptr(current, cpumask_of(0));
	memory = (u8 *)__get_free_pages(GFP_KERNEL, MEMORY_ORDER);
	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(64));
	dma_set_mask_and_coherent(other, DMA_BIT_MASK(64));
	iommu = dma_get_merge_boundary(dev) != 0;
	bounced = dma_max_mapping_size(dev) != SIZE_MAX;
	go_on(21);
	go_on(22);
	go_on(23);
	go_on(24);
	platform_device_unregister(platform);
	return 0;
}

static const struct pci_device_id misuse_ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, { } };
MODULE_DEVICE_TABLE(pci, misuse_ids);
static struct pci_driver misuse_driver = { .name = "oracle", .id_table = misuse_ids, .probe = misuse_probe };
module_pci_driver(misuse_driver);
MODULE_LICENSE("GPL");

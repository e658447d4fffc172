/* Each misuse that dma-debug reports, one after the other, with its name before it; some are right uses that it must not report. */
#include <linux/dma-mapping.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

static struct device *dev;
static char *buffer;
static char module_data[256];

static dma_addr_t map(void *from, size_t size, enum dma_data_direction direction)
{
	dma_addr_t handle = dma_map_single(dev, from, size, direction);

	if (dma_mapping_error(dev, handle))
		printk("not mapped\n");
	return handle;
}

static void unmap_invalid(void) { dma_unmap_single(dev, DMA_MAPPING_ERROR, 64, DMA_TO_DEVICE); }
static void unmap_unknown(void) { dma_unmap_single(dev, 0x12345000, 64, DMA_TO_DEVICE); }

static void unmap_size(void) { dma_unmap_single(dev, map(buffer, 256, DMA_TO_DEVICE), 128, DMA_TO_DEVICE); }

static void unmap_direction(void) { dma_unmap_single(dev, map(buffer, 256, DMA_TO_DEVICE), 256, DMA_FROM_DEVICE); }

static void unmap_all_wrong(void) { dma_unmap_single(dev, dma_map_single(dev, buffer, 256, DMA_TO_DEVICE), 128, DMA_BIDIRECTIONAL); }

static void map_error_unchecked(void)
{
	dma_unmap_single(dev, dma_map_single(dev, buffer, 256, DMA_TO_DEVICE), 256, DMA_TO_DEVICE);
}

static void map_page_unchecked(void)
{
	dma_unmap_page(dev, dma_map_page(dev, virt_to_page(buffer), 512, 100, DMA_TO_DEVICE), 100, DMA_TO_DEVICE);
}

static void double_unmap(void)
{
	dma_addr_t handle = map(buffer, 256, DMA_TO_DEVICE);

	dma_unmap_single(dev, handle, 256, DMA_TO_DEVICE);
	dma_unmap_single(dev, handle, 256, DMA_TO_DEVICE);
}

static void wrong_function(void)
{
	dma_addr_t handle;
	void *memory = dma_alloc_coherent(dev, 4096, &handle, GFP_KERNEL);

	dma_unmap_single(dev, handle, 4096, DMA_BIDIRECTIONAL);
	dma_free_coherent(dev, 4096, memory, handle);
}

static void coherent_cpu_address(void)
{
	dma_addr_t handle;
	char *memory = dma_alloc_coherent(dev, 4096, &handle, GFP_KERNEL);

	dma_free_coherent(dev, 4096, memory + 64, handle);
}

static void coherent_size(void)
{
	dma_addr_t handle;
	char *memory = dma_alloc_coherent(dev, 4096, &handle, GFP_KERNEL);

	dma_free_coherent(dev, 100, memory, handle);
}

static void sync_unknown(void) { dma_sync_single_for_cpu(dev, 0x12345000, 64, DMA_FROM_DEVICE); }

static void sync(int direction, int size, int for_cpu, int with)
{
	dma_addr_t handle = map(buffer, 256, direction);

	if (for_cpu)
		dma_sync_single_for_cpu(dev, handle, size, with);
	else
		dma_sync_single_for_device(dev, handle, size, with);
	dma_unmap_single(dev, handle, 256, direction);
}

static void sync_too_long(void) { sync(DMA_FROM_DEVICE, 512, 1, DMA_FROM_DEVICE); }
static void sync_part(void) { sync(DMA_FROM_DEVICE, 16, 1, DMA_FROM_DEVICE); }
static void sync_direction(void) { sync(DMA_FROM_DEVICE, 256, 1, DMA_BIDIRECTIONAL); }
static void sync_direction_both(void) { sync(DMA_BIDIRECTIONAL, 256, 1, DMA_FROM_DEVICE); }
static void sync_read_only(void) { sync(DMA_TO_DEVICE, 256, 1, DMA_FROM_DEVICE); }
static void sync_read_only_same(void) { sync(DMA_TO_DEVICE, 256, 1, DMA_TO_DEVICE); }
static void sync_write_only(void) { sync(DMA_FROM_DEVICE, 256, 0, DMA_TO_DEVICE); }
static void sync_write_only_same(void) { sync(DMA_FROM_DEVICE, 256, 0, DMA_FROM_DEVICE); }

static void overlap(void)
{
	dma_addr_t first = map(buffer, 256, DMA_FROM_DEVICE), second = map(buffer + 4, 8, DMA_FROM_DEVICE);

	dma_unmap_single(dev, second, 8, DMA_FROM_DEVICE);
	dma_unmap_single(dev, first, 256, DMA_FROM_DEVICE);
}

static void overlap_other_line(void)
{
	dma_addr_t first = map(buffer, 256, DMA_FROM_DEVICE), second = map(buffer + 128, 8, DMA_FROM_DEVICE);

	dma_unmap_single(dev, second, 8, DMA_FROM_DEVICE);
	dma_unmap_single(dev, first, 256, DMA_FROM_DEVICE);
}

static void overlap_to_device(void)
{
	dma_addr_t first = map(buffer, 256, DMA_TO_DEVICE), second = map(buffer, 8, DMA_TO_DEVICE);

	dma_unmap_single(dev, second, 8, DMA_TO_DEVICE);
	dma_unmap_single(dev, first, 256, DMA_TO_DEVICE);
}

static void overlap_nine(void)
{
	dma_addr_t handles[10];
	int i;

	for (i = 0; i < 10; i++) {
		handles[i] = dma_map_single_attrs(dev, buffer, 100 + i, DMA_FROM_DEVICE, DMA_ATTR_SKIP_CPU_SYNC);
		dma_mapping_error(dev, handles[i]);
	}
	for (i = 0; i < 10; i++)
		dma_unmap_single_attrs(dev, handles[i], 100 + i, DMA_FROM_DEVICE, DMA_ATTR_SKIP_CPU_SYNC);
}

static void two_alike_one_fits(void)
{
	dma_addr_t first = map(buffer, 64, DMA_TO_DEVICE), second = map(buffer, 128, DMA_TO_DEVICE);

	dma_unmap_single(dev, second, 128, DMA_TO_DEVICE);
	dma_unmap_single(dev, first, 64, DMA_TO_DEVICE);
}

static void two_alike_none_fits(void)
{
	dma_addr_t first = map(buffer, 64, DMA_TO_DEVICE), second = map(buffer, 128, DMA_TO_DEVICE);

	dma_unmap_single(dev, first, 32, DMA_TO_DEVICE);
	dma_unmap_single(dev, second, 128, DMA_TO_DEVICE);
	dma_unmap_single(dev, first, 64, DMA_TO_DEVICE);
}

static void sg_list(struct scatterlist *sg, int first, int second)
{
	sg_init_table(sg, 2);
	sg_set_buf(&sg[0], buffer, first);
	sg_set_buf(&sg[1], buffer + 8192, second);
}

static void sg_right(void)
{
	struct scatterlist sg[2];

	sg_list(sg, 512, 1024);
	printk("mapped %d\n", dma_map_sg(dev, sg, 2, DMA_TO_DEVICE));
	dma_sync_sg_for_device(dev, sg, 2, DMA_TO_DEVICE);
	dma_unmap_sg(dev, sg, 2, DMA_TO_DEVICE);
}

static void sg_entries(void)
{
	struct scatterlist sg[2];

	sg_list(sg, 512, 1024);
	dma_map_sg(dev, sg, 2, DMA_TO_DEVICE);
	dma_unmap_sg(dev, sg, 1, DMA_TO_DEVICE);
	dma_unmap_single(dev, sg_dma_address(&sg[1]), 1024, DMA_TO_DEVICE);
}

static void sg_sync_entries(void)
{
	struct scatterlist sg[2];

	sg_list(sg, 512, 1024);
	dma_map_sg(dev, sg, 2, DMA_FROM_DEVICE);
	dma_sync_sg_for_cpu(dev, sg, 1, DMA_FROM_DEVICE);
	dma_unmap_sg(dev, sg, 2, DMA_FROM_DEVICE);
}

static void sg_segment(void)
{
	struct scatterlist sg[2];

	dma_set_max_seg_size(dev, 1000);
	sg_list(sg, 512, 1024);
	dma_map_sg(dev, sg, 2, DMA_TO_DEVICE);
	dma_unmap_sg(dev, sg, 2, DMA_TO_DEVICE);
	dma_set_max_seg_size(dev, 65536);
}

static void sg_boundary(void)
{
	struct scatterlist sg[2];

	dma_set_seg_boundary(dev, 0x1ff);
	sg_list(sg, 512, 1024);
	dma_map_sg(dev, sg, 2, DMA_TO_DEVICE);
	dma_unmap_sg(dev, sg, 2, DMA_TO_DEVICE);
	dma_set_seg_boundary(dev, 0xffffffff);
}

static void resource_wrong_function(void)
{
	dma_addr_t handle = dma_map_resource(dev, 0xfe000000, 4096, DMA_BIDIRECTIONAL, 0);

	if (dma_mapping_error(dev, handle))
		printk("not mapped\n");
	dma_unmap_single(dev, handle, 4096, DMA_BIDIRECTIONAL);
}

static void resource_unchecked(void)
{
	dma_unmap_resource(dev, dma_map_resource(dev, 0xfe000000, 4096, DMA_TO_DEVICE, 0), 4096, DMA_TO_DEVICE, 0);
}

static void invalid_area(void)
{
	dma_addr_t handle = map(module_data, 64, DMA_TO_DEVICE);

	dma_unmap_single(dev, handle, 64, DMA_TO_DEVICE);
}

static void vmalloc_area(void)
{
	void *area = vmalloc(4096);

	map(area, 64, DMA_TO_DEVICE);
	vfree(area);
}

static void stack(void)
{
	char on_stack[64];

	on_stack[0] = 1;
	map(on_stack, 64, DMA_TO_DEVICE);
}

static void stack_page(void)
{
	char on_stack[64];
	dma_addr_t handle;

	on_stack[0] = 1;
	handle = dma_map_page(dev, vmalloc_to_page(on_stack), offset_in_page(on_stack), 64, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, handle))
		printk("not mapped\n");
	dma_unmap_page(dev, handle, 64, DMA_TO_DEVICE);
}

static const struct {
	const char *name;
	void (*does)(void);
} classes[] = {
#define CLASS(name) { #name, name }
	CLASS(unmap_invalid), CLASS(unmap_unknown), CLASS(unmap_size), CLASS(unmap_direction), CLASS(unmap_all_wrong),
	CLASS(map_error_unchecked), CLASS(map_page_unchecked), CLASS(double_unmap), CLASS(wrong_function),
	CLASS(coherent_cpu_address), CLASS(coherent_size), CLASS(sync_unknown), CLASS(sync_too_long), CLASS(sync_part),
	CLASS(sync_direction), CLASS(sync_direction_both), CLASS(sync_read_only), CLASS(sync_read_only_same),
	CLASS(sync_write_only), CLASS(sync_write_only_same), CLASS(overlap), CLASS(overlap_other_line),
	CLASS(overlap_to_device), CLASS(overlap_nine), CLASS(two_alike_one_fits), CLASS(two_alike_none_fits),
	CLASS(sg_right), CLASS(sg_entries), CLASS(sg_sync_entries), CLASS(sg_segment), CLASS(sg_boundary),
	CLASS(resource_wrong_function), CLASS(resource_unchecked), CLASS(invalid_area), CLASS(vmalloc_area), CLASS(stack),
	CLASS(stack_page),
};

static char *only = "";
module_param(only, charp, 0);
static int leak = 1;
module_param(leak, int, 0);

static int oracle_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	int i;

	dev = &pdev->dev;
	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(64));
	pci_set_master(pdev);
	buffer = (char *)__get_free_pages(GFP_KERNEL, 3);
	for (i = 0; i < ARRAY_SIZE(classes); i++) {
		if (*only && strcmp(only, classes[i].name))
			continue;
		printk("== %s %llx\n", classes[i].name, (u64)virt_to_phys(buffer));
		classes[i].does();
	}
	printk("== end\n");
	if (leak) {
		map(buffer + 2048, 128, DMA_FROM_DEVICE);
		map(buffer + 4096, 64, DMA_TO_DEVICE);
	}
	return 0;
}

static void oracle_remove(struct pci_dev *pdev)
{
	free_pages((unsigned long)buffer, 3);
}

static const struct pci_device_id ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, { PCI_DEVICE(0x10ee, PCI_ANY_ID) }, {} };
static struct pci_driver oracle_driver = { .name = "oracle", .id_table = ids, .probe = oracle_probe, .remove = oracle_remove };
module_pci_driver(oracle_driver);
MODULE_LICENSE("GPL");

/* What wrong unmappings leave behind an IOMMU: addresses that stay taken or are given twice, warnings, and what is handed out next. */
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/vmalloc.h>

#define KIB4 4096

static struct device *dev;
static u8 *buffer;

static dma_addr_t map(int offset, int length)
{
	dma_addr_t handle = dma_map_single(dev, buffer + offset, length, DMA_TO_DEVICE);

	pr_info("map %d at %d: %llx error %d\n", length, offset, (u64)handle, dma_mapping_error(dev, handle));
	return handle;
}

static void unmap(dma_addr_t handle, int length)
{
	dma_unmap_single(dev, handle, length, DMA_TO_DEVICE);
}

static void settle(const char *next)
{
	msleep(50);
	pr_info("question %s\n", next);
}

static void coherent(size_t size, size_t freed, unsigned long attributes)
{
	dma_addr_t handle;
	void *memory = dma_alloc_attrs(dev, size, &handle, GFP_KERNEL, attributes);

	pr_info("coherent %zu: %llx\n", size, (u64)handle);
	dma_free_attrs(dev, freed, memory, handle, 0);
	msleep(50);
}

static int probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	dma_addr_t one, two, three;
	void *area;

	dev = &pdev->dev;
	buffer = (void *)__get_free_pages(GFP_KERNEL, 10);
	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(32));

	settle("unmapped with a smaller size");
	one = map(0, 4 * KIB4);
	unmap(one, 100);
	msleep(50);
	two = map(65536, KIB4);
	three = map(69632, 4 * KIB4);
	unmap(two, KIB4);
	unmap(three, 4 * KIB4);

	settle("unmapped with a larger size");
	one = map(0, KIB4);
	two = map(2 * KIB4, KIB4);
	unmap(two, 2 * KIB4);
	msleep(50);
	two = map(65536, 2 * KIB4);
	three = map(131072, KIB4);
	unmap(two, 2 * KIB4);
	unmap(three, KIB4);
	unmap(one, KIB4);

	settle("unmapped from its second page on");
	one = map(0, 4 * KIB4);
	unmap(one + KIB4, KIB4);
	msleep(50);
	two = map(65536, KIB4);
	three = map(131072, 4 * KIB4);
	unmap(two, KIB4);
	unmap(three, 4 * KIB4);

	settle("never mapped, and address 0");
	unmap(0x12345000, KIB4);
	unmap(0, KIB4);
	msleep(50);
	unmap(map(0, KIB4), KIB4);

	settle("unmapped twice");
	one = map(0, 3 * KIB4);
	unmap(one, 3 * KIB4);
	unmap(one, 3 * KIB4);
	msleep(50);
	two = map(0, 3 * KIB4);
	three = map(65536, 3 * KIB4);
	unmap(two, 3 * KIB4);
	unmap(three, 3 * KIB4);

	settle("memory of vmalloc");
	area = vmalloc(KIB4);
	one = dma_map_single(dev, area, KIB4, DMA_TO_DEVICE);
	pr_info("map of vmalloc: %llx\n", (u64)one);
	vfree(area);

	settle("coherent memory freed with another size, and contiguous");
	coherent(16384, 8192, 0);
	coherent(8192, 8192, 0);
	coherent(16384, 16384, DMA_ATTR_FORCE_CONTIGUOUS);

	settle("large pages");
	one = map(0, 1024 * KIB4);
	two = map(0, 512 * KIB4);
	unmap(one, 1024 * KIB4);
	one = map(KIB4, 512 * KIB4);
	unmap(two, 512 * KIB4);
	unmap(one, 512 * KIB4);

	settle("many, one after the other");
	for (int i = 0; i < 251; i++) {
		one = dma_map_single(dev, buffer + i * KIB4, KIB4, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, one) || i % 50 == 0)
			pr_info("map number %d: %llx\n", i, (u64)one);
		unmap(one, KIB4);
	}
	return 0;
}

static const struct pci_device_id ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, {} };
static struct pci_driver oracle = { .name = "oracle", .id_table = ids, .probe = probe };
module_pci_driver(oracle);
MODULE_LICENSE("GPL");

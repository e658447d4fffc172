/* What coherent memory is behind an IOMMU: handles, where it stands, how its pages lie, what is given back, and how it is mapped into a process. */
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/vmalloc.h>

static struct device *dev;
static void *shared;
static dma_addr_t shared_handle;
static size_t shared_size;
static unsigned long shared_attributes;

static const char *place(void *address)
{
	return is_vmalloc_addr(address) ? "vmalloc" : "direct";
}

/* How many of the pages follow the page before them in RAM. */
static int followers(void *address, int pages)
{
	int count = 0;

	for (int i = 1; is_vmalloc_addr(address) && i < pages; i++)
		count += vmalloc_to_pfn(address + i * PAGE_SIZE) == vmalloc_to_pfn(address + (i - 1) * PAGE_SIZE) + 1;
	return is_vmalloc_addr(address) ? count : pages - 1;
}

static bool zeroed(const char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i += 509)
		if (bytes[i])
			return false;
	return true;
}

static void allocate(size_t size, gfp_t gfp, unsigned long attributes)
{
	dma_addr_t handle = 0xdead;
	void *address = dma_alloc_attrs(dev, size, &handle, gfp, attributes);
	int pages = PAGE_ALIGN(size) >> PAGE_SHIFT;

	if (!address) {
		pr_info("%zu gfp %x attrs %lx: none, handle %llx\n", size, gfp, attributes, (u64)handle);
		return;
	}
	pr_info("%zu gfp %x attrs %lx: %llx %s aligned %d zero %d last %d\n", size, gfp, attributes, (u64)handle,
		place(address), PAGE_ALIGNED(address), zeroed(address, PAGE_ALIGN(size)),
		pages > 511 ? followers(address, pages) >= 511 : followers(address, pages) >= 0);
	for (size_t i = 0; i < size; i += 509)
		((char *)address)[i] = 0xa5;
	dma_free_attrs(dev, size, address, handle, attributes);
	msleep(30);
}

static void kinds(void)
{
	static const size_t sizes[] = { 1, 4096, 5000, 12288, 65536, 153600, 3 << 20, 1 << 20 };

	for (int i = 0; i < 8; i++)
		allocate(sizes[i], GFP_KERNEL, 0);
	for (int i = 0; i < 6; i++)
		allocate(sizes[i], GFP_ATOMIC | __GFP_NOWARN, 0);
	allocate(65536, GFP_KERNEL, DMA_ATTR_FORCE_CONTIGUOUS);
	allocate(262144, GFP_KERNEL, DMA_ATTR_FORCE_CONTIGUOUS);
	allocate(1 << 20, GFP_KERNEL, DMA_ATTR_ALLOC_SINGLE_PAGES);
	allocate(8192, GFP_KERNEL, DMA_ATTR_WRITE_COMBINE);
	allocate(8192, GFP_KERNEL, DMA_ATTR_NO_KERNEL_MAPPING);
	allocate(8192, GFP_KERNEL | GFP_DMA, 0);
	allocate(8192, GFP_KERNEL | __GFP_COMP, 0);
	allocate(8192, GFP_NOWAIT, 0);
	dma_set_coherent_mask(dev, DMA_BIT_MASK(24));
	allocate(65536, GFP_KERNEL, 0);
	dma_set_coherent_mask(dev, DMA_BIT_MASK(16));
	allocate(65536, GFP_KERNEL, 0);
	allocate(32768, GFP_KERNEL, 0);
	dma_set_coherent_mask(dev, DMA_BIT_MASK(64));
}

static void pages(void)
{
	dma_addr_t handle;
	struct page *page = dma_alloc_pages(dev, 12288, &handle, DMA_BIDIRECTIONAL, GFP_KERNEL);
	void *memory;

	pr_info("dma_alloc_pages: %llx\n", (u64)handle);
	dma_free_pages(dev, 12288, page, handle, DMA_BIDIRECTIONAL);
	memory = dma_alloc_noncoherent(dev, 4096, &handle, DMA_TO_DEVICE, GFP_KERNEL);
	pr_info("dma_alloc_noncoherent: %llx %s\n", (u64)handle, place(memory));
	dma_free_noncoherent(dev, 4096, memory, handle, DMA_TO_DEVICE);
	msleep(30);
}

static void noncontiguous(size_t size, unsigned long attributes)
{
	struct sg_table *table = dma_alloc_noncontiguous(dev, size, DMA_BIDIRECTIONAL, GFP_KERNEL, attributes);
	void *memory;

	if (!table) {
		pr_info("noncontiguous %zu: none\n", size);
		return;
	}
	memory = dma_vmap_noncontiguous(dev, size, table);
	pr_info("noncontiguous %zu: nents %d at %llx length %x, vmap %s\n", size, table->nents,
		(u64)sg_dma_address(table->sgl), sg_dma_len(table->sgl), place(memory));
	memset(memory, 1, 100);
	dma_vunmap_noncontiguous(dev, memory);
	dma_free_noncontiguous(dev, size, table, DMA_BIDIRECTIONAL);
	msleep(30);
}

static void sgtable(size_t size, gfp_t gfp)
{
	struct sg_table table;
	dma_addr_t handle;
	void *address = dma_alloc_coherent(dev, size, &handle, gfp);
	int error = dma_get_sgtable(dev, &table, address, handle, size);
	unsigned int total = 0;
	struct scatterlist *sg;
	int i;

	for_each_sgtable_sg(&table, sg, i)
		total += sg->length;
	pr_info("get_sgtable %zu: %d total %u first %d\n", size, error, total,
		sg_page(table.sgl) == (is_vmalloc_addr(address) ? vmalloc_to_page(address) : virt_to_page(address)));
	sg_free_table(&table);
	dma_free_coherent(dev, size, address, handle);
	msleep(30);
}

static void resource(struct pci_dev *pdev)
{
	dma_addr_t handle = dma_map_resource(dev, pci_resource_start(pdev, 0), 4096, DMA_BIDIRECTIONAL, 0);

	pr_info("map_resource: %llx error %d\n", (u64)handle, dma_mapping_error(dev, handle));
	dma_unmap_resource(dev, handle, 4096, DMA_BIDIRECTIONAL, 0);
	msleep(30);
}

static int shared_mmap(struct file *file, struct vm_area_struct *vma)
{
	int error = dma_mmap_attrs(dev, vma, shared, shared_handle, shared_size, shared_attributes);

	pr_info("mmap offset %lx pages %lu: %d flags %lx\n", vma->vm_pgoff, vma_pages(vma), error,
		error ? 0 : vma->vm_flags & (VM_IO | VM_PFNMAP | VM_DONTEXPAND | VM_DONTDUMP | VM_MIXEDMAP));
	return error;
}

static const struct file_operations operations = { .owner = THIS_MODULE, .mmap = shared_mmap };
static struct miscdevice node = { .minor = MISC_DYNAMIC_MINOR, .name = "shared", .fops = &operations };

static int probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	dev = &pdev->dev;
	pci_enable_device(pdev);
	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(64));
	kinds();
	pages();
	noncontiguous(12288, 0);
	noncontiguous(1 << 20, 0);
	noncontiguous(100, DMA_ATTR_ALLOC_SINGLE_PAGES);
	sgtable(20000, GFP_KERNEL);
	sgtable(20000, GFP_ATOMIC);
	resource(pdev);
	shared_size = 3 * 4096 - 100;
	shared = dma_alloc_coherent(dev, shared_size, &shared_handle, GFP_KERNEL);
	strcpy(shared, "first");
	strcpy(shared + 4096, "second");
	strcpy(shared + 8192, "third");
	return misc_register(&node);
}

static void remove(struct pci_dev *pdev)
{
	pr_info("the process wrote: %s\n", (char *)shared + 4200);
	misc_deregister(&node);
	dma_free_coherent(dev, shared_size, shared, shared_handle);
}

static const struct pci_device_id ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, {} };
static struct pci_driver oracle = { .name = "oracle", .id_table = ids, .probe = probe, .remove = remove };
module_pci_driver(oracle);
MODULE_LICENSE("GPL");

/* Memory of every kind that the DMA API gives, in a program's address space: which parts of it may be mapped, how, and what the area then is. `at-mmap-app.c` asks. */
#include <linux/dma-mapping.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>

enum { COHERENT, WITHOUT_ADDRESS, WRITE_COMBINED, PAGES, SCATTERED, ATOMIC, SHORTER, LONGER, UNCACHED, FRAMES, KINDS };
enum { BYTES = 5 * 4096 };

static struct device *dev;
static struct {
	void *address;
	dma_addr_t handle;
	unsigned long attributes;
	struct sg_table *table;
} kept[KINDS];

static void fill(int kind, u8 *address)
{
	int i;

	for (i = 0; address && i < BYTES / 4096; i++)
		memset(address + 4096 * i, 16 * kind + i, 4096);
}

static void prepare(int kind)
{
	void *view;

	switch (kind) {
	case WITHOUT_ADDRESS:
	case WRITE_COMBINED:
		kept[kind].attributes = kind == WRITE_COMBINED ? DMA_ATTR_WRITE_COMBINE : DMA_ATTR_NO_KERNEL_MAPPING;
		kept[kind].address = dma_alloc_attrs(dev, BYTES, &kept[kind].handle, GFP_KERNEL, kept[kind].attributes);
		if (kind == WRITE_COMBINED)
			fill(kind, kept[kind].address);
		break;
	case PAGES:
		kept[kind].address = dma_alloc_pages(dev, BYTES, &kept[kind].handle, DMA_BIDIRECTIONAL, GFP_KERNEL);
		fill(kind, page_address(kept[kind].address));
		break;
	case SCATTERED:
		kept[kind].table = dma_alloc_noncontiguous(dev, BYTES, DMA_BIDIRECTIONAL, GFP_KERNEL, 0);
		view = dma_vmap_noncontiguous(dev, BYTES, kept[kind].table);
		fill(kind, view);
		dma_vunmap_noncontiguous(dev, view);
		break;
	case FRAMES:
		kept[kind].address = (void *)__get_free_pages(GFP_KERNEL, 3);
		fill(kind, kept[kind].address);
		break;
	default:
		kept[kind].address = dma_alloc_coherent(dev, BYTES, &kept[kind].handle, kind == ATOMIC ? GFP_ATOMIC : GFP_KERNEL);
		fill(kind, kept[kind].address);
	}
}

static void give_back(int kind)
{
	if (kind == PAGES)
		dma_free_pages(dev, BYTES, kept[kind].address, kept[kind].handle, DMA_BIDIRECTIONAL);
	else if (kind == SCATTERED)
		dma_free_noncontiguous(dev, BYTES, kept[kind].table, DMA_BIDIRECTIONAL);
	else if (kind == FRAMES)
		free_pages((unsigned long)kept[kind].address, 3);
	else
		dma_free_attrs(dev, BYTES, kept[kind].address, kept[kind].handle, kept[kind].attributes);
}

/* Of more than a scattered buffer has the kernel dies. */
static int map(int kind, struct vm_area_struct *vma)
{
	size_t size = kind == SHORTER ? 4096 : kind == LONGER && !dma_get_merge_boundary(dev) ? BYTES + 4096 : BYTES;

	switch (kind) {
	case PAGES:
		return dma_mmap_pages(dev, vma, BYTES, kept[kind].address);
	case SCATTERED:
		return dma_mmap_noncontiguous(dev, vma, BYTES, kept[kind].table);
	case FRAMES:
		return remap_pfn_range(vma, vma->vm_start, (virt_to_phys(kept[kind].address) >> 12) + vma->vm_pgoff,
				       vma->vm_end - vma->vm_start, vma->vm_page_prot);
	case UNCACHED:
		vma->vm_page_prot = pgprot_noncached(vma->vm_page_prot);
		break;
	}
	return dma_mmap_attrs(dev, vma, kept[kind].address, kept[kind].handle, size, kept[kind].attributes);
}

/* The kind is in the offset, above its low eight bits. */
static int at_mmap(struct file *file, struct vm_area_struct *vma)
{
	int kind = vma->vm_pgoff >> 8, error;

	vma->vm_pgoff &= 255;
	error = map(kind, vma);
	pr_info("> kind %d: %d, flags %lx, offset %lx, protection %lx, mmap %d\n", kind, error, vma->vm_flags,
		kind < FRAMES && !(vma->vm_flags & VM_PFNMAP) ? vma->vm_pgoff : 0, pgprot_val(vma->vm_page_prot), dma_can_mmap(dev));
	return error;
}

static const struct file_operations operations = { .owner = THIS_MODULE, .mmap = at_mmap };
static struct miscdevice misc = { .minor = MISC_DYNAMIC_MINOR, .name = "at-mmap", .fops = &operations };

static int at_mmap_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	int kind;

	dev = &pdev->dev;
	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(64));
	for (kind = 0; kind < KINDS; kind++)
		prepare(kind);
	return misc_register(&misc);
}

static void at_mmap_remove(struct pci_dev *pdev)
{
	int kind;

	misc_deregister(&misc);
	for (kind = 0; kind < KINDS; kind++)
		give_back(kind);
}

static const struct pci_device_id at_mmap_ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, { } };
MODULE_DEVICE_TABLE(pci, at_mmap_ids);
static struct pci_driver at_mmap_driver = {
	.name = "oracle", .id_table = at_mmap_ids, .probe = at_mmap_probe, .remove = at_mmap_remove,
};
module_pci_driver(at_mmap_driver);
MODULE_LICENSE("GPL");

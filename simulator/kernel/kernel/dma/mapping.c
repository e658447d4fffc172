/* What of the DMA API allocates lists: tables of entries for mappings, buffers in pieces. */
#include <linux/bug.h>
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

unsigned int dma_map_sg_attrs(struct device *dev, struct scatterlist *sg, int nents,
			      enum dma_data_direction direction, unsigned long attributes)
{
	int mapped = __dma_map_sg_attrs(dev, sg, nents, direction, attributes);

	return mapped < 0 ? 0 : mapped;
}

int dma_map_sgtable(struct device *dev, struct sg_table *sgt, enum dma_data_direction direction,
		    unsigned long attributes)
{
	int mapped = __dma_map_sg_attrs(dev, sgt->sgl, sgt->orig_nents, direction, attributes);

	if (mapped < 0)
		return mapped;
	sgt->nents = mapped;
	return 0;
}

struct page *dma_alloc_pages(struct device *dev, size_t size, dma_addr_t *handle, enum dma_data_direction direction,
			     gfp_t gfp)
{
	struct page *page = __dma_alloc_pages(dev, size, handle, direction, gfp);

	if (page)
		__dma_pages_given(dev, page, size, direction, *handle);
	return page;
}

void dma_free_pages(struct device *dev, size_t size, struct page *page, dma_addr_t handle,
		    enum dma_data_direction direction)
{
	__dma_pages_returned(dev, handle, size, direction);
	__dma_free_pages(dev, size, page, handle, direction);
}

int dma_mmap_pages(struct device *dev, struct vm_area_struct *vma, size_t size, struct page *page)
{
	unsigned long count = PAGE_ALIGN(size) >> PAGE_SHIFT;

	(void)dev;
	if (vma->vm_pgoff >= count || vma_pages(vma) > count - vma->vm_pgoff)
		return -ENXIO;
	return remap_pfn_range(vma, vma->vm_start, page_to_pfn(page) + vma->vm_pgoff, vma_pages(vma) << PAGE_SHIFT,
			       vma->vm_page_prot);
}

/* The pages of a buffer that is contiguous in kernel memory but not in RAM, from its first on, wherever in it the caller points. */
static int sgtable_of_vmalloc(struct sg_table *sgt, void *area, size_t size)
{
	unsigned int count = PAGE_ALIGN(size) >> PAGE_SHIFT, known = count ? count : 1;
	struct page **pages = kmalloc_array(known, sizeof(*pages), GFP_KERNEL);
	int error;

	if (!pages)
		return -ENOMEM;
	for (unsigned int i = 0; i < known; i++)
		pages[i] = vmalloc_to_page((char *)area + i * PAGE_SIZE);
	error = sg_alloc_table_from_pages(sgt, pages, count, 0, size, GFP_KERNEL);
	kfree(pages);
	return error;
}

int dma_get_sgtable_attrs(struct device *dev, struct sg_table *sgt, void *address, dma_addr_t handle, size_t size,
			  unsigned long attributes)
{
	void *area = __dma_is_direct(dev) ? NULL : __dma_area_of(address);
	struct page *page;
	int error;

	(void)attributes;
	if (area)
		return sgtable_of_vmalloc(sgt, area, size);
	if (__dma_is_direct(dev))
		page = phys_to_page(__dma_to_phys(dev, handle));
	else
		page = is_vmalloc_addr(address) ? vmalloc_to_page(address) : virt_to_page(address);
	error = sg_alloc_table(sgt, 1, GFP_KERNEL);
	if (!error)
		sg_set_page(sgt->sgl, page, PAGE_ALIGN(size), 0);
	return error;
}

static struct sg_table *allocate_single_sgt(struct device *dev, size_t size, enum dma_data_direction direction,
					      gfp_t gfp)
{
	struct sg_table *sgt = kmalloc(sizeof(*sgt), gfp);
	struct page *page;

	if (!sgt)
		return NULL;
	if (sg_alloc_table(sgt, 1, gfp)) {
		kfree(sgt);
		return NULL;
	}
	page = __dma_alloc_pages(dev, size, &sgt->sgl->dma_address, direction, gfp);
	if (!page) {
		sg_free_table(sgt);
		kfree(sgt);
		return NULL;
	}
	sg_set_page(sgt->sgl, page, PAGE_ALIGN(size), 0);
	sg_dma_len(sgt->sgl) = sgt->sgl->length;
	return sgt;
}

/* A table whose buffer is scattered, with its pages beside it. */
struct dma_sgt_handle {
	struct sg_table sgt;
	struct page **pages;
};

static struct page **pages_of(struct sg_table *sgt)
{
	return container_of(sgt, struct dma_sgt_handle, sgt)->pages;
}

static struct sg_table *allocate_scattered_sgt(struct device *dev, size_t size, gfp_t gfp, unsigned long attributes)
{
	unsigned int count = PAGE_ALIGN(size) >> PAGE_SHIFT;
	struct dma_sgt_handle *table = kmalloc(sizeof(*table), gfp);
	dma_addr_t handle;

	if (!table)
		return NULL;
	table->pages = kvcalloc(count, sizeof(*table->pages), GFP_KERNEL);
	if (!table->pages)
		goto free_table;
	if (!__iommu_alloc_pages(dev, size, gfp, attributes, table->pages, &handle))
		goto free_list;
	if (sg_alloc_table_from_pages(&table->sgt, table->pages, count, 0, PAGE_ALIGN(size), GFP_KERNEL))
		goto free_pages;
	table->sgt.sgl->dma_address = handle;
	sg_dma_len(table->sgt.sgl) = PAGE_ALIGN(size);
	return &table->sgt;
free_pages:
	__iommu_free_pages(dev, size, table->pages, handle);
free_list:
	kvfree(table->pages);
free_table:
	kfree(table);
	return NULL;
}

static void free_scattered_sgt(struct device *dev, size_t size, struct sg_table *sgt)
{
	struct page **pages = pages_of(sgt);

	__iommu_free_pages(dev, size, pages, sgt->sgl->dma_address);
	kvfree(pages);
	sg_free_table(sgt);
	kfree(container_of(sgt, struct dma_sgt_handle, sgt));
}

struct sg_table *dma_alloc_noncontiguous(struct device *dev, size_t size, enum dma_data_direction direction, gfp_t gfp,
					 unsigned long attributes)
{
	struct sg_table *sgt;

	if (__warn_only_once(attributes & ~DMA_ATTR_ALLOC_SINGLE_PAGES, __warn_report("kernel/dma/mapping.c", 638, NULL)))
		return NULL;
	sgt = __dma_is_direct(dev) ? allocate_single_sgt(dev, size, direction, gfp)
				   : allocate_scattered_sgt(dev, size, gfp, attributes);
	if (sgt) {
		sgt->nents = 1;
		__dma_list_given(dev, sgt->sgl, sgt->orig_nents, direction, attributes);
	}
	return sgt;
}

void dma_free_noncontiguous(struct device *dev, size_t size, struct sg_table *sgt, enum dma_data_direction direction)
{
	__dma_list_returned(dev, sgt->sgl, sgt->orig_nents, direction);
	if (!__dma_is_direct(dev)) {
		free_scattered_sgt(dev, size, sgt);
		return;
	}
	__dma_free_pages(dev, size, sg_page(sgt->sgl), sgt->sgl->dma_address, direction);
	sg_free_table(sgt);
	kfree(sgt);
}

void *dma_vmap_noncontiguous(struct device *dev, size_t size, struct sg_table *sgt)
{
	if (!__dma_is_direct(dev))
		return vmap(pages_of(sgt), PAGE_ALIGN(size) >> PAGE_SHIFT, VM_MAP, PAGE_KERNEL);
	return page_address(sg_page(sgt->sgl));
}

void dma_vunmap_noncontiguous(struct device *dev, void *address)
{
	if (!__dma_is_direct(dev))
		vunmap(address);
}

int dma_mmap_noncontiguous(struct device *dev, struct vm_area_struct *vma, size_t size, struct sg_table *sgt)
{
	unsigned long count = PAGE_ALIGN(size) >> PAGE_SHIFT;

	if (__dma_is_direct(dev))
		return dma_mmap_pages(dev, vma, size, sg_page(sgt->sgl));
	if (vma->vm_pgoff >= count || vma_pages(vma) > count - vma->vm_pgoff)
		return -ENXIO;
	return vm_map_pages(vma, pages_of(sgt), count);
}

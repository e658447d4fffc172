/* Memory that devices reach: coherent buffers, streaming mappings, masks. */
#ifndef _LINUX_DMA_MAPPING_H
#define _LINUX_DMA_MAPPING_H

#include <linux/bug.h>
#include <linux/device.h>
#include <linux/dma-direction.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/scatterlist.h>
#include <linux/sizes.h>
#include <linux/types.h>
#include <linux/vmalloc.h>
#include <asm/page.h>

#define DMA_ATTR_WEAK_ORDERING (1UL << 1)
#define DMA_ATTR_WRITE_COMBINE (1UL << 2)
#define DMA_ATTR_NO_KERNEL_MAPPING (1UL << 4)
#define DMA_ATTR_SKIP_CPU_SYNC (1UL << 5)
#define DMA_ATTR_FORCE_CONTIGUOUS (1UL << 6)
#define DMA_ATTR_ALLOC_SINGLE_PAGES (1UL << 7)
#define DMA_ATTR_NO_WARN (1UL << 8)
#define DMA_ATTR_PRIVILEGED (1UL << 9)

#define DMA_MAPPING_ERROR (~(dma_addr_t)0)
#define DMA_BIT_MASK(n) (((n) == 64) ? ~0ULL : ((1ULL << (n)) - 1))

/* dma/coherent.ts */
void *dma_alloc_attrs(struct device *dev, size_t size, dma_addr_t *handle, gfp_t gfp, unsigned long attributes);
void dma_free_attrs(struct device *dev, size_t size, void *address, dma_addr_t handle, unsigned long attributes);
int dma_mmap_attrs(struct device *dev, struct vm_area_struct *vma, void *address, dma_addr_t handle, size_t size,
		   unsigned long attributes);
bool dma_can_mmap(struct device *dev);
struct page *__dma_alloc_pages(struct device *dev, size_t size, dma_addr_t *handle,
			       enum dma_data_direction direction, gfp_t gfp);
void __dma_free_pages(struct device *dev, size_t size, struct page *page, dma_addr_t handle,
		      enum dma_data_direction direction);
void __dma_pages_given(struct device *dev, struct page *page, size_t size, enum dma_data_direction direction,
		       dma_addr_t handle);
void __dma_pages_returned(struct device *dev, dma_addr_t handle, size_t size, enum dma_data_direction direction);
bool __dma_is_direct(struct device *dev);
void *__dma_area_of(void *address);
bool __dma_is_coherent(struct device *dev);
phys_addr_t __dma_to_phys(struct device *dev, dma_addr_t handle);

/* dma/iommu/noncontiguous.ts */
bool __iommu_alloc_pages(struct device *dev, size_t size, gfp_t gfp, unsigned long attributes, struct page **pages,
			 dma_addr_t *handle);
void __iommu_free_pages(struct device *dev, size_t size, struct page **pages, dma_addr_t handle);

/* dma/mask-functions.ts */
int dma_set_mask(struct device *dev, u64 mask);
int dma_set_coherent_mask(struct device *dev, u64 mask);
int dma_supported(struct device *dev, u64 mask);
u64 dma_get_required_mask(struct device *dev);
size_t dma_max_mapping_size(struct device *dev);
size_t dma_opt_mapping_size(struct device *dev);
unsigned long dma_get_merge_boundary(struct device *dev);
bool dma_need_sync(struct device *dev, dma_addr_t handle);
int __dma_cache_alignment(void);

/* dma/streaming.ts, dma/scatterlist-functions.ts */
dma_addr_t dma_map_page_attrs(struct device *dev, struct page *page, size_t offset, size_t size,
			      enum dma_data_direction direction, unsigned long attributes);
void dma_unmap_page_attrs(struct device *dev, dma_addr_t handle, size_t size, enum dma_data_direction direction,
			  unsigned long attributes);
dma_addr_t dma_map_resource(struct device *dev, phys_addr_t physical, size_t size, enum dma_data_direction direction,
			    unsigned long attributes);
void dma_unmap_resource(struct device *dev, dma_addr_t handle, size_t size, enum dma_data_direction direction,
			unsigned long attributes);
int __dma_map_sg_attrs(struct device *dev, struct scatterlist *sg, int nents, enum dma_data_direction direction,
		       unsigned long attributes);
void dma_unmap_sg_attrs(struct device *dev, struct scatterlist *sg, int nents, enum dma_data_direction direction,
			unsigned long attributes);
void dma_sync_single_for_cpu(struct device *dev, dma_addr_t handle, size_t size, enum dma_data_direction direction);
void dma_sync_single_for_device(struct device *dev, dma_addr_t handle, size_t size,
				enum dma_data_direction direction);
void dma_sync_sg_for_cpu(struct device *dev, struct scatterlist *sg, int nents, enum dma_data_direction direction);
void dma_sync_sg_for_device(struct device *dev, struct scatterlist *sg, int nents, enum dma_data_direction direction);
int dma_mapping_error(struct device *dev, dma_addr_t handle);
void __dma_map_single_begins(struct device *dev, void *pointer, size_t size);
dma_addr_t __dma_reject_vmalloc(struct device *dev);
void __dma_list_given(struct device *dev, struct scatterlist *sg, int nents, enum dma_data_direction direction,
		      unsigned long attributes);
void __dma_list_returned(struct device *dev, struct scatterlist *sg, int nents, enum dma_data_direction direction);

/* dma/atomic-pools.ts, dma/swiotlb/functions.ts: for kernel/dma/pool.c */
void __dma_atomic_pool_init(void);
bool __dma_has_atomic_pools(void);
u64 __dma_atomic_pool_size(unsigned int which);
u64 __swiotlb_slots(unsigned int used);

/* kernel/dma/mapping.c */
unsigned int dma_map_sg_attrs(struct device *dev, struct scatterlist *sg, int nents,
			      enum dma_data_direction direction, unsigned long attributes);
int dma_map_sgtable(struct device *dev, struct sg_table *sgt, enum dma_data_direction direction,
		    unsigned long attributes) __must_check;
int dma_get_sgtable_attrs(struct device *dev, struct sg_table *sgt, void *address, dma_addr_t handle, size_t size,
			  unsigned long attributes);
struct page *dma_alloc_pages(struct device *dev, size_t size, dma_addr_t *handle, enum dma_data_direction direction,
			     gfp_t gfp);
void dma_free_pages(struct device *dev, size_t size, struct page *page, dma_addr_t handle,
		    enum dma_data_direction direction);
int dma_mmap_pages(struct device *dev, struct vm_area_struct *vma, size_t size, struct page *page);
struct sg_table *dma_alloc_noncontiguous(struct device *dev, size_t size, enum dma_data_direction direction, gfp_t gfp,
					 unsigned long attributes);
void dma_free_noncontiguous(struct device *dev, size_t size, struct sg_table *sgt, enum dma_data_direction direction);
void *dma_vmap_noncontiguous(struct device *dev, size_t size, struct sg_table *sgt);
void dma_vunmap_noncontiguous(struct device *dev, void *address);
int dma_mmap_noncontiguous(struct device *dev, struct vm_area_struct *vma, size_t size, struct sg_table *sgt);

static inline void *dma_alloc_noncoherent(struct device *dev, size_t size, dma_addr_t *handle,
					  enum dma_data_direction direction, gfp_t gfp)
{
	struct page *page = dma_alloc_pages(dev, size, handle, direction, gfp);

	return page ? page_address(page) : NULL;
}

static inline void dma_free_noncoherent(struct device *dev, size_t size, void *address, dma_addr_t handle,
					enum dma_data_direction direction)
{
	dma_free_pages(dev, size, virt_to_page(address), handle, direction);
}

static inline void *dma_alloc_coherent(struct device *dev, size_t size, dma_addr_t *handle, gfp_t gfp)
{
	return dma_alloc_attrs(dev, size, handle, gfp, (gfp & __GFP_NOWARN) ? DMA_ATTR_NO_WARN : 0);
}

static inline void dma_free_coherent(struct device *dev, size_t size, void *address, dma_addr_t handle)
{
	dma_free_attrs(dev, size, address, handle, 0);
}

#define dma_zalloc_coherent(dev, size, handle, gfp) dma_alloc_coherent(dev, size, handle, (gfp) | __GFP_ZERO)

static inline void *dma_alloc_wc(struct device *dev, size_t size, dma_addr_t *handle, gfp_t gfp)
{
	unsigned long attributes = DMA_ATTR_WRITE_COMBINE;

	if (gfp & __GFP_NOWARN)
		attributes |= DMA_ATTR_NO_WARN;
	return dma_alloc_attrs(dev, size, handle, gfp, attributes);
}

static inline void dma_free_wc(struct device *dev, size_t size, void *address, dma_addr_t handle)
{
	dma_free_attrs(dev, size, address, handle, DMA_ATTR_WRITE_COMBINE);
}

static inline int dma_mmap_coherent(struct device *dev, struct vm_area_struct *vma, void *address, dma_addr_t handle,
				    size_t size)
{
	return dma_mmap_attrs(dev, vma, address, handle, size, 0);
}

static inline int dma_mmap_wc(struct device *dev, struct vm_area_struct *vma, void *address, dma_addr_t handle,
			      size_t size)
{
	return dma_mmap_attrs(dev, vma, address, handle, size, DMA_ATTR_WRITE_COMBINE);
}

static inline u64 dma_get_mask(struct device *dev)
{
	return dev->dma_mask && *dev->dma_mask ? *dev->dma_mask : DMA_BIT_MASK(32);
}

static inline int dma_set_mask_and_coherent(struct device *dev, u64 mask)
{
	int error = dma_set_mask(dev, mask);

	if (error == 0)
		dma_set_coherent_mask(dev, mask);
	return error;
}

static inline int dma_coerce_mask_and_coherent(struct device *dev, u64 mask)
{
	dev->dma_mask = &dev->coherent_dma_mask;
	return dma_set_mask_and_coherent(dev, mask);
}

static inline bool dma_addressing_limited(struct device *dev)
{
	u64 mask = dma_get_mask(dev);

	if (dev->bus_dma_limit && dev->bus_dma_limit < mask)
		mask = dev->bus_dma_limit;
	return mask < dma_get_required_mask(dev);
}

static inline dma_addr_t dma_map_single_attrs(struct device *dev, void *pointer, size_t size,
					      enum dma_data_direction direction, unsigned long attributes)
{
	if (is_vmalloc_addr(pointer))
		return __dma_reject_vmalloc(dev);
	__dma_map_single_begins(dev, pointer, size);
	return dma_map_page_attrs(dev, virt_to_page(pointer), offset_in_page(pointer), size, direction, attributes);
}

static inline void dma_unmap_single_attrs(struct device *dev, dma_addr_t handle, size_t size,
					  enum dma_data_direction direction, unsigned long attributes)
{
	dma_unmap_page_attrs(dev, handle, size, direction, attributes);
}

static inline void dma_sync_single_range_for_cpu(struct device *dev, dma_addr_t handle, unsigned long offset,
						 size_t size, enum dma_data_direction direction)
{
	dma_sync_single_for_cpu(dev, handle + offset, size, direction);
}

static inline void dma_sync_single_range_for_device(struct device *dev, dma_addr_t handle, unsigned long offset,
						    size_t size, enum dma_data_direction direction)
{
	dma_sync_single_for_device(dev, handle + offset, size, direction);
}

#define dma_map_single(dev, pointer, size, direction) dma_map_single_attrs(dev, pointer, size, direction, 0)
#define dma_unmap_single(dev, handle, size, direction) dma_unmap_single_attrs(dev, handle, size, direction, 0)
#define dma_map_page(dev, page, offset, size, direction) dma_map_page_attrs(dev, page, offset, size, direction, 0)
#define dma_unmap_page(dev, handle, size, direction) dma_unmap_page_attrs(dev, handle, size, direction, 0)
#define dma_map_sg(dev, sg, nents, direction) dma_map_sg_attrs(dev, sg, nents, direction, 0)
#define dma_unmap_sg(dev, sg, nents, direction) dma_unmap_sg_attrs(dev, sg, nents, direction, 0)
#define dma_get_sgtable(dev, sgt, address, handle, size) dma_get_sgtable_attrs(dev, sgt, address, handle, size, 0)
#define dma_mmap_writecombine dma_mmap_wc
#define dma_alloc_writecombine dma_alloc_wc
#define dma_free_writecombine dma_free_wc

static inline void dma_unmap_sgtable(struct device *dev, struct sg_table *sgt, enum dma_data_direction direction,
				     unsigned long attributes)
{
	dma_unmap_sg_attrs(dev, sgt->sgl, sgt->orig_nents, direction, attributes);
}

static inline void dma_sync_sgtable_for_cpu(struct device *dev, struct sg_table *sgt,
					    enum dma_data_direction direction)
{
	dma_sync_sg_for_cpu(dev, sgt->sgl, sgt->orig_nents, direction);
}

static inline void dma_sync_sgtable_for_device(struct device *dev, struct sg_table *sgt,
					       enum dma_data_direction direction)
{
	dma_sync_sg_for_device(dev, sgt->sgl, sgt->orig_nents, direction);
}

static inline unsigned int dma_get_max_seg_size(struct device *dev)
{
	return dev->dma_parms && dev->dma_parms->max_segment_size ? dev->dma_parms->max_segment_size : SZ_64K;
}

static inline int dma_set_max_seg_size(struct device *dev, unsigned int size)
{
	if (!dev->dma_parms)
		return -EIO;
	dev->dma_parms->max_segment_size = size;
	return 0;
}

static inline unsigned long dma_get_seg_boundary(struct device *dev)
{
	return dev->dma_parms && dev->dma_parms->segment_boundary_mask ? dev->dma_parms->segment_boundary_mask
								       : ULONG_MAX;
}

static inline int dma_set_seg_boundary(struct device *dev, unsigned long mask)
{
	if (!dev->dma_parms)
		return -EIO;
	dev->dma_parms->segment_boundary_mask = mask;
	return 0;
}

static inline unsigned long dma_get_seg_boundary_nr_pages(struct device *dev, unsigned int page_shift)
{
	return dev ? (dma_get_seg_boundary(dev) >> page_shift) + 1 : (U32_MAX >> page_shift) + 1;
}

static inline unsigned int dma_get_min_align_mask(struct device *dev)
{
	return dev->dma_parms ? dev->dma_parms->min_align_mask : 0;
}

static inline int dma_set_min_align_mask(struct device *dev, unsigned int mask)
{
	if (__warn_only_once(!dev->dma_parms, __warn_report("include/linux/dma-mapping.h", 541, NULL)))
		return -EIO;
	dev->dma_parms->min_align_mask = mask;
	return 0;
}

static inline int dma_get_cache_alignment(void) { return __dma_cache_alignment(); }

/* kernel/dma/dmam.c */
void *dmam_alloc_attrs(struct device *dev, size_t size, dma_addr_t *handle, gfp_t gfp, unsigned long attributes);
void dmam_free_coherent(struct device *dev, size_t size, void *address, dma_addr_t handle);

static inline void *dmam_alloc_coherent(struct device *dev, size_t size, dma_addr_t *handle, gfp_t gfp)
{
	return dmam_alloc_attrs(dev, size, handle, gfp, (gfp & __GFP_NOWARN) ? DMA_ATTR_NO_WARN : 0);
}

#define DEFINE_DMA_UNMAP_ADDR(name) dma_addr_t name
#define DEFINE_DMA_UNMAP_LEN(name) __u32 name
#define dma_unmap_addr(pointer, name) ((pointer)->name)
#define dma_unmap_addr_set(pointer, name, value) (((pointer)->name) = (value))
#define dma_unmap_len(pointer, name) ((pointer)->name)
#define dma_unmap_len_set(pointer, name, value) (((pointer)->name) = (value))

/* A driver that includes this header has these too. */
#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/hash.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/semaphore.h>
#include <linux/uaccess.h>
#include <linux/uuid.h>

#endif

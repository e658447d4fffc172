/* Pages from the page allocator. */
#ifndef __LINUX_GFP_H
#define __LINUX_GFP_H

#include <linux/gfp_types.h>
#include <linux/mmzone.h>

struct list_head;
struct page;

static inline bool gfpflags_allow_blocking(const gfp_t gfp_flags)
{
	return !!(gfp_flags & __GFP_DIRECT_RECLAIM);
}

/* page-allocator/functions.ts */
struct page *alloc_pages(gfp_t gfp, unsigned int order);
unsigned long __get_free_pages(gfp_t gfp, unsigned int order);
unsigned long get_zeroed_page(gfp_t gfp);
void __free_pages(struct page *page, unsigned int order);
void free_pages(unsigned long address, unsigned int order);
void *alloc_pages_exact(size_t size, gfp_t gfp);
void free_pages_exact(void *address, size_t size);
void split_page(struct page *page, unsigned int order);

/* page-allocator/contiguous-functions.ts: frames by their numbers */
int alloc_contig_range(unsigned long start, unsigned long end, unsigned migratetype, gfp_t gfp);
void free_contig_range(unsigned long pfn, unsigned long nr_pages);

/* mm/page_alloc.c */
unsigned long alloc_pages_bulk_array(gfp_t gfp, unsigned long count, struct page **pages);
unsigned long alloc_pages_bulk_list(gfp_t gfp, unsigned long count, struct list_head *list);

#define alloc_page(gfp) alloc_pages(gfp, 0)
#define alloc_pages_bulk_array_node(gfp, node, count, pages) ((void)(node), alloc_pages_bulk_array(gfp, count, pages))
#define alloc_pages_node(node, gfp, order) ((void)(node), alloc_pages(gfp, order))
#define __get_free_page(gfp) __get_free_pages(gfp, 0)
#define __get_dma_pages(gfp, order) __get_free_pages((gfp) | GFP_DMA, order)
#define __free_page(page) __free_pages(page, 0)
#define free_page(address) free_pages(address, 0)

#endif

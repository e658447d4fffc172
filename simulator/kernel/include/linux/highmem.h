/* Temporary mappings of pages: on a 64-bit machine all RAM is in the direct map. */
#ifndef _LINUX_HIGHMEM_H
#define _LINUX_HIGHMEM_H

#include <linux/mm.h>
#include <linux/string.h>

static inline void *kmap(struct page *page) { return page_address(page); }
static inline void kunmap(struct page *page) { (void)page; }
static inline void *kmap_local_page(struct page *page) { return page_address(page); }
#define kunmap_local(address) ((void)(address))
static inline void *kmap_atomic(struct page *page)
{
	preempt_disable();
	return page_address(page);
}
#define kunmap_atomic(address) do { (void)(address); preempt_enable(); } while (0)

static inline void clear_highpage(struct page *page) { memset(page_address(page), 0, PAGE_SIZE); }
static inline void copy_highpage(struct page *to, struct page *from)
{
	memcpy(page_address(to), page_address(from), PAGE_SIZE);
}
static inline void flush_dcache_page(struct page *page) { (void)page; }
/* Nothing to do where caches know no aliases. */
static inline void flush_kernel_vmap_range(void *address, int size) { (void)address, (void)size; }
static inline void invalidate_kernel_vmap_range(void *address, int size) { (void)address, (void)size; }

/* A driver that includes this header has these too. */
#include <linux/dma-direction.h>
#include <linux/fs.h>
#include <linux/hardirq.h>
#include <linux/ioport.h>
#include <linux/sizes.h>

#endif

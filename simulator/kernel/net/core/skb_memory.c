/*
 * Where packets' heads and data come from. What is received lies in pieces of pages: each CPU cuts one after the other, from the end to the front; a page is kept until
 * the last of them is free.
 */
#include <linux/irqflags.h>
#include <linux/mm.h>
#include <linux/skbuff.h>
#include <net/core.h>

/* page-allocator/functions.ts */
struct page *__alloc_frag_pages(gfp_t gfp, unsigned int order);

/* Of all heads. */
struct kmem_cache *__skb_head_cache(void)
{
	static struct kmem_cache *cache;

	if (!cache)
		cache = kmem_cache_create("skbuff_head_cache", sizeof(struct sk_buff), 0, SLAB_HWCACHE_ALIGN, NULL);
	return cache;
}

static struct frag_cache {
	void *address;
	unsigned int offset;
} frag_caches[__CPU_LIMIT];

#define FRAG_PAGES_ORDER 3

static bool refill(struct frag_cache *cache)
{
	struct page *page = __alloc_frag_pages(GFP_ATOMIC | __GFP_COMP | __GFP_NOWARN, FRAG_PAGES_ORDER);

	if (cache->address)
		put_page(virt_to_head_page(cache->address));
	cache->address = page ? page_address(page) : NULL;
	cache->offset = PAGE_SIZE << FRAG_PAGES_ORDER;
	return page != NULL;
}

void *netdev_alloc_frag(unsigned int size)
{
	struct frag_cache *cache;
	unsigned long flags;
	void *data = NULL;

	size = SKB_DATA_ALIGN(size);
	local_irq_save(flags);
	cache = &frag_caches[smp_processor_id()];
	if (size <= PAGE_SIZE << FRAG_PAGES_ORDER && ((cache->address && cache->offset >= size) || refill(cache))) {
		cache->offset -= size;
		data = cache->address + cache->offset;
		get_page(virt_to_head_page(data));
	}
	local_irq_restore(flags);
	return data;
}

void *napi_alloc_frag(unsigned int size)
{
	return netdev_alloc_frag(size);
}

void skb_free_frag(void *data)
{
	put_page(virt_to_head_page(data));
}

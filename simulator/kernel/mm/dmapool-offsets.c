/*
 * dma_pool as Linux has it up to 6.3: the first four bytes of a free block are the offset of the page's next one. The chain is laid out with a comparison
 * that loses the block which ends exactly on a boundary.
 */
#include "kernel/mm/dmapool.h"

static int *pool_link(struct dma_page *page, unsigned int offset)
{
	return page->vaddr + offset;
}

static void pool_chain_offsets(struct dma_pool *pool, struct dma_page *page)
{
	unsigned int at = 0, boundary = pool->boundary;

	while (at < pool->allocation) {
		unsigned int next = at + pool->size;

		if (next + pool->size >= boundary) {
			next = boundary;
			boundary += pool->boundary;
		}
		*pool_link(page, at) = next;
		at = next;
	}
	page->in_use = 0;
	page->offset = 0;
}

static struct dma_page *pool_page_with_room(struct dma_pool *pool)
{
	struct dma_page *page;

	list_for_each_entry(page, &pool->page_list, page_list)
		if (page->offset < pool->allocation)
			return page;
	return NULL;
}

void *__pool_take_by_offset(struct dma_pool *pool, gfp_t gfp, dma_addr_t *handle)
{
	struct dma_page *page;
	unsigned long flags;
	void *block;

	spin_lock_irqsave(&pool->lock, flags);
	page = pool_page_with_room(pool);
	if (!page) {
		spin_unlock_irqrestore(&pool->lock, flags);
		page = __pool_new_page(pool, gfp & ~__GFP_ZERO);
		if (!page)
			return NULL;
		pool_chain_offsets(pool, page);
		spin_lock_irqsave(&pool->lock, flags);
		list_add(&page->page_list, &pool->page_list);
	}
	page->in_use++;
	block = page->vaddr + page->offset;
	*handle = page->dma + page->offset;
	page->offset = *pool_link(page, page->offset);
	__pool_check_poison(pool, block, sizeof(int), gfp, "dma_pool_alloc");
	spin_unlock_irqrestore(&pool->lock, flags);
	return block;
}

static bool pool_offset_is_free(struct dma_pool *pool, struct dma_page *page, unsigned int offset)
{
	unsigned int at = page->offset;

	while (at < pool->allocation && at != offset)
		at = *pool_link(page, at);
	return at == offset;
}

/* Says what is wrong with a block that is given back; with poison more is checked. */
static bool pool_refuses_offset(struct dma_pool *pool, struct dma_page *page, void *block, dma_addr_t handle)
{
	if (!page) {
		dev_err(pool->dev, "%s %s, %p/%pad (bad dma)\n", "dma_pool_free", pool->name, block, &handle);
		return true;
	}
	if (!pool->poisons)
		return false;
	if (handle - page->dma != (unsigned int)(block - page->vaddr)) {
		dev_err(pool->dev, "%s %s, %p (bad vaddr)/%pad\n", "dma_pool_free", pool->name, block, &handle);
		return true;
	}
	if (pool_offset_is_free(pool, page, block - page->vaddr)) {
		dev_err(pool->dev, "%s %s, dma %pad already free\n", "dma_pool_free", pool->name, &handle);
		return true;
	}
	memset(block, POOL_POISON_FREED, pool->size);
	return false;
}

void __pool_put_by_offset(struct dma_pool *pool, void *block, dma_addr_t handle)
{
	struct dma_page *page;
	unsigned long flags;

	spin_lock_irqsave(&pool->lock, flags);
	page = __pool_page_of(pool, handle);
	if (!pool_refuses_offset(pool, page, block, handle)) {
		page->in_use--;
		*(int *)block = page->offset;
		page->offset = block - page->vaddr;
	}
	spin_unlock_irqrestore(&pool->lock, flags);
}

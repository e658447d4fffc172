/* dma_pool as Linux has it from 6.4 on: one chain of pointers through the free blocks of all pages, and nothing checked without poison. */
#include "kernel/mm/dmapool.h"

/* The fresh blocks come out in ascending order, before what was free. */
static void pool_chain_blocks(struct dma_pool *pool, struct dma_page *page)
{
	struct dma_block **end = &pool->next_block, *rest = pool->next_block;
	size_t at = 0, boundary = pool->boundary;

	while (at + pool->size <= pool->allocation) {
		struct dma_block *block = page->vaddr + at;

		if (at + pool->size > boundary) {
			at = boundary;
			boundary += pool->boundary;
			continue;
		}
		*end = block;
		block->dma = page->dma + at;
		end = &block->next_block;
		pool->nr_blocks++;
		at += pool->size;
	}
	*end = rest;
	list_add(&page->page_list, &pool->page_list);
	pool->nr_pages++;
}

static struct dma_block *pool_pop_block(struct dma_pool *pool)
{
	struct dma_block *block = pool->next_block;

	if (!block)
		return NULL;
	pool->next_block = block->next_block;
	pool->nr_active++;
	return block;
}

void *__pool_take_block(struct dma_pool *pool, gfp_t gfp, dma_addr_t *handle)
{
	struct dma_block *block;
	unsigned long flags;

	spin_lock_irqsave(&pool->lock, flags);
	block = pool_pop_block(pool);
	if (!block) {
		struct dma_page *page;

		spin_unlock_irqrestore(&pool->lock, flags);
		page = __pool_new_page(pool, gfp & ~__GFP_ZERO);
		if (!page)
			return NULL;
		spin_lock_irqsave(&pool->lock, flags);
		pool_chain_blocks(pool, page);
		block = pool_pop_block(pool);
	}
	spin_unlock_irqrestore(&pool->lock, flags);
	*handle = block->dma;
	__pool_check_poison(pool, block, sizeof(*block), gfp, "pool_check_block");
	return block;
}

static bool pool_refuses_block(struct dma_pool *pool, void *given, dma_addr_t handle)
{
	struct dma_block *block;

	if (!pool->poisons)
		return false;
	if (!__pool_page_of(pool, handle)) {
		dev_err(pool->dev, "%s %s, %p/%pad (bad dma)\n", "pool_block_err", pool->name, given, &handle);
		return true;
	}
	for (block = pool->next_block; block; block = block->next_block)
		if (block == given) {
			dev_err(pool->dev, "%s %s, dma %pad already free\n", "pool_block_err", pool->name, &handle);
			return true;
		}
	memset(given, POOL_POISON_FREED, pool->size);
	return false;
}

void __pool_put_block(struct dma_pool *pool, void *given, dma_addr_t handle)
{
	struct dma_block *block = given;
	unsigned long flags;

	spin_lock_irqsave(&pool->lock, flags);
	if (!pool_refuses_block(pool, given, handle)) {
		block->dma = handle;
		block->next_block = pool->next_block;
		pool->next_block = block;
		pool->nr_active--;
	}
	spin_unlock_irqrestore(&pool->lock, flags);
}

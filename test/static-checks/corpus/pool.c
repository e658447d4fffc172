#include "corpus.h"

int bad_boundary_no_power(struct board *b)
{
	b->pool = dma_pool_create("board", b->dev, 64, 16, 3000); /* expect: pool-geometry */
	return b->pool ? 0 : -ENOMEM;
}

int bad_boundary_below_size(struct board *b)
{
	b->pool = dma_pool_create("board", b->dev, 8192, 16, 4096); /* expect: pool-geometry */
	return b->pool ? 0 : -ENOMEM;
}

int bad_alignment(struct board *b)
{
	b->pool = dma_pool_create("board", b->dev, 64, 24, 0); /* expect: pool-geometry */
	return b->pool ? 0 : -ENOMEM;
}

int ok_pool(struct board *b)
{
	b->pool = dma_pool_create("board", b->dev, 64, 64, 4096);
	return b->pool ? 0 : -ENOMEM;
}

int ok_pool_without_limits(struct board *b)
{
	b->pool = dma_pool_create("board", b->dev, 96, 0, 0);
	return b->pool ? 0 : -ENOMEM;
}

int bad_other_pool(struct board *b)
{
	dma_addr_t dma;
	void *block = dma_pool_alloc(b->pool, GFP_KERNEL, &dma);

	if (!block)
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_pool_free(b->other_pool, block, dma); /* expect: pool-wrong-pool */
	return 0;
}

int bad_pool_block_as_coherent(struct board *b)
{
	dma_addr_t dma;
	void *block = dma_pool_zalloc(b->pool, GFP_KERNEL, &dma);

	if (!block)
		return -ENOMEM;
	board_wait(b);
	dma_free_coherent(b->dev, 64, block, dma); /* expect: unmap-wrong-function */
	return 0;
}

int ok_same_pool_by_alias(struct board *b)
{
	struct dma_pool *pool = b->pool;
	dma_addr_t dma;
	void *block = dma_pool_alloc(pool, GFP_KERNEL, &dma);

	if (!block)
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_pool_free(b->pool, block, dma);
	return 0;
}

int bad_destroyed_first(struct board *b)
{
	dma_addr_t dma;
	void *block = dma_pool_alloc(b->pool, GFP_KERNEL, &dma);

	if (!block)
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_pool_destroy(b->pool); /* expect: pool-destroyed-in-use */
	return 0;
}

int bad_freed_after_destroy(struct board *b)
{
	dma_addr_t dma;
	void *block;
	struct dma_pool *pool = dma_pool_create("board", b->dev, 64, 64, 0);

	if (!pool)
		return -ENOMEM;
	block = dma_pool_alloc(pool, GFP_KERNEL, &dma);
	if (!block) {
		dma_pool_destroy(pool);
		return -ENOMEM;
	}
	board_wait(b);
	dma_pool_destroy(pool); /* expect: pool-destroyed-in-use */
	dma_pool_free(pool, block, dma);
	return 0;
}

int bad_block_leaks(struct board *b)
{
	dma_addr_t dma;
	void *block = dma_pool_alloc(b->pool, GFP_KERNEL, &dma);

	if (!block)
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	if (board_wait(b))
		return -EIO; /* expect: unmap-missing */
	dma_pool_free(b->pool, block, dma);
	return 0;
}

int ok_destroyed_last(struct board *b)
{
	dma_addr_t dma;
	void *block;
	struct dma_pool *pool = dma_pool_create("board", b->dev, 64, 64, 0);

	if (!pool)
		return -ENOMEM;
	block = dma_pool_alloc(pool, GFP_KERNEL, &dma);
	if (block) {
		board_wait(b);
		dma_pool_free(pool, block, dma);
	}
	dma_pool_destroy(pool);
	return 0;
}

/* Blocks of a pool, used one after the other, and one again. */
#include "../edu.h"

static int use(struct edu *edu)
{
	struct dma_pool *pool = dma_pool_create("edu", edu->dev, 256, 256, 0);
	dma_addr_t handles[20];
	u8 *blocks[20];
	int i, error = 0;

	if (!pool)
		return -ENOMEM;
	for (i = 0; i < 20; i++) {
		blocks[i] = dma_pool_alloc(pool, GFP_KERNEL, &handles[i]);
		if (!blocks[i])
			goto give_back;
		memset(blocks[i], i, 256);
	}
	error = edu_move(edu, handles[17], 256, TO_EDU);
	dma_pool_free(pool, blocks[3], handles[3]);
	blocks[3] = dma_pool_alloc(pool, GFP_ATOMIC, &handles[3]);
	if (blocks[3] && !error)
		error = edu_move(edu, handles[3], 256, FROM_EDU);
	printk("block %d\n", blocks[3] ? blocks[3][0] : -1);
give_back:
	while (i-- > 0)
		if (blocks[i])
			dma_pool_free(pool, blocks[i], handles[i]);
	dma_pool_destroy(pool);
	return error;
}

/* Buffers and pools that go with the device. */
#include "../edu.h"

static int use(struct edu *edu)
{
	struct dma_pool *pool = dmam_pool_create("managed", edu->dev, 64, 64, 0);
	dma_addr_t handle, block;
	char *buffer = dmam_alloc_coherent(edu->dev, 4096, &handle, GFP_KERNEL), *taken;
	int error;

	if (!buffer || !pool)
		return -ENOMEM;
	taken = dma_pool_zalloc(pool, GFP_KERNEL, &block);
	if (!taken)
		return -ENOMEM;
	error = edu_move(edu, handle, 4, TO_EDU);
	if (!error)
		error = edu_move(edu, block, 64, FROM_EDU);
	dma_pool_free(pool, taken, block);
	return error;
}

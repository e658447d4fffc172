/* Descriptors in coherent memory, a barrier, and a doorbell that has none of its own; relaxed writes of addresses before it wait for nothing. */
#include "../edu.h"

static int use(struct edu *edu)
{
	dma_addr_t handle;
	u32 *ring = dma_alloc_coherent(edu->dev, 4096, &handle, GFP_KERNEL);
	int i, error = 0;

	if (!ring)
		return -ENOMEM;
	for (i = 0; i < 3 && !error; i++) {
		ring[0] = i;
		writeq_relaxed(handle, edu->registers + 0x80);
		writeq_relaxed(EDU_BUFFER, edu->registers + 0x88);
		writeq_relaxed(64, edu->registers + 0x90);
		reinit_completion(&edu->done);
		dma_wmb();
		writel_relaxed(1 | 4, edu->registers + 0x98);
		error = edu_wait(edu);
	}
	dma_free_coherent(edu->dev, 4096, ring, handle);
	return error;
}

/* Memory of dma_alloc_noncoherent, synchronised as a streaming mapping is. 6.1 wants even its handle checked (asked): dma-debug takes it for a mapping. */
#include "../edu.h"

static int use(struct edu *edu)
{
	dma_addr_t handle;
	char *buffer = dma_alloc_noncoherent(edu->dev, 4096, &handle, DMA_BIDIRECTIONAL, GFP_KERNEL);
	int error;

	if (!buffer)
		return -ENOMEM;
	if (dma_mapping_error(edu->dev, handle))
		return -ENOMEM;
	dma_sync_single_for_cpu(edu->dev, handle, 4096, DMA_BIDIRECTIONAL);
	memset(buffer, 1, 4096);
	dma_sync_single_for_device(edu->dev, handle, 4096, DMA_BIDIRECTIONAL);
	error = edu_move(edu, handle, 512, TO_EDU);
	dma_sync_single_for_cpu(edu->dev, handle, 4096, DMA_BIDIRECTIONAL);
	printk("byte %d\n", buffer[0]);
	dma_free_noncoherent(edu->dev, 4096, buffer, handle, DMA_BIDIRECTIONAL);
	return error;
}

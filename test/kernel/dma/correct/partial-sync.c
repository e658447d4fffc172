/* A piece in the middle is looked at while the rest stays the device's. */
#include "../edu.h"

static int use(struct edu *edu)
{
	char *buffer = kzalloc(1024, GFP_KERNEL);
	dma_addr_t handle;
	int error;

	if (!buffer)
		return -ENOMEM;
	handle = dma_map_single(edu->dev, buffer, 1024, DMA_BIDIRECTIONAL);
	if (dma_mapping_error(edu->dev, handle)) {
		kfree(buffer);
		return -ENOMEM;
	}
	dma_sync_single_range_for_cpu(edu->dev, handle, 256, 128, DMA_BIDIRECTIONAL);
	memset(buffer + 256, 1, 128);
	dma_sync_single_range_for_device(edu->dev, handle, 256, 128, DMA_BIDIRECTIONAL);
	error = edu_move(edu, handle, 1024, TO_EDU);
	dma_unmap_single(edu->dev, handle, 1024, DMA_BIDIRECTIONAL);
	kfree(buffer);
	return error;
}

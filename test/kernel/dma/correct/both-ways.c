/* One buffer both ways, synchronised between. */
#include "../edu.h"

static int use(struct edu *edu)
{
	char *buffer = kmalloc(256, GFP_KERNEL);
	dma_addr_t handle;
	int error;

	if (!buffer)
		return -ENOMEM;
	strcpy(buffer, "question");
	handle = dma_map_single(edu->dev, buffer, 256, DMA_BIDIRECTIONAL);
	if (dma_mapping_error(edu->dev, handle)) {
		kfree(buffer);
		return -ENOMEM;
	}
	error = edu_move(edu, handle, 256, TO_EDU);
	dma_sync_single_for_cpu(edu->dev, handle, 256, DMA_BIDIRECTIONAL);
	memset(buffer, 0, 256);
	dma_sync_single_for_device(edu->dev, handle, 256, DMA_BIDIRECTIONAL);
	if (!error)
		error = edu_move(edu, handle, 256, FROM_EDU);
	dma_sync_single_for_cpu(edu->dev, handle, 256, DMA_BIDIRECTIONAL);
	printk("%s\n", buffer);
	dma_unmap_single(edu->dev, handle, 256, DMA_BIDIRECTIONAL);
	kfree(buffer);
	return error;
}

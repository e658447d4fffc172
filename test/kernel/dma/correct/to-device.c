/* A buffer for the device to read. */
#include "../edu.h"

static int use(struct edu *edu)
{
	char *buffer = kmalloc(512, GFP_KERNEL);
	dma_addr_t handle;
	int error;

	if (!buffer)
		return -ENOMEM;
	memset(buffer, 0x11, 512);
	handle = dma_map_single(edu->dev, buffer, 512, DMA_TO_DEVICE);
	if (dma_mapping_error(edu->dev, handle)) {
		kfree(buffer);
		return -ENOMEM;
	}
	error = edu_move(edu, handle, 512, TO_EDU);
	dma_unmap_single(edu->dev, handle, 512, DMA_TO_DEVICE);
	memset(buffer, 0x22, 512);
	kfree(buffer);
	return error;
}

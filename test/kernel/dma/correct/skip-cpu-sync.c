/* Mapped without synchronising, which the driver does itself when there is something to send: as the SPI core does. */
#include "../edu.h"

static int use(struct edu *edu)
{
	char *buffer = kmalloc(256, GFP_KERNEL);
	dma_addr_t handle;
	int error;

	if (!buffer)
		return -ENOMEM;
	handle = dma_map_single_attrs(edu->dev, buffer, 256, DMA_TO_DEVICE, DMA_ATTR_SKIP_CPU_SYNC);
	if (dma_mapping_error(edu->dev, handle)) {
		kfree(buffer);
		return -ENOMEM;
	}
	memset(buffer, 9, 256);
	dma_sync_single_for_device(edu->dev, handle, 256, DMA_TO_DEVICE);
	error = edu_move(edu, handle, 256, TO_EDU);
	dma_sync_single_for_cpu(edu->dev, handle, 256, DMA_TO_DEVICE);
	memset(buffer, 8, 256);
	dma_unmap_single_attrs(edu->dev, handle, 256, DMA_TO_DEVICE, DMA_ATTR_SKIP_CPU_SYNC);
	kfree(buffer);
	return error;
}

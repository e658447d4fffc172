/* A buffer for the device to fill, read when it is unmapped. */
#include "../edu.h"

static int use(struct edu *edu)
{
	char *buffer = kmalloc(512, GFP_KERNEL);
	dma_addr_t handle;
	int error;

	if (!buffer)
		return -ENOMEM;
	handle = dma_map_single(edu->dev, buffer, 512, DMA_FROM_DEVICE);
	if (dma_mapping_error(edu->dev, handle)) {
		kfree(buffer);
		return -ENOMEM;
	}
	error = edu_move(edu, handle, 512, FROM_EDU);
	dma_unmap_single(edu->dev, handle, 512, DMA_FROM_DEVICE);
	printk("first %d\n", buffer[0]);
	kfree(buffer);
	return error;
}

/* What a device only reads the CPU may read at any time. */
#include "../edu.h"

static int use(struct edu *edu)
{
	u32 *buffer = kzalloc(512, GFP_KERNEL);
	dma_addr_t handle;
	int error;

	if (!buffer)
		return -ENOMEM;
	buffer[7] = 77;
	handle = dma_map_single(edu->dev, buffer, 512, DMA_TO_DEVICE);
	if (dma_mapping_error(edu->dev, handle)) {
		kfree(buffer);
		return -ENOMEM;
	}
	edu_start(edu, handle, 512, TO_EDU);
	printk("sending %u\n", buffer[7]);
	error = edu_wait(edu);
	dma_unmap_single(edu->dev, handle, 512, DMA_TO_DEVICE);
	kfree(buffer);
	return error;
}

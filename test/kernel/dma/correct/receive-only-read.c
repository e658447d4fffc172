/* What the CPU only reads need not be synchronised back (DMA-API-HOWTO). */
#include "../edu.h"

static int use(struct edu *edu)
{
	char *buffer = kmalloc(128, GFP_KERNEL);
	dma_addr_t handle;
	int i, error = 0;

	if (!buffer)
		return -ENOMEM;
	handle = dma_map_single(edu->dev, buffer, 128, DMA_FROM_DEVICE);
	if (dma_mapping_error(edu->dev, handle)) {
		kfree(buffer);
		return -ENOMEM;
	}
	for (i = 0; i < 3 && !error; i++) {
		error = edu_move(edu, handle, 128, FROM_EDU);
		dma_sync_single_for_cpu(edu->dev, handle, 128, DMA_FROM_DEVICE);
		printk("byte %d\n", buffer[i]);
	}
	dma_unmap_single(edu->dev, handle, 128, DMA_FROM_DEVICE);
	kfree(buffer);
	return error;
}

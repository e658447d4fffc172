/* Buffers that stay mapped, as a network driver's: each is synchronised for as long as it was written, read, and given back. */
#include "../edu.h"

#define BUFFERS 4

static int use(struct edu *edu)
{
	char *buffers[BUFFERS] = {};
	dma_addr_t handles[BUFFERS];
	int i, error = 0;

	for (i = 0; i < BUFFERS; i++) {
		buffers[i] = kmalloc(2048, GFP_KERNEL);
		if (!buffers[i])
			break;
		handles[i] = dma_map_single(edu->dev, buffers[i], 2048, DMA_FROM_DEVICE);
		if (dma_mapping_error(edu->dev, handles[i])) {
			kfree(buffers[i]);
			break;
		}
	}
	if (i < BUFFERS)
		error = -ENOMEM;
	for (int packet = 0; packet < 6 && !error; packet++) {
		int at = packet % BUFFERS, length = 60 + packet;
		char copy[80];

		error = edu_move(edu, handles[at], length, FROM_EDU);
		dma_sync_single_for_cpu(edu->dev, handles[at], length, DMA_FROM_DEVICE);
		memcpy(copy, buffers[at], length);
		dma_sync_single_for_device(edu->dev, handles[at], length, DMA_FROM_DEVICE);
	}
	while (i-- > 0) {
		dma_unmap_single(edu->dev, handles[i], 2048, DMA_FROM_DEVICE);
		kfree(buffers[i]);
	}
	return error;
}

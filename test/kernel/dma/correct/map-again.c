/* One buffer is mapped, unmapped, changed and mapped again: it gets the same address. */
#include "../edu.h"

static int use(struct edu *edu)
{
	char *buffer = kzalloc(128, GFP_KERNEL);
	int i, error = 0;

	if (!buffer)
		return -ENOMEM;
	for (i = 0; i < 4 && !error; i++) {
		int direction = i & 1 ? DMA_FROM_DEVICE : DMA_TO_DEVICE;
		dma_addr_t handle;

		buffer[0]++;
		handle = dma_map_single(edu->dev, buffer, 128, direction);
		if (dma_mapping_error(edu->dev, handle)) {
			error = -ENOMEM;
			break;
		}
		error = edu_move(edu, handle, 128, i & 1 ? FROM_EDU : TO_EDU);
		dma_unmap_single(edu->dev, handle, 128, direction);
	}
	kfree(buffer);
	return error;
}

/* dma_alloc_wc is coherent memory. */
#include "../edu.h"

static int use(struct edu *edu)
{
	dma_addr_t handle;
	u8 *buffer = dma_alloc_wc(edu->dev, 8192, &handle, GFP_KERNEL);
	int error;

	if (!buffer)
		return -ENOMEM;
	memset(buffer, 0x5a, 4096);
	error = edu_move(edu, handle, 1024, TO_EDU);
	dma_free_wc(edu->dev, 8192, buffer, handle);
	return error;
}

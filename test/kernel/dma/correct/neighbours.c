/* Two halves of one page: the device has one, the CPU works in the other. */
#include "../edu.h"

static int use(struct edu *edu)
{
	char *page = (char *)__get_free_page(GFP_KERNEL);
	dma_addr_t handle;
	int error;

	if (!page)
		return -ENOMEM;
	handle = dma_map_single(edu->dev, page + 2048, 2048, DMA_FROM_DEVICE);
	if (dma_mapping_error(edu->dev, handle)) {
		free_page((unsigned long)page);
		return -ENOMEM;
	}
	edu_start(edu, handle, 2048, FROM_EDU);
	memset(page, 3, 2048);
	error = edu_wait(edu);
	dma_unmap_single(edu->dev, handle, 2048, DMA_FROM_DEVICE);
	free_page((unsigned long)page);
	return error;
}

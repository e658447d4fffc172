/* Part of a page by dma_map_page. */
#include "../edu.h"

static int use(struct edu *edu)
{
	struct page *page = alloc_page(GFP_KERNEL);
	dma_addr_t handle;
	int error;

	if (!page)
		return -ENOMEM;
	handle = dma_map_page(edu->dev, page, 128, 1000, DMA_FROM_DEVICE);
	if (dma_mapping_error(edu->dev, handle)) {
		__free_page(page);
		return -ENOMEM;
	}
	error = edu_move(edu, handle, 1000, FROM_EDU);
	dma_unmap_page(edu->dev, handle, 1000, DMA_FROM_DEVICE);
	printk("byte %d\n", ((char *)page_address(page))[128]);
	__free_page(page);
	return error;
}

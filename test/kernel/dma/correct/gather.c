/* A scatterlist from the device, looked at in between. */
#include "../edu.h"

static int use(struct edu *edu)
{
	char *buffer = kmalloc(4096, GFP_KERNEL);
	struct scatterlist list[2], *entry;
	int i, count, error = 0;

	if (!buffer)
		return -ENOMEM;
	sg_init_table(list, 2);
	sg_set_buf(&list[0], buffer, 1024);
	sg_set_buf(&list[1], buffer + 2048, 1024);
	count = dma_map_sg(edu->dev, list, 2, DMA_FROM_DEVICE);
	if (!count) {
		kfree(buffer);
		return -ENOMEM;
	}
	for_each_sg(list, entry, count, i)
		if (!error)
			error = edu_move(edu, sg_dma_address(entry), sg_dma_len(entry), FROM_EDU);
	dma_sync_sg_for_cpu(edu->dev, list, 2, DMA_FROM_DEVICE);
	printk("bytes %d %d\n", buffer[0], buffer[2048]);
	dma_sync_sg_for_device(edu->dev, list, 2, DMA_FROM_DEVICE);
	if (!error)
		error = edu_move(edu, sg_dma_address(&list[0]), 16, FROM_EDU);
	dma_unmap_sg(edu->dev, list, 2, DMA_FROM_DEVICE);
	printk("byte %d\n", buffer[1]);
	kfree(buffer);
	return error;
}

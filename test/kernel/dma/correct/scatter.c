/* A scatterlist to the device. */
#include "../edu.h"

static int use(struct edu *edu)
{
	char *parts[3] = {};
	struct scatterlist list[3], *entry;
	int i, count, error = -ENOMEM;

	sg_init_table(list, 3);
	for (i = 0; i < 3; i++) {
		parts[i] = kzalloc(512, GFP_KERNEL);
		if (!parts[i])
			goto out;
		sg_set_buf(&list[i], parts[i], 512);
	}
	count = dma_map_sg(edu->dev, list, 3, DMA_TO_DEVICE);
	if (!count)
		goto out;
	error = 0;
	for_each_sg(list, entry, count, i)
		if (!error)
			error = edu_move(edu, sg_dma_address(entry), sg_dma_len(entry), TO_EDU);
	dma_unmap_sg(edu->dev, list, 3, DMA_TO_DEVICE);
out:
	for (i = 0; i < 3; i++)
		kfree(parts[i]);
	return error;
}

/* The sg_table forms of the same calls. */
#include "../edu.h"

static int use(struct edu *edu)
{
	char *buffer = kzalloc(4096, GFP_KERNEL);
	struct scatterlist *entry;
	struct sg_table table;
	int i, error;

	if (!buffer)
		return -ENOMEM;
	error = sg_alloc_table(&table, 2, GFP_KERNEL);
	if (error)
		goto free_buffer;
	sg_set_buf(table.sgl, buffer, 2048);
	sg_set_buf(sg_next(table.sgl), buffer + 2048, 2048);
	error = dma_map_sgtable(edu->dev, &table, DMA_BIDIRECTIONAL, 0);
	if (error)
		goto free_table;
	for_each_sgtable_dma_sg(&table, entry, i)
		if (!error)
			error = edu_move(edu, sg_dma_address(entry), sg_dma_len(entry), TO_EDU);
	dma_sync_sgtable_for_cpu(edu->dev, &table, DMA_BIDIRECTIONAL);
	buffer[0] = 1;
	dma_sync_sgtable_for_device(edu->dev, &table, DMA_BIDIRECTIONAL);
	dma_unmap_sgtable(edu->dev, &table, DMA_BIDIRECTIONAL, 0);
free_table:
	sg_free_table(&table);
free_buffer:
	kfree(buffer);
	return error;
}

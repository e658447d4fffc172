#include "corpus.h"

int bad_unmaps_mapped_count(struct board *b)
{
	int count = dma_map_sg(b->dev, b->sg, b->nents, DMA_FROM_DEVICE);

	if (!count)
		return -ENOMEM;
	board_wait(b);
	dma_unmap_sg(b->dev, b->sg, count, DMA_FROM_DEVICE); /* expect: sg-unmap-count */
	return 0;
}

int bad_overwrites_nents(struct board *b)
{
	b->nents = dma_map_sg(b->dev, b->sg, b->nents, DMA_FROM_DEVICE);
	if (!b->nents)
		return -ENOMEM;
	board_wait(b);
	dma_unmap_sg(b->dev, b->sg, b->nents, DMA_FROM_DEVICE); /* expect: sg-unmap-count */
	return 0;
}

int bad_syncs_mapped_count(struct board *b)
{
	int count = dma_map_sg(b->dev, b->sg, b->nents, DMA_FROM_DEVICE);

	if (!count)
		return -ENOMEM;
	board_wait(b);
	dma_sync_sg_for_cpu(b->dev, b->sg, count, DMA_FROM_DEVICE); /* expect: sg-unmap-count */
	dma_unmap_sg(b->dev, b->sg, b->nents, DMA_FROM_DEVICE);
	return 0;
}

int bad_result_ignored(struct board *b)
{
	dma_map_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE); /* expect: sg-map-unchecked */
	board_wait(b);
	dma_unmap_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE);
	return 0;
}

int bad_checked_for_negative(struct board *b)
{
	int count = dma_map_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE); /* expect: sg-map-unchecked */

	if (count < 0)
		return count;
	board_wait(b);
	dma_unmap_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE);
	return 0;
}

int bad_walks_all_entries(struct board *b)
{
	struct scatterlist *s;
	int i, count = dma_map_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE);

	if (!count)
		return -ENOMEM;
	for_each_sg(b->sg, s, b->nents, i) /* expect: sg-walks-unmapped-count */
		writeq(sg_dma_address(s), b->regs + 8 * i);
	board_wait(b);
	dma_unmap_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE);
	return 0;
}

int bad_length_of_page(struct board *b)
{
	struct scatterlist *s;
	int i, count = dma_map_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE);

	if (!count)
		return -ENOMEM;
	for_each_sg(b->sg, s, count, i) {
		writeq(sg_dma_address(s), b->regs + 16 * i);
		writel(s->length, b->regs + 16 * i + 8); /* expect: sg-page-length */
	}
	board_wait(b);
	dma_unmap_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE);
	return 0;
}

int ok_list(struct board *b)
{
	struct scatterlist *s;
	int i, count = dma_map_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE);

	if (!count)
		return -ENOMEM;
	for_each_sg(b->sg, s, count, i) {
		writeq(sg_dma_address(s), b->regs + 16 * i);
		writel(sg_dma_len(s), b->regs + 16 * i + 8);
	}
	board_wait(b);
	dma_unmap_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE);
	return 0;
}

int ok_checked_for_one(struct board *b)
{
	int count = dma_map_sg(b->dev, b->sg, 1, DMA_TO_DEVICE);

	if (count != 1)
		return -ENOMEM;
	board_wait(b);
	dma_unmap_sg(b->dev, b->sg, 1, DMA_TO_DEVICE);
	return 0;
}

int ok_checked_for_positive(struct board *b)
{
	int count = dma_map_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE);

	if (count <= 0)
		return -ENOMEM;
	board_wait(b);
	dma_unmap_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE);
	return 0;
}

int ok_table(struct board *b, struct sg_table *table)
{
	int ret = dma_map_sgtable(b->dev, table, DMA_TO_DEVICE, 0);

	if (ret)
		return ret;
	board_wait(b);
	dma_unmap_sgtable(b->dev, table, DMA_TO_DEVICE, 0);
	return 0;
}

int bad_table_compared_like_a_count(struct board *b, struct sg_table *table)
{
	if (!dma_map_sgtable(b->dev, table, DMA_TO_DEVICE, 0)) /* expect: sg-map-unchecked */
		return -ENOMEM;
	board_wait(b);
	dma_unmap_sgtable(b->dev, table, DMA_TO_DEVICE, 0);
	return 0;
}

void ok_walks_pages_before_mapping(struct board *b)
{
	struct scatterlist *s;
	int i;

	for_each_sg(b->sg, s, b->nents, i)
		b->len += s->length;
}

void bad_long_segment(struct board *b)
{
	sg_init_one(b->sg, b->buf, 1 << 20);
	if (!dma_map_sg(b->dev, b->sg, 1, DMA_TO_DEVICE)) /* expect: max-seg-size-missing */
		return;
	board_wait(b);
	dma_unmap_sg(b->dev, b->sg, 1, DMA_TO_DEVICE);
}

void bad_long_segment_in_list(struct board *b)
{
	sg_init_table(b->sg, 2);
	sg_set_buf(&b->sg[0], b->buf, 128 * 1024);
	sg_set_buf(&b->sg[1], b->slots[0], 64);
	if (!dma_map_sg(b->dev, b->sg, 2, DMA_TO_DEVICE)) /* expect: max-seg-size-missing */
		return;
	board_wait(b);
	dma_unmap_sg(b->dev, b->sg, 2, DMA_TO_DEVICE);
}

void ok_long_segment_declared(struct board *b)
{
	dma_set_max_seg_size(b->dev, UINT_MAX);
	sg_init_one(b->sg, b->buf, 1 << 20);
	if (!dma_map_sg(b->dev, b->sg, 1, DMA_TO_DEVICE))
		return;
	board_wait(b);
	dma_unmap_sg(b->dev, b->sg, 1, DMA_TO_DEVICE);
}

void ok_short_segment(struct board *b)
{
	sg_init_one(b->sg, b->buf, 4096);
	if (!dma_map_sg(b->dev, b->sg, 1, DMA_TO_DEVICE))
		return;
	board_wait(b);
	dma_unmap_sg(b->dev, b->sg, 1, DMA_TO_DEVICE);
}

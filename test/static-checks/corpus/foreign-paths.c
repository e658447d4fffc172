/* Paths that look as if they lost or touched something, and those that do. */
#include <linux/completion.h>
#include <linux/err.h>
#include "corpus.h"

struct job {
	void *data;
	dma_addr_t handle;
	struct completion done;
};
struct pieces {
	void *data;
	dma_addr_t handle;
};
int job_start(struct job *j);
int board_prepare(struct board *b);

static void job_callback(struct board *b, struct job *j)
{
	dma_unmap_single(b->dev, j->handle, 64, DMA_FROM_DEVICE);
	complete(&j->done);
}

int ok_reads_after_callback(struct board *b, struct job *j)
{
	u8 *data = j->data;

	j->handle = dma_map_single(b->dev, data, 64, DMA_FROM_DEVICE);
	if (dma_mapping_error(b->dev, j->handle))
		return -ENOMEM;
	if (job_start(j))
		job_callback(b, j);
	wait_for_completion(&j->done);
	return data[0];
}

int bad_reads_before_it_waits(struct board *b, struct job *j)
{
	u8 *data = j->data;

	j->handle = dma_map_single(b->dev, data, 64, DMA_FROM_DEVICE);
	if (dma_mapping_error(b->dev, j->handle))
		return -ENOMEM;
	job_start(j);
	j->data = NULL;
	b->tail = data[0]; /* expect: cpu-access-while-mapped */
	wait_for_completion(&j->done);
	return 0;
}

int ok_writes_behind_mapped(struct board *b, u8 *message, int length)
{
	dma_addr_t handle = dma_map_single(b->dev, message, length - 2, DMA_FROM_DEVICE);

	if (dma_mapping_error(b->dev, handle))
		return -ENOMEM;
	message[length - 2] = readb(b->regs + REG_STATUS);
	dma_unmap_single(b->dev, handle, length - 2, DMA_FROM_DEVICE);
	return 0;
}

int bad_writes_within_mapped(struct board *b, u8 *message, int length)
{
	dma_addr_t handle = dma_map_single(b->dev, message, length - 2, DMA_FROM_DEVICE);

	if (dma_mapping_error(b->dev, handle))
		return -ENOMEM;
	message[0] = readb(b->regs + REG_STATUS); /* expect: cpu-access-while-mapped */
	dma_unmap_single(b->dev, handle, length - 2, DMA_FROM_DEVICE);
	return 0;
}

int ok_cleared_and_handed_over(struct board *b)
{
	dma_addr_t handle = dma_map_single(b->dev, b->buf, 64, DMA_BIDIRECTIONAL);

	if (dma_mapping_error(b->dev, handle))
		return -ENOMEM;
	memset(b->buf, 0, 64);
	dma_sync_single_for_device(b->dev, handle, 64, DMA_BIDIRECTIONAL);
	b->dma = handle;
	return 0;
}

int bad_cleared_and_kept(struct board *b)
{
	dma_addr_t handle = dma_map_single(b->dev, b->buf, 64, DMA_BIDIRECTIONAL);

	if (dma_mapping_error(b->dev, handle))
		return -ENOMEM;
	memset(b->buf, 0, 64); /* expect: cpu-access-while-mapped */
	b->dma = handle;
	return 0;
}

static void *one_page(struct board *b, dma_addr_t *handle)
{
	void *page = (void *)__get_free_page(GFP_KERNEL);

	if (!page)
		return ERR_PTR(-ENOMEM);
	*handle = dma_map_single(b->dev, page, PAGE_SIZE, DMA_FROM_DEVICE);
	if (dma_mapping_error(b->dev, *handle)) {
		free_page((unsigned long)page);
		return ERR_PTR(-EIO);
	}
	return page;
}

int ok_error_in_pointer(struct board *b)
{
	int i;

	for (i = 0; i < RING_SIZE; i++) {
		dma_addr_t handle;
		void *page = one_page(b, &handle);

		if (IS_ERR(page))
			return PTR_ERR(page);
		b->slots[i] = page;
		b->slot_dma[i] = handle;
	}
	return 0;
}

int bad_lost_behind_pointer(struct board *b)
{
	dma_addr_t handle;
	void *page = one_page(b, &handle);

	if (IS_ERR(page))
		return PTR_ERR(page);
	b->buf = page;
	if (board_prepare(b))
		return -EIO; /* expect: unmap-missing */
	b->dma = handle;
	return 0;
}

int ok_copied_through_pointer(struct board *b, struct pieces *ring, struct pieces *one)
{
	struct pieces local;
	struct pieces *piece = &local;

	piece->data = b->buf;
	piece->handle = dma_map_single(b->dev, piece->data, 64, DMA_FROM_DEVICE);
	if (dma_mapping_error(b->dev, piece->handle))
		return -EIO;
	ring[b->tail] = *piece;
	return 0;
}

int ok_once_more(struct board *b)
{
	dma_addr_t handle;
	int round = 0;
	int ret = 0;

again:
	if (round == 0) {
		handle = dma_map_single(b->dev, b->buf, 64, DMA_TO_DEVICE);
		if (dma_mapping_error(b->dev, handle))
			return -ENOMEM;
		ret = board_wait(b);
	} else {
		ret = board_setup(b);
	}
	if (round < 1)
		dma_unmap_single(b->dev, handle, 64, DMA_TO_DEVICE);
	if (round == 0 && !ret) {
		round = 2;
		goto again;
	}
	return ret;
}


int bad_ignored_failure(struct board *b)
{
	int ret = 0;

	b->dma = dma_map_single(b->dev, b->buf, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(b->dev, b->dma)) {
		ret = -EIO;
		goto out;
	}
	ret = board_wait(b);
out:
	dma_unmap_single(b->dev, b->dma, 64, DMA_TO_DEVICE); /* expect: unmap-failed-mapping */
	return ret;
}

int submit_list(struct board *b);

int ok_goes_on_by_itself(struct board *b, struct scatterlist *list)
{
	int ret;

	if (!dma_map_sg(b->dev, list, 4, DMA_TO_DEVICE))
		return -ENOMEM;
	ret = submit_list(b);
	if (ret != -EINPROGRESS && ret != -EBUSY) {
		dma_unmap_sg(b->dev, list, 4, DMA_TO_DEVICE);
		return ret;
	}
	return ret;
}

int bad_forgets_the_list(struct board *b, struct scatterlist *list)
{
	int ret;

	if (!dma_map_sg(b->dev, list, 4, DMA_TO_DEVICE))
		return -ENOMEM;
	ret = board_prepare(b);
	if (ret < 0)
		return ret; /* expect: unmap-missing */
	ret = submit_list(b);
	dma_unmap_sg(b->dev, list, 4, DMA_TO_DEVICE);
	return ret;
}

struct queue {
	struct board *b;
	void *memory;
	dma_addr_t handle;
};
struct queues {
	struct board *b;
	struct queue one[4];
	void *memory;
	dma_addr_t handle;
};

static void free_one(struct queues *q, int i)
{
	struct queue *each = &q->one[i];

	dma_free_coherent(q->b->dev, 4096, each->memory, each->handle);
}

int ok_another_of_that_name(struct queues *q)
{
	q->memory = dma_alloc_coherent(q->b->dev, 8192, &q->handle, GFP_KERNEL);
	if (!q->memory)
		return -ENOMEM;
	if (board_prepare(q->b)) {
		free_one(q, 1);
		dma_free_coherent(q->b->dev, 8192, q->memory, q->handle);
		return -EIO;
	}
	return 0;
}

int ok_released_where_it_was_got(struct board *b, bool own)
{
	int ret = -ENOMEM;

	if (own && b->len > 64) {
		b->buf = dma_alloc_coherent(b->dev, 4096, &b->dma, GFP_KERNEL);
		if (!b->buf)
			return -ENOMEM;
	}
	ret = board_prepare(b);
	if (ret < 0)
		goto out;
	return 0;
out:
	if (b->len > board_wait(b))
		dma_free_coherent(b->dev, 4096, b->buf, b->dma);
	return ret;
}

int bad_label_behind_the_release(struct board *b)
{
	int ret;

	b->buf = dma_alloc_coherent(b->dev, 4096, &b->dma, GFP_KERNEL);
	if (!b->buf)
		return -ENOMEM;
	ret = board_wait(b);
	if (ret < 0)
		goto out;
	ret = board_prepare(b);
	if (ret < 0)
		goto free;
	return 0;
free:
	dma_free_coherent(b->dev, 4096, b->buf, b->dma);
out:
	return ret; /* expect: unmap-missing */
}

int bad_other_failure_above_the_release(struct board *b)
{
	dma_addr_t dma = dma_map_single(b->dev, b->buf, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	b->ring = kmalloc(64, GFP_KERNEL);
	if (!b->ring)
		return -ENOMEM; /* expect: unmap-missing */
	dma_unmap_single(b->dev, dma, 64, DMA_TO_DEVICE);
	return 0;
}

int bad_way_out_before_the_release(struct board *b)
{
	dma_addr_t dma = dma_map_single(b->dev, b->buf, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	if (board_wait(b) < 0)
		return -EIO; /* expect: unmap-missing */
	dma_unmap_single(b->dev, dma, 64, DMA_TO_DEVICE);
	return 0;
}

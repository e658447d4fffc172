/* Locks that are of one kind or the other, queues that a reading empties, addresses that no mask is asked for. */
#include <linux/genalloc.h>
#include <linux/mutex.h>
#include "corpus.h"

struct part {
	bool sleeps;
	struct mutex mutex;
	spinlock_t lock;
	struct part *next;
};

static void enter(struct part *part)
{
	if (part->sleeps)
		mutex_lock(&part->mutex);
	else
		spin_lock(&part->lock);
}

static void leave(struct part *part)
{
	if (part->sleeps)
		mutex_unlock(&part->mutex);
	else
		spin_unlock(&part->lock);
}

void ok_two_locks_of_one_kind(struct part *part)
{
	enter(part);
	board_wait(NULL);
	enter(part->next);
	leave(part->next);
	leave(part);
}

void bad_mutex_under_a_spinlock(struct part *part)
{
	spin_lock(&part->lock);
	mutex_lock(&part->mutex); /* expect: sleep-in-atomic */
	mutex_unlock(&part->mutex);
	spin_unlock(&part->lock);
}

#define REG_FIFO 0x40
#define REG_FIFO_LEVEL 0x44
#define FIFO_VALID 0x80000000u

void ok_empties_a_queue(struct board *b)
{
	while (readl(b->regs + REG_FIFO) & FIFO_VALID)
		;
}

#define QUEUE_EMPTY 1u

void ok_takes_all_of_a_queue(struct board *b)
{
	u32 status = readl(b->regs + REG_STATUS), taken;

	while (!(status & QUEUE_EMPTY)) {
		taken = readl(b->regs + REG_ADDR);
		status = readl(b->regs + REG_STATUS);
	}
}

void bad_waits_till_others_take_all(struct board *b)
{
	u32 status = readl(b->regs + REG_STATUS);

	while (!(status & QUEUE_EMPTY)) /* expect: poll-without-timeout */
		status = readl(b->regs + REG_STATUS);
}

void ok_list_is_kept_by_who_brought_it(struct board *b, bool whole)
{
	int count = dma_map_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE);

	if (!count)
		return;
	if (!whole || !IS_ALIGNED(sg_dma_address(b->sg), 128))
		goto unmap;
	writeq(sg_dma_address(b->sg), b->regs + REG_ADDR);
	return;
unmap:
	dma_unmap_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE);
}

void bad_list_of_its_own(struct board *b, bool whole)
{
	struct scatterlist sg;

	sg_init_one(&sg, b->buf, 64);
	if (!dma_map_sg(b->dev, &sg, 1, DMA_TO_DEVICE))
		return;
	if (!whole)
		return; /* expect: unmap-missing */
	writeq(sg_dma_address(&sg), b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_sg(b->dev, &sg, 1, DMA_TO_DEVICE);
}

void bad_waits_for_a_queue(struct board *b)
{
	while (readl(b->regs + REG_FIFO_LEVEL) & FIFO_VALID) /* expect: poll-without-timeout */
		;
}

struct engine {
	struct device *dev;
	void __iomem *regs;
	struct gen_pool *sram;
	void *list;
	dma_addr_t list_at;
	dma_addr_t data_at;
};

int ok_address_in_memory_of_its_own(struct engine *e)
{
	if (dma_set_mask_and_coherent(e->dev, DMA_BIT_MASK(64)))
		return -EIO;
	e->list = gen_pool_dma_alloc(e->sram, 64, &e->list_at);
	if (!e->list)
		return -ENOMEM;
	writel(e->list_at, e->regs + REG_ADDR);
	return 0;
}

void ok_address_in_memory_of_its_own_again(struct engine *e)
{
	writel(e->list_at, e->regs + REG_ADDR);
}

void bad_address_by_the_mask(struct engine *e)
{
	writel(e->data_at, e->regs + REG_ADDR); /* expect: handle-truncated */
}

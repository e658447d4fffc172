#include "corpus.h"

irqreturn_t ring_irq(int irq, void *data)
{
	struct board *b = data;

	b->ring[0].ctrl = 0;
	return IRQ_HANDLED;
}

int bad_irq_then_ring(struct board *b)
{
	int ret = request_irq(b->irq, ring_irq, 0, "board", b); /* expect: irq-before-ready */

	if (ret)
		return ret;
	b->ring = dma_alloc_coherent(b->dev, RING_SIZE * sizeof(struct desc), &b->ring_dma, GFP_KERNEL);
	if (!b->ring) {
		free_irq(b->irq, b);
		return -ENOMEM;
	}
	return 0;
}

int ok_ring_then_irq(struct board *b)
{
	int ret;

	b->ring = dma_alloc_coherent(b->dev, RING_SIZE * sizeof(struct desc), &b->ring_dma, GFP_KERNEL);
	if (!b->ring)
		return -ENOMEM;
	ret = request_irq(b->irq, ring_irq, 0, "board", b);
	if (ret)
		dma_free_coherent(b->dev, RING_SIZE * sizeof(struct desc), b->ring, b->ring_dma);
	return ret;
}

void bad_remove_order(struct board *b)
{
	dma_free_coherent(b->dev, RING_SIZE * sizeof(struct desc), b->ring, b->ring_dma); /* expect: free-before-stop */
	free_irq(b->irq, b);
}

void ok_remove_order(struct board *b)
{
	writel(1, b->regs + REG_STOP);
	readl(b->regs + REG_STATUS);
	free_irq(b->irq, b);
	dma_free_coherent(b->dev, RING_SIZE * sizeof(struct desc), b->ring, b->ring_dma);
}

void bad_stop_after_unmap(struct board *b)
{
	dma_unmap_single(b->dev, b->dma, BUF_SIZE, DMA_FROM_DEVICE); /* expect: free-before-stop */
	writel(1, b->regs + REG_STOP);
	readl(b->regs + REG_STATUS);
}

void ok_stop_before_unmap(struct board *b)
{
	writel(1, b->regs + REG_STOP);
	readl(b->regs + REG_STATUS);
	dma_unmap_single(b->dev, b->dma, BUF_SIZE, DMA_FROM_DEVICE);
}

static void halt(struct board *b)
{
	writel(1, b->regs + REG_RESET);
}

void bad_close_posted(struct board *b)
{
	halt(b);
	dma_free_coherent(b->dev, 4096, b->ring, b->ring_dma); /* expect: posted-stop */
}

static void halt_and_wait(struct board *b)
{
	writel(1, b->regs + REG_RESET);
	(void)readl(b->regs + REG_RESET);
}

void ok_close_flushed(struct board *b)
{
	halt_and_wait(b);
	dma_free_coherent(b->dev, 4096, b->ring, b->ring_dma);
}

int bad_alloc_then_mask(struct board *b)
{
	int ret;

	b->ring = dma_alloc_coherent(b->dev, 4096, &b->ring_dma, GFP_KERNEL); /* expect: alloc-before-mask */
	if (!b->ring)
		return -ENOMEM;
	ret = dma_set_mask_and_coherent(b->dev, DMA_BIT_MASK(64));
	if (ret)
		dma_free_coherent(b->dev, 4096, b->ring, b->ring_dma);
	return ret;
}

int ok_mask_then_alloc(struct board *b)
{
	int ret = dma_set_mask_and_coherent(b->dev, DMA_BIT_MASK(64));

	if (ret)
		return ret;
	b->ring = dma_alloc_coherent(b->dev, 4096, &b->ring_dma, GFP_KERNEL);
	return b->ring ? 0 : -ENOMEM;
}

/* The mask of streaming mappings says nothing of coherent memory. */
int ok_alloc_then_streaming_mask(struct board *b)
{
	b->ring = dma_alloc_coherent(b->dev, 4096, &b->ring_dma, GFP_KERNEL);
	if (!b->ring)
		return -ENOMEM;
	return dma_set_mask(b->dev, DMA_BIT_MASK(40));
}

int bad_fallback_switch(struct board *b)
{
	int ret = dma_set_mask_and_coherent(b->dev, DMA_BIT_MASK(64));

	if (ret != 0)
		ret = dma_set_mask_and_coherent(b->dev, DMA_BIT_MASK(32)); /* expect: dead-mask-fallback */
	return ret;
}

/* The second mask is for boards that were never asked for 64 bits. */
int ok_fallback_for_old_boards(struct board *b, bool old)
{
	int ret;

	if (!old && !dma_set_mask_and_coherent(b->dev, DMA_BIT_MASK(64)))
		return 0;
	ret = dma_set_mask_and_coherent(b->dev, DMA_BIT_MASK(32));
	return ret;
}

int bad_mask_ignored(struct board *b)
{
	dma_set_coherent_mask(b->dev, DMA_BIT_MASK(32)); /* expect: dma-mask-unchecked */
	return 0;
}

static void *get_block(struct board *b, gfp_t gfp)
{
	return dma_alloc_coherent(b->dev, 64, &b->dma, gfp); /* expect: sleep-in-atomic */
}

int bad_lock_around_helper(struct board *b)
{
	spin_lock(&b->lock);
	b->buf = get_block(b, GFP_KERNEL);
	spin_unlock(&b->lock);
	return b->buf ? 0 : -ENOMEM;
}

static void *get_block_now(struct board *b, gfp_t gfp)
{
	return dma_alloc_coherent(b->dev, 64, &b->dma, gfp);
}

int ok_lock_around_helper(struct board *b)
{
	spin_lock(&b->lock);
	b->buf = get_block_now(b, GFP_ATOMIC);
	spin_unlock(&b->lock);
	return b->buf ? 0 : -ENOMEM;
}

int ok_unlock_before_alloc(struct board *b, bool busy)
{
	spin_lock(&b->lock);
	if (busy) {
		spin_unlock(&b->lock);
		return -EBUSY;
	}
	spin_unlock(&b->lock);
	b->buf = dma_alloc_coherent(b->dev, 64, &b->dma, GFP_KERNEL);
	return b->buf ? 0 : -ENOMEM;
}

int bad_forgotten_unlock(struct board *b, bool busy)
{
	spin_lock(&b->lock);
	if (!busy)
		spin_unlock(&b->lock);
	b->buf = dma_alloc_coherent(b->dev, 64, &b->dma, GFP_KERNEL); /* expect: sleep-in-atomic */
	if (busy)
		spin_unlock(&b->lock);
	return b->buf ? 0 : -ENOMEM;
}

int bad_pool_odd(struct board *b)
{
	b->pool = dma_pool_create("odd", b->dev, 100, 24, 0); /* expect: pool-geometry */
	return b->pool ? 0 : -ENOMEM;
}

int ok_pool_even(struct board *b)
{
	b->pool = dma_pool_create("even", b->dev, 96, 32, 4096);
	return b->pool ? 0 : -ENOMEM;
}

int bad_pool_other_on_error(struct board *b)
{
	dma_addr_t dma;
	void *block = dma_pool_alloc(b->pool, GFP_KERNEL, &dma);

	if (!block)
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	if (board_wait(b)) {
		dma_pool_free(b->other_pool, block, dma); /* expect: pool-wrong-pool */
		return -EIO;
	}
	dma_pool_free(b->pool, block, dma);
	return 0;
}

void bad_pool_destroy_early(struct board *b)
{
	dma_addr_t dma;
	void *block = dma_pool_alloc(b->pool, GFP_KERNEL, &dma);

	if (!block)
		return;
	dma_pool_destroy(b->pool); /* expect: pool-destroyed-in-use */
}

/* Blocks that a list of packets keeps go back one by one. */
struct packet {
	void *block;
	dma_addr_t dma;
};

static struct packet *packet_get(struct board *b)
{
	struct packet *p = kzalloc(sizeof(*p), GFP_KERNEL);

	if (!p)
		return NULL;
	p->block = dma_pool_alloc(b->pool, GFP_KERNEL, &p->dma);
	if (!p->block) {
		kfree(p);
		return NULL;
	}
	return p;
}

static void packet_put(struct board *b, struct packet *p)
{
	if (p) {
		dma_pool_free(b->pool, p->block, p->dma);
		kfree(p);
	}
}

int ok_packets(struct board *b)
{
	int i, ret = 0;

	for (i = 0; i < 4; i++) {
		b->slots[i] = packet_get(b);
		if (!b->slots[i]) {
			ret = -ENOMEM;
			break;
		}
	}
	for (i = 0; i < 4; i++)
		packet_put(b, b->slots[i]);
	dma_pool_destroy(b->pool);
	return ret;
}

int ok_list_returned(struct board *b)
{
	return b->sg ? dma_map_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE) : 0;
}

int bad_list_ignored(struct board *b)
{
	dma_map_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE); /* expect: sg-map-unchecked */
	board_wait(b);
	dma_unmap_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE);
	return 0;
}

void ok_low_bits_of_handle(struct board *b)
{
	u8 offset = b->dma & 0x3f;

	b->counters[0] = offset;
}

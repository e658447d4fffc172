#include "corpus.h"

static irqreturn_t handle(int irq, void *data)
{
	struct board *b = data;

	b->ring[b->tail].ctrl = 0;
	return IRQ_HANDLED;
}

int bad_irq_before_ring(struct board *b)
{
	int ret = request_irq(b->irq, handle, IRQF_SHARED, "board", b); /* expect: irq-before-ready */

	if (ret)
		return ret;
	b->ring = dma_alloc_coherent(b->dev, RING_SIZE * sizeof(*b->ring), &b->ring_dma, GFP_KERNEL);
	if (!b->ring) {
		free_irq(b->irq, b);
		return -ENOMEM;
	}
	return 0;
}

static irqreturn_t handle_locked(int irq, void *data)
{
	struct board *b = data;

	spin_lock(&b->lock);
	b->tail++;
	spin_unlock(&b->lock);
	return IRQ_HANDLED;
}

int bad_irq_before_lock(struct board *b)
{
	int ret = devm_request_irq(b->dev, b->irq, handle_locked, 0, "board", b); /* expect: irq-before-ready */

	if (ret)
		return ret;
	spin_lock_init(&b->lock);
	return 0;
}

int ok_irq_after_ring(struct board *b)
{
	int ret;

	spin_lock_init(&b->lock);
	b->ring = dma_alloc_coherent(b->dev, RING_SIZE * sizeof(*b->ring), &b->ring_dma, GFP_KERNEL);
	if (!b->ring)
		return -ENOMEM;
	ret = request_irq(b->irq, handle, IRQF_SHARED, "board", b);
	if (ret)
		dma_free_coherent(b->dev, RING_SIZE * sizeof(*b->ring), b->ring, b->ring_dma);
	return ret;
}

int ok_irq_before_what_it_does_not_use(struct board *b)
{
	int ret = request_irq(b->irq, handle_locked, 0, "board", b);

	if (ret)
		return ret;
	b->buf = kmalloc(64, GFP_KERNEL);
	return b->buf ? 0 : -ENOMEM;
}

void bad_frees_ring_before_irq(struct board *b)
{
	dma_free_coherent(b->dev, RING_SIZE * sizeof(*b->ring), b->ring, b->ring_dma); /* expect: free-before-stop */
	free_irq(b->irq, b);
}

void bad_frees_before_stopping(struct board *b)
{
	dma_free_coherent(b->dev, 4096, b->buf, b->dma); /* expect: free-before-stop */
	writel(1, b->regs + REG_STOP);
}

void bad_unmaps_before_stopping(struct board *b)
{
	dma_unmap_single(b->dev, b->dma, BUF_SIZE, DMA_FROM_DEVICE); /* expect: free-before-stop */
	pci_clear_master(b->pdev);
}

void ok_stops_first(struct board *b)
{
	writel(1, b->regs + REG_STOP);
	readl(b->regs + REG_STOP);
	free_irq(b->irq, b);
	dma_free_coherent(b->dev, RING_SIZE * sizeof(*b->ring), b->ring, b->ring_dma);
}

void ok_next_buffer_started(struct board *b)
{
	dma_unmap_single(b->dev, b->dma, BUF_SIZE, DMA_FROM_DEVICE);
	writel(1, b->regs + REG_GO);
}

void bad_posted_stop(struct board *b)
{
	writel(1, b->regs + REG_STOP);
	dma_free_coherent(b->dev, 4096, b->buf, b->dma); /* expect: posted-stop */
}

void bad_posted_reset(struct board *b)
{
	writel(0, b->regs + REG_RESET);
	dma_unmap_single(b->dev, b->dma, BUF_SIZE, DMA_FROM_DEVICE); /* expect: posted-stop */
	kfree(b->buf);
}

void ok_read_back(struct board *b)
{
	writel(1, b->regs + REG_STOP);
	readl(b->regs + REG_STOP);
	dma_free_coherent(b->dev, 4096, b->buf, b->dma);
}

void ok_waits_for_stop(struct board *b)
{
	u32 value;

	writel(1, b->regs + REG_STOP);
	if (readl_poll_timeout(b->regs + REG_STATUS, value, !(value & BUSY), 10, 1000))
		return;
	dma_free_coherent(b->dev, 4096, b->buf, b->dma);
}

int bad_managed_irq_manual_ring(struct board *b)
{
	int ret;

	b->ring = dma_alloc_coherent(b->dev, 4096, &b->ring_dma, GFP_KERNEL);
	if (!b->ring)
		return -ENOMEM;
	ret = devm_request_irq(b->dev, b->irq, handle, 0, "board", b); /* expect: devm-order */
	if (ret)
		dma_free_coherent(b->dev, 4096, b->ring, b->ring_dma);
	return ret;
}

void ok_remove_frees_ring(struct board *b)
{
	dma_free_coherent(b->dev, 4096, b->ring, b->ring_dma);
}

int bad_managed_freed_by_hand(struct board *b)
{
	dma_addr_t dma;
	void *cpu = dmam_alloc_coherent(b->dev, 4096, &dma, GFP_KERNEL);

	if (!cpu)
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_free_coherent(b->dev, 4096, cpu, dma); /* expect: devm-freed-by-hand */
	return 0;
}

int bad_devm_kfree(struct board *b)
{
	void *p = devm_kzalloc(b->dev, 64, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	if (board_setup(b)) {
		kfree(p); /* expect: devm-freed-by-hand */
		return -EIO;
	}
	b->buf = p;
	return 0;
}

int ok_managed_throughout(struct board *b)
{
	b->status = dmam_alloc_coherent(b->dev, 4096, &b->status_dma, GFP_KERNEL);
	if (!b->status)
		return -ENOMEM;
	return devm_request_irq(b->dev, b->irq, handle_locked, 0, "board", b);
}

void bad_polls_for_ever(struct board *b)
{
	while (readl(b->regs + REG_STATUS) & BUSY) /* expect: poll-without-timeout */
		cpu_relax();
}

void bad_polls_memory_for_ever(struct board *b)
{
	while (!READ_ONCE(b->status->head)) /* expect: poll-without-timeout */
		;
}

void bad_do_while(struct board *b)
{
	u32 value;

	do { /* expect: poll-without-timeout */
		value = readl(b->regs + REG_STATUS);
	} while (value & BUSY);
}

int ok_polls_with_count(struct board *b)
{
	int tries = 1000;

	while (readl(b->regs + REG_STATUS) & BUSY) {
		if (--tries == 0)
			return -ETIMEDOUT;
		udelay(1);
	}
	return 0;
}

int ok_polls_until_jiffies(struct board *b)
{
	unsigned long end = jiffies + HZ;

	while (readl(b->regs + REG_STATUS) & BUSY) {
		if (time_after(jiffies, end))
			return -ETIMEDOUT;
		cpu_relax();
	}
	return 0;
}

int ok_poll_macro(struct board *b)
{
	u32 value;

	return readl_poll_timeout(b->regs + REG_STATUS, value, !(value & BUSY), 10, 1000);
}

void ok_drains_queue(struct board *b)
{
	while (b->tail != readl(b->regs + REG_STATUS)) {
		b->counters[b->tail % RING_SIZE]++;
		b->tail = (b->tail + 1) % RING_SIZE;
	}
}

static void free_ring(void *data)
{
	struct board *b = data;

	dma_free_coherent(b->dev, 4096, b->slots[0], b->slot_dma[0]);
}

static irqreturn_t handle_slots(int irq, void *data)
{
	struct board *b = data;

	b->slots[0] = NULL;
	return IRQ_HANDLED;
}

int ok_managed_ring_before_managed_irq(struct board *b)
{
	int ret;

	ret = devm_add_action_or_reset(b->dev, free_ring, b);
	if (ret)
		return ret;
	return devm_request_irq(b->dev, b->irq, handle_slots, 0, "slots", b);
}

void ok_stop_ordered(struct board *b)
{
	writel_relaxed(1, b->regs + REG_STOP);
	wmb();
	dma_free_coherent(b->dev, 4096, b->buf, b->dma);
}

struct channel {
	struct board *board;
	spinlock_t hold;
};

static irqreturn_t channel_irq(int irq, void *data)
{
	struct channel *c = data;

	spin_lock(&c->hold);
	spin_unlock(&c->hold);
	return IRQ_HANDLED;
}

struct channel *ok_another_channel_made_ready(struct board *b)
{
	struct channel *first = kzalloc(sizeof(*first), GFP_KERNEL);
	struct channel *second = kzalloc(sizeof(*second), GFP_KERNEL);

	if (!first || !second)
		return NULL;
	spin_lock_init(&first->hold);
	if (request_irq(b->irq, channel_irq, 0, "first", first))
		return NULL;
	first->board = b;
	spin_lock_init(&second->hold);
	return second;
}

struct channel *bad_channel_made_ready_late(struct board *b)
{
	struct channel *c = kzalloc(sizeof(*c), GFP_KERNEL);

	if (!c)
		return NULL;
	if (request_irq(b->irq, channel_irq, 0, "only", c)) /* expect: irq-before-ready */
		return NULL;
	spin_lock_init(&c->hold);
	return c;
}

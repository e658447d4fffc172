#include "corpus.h"

void bad_kernel_under_spinlock(struct board *b)
{
	spin_lock(&b->lock);
	b->buf = dma_alloc_coherent(b->dev, 4096, &b->dma, GFP_KERNEL); /* expect: sleep-in-atomic */
	spin_unlock(&b->lock);
}

void bad_kernel_irqs_off(struct board *b)
{
	unsigned long flags;

	spin_lock_irqsave(&b->lock, flags);
	b->buf = kmalloc(64, GFP_KERNEL); /* expect: sleep-in-atomic */
	spin_unlock_irqrestore(&b->lock, flags);
}

void bad_pool_under_lock(struct board *b)
{
	spin_lock_bh(&b->lock);
	b->buf = dma_pool_alloc(b->pool, GFP_KERNEL, &b->dma); /* expect: sleep-in-atomic */
	spin_unlock_bh(&b->lock);
}

static void grow(struct board *b)
{
	b->buf = dma_alloc_coherent(b->dev, 4096, &b->dma, GFP_KERNEL); /* expect: sleep-in-atomic */
}

void bad_helper_under_lock(struct board *b)
{
	spin_lock(&b->lock);
	grow(b);
	spin_unlock(&b->lock);
}

static irqreturn_t bad_handler(int irq, void *data)
{
	struct board *b = data;

	b->buf = kmalloc(64, GFP_KERNEL); /* expect: sleep-in-atomic */
	return IRQ_HANDLED;
}

int ok_registers_handler(struct board *b)
{
	return request_irq(b->irq, bad_handler, 0, "board", b);
}

void bad_sleeps_under_lock(struct board *b)
{
	spin_lock(&b->lock);
	writel(1, b->regs + REG_RESET);
	msleep(1); /* expect: sleep-in-atomic */
	spin_unlock(&b->lock);
}

void ok_atomic_under_spinlock(struct board *b)
{
	spin_lock(&b->lock);
	b->buf = dma_alloc_coherent(b->dev, 4096, &b->dma, GFP_ATOMIC);
	spin_unlock(&b->lock);
}

void ok_after_unlock(struct board *b)
{
	spin_lock(&b->lock);
	b->tail++;
	spin_unlock(&b->lock);
	b->buf = dma_alloc_coherent(b->dev, 4096, &b->dma, GFP_KERNEL);
}

void ok_unlocked_on_this_path(struct board *b, bool early)
{
	unsigned long flags;

	spin_lock_irqsave(&b->lock, flags);
	if (early) {
		spin_unlock_irqrestore(&b->lock, flags);
		b->buf = kmalloc(64, GFP_KERNEL);
		return;
	}
	b->tail++;
	spin_unlock_irqrestore(&b->lock, flags);
}

void ok_nowait_chosen(struct board *b, bool atomic)
{
	gfp_t gfp = atomic ? GFP_ATOMIC : GFP_KERNEL;

	if (atomic)
		spin_lock(&b->lock);
	b->buf = kmalloc(64, gfp);
	if (atomic)
		spin_unlock(&b->lock);
}

static irqreturn_t quick_handler(int irq, void *data)
{
	return IRQ_WAKE_THREAD;
}

static irqreturn_t ok_threaded_handler(int irq, void *data)
{
	struct board *b = data;

	b->buf = kmalloc(64, GFP_KERNEL);
	return IRQ_HANDLED;
}

int ok_registers_thread(struct board *b)
{
	return request_threaded_irq(b->irq, quick_handler, ok_threaded_handler, IRQF_ONESHOT, "board", b);
}

void bad_free_under_irqsave(struct board *b)
{
	unsigned long flags;

	spin_lock_irqsave(&b->lock, flags);
	dma_free_coherent(b->dev, 4096, b->buf, b->dma); /* expect: free-coherent-irqs-off */
	b->buf = NULL;
	spin_unlock_irqrestore(&b->lock, flags);
}

void bad_free_irqs_disabled(struct board *b)
{
	local_irq_disable();
	dma_free_coherent(b->dev, 4096, b->buf, b->dma); /* expect: free-coherent-irqs-off */
	local_irq_enable();
}

static irqreturn_t bad_freeing_handler(int irq, void *data)
{
	struct board *b = data;

	dma_free_coherent(b->dev, 4096, b->buf, b->dma); /* expect: free-coherent-irqs-off */
	return IRQ_HANDLED;
}

int ok_registers_freeing_handler(struct board *b)
{
	return request_irq(b->irq, bad_freeing_handler, 0, "board", b);
}

void ok_free_after_unlock(struct board *b)
{
	unsigned long flags;
	void *old;

	spin_lock_irqsave(&b->lock, flags);
	old = b->buf;
	b->buf = NULL;
	spin_unlock_irqrestore(&b->lock, flags);
	dma_free_coherent(b->dev, 4096, old, b->dma);
}

void ok_free_with_bh_off(struct board *b)
{
	spin_lock_bh(&b->lock);
	dma_free_coherent(b->dev, 4096, b->buf, b->dma);
	spin_unlock_bh(&b->lock);
}

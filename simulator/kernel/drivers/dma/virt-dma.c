/* Virtual channels of DMA engines: cookies, lists of descriptors, and the tasklet that tells clients of those that are done. */
#include <linux/dmaengine.h>
#include <linux/string.h>
#include "kernel/drivers/dma/virt-dma.h"

static struct virt_dma_chan *vchan_of(struct dma_chan *chan)
{
	return container_of(chan, struct virt_dma_chan, chan);
}

static struct virt_dma_desc *vdesc_of(struct dma_async_tx_descriptor *tx)
{
	return container_of(tx, struct virt_dma_desc, tx);
}

dma_cookie_t vchan_tx_submit(struct dma_async_tx_descriptor *tx)
{
	struct virt_dma_chan *vc = vchan_of(tx->chan);
	dma_cookie_t cookie;
	unsigned long flags;

	spin_lock_irqsave(&vc->lock, flags);
	cookie = tx->chan->cookie + 1;
	if (cookie < DMA_MIN_COOKIE)
		cookie = DMA_MIN_COOKIE;
	tx->cookie = tx->chan->cookie = cookie;
	list_move_tail(&vdesc_of(tx)->node, &vc->desc_submitted);
	spin_unlock_irqrestore(&vc->lock, flags);
	return cookie;
}

/* What dmaengine_desc_free() does with a descriptor that is used again and again. */
int vchan_tx_desc_free(struct dma_async_tx_descriptor *tx)
{
	struct virt_dma_chan *vc = vchan_of(tx->chan);
	unsigned long flags;

	spin_lock_irqsave(&vc->lock, flags);
	list_del(&vdesc_of(tx)->node);
	spin_unlock_irqrestore(&vc->lock, flags);
	vc->desc_free(vdesc_of(tx));
	return 0;
}

/* Among those that were issued and are not done; the caller holds the lock. */
struct virt_dma_desc *vchan_find_desc(struct virt_dma_chan *vc, dma_cookie_t cookie)
{
	struct virt_dma_desc *desc;

	list_for_each_entry(desc, &vc->desc_issued, node)
		if (desc->tx.cookie == cookie)
			return desc;
	return NULL;
}

static void free_or_keep_vdesc(struct virt_dma_chan *vc, struct virt_dma_desc *desc)
{
	unsigned long flags;

	if (!dmaengine_desc_test_reuse(&desc->tx)) {
		vc->desc_free(desc);
		return;
	}
	spin_lock_irqsave(&vc->lock, flags);
	list_add(&desc->node, &vc->desc_allocated);
	spin_unlock_irqrestore(&vc->lock, flags);
}

void vchan_dma_desc_free_list(struct virt_dma_chan *vc, struct list_head *head)
{
	struct virt_dma_desc *desc, *next;

	list_for_each_entry_safe(desc, next, head, node) {
		list_del(&desc->node);
		free_or_keep_vdesc(vc, desc);
	}
}

/* The callback with a result goes before the plain one. */
static void tell_vdesc_done(dma_async_tx_callback_result with_result, dma_async_tx_callback plain, void *param,
			    const struct dmaengine_result *result)
{
	if (with_result)
		with_result(param, result);
	else if (plain)
		plain(param);
}

/* A cyclic one first, of which one period is over, then all that are done; a callback may submit the next ones. */
static void vchan_complete(struct tasklet_struct *task)
{
	struct virt_dma_chan *vc = from_tasklet(vc, task, task);
	struct dma_async_tx_descriptor cyclic = {};
	struct virt_dma_desc *desc, *next;
	struct list_head done;

	INIT_LIST_HEAD(&done);
	spin_lock_irq(&vc->lock);
	list_splice_tail_init(&vc->desc_completed, &done);
	desc = vc->cyclic;
	vc->cyclic = NULL;
	if (desc)
		cyclic = desc->tx;
	spin_unlock_irq(&vc->lock);
	if (desc)
		tell_vdesc_done(cyclic.callback_result, cyclic.callback, cyclic.callback_param, &desc->tx_result);
	list_for_each_entry_safe(desc, next, &done, node) {
		list_del(&desc->node);
		tell_vdesc_done(desc->tx.callback_result, desc->tx.callback, desc->tx.callback_param, &desc->tx_result);
		free_or_keep_vdesc(vc, desc);
	}
}

void vchan_init(struct virt_dma_chan *vc, struct dma_device *device)
{
	vc->chan.cookie = vc->chan.completed_cookie = DMA_MIN_COOKIE;
	spin_lock_init(&vc->lock);
	INIT_LIST_HEAD(&vc->desc_allocated);
	INIT_LIST_HEAD(&vc->desc_submitted);
	INIT_LIST_HEAD(&vc->desc_issued);
	INIT_LIST_HEAD(&vc->desc_completed);
	INIT_LIST_HEAD(&vc->desc_terminated);
	tasklet_setup(&vc->task, vchan_complete);
	vc->chan.device = device;
	list_add_tail(&vc->chan.device_node, &device->channels);
}

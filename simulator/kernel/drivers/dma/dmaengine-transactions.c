/* What clients of DMA engines have of their transactions: waiting for one, and taking its mappings back. */
#include <linux/dmaengine.h>
#include <linux/jiffies.h>
#include <linux/pci.h>
#include <linux/sched.h>
#include <linux/slab.h>

/* Spins; five seconds at most. */
enum dma_status dma_sync_wait(struct dma_chan *chan, dma_cookie_t cookie)
{
	unsigned long end = jiffies + msecs_to_jiffies(5000);
	enum dma_status status;

	dma_async_issue_pending(chan);
	for (;;) {
		status = dma_async_is_tx_complete(chan, cookie, NULL, NULL);
		if (time_after_eq(jiffies, end)) {
			dev_err(chan->device->dev, "%s: timeout!\n", __func__);
			return DMA_ERROR;
		}
		if (status != DMA_IN_PROGRESS)
			return status;
		cpu_relax();
	}
}

enum dma_status dma_wait_for_async_tx(struct dma_async_tx_descriptor *tx)
{
	return tx ? dma_sync_wait(tx->chan, tx->cookie) : DMA_COMPLETE;
}

void dma_async_tx_descriptor_init(struct dma_async_tx_descriptor *tx, struct dma_chan *chan)
{
	tx->chan = chan;
}

/* Descriptors that wait for others come with async_tx, which the reference kernel is built without. */
void dma_run_dependencies(struct dma_async_tx_descriptor *tx)
{
}

struct dmaengine_unmap_data *dmaengine_get_unmap_data(struct device *dev, int nr, gfp_t flags)
{
	struct dmaengine_unmap_data *unmap = kzalloc(struct_size(unmap, addr, nr), flags);

	if (!unmap)
		return NULL;
	kref_init(&unmap->kref);
	unmap->dev = dev;
	unmap->map_cnt = nr;
	return unmap;
}

static void unmap_all(struct kref *kref)
{
	struct dmaengine_unmap_data *unmap = container_of(kref, struct dmaengine_unmap_data, kref);
	int i = 0, end;

	for (end = unmap->to_cnt; i < end; i++)
		dma_unmap_page(unmap->dev, unmap->addr[i], unmap->len, DMA_TO_DEVICE);
	for (end += unmap->from_cnt; i < end; i++)
		dma_unmap_page(unmap->dev, unmap->addr[i], unmap->len, DMA_FROM_DEVICE);
	for (end += unmap->bidi_cnt; i < end; i++)
		if (unmap->addr[i])
			dma_unmap_page(unmap->dev, unmap->addr[i], unmap->len, DMA_BIDIRECTIONAL);
	kfree(unmap);
}

void dmaengine_unmap_put(struct dmaengine_unmap_data *unmap)
{
	if (unmap)
		kref_put(&unmap->kref, unmap_all);
}

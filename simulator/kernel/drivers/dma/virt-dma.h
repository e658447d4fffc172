/* A channel of a DMA engine whose driver leaves the lists of descriptors to virt-dma.c. Drivers see the kernel's drivers/dma/virt-dma.h, which is laid out alike. */
#ifndef _VIRT_DMA_H
#define _VIRT_DMA_H

#include <linux/dmaengine.h>
#include <linux/interrupt.h>

struct virt_dma_desc {
	struct dma_async_tx_descriptor tx;
	struct dmaengine_result tx_result;
	struct list_head node;
};

struct virt_dma_chan {
	struct dma_chan chan;
	struct tasklet_struct task;
	void (*desc_free)(struct virt_dma_desc *desc);
	spinlock_t lock; /* over the lists and `cyclic` */
	struct list_head desc_allocated;
	struct list_head desc_submitted;
	struct list_head desc_issued;
	struct list_head desc_completed;
	struct list_head desc_terminated;
	struct virt_dma_desc *cyclic;
};

void vchan_init(struct virt_dma_chan *vc, struct dma_device *device);
dma_cookie_t vchan_tx_submit(struct dma_async_tx_descriptor *tx);
int vchan_tx_desc_free(struct dma_async_tx_descriptor *tx);
struct virt_dma_desc *vchan_find_desc(struct virt_dma_chan *vc, dma_cookie_t cookie);
void vchan_dma_desc_free_list(struct virt_dma_chan *vc, struct list_head *head);

#endif

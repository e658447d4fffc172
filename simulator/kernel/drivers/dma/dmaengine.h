/* Shared by the files of the DMA engine's core. */
#ifndef _DMAENGINE_H
#define _DMAENGINE_H

#include <linux/dmaengine.h>
#include <linux/mutex.h>

extern struct mutex __dma_list_mutex; /* over the list, its channels and the count */
extern struct list_head __dma_device_list;
extern struct class __dma_devclass;
extern int __dmaengine_ref_count; /* who called dmaengine_get() */

int __dma_chan_get(struct dma_chan *chan);
void __dma_device_release(struct kref *ref);

#endif

/* DMA channels by the device tree: `dmas` and `dma-names` of the client, `#dma-cells` of the controller. */
#ifndef _LINUX_OF_DMA_H
#define _LINUX_OF_DMA_H

#include <linux/dmaengine.h>
#include <linux/of.h>

struct of_dma {
	struct list_head of_dma_controllers;
	struct device_node *of_node;
	struct dma_chan *(*of_dma_xlate)(struct of_phandle_args *args, struct of_dma *controller);
	void *(*of_dma_route_allocate)(struct of_phandle_args *args, struct of_dma *controller);
	struct dma_router *dma_router;
	void *of_dma_data;
};

struct of_dma_filter_info {
	dma_cap_mask_t dma_cap;
	dma_filter_fn filter_fn;
};

/* drivers/dma/of-dma.c */
int of_dma_controller_register(struct device_node *np,
			       struct dma_chan *(*of_dma_xlate)(struct of_phandle_args *, struct of_dma *), void *data);
void of_dma_controller_free(struct device_node *np);
struct dma_chan *of_dma_request_slave_channel(struct device_node *np, const char *name);
struct dma_chan *of_dma_simple_xlate(struct of_phandle_args *args, struct of_dma *controller);
struct dma_chan *of_dma_xlate_by_chan_id(struct of_phandle_args *args, struct of_dma *controller);

#endif

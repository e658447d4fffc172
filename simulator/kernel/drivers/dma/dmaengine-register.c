/* DMA engines: controllers and their channels come and go. */
#include "kernel/drivers/dma/dmaengine.h"
#include <linux/bug.h>
#include <linux/idr.h>
#include <linux/module.h>
#include <linux/slab.h>

static DEFINE_IDA(dma_ida);

static int register_channel(struct dma_device *device, struct dma_chan *chan)
{
	struct dma_chan_dev *dev = kzalloc(sizeof(*dev), GFP_KERNEL);
	int error;

	chan->local = kzalloc(sizeof(*chan->local), GFP_KERNEL);
	if (!dev || !chan->local) {
		kfree(dev);
		kfree(chan->local);
		chan->local = NULL;
		return -ENOMEM;
	}
	chan->dev = dev;
	chan->chan_id = ida_alloc(&device->chan_ida, GFP_KERNEL);
	dev->device.class = &__dma_devclass;
	dev->device.parent = device->dev;
	dev->chan = chan;
	dev->dev_id = device->dev_id;
	dev_set_name(&dev->device, "dma%dchan%d", device->dev_id, chan->chan_id);
	error = device_register(&dev->device);
	if (error) {
		ida_free(&device->chan_ida, chan->chan_id);
		put_device(&dev->device);
		kfree(chan->local);
		chan->local = NULL;
		return error;
	}
	chan->client_count = 0;
	device->chancnt++;
	return 0;
}

static void unregister_channel(struct dma_device *device, struct dma_chan *chan)
{
	if (!chan->local)
		return;
	WARN_ONCE(!device->device_release && chan->client_count,
		  "__dma_async_device_channel_unregister called while %d clients hold a reference\n", chan->client_count);
	mutex_lock(&__dma_list_mutex);
	device->chancnt--;
	chan->dev->chan = NULL;
	mutex_unlock(&__dma_list_mutex);
	ida_free(&device->chan_ida, chan->chan_id);
	device_unregister(&chan->dev->device);
	kfree(chan->local);
	chan->local = NULL;
}

int dma_async_device_channel_register(struct dma_device *device, struct dma_chan *chan)
{
	return register_channel(device, chan);
}

void dma_async_device_channel_unregister(struct dma_device *device, struct dma_chan *chan)
{
	unregister_channel(device, chan);
}

static int check_operations(struct dma_device *device)
{
	const struct { enum dma_transaction_type cap; const char *name; bool defined; } claims[] = {
		{ DMA_MEMCPY, "DMA_MEMCPY", device->device_prep_dma_memcpy },
		{ DMA_XOR, "DMA_XOR", device->device_prep_dma_xor },
		{ DMA_XOR_VAL, "DMA_XOR_VAL", device->device_prep_dma_xor_val },
		{ DMA_PQ, "DMA_PQ", device->device_prep_dma_pq },
		{ DMA_PQ_VAL, "DMA_PQ_VAL", device->device_prep_dma_pq_val },
		{ DMA_MEMSET, "DMA_MEMSET", device->device_prep_dma_memset },
		{ DMA_INTERRUPT, "DMA_INTERRUPT", device->device_prep_dma_interrupt },
		{ DMA_CYCLIC, "DMA_CYCLIC", device->device_prep_dma_cyclic },
		{ DMA_INTERLEAVE, "DMA_INTERLEAVE", device->device_prep_interleaved_dma },
	};
	int i;

	for (i = 0; i < ARRAY_SIZE(claims); i++) {
		if (!dma_has_cap(claims[i].cap, device->cap_mask) || claims[i].defined)
			continue;
		dev_err(device->dev, "Device claims capability %s, but op is not defined\n", claims[i].name);
		return -EIO;
	}
	if (!device->device_tx_status) {
		dev_err(device->dev, "Device tx_status is not defined\n");
		return -EIO;
	}
	if (!device->device_issue_pending) {
		dev_err(device->dev, "Device issue_pending is not defined\n");
		return -EIO;
	}
	return 0;
}

int dma_async_device_register(struct dma_device *device)
{
	static bool class_registered;
	struct dma_chan *chan;
	int error;

	if (!device)
		return -ENODEV;
	if (!device->dev) {
		pr_err("DMAdevice must have dev\n");
		return -EIO;
	}
	device->owner = device->dev->driver->owner;
	error = check_operations(device);
	if (error)
		return error;
	if (!class_registered)
		class_registered = !class_register(&__dma_devclass);
	kref_init(&device->ref);
	device->dev_id = ida_alloc(&dma_ida, GFP_KERNEL);
	if (device->dev_id < 0)
		return device->dev_id;
	ida_init(&device->chan_ida);
	list_for_each_entry(chan, &device->channels, device_node) {
		error = register_channel(device, chan);
		if (error)
			goto unregister;
	}
	mutex_lock(&__dma_list_mutex);
	list_add_tail(&device->global_node, &__dma_device_list);
	if (dma_has_cap(DMA_PRIVATE, device->cap_mask))
		device->privatecnt++;
	else if (__dmaengine_ref_count)
		list_for_each_entry(chan, &device->channels, device_node)
			(void)__dma_chan_get(chan);
	mutex_unlock(&__dma_list_mutex);
	return 0;

unregister:
	list_for_each_entry(chan, &device->channels, device_node)
		unregister_channel(device, chan);
	ida_free(&dma_ida, device->dev_id);
	return error;
}

void dma_async_device_unregister(struct dma_device *device)
{
	struct dma_chan *chan, *next;

	list_for_each_entry_safe(chan, next, &device->channels, device_node)
		unregister_channel(device, chan);
	mutex_lock(&__dma_list_mutex);
	dma_cap_set(DMA_PRIVATE, device->cap_mask);
	ida_free(&dma_ida, device->dev_id);
	kref_put(&device->ref, __dma_device_release);
	mutex_unlock(&__dma_list_mutex);
}

static void release_managed_device(struct device *dev, void *resource)
{
	dma_async_device_unregister(*(struct dma_device **)resource);
}

int dmaenginem_async_device_register(struct dma_device *device)
{
	struct dma_device **resource = devres_alloc(release_managed_device, sizeof(*resource), GFP_KERNEL);
	int error;

	if (!resource)
		return -ENOMEM;
	error = dma_async_device_register(device);
	if (error) {
		devres_free(resource);
		return error;
	}
	*resource = device;
	devres_add(device->dev, resource);
	return 0;
}

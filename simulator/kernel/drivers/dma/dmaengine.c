/* DMA engines: controllers register their channels, clients find and hold them. */
#include "kernel/drivers/dma/dmaengine.h"
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/of_dma.h>
#include <linux/pci.h>
#include <linux/sched.h>
#include <linux/slab.h>

DEFINE_MUTEX(__dma_list_mutex);
LIST_HEAD(__dma_device_list);
int __dmaengine_ref_count;

static struct dma_chan *chan_of(struct device *dev)
{
	return container_of(dev, struct dma_chan_dev, device)->chan;
}

static ssize_t memcpy_count_show(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	struct dma_chan *chan = chan_of(dev);

	return chan ? sprintf(buffer, "%lu\n", chan->local->memcpy_count) : -ENODEV;
}

static ssize_t bytes_transferred_show(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	struct dma_chan *chan = chan_of(dev);

	return chan ? sprintf(buffer, "%lu\n", chan->local->bytes_transferred) : -ENODEV;
}

static ssize_t in_use_show(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	struct dma_chan *chan = chan_of(dev);

	return chan ? sprintf(buffer, "%d\n", chan->client_count) : -ENODEV;
}

static struct device_attribute dma_memcpy_count = __ATTR_RO(memcpy_count);
static struct device_attribute dma_bytes_transferred = __ATTR_RO(bytes_transferred);
static struct device_attribute dma_in_use = __ATTR_RO(in_use);
static struct attribute *dma_dev_attrs[] = {
	&dma_memcpy_count.attr, &dma_bytes_transferred.attr, &dma_in_use.attr, NULL
};
ATTRIBUTE_GROUPS(dma_dev);

static void release_chan_dev(struct device *dev)
{
	kfree(container_of(dev, struct dma_chan_dev, device));
}

struct class __dma_devclass = {
	.name = "dma",
	.dev_groups = dma_dev_groups,
	.dev_release = release_chan_dev,
};

void __dma_device_release(struct kref *ref)
{
	struct dma_device *device = container_of(ref, struct dma_device, ref);

	list_del(&device->global_node);
	if (device->device_release)
		device->device_release(device);
}

/* With the lock held, as all of the following. */
int __dma_chan_get(struct dma_chan *chan)
{
	struct dma_device *device = chan->device;
	int error = 0;

	if (chan->client_count) {
		__module_get(device->owner);
		chan->client_count++;
		return 0;
	}
	if (!try_module_get(device->owner))
		return -ENODEV;
	kref_get(&device->ref);
	if (device->device_alloc_chan_resources)
		error = device->device_alloc_chan_resources(chan);
	if (error < 0) {
		kref_put(&device->ref, __dma_device_release);
		module_put(device->owner);
		return error;
	}
	chan->client_count++;
	return 0;
}

static void dma_chan_put(struct dma_chan *chan)
{
	struct dma_device *device = chan->device;

	if (!chan->client_count)
		return;
	if (--chan->client_count == 0) {
		dmaengine_synchronize(chan);
		if (device->device_free_chan_resources)
			device->device_free_chan_resources(chan);
	}
	if (chan->router && chan->router->route_free) {
		chan->router->route_free(chan->router->dev, chan->route_data);
		chan->router = NULL;
		chan->route_data = NULL;
	}
	module_put(device->owner);
	if (!chan->client_count)
		kref_put(&device->ref, __dma_device_release);
}

/* A channel of its own for one client: the controller's others are no longer for everybody either. */
static struct dma_chan *hold_privately(struct dma_chan *chan)
{
	struct dma_device *device = chan->device;
	int error;

	dma_cap_set(DMA_PRIVATE, device->cap_mask);
	device->privatecnt++;
	error = __dma_chan_get(chan);
	if (!error)
		return chan;
	if (--device->privatecnt == 0)
		dma_cap_clear(DMA_PRIVATE, device->cap_mask);
	return ERR_PTR(error);
}

static bool in_public_use(struct dma_device *device)
{
	struct dma_chan *chan;

	if (device->chancnt < 2 || dma_has_cap(DMA_PRIVATE, device->cap_mask))
		return false;
	list_for_each_entry(chan, &device->channels, device_node)
		if (chan->client_count)
			return true;
	return false;
}

static struct dma_chan *candidate_of(struct dma_device *device, const dma_cap_mask_t *mask, dma_filter_fn fn, void *param)
{
	struct dma_chan *chan;

	if (mask && !bitmap_subset(mask->bits, device->cap_mask.bits, DMA_TX_TYPE_END))
		return NULL;
	if (in_public_use(device))
		return NULL;
	list_for_each_entry(chan, &device->channels, device_node)
		if (!chan->client_count && (!fn || fn(chan, param)))
			return chan;
	return NULL;
}

static struct dma_chan *find_candidate(struct dma_device *device, const dma_cap_mask_t *mask, dma_filter_fn fn, void *param)
{
	struct dma_chan *chan = candidate_of(device, mask, fn, param);

	return chan ? hold_privately(chan) : ERR_PTR(-EPROBE_DEFER);
}

struct dma_chan *__dma_request_channel(const dma_cap_mask_t *mask, dma_filter_fn fn, void *fn_param, struct device_node *np)
{
	struct dma_chan *chan = NULL;
	struct dma_device *device;

	mutex_lock(&__dma_list_mutex);
	list_for_each_entry(device, &__dma_device_list, global_node) {
		if (np && device->dev->of_node && np != device->dev->of_node)
			continue;
		chan = find_candidate(device, mask, fn, fn_param);
		if (!IS_ERR(chan))
			break;
		chan = NULL;
	}
	mutex_unlock(&__dma_list_mutex);
	return chan;
}

static const struct dma_slave_map *filter_match(struct dma_device *device, const char *name, struct device *dev)
{
	const struct dma_slave_map *map = device->filter.map;
	int i;

	for (i = 0; device->filter.fn && i < device->filter.mapcnt; i++)
		if (!strcmp(map[i].devname, dev_name(dev)) && !strcmp(map[i].slave, name))
			return &map[i];
	return NULL;
}

static struct dma_chan *request_by_map(struct device *dev, const char *name)
{
	struct dma_chan *chan = NULL;
	struct dma_device *device;
	dma_cap_mask_t mask;

	dma_cap_zero(mask);
	dma_cap_set(DMA_SLAVE, mask);
	mutex_lock(&__dma_list_mutex);
	list_for_each_entry(device, &__dma_device_list, global_node) {
		const struct dma_slave_map *map = filter_match(device, name, dev);

		if (map)
			chan = find_candidate(device, &mask, device->filter.fn, map->param);
		if (!IS_ERR_OR_NULL(chan))
			break;
	}
	mutex_unlock(&__dma_list_mutex);
	return chan;
}

/* -EPROBE_DEFER where no controller gives it; -ENODEV where the device tree or ACPI describes the device and does not name it. */
struct dma_chan *dma_request_chan(struct device *dev, const char *name)
{
	struct dma_chan *chan = NULL, *mapped;

	if (dev->of_node)
		chan = of_dma_request_slave_channel(dev->of_node, name);
	else if (dev_is_pci(dev)) /* ACPI knows PCI's slots, and no channel of theirs */
		chan = ERR_PTR(-ENODEV);
	if (PTR_ERR(chan) == -EPROBE_DEFER)
		return chan;
	if (IS_ERR_OR_NULL(chan)) {
		mapped = request_by_map(dev, name);
		chan = mapped ? mapped : chan;
	}
	if (IS_ERR(chan))
		return chan;
	if (!chan)
		return ERR_PTR(-EPROBE_DEFER);
	chan->dbg_client_name = kasprintf(GFP_KERNEL, "%s:%s", dev_name(dev), name);
	chan->name = kasprintf(GFP_KERNEL, "dma:%s", name);
	if (!chan->name)
		return chan;
	chan->slave = dev;
	if (sysfs_create_link(&chan->dev->device.kobj, &dev->kobj, "slave"))
		dev_warn(dev, "Cannot create DMA %s symlink\n", "slave");
	if (sysfs_create_link(&dev->kobj, &chan->dev->device.kobj, chan->name))
		dev_warn(dev, "Cannot create DMA %s symlink\n", chan->name);
	return chan;
}

struct dma_chan *dma_request_chan_by_mask(const dma_cap_mask_t *mask)
{
	struct dma_chan *chan = mask ? __dma_request_channel(mask, NULL, NULL, NULL) : ERR_PTR(-ENODEV);

	if (!chan)
		chan = ERR_PTR(list_empty(&__dma_device_list) ? -EPROBE_DEFER : -ENODEV);
	return chan;
}

void dma_release_channel(struct dma_chan *chan)
{
	mutex_lock(&__dma_list_mutex);
	WARN_ONCE(chan->client_count != 1, "chan reference count %d != 1\n", chan->client_count);
	if (--chan->device->privatecnt == 0)
		dma_cap_clear(DMA_PRIVATE, chan->device->cap_mask);
	dma_chan_put(chan);
	if (chan->slave) {
		sysfs_remove_link(&chan->dev->device.kobj, "slave");
		sysfs_remove_link(&chan->slave->kobj, chan->name);
		kfree(chan->name);
		chan->name = NULL;
		chan->slave = NULL;
	}
	kfree(chan->dbg_client_name);
	chan->dbg_client_name = NULL;
	mutex_unlock(&__dma_list_mutex);
}

static void release_managed_channel(void *chan)
{
	dma_release_channel(chan);
}

struct dma_chan *devm_dma_request_chan(struct device *dev, const char *name)
{
	struct dma_chan *chan = dma_request_chan(dev, name);
	int error = IS_ERR(chan) ? 0 : devm_add_action_or_reset(dev, release_managed_channel, chan);

	return error ? ERR_PTR(error) : chan;
}

struct dma_chan *dma_get_slave_channel(struct dma_chan *chan)
{
	mutex_lock(&__dma_list_mutex);
	chan = chan->client_count ? NULL : hold_privately(chan);
	mutex_unlock(&__dma_list_mutex);
	return IS_ERR(chan) ? NULL : chan;
}

struct dma_chan *dma_get_any_slave_channel(struct dma_device *device)
{
	struct dma_chan *chan;
	dma_cap_mask_t mask;

	dma_cap_zero(mask);
	dma_cap_set(DMA_SLAVE, mask);
	mutex_lock(&__dma_list_mutex);
	chan = find_candidate(device, &mask, NULL, NULL);
	mutex_unlock(&__dma_list_mutex);
	return IS_ERR(chan) ? NULL : chan;
}

/* Public channels are for all who have called dmaengine_get(). */
void dmaengine_get(void)
{
	struct dma_device *device;
	struct dma_chan *chan;

	mutex_lock(&__dma_list_mutex);
	__dmaengine_ref_count++;
	list_for_each_entry(device, &__dma_device_list, global_node)
		if (!dma_has_cap(DMA_PRIVATE, device->cap_mask))
			list_for_each_entry(chan, &device->channels, device_node)
				(void)__dma_chan_get(chan);
	mutex_unlock(&__dma_list_mutex);
}

void dmaengine_put(void)
{
	struct dma_device *device, *next;
	struct dma_chan *chan;

	mutex_lock(&__dma_list_mutex);
	__dmaengine_ref_count--;
	list_for_each_entry_safe(device, next, &__dma_device_list, global_node)
		if (!dma_has_cap(DMA_PRIVATE, device->cap_mask))
			list_for_each_entry(chan, &device->channels, device_node)
				dma_chan_put(chan);
	mutex_unlock(&__dma_list_mutex);
}

struct dma_chan *dma_find_channel(enum dma_transaction_type type)
{
	struct dma_device *device;
	struct dma_chan *chan;

	list_for_each_entry(device, &__dma_device_list, global_node)
		if (dma_has_cap(type, device->cap_mask) && !dma_has_cap(DMA_PRIVATE, device->cap_mask))
			list_for_each_entry(chan, &device->channels, device_node)
				if (chan->client_count)
					return chan;
	return NULL;
}

void dma_issue_pending_all(void)
{
	struct dma_device *device;
	struct dma_chan *chan;

	list_for_each_entry(device, &__dma_device_list, global_node)
		if (!dma_has_cap(DMA_PRIVATE, device->cap_mask))
			list_for_each_entry(chan, &device->channels, device_node)
				if (chan->client_count)
					device->device_issue_pending(chan);
}

int dma_get_slave_caps(struct dma_chan *chan, struct dma_slave_caps *caps)
{
	struct dma_device *device;

	if (!chan || !caps)
		return -EINVAL;
	device = chan->device;
	if (!dma_has_cap(DMA_SLAVE, device->cap_mask) && !dma_has_cap(DMA_CYCLIC, device->cap_mask))
		return -ENXIO;
	if (!device->directions)
		return -ENXIO;
	*caps = (struct dma_slave_caps){
		.src_addr_widths = device->src_addr_widths,
		.dst_addr_widths = device->dst_addr_widths,
		.directions = device->directions,
		.min_burst = device->min_burst,
		.max_burst = device->max_burst,
		.max_sg_burst = device->max_sg_burst,
		.residue_granularity = device->residue_granularity,
		.descriptor_reuse = device->descriptor_reuse,
		.cmd_pause = device->device_pause,
		.cmd_resume = device->device_resume,
		.cmd_terminate = device->device_terminate_all,
	};
	if (device->device_caps)
		device->device_caps(chan, caps);
	return 0;
}

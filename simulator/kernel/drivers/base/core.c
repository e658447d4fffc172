/* Devices: their names, their life, and the list of all of them. */
#include <linux/device.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/stdarg.h>
#include <linux/string.h>

LIST_HEAD(__all_devices);

int dev_set_name(struct device *dev, const char *name, ...)
{
	va_list arguments;
	char *text;

	va_start(arguments, name);
	text = kvasprintf(GFP_KERNEL, name, arguments);
	va_end(arguments);
	if (!text)
		return -ENOMEM;
	kfree(dev->kobj.name);
	dev->kobj.name = text;
	return 0;
}

void device_initialize(struct device *dev)
{
	kref_init(&dev->kobj.kref);
	dev->kobj.state_initialized = 1;
	mutex_init(&dev->mutex);
	spin_lock_init(&dev->devres_lock);
	INIT_LIST_HEAD(&dev->devres_head);
	INIT_LIST_HEAD(&dev->dma_pools);
	dev->numa_node = -1;
	if (!dev->dma_mask)
		dev->dma_mask = NULL;
}

int device_add(struct device *dev)
{
	if (dev->init_name) {
		dev_set_name(dev, "%s", dev->init_name);
		dev->init_name = NULL;
	}
	if (!dev_name(dev))
		return -EINVAL;
	dev->registered = true;
	list_add_tail(&dev->list, &__all_devices);
	return 0;
}

int device_register(struct device *dev)
{
	device_initialize(dev);
	return device_add(dev);
}

void device_del(struct device *dev)
{
	if (!dev->registered)
		return;
	if (dev->driver && dev->bus && dev->bus->remove)
		dev->bus->remove(dev);
	devres_release_all(dev);
	dev->registered = false;
	list_del(&dev->list);
}

void device_unregister(struct device *dev)
{
	device_del(dev);
	put_device(dev);
}

struct device *get_device(struct device *dev)
{
	if (dev)
		kref_get(&dev->kobj.kref);
	return dev;
}

static void release_device(struct kref *kref)
{
	struct device *dev = container_of(kref, struct device, kobj.kref);
	const char *name = dev->kobj.name;

	if (dev->release)
		dev->release(dev);
	else if (dev->type && dev->type->release)
		dev->type->release(dev);
	else if (dev->class && dev->class->dev_release)
		dev->class->dev_release(dev);
	else
		WARN(1, KERN_ERR "Device '%s' does not have a release() function, it is broken and must be fixed. "
				 "See Documentation/core-api/kobject.rst.\n", name);
	kfree(name);
}

void put_device(struct device *dev)
{
	if (dev)
		kref_put(&dev->kobj.kref, release_device);
}

int device_for_each_child(struct device *parent, void *data, int (*function)(struct device *dev, void *data))
{
	struct device *dev, *following;
	int result = 0;

	list_for_each_entry_safe(dev, following, &__all_devices, list) {
		if (dev->parent == parent)
			result = function(dev, data);
		if (result)
			break;
	}
	return result;
}

const char *dev_driver_string(const struct device *dev)
{
	if (dev->driver)
		return dev->driver->name;
	if (dev->bus)
		return dev->bus->name;
	return dev->class ? dev->class->name : "";
}

int dev_err_probe(const struct device *dev, int error, const char *fmt, ...)
{
	struct va_format format;
	va_list arguments;

	if (error == -EPROBE_DEFER)
		return error;
	va_start(arguments, fmt);
	format.fmt = fmt;
	format.va = &arguments;
	dev_err(dev, "error %pe: %pV", ERR_PTR(error), &format);
	va_end(arguments);
	return error;
}

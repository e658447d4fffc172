/* Walking the devices: all of them in the order of their registration, and those below one. */
#include <linux/device.h>

static struct device *swap_held(struct device *held, struct list_head *at)
{
	struct device *next = at == &__all_devices ? NULL : get_device(list_entry(at, struct device, list));

	put_device(held);
	return next;
}

struct device *__next_device(struct device *dev)
{
	struct list_head *at = __all_devices.next;

	if (dev && dev->registered)
		at = dev->list.next;
	else if (dev)
		while (at != &__all_devices && list_entry(at, struct device, list)->__order <= dev->__order)
			at = at->next;
	return swap_held(dev, at);
}

struct device *__previous_device(struct device *dev)
{
	struct list_head *at = __all_devices.prev;

	if (dev && dev->registered)
		at = dev->list.prev;
	else if (dev)
		while (at != &__all_devices && list_entry(at, struct device, list)->__order >= dev->__order)
			at = at->prev;
	return swap_held(dev, at);
}

/* In the order in which `step` gives all devices, until the function returns something. */
static int visit_children(struct device *parent, struct device *(*step)(struct device *dev), void *data,
			  int (*function)(struct device *dev, void *data))
{
	struct device *dev = NULL;
	int result = 0;

	while (!result && (dev = step(dev)))
		if (dev->parent == parent)
			result = function(dev, data);
	put_device(dev);
	return result;
}

int device_for_each_child(struct device *parent, void *data, int (*function)(struct device *dev, void *data))
{
	return visit_children(parent, __next_device, data, function);
}

int device_for_each_child_reverse(struct device *parent, void *data, int (*function)(struct device *dev, void *data))
{
	return visit_children(parent, __previous_device, data, function);
}

struct device *device_find_child(struct device *parent, void *data, int (*match)(struct device *dev, void *data))
{
	struct device *dev;

	__for_each_device(dev)
		if (dev->parent == parent && match(dev, data))
			return dev;
	return NULL;
}

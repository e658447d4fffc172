/* Classes of devices, and the devices that drivers make for their interfaces; those with a number get a node in /dev. */
#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/stdarg.h>

/* fs/char_dev.c */
int __devtmpfs_create(const char *name, dev_t dev, umode_t mode);
void __devtmpfs_delete(const char *name);

extern struct list_head __all_devices;

static void release_class(struct class *class)
{
	kfree(class);
}

struct class *__class_create(const char *name)
{
	struct class *class = kzalloc(sizeof(*class), GFP_KERNEL);

	if (!class)
		return ERR_PTR(-ENOMEM);
	class->name = name;
	class->class_release = release_class;
	return class;
}

int class_register(struct class *class)
{
	return class->name ? 0 : -EINVAL;
}

void class_unregister(struct class *class)
{
	if (class->class_release)
		class->class_release(class);
}

void class_destroy(struct class *class)
{
	if (!IS_ERR_OR_NULL(class))
		class_unregister(class);
}

static void release_created(struct device *dev)
{
	kfree(dev);
}

static struct device *create(struct class *class, struct device *parent, dev_t devt, void *data,
			     const struct attribute_group **groups, const char *fmt, va_list arguments)
{
	struct device *dev;
	umode_t mode = 0600;

	if (IS_ERR_OR_NULL(class))
		return ERR_PTR(-ENODEV);
	dev = kzalloc(sizeof(*dev), GFP_KERNEL);
	if (!dev)
		return ERR_PTR(-ENOMEM);
	device_initialize(dev);
	dev->devt = devt;
	dev->class = class;
	dev->parent = parent;
	dev->groups = groups;
	dev->release = release_created;
	dev_set_drvdata(dev, data);
	dev->kobj.name = kvasprintf(GFP_KERNEL, fmt, arguments);
	if (device_add(dev)) {
		put_device(dev);
		return ERR_PTR(-EINVAL);
	}
	if (class->devnode)
		kfree(class->devnode(dev, &mode));
	if (MAJOR(devt))
		__devtmpfs_create(dev_name(dev), devt, mode);
	return dev;
}

struct device *device_create(struct class *class, struct device *parent, dev_t devt, void *data, const char *fmt, ...)
{
	struct device *dev;
	va_list arguments;

	va_start(arguments, fmt);
	dev = create(class, parent, devt, data, NULL, fmt, arguments);
	va_end(arguments);
	return dev;
}

struct device *device_create_with_groups(struct class *class, struct device *parent, dev_t devt, void *data,
					 const struct attribute_group **groups, const char *fmt, ...)
{
	struct device *dev;
	va_list arguments;

	va_start(arguments, fmt);
	dev = create(class, parent, devt, data, groups, fmt, arguments);
	va_end(arguments);
	return dev;
}

void device_destroy(struct class *class, dev_t devt)
{
	struct device *dev, *following;

	list_for_each_entry_safe(dev, following, &__all_devices, list) {
		if (dev->class != class || dev->devt != devt)
			continue;
		if (MAJOR(devt))
			__devtmpfs_delete(dev_name(dev));
		device_unregister(dev);
		return;
	}
}

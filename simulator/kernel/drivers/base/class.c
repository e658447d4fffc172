/* Classes of devices, and the devices that drivers make for their interfaces. */
#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/stdarg.h>
#include <linux/string.h>

static struct kobject *class_root;

struct class_private {
	struct kobject kobj;
	struct class *class;
};

static struct class *class_of(struct kobject *kobj)
{
	return container_of(kobj, struct class_private, kobj)->class;
}

static ssize_t class_attribute_show(struct kobject *kobj, struct attribute *attribute, char *buffer)
{
	struct class_attribute *own = container_of(attribute, struct class_attribute, attr);

	return own->show ? own->show(class_of(kobj), own, buffer) : -EIO;
}

static ssize_t class_attribute_store(struct kobject *kobj, struct attribute *attribute, const char *buffer, size_t count)
{
	struct class_attribute *own = container_of(attribute, struct class_attribute, attr);

	return own->store ? own->store(class_of(kobj), own, buffer, count) : -EIO;
}

static void release_class_private(struct kobject *kobj)
{
	struct class_private *private = container_of(kobj, struct class_private, kobj);
	struct class *class = private->class;

	kfree(private);
	if (class->class_release)
		class->class_release(class);
}

static const struct sysfs_ops class_sysfs_ops = { .show = class_attribute_show, .store = class_attribute_store };
static const struct kobj_type class_ktype = { .release = release_class_private, .sysfs_ops = &class_sysfs_ops };

int class_register(struct class *class)
{
	struct class_private *private = kzalloc(sizeof(*private), GFP_KERNEL);
	int error;

	if (!private)
		return -ENOMEM;
	private->class = class;
	error = kobject_init_and_add(&private->kobj, &class_ktype, class_root, "%s", class->name);
	if (error) {
		kfree(private->kobj.name);
		kfree(private);
		return error;
	}
	class->kobj = &private->kobj;
	return sysfs_create_groups(class->kobj, class->class_groups);
}

void class_unregister(struct class *class)
{
	if (!class->kobj)
		return;
	sysfs_remove_groups(class->kobj, class->class_groups);
	kobject_del(class->kobj);
	kobject_put(class->kobj);
}

static void release_class(struct class *class)
{
	kfree(class);
}

struct class *__class_create(const char *name)
{
	struct class *class = kzalloc(sizeof(*class), GFP_KERNEL);
	int error;

	if (!class)
		return ERR_PTR(-ENOMEM);
	class->name = name;
	class->class_release = release_class;
	error = class_register(class);
	if (!error)
		return class;
	kfree(class);
	return ERR_PTR(error);
}

void class_destroy(struct class *class)
{
	if (!IS_ERR_OR_NULL(class))
		class_unregister(class);
}

int class_create_file(struct class *class, const struct class_attribute *attribute)
{
	return class && class->kobj ? sysfs_create_file(class->kobj, &attribute->attr) : -EINVAL;
}

void class_remove_file(struct class *class, const struct class_attribute *attribute)
{
	if (class && class->kobj)
		sysfs_remove_file(class->kobj, &attribute->attr);
}

struct device *class_find_device(struct class *class, struct device *start, const void *data,
				 int (*match)(struct device *dev, const void *data))
{
	struct device *dev;

	__for_each_device(dev) {
		if (start)
			start = start == dev ? NULL : start;
		else if (dev->class == class && match(dev, data))
			return dev;
	}
	return NULL;
}

int class_for_each_device(struct class *class, struct device *start, void *data,
			  int (*function)(struct device *dev, void *data))
{
	struct device *dev;
	int result = 0;

	__for_each_device(dev) {
		if (start)
			start = start == dev ? NULL : start;
		else if (dev->class == class)
			result = function(dev, data);
		if (result)
			break;
	}
	put_device(dev);
	return result;
}

int __class_add_device(struct device *dev)
{
	int error;

	if (!dev->class->kobj)
		return 0;
	error = sysfs_create_link(&dev->kobj, dev->class->kobj, "subsystem");
	if (!error && dev->parent)
		error = sysfs_create_link(&dev->kobj, &dev->parent->kobj, "device");
	return error ? error : sysfs_create_link(dev->class->kobj, &dev->kobj, dev_name(dev));
}

void __class_remove_device(struct device *dev)
{
	if (dev->class->kobj)
		sysfs_remove_link(dev->class->kobj, dev_name(dev));
}

static void release_created(struct device *dev)
{
	kfree(dev);
}

static struct device *create_in_class(struct class *class, struct device *parent, dev_t devt, void *data,
				      const struct attribute_group **groups, const char *fmt, va_list arguments)
{
	struct device *dev;
	int error;

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
	error = device_add(dev);
	if (!error)
		return dev;
	put_device(dev);
	return ERR_PTR(error);
}

struct device *device_create(struct class *class, struct device *parent, dev_t devt, void *data, const char *fmt, ...)
{
	struct device *dev;
	va_list arguments;

	va_start(arguments, fmt);
	dev = create_in_class(class, parent, devt, data, NULL, fmt, arguments);
	va_end(arguments);
	return dev;
}

struct device *device_create_with_groups(struct class *class, struct device *parent, dev_t devt, void *data,
					 const struct attribute_group **groups, const char *fmt, ...)
{
	struct device *dev;
	va_list arguments;

	va_start(arguments, fmt);
	dev = create_in_class(class, parent, devt, data, groups, fmt, arguments);
	va_end(arguments);
	return dev;
}

void device_destroy(struct class *class, dev_t devt)
{
	struct device *dev = class_find_device(class, NULL, &devt, device_match_devt);

	if (!dev)
		return;
	put_device(dev);
	device_unregister(dev);
}

void __classes_init(void)
{
	class_root = kobject_create_and_add("class", NULL);
}

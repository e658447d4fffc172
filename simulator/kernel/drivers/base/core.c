/* Devices: their names, their life, their directories in /sys, and the list of all of them. */
#include <linux/dcache.h>
#include <linux/kdev_t.h>
#include <linux/fs.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/kernfs.h>
#include <linux/pm_runtime.h>
#include <linux/property.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/stdarg.h>
#include <linux/string.h>

LIST_HEAD(__all_devices);
static unsigned long registrations;

static struct kobject *devices_kobj, *virtual_kobj, *dev_char_kobj;

/* fs/devtmpfs.c */
int __devtmpfs_create_node(struct device *dev);
void __devtmpfs_delete_node(struct device *dev);
/* drivers/base/class.c */
int __class_add_device(struct device *dev);
void __class_remove_device(struct device *dev);

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

static ssize_t dev_attr_show(struct kobject *kobj, struct attribute *attribute, char *buffer)
{
	struct device_attribute *own = container_of(attribute, struct device_attribute, attr);

	return own->show ? own->show(kobj_to_dev(kobj), own, buffer) : -EIO;
}

static ssize_t dev_attr_store(struct kobject *kobj, struct attribute *attribute, const char *buffer, size_t count)
{
	struct device_attribute *own = container_of(attribute, struct device_attribute, attr);

	return own->store ? own->store(kobj_to_dev(kobj), own, buffer, count) : -EIO;
}

static void release_device(struct kobject *kobj)
{
	struct device *dev = kobj_to_dev(kobj);

	devres_release_all(dev);
	if (dev->release)
		dev->release(dev);
	else if (dev->type && dev->type->release)
		dev->type->release(dev);
	else if (dev->class && dev->class->dev_release)
		dev->class->dev_release(dev);
	else
		WARN(1, KERN_ERR "Device '%s' does not have a release() function, it is broken and must be fixed. "
				 "See Documentation/core-api/kobject.rst.\n", dev_name(dev));
}

static const struct sysfs_ops dev_sysfs_ops = { .show = dev_attr_show, .store = dev_attr_store };
static const struct kobj_type device_ktype = { .release = release_device, .sysfs_ops = &dev_sysfs_ops };

void device_initialize(struct device *dev)
{
	kobject_init(&dev->kobj, &device_ktype);
	mutex_init(&dev->mutex);
	spin_lock_init(&dev->devres_lock);
	INIT_LIST_HEAD(&dev->devres_head);
	INIT_LIST_HEAD(&dev->dma_pools);
	INIT_LIST_HEAD(&dev->list);
	dev->numa_node = -1;
	__pm_runtime_init(dev);
}

/* Devices of a class stand in a directory of its name below a parent that has no class itself. */
static struct kobject *class_directory(struct device *dev, struct kobject *parent)
{
	struct dentry *child;
	struct kernfs_node *node;

	child = parent->sd ? __d_child(parent->sd->dentry, dev->class->name, strlen(dev->class->name)) : NULL;
	node = child ? child->d_inode->i_private : NULL;
	dev->glue_dir = node && node->kobj ? kobject_get(node->kobj) : kobject_create_and_add(dev->class->name, parent);
	return dev->glue_dir;
}

static struct kobject *parent_of(struct device *dev)
{
	struct device *parent = dev->parent;

	if (dev->class) {
		if (!parent)
			return class_directory(dev, virtual_kobj);
		return parent->class ? &parent->kobj : class_directory(dev, &parent->kobj);
	}
	return parent ? &parent->kobj : devices_kobj;
}

static ssize_t dev_show(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	return sysfs_emit(buffer, "%u:%u\n", MAJOR(dev->devt), MINOR(dev->devt));
}
static DEVICE_ATTR_RO(dev);

static void describe_device(struct device *dev, struct kobj_uevent_env *env)
{
	if (MAJOR(dev->devt)) {
		add_uevent_var(env, "MAJOR=%u", MAJOR(dev->devt));
		add_uevent_var(env, "MINOR=%u", MINOR(dev->devt));
		add_uevent_var(env, "DEVNAME=%s", dev_name(dev));
	}
	if (dev->type && dev->type->name)
		add_uevent_var(env, "DEVTYPE=%s", dev->type->name);
	if (dev->driver)
		add_uevent_var(env, "DRIVER=%s", dev->driver->name);
	if (dev->bus && dev->bus->uevent)
		dev->bus->uevent(dev, env);
	if (dev->class && dev->class->dev_uevent)
		dev->class->dev_uevent(dev, env);
	if (dev->type && dev->type->uevent)
		dev->type->uevent(dev, env);
}

static ssize_t uevent_show(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	struct kobj_uevent_env *env = kzalloc(sizeof(*env), GFP_KERNEL);
	int length = 0, i;

	if (!env)
		return -ENOMEM;
	describe_device(dev, env);
	for (i = 0; i < env->envp_idx; i++)
		length += sysfs_emit_at(buffer, length, "%s\n", env->envp[i]);
	kfree(env);
	return length;
}

static ssize_t uevent_store(struct device *dev, struct device_attribute *attribute, const char *buffer, size_t count)
{
	int error = kobject_synth_uevent(&dev->kobj, buffer, count);

	if (error)
		dev_err(dev, "uevent: failed to send synthetic uevent: %d\n", error);
	return error ? error : (ssize_t)count;
}
static DEVICE_ATTR_RW(uevent);

static int add_attributes_of(struct device *dev)
{
	int error = device_create_file(dev, &dev_attr_uevent);

	if (!error && dev->class)
		error = device_add_groups(dev, dev->class->dev_groups);
	if (!error && dev->type)
		error = device_add_groups(dev, dev->type->groups);
	if (!error)
		error = device_add_groups(dev, dev->groups);
	if (!error && dev->class)
		error = __class_add_device(dev);
	if (!error)
		error = __bus_add_device(dev);
	return error;
}

static void number_text(struct device *dev, char *text, size_t size)
{
	snprintf(text, size, "%u:%u", MAJOR(dev->devt), MINOR(dev->devt));
}

/* One with a number gets a node in /dev. */
static int add_number(struct device *dev)
{
	char text[24];
	int error;

	if (!MAJOR(dev->devt))
		return 0;
	error = device_create_file(dev, &dev_attr_dev);
	number_text(dev, text, sizeof(text));
	if (!error)
		error = sysfs_create_link(dev_char_kobj, &dev->kobj, text);
	if (!error)
		__devtmpfs_create_node(dev);
	return error;
}

static void remove_number(struct device *dev)
{
	char text[24];

	if (!MAJOR(dev->devt))
		return;
	__devtmpfs_delete_node(dev);
	number_text(dev, text, sizeof(text));
	sysfs_remove_link(dev_char_kobj, text);
}

static void take_out(struct device *dev)
{
	dev->registered = false;
	list_del_init(&dev->list);
	if (dev->class)
		__class_remove_device(dev);
	__bus_remove_device(dev);
	kobject_del(&dev->kobj);
	kobject_put(dev->glue_dir);
	dev->glue_dir = NULL;
	put_device(dev->parent);
}

int device_add(struct device *dev)
{
	int error;

	dev = get_device(dev);
	if (!dev)
		return -EINVAL;
	if (dev->init_name) {
		dev_set_name(dev, "%s", dev->init_name);
		dev->init_name = NULL;
	}
	if (!dev->kobj.name) {
		put_device(dev);
		return -EINVAL;
	}
	get_device(dev->parent);
	error = kobject_add(&dev->kobj, parent_of(dev), NULL);
	if (error) {
		put_device(dev->parent);
		kobject_put(dev->glue_dir);
		dev->glue_dir = NULL;
		put_device(dev);
		return error;
	}
	dev->registered = true;
	dev->__order = ++registrations;
	list_add_tail(&dev->list, &__all_devices);
	error = add_attributes_of(dev);
	if (!error)
		error = add_number(dev);
	if (error) {
		take_out(dev);
		put_device(dev);
		return error;
	}
	__pm_sysfs_add(dev);
	kobject_uevent(&dev->kobj, KOBJ_ADD);
	if (dev->bus && __bus_autoprobes(dev->bus))
		(void)device_attach(dev);
	put_device(dev);
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
	device_release_driver(dev);
	remove_number(dev);
	kobject_uevent(&dev->kobj, KOBJ_REMOVE);
	take_out(dev);
	software_node_notify_remove(dev);
	devres_release_all(dev);
}

void device_unregister(struct device *dev)
{
	device_del(dev);
	put_device(dev);
}

struct device *get_device(struct device *dev)
{
	return dev ? kobj_to_dev(kobject_get(&dev->kobj)) : NULL;
}

void put_device(struct device *dev)
{
	if (dev)
		kobject_put(&dev->kobj);
}

int device_rename(struct device *dev, const char *name)
{
	return kobject_rename(&dev->kobj, name);
}

static void release_root_device(struct device *dev)
{
	kfree(dev);
}

struct device *root_device_register(const char *name)
{
	struct device *dev = kzalloc(sizeof(*dev), GFP_KERNEL);
	int error;

	if (!dev)
		return ERR_PTR(-ENOMEM);
	dev_set_name(dev, "%s", name);
	dev->release = release_root_device;
	error = device_register(dev);
	if (!error)
		return dev;
	put_device(dev);
	return ERR_PTR(error);
}

void root_device_unregister(struct device *root)
{
	device_unregister(root);
}

const char *dev_bus_name(const struct device *dev)
{
	if (dev->bus)
		return dev->bus->name;
	return dev->class ? dev->class->name : "";
}

const char *dev_driver_string(const struct device *dev)
{
	if (dev->driver)
		return dev->driver->name;
	return dev_bus_name(dev);
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

void __kobjects_init(void);
void __buses_init(void);
void __classes_init(void);
void __modules_sysfs_init(void);
void __power_init(void);

/* /sys, before anything is put into it. */
void __driver_core_init(void)
{
	__kobjects_init();
	devices_kobj = kobject_create_and_add("devices", NULL);
	virtual_kobj = kobject_create_and_add("virtual", devices_kobj);
	dev_char_kobj = kobject_create_and_add("char", kobject_create_and_add("dev", NULL));
	__buses_init();
	__classes_init();
	__modules_sysfs_init();
	__power_init();
}

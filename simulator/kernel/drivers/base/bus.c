/* Buses: who is on them, and their directories in /sys. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>

struct subsys_private {
	struct kobject *kobj, *devices, *drivers;
	struct list_head driver_list;
	struct bus_type *bus;
	struct list_head list;
	bool no_autoprobe;
};

static struct kobject *bus_root;

static LIST_HEAD(all_buses);

static struct bus_type *bus_of(struct kobject *kobj)
{
	struct subsys_private *private;

	list_for_each_entry(private, &all_buses, list)
		if (private->kobj == kobj)
			return private->bus;
	return NULL;
}

static ssize_t bus_attribute_show(struct kobject *kobj, struct attribute *attribute, char *buffer)
{
	struct bus_attribute *own = container_of(attribute, struct bus_attribute, attr);

	return own->show ? own->show(bus_of(kobj), buffer) : -EIO;
}

static ssize_t bus_attribute_store(struct kobject *kobj, struct attribute *attribute, const char *buffer, size_t count)
{
	struct bus_attribute *own = container_of(attribute, struct bus_attribute, attr);

	return own->store ? own->store(bus_of(kobj), buffer, count) : -EIO;
}

static const struct sysfs_ops bus_sysfs_ops = { .show = bus_attribute_show, .store = bus_attribute_store };

static void release_bus_kobject(struct kobject *kobj)
{
	kfree(kobj);
}

static const struct kobj_type bus_ktype = { .release = release_bus_kobject, .sysfs_ops = &bus_sysfs_ops };

static struct kobject *make_bus_directory(const char *name)
{
	struct kobject *kobj = kzalloc(sizeof(*kobj), GFP_KERNEL);

	if (kobj && kobject_init_and_add(kobj, &bus_ktype, bus_root, "%s", name)) {
		kobject_put(kobj);
		return NULL;
	}
	return kobj;
}

static ssize_t autoprobe_show(struct bus_type *bus, char *buffer)
{
	return sysfs_emit(buffer, "%d\n", !bus->p->no_autoprobe);
}

static ssize_t autoprobe_store(struct bus_type *bus, const char *buffer, size_t count)
{
	bus->p->no_autoprobe = buffer[0] == '0';
	return count;
}

static int rescan_device(struct device *dev, void *data)
{
	return dev->driver ? 0 : device_attach(dev) < 0 ? -EINVAL : 0;
}

static ssize_t drivers_probe_store(struct bus_type *bus, const char *buffer, size_t count)
{
	struct device *dev;

	__for_each_device(dev)
		if (dev->bus == bus && sysfs_streq(buffer, dev_name(dev)))
			break;
	if (!dev)
		return -ENODEV;
	if (rescan_device(dev, NULL) == 0) {
		put_device(dev);
		return count;
	}
	put_device(dev);
	return -EINVAL;
}

static ssize_t bus_uevent_store(struct bus_type *bus, const char *buffer, size_t count)
{
	return kobject_uevent(bus->p->kobj, KOBJ_CHANGE) ? -EINVAL : (ssize_t)count;
}

static struct bus_attribute bus_autoprobe = __ATTR(drivers_autoprobe, 0644, autoprobe_show, autoprobe_store);
static struct bus_attribute bus_probe = __ATTR(drivers_probe, 0200, NULL, drivers_probe_store);
static struct bus_attribute bus_uevent = __ATTR(uevent, 0200, NULL, bus_uevent_store);
static struct attribute *bus_attrs[] = { &bus_autoprobe.attr, &bus_probe.attr, &bus_uevent.attr, NULL };
static const struct attribute_group bus_own_group = { .attrs = bus_attrs };

bool __bus_autoprobes(struct bus_type *bus)
{
	return !bus->p || !bus->p->no_autoprobe;
}

int bus_register(struct bus_type *bus)
{
	struct subsys_private *private = kzalloc(sizeof(*private), GFP_KERNEL);

	if (!private)
		return -ENOMEM;
	private->bus = bus;
	INIT_LIST_HEAD(&private->driver_list);
	private->kobj = make_bus_directory(bus->name);
	if (!private->kobj) {
		kfree(private);
		return -EINVAL;
	}
	private->devices = kobject_create_and_add("devices", private->kobj);
	private->drivers = kobject_create_and_add("drivers", private->kobj);
	list_add_tail(&private->list, &all_buses);
	bus->p = private;
	(void)sysfs_create_group(private->kobj, &bus_own_group);
	return sysfs_create_groups(private->kobj, bus->bus_groups);
}

void bus_unregister(struct bus_type *bus)
{
	struct subsys_private *private = bus->p;

	if (!private)
		return;
	sysfs_remove_groups(private->kobj, bus->bus_groups);
	sysfs_remove_group(private->kobj, &bus_own_group);
	kobject_put(private->devices);
	kobject_put(private->drivers);
	kobject_put(private->kobj);
	list_del(&private->list);
	kfree(private);
	bus->p = NULL;
}

int bus_create_file(struct bus_type *bus, struct bus_attribute *attribute)
{
	return sysfs_create_file(bus->p->kobj, &attribute->attr);
}

void bus_remove_file(struct bus_type *bus, struct bus_attribute *attribute)
{
	sysfs_remove_file(bus->p->kobj, &attribute->attr);
}

int bus_for_each_dev(struct bus_type *bus, struct device *start, void *data, int (*function)(struct device *dev, void *data))
{
	struct device *dev;
	int result = 0;

	__for_each_device(dev) {
		if (start) {
			start = start == dev ? NULL : start;
			continue;
		}
		if (dev->bus == bus)
			result = function(dev, data);
		if (result)
			break;
	}
	put_device(dev);
	return result;
}

struct device *bus_find_device(struct bus_type *bus, struct device *start, const void *data,
			       int (*match)(struct device *dev, const void *data))
{
	struct device *dev;

	__for_each_device(dev) {
		if (start)
			start = start == dev ? NULL : start;
		else if (dev->bus == bus && match(dev, data))
			return dev;
	}
	return NULL;
}

int bus_for_each_drv(struct bus_type *bus, struct device_driver *start, void *data,
		     int (*function)(struct device_driver *driver, void *data))
{
	struct device_driver *driver, *following;
	int result = 0;

	list_for_each_entry_safe(driver, following, &bus->p->driver_list, list) {
		if (start)
			start = start == driver ? NULL : start;
		else
			result = function(driver, data);
		if (result)
			break;
	}
	return result;
}

int bus_rescan_devices(struct bus_type *bus)
{
	return bus_for_each_dev(bus, NULL, NULL, rescan_device);
}

int device_match_name(struct device *dev, const void *name)
{
	return !strcmp(dev_name(dev), name);
}

int device_match_of_node(struct device *dev, const void *node)
{
	return dev->of_node == node;
}

int device_match_devt(struct device *dev, const void *devt)
{
	return dev->devt == *(const dev_t *)devt;
}

int device_match_any(struct device *dev, const void *unused)
{
	return 1;
}

/* Its place below the bus; its driver is looked for later. */
int __bus_add_device(struct device *dev)
{
	struct bus_type *bus = dev->bus;
	int error;

	if (!bus || !bus->p)
		return 0;
	error = device_add_groups(dev, bus->dev_groups);
	if (!error)
		error = sysfs_create_link(bus->p->devices, &dev->kobj, dev_name(dev));
	if (!error)
		error = sysfs_create_link(&dev->kobj, bus->p->kobj, "subsystem");
	return error;
}

void __bus_remove_device(struct device *dev)
{
	if (!dev->bus || !dev->bus->p)
		return;
	sysfs_remove_link(&dev->kobj, "subsystem");
	sysfs_remove_link(dev->bus->p->devices, dev_name(dev));
	device_remove_groups(dev, dev->bus->dev_groups);
}

/* drivers/base/driver.c */
struct list_head *__bus_drivers(struct bus_type *bus)
{
	return &bus->p->driver_list;
}

struct kobject *__bus_drivers_kobj(struct bus_type *bus)
{
	return bus->p->drivers;
}

void __buses_init(void)
{
	bus_root = kobject_create_and_add("bus", NULL);
}

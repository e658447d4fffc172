/* Drivers: registered with their bus, bound and unbound by hand through /sys. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/module.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>

/* drivers/base/bus.c */
struct list_head *__bus_drivers(struct bus_type *bus);
struct kobject *__bus_drivers_kobj(struct bus_type *bus);
/* kernel/module.c */
struct kobject *__module_kobject(struct module *module);

struct driver_private {
	struct kobject kobj;
	struct device_driver *driver;
};

static struct device_driver *driver_of(struct kobject *kobj)
{
	return container_of(kobj, struct driver_private, kobj)->driver;
}

static ssize_t driver_attribute_show(struct kobject *kobj, struct attribute *attribute, char *buffer)
{
	struct driver_attribute *own = container_of(attribute, struct driver_attribute, attr);

	return own->show ? own->show(driver_of(kobj), buffer) : -EIO;
}

static ssize_t driver_attribute_store(struct kobject *kobj, struct attribute *attribute, const char *buffer, size_t count)
{
	struct driver_attribute *own = container_of(attribute, struct driver_attribute, attr);

	return own->store ? own->store(driver_of(kobj), buffer, count) : -EIO;
}

static void release_driver_private(struct kobject *kobj)
{
	kfree(container_of(kobj, struct driver_private, kobj));
}

static const struct sysfs_ops driver_sysfs_ops = { .show = driver_attribute_show, .store = driver_attribute_store };
static const struct kobj_type driver_ktype = { .release = release_driver_private, .sysfs_ops = &driver_sysfs_ops };

/* The device of a name that somebody wrote, perhaps with a newline; a reference. */
static struct device *named_device(struct device_driver *driver, const char *buffer)
{
	char name[64];

	strscpy(name, buffer, sizeof(name));
	return bus_find_device_by_name(driver->bus, NULL, strim(name));
}

static ssize_t bind_store(struct device_driver *driver, const char *buffer, size_t count)
{
	struct device *dev = named_device(driver, buffer);
	int error = -ENODEV;

	if (dev && (!driver->bus->match || driver->bus->match(dev, driver)))
		error = device_driver_attach(driver, dev);
	put_device(dev);
	return error ? error : (ssize_t)count;
}

static ssize_t unbind_store(struct device_driver *driver, const char *buffer, size_t count)
{
	struct device *dev = named_device(driver, buffer);
	int error = -ENODEV;

	if (dev && dev->driver == driver) {
		device_release_driver(dev);
		error = 0;
	}
	put_device(dev);
	return error ? error : (ssize_t)count;
}

static ssize_t driver_uevent_store(struct device_driver *driver, const char *buffer, size_t count)
{
	kobject_uevent(driver->kobj, KOBJ_CHANGE);
	return count;
}

static struct driver_attribute driver_attr_uevent = __ATTR(uevent, 0200, NULL, driver_uevent_store);
static DRIVER_ATTR_WO(bind);
static DRIVER_ATTR_WO(unbind);

int driver_set_override(struct device *dev, const char **override, const char *s, size_t len)
{
	char *name = kstrndup(s, len, GFP_KERNEL);

	if (!name)
		return -ENOMEM;
	strim(name);
	kfree(*override);
	*override = *name ? name : NULL;
	if (!*name)
		kfree(name);
	return 0;
}

struct device_driver *driver_find(const char *name, struct bus_type *bus)
{
	struct device_driver *driver;

	list_for_each_entry(driver, __bus_drivers(bus), list)
		if (!strcmp(driver->name, name))
			return driver;
	return NULL;
}

static int add_driver_directory(struct device_driver *driver)
{
	struct driver_private *private = kzalloc(sizeof(*private), GFP_KERNEL);
	int error;

	if (!private)
		return -ENOMEM;
	private->driver = driver;
	error = kobject_init_and_add(&private->kobj, &driver_ktype, __bus_drivers_kobj(driver->bus), "%s", driver->name);
	if (error) {
		kobject_put(&private->kobj);
		return error;
	}
	driver->kobj = &private->kobj;
	return 0;
}

static void add_driver_files(struct device_driver *driver)
{
	int error = sysfs_create_groups(driver->kobj, driver->bus->drv_groups);

	if (!error)
		error = sysfs_create_groups(driver->kobj, driver->groups);
	if (!error)
		error = driver_create_file(driver, &driver_attr_uevent);
	if (!error && driver->owner && __module_kobject(driver->owner))
		error = sysfs_create_link(driver->kobj, __module_kobject(driver->owner), "module");
	if (!error && !driver->suppress_bind_attrs && !driver_create_file(driver, &driver_attr_unbind))
		error = driver_create_file(driver, &driver_attr_bind);
	if (error)
		printk(KERN_ERR "%s: driver_create_groups(%s) failed\n", "bus_add_driver", driver->name);
}

int driver_register(struct device_driver *driver)
{
	struct bus_type *bus = driver->bus;
	int error;

	if (!bus || !bus->p) {
		printk(KERN_ERR "Driver '%s' was unable to register with bus_type '%s' because the bus was not initialized.\n",
		       driver->name, bus ? bus->name : "");
		return -EINVAL;
	}
	if ((bus->probe && driver->probe) || (bus->remove && driver->remove) || (bus->shutdown && driver->shutdown))
		printk(KERN_WARNING "Driver '%s' needs updating - please use bus_type methods\n", driver->name);
	if (driver_find(driver->name, bus)) {
		printk(KERN_ERR "Error: Driver '%s' is already registered, aborting...\n", driver->name);
		return -EBUSY;
	}
	error = add_driver_directory(driver);
	if (error)
		return error;
	list_add_tail(&driver->list, __bus_drivers(bus));
	error = __bus_autoprobes(driver->bus) ? driver_attach(driver) : 0;
	add_driver_files(driver);
	return error;
}

void driver_unregister(struct device_driver *driver)
{
	if (!driver->kobj) {
		WARN(1, "Unexpected driver unregister!\n");
		return;
	}
	list_del(&driver->list);
	__driver_detach(driver);
	kobject_put(driver->kobj);
	driver->kobj = NULL;
}

int driver_create_file(struct device_driver *driver, const struct driver_attribute *attribute)
{
	return sysfs_create_file(driver->kobj, &attribute->attr);
}

void driver_remove_file(struct device_driver *driver, const struct driver_attribute *attribute)
{
	sysfs_remove_file(driver->kobj, &attribute->attr);
}

int driver_for_each_device(struct device_driver *driver, struct device *start, void *data,
			   int (*function)(struct device *dev, void *data))
{
	struct device *dev;
	int result = 0;

	__for_each_device(dev) {
		if (start)
			start = start == dev ? NULL : start;
		else if (dev->driver == driver)
			result = function(dev, data);
		if (result)
			break;
	}
	put_device(dev);
	return result;
}

struct device *driver_find_device(struct device_driver *driver, struct device *start, const void *data,
				  int (*match)(struct device *dev, const void *data))
{
	struct device *dev;

	__for_each_device(dev) {
		if (start)
			start = start == dev ? NULL : start;
		else if (dev->driver == driver && match(dev, data))
			return dev;
	}
	return NULL;
}

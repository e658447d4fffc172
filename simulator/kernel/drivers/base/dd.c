/* Drivers and devices meet: probing, letting go, and trying again later. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/pm_runtime.h>
#include <linux/printk.h>

extern struct bus_type pci_bus_type;
void __dma_debug_unbound(struct device *dev); /* dma/debug/functions.ts */

static int add_driver_links(struct device *dev)
{
	int error;

	if (!dev->driver->kobj || !dev->kobj.sd)
		return 0;
	error = sysfs_create_link(dev->driver->kobj, &dev->kobj, kobject_name(&dev->kobj));
	if (!error)
		error = sysfs_create_link(&dev->kobj, dev->driver->kobj, "driver");
	return error;
}

static void remove_driver_links(struct device *dev)
{
	if (!dev->driver->kobj || !dev->kobj.sd)
		return;
	sysfs_remove_link(dev->driver->kobj, kobject_name(&dev->kobj));
	sysfs_remove_link(&dev->kobj, "driver");
}

/* After the driver's remove(), or its failed probe(). */
static void unbind_cleanup(struct device *dev)
{
	devres_release_all(dev);
	dev->driver = NULL;
	dev_set_drvdata(dev, NULL);
	__pm_runtime_reinit(dev);
}

static int call_driver_probe(struct device *dev, struct device_driver *driver)
{
	int result = dev->bus->probe ? dev->bus->probe(dev) : driver->probe ? driver->probe(dev) : 0;

	switch (result) {
	case 0:
	case -EPROBE_DEFER:
	case -ENODEV:
	case -ENXIO:
		break;
	default:
		printk(KERN_WARNING "%s: probe of %s failed with error %d\n", driver->name, dev_name(dev), result);
	}
	return result;
}

/* A driver that fails leaves the device as it was. */
static int really_probe(struct device *dev, struct device_driver *driver)
{
	int result;

	if (!list_empty(&dev->devres_head)) {
		dev_crit(dev, "Resources present before probing\n");
		return -EBUSY;
	}
	dev->driver = driver;
	result = dev->bus->dma_configure ? dev->bus->dma_configure(dev) : 0;
	if (!result)
		result = add_driver_links(dev);
	if (!result)
		result = call_driver_probe(dev, driver);
	if (!result) {
		result = device_add_groups(dev, driver->dev_groups);
		if (!result)
			return 0;
		dev_err(dev, "device_add_groups() failed\n");
		if (dev->bus->remove)
			dev->bus->remove(dev);
	}
	dev->deferred = result == -EPROBE_DEFER;
	remove_driver_links(dev);
	unbind_cleanup(dev);
	return result;
}

/* 1: bound, 0: not, or an error that says the device cannot be bound at all. */
static int try_driver(struct device *dev, struct device_driver *driver)
{
	int result;

	if (!dev->registered || dev->driver)
		return -ENODEV;
	device_lock(dev);
	result = really_probe(dev, driver);
	device_unlock(dev);
	if (!result)
		__retry_deferred();
	return result;
}

static bool driver_matches(struct device *dev, struct device_driver *driver)
{
	return !driver->bus->match || driver->bus->match(dev, driver) > 0;
}

/* Devices whose driver asked for patience are tried again whenever another device was bound. */
void __retry_deferred(void)
{
	static bool retrying;
	struct device *dev;

	if (retrying)
		return;
	retrying = true;
	__for_each_device(dev)
		if (dev->deferred && !dev->driver) {
			dev->deferred = false;
			(void)device_attach(dev);
		}
	retrying = false;
}

static int attach_one(struct device_driver *driver, void *data)
{
	struct device *dev = data;

	if (dev->driver || !driver_matches(dev, driver))
		return 0;
	return try_driver(dev, driver) == 0;
}

/* 1: bound to a driver, 0: none wants it. */
int device_attach(struct device *dev)
{
	if (dev->driver)
		return 1;
	return dev->bus && dev->bus->p ? bus_for_each_drv(dev->bus, NULL, dev, attach_one) : 0;
}

int driver_attach(struct device_driver *driver)
{
	struct device *dev;

	__for_each_device(dev)
		if (dev->bus == driver->bus && !dev->driver && driver_matches(dev, driver))
			(void)try_driver(dev, driver);
	return 0;
}

int device_driver_attach(struct device_driver *driver, struct device *dev)
{
	int result = try_driver(dev, driver);

	/* For whoever asked by hand an error of probe() says only that it did not work. */
	return result > 0 ? result : result == -EPROBE_DEFER ? -EAGAIN : result;
}

int device_bind_driver(struct device *dev)
{
	return add_driver_links(dev);
}

int device_reprobe(struct device *dev)
{
	if (dev->driver)
		device_release_driver(dev);
	return device_attach(dev) < 0 ? -EINVAL : 0;
}

static void release_driver_locked(struct device *dev)
{
	struct device_driver *driver = dev->driver;

	if (!driver)
		return;
	pm_runtime_get_sync(dev);
	remove_driver_links(dev);
	pm_runtime_put_sync(dev);
	device_remove_groups(dev, driver->dev_groups);
	if (dev->bus && dev->bus->remove)
		dev->bus->remove(dev);
	else if (driver->remove)
		driver->remove(dev);
	unbind_cleanup(dev);
	/* dma-debug watches this bus alone on a PC. */
	if (dev->bus == &pci_bus_type)
		__dma_debug_unbound(dev);
}

void device_release_driver(struct device *dev)
{
	device_lock(dev);
	release_driver_locked(dev);
	device_unlock(dev);
}

/* The driver goes: from all its devices, the newest first. */
void __driver_detach(struct device_driver *driver)
{
	struct device *dev;

	__for_each_device_reverse(dev) {
		if (dev->driver == driver)
			device_release_driver(dev);
	}
}

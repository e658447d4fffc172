/* Drivers and devices meet: probing, and letting go. */
#include <linux/device.h>
#include <linux/printk.h>

/* `probe` is the bus's way of calling the driver. A driver that fails leaves the device as it was. */
int __driver_probe(struct device_driver *driver, struct device *dev, int (*probe)(struct device *dev))
{
	int result;

	if (!list_empty(&dev->devres_head)) {
		dev_crit(dev, "Resources present before probing\n");
		return -EBUSY;
	}
	dev->driver = driver;
	device_lock(dev);
	result = probe(dev);
	device_unlock(dev);
	if (!result)
		return 0;
	__driver_release(dev);
	if (result != -ENODEV && result != -ENXIO && result != -EPROBE_DEFER)
		printk(KERN_WARNING "%s: probe of %s failed with error %d\n", driver->name, dev_name(dev), result);
	return result;
}

/* After the driver's remove(), or its failed probe(). */
void __driver_release(struct device *dev)
{
	devres_release_all(dev);
	dev->driver = NULL;
	dev_set_drvdata(dev, NULL);
}

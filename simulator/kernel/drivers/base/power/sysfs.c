/* The power directory of a device in /sys. */
#include <linux/device.h>
#include <linux/kstrtox.h>
#include <linux/pm_runtime.h>
#include <linux/string.h>

static ssize_t control_show(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	return sysfs_emit(buffer, "%s\n", dev->power.runtime_auto ? "auto" : "on");
}

static ssize_t control_store(struct device *dev, struct device_attribute *attribute, const char *buffer, size_t count)
{
	device_lock(dev);
	if (sysfs_streq(buffer, "auto"))
		pm_runtime_allow(dev);
	else if (sysfs_streq(buffer, "on"))
		pm_runtime_forbid(dev);
	else
		count = -EINVAL;
	device_unlock(dev);
	return count;
}

static DEVICE_ATTR_RW(control);

static ssize_t runtime_status_show(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	static const char *const names[] = { "active", "resuming", "suspended", "suspending" };
	int status = dev->power.runtime_status;

	if (dev->power.runtime_error)
		return sysfs_emit(buffer, "error\n");
	if (dev->power.disable_depth)
		return sysfs_emit(buffer, "unsupported\n");
	return status < 0 ? -EIO : sysfs_emit(buffer, "%s\n", names[status]);
}

static DEVICE_ATTR_RO(runtime_status);

static ssize_t autosuspend_delay_ms_show(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	return dev->power.use_autosuspend ? sysfs_emit(buffer, "%d\n", dev->power.autosuspend_delay) : -EIO;
}

static ssize_t autosuspend_delay_ms_store(struct device *dev, struct device_attribute *attribute, const char *buffer,
					  size_t count)
{
	long delay;

	if (!dev->power.use_autosuspend)
		return -EIO;
	if (kstrtol(buffer, 10, &delay) || delay != (int)delay)
		return -EINVAL;
	device_lock(dev);
	pm_runtime_set_autosuspend_delay(dev, delay);
	device_unlock(dev);
	return count;
}

static DEVICE_ATTR_RW(autosuspend_delay_ms);

static struct attribute *power_attributes[] = {
	&dev_attr_control.attr, &dev_attr_runtime_status.attr, &dev_attr_autosuspend_delay_ms.attr, NULL,
};
static const struct attribute_group power_group = { .name = "power", .attrs = power_attributes };

void __pm_sysfs_add(struct device *dev)
{
	if (sysfs_create_group(&dev->kobj, &power_group))
		dev_warn(dev, "no power attributes\n");
}

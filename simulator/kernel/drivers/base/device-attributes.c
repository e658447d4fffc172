/* Files of a device in /sys that its driver or its bus gives it. */
#include <linux/device.h>
#include <linux/kernfs.h>
#include <linux/kstrtox.h>

int device_create_file(struct device *dev, const struct device_attribute *attribute)
{
	if (!dev)
		return 0;
	WARN(((attribute->attr.mode & 0222) && !attribute->store), "Attribute %s: write permission without 'store'\n",
	     attribute->attr.name);
	WARN(((attribute->attr.mode & 0444) && !attribute->show), "Attribute %s: read permission without 'show'\n",
	     attribute->attr.name);
	return sysfs_create_file(&dev->kobj, &attribute->attr);
}

void device_remove_file(struct device *dev, const struct device_attribute *attribute)
{
	if (dev)
		sysfs_remove_file(&dev->kobj, &attribute->attr);
}

bool device_remove_file_self(struct device *dev, const struct device_attribute *attribute)
{
	return dev ? sysfs_remove_file_self(&dev->kobj, &attribute->attr) : false;
}

int device_create_bin_file(struct device *dev, const struct bin_attribute *attribute)
{
	return dev ? sysfs_create_bin_file(&dev->kobj, attribute) : -EINVAL;
}

void device_remove_bin_file(struct device *dev, const struct bin_attribute *attribute)
{
	if (dev)
		sysfs_remove_bin_file(&dev->kobj, attribute);
}

int device_add_groups(struct device *dev, const struct attribute_group **groups)
{
	return sysfs_create_groups(&dev->kobj, groups);
}

void device_remove_groups(struct device *dev, const struct attribute_group **groups)
{
	if (dev->kobj.sd)
		sysfs_remove_groups(&dev->kobj, groups);
}

#define VARIABLE_ATTRIBUTE(name, type, parse, format)                                                                 \
ssize_t device_show_##name(struct device *dev, struct device_attribute *attribute, char *buffer)                      \
{                                                                                                                     \
	return sysfs_emit(buffer, format "\n", *(type *)container_of(attribute, struct dev_ext_attribute, attr)->var); \
}                                                                                                                     \
ssize_t device_store_##name(struct device *dev, struct device_attribute *attribute, const char *buffer, size_t count) \
{                                                                                                                     \
	int error = parse(buffer, container_of(attribute, struct dev_ext_attribute, attr)->var);                      \
	return error ? error : (ssize_t)count;                                                                        \
}

#define PARSE_ULONG(text, variable) kstrtoul(text, 0, variable)
#define PARSE_INT(text, variable) kstrtoint(text, 0, variable)

VARIABLE_ATTRIBUTE(ulong, unsigned long, PARSE_ULONG, "%lx")
VARIABLE_ATTRIBUTE(int, int, PARSE_INT, "%d")
VARIABLE_ATTRIBUTE(bool, bool, kstrtobool, "%d")

/* Drivers as the driver core sees them. */
#ifndef _DEVICE_DRIVER_H_
#define _DEVICE_DRIVER_H_

#include <linux/list.h>
#include <linux/mod_devicetable.h>
#include <linux/pm.h>
#include <linux/sysfs.h>

struct module;
struct bus_type;
struct device;
struct attribute_group;
struct kobject;

enum probe_type {
	PROBE_DEFAULT_STRATEGY,
	PROBE_PREFER_ASYNCHRONOUS,
	PROBE_FORCE_SYNCHRONOUS,
};

struct device_driver {
	const char *name;
	struct bus_type *bus;
	struct module *owner;
	const char *mod_name;
	bool suppress_bind_attrs;
	enum probe_type probe_type;
	const struct of_device_id *of_match_table;
	const struct acpi_device_id *acpi_match_table;
	int (*probe)(struct device *dev);
	void (*sync_state)(struct device *dev);
	int (*remove)(struct device *dev);
	void (*shutdown)(struct device *dev);
	int (*suspend)(struct device *dev, pm_message_t state);
	int (*resume)(struct device *dev);
	const struct attribute_group **groups;
	const struct attribute_group **dev_groups;
	const struct dev_pm_ops *pm;
	void (*coredump)(struct device *dev);
	/* The model's own: its place among its bus's drivers, and its directory. */
	struct list_head list;
	struct kobject *kobj;
};

struct driver_attribute {
	struct attribute attr;
	ssize_t (*show)(struct device_driver *driver, char *buffer);
	ssize_t (*store)(struct device_driver *driver, const char *buffer, size_t count);
};

#define DRIVER_ATTR_RW(name) struct driver_attribute driver_attr_##name = __ATTR_RW(name)
#define DRIVER_ATTR_RO(name) struct driver_attribute driver_attr_##name = __ATTR_RO(name)
#define DRIVER_ATTR_WO(name) struct driver_attribute driver_attr_##name = __ATTR_WO(name)

/* drivers/base/driver.c */
int __must_check driver_register(struct device_driver *driver);
void driver_unregister(struct device_driver *driver);
struct device_driver *driver_find(const char *name, struct bus_type *bus);
/* What is written to a device's driver_override: the one driver that may take it, or nothing for any. */
int driver_set_override(struct device *dev, const char **override, const char *s, size_t len);
int __must_check driver_create_file(struct device_driver *driver, const struct driver_attribute *attribute);
void driver_remove_file(struct device_driver *driver, const struct driver_attribute *attribute);
int driver_for_each_device(struct device_driver *driver, struct device *start, void *data,
			   int (*function)(struct device *dev, void *data));
struct device *driver_find_device(struct device_driver *driver, struct device *start, const void *data,
				  int (*match)(struct device *dev, const void *data));

#endif

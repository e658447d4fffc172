/* Attributes of devices, shown as files. */
#ifndef _SYSFS_H_
#define _SYSFS_H_

#include <linux/compiler.h>
#include <linux/list.h>
#include <linux/stat.h>
#include <linux/types.h>

struct kobject;
struct module;

struct attribute {
	const char *name;
	umode_t mode;
};

struct bin_attribute;

struct attribute_group {
	const char *name;
	umode_t (*is_visible)(struct kobject *kobj, struct attribute *attribute, int index);
	struct attribute **attrs;
	struct bin_attribute **bin_attrs;
};

struct sysfs_ops {
	ssize_t (*show)(struct kobject *kobj, struct attribute *attribute, char *buffer);
	ssize_t (*store)(struct kobject *kobj, struct attribute *attribute, const char *buffer, size_t count);
};

#define __ATTR(attribute, permissions, show_function, store_function) {         \
	.attr = { .name = __stringify(attribute), .mode = permissions },        \
	.show = show_function,                                                  \
	.store = store_function,                                                \
}
#define __ATTR_RO(attribute) __ATTR(attribute, 0444, attribute##_show, NULL)
#define __ATTR_WO(attribute) __ATTR(attribute, 0200, NULL, attribute##_store)
#define __ATTR_RW(attribute) __ATTR(attribute, 0644, attribute##_show, attribute##_store)
#define __ATTR_NULL { .attr = { .name = NULL } }
#define __ATTRIBUTE_GROUPS(group) static const struct attribute_group *group##_groups[] = { &group##_group, NULL }
#define ATTRIBUTE_GROUPS(group)                                                         \
	static const struct attribute_group group##_group = { .attrs = group##_attrs }; \
	__ATTRIBUTE_GROUPS(group)

/* fs/sysfs.c */
int sysfs_emit(char *buffer, const char *fmt, ...) __printf(2, 3);
int sysfs_emit_at(char *buffer, int at, const char *fmt, ...) __printf(3, 4);

#include <linux/stringify.h>

#endif

/* Named, counted objects: what devices stand on. */
#ifndef _KOBJECT_H_
#define _KOBJECT_H_

#include <linux/list.h>
#include <linux/kref.h>
#include <linux/sysfs.h>
#include <linux/types.h>

struct kobject;

struct kobj_type {
	void (*release)(struct kobject *kobj);
	const struct sysfs_ops *sysfs_ops;
	const struct attribute_group **default_groups;
};

struct kset {
	struct list_head list;
};

struct kobject {
	const char *name;
	struct list_head entry;
	struct kobject *parent;
	struct kset *kset;
	const struct kobj_type *ktype;
	struct kernfs_node *sd;
	struct kref kref;
	unsigned int state_initialized : 1;
	unsigned int state_in_sysfs : 1;
	unsigned int state_add_uevent_sent : 1;
	unsigned int state_remove_uevent_sent : 1;
	unsigned int uevent_suppress : 1;
};

static inline const char *kobject_name(const struct kobject *kobj) { return kobj->name; }

#endif

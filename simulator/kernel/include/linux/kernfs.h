/* What stands behind a file or directory in /sys. */
#ifndef __LINUX_KERNFS_H
#define __LINUX_KERNFS_H

#include <linux/list.h>
#include <linux/types.h>
#include <linux/wait.h>

struct attribute;
struct bin_attribute;
struct dentry;
struct file;
struct kobject;

/* The members are the model's own. */
struct kernfs_node {
	struct dentry *dentry;
	struct kobject *kobj;
	const struct attribute *attr;
	bool binary;
	int active; /* calls under way */
	bool removed;
	unsigned int references;
	unsigned int event; /* counts sysfs_notify() */
	struct wait_queue_head poll;
};

struct kernfs_open_file {
	struct kernfs_node *kn;
	struct file *file;
	unsigned int event;
	size_t length;
	char *text; /* a page */
};

#endif

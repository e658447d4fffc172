/* Character devices that share major number 10. */
#ifndef _LINUX_MISCDEVICE_H
#define _LINUX_MISCDEVICE_H

#include <linux/device.h>
#include <linux/fs.h>
#include <linux/list.h>
#include <linux/module.h>

#define MISC_MAJOR 10
#define MISC_DYNAMIC_MINOR 255

struct miscdevice {
	int minor;
	const char *name;
	const struct file_operations *fops;
	struct list_head list;
	struct device *parent;
	struct device *this_device;
	const struct attribute_group **groups;
	const char *nodename;
	umode_t mode;
};

/* fs/char_dev.c */
int misc_register(struct miscdevice *misc);
void misc_deregister(struct miscdevice *misc);

#define MODULE_ALIAS_MISCDEV(minor) MODULE_ALIAS("char-major-10-" __stringify(minor))
#define module_misc_device(misc) module_driver(misc, misc_register, misc_deregister)

/* A driver that includes this header has these too. */
#include <linux/major.h>

#endif

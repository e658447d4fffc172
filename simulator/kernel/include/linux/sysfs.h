/* Attributes of devices, shown as files. */
#ifndef _SYSFS_H_
#define _SYSFS_H_

#include <linux/compiler.h>
#include <linux/list.h>
#include <linux/stat.h>
#include <linux/types.h>

struct address_space;
struct bin_attribute;
struct file;
struct kernfs_node;
struct kobject;
struct module;
struct vm_area_struct;

struct attribute {
	const char *name;
	umode_t mode;
};

struct bin_attribute {
	struct attribute attr;
	size_t size;
	void *private;
	struct address_space *(*f_mapping)(void);
	ssize_t (*read)(struct file *file, struct kobject *kobj, struct bin_attribute *attribute, char *buffer,
			loff_t offset, size_t count);
	ssize_t (*write)(struct file *file, struct kobject *kobj, struct bin_attribute *attribute, char *buffer,
			 loff_t offset, size_t count);
	int (*mmap)(struct file *file, struct kobject *kobj, struct bin_attribute *attribute, struct vm_area_struct *vma);
};

struct attribute_group {
	const char *name;
	umode_t (*is_visible)(struct kobject *kobj, struct attribute *attribute, int index);
	umode_t (*is_bin_visible)(struct kobject *kobj, struct bin_attribute *attribute, int index);
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
#define __ATTR_PREALLOC(attribute, permissions, show_function, store_function) \
	__ATTR(attribute, permissions, show_function, store_function)
#define __ATTR_RO_MODE(attribute, permissions) __ATTR(attribute, permissions, attribute##_show, NULL)
#define __ATTR_RW_MODE(attribute, permissions) __ATTR(attribute, permissions, attribute##_show, attribute##_store)
#define __ATTR_NULL { .attr = { .name = NULL } }
#define __ATTRIBUTE_GROUPS(group) static const struct attribute_group *group##_groups[] = { &group##_group, NULL }
#define ATTRIBUTE_GROUPS(group)                                                         \
	static const struct attribute_group group##_group = { .attrs = group##_attrs }; \
	__ATTRIBUTE_GROUPS(group)

#define BIN_ATTRIBUTE_GROUPS(group)                                                             \
	static const struct attribute_group group##_group = { .bin_attrs = group##_attrs };     \
	__ATTRIBUTE_GROUPS(group)

#define sysfs_attr_init(attribute) ((void)(attribute))
#define sysfs_bin_attr_init(attribute) ((void)(attribute))
#define __BIN_ATTR(attribute, permissions, read_function, write_function, bytes) {      \
	.attr = { .name = __stringify(attribute), .mode = permissions },                \
	.read = read_function, .write = write_function, .size = bytes,                  \
}
#define __BIN_ATTR_RO(attribute, bytes) __BIN_ATTR(attribute, 0444, attribute##_read, NULL, bytes)
#define __BIN_ATTR_WO(attribute, bytes) __BIN_ATTR(attribute, 0200, NULL, attribute##_write, bytes)
#define __BIN_ATTR_RW(attribute, bytes) __BIN_ATTR(attribute, 0644, attribute##_read, attribute##_write, bytes)
#define BIN_ATTR(name, permissions, read, write, bytes) \
	struct bin_attribute bin_attr_##name = __BIN_ATTR(name, permissions, read, write, bytes)
#define BIN_ATTR_RO(name, bytes) struct bin_attribute bin_attr_##name = __BIN_ATTR_RO(name, bytes)
#define BIN_ATTR_WO(name, bytes) struct bin_attribute bin_attr_##name = __BIN_ATTR_WO(name, bytes)
#define BIN_ATTR_RW(name, bytes) struct bin_attribute bin_attr_##name = __BIN_ATTR_RW(name, bytes)

/* fs/sysfs/file.c */
int __must_check sysfs_create_file(struct kobject *kobj, const struct attribute *attribute);
int __must_check sysfs_create_files(struct kobject *kobj, const struct attribute *const *attributes);
void sysfs_remove_file(struct kobject *kobj, const struct attribute *attribute);
void sysfs_remove_files(struct kobject *kobj, const struct attribute *const *attributes);
bool sysfs_remove_file_self(struct kobject *kobj, const struct attribute *attribute);
int sysfs_chmod_file(struct kobject *kobj, const struct attribute *attribute, umode_t mode);
int __must_check sysfs_create_bin_file(struct kobject *kobj, const struct bin_attribute *attribute);
void sysfs_remove_bin_file(struct kobject *kobj, const struct bin_attribute *attribute);
void sysfs_notify(struct kobject *kobj, const char *directory, const char *attribute);
struct kernfs_node *sysfs_get_dirent(struct kernfs_node *parent, const char *name);
void sysfs_notify_dirent(struct kernfs_node *node);
void sysfs_put(struct kernfs_node *node);

/* fs/sysfs/group.c */
int __must_check sysfs_create_group(struct kobject *kobj, const struct attribute_group *group);
int __must_check sysfs_create_groups(struct kobject *kobj, const struct attribute_group **groups);
int sysfs_update_group(struct kobject *kobj, const struct attribute_group *group);
int sysfs_merge_group(struct kobject *kobj, const struct attribute_group *group);
void sysfs_unmerge_group(struct kobject *kobj, const struct attribute_group *group);
void sysfs_remove_group(struct kobject *kobj, const struct attribute_group *group);
void sysfs_remove_groups(struct kobject *kobj, const struct attribute_group **groups);
int sysfs_add_file_to_group(struct kobject *kobj, const struct attribute *attribute, const char *group);
void sysfs_remove_file_from_group(struct kobject *kobj, const struct attribute *attribute, const char *group);

/* fs/sysfs/dir.c */
int __must_check sysfs_create_link(struct kobject *kobj, struct kobject *target, const char *name);
void sysfs_remove_link(struct kobject *kobj, const char *name);
int __sysfs_create_dir(struct kobject *kobj, struct kernfs_node *parent);
void __sysfs_remove_dir(struct kobject *kobj);
struct kernfs_node *__sysfs_directory(struct kobject *kobj, const char *group);
int __sysfs_add_file(struct kobject *kobj, struct kernfs_node *directory, const struct attribute *attribute, umode_t mode,
		     bool binary);
void __sysfs_remove_child(struct kernfs_node *directory, const char *name);
struct kernfs_node *__sysfs_make_group(struct kobject *kobj, struct kernfs_node *directory, const char *name);

/* format-functions.ts */
int sysfs_emit(char *buffer, const char *fmt, ...) __printf(2, 3);
int sysfs_emit_at(char *buffer, int at, const char *fmt, ...) __printf(3, 4);

#include <linux/stringify.h>

#endif

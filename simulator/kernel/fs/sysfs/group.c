/* Groups of attributes, in a directory of their own when they have a name. */
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/kernfs.h>
#include <linux/kobject.h>
#include <linux/printk.h>
#include <linux/string.h>

#define SYSFS_PREALLOC 010000

static int add_attributes(struct kobject *kobj, struct kernfs_node *directory, const struct attribute_group *group,
			  bool update)
{
	struct attribute *const *attribute;
	int i = 0, error = 0;

	for (attribute = group->attrs; attribute && *attribute && !error; attribute++, i++) {
		umode_t mode = (*attribute)->mode;

		if (update)
			__sysfs_remove_child(directory, (*attribute)->name);
		if (group->is_visible)
			mode = group->is_visible(kobj, *attribute, i);
		if (!mode)
			continue;
		WARN(mode & ~(SYSFS_PREALLOC | 0664), "Attribute %s: Invalid permissions 0%o\n", (*attribute)->name, mode);
		error = __sysfs_add_file(kobj, directory, *attribute, mode & 0664, false);
	}
	return error;
}

static int add_binaries(struct kobject *kobj, struct kernfs_node *directory, const struct attribute_group *group, bool update)
{
	struct bin_attribute *const *attribute;
	int i = 0, error = 0;

	for (attribute = group->bin_attrs; attribute && *attribute && !error; attribute++, i++) {
		umode_t mode = (*attribute)->attr.mode;

		if (update)
			__sysfs_remove_child(directory, (*attribute)->attr.name);
		if (group->is_bin_visible)
			mode = group->is_bin_visible(kobj, *attribute, i);
		if (mode)
			error = __sysfs_add_file(kobj, directory, &(*attribute)->attr, mode & 0664, true);
	}
	return error;
}

static void remove_members(struct kernfs_node *directory, const struct attribute_group *group)
{
	struct bin_attribute *const *bin;
	struct attribute *const *attribute;

	for (attribute = group->attrs; attribute && *attribute; attribute++)
		__sysfs_remove_child(directory, (*attribute)->name);
	for (bin = group->bin_attrs; bin && *bin; bin++)
		__sysfs_remove_child(directory, (*bin)->attr.name);
}

static int fill_group(struct kobject *kobj, const struct attribute_group *group, bool update)
{
	struct kernfs_node *directory = __sysfs_directory(kobj, group->name);
	int error;

	if (WARN_ON(!kobj->sd))
		return -EINVAL;
	if (!group->attrs && !group->bin_attrs) {
		WARN(1, "sysfs: (bin_)attrs not set by subsystem for group: %s/%s\n", kobj->name,
		     group->name ? group->name : "");
		return -EINVAL;
	}
	if (group->name && !update) {
		directory = __sysfs_make_group(kobj, kobj->sd, group->name);
		if (IS_ERR(directory))
			return PTR_ERR(directory);
	}
	if (!directory)
		return -EINVAL;
	error = add_attributes(kobj, directory, group, update);
	if (!error)
		error = add_binaries(kobj, directory, group, update);
	if (error && group->name)
		__sysfs_remove_child(kobj->sd, group->name);
	else if (error)
		remove_members(directory, group);
	return error;
}

int sysfs_create_group(struct kobject *kobj, const struct attribute_group *group)
{
	return fill_group(kobj, group, false);
}

int sysfs_update_group(struct kobject *kobj, const struct attribute_group *group)
{
	return fill_group(kobj, group, true);
}

int sysfs_create_groups(struct kobject *kobj, const struct attribute_group **groups)
{
	int error = 0, i;

	for (i = 0; groups && groups[i] && !error; i++)
		error = sysfs_create_group(kobj, groups[i]);
	if (error)
		for (i--; i > 0; i--)
			sysfs_remove_group(kobj, groups[i - 1]);
	return error;
}

void sysfs_remove_group(struct kobject *kobj, const struct attribute_group *group)
{
	struct kernfs_node *directory = kobj->sd ? __sysfs_directory(kobj, group->name) : NULL;

	if (!directory) {
		WARN(group->name && kobj->sd, "sysfs group '%s' not found for kobject '%s'\n", group->name, kobj->name);
		return;
	}
	if (group->name)
		__sysfs_remove_child(kobj->sd, group->name);
	else
		remove_members(directory, group);
}

void sysfs_remove_groups(struct kobject *kobj, const struct attribute_group **groups)
{
	for (; groups && *groups; groups++)
		sysfs_remove_group(kobj, *groups);
}

int sysfs_merge_group(struct kobject *kobj, const struct attribute_group *group)
{
	struct kernfs_node *directory = __sysfs_directory(kobj, group->name);

	return directory ? add_attributes(kobj, directory, group, false) : -ENOENT;
}

void sysfs_unmerge_group(struct kobject *kobj, const struct attribute_group *group)
{
	struct kernfs_node *directory = __sysfs_directory(kobj, group->name);

	if (directory)
		remove_members(directory, group);
}

int sysfs_add_file_to_group(struct kobject *kobj, const struct attribute *attribute, const char *group)
{
	struct kernfs_node *directory = __sysfs_directory(kobj, group);

	return directory ? __sysfs_add_file(kobj, directory, attribute, attribute->mode, false) : -ENOENT;
}

void sysfs_remove_file_from_group(struct kobject *kobj, const struct attribute *attribute, const char *group)
{
	struct kernfs_node *directory = __sysfs_directory(kobj, group);

	if (directory)
		__sysfs_remove_child(directory, attribute->name);
}

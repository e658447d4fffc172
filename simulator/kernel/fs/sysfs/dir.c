/* Directories, links and the nodes behind all files of /sys. */
#include <linux/mm.h>
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernfs.h>
#include <linux/kobject.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sprintf.h>

/* fs/sysfs/file.c */
extern const struct file_operations __sysfs_file_operations, __sysfs_bin_operations;

static void drop_node(struct kernfs_node *node)
{
	if (--node->references == 0)
		kfree(node);
}

static void release_sysfs_dentry(struct dentry *dentry)
{
	drop_node(dentry->d_inode->i_private);
}

static int path_of(struct dentry *dentry, char *path, size_t size)
{
	int length;

	if (!dentry || dentry == __sys_dentry || !dentry->d_parent)
		return 0;
	length = path_of(dentry->d_parent, path, size);
	return length + scnprintf(path + length, size - length, "/%s", dentry->d_iname);
}

static void warn_duplicate(struct dentry *parent, const char *name)
{
	char path[256] = "";

	path_of(parent, path, sizeof(path));
	printk(KERN_WARNING "sysfs: cannot create duplicate filename '%s/%s'\n", path, name);
	dump_stack();
}

static struct kernfs_node *add_node(struct kernfs_node *directory, const char *name, umode_t mode,
				    const struct file_operations *operations, struct kobject *kobj)
{
	struct dentry *parent = directory ? directory->dentry : __sys_dentry;
	struct kernfs_node *node;

	if (__d_child(parent, name, strlen(name))) {
		warn_duplicate(parent, name);
		return ERR_PTR(-EEXIST);
	}
	node = kzalloc(sizeof(*node), GFP_KERNEL);
	if (!node)
		return ERR_PTR(-ENOMEM);
	node->dentry = __d_create(parent, name, mode, operations, node);
	if (!node->dentry) {
		kfree(node);
		return ERR_PTR(-ENOMEM);
	}
	node->kobj = kobj;
	node->references = 1;
	init_waitqueue_head(&node->poll);
	node->dentry->d_release = release_sysfs_dentry;
	return node;
}

int __sysfs_create_dir(struct kobject *kobj, struct kernfs_node *parent)
{
	struct kernfs_node *node = add_node(parent, kobj->name, S_IFDIR | 0755, NULL, kobj);

	if (IS_ERR(node))
		return PTR_ERR(node);
	kobj->sd = node;
	return 0;
}

/* From now on every use fails; those under way are waited for. */
static void deactivate(struct dentry *dentry)
{
	struct kernfs_node *node = dentry->d_inode->i_private;
	struct dentry *child;

	list_for_each_entry(child, &dentry->d_subdirs, d_child)
		deactivate(child);
	if (!node || S_ISLNK(dentry->d_inode->i_mode))
		return;
	node->removed = true;
	wake_up_interruptible(&node->poll);
	while (node->active)
		yield();
}

static void remove_dentry(struct dentry *dentry)
{
	deactivate(dentry);
	__d_unlink(dentry);
}

void __sysfs_remove_dir(struct kobject *kobj)
{
	struct kernfs_node *node = kobj->sd;

	kobj->sd = NULL;
	if (node)
		remove_dentry(node->dentry);
}

void __sysfs_remove_child(struct kernfs_node *directory, const char *name)
{
	struct dentry *parent = directory ? directory->dentry : __sys_dentry;
	struct dentry *child = __d_child(parent, name, strlen(name));

	if (child)
		remove_dentry(child);
}

/* The directory of an object, or of one of its named groups; NULL when it is not there. */
struct kernfs_node *__sysfs_directory(struct kobject *kobj, const char *group)
{
	struct dentry *child;

	if (!kobj->sd || !group)
		return kobj->sd;
	child = __d_child(kobj->sd->dentry, group, strlen(group));
	return child ? child->d_inode->i_private : NULL;
}

struct kernfs_node *__sysfs_make_group(struct kobject *kobj, struct kernfs_node *directory, const char *name)
{
	return add_node(directory, name, S_IFDIR | 0755, NULL, kobj);
}

int __sysfs_add_file(struct kobject *kobj, struct kernfs_node *directory, const struct attribute *attribute, umode_t mode,
		     bool binary)
{
	struct kernfs_node *node = add_node(directory, attribute->name, S_IFREG | (mode & 0777),
					    binary ? &__sysfs_bin_operations : &__sysfs_file_operations, kobj);

	if (IS_ERR(node))
		return PTR_ERR(node);
	node->attr = attribute;
	node->binary = binary;
	node->dentry->d_inode->i_size = binary ? ((const struct bin_attribute *)attribute)->size : PAGE_SIZE;
	return 0;
}

static int depth_of(struct dentry *dentry)
{
	int depth = 0;

	for (; dentry && dentry != __sys_dentry; dentry = dentry->d_parent)
		depth++;
	return depth;
}

/* Relative, as all links of /sys are: up to the first directory in common, then down. */
static void link_text(struct dentry *from, struct dentry *to, char *text, size_t size)
{
	int up = depth_of(from), common = 0, i, length = 0;
	struct dentry *a, *b;
	char down[256] = "";

	for (a = from; a != __sys_dentry; a = a->d_parent)
		for (b = to; b != __sys_dentry; b = b->d_parent)
			if (a == b && depth_of(a) > common)
				common = depth_of(a);
	for (i = common; i < up; i++)
		length += scnprintf(text + length, size - length, "../");
	path_of(to, down, sizeof(down));
	for (i = 0, b = NULL; i < (int)strlen(down); i++)
		if (down[i] == '/' && common-- == 0)
			break;
	scnprintf(text + length, size - length, "%s", down + i + 1);
}

int sysfs_create_link(struct kobject *kobj, struct kobject *target, const char *name)
{
	struct dentry *parent = kobj && kobj->sd ? kobj->sd->dentry : __sys_dentry;
	char text[256];

	if (!target || !target->sd)
		return -ENOENT;
	if (__d_child(parent, name, strlen(name))) {
		warn_duplicate(parent, name);
		return -EEXIST;
	}
	link_text(parent, target->sd->dentry, text, sizeof(text));
	return __d_symlink(parent, name, text) ? 0 : -ENOMEM;
}

void sysfs_remove_link(struct kobject *kobj, const char *name)
{
	__sysfs_remove_child(kobj ? kobj->sd : NULL, name);
}

struct kernfs_node *sysfs_get_dirent(struct kernfs_node *parent, const char *name)
{
	struct dentry *child = parent ? __d_child(parent->dentry, name, strlen(name)) : NULL;
	struct kernfs_node *node = child ? child->d_inode->i_private : NULL;

	if (node)
		node->references++;
	return node;
}

void sysfs_put(struct kernfs_node *node)
{
	if (node)
		drop_node(node);
}

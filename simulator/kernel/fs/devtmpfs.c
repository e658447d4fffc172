/* Nodes in /dev. */
#include <linux/string.h>
#include <linux/dcache.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/slab.h>
#include <linux/sprintf.h>

static struct dentry *find_node(const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "/dev/%s", name);
	return __d_walk(path);
}

/* `path` is absolute. */
int __make_node(const char *path, dev_t dev, umode_t mode)
{
	const char *name;
	struct dentry *parent, *node;

	if (__d_walk(path))
		return -EEXIST;
	parent = __d_make_path(path, &name);
	node = parent ? __d_create(parent, name, S_IFCHR | (mode & 07777), NULL, NULL) : NULL;
	if (!node)
		return -ENOMEM;
	node->d_inode->i_rdev = dev;
	return 0;
}

int __devtmpfs_create(const char *name, dev_t dev, umode_t mode)
{
	char path[128];

	snprintf(path, sizeof(path), "/dev/%s", name);
	return __make_node(path, dev, mode);
}

void __devtmpfs_delete(const char *name)
{
	struct dentry *node = find_node(name);

	if (node)
		__d_unlink(node);
}

/* Slashes of a node's name are ! in the device's. The class may say where the node is and who may use it. */
static void node_name(struct device *dev, char *name, size_t size, umode_t *mode)
{
	char *given = NULL, *mark;

	if (dev->type && dev->type->devnode)
		given = dev->type->devnode(dev, mode, NULL, NULL);
	else if (dev->class && dev->class->devnode)
		given = dev->class->devnode(dev, mode);
	strscpy(name, given ? given : dev_name(dev), size);
	kfree(given);
	while ((mark = strchr(name, '!')))
		*mark = '/';
}

int __devtmpfs_create_node(struct device *dev)
{
	umode_t mode = 0;
	char name[64];

	node_name(dev, name, sizeof(name), &mode);
	return __devtmpfs_create(name, dev->devt, mode ? mode : 0600);
}

void __devtmpfs_delete_node(struct device *dev)
{
	umode_t mode = 0;
	char name[64];

	node_name(dev, name, sizeof(name), &mode);
	__devtmpfs_delete(name);
}

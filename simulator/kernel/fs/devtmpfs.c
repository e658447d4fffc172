/* Nodes in /dev. */
#include <linux/dcache.h>
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

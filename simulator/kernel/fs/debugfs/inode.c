/* debugfs: files for debugging, and the proxy that shields them from their driver's removal. */
#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/module.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

/* What d_fsdata of a file holds. */
struct debugfs_fsdata {
	const struct file_operations *real;
	int active;
	bool removed;
};

struct dentry *arch_debugfs_dir;

static struct debugfs_fsdata *data_of(const struct dentry *dentry)
{
	return dentry->d_fsdata;
}

int debugfs_file_get(struct dentry *dentry)
{
	if (data_of(dentry)->removed)
		return -EIO;
	data_of(dentry)->active++;
	return 0;
}

void debugfs_file_put(struct dentry *dentry)
{
	data_of(dentry)->active--;
}

#define PROXY(result, name, parameters, call)                           \
static result full_proxy_##name parameters                              \
{                                                                       \
	struct dentry *dentry = file->f_path.dentry;                    \
	const struct file_operations *real = data_of(dentry)->real;     \
	result answer = debugfs_file_get(dentry);                       \
	if (answer)                                                     \
		return answer;                                          \
	answer = real->call;                                            \
	debugfs_file_put(dentry);                                       \
	return answer;                                                  \
}

PROXY(loff_t, llseek, (struct file *file, loff_t offset, int whence), llseek(file, offset, whence))
PROXY(ssize_t, read, (struct file *file, char __user *buffer, size_t count, loff_t *position),
      read(file, buffer, count, position))
PROXY(ssize_t, write, (struct file *file, const char __user *buffer, size_t count, loff_t *position),
      write(file, buffer, count, position))
PROXY(long, unlocked_ioctl, (struct file *file, unsigned int command, unsigned long argument),
      unlocked_ioctl(file, command, argument))

static __poll_t full_proxy_poll(struct file *file, struct poll_table_struct *table)
{
	struct dentry *dentry = file->f_path.dentry;
	__poll_t answer;

	if (debugfs_file_get(dentry))
		return 0x0010; /* POLLHUP */
	answer = data_of(dentry)->real->poll(file, table);
	debugfs_file_put(dentry);
	return answer;
}

static int full_proxy_release(struct inode *inode, struct file *file)
{
	const struct file_operations *proxy = file->f_op;
	const struct file_operations *real = data_of(file->f_path.dentry)->real;
	int result = 0;

	/* The driver gets its release even when the file is gone. */
	if (real->release)
		result = real->release(inode, file);
	file->f_op = NULL;
	module_put(real->owner);
	kfree(proxy);
	return result;
}

/* Only these operations pass: a file made by debugfs_create_file() cannot be mapped. */
static struct file_operations *make_proxy(const struct file_operations *real)
{
	struct file_operations *proxy = kzalloc(sizeof(*proxy), GFP_KERNEL);

	if (!proxy)
		return NULL;
	proxy->release = full_proxy_release;
	if (real->llseek)
		proxy->llseek = full_proxy_llseek;
	if (real->read)
		proxy->read = full_proxy_read;
	if (real->write)
		proxy->write = full_proxy_write;
	if (real->poll)
		proxy->poll = full_proxy_poll;
	if (real->unlocked_ioctl)
		proxy->unlocked_ioctl = full_proxy_unlocked_ioctl;
	return proxy;
}

static int full_proxy_open(struct inode *inode, struct file *file)
{
	struct dentry *dentry = file->f_path.dentry;
	const struct file_operations *real = data_of(dentry)->real, *proxy;
	int error = 0;

	if (data_of(dentry)->removed)
		return -ENOENT;
	if (!try_module_get(real->owner))
		return -ENXIO;
	proxy = make_proxy(real);
	if (!proxy)
		error = -ENOMEM;
	else if (real->open)
		error = real->open(inode, file);
	if (error) {
		kfree(proxy);
		module_put(real->owner);
		return error;
	}
	file->f_op = proxy;
	return 0;
}

/* The file takes the driver's operations as they are. */
static int open_proxy_open(struct inode *inode, struct file *file)
{
	struct dentry *dentry = file->f_path.dentry;
	const struct file_operations *real = data_of(dentry)->real;
	int error = 0;

	if (data_of(dentry)->removed)
		return -ENOENT;
	if (!try_module_get(real->owner))
		return -ENXIO;
	file->f_op = real;
	if (real->open)
		error = real->open(inode, file);
	if (error)
		module_put(real->owner);
	return error;
}

static ssize_t default_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	return 0;
}

static ssize_t default_write(struct file *file, const char __user *buffer, size_t count, loff_t *position)
{
	return count;
}

static const struct file_operations default_operations = {
	.read = default_read,
	.write = default_write,
	.open = simple_open,
	.llseek = noop_llseek,
};
static const struct file_operations full_proxy_operations = { .open = full_proxy_open };
static const struct file_operations open_proxy_operations = { .open = open_proxy_open };

/* The directory to create in; an error pointer when the name is taken or the parent is none. */
static struct dentry *check_place(const char *name, struct dentry *parent, bool directory)
{
	if (IS_ERR(parent))
		return parent;
	if (!parent)
		parent = __debugfs_dentry;
	if (!__d_child(parent, name, strlen(name)))
		return parent;
	if (directory)
		printk(KERN_ERR "debugfs: Directory '%s' with parent '%s' already present!\n", name,
		       parent == __debugfs_dentry ? "/" : parent->d_iname);
	else
		printk(KERN_ERR "debugfs: File '%s' in directory '%s' already present!\n", name,
		       parent == __debugfs_dentry ? "/" : parent->d_iname);
	return ERR_PTR(-EEXIST);
}

static struct dentry *create_file(const char *name, umode_t mode, struct dentry *parent, void *data,
				  const struct file_operations *proxy, const struct file_operations *real)
{
	struct debugfs_fsdata *private;
	struct dentry *dentry;

	parent = check_place(name, parent, false);
	if (IS_ERR(parent))
		return parent;
	private = kzalloc(sizeof(*private), GFP_KERNEL);
	if (!private)
		return ERR_PTR(-ENOMEM);
	dentry = __d_create(parent, name, mode & S_IFMT ? mode : mode | S_IFREG, real ? proxy : &open_proxy_operations,
			    data);
	if (!dentry) {
		kfree(private);
		return ERR_PTR(-ENOMEM);
	}
	private->real = real ? real : &default_operations;
	dentry->d_fsdata = private;
	return dentry;
}

struct dentry *debugfs_create_file(const char *name, umode_t mode, struct dentry *parent, void *data,
				   const struct file_operations *operations)
{
	return create_file(name, mode, parent, data, &full_proxy_operations, operations);
}

struct dentry *debugfs_create_file_unsafe(const char *name, umode_t mode, struct dentry *parent, void *data,
					  const struct file_operations *operations)
{
	return create_file(name, mode, parent, data, &open_proxy_operations, operations);
}

void debugfs_create_file_size(const char *name, umode_t mode, struct dentry *parent, void *data,
			      const struct file_operations *operations, loff_t size)
{
	struct dentry *dentry = debugfs_create_file(name, mode, parent, data, operations);

	if (!IS_ERR(dentry))
		dentry->d_inode->i_size = size;
}

struct dentry *debugfs_create_dir(const char *name, struct dentry *parent)
{
	struct dentry *dentry;

	parent = check_place(name, parent, true);
	if (IS_ERR(parent))
		return parent;
	dentry = __d_create(parent, name, S_IFDIR | 0755, NULL, NULL);
	return dentry ? dentry : ERR_PTR(-ENOMEM);
}

struct dentry *debugfs_create_symlink(const char *name, struct dentry *parent, const char *target)
{
	struct dentry *dentry;

	parent = check_place(name, parent, false);
	if (IS_ERR(parent))
		return parent;
	dentry = __d_symlink(parent, name, target);
	return dentry ? dentry : ERR_PTR(-ENOMEM);
}

/* From now on every use fails; those under way are waited for. */
static void shut(struct dentry *dentry)
{
	struct dentry *child;

	list_for_each_entry(child, &dentry->d_subdirs, d_child)
		shut(child);
	if (!dentry->d_fsdata || S_ISLNK(dentry->d_inode->i_mode))
		return;
	data_of(dentry)->removed = true;
	while (data_of(dentry)->active)
		yield();
}

void debugfs_remove(struct dentry *dentry)
{
	if (IS_ERR_OR_NULL(dentry))
		return;
	shut(dentry);
	__d_unlink(dentry);
}

struct dentry *debugfs_lookup(const char *name, struct dentry *parent)
{
	if (!name || IS_ERR(parent))
		return NULL;
	return __d_child(parent ? parent : __debugfs_dentry, name, strlen(name));
}

bool debugfs_initialized(void)
{
	return true;
}

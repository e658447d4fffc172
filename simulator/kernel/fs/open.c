/* open(): from a path to a file with its driver's operations. */
#include <linux/fs.h>
#include <linux/fdtable.h>
#include <linux/err.h>
#include <linux/limits.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

/* fs/ramfs.c */
extern const struct file_operations __ramfs_operations;
/* file-system.ts: the file's number, or an error */
long __ramfs_open(const char *path, int flags, umode_t mode);
/* kernel/sys.c */
unsigned int current_umask(void);
/* fs/char_dev.c */
int __chrdev_open(struct inode *inode, struct file *file);

static int call_open(struct file *file, struct inode *inode)
{
	int error = 0;

	if (S_ISCHR(inode->i_mode))
		return __chrdev_open(inode, file);
	if (!file->f_op)
		return -ENXIO;
	if (!try_module_get(file->f_op->owner))
		return -ENODEV;
	if (file->f_op->open)
		error = file->f_op->open(inode, file);
	if (error)
		module_put(file->f_op->owner);
	return error;
}

static loff_t directory_llseek(struct file *file, loff_t offset, int whence)
{
	if (whence != SEEK_SET || offset < 0)
		return -EINVAL;
	file->f_pos = offset;
	return offset;
}

static ssize_t directory_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	return -EISDIR;
}

static const struct file_operations directory_operations = { .llseek = directory_llseek, .read = directory_read };

static int open_special(struct dentry *dentry, int flags, struct file **result)
{
	struct inode *inode = dentry->d_inode;
	struct file *file;
	int error = 0;

	if (S_ISDIR(inode->i_mode) && (flags & O_ACCMODE) != O_RDONLY)
		return -EISDIR;
	if ((flags & O_DIRECTORY) && !S_ISDIR(inode->i_mode))
		return -ENOTDIR;
	file = __alloc_file(S_ISDIR(inode->i_mode) ? &directory_operations : inode->i_fop, flags);
	if (!file)
		return -ENOMEM;
	file->f_inode = inode;
	file->f_path.dentry = dentry;
	dentry->d_count++;
	if (!S_ISDIR(inode->i_mode))
		error = call_open(file, inode);
	if (error) {
		kfree(file);
		__d_put(dentry);
		return error;
	}
	*result = file;
	return 0;
}

/* fs/readdir.c */
struct dentry *__d_parent_of(const char *path);

static int open_ordinary(const char *path, int flags, umode_t mode, struct file **result)
{
	struct dentry *parent = flags & O_CREAT ? __d_parent_of(path) : NULL;
	long number = (flags & O_CREAT) && !parent ? -ENOENT : __ramfs_open(path, flags, mode & ~current_umask());

	if (number < 0)
		return number;
	*result = __alloc_file(&__ramfs_operations, flags);
	if (!*result)
		return -ENOMEM;
	(*result)->private_data = (void *)number;
	return 0;
}

static int open_path(const char *path, int flags, umode_t mode, struct file **result)
{
	struct dentry *dentry = __d_walk(path), *link = dentry ? NULL : __d_walk_no_follow(path);
	int error;

	if (link && S_ISLNK(link->d_inode->i_mode))
		path = __d_link_text(link);
	error = dentry ? open_special(dentry, flags, result) : open_ordinary(path, flags, mode, result);

	if (error)
		return error;
	if (!(*result)->f_op->llseek)
		(*result)->f_mode &= ~FMODE_LSEEK;
	return 0;
}

/* A kernel copy of a user's path, made absolute; to be freed. */
char *__get_user_path(const char __user *path)
{
	char *copy = kmalloc(PATH_MAX, GFP_KERNEL);
	long length;

	if (!copy)
		return ERR_PTR(-ENOMEM);
	copy[0] = '/';
	length = strncpy_from_user(copy + 1, path, PATH_MAX - 1);
	if (length <= 0 || length >= PATH_MAX - 1) {
		kfree(copy);
		return ERR_PTR(length < 0 ? length : length == 0 ? -ENOENT : -ENAMETOOLONG);
	}
	return copy;
}

struct file *filp_open(const char *path, int flags, umode_t mode)
{
	struct file *file = NULL;
	int error = *path == '/' ? open_path(path, flags | O_LARGEFILE, mode, &file) : -ENOENT;

	return error ? ERR_PTR(error) : file;
}

int filp_close(struct file *file, void *owner)
{
	fput(file);
	return 0;
}

long ksys_open(const char __user *user_path, int flags, umode_t mode)
{
	char *path = __get_user_path(user_path);
	struct file *file = NULL;
	int fd, error;

	if (IS_ERR(path))
		return PTR_ERR(path);
	/* As any open of a 64-bit program has it. */
	error = open_path(path, flags | O_LARGEFILE, mode, &file);
	kfree(path);
	if (error)
		return error;
	fd = __install_fd(file, 0);
	if (fd < 0)
		fput(file);
	return fd;
}

/* What a file is, and removing it. */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kdev_t.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

/* `struct stat` of x86-64. */
struct user_stat {
	unsigned long st_dev, st_ino, st_nlink;
	unsigned int st_mode, st_uid, st_gid, padding;
	unsigned long st_rdev;
	long st_size, st_blksize, st_blocks;
	unsigned long times[6];
	long reserved[3];
};

/* file-system.ts and page-cache/functions.ts */
long __ramfs_find(const char *path);
long __ramfs_unlink(const char *path);
loff_t __ramfs_size(unsigned long number);
long __ramfs_blocks(unsigned long number);
unsigned int __ramfs_mode(unsigned long number);
void __ramfs_set_mode(unsigned long number, unsigned int mode);
long __ramfs_rename(const char *from, const char *to);
/* fs/ramfs.c */
long __ramfs_set_size(struct file *file, loff_t length);
extern const struct file_operations __ramfs_operations;

/* fs/open.c and fs/devtmpfs.c */
char *__get_user_path(const char __user *path);
int __make_node(const char *path, dev_t dev, umode_t mode);

static void describe_special(struct user_stat *stat, const struct inode *inode)
{
	stat->st_ino = inode->i_ino;
	stat->st_mode = inode->i_mode;
	stat->st_rdev = new_encode_dev(inode->i_rdev);
	stat->st_size = inode->i_size;
}

static void describe_ordinary(struct user_stat *stat, unsigned long number)
{
	stat->st_ino = number;
	stat->st_mode = S_IFREG | __ramfs_mode(number);
	stat->st_size = __ramfs_size(number);
	stat->st_blocks = __ramfs_blocks(number);
}

static long give(struct user_stat *stat, void __user *result)
{
	stat->st_nlink = 1;
	stat->st_blksize = 4096;
	return copy_to_user(result, stat, sizeof(*stat)) ? -EFAULT : 0;
}

static long stat_path(const char __user *user_path, void __user *result, bool follow)
{
	struct user_stat stat = { 0 };
	char *path = __get_user_path(user_path);
	struct dentry *dentry;
	long number = 0;

	if (IS_ERR(path))
		return PTR_ERR(path);
	dentry = follow ? __d_walk(path) : __d_walk_no_follow(path);
	if (dentry)
		describe_special(&stat, dentry->d_inode);
	else
		number = __ramfs_find(path);
	kfree(path);
	if (number < 0)
		return number;
	if (!dentry)
		describe_ordinary(&stat, number);
	return give(&stat, result);
}

long ksys_stat(const char __user *path, void __user *result)
{
	return stat_path(path, result, true);
}

long ksys_lstat(const char __user *path, void __user *result)
{
	return stat_path(path, result, false);
}

long ksys_fstat(unsigned int fd, void __user *result)
{
	struct user_stat stat = { 0 };
	struct file *file = fget(fd);

	if (!file)
		return -EBADF;
	if (file->f_inode)
		describe_special(&stat, file->f_inode);
	else if (file->f_op == &__ramfs_operations)
		describe_ordinary(&stat, (unsigned long)file->private_data);
	else
		stat.st_mode = S_IFCHR | 0620;
	fput(file);
	return give(&stat, result);
}

long ksys_unlink(const char __user *user_path)
{
	char *path = __get_user_path(user_path);
	struct dentry *dentry;
	long result;

	if (IS_ERR(path))
		return PTR_ERR(path);
	dentry = __d_walk(path);
	if (!dentry)
		result = __ramfs_unlink(path);
	else if (S_ISCHR(dentry->d_inode->i_mode))
		result = (__d_unlink(dentry), 0);
	else
		result = S_ISDIR(dentry->d_inode->i_mode) ? -EISDIR : -EPERM;
	kfree(path);
	return result;
}

/* Ordinary files alone. */
long ksys_rename(const char __user *user_from, const char __user *user_to)
{
	char *from = __get_user_path(user_from), *to = __get_user_path(user_to);
	long result = IS_ERR(from) ? PTR_ERR(from) : IS_ERR(to) ? PTR_ERR(to) : 0;

	if (!result && (__d_walk(from) || __d_walk(to)))
		result = __d_walk(to) && S_ISDIR(__d_walk(to)->d_inode->i_mode) ? -EISDIR : -EPERM;
	if (!result)
		result = __ramfs_rename(from, to);
	if (!IS_ERR(from))
		kfree(from);
	if (!IS_ERR(to))
		kfree(to);
	return result;
}

long ksys_chmod(const char __user *user_path, umode_t mode)
{
	char *path = __get_user_path(user_path);
	struct dentry *dentry;
	long number;

	if (IS_ERR(path))
		return PTR_ERR(path);
	dentry = __d_walk(path);
	number = dentry ? 0 : __ramfs_find(path);
	kfree(path);
	if (dentry)
		dentry->d_inode->i_mode = (dentry->d_inode->i_mode & S_IFMT) | (mode & 07777);
	else if (number >= 0)
		__ramfs_set_mode(number, mode);
	return number < 0 ? number : 0;
}

long ksys_fchmod(unsigned int fd, umode_t mode)
{
	struct file *file = fget(fd);

	if (!file)
		return -EBADF;
	if (file->f_op == &__ramfs_operations)
		__ramfs_set_mode((unsigned long)file->private_data, mode);
	else if (file->f_inode)
		file->f_inode->i_mode = (file->f_inode->i_mode & S_IFMT) | (mode & 07777);
	fput(file);
	return 0;
}

long ksys_truncate(unsigned int fd, loff_t length)
{
	struct file *file = fget(fd);
	long result = -EINVAL;

	if (!file)
		return -EBADF;
	if (file->f_op == &__ramfs_operations && (file->f_mode & FMODE_WRITE) && length >= 0)
		result = __ramfs_set_size(file, length);
	fput(file);
	return result;
}

#define FALLOC_FL_KEEP_SIZE	1
#define FALLOC_FL_PUNCH_HOLE	2

long ksys_fallocate(unsigned int fd, int mode, loff_t offset, loff_t length)
{
	struct file *file = fget(fd);
	long result;

	if (!file)
		return -EBADF;
	if (offset < 0 || length <= 0)
		result = -EINVAL;
	else if (mode & ~(FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE) || mode == FALLOC_FL_PUNCH_HOLE)
		result = -EOPNOTSUPP;
	else if (!(file->f_mode & FMODE_WRITE))
		result = -EBADF;
	else if (offset + length < 0)
		result = -EFBIG;
	else
		result = file->f_op->fallocate ? file->f_op->fallocate(file, mode, offset, length) : -ENODEV;
	fput(file);
	return result;
}

long ksys_mknod(const char __user *user_path, umode_t mode, unsigned int device)
{
	char *path = __get_user_path(user_path);
	long result;

	if (IS_ERR(path))
		return PTR_ERR(path);
	result = S_ISCHR(mode) ? __make_node(path, new_decode_dev(device), mode) : -EPERM;
	kfree(path);
	return result;
}

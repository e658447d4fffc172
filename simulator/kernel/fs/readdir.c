/* Directories: listing them, making and removing them, and where links lead. */
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/minmax.h>
#include <linux/proc_entry.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

/* fs/open.c */
char *__get_user_path(const char __user *path);
/* file-system.ts: the n-th ordinary file right in a directory; its length, or -1 behind the last */
int __ramfs_entry(const char *directory, int index, char *name, size_t size);
long __ramfs_find(const char *path);
/* fs/proc/base.c */

struct linux_dirent64 {
	u64 d_ino;
	s64 d_off;
	unsigned short d_reclen;
	unsigned char d_type;
	char d_name[];
};

/* Absolute; `/` alone for the root. */
void __d_path(struct dentry *dentry, char *path, size_t size)
{
	size_t length;

	if (!dentry->d_parent) {
		strscpy(path, dentry == __root_dentry ? "/" : "", size);
		return;
	}
	__d_path(dentry->d_parent, path, size);
	length = strlen(path);
	snprintf(path + length, size - length, "%s%s", length > 1 ? "/" : "", dentry->d_iname);
}

/* Entry `index`: . and .. first, then special files, then ordinary ones. False behind the last. */
static bool entry_at(struct dentry *directory, loff_t index, char *name, size_t size, u64 *number, unsigned char *type)
{
	struct dentry *child;
	char path[256];

	*number = 1;
	*type = 4;
	if (index < 2) {
		strscpy(name, index ? ".." : ".", size);
		return true;
	}
	index -= 2;
	list_for_each_entry(child, &directory->d_subdirs, d_child) {
		if (index-- > 0)
			continue;
		strscpy(name, child->d_iname, size);
		*number = child->d_inode->i_ino;
		*type = child->d_inode->i_mode >> 12;
		return true;
	}
	__d_path(directory, path, sizeof(path));
	*type = 8;
	return __ramfs_entry(path, index, name, size) >= 0;
}

long ksys_getdents64(unsigned int fd, void __user *buffer, unsigned int count)
{
	struct file *file = fget(fd);
	struct linux_dirent64 *entry;
	struct dentry *directory;
	unsigned int done = 0;
	long result = 0;
	char name[128];

	if (!file)
		return -EBADF;
	directory = file->f_path.dentry;
	if (!directory || !S_ISDIR(directory->d_inode->i_mode)) {
		fput(file);
		return -ENOTDIR;
	}
	if (directory->d_list && file->f_pos == 0)
		directory->d_list(directory);
	if (file->f_pos == 0 && __d_is_in(directory, __proc_dentry))
		__proc_make_row(directory, NULL, 0);
	entry = kzalloc(sizeof(*entry) + sizeof(name) + 8, GFP_KERNEL);
	while (entry && entry_at(directory, file->f_pos, name, sizeof(name), &entry->d_ino, &entry->d_type)) {
		unsigned short length = (sizeof(*entry) - 5 + strlen(name) + 1 + 7) & ~7;

		if (done + length > count) {
			result = done ? 0 : -EINVAL;
			break;
		}
		entry->d_off = file->f_pos + 1;
		entry->d_reclen = length;
		strcpy((char *)entry + 19, name);
		if (copy_to_user(buffer + done, entry, length)) {
			result = -EFAULT;
			break;
		}
		done += length;
		file->f_pos++;
	}
	kfree(entry);
	fput(file);
	return result ? result : done;
}

long ksys_readlink(const char __user *user_path, char __user *buffer, int size)
{
	char *path = __get_user_path(user_path);
	struct dentry *dentry;
	const char *text;
	long result = -EINVAL;

	if (IS_ERR(path))
		return PTR_ERR(path);
	dentry = __d_walk_no_follow(path);
	if (!dentry) {
		result = __ramfs_find(path) < 0 ? -ENOENT : -EINVAL;
	} else if (S_ISLNK(dentry->d_inode->i_mode) && size > 0) {
		text = __d_link_text(dentry);
		result = min_t(long, size, strlen(text));
		if (copy_to_user(buffer, text, result))
			result = -EFAULT;
	}
	kfree(path);
	return result;
}

/* Everything that the last slash of an absolute path is in. */
struct dentry *__d_parent_of(const char *path)
{
	char *copy = kstrdup(path, GFP_KERNEL);
	struct dentry *parent;
	char *slash;

	if (!copy)
		return NULL;
	for (slash = copy + strlen(copy) - 1; slash > copy && *slash == '/'; slash--)
		*slash = 0;
	slash = strrchr(copy, '/');
	slash[slash == copy ? 1 : 0] = 0;
	parent = __d_walk(copy);
	kfree(copy);
	return parent;
}

static bool is_below(const struct dentry *dentry, const struct dentry *above)
{
	for (; dentry; dentry = dentry->d_parent)
		if (dentry == above)
			return true;
	return false;
}

long ksys_mkdir(const char __user *user_path, umode_t mode)
{
	char *path = __get_user_path(user_path);
	struct dentry *parent;
	char *last;
	long result = 0;

	if (IS_ERR(path))
		return PTR_ERR(path);
	for (last = path + strlen(path) - 1; last > path && *last == '/'; last--)
		*last = 0;
	last = strrchr(path, '/') + 1;
	parent = __d_parent_of(path);
	if (!parent)
		result = -ENOENT;
	else if (__d_walk(path) || __ramfs_find(path) > 0)
		result = -EEXIST;
	else if (is_below(parent, __sys_dentry) || is_below(parent, __proc_dentry))
		result = is_below(parent, __proc_dentry) ? -ENOENT : -EPERM;
	else if (!__d_create(parent, last, S_IFDIR | (mode & 0777), NULL, NULL))
		result = -ENOMEM;
	kfree(path);
	return result;
}

long ksys_rmdir(const char __user *user_path)
{
	char *path = __get_user_path(user_path), name[4];
	struct dentry *dentry;
	long result = 0;

	if (IS_ERR(path))
		return PTR_ERR(path);
	dentry = __d_walk_no_follow(path);
	if (!dentry)
		result = __ramfs_find(path) > 0 ? -ENOTDIR : -ENOENT;
	else if (!S_ISDIR(dentry->d_inode->i_mode))
		result = -ENOTDIR;
	else if (is_below(dentry, __sys_dentry) || is_below(dentry, __proc_dentry) || dentry == __root_dentry)
		result = -EPERM;
	else if (!list_empty(&dentry->d_subdirs) || __ramfs_entry(path, 0, name, sizeof(name)) >= 0)
		result = -ENOTEMPTY;
	else
		__d_unlink(dentry);
	kfree(path);
	return result;
}

/* Everything runs as root: what is there may be used. */
long ksys_access(const char __user *user_path, int mode)
{
	char *path = __get_user_path(user_path);
	long result = 0;

	if (IS_ERR(path))
		return PTR_ERR(path);
	if (!__d_walk(path) && __ramfs_find(path) < 0)
		result = -ENOENT;
	kfree(path);
	return result;
}

long ksys_getcwd(char __user *buffer, unsigned long size)
{
	if (size < 2)
		return -ERANGE;
	return copy_to_user(buffer, "/", 2) ? -EFAULT : 2;
}

/* /proc/<pid>/fd: a link for each descriptor, with the path of its file or what kind it is. */
#include <linux/fdtable.h>
#include <linux/kernel.h>
#include <linux/pagemap.h>
#include <linux/pid.h>
#include <linux/proc_entry.h>
#include <linux/proc_fs.h>
#include <linux/sched.h>
#include <linux/sprintf.h>
#include <linux/string.h>

/* page-cache/functions.ts */
void __ramfs_name(unsigned long number, char *name, size_t size);

static struct file *file_of(const struct dentry *directory, unsigned int fd)
{
	int pid = (int)(long)((struct proc_dir_entry *)directory->d_inode->i_private)->data;
	struct task_struct *task = find_task_by_vpid(pid);
	struct file *file = task && task->files && fd < FD_LIMIT ? task->files->fd[fd] : NULL;

	return file == &__reserved_file ? NULL : file;
}

static const char *fd_target(const struct dentry *link)
{
	static char target[256];
	unsigned int fd;
	struct file *file = kstrtouint(link->d_iname, 10, &fd) ? NULL : file_of(link->d_parent, fd);

	if (!file)
		return NULL;
	link->d_inode->i_mode = S_IFLNK | (file->f_mode & FMODE_READ ? 0500 : 0) | (file->f_mode & FMODE_WRITE ? 0300 : 0);
	if (file->__number)
		snprintf(target, sizeof(target), "%s:[%lu]", file->__kind, file->__number);
	else if (file->__kind)
		snprintf(target, sizeof(target), "anon_inode:%s", file->__kind);
	else if (file->f_path.dentry)
		__d_path(file->f_path.dentry, target, sizeof(target));
	else if (__page_cache_number(file))
		__ramfs_name(__page_cache_number(file), target, sizeof(target));
	else
		strscpy(target, "/dev/console", sizeof(target));
	return target;
}

static struct dentry *make_fd(struct dentry *directory, const char *name, size_t length)
{
	unsigned int fd = 0;
	struct dentry *link;
	char text[8];
	size_t i;

	for (i = 0; i < length && length < 5 && name[i] >= '0' && name[i] <= '9'; i++)
		fd = 10 * fd + name[i] - '0';
	if (i < length || (name[0] == '0' && length > 1) || !file_of(directory, fd))
		return NULL;
	snprintf(text, sizeof(text), "%u", fd);
	link = __d_create(directory, text, S_IFLNK | 0700, NULL, NULL);
	if (link) {
		link->d_inode->i_size = 64;
		link->d_link = fd_target;
		fd_target(link);
	}
	return link;
}

static void list_fds(struct dentry *directory)
{
	struct dentry *link, *next;
	unsigned int fd;
	char name[8];

	list_for_each_entry_safe(link, next, &directory->d_subdirs, d_child)
		__d_unlink(link);
	for (fd = 0; fd < FD_LIMIT; fd++)
		make_fd(directory, name, snprintf(name, sizeof(name), "%u", fd));
}

struct dentry *__proc_make_fd_directory(struct dentry *process, const char *name, size_t length)
{
	struct proc_dir_entry *above = process->d_inode->i_private, *directory;

	if (length != 2 || strncmp(name, "fd", 2))
		return NULL;
	directory = proc_mkdir_data("fd", 0500, above, above->data);
	if (!directory)
		return NULL;
	directory->dentry->d_make = make_fd;
	directory->dentry->d_list = list_fds;
	return directory->dentry;
}

void __proc_list_fd_directory(struct dentry *process)
{
	if (!__d_child(process, "fd", 2))
		__proc_make_fd_directory(process, "fd", 2);
}

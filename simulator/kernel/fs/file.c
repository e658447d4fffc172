/* Open files and the descriptors by which a process names them. */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/fdtable.h>
#include <linux/resource.h>

/* fs/eventpoll.c */
void __eventpoll_release(struct file *file);
/* fs/console.c */
extern const struct file_operations __console_operations;

static struct file *open_console(unsigned long stream)
{
	struct file *file = __alloc_file(&__console_operations, stream ? O_WRONLY : O_RDONLY);

	if (file)
		file->private_data = (void *)stream;
	return file;
}

struct files_struct *__current_files(void)
{
	struct task_struct *task = current;

	if (!task->files) {
		task->files = kzalloc(sizeof(*task->files), GFP_KERNEL);
		if (!task->files)
			return NULL;
		task->files->count = 1;
		task->files->next = 3;
		task->files->fd[0] = open_console(0);
		task->files->fd[1] = open_console(1);
		task->files->fd[2] = open_console(2);
	}
	return task->files;
}

struct file *__alloc_file(const struct file_operations *operations, int flags)
{
	struct file *file = kzalloc(sizeof(*file), GFP_KERNEL);

	if (!file)
		return NULL;
	file->f_op = operations;
	file->f_flags = flags & ~(O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC);
	file->f_mode = ((flags + 1) & O_ACCMODE) | FMODE_LSEEK | FMODE_PREAD | FMODE_PWRITE;
	atomic_long_set(&file->f_count, 1);
	mutex_init(&file->f_pos_lock);
	return file;
}

/*
 * A reference that fput() ends; NULL for a descriptor that is not open. Linux takes none where nobody shares the descriptors (fdget): a task that
 * dies within its call then leaves none behind.
 */
struct file *fget(unsigned int fd)
{
	struct files_struct *files = __current_files();
	struct file *file = files && fd < FD_LIMIT ? files->fd[fd] : NULL;

	if (!file || file == &__reserved_file)
		return NULL;
	if (files->count <= 1)
		current->light_file = file;
	return get_file(file);
}

void fput(struct file *file)
{
	struct dentry *dentry = file->f_path.dentry;
	struct module *owner;

	if (current->light_file == file)
		current->light_file = NULL;
	if (!atomic_long_dec_and_test(&file->f_count))
		return;
	if (file->f_ep)
		__eventpoll_release(file);
	owner = file->f_op->owner;
	if ((file->f_flags & FASYNC) && file->f_op->fasync)
		file->f_op->fasync(-1, file, 0);
	/* It may put other operations in place of its own. */
	if (file->f_op->release)
		file->f_op->release(file->f_inode, file);
	module_put(owner);
	kfree(file);
	__d_put(dentry);
}

/* The lowest free descriptor from `from` on, or an error. */
int __install_fd(struct file *file, unsigned int from)
{
	struct files_struct *files = __current_files();
	unsigned long most = __rlimit(RLIMIT_NOFILE);
	unsigned int fd;

	if (!files)
		return -ENOMEM;
	for (fd = from; fd < FD_LIMIT && fd < most; fd++) {
		if (!files->fd[fd]) {
			files->fd[fd] = file;
			if (fd >= files->next)
				files->next = fd + 1;
			files->close_on_exec[fd] = (file->f_flags & O_CLOEXEC) != 0;
			return fd;
		}
	}
	return -EMFILE;
}

void __set_close_on_exec(unsigned int fd, bool on)
{
	struct files_struct *files = __current_files();

	if (files)
		files->close_on_exec[fd] = on;
}

/* dup2() is without its refusal of a descriptor for itself. */
long ksys_dup3(unsigned int from, unsigned int to, int flags)
{
	struct files_struct *files = __current_files();
	struct file *file;

	if (flags & ~O_CLOEXEC || from == to)
		return -EINVAL;
	if (to >= FD_LIMIT || to >= __rlimit(RLIMIT_NOFILE))
		return -EBADF;
	file = fget(from);
	if (!file)
		return -EBADF;
	current->light_file = NULL;
	if (files->fd[to])
		ksys_close(to);
	files->fd[to] = file;
	if (to >= files->next)
		files->next = to + 1;
	files->close_on_exec[to] = (flags & O_CLOEXEC) != 0;
	return to;
}

long ksys_close(unsigned int fd)
{
	struct files_struct *files = __current_files();
	struct file *file;
	int result = 0;

	if (!files || fd >= FD_LIMIT || !files->fd[fd] || files->fd[fd] == &__reserved_file)
		return -EBADF;
	file = files->fd[fd];
	files->fd[fd] = NULL;
	if (file->f_op->flush)
		result = file->f_op->flush(file, files);
	fput(file);
	return result;
}

/* All files of a process that ends. */
void __exit_files(void)
{
	unsigned int fd;

	if (current->light_file)
		fput(current->light_file);
	if (!current->files)
		return;
	if (--current->files->count > 0) {
		current->files = NULL;
		return;
	}
	for (fd = 0; fd < current->files->next; fd++)
		if (current->files->fd[fd])
			ksys_close(fd);
	kfree(current->files);
	current->files = NULL;
}

/* Files that the kernel itself reads and writes: those whose operations take any memory, not a process' alone. */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/uio.h>

/* fs/ramfs.c */
extern const struct file_operations __ramfs_operations;
ssize_t __ramfs_kernel_read(struct file *file, void *buffer, size_t count, loff_t *position);
ssize_t __ramfs_kernel_write(struct file *file, const void *buffer, size_t count, loff_t *position);

static ssize_t unsupported(struct file *file, const char *what)
{
	pr_warn_ratelimited("kernel %s not supported for file %pD4 (pid: %d comm: %.20s)\n", what, file, current->pid,
			    current->comm);
	return -EINVAL;
}

ssize_t kernel_read(struct file *file, void *buffer, size_t count, loff_t *position)
{
	struct kvec piece = { buffer, count };
	struct kiocb iocb = { .ki_filp = file, .ki_pos = position ? *position : 0 };
	struct iov_iter to;
	ssize_t result;

	if (!(file->f_mode & FMODE_READ))
		return -EBADF;
	if (file->f_op == &__ramfs_operations)
		return __ramfs_kernel_read(file, buffer, count, position);
	if (file->f_op->read || !file->f_op->read_iter)
		return unsupported(file, "read");
	iov_iter_kvec(&to, ITER_DEST, &piece, 1, count);
	result = file->f_op->read_iter(&iocb, &to);
	if (position)
		*position = iocb.ki_pos;
	return result;
}

ssize_t kernel_write(struct file *file, const void *buffer, size_t count, loff_t *position)
{
	struct kvec piece = { (void *)buffer, count };
	struct kiocb iocb = { .ki_filp = file, .ki_pos = position ? *position : 0 };
	struct iov_iter from;
	ssize_t result;

	if (!(file->f_mode & FMODE_WRITE))
		return -EBADF;
	if (file->f_op == &__ramfs_operations)
		return __ramfs_kernel_write(file, buffer, count, position);
	if (file->f_op->write || !file->f_op->write_iter)
		return unsupported(file, "write");
	iov_iter_kvec(&from, ITER_SOURCE, &piece, 1, count);
	result = file->f_op->write_iter(&iocb, &from);
	if (position)
		*position = iocb.ki_pos;
	return result;
}

/* Ordinary files, whose pages the page cache keeps: copied page by page between there and the process, after the disk has brought them. */
#include <linux/fs.h>
#include <linux/err.h>
#include <linux/fdtable.h>
#include <linux/minmax.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

#define PIECE 4096

/* page-cache/functions.ts: bytes moved, an error, or EIOCBQUEUED: the task sleeps until the disk has done something */
long __ramfs_read(unsigned long number, void *buffer, size_t count, loff_t position);
long __ramfs_write(unsigned long number, const void *buffer, size_t count, loff_t position);
long __ramfs_truncate(unsigned long number, loff_t length);
long __ramfs_fallocate(unsigned long number, int mode, loff_t offset, loff_t length);
long __balance_dirty_pages(unsigned long number);
void __filemap_fdatawrite_range(unsigned long number, loff_t start, loff_t end);
long __filemap_fdatawait_range(unsigned long number, loff_t start, loff_t end);
loff_t __ramfs_size(unsigned long number);
/* file-system.ts */
void __ramfs_release(unsigned long number);
long __ramfs_memfd(const char *name);
unsigned long __ramfs_next(unsigned long number);

static unsigned long number_of(struct file *file)
{
	return (unsigned long)file->private_data;
}

static ssize_t read_pages(struct file *file, char *buffer, size_t count, loff_t *position, bool user)
{
	char *piece = kmalloc(PIECE, GFP_KERNEL);
	size_t done = 0;
	long got = 0;

	if (!piece)
		return -ENOMEM;
	while (done < count) {
		got = __repeat_after_io(__ramfs_read(number_of(file), piece, min_t(size_t, count - done, PIECE), *position));
		if (got <= 0)
			break;
		if (!user) {
			memcpy(buffer + done, piece, got);
		} else if (copy_to_user((char __user *)buffer + done, piece, got)) {
			got = -EFAULT;
			break;
		}
		done += got;
		*position += got;
	}
	kfree(piece);
	return done ? (ssize_t)done : got;
}

static ssize_t ramfs_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	return read_pages(file, buffer, count, position, true);
}

static bool fetch(char *piece, const char *from, size_t length, bool user)
{
	if (user)
		return !copy_from_user(piece, (const char __user *)from, length);
	memcpy(piece, from, length);
	return true;
}

static ssize_t write_pages(struct file *file, const char *buffer, size_t count, loff_t *position, bool user)
{
	char *piece = kmalloc(PIECE, GFP_KERNEL);
	size_t done = 0;
	long put = 0;

	if (!piece)
		return -ENOMEM;
	if (file->f_flags & O_APPEND)
		*position = __ramfs_size(number_of(file));
	while (done < count) {
		size_t length = min_t(size_t, count - done, PIECE);

		put = !fetch(piece, buffer + done, length, user) ? -EFAULT :
		      __repeat_after_io(__ramfs_write(number_of(file), piece, length, *position));
		if (put <= 0)
			break;
		done += put;
		*position += put;
		__repeat_after_io(__balance_dirty_pages(number_of(file)));
	}
	kfree(piece);
	return done ? (ssize_t)done : put;
}

static ssize_t ramfs_write(struct file *file, const char __user *buffer, size_t count, loff_t *position)
{
	return write_pages(file, buffer, count, position, true);
}

ssize_t __ramfs_kernel_read(struct file *file, void *buffer, size_t count, loff_t *position)
{
	loff_t start = 0;

	return read_pages(file, buffer, count, position ? position : &start, false);
}

ssize_t __ramfs_kernel_write(struct file *file, const void *buffer, size_t count, loff_t *position)
{
	loff_t start = 0;

	return write_pages(file, buffer, count, position ? position : &start, false);
}

static loff_t ramfs_llseek(struct file *file, loff_t offset, int whence)
{
	if (whence == SEEK_END)
		offset += __ramfs_size(number_of(file));
	else if (whence == SEEK_CUR)
		offset += file->f_pos;
	if (offset < 0)
		return -EINVAL;
	file->f_pos = offset;
	return offset;
}

static int ramfs_release(struct inode *inode, struct file *file)
{
	__ramfs_release(number_of(file));
	return 0;
}

/* All of the range is on the disk when this returns, as far as it was dirty when it was called. */
void __filemap_write_and_wait_range(unsigned long number, loff_t start, loff_t end)
{
	__repeat_after_io(__filemap_fdatawait_range(number, start, end));
	__filemap_fdatawrite_range(number, start, end);
	__repeat_after_io(__filemap_fdatawait_range(number, start, end));
}

static int ramfs_fsync(struct file *file, loff_t start, loff_t end, int datasync)
{
	__filemap_write_and_wait_range(number_of(file), start, end);
	return 0;
}

long __ramfs_set_size(struct file *file, loff_t length)
{
	return __repeat_after_io(__ramfs_truncate(number_of(file), length));
}

static long ramfs_fallocate(struct file *file, int mode, loff_t offset, loff_t length)
{
	return __repeat_after_io(__ramfs_fallocate(number_of(file), mode, offset, length));
}

const struct file_operations __ramfs_operations = {
	.read = ramfs_read,
	.write = ramfs_write,
	.llseek = ramfs_llseek,
	.fsync = ramfs_fsync,
	.fallocate = ramfs_fallocate,
	.release = ramfs_release,
};

#define MFD_CLOEXEC 1
#define MFD_ALLOW_SEALING 2
#define LONGEST_NAME 249

/* Sealing is not modelled: F_ADD_SEALS is refused. */
long ksys_memfd_create(const char __user *user_name, unsigned int flags)
{
	char name[LONGEST_NAME + 2];
	long length = strncpy_from_user(name, user_name, sizeof(name));
	struct file *file;
	int fd;

	if (length < 0)
		return length;
	if (flags & ~(MFD_CLOEXEC | MFD_ALLOW_SEALING) || length > LONGEST_NAME)
		return -EINVAL;
	file = __alloc_file(&__ramfs_operations, O_RDWR | (flags & MFD_CLOEXEC ? O_CLOEXEC : 0));
	if (!file)
		return -ENOMEM;
	file->private_data = (void *)__ramfs_memfd(name);
	fd = __install_fd(file, 0);
	if (fd < 0)
		fput(file);
	return fd;
}

long ksys_sync(void)
{
	unsigned long number = 0;

	while ((number = __ramfs_next(number)))
		__filemap_write_and_wait_range(number, 0, ((u64)1 << 63) - 1);
	return 0;
}

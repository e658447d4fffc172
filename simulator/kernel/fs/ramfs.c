/* Ordinary files, whose bytes file-system.ts keeps: copied page by page between there and the process. */
#include <linux/fs.h>
#include <linux/err.h>
#include <linux/minmax.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#define PIECE 4096

/* file-system.ts: bytes moved, or an error */
long __ramfs_read(unsigned long number, void *buffer, size_t count, loff_t position);
long __ramfs_write(unsigned long number, const void *buffer, size_t count, loff_t position);
loff_t __ramfs_size(unsigned long number);

static unsigned long number_of(struct file *file)
{
	return (unsigned long)file->private_data;
}

static ssize_t ramfs_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	char *piece = kmalloc(PIECE, GFP_KERNEL);
	size_t done = 0;
	long got = 0;

	if (!piece)
		return -ENOMEM;
	while (done < count) {
		got = __ramfs_read(number_of(file), piece, min_t(size_t, count - done, PIECE), *position);
		if (got <= 0)
			break;
		if (copy_to_user(buffer + done, piece, got)) {
			got = -EFAULT;
			break;
		}
		done += got;
		*position += got;
	}
	kfree(piece);
	return done ? (ssize_t)done : got;
}

static ssize_t ramfs_write(struct file *file, const char __user *buffer, size_t count, loff_t *position)
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

		put = copy_from_user(piece, buffer + done, length) ? -EFAULT :
		      __ramfs_write(number_of(file), piece, length, *position);
		if (put <= 0)
			break;
		done += put;
		*position += put;
	}
	kfree(piece);
	return done ? (ssize_t)done : put;
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

const struct file_operations __ramfs_operations = {
	.read = ramfs_read,
	.write = ramfs_write,
	.llseek = ramfs_llseek,
};

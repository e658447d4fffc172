/* Small file operations that drivers borrow. */
#include <linux/fs.h>
#include <linux/err.h>
#include <linux/minmax.h>
#include <linux/uaccess.h>

loff_t no_llseek(struct file *file, loff_t offset, int whence)
{
	return -ESPIPE;
}

loff_t noop_llseek(struct file *file, loff_t offset, int whence)
{
	return file->f_pos;
}

static loff_t seek(struct file *file, loff_t offset, int whence, loff_t size)
{
	if (whence == SEEK_END)
		offset += size;
	else if (whence == SEEK_CUR)
		offset += file->f_pos;
	else if (whence != SEEK_SET)
		return -EINVAL;
	if (offset < 0)
		return -EINVAL;
	file->f_pos = offset;
	return offset;
}

loff_t default_llseek(struct file *file, loff_t offset, int whence)
{
	return seek(file, offset, whence, file->f_inode ? file->f_inode->i_size : 0);
}

loff_t generic_file_llseek(struct file *file, loff_t offset, int whence)
{
	return default_llseek(file, offset, whence);
}

loff_t fixed_size_llseek(struct file *file, loff_t offset, int whence, loff_t size)
{
	loff_t before = file->f_pos, result = seek(file, offset, whence, size);

	if (result <= size)
		return result;
	file->f_pos = before;
	return -EINVAL;
}

int nonseekable_open(struct inode *inode, struct file *file)
{
	file->f_mode &= ~(FMODE_LSEEK | FMODE_PREAD | FMODE_PWRITE);
	return 0;
}

int stream_open(struct inode *inode, struct file *file)
{
	return nonseekable_open(inode, file);
}

int simple_open(struct inode *inode, struct file *file)
{
	if (inode->i_private)
		file->private_data = inode->i_private;
	return 0;
}

ssize_t simple_read_from_buffer(void __user *to, size_t count, loff_t *position, const void *from, size_t available)
{
	loff_t at = *position;
	size_t left;

	if (at < 0)
		return -EINVAL;
	if (at >= (loff_t)available || !count)
		return 0;
	count = min_t(size_t, count, available - at);
	left = copy_to_user(to, from + at, count);
	if (left == count)
		return -EFAULT;
	*position = at + count - left;
	return count - left;
}

ssize_t simple_write_to_buffer(void *to, size_t available, loff_t *position, const void __user *from, size_t count)
{
	loff_t at = *position;
	size_t left;

	if (at < 0)
		return -EINVAL;
	if (at >= (loff_t)available || !count)
		return 0;
	count = min_t(size_t, count, available - at);
	left = copy_from_user(to + at, from, count);
	if (left == count)
		return -EFAULT;
	*position = at + count - left;
	return count - left;
}

/* read(), write(), lseek() and ioctl(): checks that every file shares, then the file's own operations. */
#include <linux/fs.h>
#include <linux/err.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

/* As Linux: no transfer is longer. */
#define LONGEST_TRANSFER 0x7ffff000

static long read_file(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	if (!(file->f_mode & FMODE_READ))
		return -EBADF;
	if (!access_ok(buffer, count))
		return -EFAULT;
	if (count > LONGEST_TRANSFER)
		count = LONGEST_TRANSFER;
	if (file->f_op->read)
		return file->f_op->read(file, buffer, count, position);
	if (file->f_op->read_iter)
		return __read_with_iter(file->f_op->read_iter, file, buffer, count, position);
	return -EINVAL;
}

static long write_file(struct file *file, const char __user *buffer, size_t count, loff_t *position)
{
	if (!(file->f_mode & FMODE_WRITE))
		return -EBADF;
	if (!access_ok(buffer, count))
		return -EFAULT;
	if (count > LONGEST_TRANSFER)
		count = LONGEST_TRANSFER;
	if (file->f_op->write)
		return file->f_op->write(file, buffer, count, position);
	if (file->f_op->write_iter)
		return __write_with_iter(file->f_op->write_iter, file, buffer, count, position);
	return -EINVAL;
}

long ksys_read(unsigned int fd, char __user *buffer, size_t count)
{
	struct file *file = fget(fd);
	loff_t position;
	long result;

	if (!file)
		return -EBADF;
	position = file->f_pos;
	result = read_file(file, buffer, count, &position);
	if (result >= 0)
		file->f_pos = position;
	fput(file);
	return result;
}

long ksys_write(unsigned int fd, const char __user *buffer, size_t count)
{
	struct file *file = fget(fd);
	loff_t position;
	long result;

	if (!file)
		return -EBADF;
	position = file->f_pos;
	result = write_file(file, buffer, count, &position);
	if (result >= 0)
		file->f_pos = position;
	fput(file);
	return result;
}

long ksys_pread64(unsigned int fd, char __user *buffer, size_t count, loff_t position)
{
	struct file *file = position < 0 ? NULL : fget(fd);
	long result;

	if (!file)
		return position < 0 ? -EINVAL : -EBADF;
	result = file->f_mode & FMODE_PREAD ? read_file(file, buffer, count, &position) : -ESPIPE;
	fput(file);
	return result;
}

long ksys_pwrite64(unsigned int fd, const char __user *buffer, size_t count, loff_t position)
{
	struct file *file = position < 0 ? NULL : fget(fd);
	long result;

	if (!file)
		return position < 0 ? -EINVAL : -EBADF;
	result = file->f_mode & FMODE_PWRITE ? write_file(file, buffer, count, &position) : -ESPIPE;
	fput(file);
	return result;
}

/* Files that know pieces get all at once; others one after the other, up to the first that is not whole. */
static long __transfer_iovec(struct file *file, const struct iovec *pieces, unsigned long count, loff_t *position, bool writing)
{
	ssize_t (*whole)(struct kiocb *, struct iov_iter *) = writing ? file->f_op->write_iter : file->f_op->read_iter;
	struct kiocb iocb = { .ki_filp = file, .ki_pos = *position };
	long done = 0, more;
	unsigned long i;

	if (!(file->f_mode & (writing ? FMODE_WRITE : FMODE_READ)))
		return -EBADF;
	if (whole && !(writing ? (void *)file->f_op->write : (void *)file->f_op->read)) {
		struct iov_iter iter;

		iov_iter_init(&iter, writing ? ITER_SOURCE : ITER_DEST, pieces, count, __iovec_bytes(pieces, count));
		done = whole(&iocb, &iter);
		*position = iocb.ki_pos;
		return done;
	}
	for (i = 0; i < count; i++) {
		more = writing ? write_file(file, pieces[i].iov_base, pieces[i].iov_len, position)
			       : read_file(file, pieces[i].iov_base, pieces[i].iov_len, position);
		if (more < 0)
			return done ? done : more;
		done += more;
		if ((size_t)more < pieces[i].iov_len)
			break;
	}
	return done;
}

/* `position` NULL: where the file stands. */
static long transfer_pieces(unsigned int fd, const struct iovec __user *user_pieces, unsigned long count, loff_t *position, bool writing)
{
	struct file *file = fget(fd);
	struct iovec *pieces;
	loff_t own;
	long result;

	if (!file)
		return -EBADF;
	pieces = position && !(file->f_mode & FMODE_PREAD) ? ERR_PTR(-ESPIPE) : __copy_iovec(user_pieces, count);
	if (IS_ERR(pieces)) {
		fput(file);
		return PTR_ERR(pieces);
	}
	own = position ? *position : file->f_pos;
	result = __transfer_iovec(file, pieces, count, &own, writing);
	if (result >= 0 && !position)
		file->f_pos = own;
	kfree(pieces);
	fput(file);
	return result;
}

long ksys_readv(unsigned int fd, const struct iovec __user *pieces, unsigned long count)
{
	return transfer_pieces(fd, pieces, count, NULL, false);
}

long ksys_writev(unsigned int fd, const struct iovec __user *pieces, unsigned long count)
{
	return transfer_pieces(fd, pieces, count, NULL, true);
}

long ksys_preadv(unsigned int fd, const struct iovec __user *pieces, unsigned long count, loff_t position)
{
	return position < 0 ? -EINVAL : transfer_pieces(fd, pieces, count, &position, false);
}

long ksys_pwritev(unsigned int fd, const struct iovec __user *pieces, unsigned long count, loff_t position)
{
	return position < 0 ? -EINVAL : transfer_pieces(fd, pieces, count, &position, true);
}

long ksys_lseek(unsigned int fd, off_t offset, unsigned int whence)
{
	struct file *file = fget(fd);
	long result = -ESPIPE;

	if (!file)
		return -EBADF;
	if (whence > SEEK_END)
		result = -EINVAL;
	else if (file->f_mode & FMODE_LSEEK)
		result = file->f_op->llseek(file, offset, whence);
	fput(file);
	return result;
}

/* Commands that no driver gets to see, small as two of their numbers are: -ENOIOCTLCMD for all others. */
static long vfs_ioctl(struct file *file, unsigned int command, unsigned long argument)
{
	int value;

	switch (command) {
	case 2: /* FIGETBSZ */
		return put_user(4096, (int __user *)argument);
	case 0x5450: /* FIONCLEX */
	case 0x5451: /* FIOCLEX */
		return 0;
	case 0x5421: /* FIONBIO */
		if (get_user(value, (int __user *)argument))
			return -EFAULT;
		file->f_flags = value ? file->f_flags | O_NONBLOCK : file->f_flags & ~O_NONBLOCK;
		return 0;
	default:
		return -ENOIOCTLCMD;
	}
}

long ksys_ioctl(unsigned int fd, unsigned int command, unsigned long argument)
{
	struct file *file = fget(fd);
	long result;

	if (!file)
		return -EBADF;
	result = vfs_ioctl(file, command, argument);
	if (result == -ENOIOCTLCMD && file->f_op->unlocked_ioctl)
		result = file->f_op->unlocked_ioctl(file, command, argument);
	fput(file);
	return result == -ENOIOCTLCMD ? -ENOTTY : result;
}

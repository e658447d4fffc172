/* Copying to and from lists of pieces, of a process or of the kernel. */
#include <linux/bug.h>
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/minmax.h>
#include <linux/err.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/uio.h>

void iov_iter_init(struct iov_iter *i, unsigned int direction, const struct iovec *iov, unsigned long pieces, size_t count)
{
	*i = (struct iov_iter){
		.iter_type = ITER_IOVEC, .data_source = direction, .iov = iov, .nr_segs = pieces, .count = count,
	};
}

void iov_iter_kvec(struct iov_iter *i, unsigned int direction, const struct kvec *kvec, unsigned long pieces, size_t count)
{
	*i = (struct iov_iter){
		.iter_type = ITER_KVEC, .data_source = direction, .kvec = kvec, .nr_segs = pieces, .count = count,
	};
}

char *__iov_iter_here(const struct iov_iter *i)
{
	return (char *)i->iov->iov_base + i->iov_offset;
}

#define MOST_PIECES 1024 /* UIO_MAXIOV */

struct iovec *__copy_iovec(const struct iovec __user *pieces, unsigned long count)
{
	struct iovec *copy;
	unsigned long i;

	if (count > MOST_PIECES)
		return ERR_PTR(-EINVAL);
	copy = kmalloc(count ? count * sizeof(*copy) : 1, GFP_KERNEL);
	if (!copy)
		return ERR_PTR(-ENOMEM);
	if (copy_from_user(copy, pieces, count * sizeof(*copy))) {
		kfree(copy);
		return ERR_PTR(-EFAULT);
	}
	for (i = 0; i < count; i++) {
		if ((ssize_t)copy[i].iov_len >= 0)
			continue;
		kfree(copy);
		return ERR_PTR(-EINVAL);
	}
	return copy;
}

size_t __iovec_bytes(const struct iovec *pieces, unsigned long count)
{
	size_t bytes = 0;

	while (count)
		bytes += pieces[--count].iov_len;
	return bytes;
}

size_t iov_iter_single_seg_count(const struct iov_iter *i)
{
	return i->nr_segs ? min(i->count, (size_t)i->iov->iov_len - i->iov_offset) : 0;
}

void iov_iter_advance(struct iov_iter *i, size_t bytes)
{
	bytes = min(bytes, i->count);
	i->count -= bytes;
	i->iov_offset += bytes;
	while (i->nr_segs && i->iov_offset >= i->iov->iov_len) {
		i->iov_offset -= i->iov->iov_len;
		i->iov++;
		i->nr_segs--;
	}
}

void iov_iter_revert(struct iov_iter *i, size_t bytes)
{
	i->count += bytes;
	while (bytes > i->iov_offset) {
		bytes -= i->iov_offset;
		i->iov--;
		i->nr_segs++;
		i->iov_offset = i->iov->iov_len;
	}
	i->iov_offset -= bytes;
}

/* Bytes that were not copied. */
static size_t copy_piece(struct iov_iter *i, void *kernel, size_t length, bool to_iter)
{
	char *here = __iov_iter_here(i);

	if (i->iter_type == ITER_IOVEC)
		return to_iter ? copy_to_user(here, kernel, length) : copy_from_user(kernel, here, length);
	if (to_iter)
		memcpy(here, kernel, length);
	else
		memcpy(kernel, here, length);
	return 0;
}

static size_t copy_pieces(struct iov_iter *i, void *kernel, size_t bytes, bool to_iter)
{
	size_t done = 0;

	bytes = min(bytes, i->count);
	while (done < bytes) {
		size_t length = min(bytes - done, iov_iter_single_seg_count(i)), left;

		if (!length) {
			iov_iter_advance(i, 0);
			continue;
		}
		left = copy_piece(i, kernel + done, length, to_iter);
		done += length - left;
		iov_iter_advance(i, length - left);
		if (left)
			break;
	}
	return done;
}

size_t copy_to_iter(const void *from, size_t bytes, struct iov_iter *i)
{
	return WARN_ON_ONCE(i->data_source) ? 0 : copy_pieces(i, (void *)from, bytes, true);
}

size_t copy_from_iter(void *to, size_t bytes, struct iov_iter *i)
{
	return WARN_ON_ONCE(!i->data_source) ? 0 : copy_pieces(i, to, bytes, false);
}

bool copy_from_iter_full(void *to, size_t bytes, struct iov_iter *i)
{
	size_t copied = copy_from_iter(to, bytes, i);

	if (copied == bytes)
		return true;
	iov_iter_revert(i, copied);
	return false;
}

size_t iov_iter_zero(size_t bytes, struct iov_iter *i)
{
	static const char zeros[64];
	size_t done = 0, copied;

	do {
		copied = copy_pieces(i, (void *)zeros, min(bytes - done, sizeof(zeros)), true);
		done += copied;
	} while (copied && done < bytes);
	return done;
}

size_t copy_page_to_iter(struct page *page, size_t offset, size_t bytes, struct iov_iter *i)
{
	return copy_to_iter(page_address(page) + offset, bytes, i);
}

size_t copy_page_from_iter(struct page *page, size_t offset, size_t bytes, struct iov_iter *i)
{
	return copy_from_iter(page_address(page) + offset, bytes, i);
}

ssize_t __read_with_iter(ssize_t (*read_iter)(struct kiocb *iocb, struct iov_iter *to), struct file *file,
			 char __user *buffer, size_t count, loff_t *position)
{
	struct iovec piece = { buffer, count };
	struct kiocb iocb = { .ki_filp = file, .ki_pos = *position, .ki_flags = file->f_flags & O_NONBLOCK ? IOCB_NOWAIT : 0 };
	struct iov_iter to;
	ssize_t result;

	iov_iter_init(&to, ITER_DEST, &piece, 1, count);
	result = read_iter(&iocb, &to);
	*position = iocb.ki_pos;
	return result;
}

ssize_t __write_with_iter(ssize_t (*write_iter)(struct kiocb *iocb, struct iov_iter *from), struct file *file,
			  const char __user *buffer, size_t count, loff_t *position)
{
	struct iovec piece = { (void __user *)buffer, count };
	struct kiocb iocb = { .ki_filp = file, .ki_pos = *position, .ki_flags = file->f_flags & O_APPEND ? IOCB_APPEND : 0 };
	struct iov_iter from;
	ssize_t result;

	iov_iter_init(&from, ITER_SOURCE, &piece, 1, count);
	result = write_iter(&iocb, &from);
	*position = iocb.ki_pos;
	return result;
}

/* Pages of programs in pipes, where they are not copied. */
#include "kernel/fs/pipe.h"
#include <linux/err.h>
#include <linux/fdtable.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/uio.h>

#define SPLICE_F_NONBLOCK 2

/* One page of the program, or a part of it, becomes a buffer: what stands in it when it is read is what the reader gets. */
static long lend(struct pipe *pipe, const struct iov_iter *from)
{
	unsigned long address = (unsigned long)__iov_iter_here(from);
	size_t offset = address & ~PAGE_MASK;
	size_t length = min_t(size_t, iov_iter_single_seg_count(from), PAGE_SIZE - offset);
	struct pipe_buffer *buffer = __pipe_buffer_at(pipe, pipe->head);
	struct page *page;

	if (get_user_pages_fast(address & PAGE_MASK, 1, 0, &page) != 1)
		return -EFAULT;
	*buffer = (struct pipe_buffer){ .page = page, .offset = offset, .length = length, .closed = true };
	pipe->head++;
	return length;
}

static long lend_pages(struct pipe *pipe, struct iov_iter *from, bool wait)
{
	long done = 0, more;

	while (iov_iter_count(from)) {
		if (!pipe->readers)
			return done ? done : __nobody_reads();
		if (__pipe_is_full(pipe)) {
			if (!wait || done)
				return done ? done : -EAGAIN;
			if (wait_event_interruptible(pipe->writable, !__pipe_is_full(pipe) || !pipe->readers))
				return -ERESTARTSYS;
			continue;
		}
		mutex_lock(&pipe->mutex);
		more = iov_iter_single_seg_count(from) && !__pipe_is_full(pipe) ? lend(pipe, from) : 0;
		mutex_unlock(&pipe->mutex);
		if (more < 0)
			return done ? done : more;
		iov_iter_advance(from, more);
		done += more;
		wake_up_interruptible_all(&pipe->readable);
	}
	return done;
}

long ksys_vmsplice(unsigned int fd, const struct iovec __user *pieces, unsigned long count, unsigned int flags)
{
	struct file *file = fget(fd);
	struct kiocb iocb = { .ki_filp = file };
	struct iov_iter iter;
	struct iovec *copy;
	struct pipe *pipe;
	long result;

	if (!file)
		return -EBADF;
	pipe = __get_pipe_info(file);
	copy = pipe ? __copy_iovec(pieces, count) : ERR_PTR(-EBADF);
	if (IS_ERR(copy)) {
		fput(file);
		return PTR_ERR(copy);
	}
	iov_iter_init(&iter, file->f_mode & FMODE_READ ? ITER_DEST : ITER_SOURCE, copy, count, __iovec_bytes(copy, count));
	if (file->f_mode & FMODE_READ)
		result = file->f_op->read_iter(&iocb, &iter);
	else
		result = lend_pages(pipe, &iter, !(flags & SPLICE_F_NONBLOCK));
	kfree(copy);
	fput(file);
	return result;
}

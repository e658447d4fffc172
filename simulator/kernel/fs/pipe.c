/* Pipes: sixteen pages between two files, which writers fill and readers empty. Pipes with a name are not modelled. */
#include "kernel/fs/pipe.h"
#include <linux/err.h>
#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <linux/uio.h>

#define DEFAULT_PAGES 16
#define MOST_PAGES 256
#define FIONREAD 0x541b

static bool pipe_is_empty(const struct pipe *pipe) { return pipe->head == pipe->tail; }

static void drop_first(struct pipe *pipe)
{
	put_page(__pipe_buffer_at(pipe, pipe->tail)->page);
	pipe->tail++;
}

/* As much as is there, up to the end of a packet. */
static ssize_t take(struct pipe *pipe, struct iov_iter *to)
{
	ssize_t done = 0;

	while (!pipe_is_empty(pipe) && iov_iter_count(to)) {
		struct pipe_buffer *buffer = __pipe_buffer_at(pipe, pipe->tail);
		size_t wanted = min_t(size_t, buffer->length, iov_iter_count(to));
		size_t copied = copy_to_iter(page_address(buffer->page) + buffer->offset, wanted, to);
		bool packet = buffer->packet;

		if (copied < wanted)
			return done ? done : -EFAULT;
		done += copied;
		buffer->offset += copied;
		buffer->length -= copied;
		if (!buffer->length || packet)
			drop_first(pipe);
		if (packet)
			break;
	}
	return done;
}

static ssize_t pipe_read(struct kiocb *iocb, struct iov_iter *to)
{
	struct pipe *pipe = iocb->ki_filp->private_data;
	ssize_t done;

	if (!iov_iter_count(to))
		return 0;
	for (;;) {
		mutex_lock(&pipe->mutex);
		done = take(pipe, to);
		mutex_unlock(&pipe->mutex);
		if (done)
			break;
		if (!pipe->writers)
			return 0;
		if (iocb->ki_filp->f_flags & O_NONBLOCK)
			return -EAGAIN;
		if (wait_event_interruptible(pipe->readable, !pipe_is_empty(pipe) || !pipe->writers))
			return -ERESTARTSYS;
	}
	wake_up_interruptible_all(&pipe->writable);
	return done;
}

/* What is left of a page at the end goes behind what is in the last one, if all of it fits there. */
static ssize_t add_to_last(struct pipe *pipe, struct iov_iter *from)
{
	struct pipe_buffer *last = __pipe_buffer_at(pipe, pipe->head - 1);
	size_t rest = iov_iter_count(from) & ~PAGE_MASK, end;

	if (!rest || pipe_is_empty(pipe) || last->closed)
		return 0;
	end = last->offset + last->length;
	if (end + rest > PAGE_SIZE)
		return 0;
	if (copy_from_iter(page_address(last->page) + end, rest, from) < rest)
		return -EFAULT;
	last->length += rest;
	return rest;
}

static ssize_t add_page(struct pipe *pipe, struct iov_iter *from, bool packet)
{
	struct pipe_buffer *buffer = __pipe_buffer_at(pipe, pipe->head);
	size_t length = min_t(size_t, iov_iter_count(from), PAGE_SIZE);
	struct page *page = alloc_page(GFP_KERNEL);

	if (!page)
		return -ENOMEM;
	if (copy_from_iter(page_address(page), length, from) < length) {
		put_page(page);
		return -EFAULT;
	}
	*buffer = (struct pipe_buffer){ .page = page, .length = length, .closed = packet, .packet = packet };
	pipe->head++;
	return length;
}

long __nobody_reads(void)
{
	__send_signal(SIGPIPE, SEND_SIG_NOINFO, current, false);
	return -EPIPE;
}

static ssize_t fill(struct pipe *pipe, struct iov_iter *from, bool packet)
{
	ssize_t done = 0, more = packet ? 0 : add_to_last(pipe, from);

	for (;;) {
		if (more < 0)
			return done ? done : more;
		done += more;
		if (!iov_iter_count(from) || __pipe_is_full(pipe))
			return done;
		more = add_page(pipe, from, packet);
	}
}

/* Up to a page is written as a whole or not at all. */
static ssize_t pipe_write(struct kiocb *iocb, struct iov_iter *from)
{
	struct pipe *pipe = iocb->ki_filp->private_data;
	bool packet = (iocb->ki_filp->f_flags & O_DIRECT) != 0;
	ssize_t done = 0, more;

	while (iov_iter_count(from)) {
		if (!pipe->readers)
			return done ? (__nobody_reads(), done) : __nobody_reads();
		mutex_lock(&pipe->mutex);
		more = fill(pipe, from, packet);
		mutex_unlock(&pipe->mutex);
		if (more < 0)
			return done ? done : more;
		done += more;
		if (more)
			wake_up_interruptible_all(&pipe->readable);
		if (!iov_iter_count(from))
			break;
		if (iocb->ki_filp->f_flags & O_NONBLOCK)
			return done ? done : -EAGAIN;
		if (wait_event_interruptible(pipe->writable, !__pipe_is_full(pipe) || !pipe->readers))
			return done ? done : -ERESTARTSYS;
	}
	return done;
}

static __poll_t pipe_poll(struct file *file, poll_table *table)
{
	struct pipe *pipe = file->private_data;
	__poll_t mask = 0;

	if (file->f_mode & FMODE_READ) {
		poll_wait(file, &pipe->readable, table);
		if (!pipe_is_empty(pipe))
			mask |= EPOLLIN | EPOLLRDNORM;
		if (!pipe->writers)
			mask |= EPOLLHUP;
	} else {
		poll_wait(file, &pipe->writable, table);
		if (!__pipe_is_full(pipe))
			mask |= EPOLLOUT | EPOLLWRNORM;
		if (!pipe->readers)
			mask |= EPOLLERR;
	}
	return mask;
}

static long pipe_ioctl(struct file *file, unsigned int command, unsigned long argument)
{
	struct pipe *pipe = file->private_data;
	unsigned int at;
	int bytes = 0;

	if (command != FIONREAD)
		return -ENOIOCTLCMD;
	mutex_lock(&pipe->mutex);
	for (at = pipe->tail; at != pipe->head; at++)
		bytes += __pipe_buffer_at(pipe, at)->length;
	mutex_unlock(&pipe->mutex);
	return put_user(bytes, (int __user *)argument);
}

static void free_pipe(struct pipe *pipe)
{
	while (!pipe_is_empty(pipe))
		drop_first(pipe);
	kfree(pipe->buffers);
	kfree(pipe);
}

static int pipe_release(struct inode *inode, struct file *file)
{
	struct pipe *pipe = file->private_data;

	if (file->f_mode & FMODE_READ)
		pipe->readers--;
	else
		pipe->writers--;
	wake_up_interruptible_all(&pipe->readable);
	wake_up_interruptible_all(&pipe->writable);
	if (atomic_dec_and_test(&pipe->files))
		free_pipe(pipe);
	return 0;
}

static const struct file_operations pipe_operations = {
	.read_iter = pipe_read,
	.write_iter = pipe_write,
	.poll = pipe_poll,
	.unlocked_ioctl = pipe_ioctl,
	.release = pipe_release,
};

struct pipe *__get_pipe_info(struct file *file)
{
	return file->f_op == &pipe_operations ? file->private_data : NULL;
}

static struct pipe *create_pipe(void)
{
	static unsigned long next_inode = 1;
	struct pipe *pipe = kzalloc(sizeof(*pipe), GFP_KERNEL);

	if (!pipe)
		return NULL;
	pipe->buffers = kcalloc(DEFAULT_PAGES, sizeof(*pipe->buffers), GFP_KERNEL);
	if (!pipe->buffers) {
		kfree(pipe);
		return NULL;
	}
	pipe->size = DEFAULT_PAGES;
	mutex_init(&pipe->mutex);
	init_waitqueue_head(&pipe->readable);
	init_waitqueue_head(&pipe->writable);
	pipe->inode.i_mode = S_IFIFO | 0600;
	pipe->inode.i_nlink = 1;
	pipe->inode.i_ino = next_inode++;
	return pipe;
}

static struct file *pipe_end(struct pipe *pipe, int flags)
{
	struct file *file = __alloc_file(&pipe_operations, flags);

	if (!file)
		return NULL;
	file->f_mode &= ~(FMODE_LSEEK | FMODE_PREAD | FMODE_PWRITE);
	file->__kind = "pipe";
	file->__number = pipe->inode.i_ino;
	file->f_inode = &pipe->inode;
	file->private_data = pipe;
	atomic_inc(&pipe->files);
	if (file->f_mode & FMODE_READ)
		pipe->readers++;
	else
		pipe->writers++;
	return file;
}

long ksys_pipe2(int __user *ends, int flags)
{
	struct pipe *pipe = flags & ~(O_CLOEXEC | O_NONBLOCK | O_DIRECT) ? NULL : create_pipe();
	struct file *files[2] = { NULL, NULL };
	int fds[2] = { -1, -1 }, i;

	if (!pipe)
		return flags & ~(O_CLOEXEC | O_NONBLOCK | O_DIRECT) ? -EINVAL : -ENOMEM;
	/* Both are there before one of them can fail. */
	for (i = 0; i < 2; i++)
		files[i] = pipe_end(pipe, i | (flags & (O_NONBLOCK | O_DIRECT)));
	for (i = 0; i < 2 && files[0] && files[1]; i++) {
		fds[i] = __install_fd(files[i], 0);
		if (fds[i] < 0)
			break;
		__set_close_on_exec(fds[i], (flags & O_CLOEXEC) != 0);
	}
	if (fds[1] >= 0 && !copy_to_user(ends, fds, sizeof(fds)))
		return 0;
	for (i = 0; i < 2; i++) {
		if (fds[i] >= 0)
			ksys_close(fds[i]);
		else if (files[i])
			fput(files[i]);
	}
	if (!files[0] && !files[1])
		free_pipe(pipe);
	return !files[0] || !files[1] ? -ENOMEM : fds[1] >= 0 ? -EFAULT : -EMFILE;
}

static long resize(struct pipe *pipe, unsigned long bytes)
{
	unsigned int pages = 1, used = pipe->head - pipe->tail, i;
	struct pipe_buffer *buffers;

	while (pages < MOST_PAGES && pages * PAGE_SIZE < bytes)
		pages *= 2;
	if (pages * PAGE_SIZE < bytes)
		return -EPERM;
	if (pages < used)
		return -EBUSY;
	buffers = kcalloc(pages, sizeof(*buffers), GFP_KERNEL);
	if (!buffers)
		return -ENOMEM;
	for (i = 0; i < used; i++)
		buffers[i] = *__pipe_buffer_at(pipe, pipe->tail + i);
	kfree(pipe->buffers);
	pipe->buffers = buffers;
	pipe->size = pages;
	pipe->tail = 0;
	pipe->head = used;
	wake_up_interruptible_all(&pipe->writable);
	return pages * PAGE_SIZE;
}

/* F_GETPIPE_SZ and F_SETPIPE_SZ. */
long __pipe_size(struct file *file, bool set, unsigned long bytes)
{
	struct pipe *pipe = file->private_data;
	long result;

	if (!__get_pipe_info(file))
		return -EBADF;
	mutex_lock(&pipe->mutex);
	result = set ? resize(pipe, bytes) : (long)(pipe->size * PAGE_SIZE);
	mutex_unlock(&pipe->mutex);
	return result;
}

/* eventfd(2): a 64-bit counter that is read, written and waited for as a file. */
#include <linux/anon_inodes.h>
#include <linux/eventfd.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kref.h>
#include <linux/poll.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

struct eventfd_ctx {
	struct kref kref;
	wait_queue_head_t wqh;
	__u64 count;
	unsigned int flags;
};

static void free_ctx(struct kref *kref)
{
	kfree(container_of(kref, struct eventfd_ctx, kref));
}

void eventfd_ctx_put(struct eventfd_ctx *ctx)
{
	kref_put(&ctx->kref, free_ctx);
}

/* What there was room for. */
__u64 eventfd_signal(struct eventfd_ctx *ctx, __u64 n)
{
	unsigned long flags;

	spin_lock_irqsave(&ctx->wqh.lock, flags);
	if (ULLONG_MAX - ctx->count < n)
		n = ULLONG_MAX - ctx->count;
	ctx->count += n;
	spin_unlock_irqrestore(&ctx->wqh.lock, flags);
	wake_up_poll(&ctx->wqh, EPOLLIN);
	return n;
}

static int eventfd_release(struct inode *inode, struct file *file)
{
	struct eventfd_ctx *ctx = file->private_data;

	wake_up_poll(&ctx->wqh, EPOLLHUP);
	eventfd_ctx_put(ctx);
	return 0;
}

static __poll_t eventfd_poll(struct file *file, poll_table *wait)
{
	struct eventfd_ctx *ctx = file->private_data;

	poll_wait(file, &ctx->wqh, wait);
	return (ctx->count > 0 ? EPOLLIN : 0) | (ctx->count == ULLONG_MAX ? EPOLLERR : 0) |
	       (ULLONG_MAX - 1 > ctx->count ? EPOLLOUT : 0);
}

/* What a read gets; 0: there is nothing. */
static __u64 eventfd_take(struct eventfd_ctx *ctx)
{
	unsigned long flags;
	__u64 count;

	spin_lock_irqsave(&ctx->wqh.lock, flags);
	count = ctx->count && (ctx->flags & EFD_SEMAPHORE) ? 1 : ctx->count;
	ctx->count -= count;
	spin_unlock_irqrestore(&ctx->wqh.lock, flags);
	return count;
}

/* All of it or nothing. */
static bool eventfd_add(struct eventfd_ctx *ctx, __u64 count)
{
	unsigned long flags;
	bool fits;

	spin_lock_irqsave(&ctx->wqh.lock, flags);
	fits = ULLONG_MAX - ctx->count > count;
	if (fits)
		ctx->count += count;
	spin_unlock_irqrestore(&ctx->wqh.lock, flags);
	return fits;
}

static ssize_t eventfd_read(struct file *file, char __user *buffer, size_t size, loff_t *position)
{
	struct eventfd_ctx *ctx = file->private_data;
	__u64 count;

	if (size < sizeof(count))
		return -EINVAL;
	count = eventfd_take(ctx);
	if (!count && (file->f_flags & O_NONBLOCK))
		return -EAGAIN;
	if (!count && wait_event_interruptible(ctx->wqh, (count = eventfd_take(ctx)) != 0))
		return -ERESTARTSYS;
	wake_up_poll(&ctx->wqh, EPOLLOUT);
	return copy_to_user(buffer, &count, sizeof(count)) ? -EFAULT : sizeof(count);
}

static ssize_t eventfd_write(struct file *file, const char __user *buffer, size_t size, loff_t *position)
{
	struct eventfd_ctx *ctx = file->private_data;
	__u64 count;

	if (size < sizeof(count))
		return -EINVAL;
	if (copy_from_user(&count, buffer, sizeof(count)))
		return -EFAULT;
	if (count == ULLONG_MAX)
		return -EINVAL;
	if (!eventfd_add(ctx, count)) {
		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		if (wait_event_interruptible(ctx->wqh, eventfd_add(ctx, count)))
			return -ERESTARTSYS;
	}
	wake_up_poll(&ctx->wqh, EPOLLIN);
	return sizeof(count);
}

static const struct file_operations eventfd_fops = {
	.release = eventfd_release,
	.poll = eventfd_poll,
	.read = eventfd_read,
	.write = eventfd_write,
	.llseek = noop_llseek,
};

struct file *eventfd_fget(int fd)
{
	struct file *file = fget(fd);

	if (!file)
		return ERR_PTR(-EBADF);
	if (file->f_op != &eventfd_fops) {
		fput(file);
		return ERR_PTR(-EINVAL);
	}
	return file;
}

struct eventfd_ctx *eventfd_ctx_fileget(struct file *file)
{
	struct eventfd_ctx *ctx = file->private_data;

	if (file->f_op != &eventfd_fops)
		return ERR_PTR(-EINVAL);
	kref_get(&ctx->kref);
	return ctx;
}

struct eventfd_ctx *eventfd_ctx_fdget(int fd)
{
	struct file *file = eventfd_fget(fd);
	struct eventfd_ctx *ctx;

	if (IS_ERR(file))
		return (struct eventfd_ctx *)file;
	ctx = eventfd_ctx_fileget(file);
	fput(file);
	return ctx;
}

long ksys_eventfd2(unsigned int count, int flags)
{
	struct eventfd_ctx *ctx;
	int fd;

	if (flags & ~(EFD_SEMAPHORE | EFD_CLOEXEC | EFD_NONBLOCK))
		return -EINVAL;
	ctx = kzalloc(sizeof(*ctx), GFP_KERNEL);
	if (!ctx)
		return -ENOMEM;
	kref_init(&ctx->kref);
	init_waitqueue_head(&ctx->wqh);
	ctx->count = count;
	ctx->flags = flags;
	fd = anon_inode_getfd("[eventfd]", &eventfd_fops, ctx, O_RDWR | (flags & (EFD_CLOEXEC | EFD_NONBLOCK)));
	if (fd < 0)
		eventfd_ctx_put(ctx);
	return fd;
}

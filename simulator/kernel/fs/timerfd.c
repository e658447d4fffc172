/* Timers as files: a read says how often one has expired since the last. */
#include <linux/anon_inodes.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/hrtimer.h>
#include <linux/ktime.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

#define TFD_TIMER_ABSTIME 1
#define TFD_TIMER_CANCEL_ON_SET 2

struct timerfd_ctx {
	struct hrtimer timer;
	ktime_t interval;
	wait_queue_head_t wqh;
	spinlock_t lock;
	u64 ticks;
	bool expired; /* an interval's timer stands still until somebody has read */
};

static enum hrtimer_restart timerfd_expires(struct hrtimer *timer)
{
	struct timerfd_ctx *ctx = container_of(timer, struct timerfd_ctx, timer);
	unsigned long flags;

	spin_lock_irqsave(&ctx->lock, flags);
	ctx->expired = true;
	ctx->ticks++;
	spin_unlock_irqrestore(&ctx->lock, flags);
	wake_up_interruptible_all(&ctx->wqh);
	return HRTIMER_NORESTART;
}

/* Intervals that have passed meanwhile count too, and the timer goes on. With the lock held. */
static void timerfd_go_on(struct timerfd_ctx *ctx)
{
	if (ctx->expired && ctx->interval) {
		ctx->ticks += hrtimer_forward(&ctx->timer, ktime_get(), ctx->interval) - 1;
		hrtimer_start(&ctx->timer, ctx->timer.node.expires, HRTIMER_MODE_ABS);
		ctx->expired = false;
	}
}

static u64 take_ticks(struct timerfd_ctx *ctx)
{
	unsigned long flags;
	u64 ticks;

	spin_lock_irqsave(&ctx->lock, flags);
	timerfd_go_on(ctx);
	ticks = ctx->ticks;
	ctx->expired = false;
	ctx->ticks = 0;
	spin_unlock_irqrestore(&ctx->lock, flags);
	return ticks;
}

static ssize_t timerfd_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	struct timerfd_ctx *ctx = file->private_data;
	u64 ticks;

	if (count < sizeof(ticks))
		return -EINVAL;
	while (!(ticks = take_ticks(ctx))) {
		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		if (wait_event_interruptible(ctx->wqh, ctx->ticks))
			return -ERESTARTSYS;
	}
	return put_user(ticks, (u64 __user *)buffer) ? -EFAULT : sizeof(ticks);
}

static __poll_t timerfd_poll(struct file *file, poll_table *table)
{
	struct timerfd_ctx *ctx = file->private_data;

	poll_wait(file, &ctx->wqh, table);
	return ctx->ticks ? EPOLLIN : 0;
}

static int timerfd_release(struct inode *inode, struct file *file)
{
	struct timerfd_ctx *ctx = file->private_data;

	hrtimer_cancel(&ctx->timer);
	kfree(ctx);
	return 0;
}

static const struct file_operations timerfd_operations = {
	.read = timerfd_read,
	.poll = timerfd_poll,
	.llseek = noop_llseek,
	.release = timerfd_release,
};

long ksys_timerfd_create(int clock, int flags)
{
	struct timerfd_ctx *ctx;
	int fd;

	if ((clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC && clock != CLOCK_BOOTTIME) || flags & ~(O_NONBLOCK | O_CLOEXEC))
		return -EINVAL;
	ctx = kzalloc(sizeof(*ctx), GFP_KERNEL);
	if (!ctx)
		return -ENOMEM;
	init_waitqueue_head(&ctx->wqh);
	spin_lock_init(&ctx->lock);
	hrtimer_init(&ctx->timer, CLOCK_MONOTONIC, HRTIMER_MODE_ABS);
	ctx->timer.function = timerfd_expires;
	fd = anon_inode_getfd("[timerfd]", &timerfd_operations, ctx, O_RDWR | (flags & (O_NONBLOCK | O_CLOEXEC)));
	if (fd < 0)
		kfree(ctx);
	return fd;
}

static struct file *timerfd_of(int fd)
{
	struct file *file = fget(fd);

	if (!file)
		return ERR_PTR(-EBADF);
	if (file->f_op == &timerfd_operations)
		return file;
	fput(file);
	return ERR_PTR(-EINVAL);
}

static void describe_timerfd(struct timerfd_ctx *ctx, struct __itimerspec *setting)
{
	unsigned long flags;
	ktime_t left;

	spin_lock_irqsave(&ctx->lock, flags);
	timerfd_go_on(ctx);
	spin_unlock_irqrestore(&ctx->lock, flags);
	left = hrtimer_active(&ctx->timer) ? ctx->timer.node.expires - ktime_get() : 0;
	setting->it_value = ktime_to_timespec64(left > 0 ? left : 0);
	setting->it_interval = ktime_to_timespec64(ctx->interval);
}

long ksys_timerfd_settime(int fd, int flags, const struct __itimerspec __user *new, struct __itimerspec __user *old)
{
	struct __itimerspec setting, before;
	struct timerfd_ctx *ctx;
	struct file *file;
	ktime_t value;

	if (copy_from_user(&setting, new, sizeof(setting)))
		return -EFAULT;
	if (flags & ~(TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET) || !timespec64_valid(&setting.it_value) || !timespec64_valid(&setting.it_interval))
		return -EINVAL;
	file = timerfd_of(fd);
	if (IS_ERR(file))
		return PTR_ERR(file);
	ctx = file->private_data;
	describe_timerfd(ctx, &before);
	/* It cannot expire any more: nobody else counts. */
	hrtimer_cancel(&ctx->timer);
	ctx->ticks = 0;
	ctx->expired = false;
	ctx->interval = timespec64_to_ns(&setting.it_interval);
	value = timespec64_to_ns(&setting.it_value);
	if (value)
		hrtimer_start(&ctx->timer, flags & TFD_TIMER_ABSTIME ? value : ktime_get() + value, HRTIMER_MODE_ABS);
	fput(file);
	return old && copy_to_user(old, &before, sizeof(before)) ? -EFAULT : 0;
}

long ksys_timerfd_gettime(int fd, struct __itimerspec __user *result)
{
	struct file *file = timerfd_of(fd);
	struct __itimerspec setting;

	if (IS_ERR(file))
		return PTR_ERR(file);
	describe_timerfd(file->private_data, &setting);
	fput(file);
	return copy_to_user(result, &setting, sizeof(setting)) ? -EFAULT : 0;
}

/* Signals that a process blocks, to be read from a file. */
#include <linux/anon_inodes.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

#define UNBLOCKABLE (1ul << (SIGKILL - 1) | 1ul << (SIGSTOP - 1))

struct signalfd_ctx {
	unsigned long mask;
};

struct signalfd_siginfo {
	__u32 ssi_signo;
	__s32 ssi_errno, ssi_code;
	__u32 ssi_pid, ssi_uid;
	__s32 ssi_fd;
	__u32 ssi_tid, ssi_band, ssi_overrun, ssi_trapno;
	__s32 ssi_status, ssi_int;
	__u64 ssi_ptr;
	__u8 rest[72];
};

static unsigned long waiting(const struct signalfd_ctx *ctx)
{
	return __pending_signals(current) & ctx->mask;
}

static int take_signal(unsigned long mask, struct signalfd_siginfo *to)
{
	struct kernel_siginfo from;
	int signal = __dequeue_signal(mask, &from);

	if (!signal)
		return 0;
	*to = (struct signalfd_siginfo){ .ssi_signo = signal, .ssi_errno = from.si_errno, .ssi_code = from.si_code };
	if (from.si_code == SI_KERNEL)
		return signal;
	to->ssi_pid = from.si_pid;
	to->ssi_uid = from.si_uid;
	if (signal == SIGCHLD)
		to->ssi_status = from.si_status;
	else if (from.si_code == SI_QUEUE) {
		to->ssi_int = from.si_int;
		to->ssi_ptr = (unsigned long)from.si_ptr;
	}
	return signal;
}

static ssize_t signalfd_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	struct signal_struct *signals = __signals_of(current);
	struct signalfd_ctx *ctx = file->private_data;
	struct signalfd_siginfo info = { 0 };
	ssize_t done = 0;

	if (count < sizeof(info))
		return -EINVAL;
	while (!waiting(ctx)) {
		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		if (wait_event_interruptible(signals->signalfd_wqh, waiting(ctx)))
			return -ERESTARTSYS;
	}
	while (count - done >= sizeof(info) && take_signal(ctx->mask, &info)) {
		if (copy_to_user(buffer + done, &info, sizeof(info)))
			return done ? done : -EFAULT;
		done += sizeof(info);
	}
	return done;
}

static __poll_t signalfd_poll(struct file *file, poll_table *table)
{
	struct signal_struct *signals = __signals_of(current);

	poll_wait(file, &signals->signalfd_wqh, table);
	return waiting(file->private_data) ? EPOLLIN : 0;
}

static int signalfd_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);
	return 0;
}

static const struct file_operations signalfd_operations = {
	.read = signalfd_read,
	.poll = signalfd_poll,
	.llseek = noop_llseek,
	.release = signalfd_release,
};

static long change_mask(int fd, unsigned long mask)
{
	struct file *file = fget(fd);
	long result = -EINVAL;

	if (!file)
		return -EBADF;
	if (file->f_op == &signalfd_operations) {
		((struct signalfd_ctx *)file->private_data)->mask = mask;
		wake_up_interruptible_all(&__signals_of(current)->signalfd_wqh);
		result = fd;
	}
	fput(file);
	return result;
}

long ksys_signalfd4(int fd, const unsigned long __user *user_mask, int flags)
{
	struct signalfd_ctx *ctx;
	unsigned long mask;

	if (flags & ~(O_CLOEXEC | O_NONBLOCK))
		return -EINVAL;
	if (copy_from_user(&mask, user_mask, sizeof(mask)))
		return -EFAULT;
	mask &= ~UNBLOCKABLE;
	if (fd != -1)
		return change_mask(fd, mask);
	ctx = kmalloc(sizeof(*ctx), GFP_KERNEL);
	if (!ctx)
		return -ENOMEM;
	ctx->mask = mask;
	fd = anon_inode_getfd("[signalfd]", &signalfd_operations, ctx, O_RDWR | flags);
	if (fd < 0)
		kfree(ctx);
	return fd;
}

/* poll(): asks each file, and sleeps on the queues that they name. */
#include <linux/err.h>
#include <linux/hrtimer.h>
#include <linux/poll.h>
#include <linux/resource.h>
#include <linux/sched/signal.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <linux/slab.h>

struct poll_wait {
	struct wait_queue_head *queue;
	struct wait_queue_entry entry;
};

struct poll_wqueues {
	poll_table table;
	unsigned int count;
	unsigned int most;
	struct poll_wait waits[];
};

static void add_queue(struct file *file, wait_queue_head_t *queue, poll_table *table)
{
	struct poll_wqueues *all = container_of(table, struct poll_wqueues, table);
	struct poll_wait *wait;

	if (all->count >= all->most)
		return;
	wait = &all->waits[all->count++];
	wait->queue = queue;
	init_waitqueue_entry(&wait->entry, current);
	add_wait_queue(queue, &wait->entry);
}

static void leave_queues(struct poll_wqueues *all)
{
	while (all->count) {
		struct poll_wait *wait = &all->waits[--all->count];

		remove_wait_queue(wait->queue, &wait->entry);
	}
}

/* A file without poll() is always ready. */
static short ask(struct pollfd *descriptor, poll_table *table)
{
	struct file *file;
	__poll_t events = DEFAULT_POLLMASK;

	if (descriptor->fd < 0)
		return 0;
	file = fget(descriptor->fd);
	if (!file)
		return POLLNVAL;
	table->_key = descriptor->events | POLLERR | POLLHUP;
	if (file->f_op->poll)
		events = file->f_op->poll(file, table);
	fput(file);
	return events & (descriptor->events | POLLERR | POLLHUP);
}

/* `until` NULL: for ever. */
static int wait_for_files(struct pollfd *descriptors, unsigned int count, ktime_t *until)
{
	struct poll_wqueues *all = kzalloc(sizeof(*all) + 2 * count * sizeof(all->waits[0]), GFP_KERNEL);
	unsigned int i;
	int ready;

	if (!all)
		return -ENOMEM;
	all->most = 2 * count;
	all->table._qproc = add_queue;
	for (;;) {
		ready = 0;
		__set_current_state(TASK_INTERRUPTIBLE);
		for (i = 0; i < count; i++) {
			descriptors[i].revents = ask(&descriptors[i], &all->table);
			ready += descriptors[i].revents != 0;
		}
		all->table._qproc = NULL;
		if (ready || (until && ktime_get() >= *until))
			break;
		if (signal_pending(current)) {
			ready = -ERESTARTNOHAND;
			break;
		}
		schedule_hrtimeout_range(until, 50000, HRTIMER_MODE_ABS);
	}
	__set_current_state(TASK_RUNNING);
	leave_queues(all);
	kfree(all);
	return ready;
}

static long poll_until(void __user *user_descriptors, unsigned int count, ktime_t *until)
{
	size_t bytes = count * sizeof(struct pollfd);
	struct pollfd *descriptors;
	int ready;

	if (count > __rlimit(RLIMIT_NOFILE))
		return -EINVAL;
	descriptors = kmalloc(bytes ? bytes : 1, GFP_KERNEL);
	if (!descriptors)
		return -ENOMEM;
	ready = copy_from_user(descriptors, user_descriptors, bytes) ? -EFAULT : wait_for_files(descriptors, count, until);
	if (ready >= 0 && copy_to_user(user_descriptors, descriptors, bytes))
		ready = -EFAULT;
	kfree(descriptors);
	return ready;
}

long ksys_poll(void __user *descriptors, unsigned int count, int timeout_ms)
{
	ktime_t until = ktime_get() + (ktime_t)timeout_ms * NSEC_PER_MSEC;

	return poll_until(descriptors, count, timeout_ms < 0 ? NULL : &until);
}

/* The time that is left is told, as by Linux and not by its C library. */
long ksys_ppoll(void __user *descriptors, unsigned int count, struct timespec64 __user *timeout, const unsigned long __user *mask)
{
	struct timespec64 time;
	ktime_t until, left;
	long result;

	if (timeout && copy_from_user(&time, timeout, sizeof(time)))
		return -EFAULT;
	if (timeout && !timespec64_valid(&time))
		return -EINVAL;
	if (timeout)
		until = ktime_get() + timespec64_to_ns(&time);
	result = __swap_signal_mask(mask);
	if (!result)
		result = poll_until(descriptors, count, timeout ? &until : NULL);
	if (!timeout)
		return result;
	left = until - ktime_get();
	time = ktime_to_timespec64(left > 0 ? left : 0);
	return copy_to_user(timeout, &time, sizeof(time)) && result >= 0 ? -EFAULT : result;
}

/* poll(): asks each file, and sleeps on the queues that they name. */
#include <linux/err.h>
#include <linux/poll.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <linux/slab.h>

#define MOST_FILES 64
#define MOST_QUEUES 64

struct poll_wait {
	struct wait_queue_head *queue;
	struct wait_queue_entry entry;
};

struct poll_wqueues {
	poll_table table;
	unsigned int count;
	struct poll_wait waits[MOST_QUEUES];
};

static void add_queue(struct file *file, wait_queue_head_t *queue, poll_table *table)
{
	struct poll_wqueues *all = container_of(table, struct poll_wqueues, table);
	struct poll_wait *wait;

	if (all->count >= MOST_QUEUES)
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

static int wait_for_files(struct pollfd *descriptors, unsigned int count, long timeout)
{
	struct poll_wqueues *all = kzalloc(sizeof(*all), GFP_KERNEL);
	unsigned int i;
	int ready;

	if (!all)
		return -ENOMEM;
	all->table._qproc = add_queue;
	for (;;) {
		ready = 0;
		__set_current_state(TASK_INTERRUPTIBLE);
		for (i = 0; i < count; i++) {
			descriptors[i].revents = ask(&descriptors[i], &all->table);
			ready += descriptors[i].revents != 0;
		}
		all->table._qproc = NULL;
		if (ready || !timeout)
			break;
		if (signal_pending(current)) {
			ready = -EINTR;
			break;
		}
		timeout = schedule_timeout(timeout);
	}
	__set_current_state(TASK_RUNNING);
	leave_queues(all);
	kfree(all);
	return ready;
}

long ksys_poll(void __user *user_descriptors, unsigned int count, int timeout_ms)
{
	struct pollfd descriptors[MOST_FILES];
	long timeout = timeout_ms < 0 ? MAX_SCHEDULE_TIMEOUT : (long)msecs_to_jiffies(timeout_ms);
	int ready;

	if (count > MOST_FILES)
		return -EINVAL;
	if (copy_from_user(descriptors, user_descriptors, count * sizeof(descriptors[0])))
		return -EFAULT;
	ready = wait_for_files(descriptors, count, timeout);
	if (copy_to_user(user_descriptors, descriptors, count * sizeof(descriptors[0])))
		return -EFAULT;
	return ready;
}

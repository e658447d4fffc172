/* epoll: a file that knows which of the files it was told are ready. */
#include <linux/anon_inodes.h>
#include <linux/err.h>
#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/hrtimer.h>
#include <linux/list.h>
#include <linux/minmax.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

#define EPOLL_CTL_ADD 1
#define EPOLL_CTL_DEL 2
#define EPOLL_CTL_MOD 3
#define EPOLLONESHOT (1u << 30)
#define EPOLLET (1u << 31)
/* Flags, not events: EPOLLEXCLUSIVE, EPOLLWAKEUP, EPOLLONESHOT, EPOLLET. */
#define FLAGS 0xf0000000u
#define MOST_QUEUES 4
#define EP_MAX_NESTS 4

/* Which files are watched, by all epoll files: one goes away with the file that it watches. */
static DEFINE_MUTEX(epmutex);

struct user_event {
	__u32 events;
	__u64 data;
} __packed;

struct eventpoll {
	spinlock_t lock; /* of the list of what is ready, to which interrupts add */
	wait_queue_head_t wq, poll_wait;
	struct list_head items, ready;
	struct file *file; /* its own; known once something is watched */
};

struct epitem {
	struct list_head item, ready; /* of the epoll file; `ready` is empty while it is not known to be */
	struct epitem *next_of_file;
	struct eventpoll *ep;
	struct file *file;
	int fd;
	struct user_event event;
	int queues;
	struct { wait_queue_head_t *head; struct wait_queue_entry entry; struct epitem *item; } waits[MOST_QUEUES];
};

struct item_table {
	poll_table table;
	struct epitem *item;
};

static void list_as_ready(struct epitem *item)
{
	unsigned long flags;

	spin_lock_irqsave(&item->ep->lock, flags);
	if (list_empty(&item->ready))
		list_add_tail(&item->ready, &item->ep->ready);
	spin_unlock_irqrestore(&item->ep->lock, flags);
}

static void take_off_ready(struct epitem *item)
{
	unsigned long flags;

	spin_lock_irqsave(&item->ep->lock, flags);
	list_del_init(&item->ready);
	spin_unlock_irqrestore(&item->ep->lock, flags);
}

static void note_ready(struct epitem *item)
{
	struct eventpoll *ep = item->ep;

	list_as_ready(item);
	wake_up_interruptible_all(&ep->wq);
	wake_up_interruptible_all(&ep->poll_wait);
}

static int file_woke(struct wait_queue_entry *entry, unsigned int mode, int flags, void *key)
{
	struct epitem *item = entry->private;
	__poll_t events = (unsigned long)key;

	if ((item->event.events & ~FLAGS) && (!events || (events & item->event.events)))
		note_ready(item);
	return 1;
}

static void add_item_queue(struct file *file, wait_queue_head_t *queue, poll_table *table)
{
	struct epitem *item = container_of(table, struct item_table, table)->item;

	if (item->queues == MOST_QUEUES)
		return;
	item->waits[item->queues].head = queue;
	item->waits[item->queues].entry.func = file_woke;
	item->waits[item->queues].entry.private = item;
	INIT_LIST_HEAD(&item->waits[item->queues].entry.entry);
	add_wait_queue(queue, &item->waits[item->queues++].entry);
}

static __poll_t poll_item(struct epitem *item, poll_queue_proc queue)
{
	struct item_table asked = { .table = { ._qproc = queue, ._key = item->event.events }, .item = item };
	__poll_t events = item->file->f_op->poll(item->file, &asked.table);

	return events & item->event.events & ~FLAGS;
}

static void remove_item(struct epitem *item)
{
	struct epitem **link = &item->file->f_ep;

	while (item->queues) {
		item->queues--;
		remove_wait_queue(item->waits[item->queues].head, &item->waits[item->queues].entry);
	}
	while (*link != item)
		link = &(*link)->next_of_file;
	*link = item->next_of_file;
	list_del(&item->item);
	take_off_ready(item);
	kfree(item);
}

/* The file is gone, whoever watches it. */
void __eventpoll_release(struct file *file)
{
	mutex_lock(&epmutex);
	while (file->f_ep)
		remove_item(file->f_ep);
	mutex_unlock(&epmutex);
}

static __poll_t epoll_poll(struct file *file, poll_table *table)
{
	struct eventpoll *ep = file->private_data;
	struct epitem *item;

	poll_wait(file, &ep->poll_wait, table);
	list_for_each_entry(item, &ep->ready, ready)
		if (poll_item(item, NULL))
			return EPOLLIN | EPOLLRDNORM;
	return 0;
}

static int epoll_release(struct inode *inode, struct file *file)
{
	struct eventpoll *ep = file->private_data;

	mutex_lock(&epmutex);
	while (!list_empty(&ep->items))
		remove_item(list_first_entry(&ep->items, struct epitem, item));
	mutex_unlock(&epmutex);
	kfree(ep);
	return 0;
}

static const struct file_operations epoll_operations = {
	.poll = epoll_poll,
	.llseek = noop_llseek,
	.release = epoll_release,
};

long ksys_epoll_create1(int flags)
{
	struct eventpoll *ep;
	int fd;

	if (flags & ~O_CLOEXEC)
		return -EINVAL;
	ep = kzalloc(sizeof(*ep), GFP_KERNEL);
	if (!ep)
		return -ENOMEM;
	spin_lock_init(&ep->lock);
	init_waitqueue_head(&ep->wq);
	init_waitqueue_head(&ep->poll_wait);
	INIT_LIST_HEAD(&ep->items);
	INIT_LIST_HEAD(&ep->ready);
	fd = anon_inode_getfd("[eventpoll]", &epoll_operations, ep, O_RDWR | flags);
	if (fd < 0)
		kfree(ep);
	return fd;
}

static struct epitem *find_item(struct eventpoll *ep, struct file *file, int fd)
{
	struct epitem *item;

	list_for_each_entry(item, &ep->items, item)
		if (item->file == file && item->fd == fd)
			return item;
	return NULL;
}

/* Epoll files below one, on the longest way; more than are allowed where it leads back to `watcher`. */
static int depth_below(const struct eventpoll *ep, const struct eventpoll *watcher)
{
	struct epitem *item;
	int depth = 0;

	list_for_each_entry(item, &ep->items, item) {
		if (item->file->f_op != &epoll_operations)
			continue;
		if (item->file->private_data == watcher)
			return EP_MAX_NESTS + 1;
		depth = max(depth, 1 + depth_below(item->file->private_data, watcher));
	}
	return depth;
}

static int depth_above(const struct eventpoll *ep)
{
	struct epitem *item;
	int depth = 0;

	for (item = ep->file->f_ep; item; item = item->next_of_file)
		depth = max(depth, 1 + depth_above(item->ep));
	return depth;
}

static bool nests_too_deep(const struct eventpoll *watcher, const struct file *file)
{
	return file->f_op == &epoll_operations &&
	       depth_below(file->private_data, watcher) + 1 + depth_above(watcher) > EP_MAX_NESTS;
}

static long add_item(struct eventpoll *ep, struct file *file, int fd, const struct user_event *event)
{
	struct epitem *item;

	if (nests_too_deep(ep, file))
		return -ELOOP;
	item = kzalloc(sizeof(*item), GFP_KERNEL);
	if (!item)
		return -ENOMEM;
	item->ep = ep;
	item->file = file;
	item->fd = fd;
	item->event = *event;
	INIT_LIST_HEAD(&item->ready);
	list_add_tail(&item->item, &ep->items);
	item->next_of_file = file->f_ep;
	file->f_ep = item;
	if (poll_item(item, add_item_queue))
		note_ready(item);
	return 0;
}

static long change_item(struct epitem *item, const struct user_event *event)
{
	item->event = *event;
	if (poll_item(item, NULL))
		note_ready(item);
	return 0;
}

static long control(struct eventpoll *ep, int operation, struct file *file, int fd, struct user_event *event)
{
	struct epitem *item = find_item(ep, file, fd);

	event->events |= EPOLLERR | EPOLLHUP;
	switch (operation) {
	case EPOLL_CTL_ADD: return item ? -EEXIST : add_item(ep, file, fd, event);
	case EPOLL_CTL_DEL: return item ? (remove_item(item), 0) : -ENOENT;
	case EPOLL_CTL_MOD: return item ? change_item(item, event) : -ENOENT;
	default: return -EINVAL;
	}
}

long ksys_epoll_ctl(int epfd, int operation, int fd, const void __user *user_event)
{
	struct user_event event = { 0 };
	struct file *epoll, *file;
	long result;

	if (operation != EPOLL_CTL_DEL && copy_from_user(&event, user_event, sizeof(event)))
		return -EFAULT;
	epoll = fget(epfd);
	if (!epoll)
		return -EBADF;
	file = fget(fd);
	if (!file)
		result = -EBADF;
	else if (!file->f_op->poll)
		result = -EPERM;
	else if (file == epoll || epoll->f_op != &epoll_operations)
		result = -EINVAL;
	else {
		mutex_lock(&epmutex);
		((struct eventpoll *)epoll->private_data)->file = epoll;
		result = control(epoll->private_data, operation, file, fd, &event);
		mutex_unlock(&epmutex);
	}
	if (file)
		fput(file);
	fput(epoll);
	return result;
}

/* What is reported stays on the list unless its events are told but once. With the mutex held. */
static long take_ready(struct eventpoll *ep, struct user_event __user *result, int most)
{
	int done = 0, looks = 0;
	struct epitem *item;

	list_for_each_entry(item, &ep->ready, ready)
		looks++;
	while (looks-- > 0 && done < most && !list_empty(&ep->ready)) {
		struct user_event event;

		item = list_first_entry(&ep->ready, struct epitem, ready);
		take_off_ready(item);
		event = (struct user_event){ .events = poll_item(item, NULL), .data = item->event.data };
		if (!event.events)
			continue;
		if (copy_to_user(&result[done], &event, sizeof(event))) {
			note_ready(item);
			return done ? done : -EFAULT;
		}
		done++;
		if (item->event.events & EPOLLONESHOT)
			item->event.events &= FLAGS;
		else if (!(item->event.events & EPOLLET))
			list_as_ready(item);
	}
	return done;
}

static long wait_for_items(struct eventpoll *ep, struct user_event __user *result, int most, ktime_t *until)
{
	DEFINE_WAIT(wait);
	long done;

	for (;;) {
		prepare_to_wait(&ep->wq, &wait, TASK_INTERRUPTIBLE);
		__waits_for(WAITS_FOR_QUEUE, &ep->wq);
		mutex_lock(&epmutex);
		done = take_ready(ep, result, most);
		mutex_unlock(&epmutex);
		if (done || (until && ktime_get() >= *until))
			break;
		if (signal_pending(current)) {
			done = -EINTR;
			break;
		}
		schedule_hrtimeout_range(until, 50000, HRTIMER_MODE_ABS);
	}
	finish_wait(&ep->wq, &wait);
	return done;
}

long ksys_epoll_pwait(int epfd, void __user *result, int most, int timeout_ms, const unsigned long __user *mask)
{
	ktime_t until = ktime_get() + (ktime_t)timeout_ms * NSEC_PER_MSEC;
	struct file *file;
	long done;

	if (most <= 0)
		return -EINVAL;
	file = fget(epfd);
	if (!file)
		return -EBADF;
	done = file->f_op == &epoll_operations ? __swap_signal_mask(mask) : -EINVAL;
	if (!done)
		done = wait_for_items(file->private_data, result, most, timeout_ms < 0 ? NULL : &until);
	fput(file);
	return done;
}

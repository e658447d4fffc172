/* Wait queues: lists of tasks that wait for something, and waking them. */
#include <linux/wait.h>
#include <linux/kthread.h>

void __init_waitqueue_head(struct wait_queue_head *queue)
{
	spin_lock_init(&queue->lock);
	INIT_LIST_HEAD(&queue->head);
}

void init_wait_entry(struct wait_queue_entry *entry, int flags)
{
	entry->flags = flags;
	entry->private = current;
	entry->func = autoremove_wake_function;
	INIT_LIST_HEAD(&entry->entry);
}

/* Exclusive waiters stand at the end: all others are woken before them. */
static void queue_entry(struct wait_queue_head *queue, struct wait_queue_entry *entry)
{
	if (entry->flags & WQ_FLAG_EXCLUSIVE)
		list_add_tail(&entry->entry, &queue->head);
	else
		list_add(&entry->entry, &queue->head);
}

void add_wait_queue(struct wait_queue_head *queue, struct wait_queue_entry *entry)
{
	unsigned long flags;

	entry->flags &= ~WQ_FLAG_EXCLUSIVE;
	spin_lock_irqsave(&queue->lock, flags);
	queue_entry(queue, entry);
	spin_unlock_irqrestore(&queue->lock, flags);
}

void add_wait_queue_exclusive(struct wait_queue_head *queue, struct wait_queue_entry *entry)
{
	unsigned long flags;

	entry->flags |= WQ_FLAG_EXCLUSIVE;
	spin_lock_irqsave(&queue->lock, flags);
	queue_entry(queue, entry);
	spin_unlock_irqrestore(&queue->lock, flags);
}

void remove_wait_queue(struct wait_queue_head *queue, struct wait_queue_entry *entry)
{
	unsigned long flags;

	spin_lock_irqsave(&queue->lock, flags);
	list_del(&entry->entry);
	spin_unlock_irqrestore(&queue->lock, flags);
}

void prepare_to_wait(struct wait_queue_head *queue, struct wait_queue_entry *entry, int state)
{
	unsigned long flags;

	entry->flags &= ~WQ_FLAG_EXCLUSIVE;
	spin_lock_irqsave(&queue->lock, flags);
	if (list_empty(&entry->entry))
		queue_entry(queue, entry);
	set_current_state(state);
	spin_unlock_irqrestore(&queue->lock, flags);
}

/* True when nobody waited before. */
bool prepare_to_wait_exclusive(struct wait_queue_head *queue, struct wait_queue_entry *entry, int state)
{
	unsigned long flags;
	bool first = false;

	entry->flags |= WQ_FLAG_EXCLUSIVE;
	spin_lock_irqsave(&queue->lock, flags);
	if (list_empty(&entry->entry)) {
		first = list_empty(&queue->head);
		queue_entry(queue, entry);
	}
	set_current_state(state);
	spin_unlock_irqrestore(&queue->lock, flags);
	return first;
}

long prepare_to_wait_event(struct wait_queue_head *queue, struct wait_queue_entry *entry, int state)
{
	unsigned long flags;
	long interrupted = 0;

	spin_lock_irqsave(&queue->lock, flags);
	if (signal_pending_state(state, current)) {
		list_del_init(&entry->entry);
		interrupted = -ERESTARTSYS;
	} else {
		if (list_empty(&entry->entry))
			queue_entry(queue, entry);
		set_current_state(state);
	}
	spin_unlock_irqrestore(&queue->lock, flags);
	return interrupted;
}

/* One sleep of those who wait with the queue's lock held; an error: a signal waits. */
int do_wait_intr(struct wait_queue_head *queue, struct wait_queue_entry *entry)
{
	if (list_empty(&entry->entry))
		list_add_tail(&entry->entry, &queue->head);
	set_current_state(TASK_INTERRUPTIBLE);
	if (signal_pending(current))
		return -ERESTARTSYS;
	spin_unlock(&queue->lock);
	schedule();
	spin_lock(&queue->lock);
	return 0;
}

int do_wait_intr_irq(struct wait_queue_head *queue, struct wait_queue_entry *entry)
{
	int error;

	if (list_empty(&entry->entry))
		list_add_tail(&entry->entry, &queue->head);
	set_current_state(TASK_INTERRUPTIBLE);
	error = signal_pending(current) ? -ERESTARTSYS : 0;
	if (error)
		return error;
	spin_unlock_irq(&queue->lock);
	schedule();
	spin_lock_irq(&queue->lock);
	return 0;
}

void finish_wait(struct wait_queue_head *queue, struct wait_queue_entry *entry)
{
	unsigned long flags;

	__set_current_state(TASK_RUNNING);
	if (list_empty_careful(&entry->entry))
		return;
	spin_lock_irqsave(&queue->lock, flags);
	list_del_init(&entry->entry);
	spin_unlock_irqrestore(&queue->lock, flags);
}

int default_wake_function(struct wait_queue_entry *entry, unsigned int mode, int flags, void *key)
{
	return wake_up_state(entry->private, mode);
}

int autoremove_wake_function(struct wait_queue_entry *entry, unsigned int mode, int flags, void *key)
{
	int woken = default_wake_function(entry, mode, flags, key);

	if (woken)
		list_del_init(&entry->entry);
	return woken;
}

/* Wakes all plain waiters and up to `count` exclusive ones (0: all). */
static int wake_up_common(struct wait_queue_head *queue, unsigned int mode, int count, void *key)
{
	struct wait_queue_entry *entry, *following;
	int woken = 0;

	list_for_each_entry_safe(entry, following, &queue->head, entry) {
		unsigned int flags = entry->flags;

		if (!entry->func(entry, mode, 0, key))
			continue;
		woken++;
		if ((flags & WQ_FLAG_EXCLUSIVE) && !--count)
			break;
	}
	return woken;
}

int __wake_up(struct wait_queue_head *queue, unsigned int mode, int count, void *key)
{
	unsigned long flags;
	int woken;

	spin_lock_irqsave(&queue->lock, flags);
	woken = wake_up_common(queue, mode, count, key);
	spin_unlock_irqrestore(&queue->lock, flags);
	return woken;
}

void __wake_up_locked_key(struct wait_queue_head *queue, unsigned int mode, void *key)
{
	wake_up_common(queue, mode, 1, key);
}

void __wake_up_locked(struct wait_queue_head *queue, unsigned int mode, int count)
{
	wake_up_common(queue, mode, count, NULL);
}

int woken_wake_function(struct wait_queue_entry *entry, unsigned int mode, int flags, void *key)
{
	entry->flags |= WQ_FLAG_WOKEN;
	return default_wake_function(entry, mode, flags, key);
}

long wait_woken(struct wait_queue_entry *entry, unsigned int mode, long timeout)
{
	set_current_state(mode);
	if (!(entry->flags & WQ_FLAG_WOKEN) && !(current->flags & PF_KTHREAD && kthread_should_stop()))
		timeout = schedule_timeout(timeout);
	__set_current_state(TASK_RUNNING);
	entry->flags &= ~WQ_FLAG_WOKEN;
	return timeout;
}

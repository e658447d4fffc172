/* Counting semaphores. */
#include <linux/semaphore.h>
#include <linux/sched.h>
#include <linux/errno.h>

struct semaphore_waiter {
	struct list_head list;
	struct task_struct *task;
	bool up;
};

/* With the lock held, which is dropped for each sleep. */
static int wait_for_up(struct semaphore *semaphore, unsigned int state, long timeout)
{
	struct semaphore_waiter waiter = { .task = current };

	list_add_tail(&waiter.list, &semaphore->wait_list);
	for (;;) {
		if (signal_pending_state(state, current) || timeout <= 0) {
			list_del(&waiter.list);
			return timeout <= 0 ? -ETIME : -EINTR;
		}
		__set_current_state(state);
		__waits_for(WAITS_FOR_SEMAPHORE, semaphore);
		raw_spin_unlock_irq(&semaphore->lock);
		timeout = schedule_timeout(timeout);
		raw_spin_lock_irq(&semaphore->lock);
		if (waiter.up)
			return 0;
	}
}

static int take_semaphore(struct semaphore *semaphore, unsigned int state, long timeout)
{
	unsigned long flags;
	int error = 0;

	might_sleep();
	raw_spin_lock_irqsave(&semaphore->lock, flags);
	if (semaphore->count > 0)
		semaphore->count--;
	else
		error = wait_for_up(semaphore, state, timeout);
	raw_spin_unlock_irqrestore(&semaphore->lock, flags);
	return error;
}

void down(struct semaphore *semaphore)
{
	take_semaphore(semaphore, TASK_UNINTERRUPTIBLE, MAX_SCHEDULE_TIMEOUT);
}

int down_interruptible(struct semaphore *semaphore)
{
	return take_semaphore(semaphore, TASK_INTERRUPTIBLE, MAX_SCHEDULE_TIMEOUT);
}

int down_killable(struct semaphore *semaphore)
{
	return take_semaphore(semaphore, TASK_KILLABLE, MAX_SCHEDULE_TIMEOUT);
}

int down_timeout(struct semaphore *semaphore, long timeout)
{
	return take_semaphore(semaphore, TASK_UNINTERRUPTIBLE, timeout);
}

/* 0: taken, as for no other kind of lock. */
int down_trylock(struct semaphore *semaphore)
{
	unsigned long flags;
	int busy;

	raw_spin_lock_irqsave(&semaphore->lock, flags);
	busy = semaphore->count == 0;
	if (!busy)
		semaphore->count--;
	raw_spin_unlock_irqrestore(&semaphore->lock, flags);
	return busy;
}

/* The first of those that wait has it at once. */
void up(struct semaphore *semaphore)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&semaphore->lock, flags);
	if (list_empty(&semaphore->wait_list)) {
		semaphore->count++;
	} else {
		struct semaphore_waiter *first = list_first_entry(&semaphore->wait_list, struct semaphore_waiter, list);

		list_del(&first->list);
		first->up = true;
		wake_up_process(first->task);
	}
	raw_spin_unlock_irqrestore(&semaphore->lock, flags);
}

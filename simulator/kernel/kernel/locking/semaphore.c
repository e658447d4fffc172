/* Counting semaphores, and sleeping locks for readers and writers. */
#include <linux/semaphore.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/errno.h>

struct semaphore_waiter {
	struct list_head list;
	struct task_struct *task;
};

static void wake_first(struct list_head *waiters)
{
	if (!list_empty(waiters))
		wake_up_process(list_first_entry(waiters, struct semaphore_waiter, list)->task);
}

static void wake_everyone(struct list_head *waiters)
{
	struct semaphore_waiter *waiter;

	list_for_each_entry(waiter, waiters, list)
		wake_up_process(waiter->task);
}

static int take(struct semaphore *semaphore, unsigned int state, long timeout)
{
	struct semaphore_waiter waiter = { .task = current };
	unsigned long flags;
	int error = 0;

	raw_spin_lock_irqsave(&semaphore->lock, flags);
	list_add_tail(&waiter.list, &semaphore->wait_list);
	while (!semaphore->count) {
		error = !timeout ? -ETIME : signal_pending_state(state, current) ? -EINTR : 0;
		if (error)
			break;
		__set_current_state(state);
		raw_spin_unlock_irq(&semaphore->lock);
		timeout = schedule_timeout(timeout);
		raw_spin_lock_irq(&semaphore->lock);
	}
	__set_current_state(TASK_RUNNING);
	list_del(&waiter.list);
	if (!error)
		semaphore->count--;
	raw_spin_unlock_irqrestore(&semaphore->lock, flags);
	return error;
}

void down(struct semaphore *semaphore)
{
	might_sleep();
	take(semaphore, TASK_UNINTERRUPTIBLE, MAX_SCHEDULE_TIMEOUT);
}

int down_interruptible(struct semaphore *semaphore)
{
	might_sleep();
	return take(semaphore, TASK_INTERRUPTIBLE, MAX_SCHEDULE_TIMEOUT);
}

int down_timeout(struct semaphore *semaphore, long timeout)
{
	might_sleep();
	return take(semaphore, TASK_UNINTERRUPTIBLE, timeout);
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

void up(struct semaphore *semaphore)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&semaphore->lock, flags);
	semaphore->count++;
	wake_first(&semaphore->wait_list);
	raw_spin_unlock_irqrestore(&semaphore->lock, flags);
}

int down_read_trylock(struct rw_semaphore *lock)
{
	return lock->count >= 0 && (lock->count++, 1);
}

int down_write_trylock(struct rw_semaphore *lock)
{
	return lock->count == 0 && (lock->count = -1);
}

static void wait_for_rwsem(struct rw_semaphore *lock, int (*try)(struct rw_semaphore *))
{
	struct semaphore_waiter waiter = { .task = current };

	might_sleep();
	if (try(lock))
		return;
	spin_lock(&lock->wait_lock);
	list_add_tail(&waiter.list, &lock->wait_list);
	while (!try(lock)) {
		__set_current_state(TASK_UNINTERRUPTIBLE);
		spin_unlock(&lock->wait_lock);
		schedule();
		spin_lock(&lock->wait_lock);
	}
	__set_current_state(TASK_RUNNING);
	list_del(&waiter.list);
	spin_unlock(&lock->wait_lock);
}

void down_read(struct rw_semaphore *lock)
{
	wait_for_rwsem(lock, down_read_trylock);
}

void down_write(struct rw_semaphore *lock)
{
	wait_for_rwsem(lock, down_write_trylock);
}

static void release_rwsem(struct rw_semaphore *lock, int holders)
{
	spin_lock(&lock->wait_lock);
	lock->count = holders;
	wake_everyone(&lock->wait_list);
	spin_unlock(&lock->wait_lock);
}

void up_read(struct rw_semaphore *lock)
{
	release_rwsem(lock, lock->count - 1);
}

void up_write(struct rw_semaphore *lock)
{
	release_rwsem(lock, 0);
}

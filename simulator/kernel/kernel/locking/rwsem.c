/* Sleeping locks for many readers or one writer, in the order of their asking. */
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/errno.h>

void __report_lock(const char *code, const void *lock);

struct rwsem_waiter {
	struct list_head list;
	struct task_struct *task;
	bool writes;
};

/* A reader does not overtake a writer that waits. */
static bool take_rwsem(struct rw_semaphore *lock, bool writes, struct rwsem_waiter *self)
{
	bool first = list_empty(&lock->wait_list) || (self && lock->wait_list.next == &self->list);

	if (writes)
		return lock->count == 0 && (lock->count = -1);
	return lock->count >= 0 && first && ++lock->count;
}

static void wake_next(struct rw_semaphore *lock)
{
	if (!list_empty(&lock->wait_list))
		wake_up_process(list_first_entry(&lock->wait_list, struct rwsem_waiter, list)->task);
}

static enum __wait_kind kind_of(bool writes)
{
	return writes ? WAITS_FOR_RWSEM : WAITS_FOR_RWSEM_READ;
}

static int wait_for_rwsem(struct rw_semaphore *lock, bool writes, unsigned int state)
{
	struct rwsem_waiter waiter = { .task = current, .writes = writes };
	int interrupted = 0;

	list_add_tail(&waiter.list, &lock->wait_list);
	while (!take_rwsem(lock, writes, &waiter)) {
		if (signal_pending_state(state, current)) {
			interrupted = -EINTR;
			break;
		}
		__set_current_state(state);
		__waits_for(kind_of(writes), lock);
		spin_unlock(&lock->wait_lock);
		schedule();
		spin_lock(&lock->wait_lock);
	}
	__set_current_state(TASK_RUNNING);
	list_del(&waiter.list);
	/* Readers come in one after the other, and behind a reader that gave up others may. */
	if (lock->count >= 0)
		wake_next(lock);
	return interrupted;
}

static int lock_rwsem(struct rw_semaphore *lock, bool writes, unsigned int state)
{
	int interrupted = 0;

	might_sleep();
	spin_lock(&lock->wait_lock);
	if (!take_rwsem(lock, writes, NULL))
		interrupted = wait_for_rwsem(lock, writes, state);
	spin_unlock(&lock->wait_lock);
	if (!interrupted)
		__lock_acquired(kind_of(writes), lock);
	return interrupted;
}

static int try_rwsem(struct rw_semaphore *lock, bool writes)
{
	bool taken;

	spin_lock(&lock->wait_lock);
	taken = writes ? lock->count == 0 : lock->count >= 0;
	if (taken)
		lock->count = writes ? -1 : lock->count + 1;
	spin_unlock(&lock->wait_lock);
	if (taken)
		__lock_acquired(kind_of(writes), lock);
	return taken;
}

void down_read(struct rw_semaphore *lock)
{
	lock_rwsem(lock, false, TASK_UNINTERRUPTIBLE);
}

int down_read_interruptible(struct rw_semaphore *lock)
{
	return lock_rwsem(lock, false, TASK_INTERRUPTIBLE);
}

int down_read_killable(struct rw_semaphore *lock)
{
	return lock_rwsem(lock, false, TASK_KILLABLE);
}

int down_read_trylock(struct rw_semaphore *lock)
{
	return try_rwsem(lock, false);
}

void down_write(struct rw_semaphore *lock)
{
	lock_rwsem(lock, true, TASK_UNINTERRUPTIBLE);
}

int down_write_killable(struct rw_semaphore *lock)
{
	return lock_rwsem(lock, true, TASK_KILLABLE);
}

int down_write_trylock(struct rw_semaphore *lock)
{
	return try_rwsem(lock, true);
}

static void release_rwsem(struct rw_semaphore *lock, int holders)
{
	if (lock->count == 0)
		__report_lock("rwsem-not-locked", lock);
	__lock_released(lock);
	spin_lock(&lock->wait_lock);
	lock->count = holders;
	wake_next(lock);
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

void downgrade_write(struct rw_semaphore *lock)
{
	__lock_released(lock);
	spin_lock(&lock->wait_lock);
	lock->count = 1;
	wake_next(lock);
	spin_unlock(&lock->wait_lock);
	__lock_acquired(WAITS_FOR_RWSEM_READ, lock);
}

/* Mutexes: sleeping locks that their owner alone may release. */
#include <linux/mutex.h>
#include <linux/atomic.h>
#include <linux/sched.h>
#include <linux/errno.h>

/* Tells a mistake with a lock as a finding (locking.ts). */
void __report_lock(const char *code, const void *lock);

struct mutex_waiter {
	struct list_head list;
	struct task_struct *task;
};

void __mutex_init(struct mutex *lock)
{
	lock->owner = NULL;
	spin_lock_init(&lock->wait_lock);
	INIT_LIST_HEAD(&lock->wait_list);
}

static bool take_mutex(struct mutex *lock)
{
	struct task_struct *self = current;

	return lock->owner == NULL && (lock->owner = self, 1);
}

int mutex_trylock(struct mutex *lock)
{
	if (!take_mutex(lock))
		return 0;
	__lock_acquired(WAITS_FOR_MUTEX, lock);
	return 1;
}

static int wait_for_mutex(struct mutex *lock, unsigned int state)
{
	struct mutex_waiter waiter = { .task = current };
	int interrupted = 0;

	spin_lock(&lock->wait_lock);
	list_add_tail(&waiter.list, &lock->wait_list);
	while (!take_mutex(lock)) {
		if (signal_pending_state(state, current)) {
			interrupted = -EINTR;
			break;
		}
		__set_current_state(state);
		__waits_for(WAITS_FOR_MUTEX, lock);
		spin_unlock(&lock->wait_lock);
		schedule();
		spin_lock(&lock->wait_lock);
	}
	__set_current_state(TASK_RUNNING);
	list_del(&waiter.list);
	spin_unlock(&lock->wait_lock);
	return interrupted;
}

static int lock_mutex(struct mutex *lock, unsigned int state)
{
	int interrupted = 0;

	might_sleep();
	if (!take_mutex(lock)) {
		if (lock->owner == current)
			__report_lock("mutex-double-lock", lock);
		interrupted = wait_for_mutex(lock, state);
	}
	if (!interrupted)
		__lock_acquired(WAITS_FOR_MUTEX, lock);
	return interrupted;
}

void mutex_lock(struct mutex *lock)
{
	lock_mutex(lock, TASK_UNINTERRUPTIBLE);
}

void mutex_lock_io(struct mutex *lock)
{
	mutex_lock(lock);
}

int mutex_lock_interruptible(struct mutex *lock)
{
	return lock_mutex(lock, TASK_INTERRUPTIBLE);
}

int mutex_lock_killable(struct mutex *lock)
{
	return lock_mutex(lock, TASK_KILLABLE);
}

void mutex_unlock(struct mutex *lock)
{
	if (lock->owner != current)
		__report_lock(lock->owner ? "mutex-foreign-unlock" : "mutex-not-locked", lock);
	__lock_released(lock);
	spin_lock(&lock->wait_lock);
	lock->owner = NULL;
	if (!list_empty(&lock->wait_list))
		wake_up_process(list_first_entry(&lock->wait_list, struct mutex_waiter, list)->task);
	spin_unlock(&lock->wait_lock);
}

/* The mutex is taken only if the counter falls to zero. */
int atomic_dec_and_mutex_lock(atomic_t *counter, struct mutex *lock)
{
	if (atomic_add_unless(counter, -1, 1))
		return 0;
	mutex_lock(lock);
	if (atomic_dec_and_test(counter))
		return 1;
	mutex_unlock(lock);
	return 0;
}

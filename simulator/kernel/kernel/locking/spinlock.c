/* Spinning locks: the owner keeps its CPU until it lets go. */
#include <linux/spinlock.h>
#include <linux/atomic.h>
#include <linux/smp.h>

/* One step of taking the lock (locking.ts); it tells a deadlock when this CPU waits in vain. */
int __spin_try(unsigned int *owner);
void __spin_release(unsigned int *owner);

void _raw_spin_lock(raw_spinlock_t *lock)
{
	preempt_disable();
	while (!__spin_try(&lock->owner))
		cpu_relax();
}

int _raw_spin_trylock(raw_spinlock_t *lock)
{
	preempt_disable();
	if (!READ_ONCE(lock->owner) && __spin_try(&lock->owner))
		return 1;
	preempt_enable();
	return 0;
}

void _raw_spin_unlock(raw_spinlock_t *lock)
{
	__spin_release(&lock->owner);
	preempt_enable();
}

static bool take_for_reading(rwlock_t *lock)
{
	return lock->readers >= 0 && ++lock->readers;
}

static bool take_for_writing(rwlock_t *lock)
{
	return lock->readers == 0 && --lock->readers;
}

void _raw_read_lock(rwlock_t *lock)
{
	preempt_disable();
	while (!take_for_reading(lock))
		cpu_relax();
}

int _raw_read_trylock(rwlock_t *lock)
{
	preempt_disable();
	if (take_for_reading(lock))
		return 1;
	preempt_enable();
	return 0;
}

void _raw_read_unlock(rwlock_t *lock)
{
	lock->readers--;
	preempt_enable();
}

void _raw_write_lock(rwlock_t *lock)
{
	preempt_disable();
	while (!take_for_writing(lock))
		cpu_relax();
}

int _raw_write_trylock(rwlock_t *lock)
{
	preempt_disable();
	if (take_for_writing(lock))
		return 1;
	preempt_enable();
	return 0;
}

void _raw_write_unlock(rwlock_t *lock)
{
	lock->readers = 0;
	preempt_enable();
}

/* The lock is taken only if the counter falls to zero. */
int _atomic_dec_and_lock(atomic_t *counter, spinlock_t *lock)
{
	if (atomic_add_unless(counter, -1, 1))
		return 0;
	spin_lock(lock);
	if (atomic_dec_and_test(counter))
		return 1;
	spin_unlock(lock);
	return 0;
}

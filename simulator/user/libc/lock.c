/* What threads wait for: mutexes, conditions, read-write locks, barriers, spinlocks, semaphores, and what happens once. */
#include <bits/thread.h>
#include <errno.h>
#include <limits.h>
#include <unistd.h>

int pthread_mutexattr_init(pthread_mutexattr_t *attributes)
{
	*attributes = (pthread_mutexattr_t){ PTHREAD_MUTEX_DEFAULT, PTHREAD_PROCESS_PRIVATE };
	return 0;
}

int pthread_mutexattr_destroy(pthread_mutexattr_t *attributes)
{
	(void)attributes;
	return 0;
}

int pthread_mutexattr_settype(pthread_mutexattr_t *attributes, int kind)
{
	if (kind < PTHREAD_MUTEX_NORMAL || kind > PTHREAD_MUTEX_ERRORCHECK)
		return EINVAL;
	attributes->kind = kind;
	return 0;
}

int pthread_mutexattr_gettype(const pthread_mutexattr_t *attributes, int *kind)
{
	*kind = attributes->kind;
	return 0;
}

static int check_shared(int shared)
{
	return shared == PTHREAD_PROCESS_PRIVATE || shared == PTHREAD_PROCESS_SHARED ? 0 : EINVAL;
}

int pthread_mutexattr_setpshared(pthread_mutexattr_t *attributes, int shared)
{
	attributes->shared = shared;
	return check_shared(shared);
}

int pthread_mutexattr_getpshared(const pthread_mutexattr_t *attributes, int *shared)
{
	*shared = attributes->shared;
	return 0;
}

/* All of these work between processes, whether they are told so or not. */
int pthread_condattr_setpshared(pthread_condattr_t *attributes, int shared) { return attributes ? check_shared(shared) : EINVAL; }
int pthread_rwlockattr_init(pthread_rwlockattr_t *attributes) { return *attributes = (pthread_rwlockattr_t){ 0 }, 0; }
int pthread_rwlockattr_destroy(pthread_rwlockattr_t *attributes) { return attributes ? 0 : EINVAL; }
int pthread_rwlockattr_setpshared(pthread_rwlockattr_t *attributes, int shared) { return attributes ? check_shared(shared) : EINVAL; }
int pthread_barrierattr_init(pthread_barrierattr_t *attributes) { return *attributes = (pthread_barrierattr_t){ 0 }, 0; }
int pthread_barrierattr_destroy(pthread_barrierattr_t *attributes) { return attributes ? 0 : EINVAL; }
int pthread_barrierattr_setpshared(pthread_barrierattr_t *attributes, int shared) { return attributes ? check_shared(shared) : EINVAL; }

int pthread_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes)
{
	*mutex = (pthread_mutex_t){
		.kind = attributes ? attributes->kind : PTHREAD_MUTEX_DEFAULT, .shared = attributes ? attributes->shared : 0,
	};
	return 0;
}

int pthread_mutex_destroy(pthread_mutex_t *mutex)
{
	return __load_word(&mutex->state) ? EBUSY : 0;
}

/* For the kinds that know their owner: 0 if it is free for this thread, EBUSY if another has it. */
static int owned_before(pthread_mutex_t *mutex, pthread_t self)
{
	if (__atomic_load_n(&mutex->owner, __ATOMIC_ACQUIRE) != self)
		return EBUSY;
	if (mutex->kind == PTHREAD_MUTEX_ERRORCHECK)
		return EDEADLK;
	mutex->depth++;
	return 0;
}

/* A thread's own address may be another's in another process. */
static pthread_t identity_for(const pthread_mutex_t *mutex)
{
	return mutex->shared ? (pthread_t)gettid() : pthread_self();
}

static int lock_until(pthread_mutex_t *mutex, const struct timespec *until)
{
	pthread_t self = mutex->kind == PTHREAD_MUTEX_NORMAL ? 0 : identity_for(mutex);

	if (self) {
		int result = owned_before(mutex, self);

		if (result != EBUSY)
			return result;
	}
	if (!__swap_word(&mutex->state, 0, 1))
		while (__atomic_exchange_n(&mutex->state, 2, __ATOMIC_ACQUIRE))
			if (__futex_wait(&mutex->state, 2, until, CLOCK_REALTIME))
				return ETIMEDOUT;
	mutex->owner = self;
	return 0;
}

int pthread_mutex_lock(pthread_mutex_t *mutex) { return lock_until(mutex, NULL); }

int pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *until)
{
	return lock_until(mutex, until);
}

int pthread_mutex_trylock(pthread_mutex_t *mutex)
{
	pthread_t self = mutex->kind == PTHREAD_MUTEX_NORMAL ? 0 : identity_for(mutex);

	if (self && __atomic_load_n(&mutex->owner, __ATOMIC_ACQUIRE) == self)
		return mutex->kind == PTHREAD_MUTEX_RECURSIVE ? owned_before(mutex, self) : EBUSY;
	if (!__swap_word(&mutex->state, 0, 1))
		return EBUSY;
	mutex->owner = self;
	return 0;
}

int pthread_mutex_unlock(pthread_mutex_t *mutex)
{
	if (mutex->kind != PTHREAD_MUTEX_NORMAL) {
		if (__atomic_load_n(&mutex->owner, __ATOMIC_ACQUIRE) != identity_for(mutex))
			return EPERM;
		if (mutex->depth) {
			mutex->depth--;
			return 0;
		}
		mutex->owner = 0;
	}
	if (__atomic_exchange_n(&mutex->state, 0, __ATOMIC_RELEASE) == 2)
		__futex_wake(&mutex->state, 1);
	return 0;
}

int pthread_condattr_init(pthread_condattr_t *attributes)
{
	attributes->clock = CLOCK_REALTIME;
	return 0;
}

int pthread_condattr_destroy(pthread_condattr_t *attributes)
{
	(void)attributes;
	return 0;
}

int pthread_condattr_setclock(pthread_condattr_t *attributes, clockid_t clock)
{
	if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC)
		return EINVAL;
	attributes->clock = clock;
	return 0;
}

int pthread_cond_init(pthread_cond_t *condition, const pthread_condattr_t *attributes)
{
	*condition = (pthread_cond_t){ .clock = attributes ? attributes->clock : CLOCK_REALTIME };
	return 0;
}

int pthread_cond_destroy(pthread_cond_t *condition)
{
	(void)condition;
	return 0;
}

int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex, const struct timespec *until)
{
	unsigned int seen = __atomic_load_n(&condition->sequence, __ATOMIC_ACQUIRE);
	int result;

	pthread_mutex_unlock(mutex);
	result = __futex_wait(&condition->sequence, seen, until, condition->clock);
	pthread_mutex_lock(mutex);
	return result;
}

int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex)
{
	return pthread_cond_timedwait(condition, mutex, NULL);
}

static int wake_waiters(pthread_cond_t *condition, int count)
{
	__atomic_fetch_add(&condition->sequence, 1, __ATOMIC_RELEASE);
	__futex_wake(&condition->sequence, count);
	return 0;
}

int pthread_cond_signal(pthread_cond_t *condition) { return wake_waiters(condition, 1); }
int pthread_cond_broadcast(pthread_cond_t *condition) { return wake_waiters(condition, INT_MAX); }

int pthread_rwlock_init(pthread_rwlock_t *lock, const pthread_rwlockattr_t *attributes)
{
	(void)attributes;
	*lock = (pthread_rwlock_t)PTHREAD_RWLOCK_INITIALIZER;
	return 0;
}

int pthread_rwlock_destroy(pthread_rwlock_t *lock)
{
	return __load_word(&lock->state) ? EBUSY : 0;
}

/* Writers that wait go before further readers. */
int pthread_rwlock_tryrdlock(pthread_rwlock_t *lock)
{
	int readers = __load_word(&lock->state);

	return readers >= 0 && !__load_word(&lock->waiting_writers) && __swap_word(&lock->state, readers, readers + 1) ? 0 : EBUSY;
}

int pthread_rwlock_trywrlock(pthread_rwlock_t *lock)
{
	return __swap_word(&lock->state, 0, -1) ? 0 : EBUSY;
}

int pthread_rwlock_rdlock(pthread_rwlock_t *lock)
{
	for (;;) {
		unsigned int seen = __atomic_load_n(&lock->sequence, __ATOMIC_ACQUIRE);

		if (!pthread_rwlock_tryrdlock(lock))
			return 0;
		if (__load_word(&lock->state) < 0 || __load_word(&lock->waiting_writers))
			__futex_wait(&lock->sequence, seen, NULL, CLOCK_MONOTONIC);
	}
}

int pthread_rwlock_wrlock(pthread_rwlock_t *lock)
{
	__atomic_fetch_add(&lock->waiting_writers, 1, __ATOMIC_ACQ_REL);
	for (;;) {
		unsigned int seen = __atomic_load_n(&lock->sequence, __ATOMIC_ACQUIRE);

		if (!pthread_rwlock_trywrlock(lock))
			break;
		if (__load_word(&lock->state))
			__futex_wait(&lock->sequence, seen, NULL, CLOCK_MONOTONIC);
	}
	__atomic_fetch_sub(&lock->waiting_writers, 1, __ATOMIC_ACQ_REL);
	return 0;
}

int pthread_rwlock_unlock(pthread_rwlock_t *lock)
{
	if (__load_word(&lock->state) < 0)
		__atomic_store_n(&lock->state, 0, __ATOMIC_RELEASE);
	else
		__atomic_fetch_sub(&lock->state, 1, __ATOMIC_RELEASE);
	__atomic_fetch_add(&lock->sequence, 1, __ATOMIC_RELEASE);
	__futex_wake(&lock->sequence, INT_MAX);
	return 0;
}

int pthread_barrier_init(pthread_barrier_t *barrier, const pthread_barrierattr_t *attributes, unsigned int count)
{
	(void)attributes;
	if (!count)
		return EINVAL;
	*barrier = (pthread_barrier_t){ .count = count };
	return 0;
}

int pthread_barrier_destroy(pthread_barrier_t *barrier)
{
	(void)barrier;
	return 0;
}

int pthread_barrier_wait(pthread_barrier_t *barrier)
{
	unsigned int round = __atomic_load_n(&barrier->round, __ATOMIC_ACQUIRE);

	if (__atomic_add_fetch(&barrier->arrived, 1, __ATOMIC_ACQ_REL) == barrier->count) {
		__atomic_store_n(&barrier->arrived, 0, __ATOMIC_RELAXED);
		__atomic_fetch_add(&barrier->round, 1, __ATOMIC_RELEASE);
		__futex_wake(&barrier->round, INT_MAX);
		return PTHREAD_BARRIER_SERIAL_THREAD;
	}
	while (__atomic_load_n(&barrier->round, __ATOMIC_ACQUIRE) == round)
		__futex_wait(&barrier->round, round, NULL, CLOCK_MONOTONIC);
	return 0;
}

int pthread_spin_init(pthread_spinlock_t *lock, int shared)
{
	(void)shared;
	*lock = 0;
	return 0;
}

int pthread_spin_destroy(pthread_spinlock_t *lock)
{
	(void)lock;
	return 0;
}

int pthread_spin_trylock(pthread_spinlock_t *lock)
{
	return __atomic_exchange_n(lock, 1, __ATOMIC_ACQUIRE) ? EBUSY : 0;
}

int pthread_spin_lock(pthread_spinlock_t *lock)
{
	while (pthread_spin_trylock(lock))
		;
	return 0;
}

int pthread_spin_unlock(pthread_spinlock_t *lock)
{
	__atomic_store_n(lock, 0, __ATOMIC_RELEASE);
	return 0;
}

/* 0: never, 1: being done, 2: done. */
int pthread_once(pthread_once_t *once, void (*function)(void))
{
	if (__swap_word(once, 0, 1)) {
		function();
		__atomic_store_n(once, 2, __ATOMIC_RELEASE);
		__futex_wake(once, INT_MAX);
	}
	while (__load_word(once) != 2)
		__futex_wait(once, 1, NULL, CLOCK_MONOTONIC);
	return 0;
}

/* Semaphores: what threads and processes count down to go on, and up to let others go on. */
#include <bits/thread.h>
#include <errno.h>
#include <limits.h>
#include <semaphore.h>

int sem_init(sem_t *semaphore, int shared, unsigned int value)
{
	(void)shared;
	if (value > INT_MAX) {
		errno = EINVAL;
		return -1;
	}
	*semaphore = (sem_t){ value, 0 };
	return 0;
}

int sem_destroy(sem_t *semaphore)
{
	(void)semaphore;
	return 0;
}

static int take_one(sem_t *semaphore)
{
	int value = __load_word(&semaphore->value);

	while (value > 0) {
		if (__swap_word(&semaphore->value, value, value - 1))
			return 1;
		value = __load_word(&semaphore->value);
	}
	return 0;
}

int sem_trywait(sem_t *semaphore)
{
	if (take_one(semaphore))
		return 0;
	errno = EAGAIN;
	return -1;
}

int sem_timedwait(sem_t *semaphore, const struct timespec *until)
{
	int result = 0;

	__atomic_fetch_add(&semaphore->waiting, 1, __ATOMIC_ACQ_REL);
	while (!take_one(semaphore)) {
		if (!__futex_wait(&semaphore->value, 0, until, CLOCK_REALTIME))
			continue;
		errno = ETIMEDOUT;
		result = -1;
		break;
	}
	__atomic_fetch_sub(&semaphore->waiting, 1, __ATOMIC_ACQ_REL);
	return result;
}

int sem_wait(sem_t *semaphore) { return sem_timedwait(semaphore, NULL); }

int sem_post(sem_t *semaphore)
{
	__atomic_fetch_add(&semaphore->value, 1, __ATOMIC_RELEASE);
	if (__load_word(&semaphore->waiting))
		__futex_wake(&semaphore->value, 1);
	return 0;
}

int sem_getvalue(sem_t *semaphore, int *value)
{
	*value = __load_word(&semaphore->value);
	return 0;
}

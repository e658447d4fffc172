/* Threads, for the C library's own files. */
#ifndef _BITS_THREAD_H
#define _BITS_THREAD_H

#include <pthread.h>

struct __thread_record {
	/* The kernel clears it, and wakes whoever waits there, when the thread is no more. */
	int tid;
	int detached;
	void *(*function)(void *);
	void *argument, *result;
	/* Mapped memory: the stack and, above it, this record and the thread's own objects. */
	void *memory;
	size_t size;
	struct __thread_record *next;
	void *specific[PTHREAD_KEYS_MAX];
} __attribute__((aligned(64)));

/* Sleeps while the word has the value. `until`, of a clock, may be NULL. Returns 0, or ETIMEDOUT; it may return early. */
int __futex_wait(volatile void *word, unsigned int value, const struct timespec *until, clockid_t clock);
void __futex_wake(volatile void *word, int count);

static inline int __load_word(const int *word)
{
	return __atomic_load_n(word, __ATOMIC_ACQUIRE);
}

static inline int __swap_word(int *word, int expected, int wanted)
{
	return __atomic_compare_exchange_n(word, &expected, wanted, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
}

/* What `__thread` objects begin as, kept before anything has changed them. */
void __keep_thread_objects(void);

/* A process with one thread locks nothing in the library. */
extern int __has_threads;

static inline pthread_mutex_t *__hold(pthread_mutex_t *lock)
{
	if (!__has_threads)
		return NULL;
	pthread_mutex_lock(lock);
	return lock;
}

static inline void __let_go(pthread_mutex_t **lock)
{
	if (*lock)
		pthread_mutex_unlock(*lock);
}

/* Until the end of the block. */
#define HOLD(lock) pthread_mutex_t *held_ __attribute__((cleanup(__let_go))) = __hold(&(lock))

#endif

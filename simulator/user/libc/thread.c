/* Threads: their memory, their beginning and their end. */
#define _GNU_SOURCE
#include <bits/system-call.h>
#include <bits/thread.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#define STACK_SIZE (256 * 1024)
#define PAGE 4096UL
#define FUTEX_WAIT_BITSET_PRIVATE (9 | 128)
#define FUTEX_WAKE_PRIVATE (1 | 128)
#define KEY_ROUNDS 4

extern char __start___thread_objects[] __attribute__((weak)), __stop___thread_objects[] __attribute__((weak));

int __has_threads;

static char *pristine_objects;
static struct __thread_record first_thread;
static struct __thread_record *threads = &first_thread;
static pthread_mutex_t threads_lock = PTHREAD_MUTEX_INITIALIZER;
static __thread struct __thread_record *own_record;
static void (*destructors[PTHREAD_KEYS_MAX])(void *);
static char key_taken[PTHREAD_KEYS_MAX];

int __futex_wait(volatile void *word, unsigned int value, const struct timespec *until, clockid_t clock)
{
	struct timespec time;
	long result;

	if (until && clock == CLOCK_REALTIME) {
		struct timespec real, monotonic;
		long nanoseconds;

		clock_gettime(CLOCK_REALTIME, &real);
		clock_gettime(CLOCK_MONOTONIC, &monotonic);
		nanoseconds = until->tv_nsec - real.tv_nsec + monotonic.tv_nsec;
		time.tv_sec = until->tv_sec - real.tv_sec + monotonic.tv_sec + nanoseconds / 1000000000;
		time.tv_nsec = nanoseconds % 1000000000;
		if (time.tv_nsec < 0) {
			time.tv_nsec += 1000000000;
			time.tv_sec--;
		}
		if (time.tv_sec < 0)
			return ETIMEDOUT;
		until = &time;
	}
	result = __syscall(SYS_futex, (long)word, FUTEX_WAIT_BITSET_PRIVATE, value, (long)until, 0, 0xffffffff);
	return result == -ETIMEDOUT ? ETIMEDOUT : 0;
}

void __futex_wake(volatile void *word, int count)
{
	__syscall(SYS_futex, (long)word, FUTEX_WAKE_PRIVATE, count, 0, 0, 0);
}

static size_t objects_size(void)
{
	return __stop___thread_objects - __start___thread_objects;
}

void __keep_thread_objects(void)
{
	if (!objects_size())
		return;
	pristine_objects = malloc(objects_size());
	if (pristine_objects)
		memcpy(pristine_objects, __start___thread_objects, objects_size());
}

static struct __thread_record *current_thread(void)
{
	if (!own_record)
		own_record = &first_thread;
	return own_record;
}

static void run_key_destructors(struct __thread_record *thread)
{
	for (int round = 0; round < KEY_ROUNDS; round++)
		for (int key = 0; key < PTHREAD_KEYS_MAX; key++) {
			void *value = thread->specific[key];

			thread->specific[key] = NULL;
			if (value && destructors[key])
				destructors[key](value);
		}
}

static void forget_thread(struct __thread_record *thread)
{
	struct __thread_record **link = &threads;

	pthread_mutex_lock(&threads_lock);
	while (*link && *link != thread)
		link = &(*link)->next;
	if (*link)
		*link = thread->next;
	pthread_mutex_unlock(&threads_lock);
}

/* Detached threads that have ended leave their memory to the next one that is created or joined: they cannot unmap their own stack. */
static void reap_detached(void)
{
	for (;;) {
		struct __thread_record *found;

		pthread_mutex_lock(&threads_lock);
		for (found = threads; found; found = found->next)
			if (found != &first_thread && found->detached && !__atomic_load_n(&found->tid, __ATOMIC_ACQUIRE))
				break;
		pthread_mutex_unlock(&threads_lock);
		if (!found)
			return;
		forget_thread(found);
		munmap(found->memory, found->size);
	}
}

_Noreturn void pthread_exit(void *result)
{
	struct __thread_record *thread = current_thread();

	thread->result = result;
	run_key_destructors(thread);
	if (thread == &first_thread) {
		/* The process ends with its last thread. */
		for (;;) {
			int alone;

			reap_detached();
			pthread_mutex_lock(&threads_lock);
			alone = threads == &first_thread && !first_thread.next;
			pthread_mutex_unlock(&threads_lock);
			if (alone)
				exit(0);
			usleep(1000);
		}
	}
	for (;;)
		__syscall(SYS_exit, 0, 0, 0, 0, 0, 0);
}

static int __attribute__((target("fsgsbase"))) begin_thread(void *record)
{
	struct __thread_record *thread = record;

	__builtin_ia32_wrfsbase64((unsigned long)(thread + 1));
	own_record = thread;
	pthread_exit(thread->function(thread->argument));
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*function)(void *), void *argument)
{
	size_t stack = attributes && attributes->stack_size ? attributes->stack_size : STACK_SIZE;
	size_t own = (sizeof(struct __thread_record) + objects_size() + 63) & -64UL;
	size_t size = (stack + own + 2 * PAGE - 1) & -PAGE;
	const int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM |
			  CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID;
	struct __thread_record *record;
	char *memory;

	reap_detached();
	memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
	if (memory == MAP_FAILED)
		return EAGAIN;
	/* A guard page below the stack. */
	mprotect(memory, PAGE, PROT_NONE);
	record = (struct __thread_record *)(memory + size - own);
	memset(record, 0, sizeof(*record));
	record->function = function;
	record->argument = argument;
	record->memory = memory;
	record->size = size;
	record->detached = attributes && attributes->detached;
	record->tid = -1;
	if (objects_size())
		memcpy(record + 1, pristine_objects, objects_size());
	pthread_mutex_lock(&threads_lock);
	record->next = threads;
	threads = record;
	pthread_mutex_unlock(&threads_lock);
	*thread = (pthread_t)record;
	__has_threads = 1;
	if (clone(begin_thread, record, flags, record, &record->tid, NULL, &record->tid) < 0) {
		forget_thread(record);
		munmap(memory, size);
		return EAGAIN;
	}
	return 0;
}

static void wait_for_end(struct __thread_record *thread)
{
	for (int tid; (tid = __atomic_load_n(&thread->tid, __ATOMIC_ACQUIRE)) != 0;)
		__futex_wait(&thread->tid, tid, NULL, CLOCK_MONOTONIC);
}

int pthread_join(pthread_t thread, void **result)
{
	struct __thread_record *record = (struct __thread_record *)thread;

	if (record == current_thread())
		return EDEADLK;
	if (record->detached)
		return EINVAL;
	wait_for_end(record);
	if (result)
		*result = record->result;
	forget_thread(record);
	munmap(record->memory, record->size);
	return 0;
}

int pthread_detach(pthread_t thread)
{
	struct __thread_record *record = (struct __thread_record *)thread;

	if (record->detached)
		return EINVAL;
	record->detached = 1;
	return 0;
}

pthread_t pthread_self(void) { return (pthread_t)current_thread(); }
int pthread_equal(pthread_t one, pthread_t other) { return one == other; }

int pthread_attr_init(pthread_attr_t *attributes)
{
	*attributes = (pthread_attr_t){ STACK_SIZE, PTHREAD_CREATE_JOINABLE };
	return 0;
}

int pthread_attr_destroy(pthread_attr_t *attributes)
{
	(void)attributes;
	return 0;
}

int pthread_attr_setdetachstate(pthread_attr_t *attributes, int state)
{
	if (state != PTHREAD_CREATE_JOINABLE && state != PTHREAD_CREATE_DETACHED)
		return EINVAL;
	attributes->detached = state;
	return 0;
}

int pthread_attr_getdetachstate(const pthread_attr_t *attributes, int *state)
{
	*state = attributes->detached;
	return 0;
}

int pthread_attr_setstacksize(pthread_attr_t *attributes, size_t size)
{
	if (size < PTHREAD_STACK_MIN)
		return EINVAL;
	attributes->stack_size = size;
	return 0;
}

int pthread_attr_getstacksize(const pthread_attr_t *attributes, size_t *size)
{
	*size = attributes->stack_size;
	return 0;
}

int pthread_key_create(pthread_key_t *key, void (*destructor)(void *))
{
	int found = EAGAIN;

	pthread_mutex_lock(&threads_lock);
	for (int i = 0; i < PTHREAD_KEYS_MAX && found; i++) {
		if (key_taken[i])
			continue;
		key_taken[i] = 1;
		destructors[i] = destructor;
		*key = i;
		found = 0;
	}
	pthread_mutex_unlock(&threads_lock);
	return found;
}

int pthread_key_delete(pthread_key_t key)
{
	if (key >= PTHREAD_KEYS_MAX || !key_taken[key])
		return EINVAL;
	pthread_mutex_lock(&threads_lock);
	for (struct __thread_record *thread = threads; thread; thread = thread->next)
		thread->specific[key] = NULL;
	key_taken[key] = 0;
	destructors[key] = NULL;
	pthread_mutex_unlock(&threads_lock);
	return 0;
}

void *pthread_getspecific(pthread_key_t key)
{
	return key < PTHREAD_KEYS_MAX ? current_thread()->specific[key] : NULL;
}

int pthread_setspecific(pthread_key_t key, const void *value)
{
	if (key >= PTHREAD_KEYS_MAX || !key_taken[key])
		return EINVAL;
	current_thread()->specific[key] = (void *)value;
	return 0;
}

static pid_t tid_of(pthread_t thread)
{
	struct __thread_record *record = (struct __thread_record *)thread;

	return record == &first_thread ? getpid() : record->tid;
}

int pthread_kill(pthread_t thread, int number)
{
	return -__syscall(SYS_tgkill, getpid(), tid_of(thread), number, 0, 0, 0);
}

/* Of the calling thread alone. */
int pthread_setname_np(pthread_t thread, const char *name)
{
	if (strlen(name) > 15)
		return ERANGE;
	return thread == pthread_self() ? -__syscall(SYS_prctl, PR_SET_NAME, (long)name, 0, 0, 0, 0) : ENOSYS;
}

int pthread_getname_np(pthread_t thread, char *name, size_t size)
{
	if (size < 16)
		return ERANGE;
	return thread == pthread_self() ? -__syscall(SYS_prctl, PR_GET_NAME, (long)name, 0, 0, 0, 0) : ENOSYS;
}

int pthread_setaffinity_np(pthread_t thread, size_t size, const cpu_set_t *set)
{
	return -__syscall(SYS_sched_setaffinity, tid_of(thread), size, (long)set, 0, 0, 0);
}

int pthread_getaffinity_np(pthread_t thread, size_t size, cpu_set_t *set)
{
	int before = errno, result = sched_getaffinity(tid_of(thread), size, set) ? errno : 0;

	errno = before;
	return result;
}

int pthread_yield(void) { return sched_yield(); }

/* Threads with all that they wait for, their own objects and keys. */
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static pthread_barrier_t barrier;
static pthread_rwlock_t rw = PTHREAD_RWLOCK_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;
static sem_t items;
static long counter, unsafe_sum, turns, freed, initialised;
static __thread int mine = 7;
static __thread char name[8] = "fresh";
static void *last[4];

static void init(void)
{ initialised++; }
static void drop(void *p)
{ __sync_fetch_and_add(&freed, (long)p); }
static void *work(void *arg)
{
	long id = (long)arg;
	pthread_once(&once, init);
	pthread_setspecific(key, (void *)(id + 1));
	for (int i = 0; i < 200; i++) {
		pthread_mutex_lock(&lock);
		counter++;
		pthread_mutex_unlock(&lock);
		mine += id;
	}
	pthread_barrier_wait(&barrier);
	pthread_mutex_lock(&lock);
	while (turns != id)
		pthread_cond_wait(&changed, &lock);
	printf("thread %ld: %d %s %ld\n", id, mine, name, (long)pthread_getspecific(key));
	turns++;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
	snprintf(name, sizeof name, "t%ld", id);
	errno = id + 100;
	last[id] = &mine;
	sem_post(&items);
	if (id == 2)
		pthread_exit((void *)222);
	return (void *)(id * 10);
}
static void *reader(void *arg)
{
	pthread_rwlock_rdlock(&rw);
	long v = counter;
	pthread_rwlock_unlock(&rw);
	return (void *)v;
}
static void *timed(void *arg)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	t.tv_nsec += 1000000;
	if (t.tv_nsec >= 1000000000) {
		t.tv_nsec -= 1000000000;
		t.tv_sec++;
	}
	pthread_mutex_lock(&lock);
	int r = pthread_cond_timedwait(&changed, &lock, &t);
	pthread_mutex_unlock(&lock);
	return (void *)(long)(r == ETIMEDOUT);
}
static void *detached(void *arg)
{
	sem_post(&items);
	return 0;
}

int main(void)
{
	pthread_t t[4], r;
	void *result;
	pthread_attr_t attr;
	pthread_mutexattr_t ma;
	pthread_mutex_t rec;
	errno = 5;
	pthread_key_create(&key, drop);
	pthread_barrier_init(&barrier, NULL, 4);
	sem_init(&items, 0, 0);
	for (long i = 0; i < 4; i++)
		printf("create %d\n", pthread_create(&t[i], NULL, work, (void *)i));
	for (int i = 0; i < 4; i++)
		sem_wait(&items);
	for (int i = 0; i < 4; i++) {
		pthread_join(t[i], &result);
		printf("joined %ld\n", (long)result);
	}
	printf("%ld %ld %ld %d %s errno %d\n", counter, freed, initialised, mine, name, errno);
	pthread_create(&r, NULL, reader, NULL);
	pthread_join(r, &result);
	printf("%ld\n", (long)result);
	pthread_create(&r, NULL, timed, NULL);
	pthread_join(r, &result);
	printf("timed out %ld\n", (long)result);
	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	pthread_create(&r, &attr, detached, NULL);
	sem_wait(&items);
	printf("%d\n", sem_trywait(&items));
	pthread_mutexattr_init(&ma);
	pthread_mutexattr_settype(&ma, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(&rec, &ma);
	printf("%d %d %d", pthread_mutex_lock(&rec), pthread_mutex_lock(&rec), pthread_mutex_trylock(&rec));
	printf(" %d %d %d", pthread_mutex_unlock(&rec), pthread_mutex_unlock(&rec), pthread_mutex_unlock(&rec));
	printf(" %d\n", pthread_mutex_unlock(&rec) == EPERM);
	pthread_mutexattr_settype(&ma, PTHREAD_MUTEX_ERRORCHECK);
	pthread_mutex_init(&rec, &ma);
	pthread_mutex_lock(&rec);
	printf("%d %d\n", pthread_mutex_lock(&rec) == EDEADLK, pthread_mutex_trylock(&rec) == EBUSY);
	pthread_mutex_unlock(&rec);
	printf("%d %d %d\n", pthread_equal(pthread_self(), pthread_self()),
	       pthread_join(pthread_self(), NULL) == EDEADLK, last[0] != last[1]);
	return 0;
}

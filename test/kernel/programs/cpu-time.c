/* CPU time is what a program had of a CPU: sleeping costs none, working does, threads add up, and a parent learns of its child's. */
#include <pthread.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/times.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile long sum;

static long long clock_of(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * 1000000000ll + now.tv_nsec;
}

static void *work(void *unused)
{
	for (int i = 0; i < 10000; i++)
		sum += i;
	return unused;
}

static long long used(int who)
{
	struct rusage usage;

	getrusage(who, &usage);
	return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000ll + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

int main(void)
{
	long long before = clock_of(CLOCK_PROCESS_CPUTIME_ID), machine = clock_of(CLOCK_MONOTONIC), own, all;
	struct timespec resolution;
	pthread_t thread;

	usleep(50000);
	printf("asleep %d of %d ms\n", clock_of(CLOCK_PROCESS_CPUTIME_ID) - before < 20000000, clock_of(CLOCK_MONOTONIC) - machine >= 50000000);
	before = clock_of(CLOCK_PROCESS_CPUTIME_ID);
	work(NULL);
	own = clock_of(CLOCK_PROCESS_CPUTIME_ID) - before;
	printf("work %d\n", own > 1000);
	before = clock_of(CLOCK_THREAD_CPUTIME_ID);
	all = clock_of(CLOCK_PROCESS_CPUTIME_ID);
	pthread_create(&thread, NULL, work, NULL);
	pthread_join(thread, NULL);
	all = clock_of(CLOCK_PROCESS_CPUTIME_ID) - all;
	before = clock_of(CLOCK_THREAD_CPUTIME_ID) - before;
	printf("of a thread: all %d, own %d\n", all > own / 4, before < all);
	printf("children %lld\n", used(RUSAGE_CHILDREN));
	if (!fork()) {
		work(NULL);
		_exit(0);
	}
	wait(NULL);
	printf("children %d self %d\n", used(RUSAGE_CHILDREN) > 0, used(RUSAGE_SELF) > 0);
	clock_getres(CLOCK_PROCESS_CPUTIME_ID, &resolution);
	printf("resolution %ld clock %d\n", resolution.tv_nsec, clock() > 0);

	struct tms first, last;
	clock_t begun = times(&first);

	usleep(300000);
	printf("ticks %d %d\n", times(&last) - begun >= 29, last.tms_utime - first.tms_utime < 20 && last.tms_cutime >= 0);
	return 0;
}

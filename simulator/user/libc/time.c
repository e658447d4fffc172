/* The clock and sleeping. */
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
#include <bits/libc-internal.h>

int clock_gettime(clockid_t clock, struct timespec *result)
{
	return SYSCALL(228, clock, result, 0, 0, 0, 0);
}

int gettimeofday(struct timeval *result, struct timezone *zone)
{
	(void)zone;
	return SYSCALL(96, result, 0, 0, 0, 0, 0);
}

time_t time(time_t *result)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	if (result)
		*result = now.tv_sec;
	return now.tv_sec;
}

clock_t clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * CLOCKS_PER_SEC + now.tv_nsec / 1000;
}

int nanosleep(const struct timespec *wanted, struct timespec *left)
{
	return SYSCALL(35, wanted, left, 0, 0, 0, 0);
}

int usleep(unsigned int us)
{
	struct timespec wanted = { us / 1000000, us % 1000000 * 1000 };

	return nanosleep(&wanted, NULL);
}

unsigned int sleep(unsigned int seconds)
{
	struct timespec wanted = { seconds, 0 };

	nanosleep(&wanted, NULL);
	return 0;
}

/* Clocks, sleeping, and the calendar. The time zone is UTC. */
#include <bits/system-call.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *time) { return __call2(clock_gettime, clock, time); }
int gettimeofday(struct timeval *time, void *zone) { return __call2(gettimeofday, time, zone); }
int nanosleep(const struct timespec *wanted, struct timespec *rest) { return __call2(nanosleep, wanted, rest); }

int clock_getres(clockid_t clock, struct timespec *resolution) { return __call2(clock_getres, clock, resolution); }

/* Returns the error and leaves errno alone. */
int clock_nanosleep(clockid_t clock, int flags, const struct timespec *wanted, struct timespec *rest)
{
	return -__syscall(SYS_clock_nanosleep, clock, flags, (long)wanted, (long)rest, 0, 0);
}

time_t time(time_t *result)
{
	struct timeval now = { 0, 0 };

	gettimeofday(&now, NULL);
	if (result)
		*result = now.tv_sec;
	return now.tv_sec;
}

clock_t clock(void)
{
	struct timespec now = { 0, 0 };

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return now.tv_sec * CLOCKS_PER_SEC + now.tv_nsec / 1000;
}

double difftime(time_t later, time_t earlier)
{
	return (double)later - (double)earlier;
}

unsigned int sleep(unsigned int seconds)
{
	struct timespec wanted = { seconds, 0 };

	return nanosleep(&wanted, &wanted) < 0 ? wanted.tv_sec : 0;
}

int usleep(useconds_t microseconds)
{
	struct timespec wanted = { microseconds / 1000000, microseconds % 1000000 * 1000L };

	return nanosleep(&wanted, NULL);
}

static int is_leap_year(long year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days before January 1st of a year, counted from 1970. */
static long days_before(long year)
{
	long before = year - 1;
	long leaps = before / 4 - before / 100 + before / 400;

	return 365 * (year - 1970) + leaps - 477;
}

static int days_of(int month, long year)
{
	static const char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return month == 1 && is_leap_year(year) ? 29 : days[month];
}

/* Years from 1 on. */
struct tm *gmtime_r(const time_t *time, struct tm *result)
{
	long days = *time / 86400, seconds = *time % 86400, year;

	if (seconds < 0) {
		seconds += 86400;
		days--;
	}
	memset(result, 0, sizeof(*result));
	for (year = 1970 + days / 366; days_before(year + 1) <= days; year++)
		;
	while (days_before(year) > days)
		year--;
	result->tm_year = year - 1900;
	result->tm_yday = result->tm_mday = days - days_before(year);
	while (result->tm_mday >= days_of(result->tm_mon, year))
		result->tm_mday -= days_of(result->tm_mon++, year);
	result->tm_mday++;
	result->tm_wday = ((days + 4) % 7 + 7) % 7;
	result->tm_hour = seconds / 3600;
	result->tm_min = seconds / 60 % 60;
	result->tm_sec = seconds % 60;
	result->tm_zone = "UTC";
	return result;
}

static struct tm shared_date;

struct tm *gmtime(const time_t *time) { return gmtime_r(time, &shared_date); }
struct tm *localtime_r(const time_t *time, struct tm *result) { return gmtime_r(time, result); }
struct tm *localtime(const time_t *time) { return gmtime_r(time, &shared_date); }

/* Fields beyond their ranges carry over. */
time_t timegm(struct tm *date)
{
	long months = date->tm_year * 12L + date->tm_mon;
	long year = 1900 + (months >= 0 ? months / 12 : -((11 - months) / 12));
	int month = ((date->tm_mon % 12) + 12) % 12;
	long days = days_before(year) + date->tm_mday - 1;
	time_t time;

	while (month > 0)
		days += days_of(--month, year);
	time = days * 86400 + date->tm_hour * 3600L + date->tm_min * 60L + date->tm_sec;
	gmtime_r(&time, date);
	return time;
}

time_t mktime(struct tm *date) { return timegm(date); }

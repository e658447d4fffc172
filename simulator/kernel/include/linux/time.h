/* Time, and the civil calendar. */
#ifndef _LINUX_TIME_H
#define _LINUX_TIME_H
#include <linux/time64.h>
#include <linux/ktime.h>

/* Years from 1900, months from 0. */
struct tm {
	int tm_sec;
	int tm_min;
	int tm_hour;
	int tm_mday;
	int tm_mon;
	long tm_year;
	int tm_wday;
	int tm_yday;
};

/* kernel/time/timeconv.c */
void time64_to_tm(time64_t totalsecs, int offset, struct tm *result);
time64_t mktime64(const unsigned int year, const unsigned int month, const unsigned int day, const unsigned int hour,
		  const unsigned int min, const unsigned int sec);

#endif

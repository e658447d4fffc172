/* Time in microseconds. */
#ifndef _SYS_TIME_H
#define _SYS_TIME_H

#include <sys/types.h>

struct timeval {
	time_t tv_sec;
	suseconds_t tv_usec;
};
struct timezone {
	int tz_minuteswest;
	int tz_dsttime;
};

#define ITIMER_REAL 0
#define ITIMER_VIRTUAL 1
#define ITIMER_PROF 2

struct itimerval {
	struct timeval it_interval, it_value;
};

int getitimer(int which, struct itimerval *value);
int setitimer(int which, const struct itimerval *value, struct itimerval *old);
int gettimeofday(struct timeval *result, void *zone);

#define timerclear(time) ((time)->tv_sec = (time)->tv_usec = 0)
#define timerisset(time) ((time)->tv_sec || (time)->tv_usec)
#define timercmp(one, other, relation)                                                                   \
	((one)->tv_sec == (other)->tv_sec ? (one)->tv_usec relation(other)->tv_usec                      \
					  : (one)->tv_sec relation(other)->tv_sec)
#define timeradd(one, other, sum)                                                                        \
	do {                                                                                             \
		(sum)->tv_sec = (one)->tv_sec + (other)->tv_sec;                                         \
		(sum)->tv_usec = (one)->tv_usec + (other)->tv_usec;                                      \
		if ((sum)->tv_usec >= 1000000) {                                                         \
			(sum)->tv_sec++;                                                                 \
			(sum)->tv_usec -= 1000000;                                                       \
		}                                                                                        \
	} while (0)
#define timersub(one, other, difference)                                                                 \
	do {                                                                                             \
		(difference)->tv_sec = (one)->tv_sec - (other)->tv_sec;                                  \
		(difference)->tv_usec = (one)->tv_usec - (other)->tv_usec;                               \
		if ((difference)->tv_usec < 0) {                                                         \
			(difference)->tv_sec--;                                                          \
			(difference)->tv_usec += 1000000;                                                \
		}                                                                                        \
	} while (0)

#endif

/* The scheduler's clock. */
#ifndef _LINUX_SCHED_CLOCK_H
#define _LINUX_SCHED_CLOCK_H
#include <linux/ktime.h>
static inline u64 local_clock(void) { return __ktime_ns(); }
static inline u64 sched_clock(void) { return __ktime_ns(); }
#endif

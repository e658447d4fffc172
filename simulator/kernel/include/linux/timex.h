/* The CPU's counter of cycles: it counts nanoseconds here. */
#ifndef _LINUX_TIMEX_H
#define _LINUX_TIMEX_H

#include <linux/ktime.h>
#include <linux/timekeeping.h>

typedef unsigned long long cycles_t;
static inline cycles_t get_cycles(void) { return ktime_get_ns(); }
#define rdtsc() get_cycles()
#define rdtsc_ordered() get_cycles()
#define random_get_entropy() ((unsigned long)get_cycles())

#endif

/* Busy waiting, and sleeping for a time. */
#ifndef _LINUX_DELAY_H
#define _LINUX_DELAY_H

#include <linux/math.h>
#include <linux/sched.h>
#include <linux/jiffies.h>

void __udelay_ns(u64 ns);

#define ndelay(ns) __udelay_ns(ns)
#define udelay(us) __udelay_ns((u64)(us) * 1000)
#define mdelay(ms) __udelay_ns((u64)(ms) * 1000000)

/* kernel/time/sleep.c */
void msleep(unsigned int ms);
unsigned long msleep_interruptible(unsigned int ms);
void usleep_range_state(unsigned long min_us, unsigned long max_us, unsigned int state);
#define usleep_range(min_us, max_us) usleep_range_state(min_us, max_us, TASK_UNINTERRUPTIBLE)
#define usleep_idle_range(min_us, max_us) usleep_range(min_us, max_us)
#define ssleep(seconds) msleep((seconds) * 1000)
void fsleep(unsigned long us);

#endif

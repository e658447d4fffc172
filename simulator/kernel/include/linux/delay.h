/* Busy waiting, and sleeping for a time. */
#ifndef _LINUX_DELAY_H
#define _LINUX_DELAY_H

#include <linux/math.h>
#include <linux/sched.h>
#include <linux/jiffies.h>

extern unsigned long loops_per_jiffy; /* kernel/time/sleep.c */
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

/* A driver that includes this header has these too. */
#include <linux/bottom_half.h>
#include <linux/cpumask.h>
#include <linux/find.h>
#include <linux/ioctl.h>
#include <linux/kernel.h>
#include <linux/llist.h>
#include <linux/mutex.h>
#include <linux/percpu-defs.h>
#include <linux/pfn.h>
#include <linux/random.h>
#include <linux/rbtree.h>
#include <linux/rcupdate.h>
#include <linux/refcount.h>
#include <linux/rwlock.h>
#include <linux/seqlock.h>
#include <linux/signal.h>
#include <linux/swab.h>
#include <linux/time.h>
#include <linux/timekeeping.h>
#include <linux/uidgid.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#endif

#pragma once
/* Freezing of tasks for suspend. */
#include <linux/kthread.h>
#include <linux/wait.h>

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
#include <linux/workqueue.h>



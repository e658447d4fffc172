/* Loading other modules, of which the model has none. */
#ifndef __LINUX_KMOD_H__
#define __LINUX_KMOD_H__

#include <linux/errno.h>

/* What modprobe without the file answers: 1 << 8. */
#define request_module(name...) (256)
#define request_module_nowait(name...) (256)
#define try_then_request_module(expression, name...) (expression)

/* A driver that includes this header has these too. */
#include <linux/bottom_half.h>
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/find.h>
#include <linux/ioctl.h>
#include <linux/kernel.h>
#include <linux/kref.h>
#include <linux/llist.h>
#include <linux/mm_types.h>
#include <linux/notifier.h>
#include <linux/percpu-defs.h>
#include <linux/pfn.h>
#include <linux/random.h>
#include <linux/rbtree.h>
#include <linux/rwlock.h>
#include <linux/seqlock.h>
#include <linux/swab.h>
#include <linux/swait.h>
#include <linux/time.h>
#include <linux/timekeeping.h>
#include <linux/uidgid.h>
#include <linux/workqueue.h>

#endif

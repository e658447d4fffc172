/* Threads of the kernel. */
#ifndef _LINUX_KTHREAD_H
#define _LINUX_KTHREAD_H

#include <linux/err.h>
#include <linux/list.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/timer.h>

struct completion;

/* kernel/kthread.c */
struct task_struct *kthread_create_on_node(int (*function)(void *data), void *data, int node, const char *name, ...)
	__printf(4, 5);
struct task_struct *kthread_create_on_cpu(int (*function)(void *data), void *data, unsigned int cpu, const char *name);
struct task_struct *__kthread_create_atomic(int (*function)(void *data), void *data, const char *name, ...)
	__printf(3, 4);
void kthread_bind(struct task_struct *task, unsigned int cpu);
int kthread_stop(struct task_struct *task);
int kthread_park(struct task_struct *task);
void kthread_unpark(struct task_struct *task);
bool kthread_should_stop(void);
bool kthread_should_park(void);
bool __kthread_should_park(struct task_struct *task);
bool kthread_freezable_should_stop(bool *was_frozen);
void kthread_parkme(void);
void __kthread_parkme(void);
void *kthread_data(struct task_struct *task);
void *kthread_func(struct task_struct *task);
void kthread_exit(long result) __noreturn;
void kthread_complete_and_exit(struct completion *done, long code) __noreturn;

#define kthread_create(function, data, name, arg...) kthread_create_on_node(function, data, -1, name, ##arg)
#define kthread_run(function, data, name, ...)                                          \
	({                                                                              \
		struct task_struct *__created = kthread_create(function, data, name, ##__VA_ARGS__); \
		if (!IS_ERR(__created))                                                  \
			wake_up_process(__created);                                      \
		__created;                                                               \
	})
#define set_freezable() ((void)0)
#define try_to_freeze() ((void)0)

/* kernel/kthread-worker.c */
struct kthread_work;
typedef void (*kthread_work_func_t)(struct kthread_work *work);

struct kthread_worker {
	unsigned int flags;
	raw_spinlock_t lock;
	struct list_head work_list;
	struct list_head delayed_work_list;
	struct task_struct *task;
	struct kthread_work *current_work;
};

struct kthread_work {
	struct list_head node;
	kthread_work_func_t func;
	struct kthread_worker *worker;
	int canceling;
};

struct kthread_delayed_work {
	struct kthread_work work;
	struct timer_list timer;
};

#define KTHREAD_WORK_INIT(work, function) { .node = LIST_HEAD_INIT((work).node), .func = (function) }
#define DEFINE_KTHREAD_WORK(work, function) struct kthread_work work = KTHREAD_WORK_INIT(work, function)
#define kthread_init_worker(worker) __kthread_init_worker(worker)
#define kthread_init_work(work, function)                                               \
	do {                                                                            \
		*(work) = (struct kthread_work){ .func = (function) };                  \
		INIT_LIST_HEAD(&(work)->node);                                          \
	} while (0)
#define kthread_init_delayed_work(delayed, function)                                    \
	do {                                                                            \
		kthread_init_work(&(delayed)->work, function);                          \
		timer_setup(&(delayed)->timer, kthread_delayed_work_timer_fn, TIMER_IRQSAFE); \
	} while (0)

void __kthread_init_worker(struct kthread_worker *worker);
int kthread_worker_fn(void *worker);
struct kthread_worker *kthread_create_worker(unsigned int flags, const char *format, ...) __printf(2, 3);
struct kthread_worker *kthread_create_worker_on_cpu(int cpu, unsigned int flags, const char *format, ...)
	__printf(3, 4);
bool kthread_queue_work(struct kthread_worker *worker, struct kthread_work *work);
bool kthread_queue_delayed_work(struct kthread_worker *worker, struct kthread_delayed_work *delayed,
				unsigned long delay);
void kthread_delayed_work_timer_fn(struct timer_list *timer);
void kthread_flush_work(struct kthread_work *work);
void kthread_flush_worker(struct kthread_worker *worker);
bool kthread_cancel_work_sync(struct kthread_work *work);
bool kthread_cancel_delayed_work_sync(struct kthread_delayed_work *delayed);
void kthread_destroy_worker(struct kthread_worker *worker);

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

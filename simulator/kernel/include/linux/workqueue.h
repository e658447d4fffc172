/*
 * Work that runs later in a thread of the kernel. WQ_FREEZABLE, WQ_MEM_RECLAIM, WQ_CPU_INTENSIVE, WQ_SYSFS and WQ_POWER_EFFICIENT are taken and change
 * nothing: workers are neither frozen nor short of memory of their own here.
 */
#ifndef _LINUX_WORKQUEUE_H
#define _LINUX_WORKQUEUE_H

#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/list.h>
#include <linux/timer.h>
#include <linux/types.h>

struct workqueue_struct;
struct work_struct;
typedef void (*work_func_t)(struct work_struct *work);

struct work_struct {
	atomic_long_t data;
	struct list_head entry;
	work_func_t func;
};

struct delayed_work {
	struct work_struct work;
	struct timer_list timer;
	struct workqueue_struct *wq;
	int cpu;
};

#define WQ_UNBOUND (1 << 1)
#define WQ_FREEZABLE (1 << 2)
#define WQ_MEM_RECLAIM (1 << 3)
#define WQ_HIGHPRI (1 << 4)
#define WQ_CPU_INTENSIVE (1 << 5)
#define WQ_SYSFS (1 << 6)
#define WQ_POWER_EFFICIENT (1 << 7)
#define __WQ_ORDERED (1 << 17)
#define WQ_MAX_ACTIVE 512
#define WQ_UNBOUND_MAX_ACTIVE 512
#define WORK_CPU_UNBOUND CONFIG_NR_CPUS

#define __WORK_INITIALIZER(name, function) { .entry = LIST_HEAD_INIT((name).entry), .func = function }
#define __DELAYED_WORK_INITIALIZER(name, function, flags) \
	{ .work = __WORK_INITIALIZER((name).work, function), .timer = __TIMER_INITIALIZER(delayed_work_timer_fn, flags) }
#define DECLARE_WORK(name, function) struct work_struct name = __WORK_INITIALIZER(name, function)
#define DECLARE_DELAYED_WORK(name, function) \
	struct delayed_work name = __DELAYED_WORK_INITIALIZER(name, function, TIMER_IRQSAFE)
#define INIT_WORK(work, function)                       \
	do {                                            \
		(work)->data.counter = 0;               \
		INIT_LIST_HEAD(&(work)->entry);         \
		(work)->func = (function);              \
	} while (0)
#define INIT_WORK_ONSTACK(work, function) INIT_WORK(work, function)
#define INIT_DELAYED_WORK(delayed, function)                                    \
	do {                                                                    \
		INIT_WORK(&(delayed)->work, function);                          \
		timer_setup(&(delayed)->timer, delayed_work_timer_fn, TIMER_IRQSAFE); \
	} while (0)
#define to_delayed_work(pointer) container_of(pointer, struct delayed_work, work)

/* kernel/workqueue.c */
extern struct workqueue_struct *system_wq, *system_highpri_wq, *system_long_wq, *system_unbound_wq,
	*system_freezable_wq, *system_power_efficient_wq, *system_freezable_power_efficient_wq;

struct workqueue_struct *alloc_workqueue(const char *fmt, unsigned int flags, int max_active, ...) __printf(1, 4);
void destroy_workqueue(struct workqueue_struct *queue);
bool queue_work_on(int cpu, struct workqueue_struct *queue, struct work_struct *work);
bool queue_delayed_work_on(int cpu, struct workqueue_struct *queue, struct delayed_work *work, unsigned long delay);
bool mod_delayed_work_on(int cpu, struct workqueue_struct *queue, struct delayed_work *work, unsigned long delay);
void delayed_work_timer_fn(struct timer_list *timer);
bool flush_work(struct work_struct *work);
bool flush_delayed_work(struct delayed_work *work);
bool cancel_work(struct work_struct *work);
bool cancel_work_sync(struct work_struct *work);
bool cancel_delayed_work(struct delayed_work *work);
bool cancel_delayed_work_sync(struct delayed_work *work);
void __flush_workqueue(struct workqueue_struct *queue);
void drain_workqueue(struct workqueue_struct *queue);
unsigned int work_busy(struct work_struct *work);
long work_on_cpu(int cpu, long (*function)(void *), void *argument);
int schedule_on_each_cpu(work_func_t function);
/* kernel/workqueue-pool.c; schedule() tells it of workers that sleep. */
void __worker_sleeps(void *worker);
void __worker_runs(void *worker);

#define alloc_ordered_workqueue(fmt, flags, args...) alloc_workqueue(fmt, WQ_UNBOUND | (flags), 1, ##args)
#define INIT_DELAYED_WORK_ONSTACK(delayed, function) INIT_DELAYED_WORK(delayed, function)
#define INIT_DEFERRABLE_WORK(delayed, function) INIT_DELAYED_WORK(delayed, function)
#define DECLARE_DEFERRABLE_WORK(name, function) DECLARE_DELAYED_WORK(name, function)
#define destroy_work_on_stack(work) ((void)(work))
#define destroy_delayed_work_on_stack(work) ((void)(work))
#define WORK_BUSY_PENDING 1u
#define WORK_BUSY_RUNNING 2u
#define create_workqueue(name) alloc_workqueue("%s", WQ_MEM_RECLAIM, 1, name)
#define create_singlethread_workqueue(name) alloc_ordered_workqueue("%s", WQ_MEM_RECLAIM, name)
#define create_freezable_workqueue(name) alloc_workqueue("%s", WQ_FREEZABLE, 1, name)
#define flush_workqueue(queue) __flush_workqueue(queue)
#define flush_scheduled_work() __flush_workqueue(system_wq)
#define queue_work(queue, work) queue_work_on(WORK_CPU_UNBOUND, queue, work)
#define queue_delayed_work(queue, work, delay) queue_delayed_work_on(WORK_CPU_UNBOUND, queue, work, delay)
#define mod_delayed_work(queue, work, delay) mod_delayed_work_on(WORK_CPU_UNBOUND, queue, work, delay)
#define schedule_work(work) queue_work(system_wq, work)
#define schedule_work_on(cpu, work) queue_work_on(cpu, system_wq, work)
#define schedule_delayed_work(work, delay) queue_delayed_work(system_wq, work, delay)
#define schedule_delayed_work_on(cpu, work, delay) queue_delayed_work_on(cpu, system_wq, work, delay)
#define work_pending(work) ((work)->data.counter & 1)
#define delayed_work_pending(delayed) work_pending(&(delayed)->work)

/* A driver that includes this header has these too. */
#include <linux/percpu-defs.h>

#endif

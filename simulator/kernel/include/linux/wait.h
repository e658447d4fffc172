/* Wait queues: sleeping until a condition holds. */
#ifndef _LINUX_WAIT_H
#define _LINUX_WAIT_H

#include <linux/errno.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/sched.h>
#include <linux/hrtimer.h>

typedef struct wait_queue_entry wait_queue_entry_t;
typedef int (*wait_queue_func_t)(struct wait_queue_entry *entry, unsigned int mode, int flags, void *key);

#define WQ_FLAG_EXCLUSIVE 0x01
#define WQ_FLAG_WOKEN 0x02

struct wait_queue_entry {
	unsigned int flags;
	void *private;
	wait_queue_func_t func;
	struct list_head entry;
};

struct wait_queue_head {
	spinlock_t lock;
	struct list_head head;
};
typedef struct wait_queue_head wait_queue_head_t;

#define __WAIT_QUEUE_HEAD_INITIALIZER(name) { .head = LIST_HEAD_INIT((name).head) }
#define DECLARE_WAIT_QUEUE_HEAD(name) struct wait_queue_head name = __WAIT_QUEUE_HEAD_INITIALIZER(name)
#define DECLARE_WAIT_QUEUE_HEAD_ONSTACK(name) DECLARE_WAIT_QUEUE_HEAD(name)
#define __WAITQUEUE_INITIALIZER(name, task) { .private = task, .func = default_wake_function }
#define DECLARE_WAITQUEUE(name, task) struct wait_queue_entry name = __WAITQUEUE_INITIALIZER(name, task)
#define DEFINE_WAIT_FUNC(name, function) \
	struct wait_queue_entry name = { .private = current, .func = function, .entry = LIST_HEAD_INIT((name).entry) }
#define DEFINE_WAIT(name) DEFINE_WAIT_FUNC(name, autoremove_wake_function)
#define init_waitqueue_head(queue) __init_waitqueue_head(queue)

/* kernel/sched/wait.c */
void __init_waitqueue_head(struct wait_queue_head *queue);
void init_wait_entry(struct wait_queue_entry *entry, int flags);
void add_wait_queue(struct wait_queue_head *queue, struct wait_queue_entry *entry);
void add_wait_queue_exclusive(struct wait_queue_head *queue, struct wait_queue_entry *entry);
void remove_wait_queue(struct wait_queue_head *queue, struct wait_queue_entry *entry);
void prepare_to_wait(struct wait_queue_head *queue, struct wait_queue_entry *entry, int state);
bool prepare_to_wait_exclusive(struct wait_queue_head *queue, struct wait_queue_entry *entry, int state);
long prepare_to_wait_event(struct wait_queue_head *queue, struct wait_queue_entry *entry, int state);
long wait_woken(struct wait_queue_entry *entry, unsigned int mode, long timeout);
int woken_wake_function(struct wait_queue_entry *entry, unsigned int mode, int flags, void *key);
int do_wait_intr(struct wait_queue_head *queue, struct wait_queue_entry *entry);
int do_wait_intr_irq(struct wait_queue_head *queue, struct wait_queue_entry *entry);
void finish_wait(struct wait_queue_head *queue, struct wait_queue_entry *entry);
int default_wake_function(struct wait_queue_entry *entry, unsigned int mode, int flags, void *key);
int autoremove_wake_function(struct wait_queue_entry *entry, unsigned int mode, int flags, void *key);
int __wake_up(struct wait_queue_head *queue, unsigned int mode, int count, void *key);
void __wake_up_locked(struct wait_queue_head *queue, unsigned int mode, int count);
void __wake_up_locked_key(struct wait_queue_head *queue, unsigned int mode, void *key);
#define wake_up_locked(queue) __wake_up_locked(queue, TASK_NORMAL, 1)
#define wake_up_all_locked(queue) __wake_up_locked(queue, TASK_NORMAL, 0)
#define wake_up_locked_poll(queue, mask) __wake_up_locked_key(queue, TASK_NORMAL, (void *)(unsigned long)(mask))

static inline void init_waitqueue_entry(struct wait_queue_entry *entry, struct task_struct *task)
{
	entry->flags = 0;
	entry->private = task;
	entry->func = default_wake_function;
}

static inline int waitqueue_active(struct wait_queue_head *queue) { return !list_empty(&queue->head); }
static inline bool wq_has_sleeper(struct wait_queue_head *queue) { return waitqueue_active(queue); }

#define wake_up(queue) __wake_up(queue, TASK_NORMAL, 1, NULL)
#define wake_up_nr(queue, count) __wake_up(queue, TASK_NORMAL, count, NULL)
#define wake_up_all(queue) __wake_up(queue, TASK_NORMAL, 0, NULL)
#define wake_up_interruptible(queue) __wake_up(queue, TASK_INTERRUPTIBLE, 1, NULL)
#define wake_up_interruptible_nr(queue, count) __wake_up(queue, TASK_INTERRUPTIBLE, count, NULL)
#define wake_up_interruptible_all(queue) __wake_up(queue, TASK_INTERRUPTIBLE, 0, NULL)
#define wake_up_interruptible_sync(queue) wake_up_interruptible(queue)
#define wake_up_poll(queue, mask) __wake_up(queue, TASK_NORMAL, 1, (void *)(unsigned long)(mask))
#define wake_up_interruptible_poll(queue, mask) \
	__wake_up(queue, TASK_INTERRUPTIBLE, 1, (void *)(unsigned long)(mask))
#define wake_up_sync(queue) wake_up(queue)
#define wake_up_locked(queue) __wake_up_locked(queue, TASK_NORMAL, 1)

/*
 * The loop of all wait_event forms: `sleep` gives up the CPU; its value is 0 when there is no use in waiting longer.
 * The value is 0, or the error of an interrupted wait.
 */
#define ___wait_event(queue, condition, state, exclusive, sleep)                                \
	({                                                                                      \
		struct wait_queue_entry __wait;                                                 \
		long __interrupted = 0;                                                         \
		init_wait_entry(&__wait, (exclusive) ? WQ_FLAG_EXCLUSIVE : 0);                  \
		for (;;) {                                                                      \
			long __signal = prepare_to_wait_event(&(queue), &__wait, state);        \
			if (condition)                                                          \
				break;                                                          \
			if (___wait_is_interruptible(state) && __signal) {                      \
				__interrupted = __signal;                                       \
				break;                                                          \
			}                                                                       \
			__waits_for(WAITS_FOR_QUEUE, &(queue));                                 \
			sleep;                                                                  \
		}                                                                               \
		finish_wait(&(queue), &__wait);                                                 \
		__interrupted;                                                                  \
	})
#define ___wait_is_interruptible(state) (((state) & (TASK_INTERRUPTIBLE | TASK_WAKEKILL)) != 0)

/* As the condition of a wait with a timeout: when the time is over, a true condition still counts as one jiffy left. */
#define ___wait_cond_timeout(condition)                         \
	({                                                      \
		bool __holds = (condition);                     \
		if (__holds && !__left)                         \
			__left = 1;                             \
		__holds || !__left;                             \
	})

#define ___wait_event_timeout(queue, condition, timeout, state)                                 \
	({                                                                                      \
		long __left = (timeout);                                                        \
		long __broken = 0;                                                              \
		if (!___wait_cond_timeout(condition))                                           \
			__broken = ___wait_event(queue, ___wait_cond_timeout(condition), state, 0, \
						 __left = schedule_timeout(__left));            \
		__broken ? __broken : __left;                                                   \
	})

#define wait_event(queue, condition)                                                            \
	do {                                                                                    \
		might_sleep();                                                                  \
		if (!(condition))                                                               \
			(void)___wait_event(queue, condition, TASK_UNINTERRUPTIBLE, 0, schedule()); \
	} while (0)
#define wait_event_idle(queue, condition)                                                       \
	do {                                                                                    \
		might_sleep();                                                                  \
		if (!(condition))                                                               \
			(void)___wait_event(queue, condition, TASK_IDLE, 0, schedule());        \
	} while (0)
#define wait_event_idle_exclusive(queue, condition)                                             \
	do {                                                                                    \
		might_sleep();                                                                  \
		if (!(condition))                                                               \
			(void)___wait_event(queue, condition, TASK_IDLE, 1, schedule());        \
	} while (0)
#define wait_event_idle_exclusive_timeout(queue, condition, timeout)                            \
	({                                                                                      \
		long __left = (timeout);                                                        \
		if (!___wait_cond_timeout(condition))                                           \
			(void)___wait_event(queue, ___wait_cond_timeout(condition), TASK_IDLE, 1, \
					    __left = schedule_timeout(__left));                 \
		__left;                                                                         \
	})
#define wait_event_exclusive_cmd(queue, condition, before, after)                               \
	do {                                                                                    \
		if (!(condition))                                                               \
			(void)___wait_event(queue, condition, TASK_UNINTERRUPTIBLE, 1,          \
					    ({ before; schedule(); after; }));                  \
	} while (0)
#define io_wait_event(queue, condition) wait_event(queue, condition)
#define wait_event_freezable(queue, condition) wait_event_interruptible(queue, condition)
#define wait_event_cmd(queue, condition, before, after)                                         \
	do {                                                                                    \
		if (!(condition))                                                               \
			(void)___wait_event(queue, condition, TASK_UNINTERRUPTIBLE, 0,          \
					    ({ before; schedule(); after; }));                  \
	} while (0)
#define wait_event_interruptible(queue, condition)                                              \
	({                                                                                      \
		int __result = 0;                                                               \
		might_sleep();                                                                  \
		if (!(condition))                                                               \
			__result = ___wait_event(queue, condition, TASK_INTERRUPTIBLE, 0, schedule()); \
		__result;                                                                       \
	})
#define wait_event_killable(queue, condition)                                                   \
	({                                                                                      \
		int __result = 0;                                                               \
		might_sleep();                                                                  \
		if (!(condition))                                                               \
			__result = ___wait_event(queue, condition, TASK_KILLABLE, 0, schedule()); \
		__result;                                                                       \
	})
#define wait_event_interruptible_exclusive(queue, condition)                                    \
	({                                                                                      \
		int __result = 0;                                                               \
		might_sleep();                                                                  \
		if (!(condition))                                                               \
			__result = ___wait_event(queue, condition, TASK_INTERRUPTIBLE, 1, schedule()); \
		__result;                                                                       \
	})
#define wait_event_killable_exclusive(queue, condition)                                         \
	({                                                                                      \
		int __result = 0;                                                               \
		might_sleep();                                                                  \
		if (!(condition))                                                               \
			__result = ___wait_event(queue, condition, TASK_KILLABLE, 1, schedule()); \
		__result;                                                                       \
	})
#define wait_event_idle_timeout(queue, condition, timeout) \
	({ might_sleep(); ___wait_event_timeout(queue, condition, timeout, TASK_IDLE); })
/* The timeout is a ktime_t; 0, or -ETIME when it is over. */
#define __wait_event_hrtimeout(queue, condition, timeout, state)                                \
	({                                                                                      \
		ktime_t __until = (timeout) == KTIME_MAX ? KTIME_MAX : ktime_get() + (timeout); \
		long __over = 0, __broken = 0;                                                  \
		if (!(condition))                                                               \
			__broken = ___wait_event(queue, (condition) || __over, state, 0,        \
				({ if (!schedule_hrtimeout_range(&__until, 0, HRTIMER_MODE_ABS)) __over = -ETIME; })); \
		__broken ? __broken : (condition) ? 0 : __over;                                 \
	})
#define wait_event_hrtimeout(queue, condition, timeout) \
	({ might_sleep(); (int)__wait_event_hrtimeout(queue, condition, timeout, TASK_UNINTERRUPTIBLE); })
#define wait_event_interruptible_hrtimeout(queue, condition, timeout) \
	({ might_sleep(); __wait_event_hrtimeout(queue, condition, timeout, TASK_INTERRUPTIBLE); })
#define wait_event_timeout(queue, condition, timeout) \
	({ might_sleep(); ___wait_event_timeout(queue, condition, timeout, TASK_UNINTERRUPTIBLE); })
#define wait_event_interruptible_timeout(queue, condition, timeout) \
	({ might_sleep(); ___wait_event_timeout(queue, condition, timeout, TASK_INTERRUPTIBLE); })
#define wait_event_killable_timeout(queue, condition, timeout) \
	({ might_sleep(); ___wait_event_timeout(queue, condition, timeout, TASK_KILLABLE); })
#define wait_event_freezable_timeout(queue, condition, timeout) \
	wait_event_interruptible_timeout(queue, condition, timeout)

/* The forms for callers that hold a lock: it is dropped for the sleep. */
/* Under a lock that is given up while it sleeps, and `command` done in between. */
#define ___wait_event_lock_irq(queue, condition, lock, state, command)                          \
	___wait_event(queue, condition, state, 0, ({ spin_unlock_irq(&lock); command; schedule(); spin_lock_irq(&lock); }))
#define wait_event_lock_irq_cmd(queue, condition, lock, command)                                \
	do {                                                                                    \
		if (!(condition))                                                               \
			(void)___wait_event_lock_irq(queue, condition, lock, TASK_UNINTERRUPTIBLE, command); \
	} while (0)
#define wait_event_lock_irq(queue, condition, lock) wait_event_lock_irq_cmd(queue, condition, lock, )
#define wait_event_interruptible_lock_irq_cmd(queue, condition, lock, command)                  \
	((condition) ? 0 : (int)___wait_event_lock_irq(queue, condition, lock, TASK_INTERRUPTIBLE, command))
#define wait_event_interruptible_lock_irq(queue, condition, lock) wait_event_interruptible_lock_irq_cmd(queue, condition, lock, )
#define ___wait_event_lock_irq_timeout(queue, condition, lock, timeout, state)                  \
	({                                                                                      \
		long __left = (timeout);                                                        \
		long __broken = 0;                                                              \
		if (!___wait_cond_timeout(condition))                                           \
			__broken = ___wait_event(queue, ___wait_cond_timeout(condition), state, 0, \
						 ({ spin_unlock_irq(&lock); __left = schedule_timeout(__left); \
						    spin_lock_irq(&lock); }));                  \
		__broken ? __broken : __left;                                                   \
	})
#define wait_event_interruptible_lock_irq_timeout(queue, condition, lock, timeout) \
	___wait_event_lock_irq_timeout(queue, condition, lock, timeout, TASK_INTERRUPTIBLE)
#define wait_event_lock_irq_timeout(queue, condition, lock, timeout) \
	___wait_event_lock_irq_timeout(queue, condition, lock, timeout, TASK_UNINTERRUPTIBLE)

/* With the queue's own lock held. */
#define ___wait_event_locked(queue, condition, more_flags, sleep)                               \
	({                                                                                      \
		int __result;                                                                   \
		DEFINE_WAIT(__wait);                                                            \
		__wait.flags |= (more_flags);                                                   \
		do {                                                                            \
			__result = sleep(&(queue), &__wait);                                    \
		} while (!__result && !(condition));                                            \
		list_del_init(&__wait.entry);                                                   \
		__set_current_state(TASK_RUNNING);                                              \
		__result;                                                                       \
	})
#define wait_event_interruptible_locked(queue, condition) \
	((condition) ? 0 : ___wait_event_locked(queue, condition, 0, do_wait_intr))
#define wait_event_interruptible_locked_irq(queue, condition) \
	((condition) ? 0 : ___wait_event_locked(queue, condition, 0, do_wait_intr_irq))
#define wait_event_interruptible_exclusive_locked(queue, condition) \
	((condition) ? 0 : ___wait_event_locked(queue, condition, WQ_FLAG_EXCLUSIVE, do_wait_intr))
#define wait_event_interruptible_exclusive_locked_irq(queue, condition) \
	((condition) ? 0 : ___wait_event_locked(queue, condition, WQ_FLAG_EXCLUSIVE, do_wait_intr_irq))

#endif

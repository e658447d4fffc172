/* Simple wait queues: wait queues without functions of the waiter's own, and only exclusive wake-ups. */
#ifndef _LINUX_SWAIT_H
#define _LINUX_SWAIT_H

#include <linux/wait.h>

struct swait_queue_head {
	struct wait_queue_head __queue;
};
struct swait_queue {
	struct wait_queue_entry __entry;
};

#define __SWAIT_QUEUE_HEAD_INITIALIZER(name) { __WAIT_QUEUE_HEAD_INITIALIZER((name).__queue) }
#define DECLARE_SWAIT_QUEUE_HEAD(name) struct swait_queue_head name = __SWAIT_QUEUE_HEAD_INITIALIZER(name)
#define DECLARE_SWAIT_QUEUE_HEAD_ONSTACK(name) DECLARE_SWAIT_QUEUE_HEAD(name)
#define init_swait_queue_head(head) init_waitqueue_head(&(head)->__queue)
#define swait_active(head) waitqueue_active(&(head)->__queue)
#define swq_has_sleeper(head) wq_has_sleeper(&(head)->__queue)
#define swake_up_one(head) __wake_up(&(head)->__queue, TASK_NORMAL, 1, NULL)
#define swake_up_all(head) __wake_up(&(head)->__queue, TASK_NORMAL, 0, NULL)

#define swait_event_exclusive(head, condition)                                                  \
	do {                                                                                    \
		if (!(condition))                                                               \
			(void)___wait_event((head).__queue, condition, TASK_UNINTERRUPTIBLE, 1, schedule()); \
	} while (0)
#define swait_event_idle_exclusive(head, condition) swait_event_exclusive(head, condition)
#define swait_event_interruptible_exclusive(head, condition)                                    \
	({                                                                                      \
		int __result = 0;                                                               \
		if (!(condition))                                                               \
			__result = ___wait_event((head).__queue, condition, TASK_INTERRUPTIBLE, 1, schedule()); \
		__result;                                                                       \
	})
#define swait_event_timeout_exclusive(head, condition, timeout) \
	___wait_event_timeout((head).__queue, condition, timeout, TASK_UNINTERRUPTIBLE)
#define swait_event_interruptible_timeout_exclusive(head, condition, timeout) \
	___wait_event_timeout((head).__queue, condition, timeout, TASK_INTERRUPTIBLE)

#endif

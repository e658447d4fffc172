/* Functions to be called at a jiffy. */
#ifndef _LINUX_TIMER_H
#define _LINUX_TIMER_H

#include <linux/jiffies.h>
#include <linux/list.h>

struct timer_list {
	struct hlist_node entry;
	unsigned long expires;
	void (*function)(struct timer_list *timer);
	u32 flags;
};

#define TIMER_CPUMASK 0x0003ffff
#define TIMER_DEFERRABLE 0x00080000
#define TIMER_PINNED 0x00100000
#define TIMER_IRQSAFE 0x00200000
#define TIMER_INIT_FLAGS (TIMER_DEFERRABLE | TIMER_PINNED | TIMER_IRQSAFE)

#define __TIMER_INITIALIZER(callback, timer_flags) { .function = (callback), .flags = (timer_flags) }
#define DEFINE_TIMER(name, callback) struct timer_list name = __TIMER_INITIALIZER(callback, 0)
#define timer_setup(timer, callback, timer_flags) __timer_init(timer, callback, timer_flags)
#define timer_setup_on_stack(timer, callback, timer_flags) __timer_init(timer, callback, timer_flags)
#define from_timer(variable, timer, member) container_of(timer, __typeof__(*variable), member)

static inline void __timer_init(struct timer_list *timer, void (*function)(struct timer_list *), u32 flags)
{
	timer->entry.pprev = NULL;
	timer->function = function;
	timer->flags = flags;
}

static inline int timer_pending(const struct timer_list *timer) { return !hlist_unhashed(&timer->entry); }

/* kernel/time/timer.c */
void add_timer(struct timer_list *timer);
int mod_timer(struct timer_list *timer, unsigned long expires);
int mod_timer_pending(struct timer_list *timer, unsigned long expires);
void add_timer_on(struct timer_list *timer, int cpu);
int timer_reduce(struct timer_list *timer, unsigned long expires);
int del_timer(struct timer_list *timer);
int del_timer_sync(struct timer_list *timer);
int try_to_del_timer_sync(struct timer_list *timer);
u64 __next_timer_ns(int cpu);
bool __timers_are_due(int cpu);
void __run_timers(void);

#define timer_delete(timer) del_timer(timer)
#define timer_delete_sync(timer) del_timer_sync(timer)
#define del_singleshot_timer_sync(timer) del_timer_sync(timer)
#define destroy_timer_on_stack(timer) ((void)(timer))

#endif

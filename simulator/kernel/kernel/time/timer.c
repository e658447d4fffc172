/* Timers in jiffies: each CPU keeps its own and calls the functions of those that are due from its timer softirq. */
#include <linux/bug.h>
#include <linux/hrtimer.h>
#include <linux/interrupt.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/timer.h>

/* Distance in jiffies from which the next coarser level of the wheel serves. */
#define LEVELS 9
#define LEVEL_START(level) (63ul << (((level) - 1) * 3))
#define LEVEL_SHIFT(level) (3 * (level))
#define LEVEL_IN_FLAGS 22
/* In place of a level: it was late when it was added, and is due at the next tick. */
#define OVERDUE 15u

struct timer_base {
	spinlock_t lock;
	struct hlist_head timers; /* the latest added first */
	struct timer_list *running;
	unsigned long passed; /* the jiffy up to which all were called */
};

static struct timer_base timer_bases[__CPU_LIMIT];

static unsigned int level_of(const struct timer_list *timer)
{
	long distance = timer->expires - jiffies;
	unsigned int level = 0;

	if (distance < 0)
		return OVERDUE;
	while (level < LEVELS - 1 && distance >= LEVEL_START(level + 1))
		level++;
	return level;
}

/* The jiffy at which its slot of the wheel is emptied: never early, and as late as the level is coarse. */
static unsigned long due_jiffy(const struct timer_list *timer)
{
	unsigned int level = timer->flags >> LEVEL_IN_FLAGS;

	if (level == OVERDUE)
		return timer->expires;
	return ((timer->expires >> LEVEL_SHIFT(level)) + 1) << LEVEL_SHIFT(level);
}

static u64 jiffy_ns(unsigned long jiffy)
{
	return (jiffy - INITIAL_JIFFIES) * (NSEC_PER_SEC / HZ);
}

static struct timer_base *timer_base_of(const struct timer_list *timer)
{
	return &timer_bases[timer->flags & TIMER_CPUMASK];
}

/* The virtual time at which this CPU's softirq must run next; ~0 without timers. */
u64 __next_timer_ns(int cpu)
{
	struct timer_list *timer;
	u64 earliest = ~0ull;

	hlist_for_each_entry(timer, &timer_bases[cpu].timers, entry) {
		unsigned long due = due_jiffy(timer);
		u64 at = jiffy_ns(time_after(due, timer_bases[cpu].passed) ? due : timer_bases[cpu].passed + 1);

		if (at < earliest)
			earliest = at;
	}
	return earliest;
}

static bool timer_is_due(const struct timer_list *timer)
{
	return time_after_eq(jiffies, due_jiffy(timer));
}

bool __timers_are_due(int cpu)
{
	struct timer_list *timer;

	hlist_for_each_entry(timer, &timer_bases[cpu].timers, entry)
		if (timer_is_due(timer))
			return true;
	return false;
}

/* The earliest slot first; of one jiffy the coarsest level first, and in a slot the latest added. */
static struct timer_list *next_due_timer(struct timer_base *base)
{
	struct timer_list *timer, *found = NULL;

	hlist_for_each_entry(timer, &base->timers, entry) {
		if (!timer_is_due(timer))
			continue;
		if (!found || time_before(due_jiffy(timer), due_jiffy(found)) ||
		    (due_jiffy(timer) == due_jiffy(found) && timer->flags >> LEVEL_IN_FLAGS > found->flags >> LEVEL_IN_FLAGS))
			found = timer;
	}
	return found;
}

static void call_timer_fn(struct timer_base *base, struct timer_list *timer)
{
	int count = preempt_count();
	void (*function)(struct timer_list *) = timer->function;

	base->running = timer;
	hlist_del_init(&timer->entry);
	if (timer->flags & TIMER_IRQSAFE) {
		spin_unlock(&base->lock);
		count = preempt_count();
		function(timer);
		spin_lock(&base->lock);
	} else {
		spin_unlock_irq(&base->lock);
		count = preempt_count();
		function(timer);
		if (preempt_count() != count) {
			WARN_ONCE(1, "timer: %pS preempt leak: %08x -> %08x\n", function, count, preempt_count());
			preempt_count_add(count - preempt_count());
		}
		spin_lock_irq(&base->lock);
	}
	base->running = NULL;
}

/* The action of TIMER_SOFTIRQ. */
void __run_timers(void)
{
	struct timer_base *base = &timer_bases[smp_processor_id()];
	struct timer_list *timer;

	spin_lock_irq(&base->lock);
	while ((timer = next_due_timer(base)) != NULL)
		call_timer_fn(base, timer);
	base->passed = jiffies;
	spin_unlock_irq(&base->lock);
}

static int set_timer(struct timer_list *timer, unsigned long expires, int cpu, bool only_pending)
{
	struct timer_base *base = timer_base_of(timer);
	unsigned long flags;
	int pending;

	spin_lock_irqsave(&base->lock, flags);
	pending = timer_pending(timer);
	if (only_pending && !pending) {
		spin_unlock_irqrestore(&base->lock, flags);
		return 0;
	}
	if (pending)
		hlist_del_init(&timer->entry);
	/* A timer whose function runs stays with its CPU: del_timer_sync() looks there. */
	if (base->running == timer)
		cpu = timer->flags & TIMER_CPUMASK;
	spin_unlock(&base->lock);
	base = &timer_bases[cpu];
	spin_lock(&base->lock);
	timer->expires = expires;
	timer->flags = (timer->flags & TIMER_INIT_FLAGS) | cpu | level_of(timer) << LEVEL_IN_FLAGS;
	hlist_add_head(&timer->entry, &base->timers);
	__reprogram_timer(cpu);
	spin_unlock_irqrestore(&base->lock, flags);
	return pending;
}

int mod_timer(struct timer_list *timer, unsigned long expires)
{
	if (timer_pending(timer) && timer->expires == expires)
		return 1;
	return set_timer(timer, expires, smp_processor_id(), false);
}

int mod_timer_pending(struct timer_list *timer, unsigned long expires)
{
	return set_timer(timer, expires, smp_processor_id(), true);
}

int timer_reduce(struct timer_list *timer, unsigned long expires)
{
	return timer_pending(timer) && time_before_eq(timer->expires, expires) ? 1 : mod_timer(timer, expires);
}

void add_timer(struct timer_list *timer)
{
	BUG_ON(timer_pending(timer));
	mod_timer(timer, timer->expires);
}

void add_timer_on(struct timer_list *timer, int cpu)
{
	BUG_ON(timer_pending(timer) || !timer->function);
	set_timer(timer, timer->expires, cpu, false);
}

int del_timer(struct timer_list *timer)
{
	struct timer_base *base = timer_base_of(timer);
	unsigned long flags;
	int pending;

	spin_lock_irqsave(&base->lock, flags);
	pending = timer_pending(timer);
	if (pending)
		hlist_del_init(&timer->entry);
	spin_unlock_irqrestore(&base->lock, flags);
	return pending;
}

/* -1: its function runs on another CPU. */
int try_to_del_timer_sync(struct timer_list *timer)
{
	return READ_ONCE(timer_base_of(timer)->running) == timer ? -1 : del_timer(timer);
}

int del_timer_sync(struct timer_list *timer)
{
	int pending;

	WARN_ON(in_hardirq() && !(timer->flags & TIMER_IRQSAFE));
	while ((pending = try_to_del_timer_sync(timer)) < 0)
		cpu_relax();
	return pending;
}

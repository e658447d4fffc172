/* Timers: one thread sleeps until the next is due and calls its function as a softirq would. */
#include <linux/bug.h>
#include <linux/hrtimer.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/timer.h>

static HLIST_HEAD(timers);
static LIST_HEAD(hrtimers);
static DEFINE_SPINLOCK(lock);
static struct task_struct *timer_thread;
static void *running_timer; /* the timer whose function is being called */

static u64 due_at(const struct timer_list *timer)
{
	long ticks = timer->expires - INITIAL_JIFFIES;

	return ticks < 0 ? 0 : (u64)ticks * (NSEC_PER_SEC / HZ);
}

/* The earliest time at which any timer is due; ~0 without one. */
static u64 next_due(struct timer_list **timer, struct hrtimer **hrtimer)
{
	struct timer_list *each;
	struct hrtimer *fine;
	u64 earliest = ~0ull;

	*timer = NULL;
	*hrtimer = NULL;
	hlist_for_each_entry(each, &timers, entry) {
		if (due_at(each) >= earliest)
			continue;
		earliest = due_at(each);
		*timer = each;
	}
	list_for_each_entry(fine, &hrtimers, entry) {
		if ((u64)fine->expires >= earliest)
			continue;
		earliest = fine->expires;
		*hrtimer = fine;
		*timer = NULL;
	}
	return earliest;
}

static void call(struct timer_list *timer, struct hrtimer *hrtimer)
{
	running_timer = timer ? (void *)timer : (void *)hrtimer;
	if (timer)
		hlist_del_init(&timer->entry);
	if (hrtimer) {
		list_del_init(&hrtimer->entry);
		hrtimer->queued = false;
	}
	spin_unlock_irq(&lock);
	preempt_count_add(SOFTIRQ_OFFSET);
	if (timer)
		timer->function(timer);
	else if (hrtimer->function(hrtimer) == HRTIMER_RESTART)
		hrtimer_start(hrtimer, hrtimer->expires, HRTIMER_MODE_ABS);
	preempt_count_sub(SOFTIRQ_OFFSET);
	spin_lock_irq(&lock);
	running_timer = NULL;
}

static int run_timers(void *unused)
{
	struct timer_list *timer;
	struct hrtimer *hrtimer;

	for (;;) {
		u64 due;

		spin_lock_irq(&lock);
		while ((due = next_due(&timer, &hrtimer)) <= __ktime_ns())
			call(timer, hrtimer);
		__set_current_state(TASK_IDLE);
		spin_unlock_irq(&lock);
		if (due != ~0ull)
			__wake_current_at(due);
		schedule();
		__forget_wake();
	}
	return 0;
}

/* With the lock dropped: the thread looks again. */
static void poke_thread(void)
{
	if (!timer_thread) {
		timer_thread = kthread_create(run_timers, NULL, "ktimers/0");
		if (IS_ERR(timer_thread)) {
			timer_thread = NULL;
			return;
		}
	}
	wake_up_process(timer_thread);
}

int mod_timer(struct timer_list *timer, unsigned long expires)
{
	unsigned long flags;
	int pending;

	spin_lock_irqsave(&lock, flags);
	pending = timer_pending(timer);
	timer->expires = expires;
	if (!pending)
		hlist_add_head(&timer->entry, &timers);
	spin_unlock_irqrestore(&lock, flags);
	poke_thread();
	return pending;
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

int del_timer(struct timer_list *timer)
{
	unsigned long flags;
	int pending;

	spin_lock_irqsave(&lock, flags);
	pending = timer_pending(timer);
	if (pending)
		hlist_del_init(&timer->entry);
	spin_unlock_irqrestore(&lock, flags);
	return pending;
}

int del_timer_sync(struct timer_list *timer)
{
	int pending = del_timer(timer);

	while (READ_ONCE(running_timer) == timer && current != timer_thread)
		yield();
	return pending;
}

void hrtimer_init(struct hrtimer *timer, clockid_t clock, enum hrtimer_mode mode)
{
	*timer = (struct hrtimer){ .function = NULL };
	INIT_LIST_HEAD(&timer->entry);
}

void hrtimer_start(struct hrtimer *timer, ktime_t time, enum hrtimer_mode mode)
{
	unsigned long flags;

	spin_lock_irqsave(&lock, flags);
	if (timer->queued)
		list_del(&timer->entry);
	timer->expires = mode & HRTIMER_MODE_REL ? time + (ktime_t)__ktime_ns() : time;
	list_add_tail(&timer->entry, &hrtimers);
	timer->queued = true;
	spin_unlock_irqrestore(&lock, flags);
	poke_thread();
}

int hrtimer_try_to_cancel(struct hrtimer *timer)
{
	unsigned long flags;
	int queued;

	spin_lock_irqsave(&lock, flags);
	queued = timer->queued;
	if (queued)
		list_del_init(&timer->entry);
	timer->queued = false;
	spin_unlock_irqrestore(&lock, flags);
	return !queued && READ_ONCE(running_timer) == timer ? -1 : queued;
}

int hrtimer_cancel(struct hrtimer *timer)
{
	int result;

	while ((result = hrtimer_try_to_cancel(timer)) < 0)
		yield();
	return result;
}

/* Moves the expiry past now in whole intervals; the number of them. */
u64 hrtimer_forward_now(struct hrtimer *timer, ktime_t interval)
{
	s64 late = (s64)__ktime_ns() - timer->expires;
	u64 steps;

	if (late < 0)
		return 0;
	steps = late / interval + 1;
	timer->expires += steps * interval;
	return steps;
}

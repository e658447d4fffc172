/* Timers in nanoseconds: called from the CPU's timer interrupt itself, or, if they ask for it, from a softirq; and what that interrupt does. */
#include <linux/hrtimer.h>
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/interrupt.h>
#include <linux/irqdesc.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/spinlock.h>

#define HRTIMER_STATE_ENQUEUED 1

struct hrtimer_base {
	spinlock_t lock;
	struct list_head timers; /* the earliest first */
	struct hrtimer *running;
};

static struct hrtimer_base hrtimer_bases[__CPU_LIMIT];

static struct hrtimer_base *hrtimer_base_on(int cpu)
{
	if (!hrtimer_bases[cpu].timers.next)
		INIT_LIST_HEAD(&hrtimer_bases[cpu].timers);
	return &hrtimer_bases[cpu];
}

/* The first that needs an interrupt: the soft ones do not once their softirq is pending. */
static struct hrtimer *first_timer(int cpu)
{
	bool soft = !__softirq_is_pending(cpu, HRTIMER_SOFTIRQ);
	struct hrtimer *timer;

	list_for_each_entry(timer, &hrtimer_base_on(cpu)->timers, node.list)
		if (soft || !timer->is_soft)
			return timer;
	return NULL;
}

/* One of the CPU's timers was set: its interrupt comes at the earliest time that any of them needs. */
void __reprogram_timer(int cpu)
{
	struct hrtimer *first = first_timer(cpu);
	u64 due = __next_softirq_tick_ns(cpu);

	/* Those that are due wait for their softirq, not for another interrupt. */
	if (!__softirq_is_pending(cpu, TIMER_SOFTIRQ) && __next_timer_ns(cpu) < due)
		due = __next_timer_ns(cpu);
	if (first && (u64)first->node.expires < due)
		due = first->node.expires;
	__program_timer_interrupt(cpu, due);
}

static void insert_hrtimer(struct hrtimer_base *base, struct hrtimer *timer)
{
	struct hrtimer *later;

	list_for_each_entry(later, &base->timers, node.list)
		if (later->node.expires > timer->node.expires)
			break;
	list_add_tail(&timer->node.list, &later->node.list);
	timer->state = HRTIMER_STATE_ENQUEUED;
}

static void take_hrtimer_out(struct hrtimer *timer)
{
	list_del_init(&timer->node.list);
	timer->state = 0;
}

static void call_hrtimer(struct hrtimer_base *base, struct hrtimer *timer)
{
	enum hrtimer_restart again;

	take_hrtimer_out(timer);
	base->running = timer;
	spin_unlock(&base->lock);
	if (timer->is_soft) {
		local_irq_enable();
		again = timer->function(timer);
		local_irq_disable();
	} else {
		again = timer->function(timer);
	}
	spin_lock(&base->lock);
	if (again != HRTIMER_NORESTART && !timer->state)
		insert_hrtimer(base, timer);
	base->running = NULL;
}

/* All of one kind that may run now. With interrupts off. */
static bool run_due_hrtimers(struct hrtimer_base *base, bool soft)
{
	struct hrtimer *timer, *due;
	bool others = false;

	spin_lock(&base->lock);
	do {
		due = NULL;
		list_for_each_entry(timer, &base->timers, node.list) {
			if (timer->_softexpires > (ktime_t)__ktime_ns())
				continue;
			if (timer->is_soft != soft) {
				others = true;
				continue;
			}
			due = timer;
			break;
		}
		if (due)
			call_hrtimer(base, due);
	} while (due);
	spin_unlock(&base->lock);
	return others;
}

/* The action of HRTIMER_SOFTIRQ. */
void __run_soft_hrtimers(void)
{
	local_irq_disable();
	run_due_hrtimers(hrtimer_base_on(smp_processor_id()), true);
	local_irq_enable();
}

/* On top of whatever the CPU was doing, with interrupts off. */
void __do_timer_interrupt(void)
{
	int cpu = smp_processor_id();

	if (run_due_hrtimers(hrtimer_base_on(cpu), false))
		raise_softirq_irqoff(HRTIMER_SOFTIRQ);
	if (__timers_are_due(cpu))
		raise_softirq_irqoff(TIMER_SOFTIRQ);
	__irq_leave(-1);
	__irq_exit();
	__reprogram_timer(cpu);
}

void hrtimer_init(struct hrtimer *timer, clockid_t clock, enum hrtimer_mode mode)
{
	*timer = (struct hrtimer){ .is_soft = (mode & HRTIMER_MODE_SOFT) != 0 };
	INIT_LIST_HEAD(&timer->node.list);
}

static struct hrtimer_base *hrtimer_base_of(const struct hrtimer *timer)
{
	return hrtimer_base_on(timer->__cpu);
}

void hrtimer_start_range_ns(struct hrtimer *timer, ktime_t time, u64 range, enum hrtimer_mode mode)
{
	struct hrtimer_base *base = hrtimer_base_of(timer);
	unsigned long flags;

	if (WARN_ON(!timer->function))
		return;
	spin_lock_irqsave(&base->lock, flags);
	if (timer->state)
		take_hrtimer_out(timer);
	spin_unlock(&base->lock);
	if (base->running != timer)
		timer->__cpu = smp_processor_id();
	base = hrtimer_base_of(timer);
	spin_lock(&base->lock);
	timer->_softexpires = mode & HRTIMER_MODE_REL ? ktime_add_safe(time, __ktime_ns()) : time;
	timer->node.expires = ktime_add_safe(timer->_softexpires, range);
	insert_hrtimer(base, timer);
	__reprogram_timer(timer->__cpu);
	spin_unlock_irqrestore(&base->lock, flags);
}

/* -1: its function is running. */
int hrtimer_try_to_cancel(struct hrtimer *timer)
{
	struct hrtimer_base *base = hrtimer_base_of(timer);
	unsigned long flags;
	int result = 0;

	spin_lock_irqsave(&base->lock, flags);
	if (base->running == timer)
		result = -1;
	else if (timer->state) {
		take_hrtimer_out(timer);
		result = 1;
	}
	spin_unlock_irqrestore(&base->lock, flags);
	return result;
}

int hrtimer_cancel(struct hrtimer *timer)
{
	int result;

	while ((result = hrtimer_try_to_cancel(timer)) < 0)
		cpu_relax();
	return result;
}

bool hrtimer_callback_running(struct hrtimer *timer)
{
	return hrtimer_base_of(timer)->running == timer;
}

bool hrtimer_active(const struct hrtimer *timer)
{
	return timer->state || hrtimer_base_of(timer)->running == timer;
}

/* Moves the expiry past `now` in whole intervals; the number of them. */
u64 hrtimer_forward(struct hrtimer *timer, ktime_t now, ktime_t interval)
{
	s64 late = now - timer->_softexpires;
	u64 steps;

	if (late < 0)
		return 0;
	if (__WARN_ON_AT("kernel/time/hrtimer.c", 1061, timer->state))
		return 0;
	if (interval < 1)
		interval = 1;
	steps = late / interval + 1;
	hrtimer_set_expires(timer, timer->_softexpires + steps * interval);
	return steps;
}

struct sleep_hrtimer {
	struct hrtimer timer;
	struct task_struct *task;
};

static enum hrtimer_restart hrtimer_sleep_is_over(struct hrtimer *timer)
{
	struct sleep_hrtimer *sleep = container_of(timer, struct sleep_hrtimer, timer);
	struct task_struct *task = sleep->task;

	sleep->task = NULL;
	if (task)
		wake_up_process(task);
	return HRTIMER_NORESTART;
}

/* The state is set by the caller. 0: the time is over; -EINTR: woken before. */
int schedule_hrtimeout_range(ktime_t *expires, u64 slack, enum hrtimer_mode mode)
{
	struct sleep_hrtimer sleep = { .task = current };

	if (!expires) {
		schedule();
		return -EINTR;
	}
	if (*expires == 0) {
		__set_current_state(TASK_RUNNING);
		return 0;
	}
	hrtimer_init(&sleep.timer, CLOCK_MONOTONIC, mode);
	sleep.timer.function = hrtimer_sleep_is_over;
	hrtimer_start_range_ns(&sleep.timer, *expires, slack, mode);
	if (sleep.task)
		schedule();
	hrtimer_cancel(&sleep.timer);
	__set_current_state(TASK_RUNNING);
	return sleep.task ? -EINTR : 0;
}

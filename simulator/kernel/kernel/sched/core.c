/* Giving up the CPU, and sleeping for a time, on top of the scheduler that picks tasks (tasks.ts). */
#include <linux/sched.h>
#include <linux/jiffies.h>
#include <linux/printk.h>
#include <linux/bug.h>
#include <linux/irqflags.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

/* What the scheduler itself adds to the count while it works. */
#define PREEMPT_DISABLED 1

static void rcu_note_context_switch(struct task_struct *task)
{
	WARN_ONCE(task->rcu_read_lock_nesting > 0,
		  "Voluntary context switch within RCU read-side critical section!");
}

void schedule(void)
{
	struct task_struct *task = current;
	unsigned int state = get_current_state();

	/* A signal that is there already ends the sleep before it begins. */
	if (signal_pending_state(state, task))
		__set_current_state(state = TASK_RUNNING);
	/* Another worker goes on with the queue while this one sleeps. */
	if (state && task->worker)
		__worker_sleeps(task->worker);
	if (preempt_count()) {
		__schedule_bug((preempt_count() + PREEMPT_DISABLED) & 0x7fffffff);
		__preempt_count_clear();
	}
	rcu_note_context_switch(task);
	__schedule();
	/* Whoever was switched away comes back with interrupts on. */
	local_irq_enable();
	if (state && task->worker)
		__worker_runs(task->worker);
}

struct sleep_timer {
	struct timer_list timer;
	struct task_struct *task;
};

static void timeout_is_over(struct timer_list *timer)
{
	struct sleep_timer *sleep = from_timer(sleep, timer, timer);

	wake_up_process(sleep->task);
}

long schedule_timeout(long timeout)
{
	struct sleep_timer sleep = { .task = current };
	unsigned long expires;
	long left;

	if (timeout == MAX_SCHEDULE_TIMEOUT) {
		schedule();
		return timeout;
	}
	if (timeout < 0) {
		printk(KERN_ERR "schedule_timeout: wrong timeout value %lx\n", timeout);
		dump_stack();
		__set_current_state(TASK_RUNNING);
		return 0;
	}
	expires = jiffies + timeout;
	timer_setup_on_stack(&sleep.timer, timeout_is_over, 0);
	mod_timer(&sleep.timer, expires);
	schedule();
	del_timer_sync(&sleep.timer);
	left = expires - jiffies;
	return left < 0 ? 0 : left;
}

long schedule_timeout_interruptible(long timeout)
{
	__set_current_state(TASK_INTERRUPTIBLE);
	return schedule_timeout(timeout);
}

long schedule_timeout_killable(long timeout)
{
	__set_current_state(TASK_KILLABLE);
	return schedule_timeout(timeout);
}

long schedule_timeout_uninterruptible(long timeout)
{
	__set_current_state(TASK_UNINTERRUPTIBLE);
	return schedule_timeout(timeout);
}

long schedule_timeout_idle(long timeout)
{
	__set_current_state(TASK_IDLE);
	return schedule_timeout(timeout);
}

void io_schedule(void)
{
	schedule();
}

long io_schedule_timeout(long timeout)
{
	return schedule_timeout(timeout);
}

/* Kernel code is preempted here and nowhere else. */
int _cond_resched(void)
{
	if (!__need_resched() || preempt_count())
		return 0;
	__schedule();
	return 1;
}

void yield(void)
{
	__set_current_state(TASK_RUNNING);
	schedule();
}

/* task-functions.ts */
bool __migrate_enable(void);

void migrate_enable(void)
{
	__warn_only_once(!__migrate_enable(), __warn_report("kernel/sched/core.c", 2251, NULL));
}

char task_state_to_char(struct task_struct *task)
{
	unsigned int state = __task_state(task);

	if (state == TASK_IDLE)
		return 'I';
	return state & TASK_DEAD ? 'X' : state & TASK_PARKED ? 'P' : state & TASK_UNINTERRUPTIBLE ? 'D' :
	       state & TASK_INTERRUPTIBLE ? 'S' : 'R';
}

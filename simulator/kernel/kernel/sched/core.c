/* Sleeping for a time, on top of the scheduler that picks tasks (tasks.ts). */
#include <linux/sched.h>
#include <linux/jiffies.h>
#include <linux/printk.h>
#include <linux/bug.h>
#include <linux/rcupdate.h>

/* Virtual time at which the jiffies counter reaches `expires`. */
static u64 jiffy_start_ns(unsigned long expires)
{
	return (expires - INITIAL_JIFFIES) * (NSEC_PER_SEC / HZ);
}

long schedule_timeout(long timeout)
{
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
	__wake_current_at(jiffy_start_ns(expires));
	schedule();
	__forget_wake();
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

int _cond_resched(void)
{
	if (!__need_resched())
		return 0;
	schedule();
	return 1;
}

void yield(void)
{
	__set_current_state(TASK_RUNNING);
	schedule();
}

/* Every reader runs with preemption off, so one turn of every other task ends them all. */
void synchronize_rcu(void)
{
	might_sleep();
	yield();
}

void rcu_barrier(void)
{
	synchronize_rcu();
}

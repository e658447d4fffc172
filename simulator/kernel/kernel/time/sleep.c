/* Sleeping for at least a given time. */
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/sched.h>

void msleep(unsigned int ms)
{
	unsigned long timeout = msecs_to_jiffies(ms) + 1;

	might_sleep();
	while (timeout)
		timeout = schedule_timeout_uninterruptible(timeout);
}

unsigned long msleep_interruptible(unsigned int ms)
{
	unsigned long timeout = msecs_to_jiffies(ms) + 1;

	might_sleep();
	while (timeout && !signal_pending(current))
		timeout = schedule_timeout_interruptible(timeout);
	return jiffies_to_msecs(timeout);
}

/* A high-resolution timer: the sleep ends at the earliest moment allowed. */
void usleep_range_state(unsigned long min_us, unsigned long max_us, unsigned int state)
{
	u64 deadline = __ktime_ns() + (u64)min_us * NSEC_PER_USEC;

	might_sleep();
	while (__ktime_ns() < deadline) {
		__set_current_state(state);
		__wake_current_at(deadline);
		schedule();
		__forget_wake();
	}
}

void fsleep(unsigned long us)
{
	if (us <= 10)
		udelay(us);
	else if (us <= 20000)
		usleep_range(us, 2 * us);
	else
		msleep(DIV_ROUND_UP(us, 1000));
}

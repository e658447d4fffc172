/* Sleeping for at least a given time. */
#include <linux/delay.h>
#include <linux/hrtimer.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/sched.h>

/* Of a time stamp counter at 3 GHz, as x86 has it. */
unsigned long loops_per_jiffy = 3000000000ul / HZ;

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

/* The end of the range is when the CPU's timer is set; an interrupt within it may end the sleep before. */
void usleep_range_state(unsigned long min_us, unsigned long max_us, unsigned int state)
{
	ktime_t expires = ktime_add_us(ktime_get(), min_us);
	u64 slack = (u64)(max_us - min_us) * NSEC_PER_USEC;

	might_sleep();
	for (;;) {
		__set_current_state(state);
		if (!schedule_hrtimeout_range(&expires, slack, HRTIMER_MODE_ABS))
			break;
		if (state & TASK_INTERRUPTIBLE)
			break;
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

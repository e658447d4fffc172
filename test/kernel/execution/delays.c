// SPDX-License-Identifier: MIT
/* No sleep and no delay is shorter than asked. */
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/sched.h>

#define AT_LEAST(us, what)                                                      \
	do {                                                                    \
		ktime_t before = ktime_get();                                   \
		what;                                                           \
		pr_info(#what ": %d\n", ktime_us_delta(ktime_get(), before) >= (us)); \
	} while (0)

static int __init delays_init(void)
{
	unsigned long before;

	AT_LEAST(10, ndelay(10000));
	AT_LEAST(50, udelay(50));
	AT_LEAST(3000, mdelay(3));
	AT_LEAST(200, usleep_range(200, 400));
	AT_LEAST(5000, msleep(5));
	AT_LEAST(5, fsleep(5));
	AT_LEAST(500, fsleep(500));
	AT_LEAST(21000, fsleep(21000));
	AT_LEAST(3000, schedule_timeout_uninterruptible(msecs_to_jiffies(4)));
	before = jiffies;
	schedule_timeout_uninterruptible(5);
	pr_info("jiffies %d\n", jiffies - before >= 5);
	pr_info("left %ld\n", schedule_timeout_uninterruptible(3));
	pr_info("zero %ld\n", schedule_timeout_uninterruptible(0));
	set_current_state(TASK_RUNNING);
	pr_info("running %d\n", schedule_timeout(50) > 0);
	pr_info("killable %ld idle %ld\n", schedule_timeout_killable(2), schedule_timeout_idle(2));
	return 0;
}

static void __exit delays_exit(void)
{
}

module_init(delays_init);
module_exit(delays_exit);
MODULE_LICENSE("GPL");

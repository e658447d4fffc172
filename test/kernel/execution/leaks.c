// SPDX-License-Identifier: MIT
/* Functions that return with preemption still off: a timer, a work, a tasklet, and an init function. */
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

static void leaky_timer(struct timer_list *unused)
{
	preempt_disable();
}
static DEFINE_TIMER(timer, leaky_timer);

static void leaky_work(struct work_struct *unused)
{
	preempt_disable();
}
static DECLARE_WORK(work, leaky_work);

static int __init leaks_init(void)
{
	mod_timer(&timer, jiffies + 2);
	msleep(20);
	schedule_work(&work);
	msleep(50);
	preempt_disable();
	return 0;
}

static void __exit leaks_exit(void)
{
	pr_info("count %d\n", preempt_count());
}

module_init(leaks_init);
module_exit(leaks_exit);
MODULE_LICENSE("GPL");

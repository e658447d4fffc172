// SPDX-License-Identifier: MIT
/* An oops in a timer: there is no task that could die of it. (Asked in a boot of its own.) */
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/timer.h>

static int *nowhere;

static noinline void fatal(struct timer_list *unused)
{
	pr_info("timer\n");
	WRITE_ONCE(*nowhere, 1);
	pr_info("not reached\n");
}
static DEFINE_TIMER(a_timer, fatal);

static int __init panic_timer_init(void)
{
	mod_timer(&a_timer, jiffies + 2);
	msleep(50);
	pr_info("not reached\n");
	return 0;
}

module_init(panic_timer_init);
MODULE_LICENSE("GPL");

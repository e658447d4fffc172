// SPDX-License-Identifier: MIT
/* Timers: in which order and after how many jiffies do they run, and what do the functions around them return? */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/irqflags.h>
#include <linux/jiffies.h>
#include <linux/module.h>
#include <linux/timer.h>

struct named {
	struct timer_list timer;
	int number;
	unsigned long at;
};
static struct named timers[6];
static DECLARE_COMPLETION(done);
static int order[6], count, rounds;

static void fired(struct timer_list *timer)
{
	struct named *named = from_timer(named, timer, timer);

	named->at = jiffies;
	order[count++] = named->number;
}

static void periodic(struct timer_list *timer)
{
	pr_info("round %d pending %d\n", rounds, timer_pending(timer));
	if (++rounds < 3)
		mod_timer(timer, jiffies + 5);
	else
		complete(&done);
}
static DEFINE_TIMER(repeating, periodic);

static void kills_itself(struct timer_list *timer)
{
	pr_info("deleting oneself %d\n", del_timer(timer));
	complete(&done);
}

static void same_time(void)
{
	unsigned long start;
	int i;

	local_irq_disable();
	start = jiffies;
	for (i = 0; i < 4; i++)
		mod_timer(&timers[i].timer, start + 20);
	mod_timer(&timers[4].timer, start + 10);
	mod_timer(&timers[5].timer, start + 20);
	local_irq_enable();
	msleep(60);
	pr_info("order %d %d %d %d %d %d\n", order[0], order[1], order[2], order[3], order[4], order[5]);
	pr_info("later than asked: %d %d\n", timers[0].at > start + 20, timers[4].at > start + 10);
}

static void coarse(unsigned int distance)
{
	unsigned long start, late;

	count = 0;
	/* From a multiple of 4096 on the slots of the wheel are the same each time. */
	while (jiffies & 63)
		msleep(1);
	local_irq_disable();
	start = jiffies;
	mod_timer(&timers[0].timer, start + distance);
	local_irq_enable();
	while (!count)
		msleep(1);
	late = timers[0].at - start - distance;
	/* Emulated, the kernel may be later still. */
	pr_info("%u: late by at least a jiffy %d\n", distance, late >= 1);
}

static int __init timers_init(void)
{
	struct timer_list own;
	int i;

	for (i = 0; i < 6; i++) {
		timer_setup(&timers[i].timer, fired, 0);
		timers[i].number = i;
	}
	same_time();
	coarse(30);
	coarse(200);
	coarse(600);
	mod_timer(&repeating, jiffies + 5);
	wait_for_completion(&done);
	timer_setup_on_stack(&own, kills_itself, 0);
	own.expires = jiffies + 3;
	add_timer(&own);
	pr_info("pending %d\n", timer_pending(&own));
	wait_for_completion(&done);
	pr_info("mod of an idle one %d\n", mod_timer(&own, jiffies + 1000));
	pr_info("the same time again %d\n", mod_timer(&own, own.expires));
	pr_info("another time %d\n", mod_timer(&own, jiffies + 2000));
	pr_info("pending only %d\n", mod_timer_pending(&own, jiffies + 3000));
	pr_info("sooner %d", timer_reduce(&own, jiffies + 4000));
	pr_cont(" %d\n", own.expires > jiffies + 3500);
	pr_info("try %d\n", try_to_del_timer_sync(&own));
	pr_info("pending only %d, pending %d\n", mod_timer_pending(&own, jiffies + 3), timer_pending(&own));
	pr_info("del %d sync %d\n", del_timer(&own), del_timer_sync(&own));
	mod_timer(&own, jiffies - 5);
	wait_for_completion(&done);
	pr_info("one in the past has run\n");
	destroy_timer_on_stack(&own);
	return 0;
}

static void __exit timers_exit(void)
{
}

module_init(timers_init);
module_exit(timers_exit);
MODULE_LICENSE("GPL");

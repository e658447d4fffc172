// SPDX-License-Identifier: MIT
/* Tasklets: order, being scheduled twice, disabling, scheduling themselves, and being killed. */
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/irq_work.h>
#include <linux/module.h>

static int runs;

static void name(struct tasklet_struct *tasklet);
static DECLARE_TASKLET(first, name);
static DECLARE_TASKLET(second, name);
static DECLARE_TASKLET(high, name);
static DECLARE_TASKLET_DISABLED(disabled, name);

static void name(struct tasklet_struct *tasklet)
{
	pr_info("%s\n", tasklet == &first ? "first" : tasklet == &second ? "second" : tasklet == &high ? "high" : "disabled");
}

static void old(unsigned long data)
{
	pr_info("old form, data %lu\n", data);
}

static void itself(struct tasklet_struct *tasklet)
{
	if (++runs < 5)
		tasklet_schedule(tasklet);
}

static void from_interrupt(struct irq_work *work)
{
	tasklet_schedule(&first);
	tasklet_hi_schedule(&high);
	tasklet_schedule(&second);
	tasklet_schedule(&first);
	pr_info("interrupt over\n");
}
static DEFINE_IRQ_WORK(interrupt, from_interrupt);

static int __init tasklets_init(void)
{
	static struct tasklet_struct ancient, again;

	irq_work_queue(&interrupt);
	msleep(20);
	local_bh_disable();
	tasklet_schedule(&first);
	tasklet_schedule(&first);
	pr_info("still off\n");
	local_bh_enable();
	pr_info("on again\n");
	tasklet_init(&ancient, old, 77);
	local_bh_disable();
	tasklet_schedule(&ancient);
	local_bh_enable();
	/* A softirq that is raised again and again keeps ksoftirqd busy. */
	tasklet_schedule(&disabled);
	udelay(100);
	pr_info("scheduled %d count %d\n", test_bit(TASKLET_STATE_SCHED, &disabled.state), atomic_read(&disabled.count));
	tasklet_enable(&disabled);
	msleep(10);
	pr_info("scheduled %d\n", test_bit(TASKLET_STATE_SCHED, &disabled.state));
	tasklet_setup(&again, itself);
	tasklet_schedule(&again);
	msleep(20);
	pr_info("runs %d\n", runs);
	tasklet_disable(&first);
	pr_info("disabled %d\n", atomic_read(&first.count));
	tasklet_enable(&first);
	tasklet_kill(&again);
	tasklet_kill(&first);
	pr_info("killed %lu\n", first.state);
	return 0;
}

static void __exit tasklets_exit(void)
{
}

module_init(tasklets_init);
module_exit(tasklets_exit);
MODULE_LICENSE("GPL");

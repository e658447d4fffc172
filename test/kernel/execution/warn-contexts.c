// SPDX-License-Identifier: MIT
/* Warnings in a work, in a thread, in a timer and in an interrupt: which task is named, and what does the trace look like? */
#include <linux/bug.h>
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/irq_work.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

static noinline void complain(const char *where)
{
	WARN(1, "in a %s\n", where);
	pr_info("complained\n");
}

static noinline void work(struct work_struct *unused)
{
	complain("work");
	pr_info("work ends\n");
}
static DECLARE_WORK(a_work, work);

static noinline int thread(void *unused)
{
	complain("thread");
	pr_info("thread ends\n");
	return 0;
}

static noinline void timer(struct timer_list *unused)
{
	complain("timer");
	pr_info("timer ends\n");
}
static DEFINE_TIMER(a_timer, timer);

static noinline void interrupt(struct irq_work *unused)
{
	complain("interrupt");
	pr_info("interrupt ends\n");
}
static DEFINE_IRQ_WORK(an_irq_work, interrupt);

static int __init warn_contexts_init(void)
{
	schedule_work(&a_work);
	flush_work(&a_work);
	kthread_run(thread, NULL, "complainer");
	msleep(50);
	mod_timer(&a_timer, jiffies + 2);
	msleep(50);
	irq_work_queue(&an_irq_work);
	return 0;
}

static void __exit warn_contexts_exit(void)
{
}

module_init(warn_contexts_init);
module_exit(warn_contexts_exit);
MODULE_LICENSE("GPL");

// SPDX-License-Identifier: MIT
/* What interrupts what: an irq_work queued with interrupts off, in a softirq and in a timer; softirqs raised with bottom halves off. */
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/irq_work.h>
#include <linux/module.h>
#include <linux/spinlock.h>
#include <linux/timer.h>

static DEFINE_SPINLOCK(lock);

static void said(struct irq_work *work)
{
	pr_info("irq_work, softirq below %d\n", in_serving_softirq() != 0);
}
static DEFINE_IRQ_WORK(one, said);
static DEFINE_IRQ_WORK(two, said);

static void small(struct tasklet_struct *tasklet)
{
	pr_info("tasklet begins\n");
	irq_work_queue(&two);
	pr_info("tasklet ends\n");
}
static DECLARE_TASKLET(a_tasklet, small);

static void timer(struct timer_list *unused)
{
	pr_info("timer begins\n");
	tasklet_schedule(&a_tasklet);
	pr_info("timer ends\n");
}
static DEFINE_TIMER(a_timer, timer);

static int __init irq_work_order_init(void)
{
	unsigned long flags;

	pr_info("queue %d again %d\n", irq_work_queue(&one), 0);
	local_irq_save(flags);
	pr_info("first %d\n", irq_work_queue(&one));
	pr_info("second %d\n", irq_work_queue(&one));
	pr_info("irqs off\n");
	local_irq_restore(flags);
	irq_work_sync(&one);
	pr_info("irqs on\n");
	spin_lock_bh(&lock);
	tasklet_schedule(&a_tasklet);
	pr_info("bh off\n");
	spin_unlock_bh(&lock);
	pr_info("bh on\n");
	mod_timer(&a_timer, jiffies + 2);
	msleep(30);
	return 0;
}

static void __exit irq_work_order_exit(void)
{
}

module_init(irq_work_order_init);
module_exit(irq_work_order_exit);
MODULE_LICENSE("GPL");

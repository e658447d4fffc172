// SPDX-License-Identifier: MIT
/* What do in_task(), in_interrupt(), preempt_count() and the like say in each context? */
#include <linux/completion.h>
#include <linux/hrtimer.h>
#include <linux/interrupt.h>
#include <linux/irq_work.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

static DECLARE_COMPLETION(done);
static DEFINE_SPINLOCK(lock);

/* Below a softirq or interrupt stands what was interrupted: its own count is not asked for. */
static void say(const char *where, bool own)
{
	pr_info("%s: task %d interrupt %d hardirq %d softirq %d serving %d atomic %d irqs off %d\n", where, in_task() != 0,
		in_interrupt() != 0, in_hardirq() != 0, in_softirq() != 0, in_serving_softirq() != 0, in_atomic() != 0,
		irqs_disabled() != 0);
	if (own)
		pr_info("%s: count %08x\n", where, preempt_count());
	else
		pr_info("%s: count %08x\n", where, preempt_count() & ~0xff);
}

static int thread(void *data)
{
	say("thread", true);
	complete(&done);
	return 0;
}

static void work(struct work_struct *work)
{
	say("work", true);
	complete(&done);
}
static DECLARE_WORK(a_work, work);

static void tasklet(struct tasklet_struct *unused)
{
	say("tasklet", false);
	complete(&done);
}
static DECLARE_TASKLET(a_tasklet, tasklet);

static void timer(struct timer_list *unused)
{
	say("timer", false);
	complete(&done);
}
static DEFINE_TIMER(a_timer, timer);

static void irqsafe(struct timer_list *unused)
{
	say("irqsafe timer", false);
	complete(&done);
}

static enum hrtimer_restart fine(struct hrtimer *unused)
{
	say("hrtimer", false);
	complete(&done);
	return HRTIMER_NORESTART;
}

static enum hrtimer_restart soft(struct hrtimer *unused)
{
	say("soft hrtimer", false);
	complete(&done);
	return HRTIMER_NORESTART;
}

static void at_once(struct irq_work *unused)
{
	say("irq_work", false);
	complete(&done);
}
static DEFINE_IRQ_WORK(an_irq_work, at_once);

static void callback(struct rcu_head *unused)
{
	say("rcu callback", false);
	complete(&done);
}

static void sections(void)
{
	unsigned long flags;

	say("init", true);
	spin_lock(&lock);
	say("spin_lock", true);
	spin_unlock(&lock);
	spin_lock_irqsave(&lock, flags);
	say("spin_lock_irqsave", true);
	spin_unlock_irqrestore(&lock, flags);
	spin_lock_bh(&lock);
	say("spin_lock_bh", true);
	spin_unlock_bh(&lock);
	local_bh_disable();
	local_bh_disable();
	say("bh off twice", true);
	local_bh_enable();
	local_bh_enable();
	local_irq_disable();
	say("irqs off", true);
	local_irq_enable();
	preempt_disable();
	say("preemption off", true);
	preempt_enable();
	rcu_read_lock();
	say("rcu", true);
	rcu_read_unlock();
	get_cpu();
	say("get_cpu", true);
	put_cpu();
}

static int __init contexts_init(void)
{
	static struct hrtimer hr, hr_soft;
	static struct timer_list safe;
	static struct rcu_head head;

	sections();
	kthread_run(thread, NULL, "thread");
	wait_for_completion(&done);
	schedule_work(&a_work);
	wait_for_completion(&done);
	tasklet_schedule(&a_tasklet);
	wait_for_completion(&done);
	mod_timer(&a_timer, jiffies + 2);
	wait_for_completion(&done);
	timer_setup(&safe, irqsafe, TIMER_IRQSAFE);
	mod_timer(&safe, jiffies + 2);
	wait_for_completion(&done);
	hrtimer_init(&hr, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	hr.function = fine;
	hrtimer_start(&hr, ms_to_ktime(2), HRTIMER_MODE_REL);
	wait_for_completion(&done);
	hrtimer_init(&hr_soft, CLOCK_MONOTONIC, HRTIMER_MODE_REL_SOFT);
	hr_soft.function = soft;
	hrtimer_start(&hr_soft, ms_to_ktime(2), HRTIMER_MODE_REL_SOFT);
	wait_for_completion(&done);
	irq_work_queue(&an_irq_work);
	wait_for_completion(&done);
	call_rcu(&head, callback);
	wait_for_completion(&done);
	say("end", true);
	return 0;
}

static void __exit contexts_exit(void)
{
	rcu_barrier();
}

module_init(contexts_init);
module_exit(contexts_exit);
MODULE_LICENSE("GPL");

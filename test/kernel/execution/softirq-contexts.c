// SPDX-License-Identifier: MIT
/* Where a tasklet runs that was scheduled in process context, under locks, with interrupts off, from timers and work; by whom, and when. */
#include <linux/delay.h>
#include <linux/hrtimer.h>
#include <linux/interrupt.h>
#include <linux/irq_work.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

static int ran;
static char who[TASK_COMM_LEN];
static DEFINE_SPINLOCK(lock);
static struct hrtimer ns_timer;

static void count(unsigned long data)
{
	ran++;
	strscpy(who, current->comm, sizeof(who));
	*strchrnul(who, '/') = 0;
}
static DECLARE_TASKLET_OLD(tasklet, count);
static DECLARE_TASKLET_OLD(other, count);

static void itself(unsigned long data);
static DECLARE_TASKLET_OLD(again, itself);

static void itself(unsigned long data)
{
	count(0);
	if (ran < 30)
		tasklet_schedule(&again);
}

static void show(const char *when)
{
	pr_info("%s: ran %d in %s\n", when, ran, ran ? who : "none");
}

static void begin(void)
{
	msleep(20);
	ran = 0;
	tasklet_schedule(&tasklet);
}

static void begin_without(void)
{
	msleep(20);
	ran = 0;
}

static void deferred(const char *from)
{
	tasklet_schedule(&tasklet);
	pr_info("%s: ran %d\n", from, ran);
}

static void jiffies_timer(struct timer_list *timer)
{
	deferred("timer");
}
static DEFINE_TIMER(timer, jiffies_timer);

static void an_interrupt(struct irq_work *work)
{
	deferred("interrupt");
}
static DEFINE_IRQ_WORK(interrupt, an_interrupt);

static void a_work(struct work_struct *work)
{
	deferred("work");
	mdelay(5);
	show("work, later");
}
static DECLARE_WORK(work, a_work);

static enum hrtimer_restart an_hrtimer(struct hrtimer *timer)
{
	deferred("hrtimer");
	return HRTIMER_NORESTART;
}

static void start_hrtimer(enum hrtimer_mode mode)
{
	hrtimer_init(&ns_timer, CLOCK_MONOTONIC, mode);
	ns_timer.function = an_hrtimer;
	begin_without();
	hrtimer_start(&ns_timer, ms_to_ktime(2), mode);
	mdelay(10);
}

static void in_process_context(void)
{
	begin();
	show("at once");
	mdelay(5);
	show("mdelay");
	begin();
	msleep(1);
	show("msleep");
	begin();
	schedule();
	show("schedule");
	begin();
	yield();
	show("yield");
	begin();
	tasklet_schedule(&tasklet);
	tasklet_schedule(&tasklet);
	msleep(20);
	show("three times");
	begin_without();
	tasklet_hi_schedule(&tasklet);
	show("high");
	msleep(20);
	show("high, later");
	begin();
	tasklet_schedule(&other);
	tasklet_kill(&tasklet);
	show("killed");
}

static void with_something_off(void)
{
	unsigned long flags;

	begin();
	spin_lock(&lock);
	spin_unlock(&lock);
	show("spin_unlock");
	begin();
	spin_lock_irqsave(&lock, flags);
	spin_unlock_irqrestore(&lock, flags);
	show("spin_unlock_irqrestore");
	begin();
	spin_lock_bh(&lock);
	show("spin_lock_bh");
	spin_unlock_bh(&lock);
	show("spin_unlock_bh");
	begin_without();
	local_bh_disable();
	tasklet_schedule(&tasklet);
	mdelay(5);
	show("local_bh_disable, mdelay");
	local_bh_enable();
	show("local_bh_enable");
	begin_without();
	spin_lock(&lock);
	tasklet_schedule(&tasklet);
	mdelay(5);
	show("spin_lock, mdelay");
	spin_unlock(&lock);
	begin_without();
	local_irq_save(flags);
	tasklet_schedule(&tasklet);
	mdelay(3);
	show("local_irq_save, mdelay");
	local_irq_restore(flags);
	show("local_irq_restore");
	begin_without();
	preempt_disable();
	tasklet_schedule(&tasklet);
	mdelay(5);
	show("preempt_disable, mdelay");
	preempt_enable();
}

static void disabled(void)
{
	begin_without();
	tasklet_disable(&tasklet);
	tasklet_schedule(&tasklet);
	msleep(5);
	tasklet_enable(&tasklet);
	show("enabled");
	msleep(20);
	show("enabled, msleep");
	begin_without();
	tasklet_disable(&tasklet);
	tasklet_schedule(&tasklet);
	mdelay(5);
	show("disabled, mdelay");
	tasklet_enable(&tasklet);
	mdelay(5);
	show("enabled, mdelay");
}

static void deferred_by_others(void)
{
	begin_without();
	mod_timer(&timer, jiffies + 2);
	msleep(20);
	show("from a timer, idle");
	begin_without();
	mod_timer(&timer, jiffies + 2);
	mdelay(10);
	show("from a timer, busy");
	begin_without();
	irq_work_queue(&interrupt);
	show("from an interrupt");
	begin_without();
	schedule_work(&work);
	msleep(20);
	start_hrtimer(HRTIMER_MODE_REL_HARD);
	show("from a hard hrtimer");
	start_hrtimer(HRTIMER_MODE_REL_SOFT);
	show("from a soft hrtimer");
	begin_without();
	tasklet_schedule(&again);
	msleep(20);
	show("itself");
	begin_without();
	local_bh_disable();
	tasklet_schedule(&again);
	local_bh_enable();
	pr_info("itself, local_bh_enable: %s\n", ran < 30 ? "some" : "all");
	msleep(20);
	show("itself, later");
}

static int __init contexts_init(void)
{
	in_process_context();
	with_something_off();
	disabled();
	deferred_by_others();
	return 0;
}

static void __exit contexts_exit(void)
{
}

module_init(contexts_init);
module_exit(contexts_exit);
MODULE_LICENSE("GPL");

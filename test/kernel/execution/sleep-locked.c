// SPDX-License-Identifier: MIT
/* Sleeping with a spinlock held, with interrupts off, and with preemption off: what is printed, and what counts afterwards? */
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

static DEFINE_SPINLOCK(lock);
static DEFINE_MUTEX(mutex);

static int __init sleep_locked_init(void)
{
	unsigned long flags;

	spin_lock(&lock);
	mutex_lock(&mutex);
	pr_info("an uncontended mutex says nothing\n");
	mutex_unlock(&mutex);
	msleep(5);
	pr_info("after the first sleep: %d\n", preempt_count());
	spin_unlock(&lock);
	pr_info("after unlocking: %x\n", preempt_count());
	preempt_disable();
	pr_info("disabled: %d\n", preempt_count());
	local_irq_save(flags);
	msleep(5);
	pr_info("slept with interrupts off: %d\n", irqs_disabled());
	local_irq_restore(flags);
	return 0;
}

static void __exit sleep_locked_exit(void)
{
	pr_info("gone\n");
}

module_init(sleep_locked_init);
module_exit(sleep_locked_exit);
MODULE_LICENSE("GPL");

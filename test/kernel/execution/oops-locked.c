// SPDX-License-Identifier: MIT
/* An oops within a section that holds a spinlock with interrupts off: what is noted at the end? */
#include <linux/module.h>
#include <linux/spinlock.h>

static DEFINE_SPINLOCK(lock);
static int *nowhere;

static noinline void touch(void)
{
	WRITE_ONCE(*nowhere, 5);
}

static int __init oops_locked_init(void)
{
	unsigned long flags;

	spin_lock_irqsave(&lock, flags);
	touch();
	spin_unlock_irqrestore(&lock, flags);
	return 0;
}

module_init(oops_locked_init);
MODULE_LICENSE("GPL");

// SPDX-License-Identifier: MIT
/* In which order are waiters woken, plain and exclusive ones, and what do the forms of waiting return? */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched/signal.h>
#include <linux/swait.h>
#include <linux/wait.h>

static DECLARE_WAIT_QUEUE_HEAD(queue);
static DECLARE_SWAIT_QUEUE_HEAD(simple);
static int ready, woken;
static DEFINE_SPINLOCK(lock);

static int plain(void *data)
{
	DEFINE_WAIT(wait);

	prepare_to_wait(&queue, &wait, TASK_UNINTERRUPTIBLE);
	schedule();
	finish_wait(&queue, &wait);
	woken++;
	return 0;
}

static int exclusive(void *data)
{
	DEFINE_WAIT(wait);

	prepare_to_wait_exclusive(&queue, &wait, TASK_INTERRUPTIBLE);
	schedule();
	finish_wait(&queue, &wait);
	woken++;
	return 0;
}

static void start(int (*function)(void *), int count)
{
	while (count--) {
		kthread_run(function, NULL, "waiter");
		msleep(5);
	}
}

static void report(const char *what)
{
	msleep(20);
	pr_info("%s: %d woken, somebody waits %d\n", what, woken, waitqueue_active(&queue));
	woken = 0;
}

static int custom(struct wait_queue_entry *entry, unsigned int mode, int flags, void *key)
{
	pr_info("custom mode %x key %lx\n", mode, (unsigned long)key);
	return 0;
}

static int swaiter(void *data)
{
	swait_event_exclusive(simple, ready);
	woken++;
	return 0;
}

static void forms(void)
{
	long left;

	ready = 0;
	pr_info("timeout %ld\n", wait_event_timeout(queue, ready, 2));
	pr_info("interruptible timeout %ld\n", wait_event_interruptible_timeout(queue, ready, 2));
	pr_info("killable timeout %ld\n", wait_event_killable_timeout(queue, ready, 2));
	pr_info("idle timeout %ld\n", wait_event_idle_timeout(queue, ready, 2));
	pr_info("hrtimeout %d\n", wait_event_hrtimeout(queue, ready, ms_to_ktime(2)));
	pr_info("interruptible hrtimeout %ld\n", (long)wait_event_interruptible_hrtimeout(queue, ready, ms_to_ktime(2)));
	spin_lock_irq(&lock);
	left = wait_event_interruptible_lock_irq_timeout(queue, ready, lock, 2);
	pr_info("lock timeout %ld irqs off %d\n", left, irqs_disabled() != 0);
	spin_unlock_irq(&lock);
	ready = 1;
	pr_info("true: %d %d %d %ld %d\n", wait_event_interruptible(queue, ready), wait_event_killable(queue, ready),
		wait_event_interruptible_exclusive(queue, ready), (long)wait_event_timeout(queue, ready, 7),
		wait_event_hrtimeout(queue, ready, 5));
	wait_event_lock_irq(queue, ready, lock);
	wait_event_cmd(queue, ready, pr_info("never\n"), pr_info("never\n"));
	pr_info("simple %ld\n", (long)swait_event_timeout_exclusive(simple, !ready, 2));
}

static int __init wait_queues_init(void)
{
	wait_queue_entry_t entry = { .func = custom };

	start(plain, 2);
	start(exclusive, 3);
	pr_info("exclusive at the end\n");
	wake_up(&queue);
	report("wake_up");
	start(plain, 1);
	wake_up_interruptible(&queue);
	report("wake_up_interruptible");
	wake_up_nr(&queue, 2);
	report("wake_up_nr 2");
	start(exclusive, 3);
	wake_up_interruptible_all(&queue);
	report("wake_up_interruptible_all");
	init_waitqueue_entry(&entry, current);
	entry.func = custom;
	add_wait_queue(&queue, &entry);
	wake_up_poll(&queue, 0x41);
	wake_up_interruptible(&queue);
	remove_wait_queue(&queue, &entry);
	forms();
	ready = 0;
	start(swaiter, 2);
	ready = 1;
	swake_up_one(&simple);
	msleep(20);
	pr_info("swake_up_one: %d\n", woken);
	swake_up_all(&simple);
	msleep(20);
	pr_info("swake_up_all: %d\n", woken);
	return 0;
}

static void __exit wait_queues_exit(void)
{
}

module_init(wait_queues_init);
module_exit(wait_queues_exit);
MODULE_LICENSE("GPL");

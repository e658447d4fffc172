// SPDX-License-Identifier: MIT
/* Mistakes that the kernel warns of: a negative timeout, a timer twice, a work without function, a delayed work that was never set up, queueing while draining. */
#include <linux/delay.h>
#include <linux/hrtimer.h>
#include <linux/module.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

static void nothing(struct work_struct *work)
{
}

static struct workqueue_struct *wq;
static struct work_struct outer, inner;

static void chained(struct work_struct *work)
{
	msleep(20);
	pr_info("chained %d\n", queue_work(wq, &inner));
}

static void stranger(struct work_struct *work)
{
	msleep(5);
	pr_info("stranger %d\n", queue_work(wq, &inner));
}
static DECLARE_WORK(foreign, stranger);

static int __init misuse_init(void)
{
	static struct delayed_work zeroed;
	static struct work_struct empty;
	static struct hrtimer timer;

	pr_info("timeout %ld\n", schedule_timeout(-5));
	INIT_WORK(&empty, NULL);
	pr_info("flush %d\n", flush_work(&empty));
	INIT_DELAYED_WORK(&zeroed, nothing);
	zeroed.timer.function = NULL;
	pr_info("delayed %d\n", queue_delayed_work(system_wq, &zeroed, 0));
	flush_work(&zeroed.work);
	hrtimer_init(&timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	hrtimer_start(&timer, 5, HRTIMER_MODE_REL);
	pr_info("active %d\n", hrtimer_active(&timer));
	wq = alloc_workqueue("drained", 0, 0);
	INIT_WORK(&outer, chained);
	INIT_WORK(&inner, nothing);
	queue_work(wq, &outer);
	schedule_work(&foreign);
	drain_workqueue(wq);
	pr_info("drained\n");
	pr_info("afterwards %d\n", queue_work(wq, &inner));
	destroy_workqueue(wq);
	wq = alloc_workqueue("many", 0, 10000);
	destroy_workqueue(wq);
	return 0;
}

static void __exit misuse_exit(void)
{
}

module_init(misuse_init);
module_exit(misuse_exit);
MODULE_LICENSE("GPL");

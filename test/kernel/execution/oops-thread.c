// SPDX-License-Identifier: MIT
/* A kernel thread and a work that oops: who dies, and does the rest go on? */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/workqueue.h>

static int *nowhere;
static DECLARE_COMPLETION(done);

static noinline int thread(void *data)
{
	pr_info("thread\n");
	WRITE_ONCE(*nowhere, 1);
	return 0;
}

static noinline void bad(struct work_struct *work)
{
	pr_info("work\n");
	WRITE_ONCE(nowhere[1], 1);
}
static DECLARE_WORK(bad_work, bad);

static void good(struct work_struct *work)
{
	pr_info("another work\n");
	complete(&done);
}
static DECLARE_WORK(good_work, good);

static int __init oops_thread_init(void)
{
	kthread_run(thread, NULL, "victim");
	msleep(100);
	schedule_work(&bad_work);
	msleep(100);
	queue_work(system_unbound_wq, &good_work);
	pr_info("waited %d\n", wait_for_completion_timeout(&done, HZ) > 0);
	return 0;
}

static void __exit oops_thread_exit(void)
{
	pr_info("gone\n");
}

module_init(oops_thread_init);
module_exit(oops_thread_exit);
MODULE_LICENSE("GPL");

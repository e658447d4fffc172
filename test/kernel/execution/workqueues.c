// SPDX-License-Identifier: MIT
/* Work queues: what runs at the same time, in which order, and what cancelling and flushing return. */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/workqueue.h>

struct job {
	struct work_struct work;
	const char *name;
	int sleep;
};

static void run(struct work_struct *work)
{
	struct job *job = container_of(work, struct job, work);

	pr_info("%s begins\n", job->name);
	if (job->sleep)
		msleep(job->sleep);
	pr_info("%s ends\n", job->name);
}

static struct job a = { .name = "a", .sleep = 100 }, b = { .name = "b", .sleep = 40 }, c = { .name = "c" };

static void queue_three(struct workqueue_struct *wq, const char *what)
{
	pr_info("-- %s\n", what);
	queue_work_on(0, wq, &a.work);
	msleep(5);
	queue_work_on(0, wq, &b.work);
	msleep(1);
	queue_work_on(0, wq, &c.work);
	flush_workqueue(wq);
	pr_info("flushed\n");
}

static void where(struct work_struct *work)
{
	pr_info("on CPU %d, a worker %d\n", smp_processor_id(), !!(current->flags & PF_WQ_WORKER));
}

static int again_count;
static void again(struct work_struct *work)
{
	again_count++;
	msleep(2);
	schedule_work(work);
}
static DECLARE_WORK(again_work, again);

static void late(struct work_struct *work)
{
	pr_info("late\n");
}
static DECLARE_DELAYED_WORK(late_work, late);

static void delayed(void)
{
	pr_info("-- delayed\n");
	pr_info("schedule %d pending %d\n", schedule_delayed_work(&late_work, 20), delayed_work_pending(&late_work));
	pr_info("mod %d\n", mod_delayed_work(system_wq, &late_work, 10000));
	flush_delayed_work(&late_work);
	pr_info("mod of an idle one %d\n", mod_delayed_work(system_wq, &late_work, 5));
	msleep(20);
	pr_info("cancel %d\n", cancel_delayed_work(&late_work));
	schedule_delayed_work(&late_work, 10000);
	pr_info("cancel %d\n", cancel_delayed_work_sync(&late_work));
	pr_info("pending %d busy %u\n", delayed_work_pending(&late_work), work_busy(&late_work.work));
	schedule_delayed_work(&late_work, 0);
	pr_info("flush %d\n", flush_delayed_work(&late_work) | 1);
}

static long on_cpu(void *data)
{
	return smp_processor_id() * 100 + (long)data;
}

static int __init workqueues_init(void)
{
	struct workqueue_struct *wq;
	DECLARE_WORK(here, where);

	INIT_WORK(&a.work, run);
	INIT_WORK(&b.work, run);
	INIT_WORK(&c.work, run);
	queue_three(system_wq, "events");
	wq = alloc_workqueue("one", 0, 1);
	queue_three(wq, "one at a time");
	destroy_workqueue(wq);
	wq = alloc_ordered_workqueue("ordered", 0);
	queue_three(wq, "ordered");
	destroy_workqueue(wq);
	wq = alloc_workqueue("two", WQ_UNBOUND, 2);
	queue_three(wq, "two at a time");
	pr_info("-- states\n");
	pr_info("queue %d", queue_work(wq, &a.work));
	pr_cont(" again %d\n", queue_work(wq, &a.work));
	msleep(10);
	pr_info("busy %u pending %d\n", work_busy(&a.work), work_pending(&a.work));
	pr_info("while it runs %d busy %u\n", queue_work(wq, &a.work), work_busy(&a.work));
	pr_info("cancel %d\n", cancel_work_sync(&a.work));
	pr_info("flush %d\n", flush_work(&a.work));
	schedule_work(&again_work);
	msleep(30);
	pr_info("flush of one that queues itself %d\n", flush_work(&again_work));
	cancel_work_sync(&again_work);
	pr_info("ran %d busy %u\n", again_count > 2, work_busy(&again_work));
	schedule_work_on(1, &here);
	flush_work(&here);
	schedule_work_on(0, &here);
	flush_work(&here);
	pr_info("work_on_cpu %ld\n", work_on_cpu(1, on_cpu, (void *)7));
	delayed();
	queue_work(wq, &a.work);
	destroy_workqueue(wq);
	pr_info("destroyed\n");
	return 0;
}

static void __exit workqueues_exit(void)
{
}

module_init(workqueues_init);
module_exit(workqueues_exit);
MODULE_LICENSE("GPL");

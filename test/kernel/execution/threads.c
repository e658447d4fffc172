// SPDX-License-Identifier: MIT
/* Kernel threads: stopped before they ran, parked, bound to a CPU, and workers of their own. */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/smp.h>

static int counter(void *data)
{
	int *count = data;

	while (!kthread_should_stop()) {
		if (kthread_should_park()) {
			pr_info("parking\n");
			kthread_parkme();
			pr_info("unparked\n");
		}
		(*count)++;
		schedule_timeout_interruptible(1);
	}
	return *count > 0;
}

static int where(void *data)
{
	pr_info("%s on CPU %d data %ld func %d\n", current->comm, smp_processor_id(), (long)kthread_data(current),
		kthread_func(current) == where);
	while (!kthread_should_stop()) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (!kthread_should_stop())
			schedule();
		__set_current_state(TASK_RUNNING);
	}
	return -5;
}

static int quick(void *data)
{
	return 99;
}

static void work(struct kthread_work *work)
{
	pr_info("work in %s\n", current->comm);
	msleep(10);
	pr_info("work done\n");
}

static void workers(void)
{
	struct kthread_worker *worker = kthread_create_worker(0, "worker-%d", 3);
	struct kthread_work one, two;
	struct kthread_delayed_work late;

	kthread_init_work(&one, work);
	kthread_init_work(&two, work);
	kthread_init_delayed_work(&late, work);
	pr_info("queued %d\n", kthread_queue_work(worker, &one));
	pr_info("again %d\n", kthread_queue_work(worker, &one) | 2);
	msleep(5);
	pr_info("two %d\n", kthread_queue_work(worker, &two));
	kthread_flush_work(&two);
	pr_info("flushed\n");
	pr_info("late %d\n", kthread_queue_delayed_work(worker, &late, 1000));
	pr_info("late again %d\n", kthread_queue_delayed_work(worker, &late, 1000));
	pr_info("cancelled %d\n", kthread_cancel_delayed_work_sync(&late));
	pr_info("cancelled %d\n", kthread_cancel_delayed_work_sync(&late));
	kthread_destroy_worker(worker);
}

static int __init threads_init(void)
{
	struct task_struct *thread;
	int count = 0, before;

	thread = kthread_create(counter, &count, "a name that is much longer than %d", 16);
	pr_info("comm '%s' flags %d\n", thread->comm, !!(thread->flags & PF_KTHREAD));
	pr_info("stopped before it ran %d\n", kthread_stop(thread));
	thread = kthread_run(counter, &count, "counter");
	msleep(20);
	pr_info("park %d\n", kthread_park(thread));
	before = count;
	msleep(20);
	pr_info("stands still %d\n", count == before);
	kthread_unpark(thread);
	msleep(20);
	pr_info("counts %d\n", count > before);
	pr_info("stop %d\n", kthread_stop(thread));
	thread = kthread_create(where, (void *)44, "bound/%d", 1);
	kthread_bind(thread, 1);
	wake_up_process(thread);
	msleep(10);
	pr_info("stop %d\n", kthread_stop(thread));
	thread = kthread_create_on_cpu(where, (void *)45, 0, "on/%u");
	kthread_unpark(thread);
	wake_up_process(thread);
	msleep(10);
	pr_info("stop %d\n", kthread_stop(thread));
	thread = kthread_create(quick, NULL, "quick");
	get_task_struct(thread);
	wake_up_process(thread);
	msleep(20);
	pr_info("result of one that has ended %d\n", kthread_stop(thread));
	put_task_struct(thread);
	workers();
	return 0;
}

static void __exit threads_exit(void)
{
}

module_init(threads_init);
module_exit(threads_exit);
MODULE_LICENSE("GPL");

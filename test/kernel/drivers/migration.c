/* A task that sleeps while another one keeps its CPU busy, with and without migrate_disable(). */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/smp.h>

static DECLARE_COMPLETION(hog_began);

static int hog(void *unused)
{
	complete(&hog_began);
	mdelay(60);
	return 0;
}

/* Whether it is on the same CPU after the sleep. */
static bool sleep_beside_hog(void)
{
	int cpu = raw_smp_processor_id();
	struct task_struct *task = kthread_create(hog, NULL, "hog");

	kthread_bind(task, cpu);
	get_task_struct(task);
	reinit_completion(&hog_began);
	wake_up_process(task);
	wait_for_completion(&hog_began);
	msleep(20);
	cpu -= raw_smp_processor_id();
	kthread_stop(task);
	put_task_struct(task);
	return !cpu;
}

static int __init migration_init(void)
{
	bool stayed;

	msleep(100);
	migrate_disable();
	migrate_disable();
	migrate_enable();
	stayed = sleep_beside_hog();
	pr_info("disabled: stayed %d, atomic %d\n", stayed, in_atomic());
	migrate_enable();
	pr_info("enabled: stayed %d\n", sleep_beside_hog());
	migrate_enable();
	migrate_enable();
	return 0;
}

static void __exit migration_exit(void)
{
}
module_init(migration_init);
module_exit(migration_exit);
MODULE_LICENSE("GPL");

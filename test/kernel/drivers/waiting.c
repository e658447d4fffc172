// SPDX-License-Identifier: MIT
/* Threads, wait queues, completions, locks, timers and deferred work, with answers that do not depend on the moment; waiting.txt is from a real 6.1. */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/hrtimer.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/semaphore.h>
#include <linux/slab.h>
#include <linux/timer.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

static DECLARE_WAIT_QUEUE_HEAD(queue);
static DECLARE_COMPLETION(done);
static DEFINE_MUTEX(mutex);
static DEFINE_SPINLOCK(lock);
static DEFINE_SEMAPHORE(semaphore);
static int ready, runs;

static int setter(void *data)
{
	msleep(5);
	ready = 1;
	wake_up(&queue);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(HZ);
	return 42;
}

static void waits(void)
{
	struct task_struct *thread = kthread_run(setter, NULL, "setter/%d", 7);
	long left;

	pr_info("thread %s %d\n", thread->comm, IS_ERR(thread));
	wait_event(queue, ready);
	pr_info("ready %d\n", ready);
	left = wait_event_timeout(queue, ready == 2, msecs_to_jiffies(20));
	pr_info("timed out %ld\n", left);
	left = wait_event_timeout(queue, ready == 1, 0);
	pr_info("already true %ld\n", left);
	left = wait_event_interruptible_timeout(queue, ready == 1, 1000);
	pr_info("at once %ld\n", left);
	pr_info("interruptible %d\n", wait_event_interruptible(queue, ready == 1));
	pr_info("stopped %d\n", kthread_stop(thread));
}

static int completer(void *data)
{
	msleep(2);
	complete(&done);
	complete(&done);
	return 0;
}

static void completions(void)
{
	unsigned long left;

	left = wait_for_completion_timeout(&done, msecs_to_jiffies(10));
	pr_info("nobody %lu\n", left);
	kthread_run(completer, NULL, "completer");
	left = wait_for_completion_timeout(&done, 10 * HZ);
	pr_info("somebody %d\n", left > 0 && left < 10 * HZ);
	msleep(10);
	pr_info("second %d\n", try_wait_for_completion(&done));
	pr_info("third %d done %d\n", try_wait_for_completion(&done), completion_done(&done));
	complete_all(&done);
	wait_for_completion(&done);
	pr_info("for all %d %d\n", wait_for_completion_interruptible(&done), completion_done(&done));
	reinit_completion(&done);
	pr_info("again %d\n", completion_done(&done));
}

static void locks(void)
{
	unsigned long flags;

	mutex_lock(&mutex);
	pr_info("trylock %d locked %d\n", mutex_trylock(&mutex), mutex_is_locked(&mutex));
	mutex_unlock(&mutex);
	pr_info("trylock %d\n", mutex_trylock(&mutex));
	mutex_unlock(&mutex);
	spin_lock_irqsave(&lock, flags);
	pr_info("irqs off %d atomic %d\n", irqs_disabled(), in_atomic() != 0);
	spin_unlock_irqrestore(&lock, flags);
	pr_info("irqs off %d atomic %d\n", irqs_disabled(), in_atomic() != 0);
	down(&semaphore);
	pr_info("down %d %d\n", down_trylock(&semaphore), down_timeout(&semaphore, msecs_to_jiffies(5)));
	up(&semaphore);
	pr_info("down %d\n", down_trylock(&semaphore));
	up(&semaphore);
}

struct job {
	struct work_struct work;
	int number;
};

static void work(struct work_struct *work)
{
	struct job *job = container_of(work, struct job, work);

	pr_info("job %d in task %d\n", job->number, in_task());
	runs++;
}

static void late(struct work_struct *work)
{
	pr_info("late\n");
	complete(&done);
}
static DECLARE_DELAYED_WORK(late_work, late);

static void works(void)
{
	struct workqueue_struct *own = alloc_workqueue("own%d", WQ_UNBOUND | WQ_MEM_RECLAIM, 1, 1);
	struct job one = { .number = 1 }, two = { .number = 2 };

	INIT_WORK_ONSTACK(&one.work, work);
	INIT_WORK_ONSTACK(&two.work, work);
	pr_info("queued %d %d\n", queue_work(own, &one.work), queue_work(own, &two.work));
	flush_workqueue(own);
	pr_info("flushed %d, again %d\n", runs, flush_work(&one.work));
	destroy_workqueue(own);
	pr_info("delayed %d", schedule_delayed_work(&late_work, msecs_to_jiffies(10)));
	pr_cont(" %d\n", schedule_delayed_work(&late_work, msecs_to_jiffies(10)));
	wait_for_completion(&done);
	schedule_delayed_work(&late_work, 100 * HZ);
	pr_info("cancelled %d\n", cancel_delayed_work_sync(&late_work));
	pr_info("cancelled %d\n", cancel_delayed_work_sync(&late_work));
}

static void timer_function(struct timer_list *timer)
{
	pr_info("timer: softirq %d\n", in_softirq() != 0);
	complete(&done);
}
static DEFINE_TIMER(timer, timer_function);

static int ticks;
static enum hrtimer_restart tick(struct hrtimer *timer)
{
	if (++ticks == 3) {
		complete(&done);
		return HRTIMER_NORESTART;
	}
	hrtimer_forward_now(timer, ms_to_ktime(2));
	return HRTIMER_RESTART;
}

static void tasklet_function(struct tasklet_struct *tasklet)
{
	pr_info("tasklet: task %d\n", in_task());
}
static DECLARE_TASKLET(tasklet, tasklet_function);

static void timers(void)
{
	struct hrtimer fine;
	unsigned long before = jiffies;

	pr_info("mod %d", mod_timer(&timer, jiffies + msecs_to_jiffies(10)));
	pr_cont(" %d\n", mod_timer(&timer, jiffies + msecs_to_jiffies(5)));
	wait_for_completion(&done);
	pr_info("passed %d pending %d\n", time_after_eq(jiffies, before + msecs_to_jiffies(5)), timer_pending(&timer));
	mod_timer(&timer, jiffies + 100 * HZ);
	pr_info("deleted %d", del_timer_sync(&timer));
	pr_cont(" %d\n", del_timer_sync(&timer));
	hrtimer_init(&fine, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	fine.function = tick;
	hrtimer_start(&fine, ms_to_ktime(1), HRTIMER_MODE_REL);
	wait_for_completion(&done);
	pr_info("ticks %d cancel %d\n", ticks, hrtimer_cancel(&fine));
	tasklet_schedule(&tasklet);
	msleep(5);
	tasklet_kill(&tasklet);
	pr_info("slept %lu\n", msleep_interruptible(3));
}

static int __init waiting_init(void)
{
	waits();
	completions();
	locks();
	works();
	timers();
	return 0;
}

static void __exit waiting_exit(void)
{
	pr_info("gone\n");
}

module_init(waiting_init);
module_exit(waiting_exit);
MODULE_LICENSE("Dual MIT/GPL");

// SPDX-License-Identifier: MIT
/* A signal for a task in the kernel: which waits does it end, with which values, and which not? */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/sched/signal.h>
#include <linux/semaphore.h>
#include <linux/wait.h>

static DECLARE_WAIT_QUEUE_HEAD(queue);
static DECLARE_COMPLETION(never);
static DEFINE_MUTEX(held);
static DECLARE_RWSEM(rwsem);
static struct semaphore none;
static struct task_struct *loader;

static int holder(void *data)
{
	mutex_lock(&held);
	down_write(&rwsem);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(HZ);
	up_write(&rwsem);
	mutex_unlock(&held);
	return 0;
}

static void waits(const char *when)
{
	pr_info("%s: pending %d fatal %d\n", when, signal_pending(current) != 0, fatal_signal_pending(current) != 0);
	pr_info("event %d\n", wait_event_interruptible(queue, 0));
	pr_info("event with timeout %ld\n", (long)wait_event_interruptible_timeout(queue, 0, HZ));
	pr_info("killable with timeout %ld\n", (long)wait_event_killable_timeout(queue, 0, 2));
	pr_info("completion %d\n", wait_for_completion_interruptible(&never));
	pr_info("completion with timeout %ld\n", wait_for_completion_interruptible_timeout(&never, HZ));
	pr_info("completion, killable %ld\n", wait_for_completion_killable_timeout(&never, 2));
	pr_info("mutex %d\n", mutex_lock_interruptible(&held));
	pr_info("semaphore %d\n", down_interruptible(&none));
	pr_info("rwsem %d\n", down_read_interruptible(&rwsem));
	pr_info("slept %d\n", msleep_interruptible(1000) > 900);
	pr_info("timeout %d\n", schedule_timeout_interruptible(HZ) == HZ);
	pr_info("uninterruptible timeout %ld\n", (long)schedule_timeout_uninterruptible(2));
}

static int ignoring(void *data)
{
	while (!kthread_should_stop()) {
		schedule_timeout_interruptible(HZ);
		if (signal_pending(current))
			pr_info("thread: a signal\n");
		flush_signals(current);
	}
	return 7;
}

static int listening(void *data)
{
	allow_signal(SIGUSR1);
	return ignoring(data);
}

static int later(void *data)
{
	msleep(50);
	/* Its default action is to end the process: that makes it fatal. */
	send_sig(SIGUSR1, loader, 0);
	return 0;
}

static void to_threads(void)
{
	struct task_struct *deaf = kthread_run(ignoring, NULL, "deaf");
	struct task_struct *listener = kthread_run(listening, NULL, "listener");

	msleep(20);
	pr_info("to the deaf\n");
	pr_info("sent %d\n", send_sig(SIGUSR1, deaf, 0));
	msleep(20);
	pr_info("to the listener\n");
	msleep(20);
	send_sig(SIGUSR1, listener, 0);
	msleep(20);
	pr_info("stopped %d %d\n", kthread_stop(deaf), kthread_stop(listener));
	pr_info("bad number %d\n", send_sig(100, current, 0));
}

static int __init signals_start(void)
{
	struct task_struct *thread = kthread_run(holder, NULL, "holder");

	sema_init(&none, 0);
	to_threads();
	loader = current;
	kthread_run(later, NULL, "later");
	pr_info("ended by a signal %d\n", wait_event_interruptible(queue, 0));
	waits("after");
	kthread_stop(thread);
	return 0;
}

static void __exit signals_exit(void)
{
}

module_init(signals_start);
module_exit(signals_exit);
MODULE_LICENSE("GPL");

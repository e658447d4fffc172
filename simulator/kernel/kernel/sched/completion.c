/* Completions: a counter of announced events and the tasks that wait for the next one. */
#include <linux/completion.h>
#include <linux/limits.h>

/* `done` of a completion that was completed for all, for ever. */
#define DONE_FOR_ALL UINT_MAX

void complete(struct completion *x)
{
	unsigned long flags;

	spin_lock_irqsave(&x->wait.lock, flags);
	if (x->done != DONE_FOR_ALL)
		x->done++;
	__wake_up_locked(&x->wait, TASK_NORMAL, 1);
	spin_unlock_irqrestore(&x->wait.lock, flags);
}

void complete_all(struct completion *x)
{
	unsigned long flags;

	spin_lock_irqsave(&x->wait.lock, flags);
	x->done = DONE_FOR_ALL;
	__wake_up_locked(&x->wait, TASK_NORMAL, 0);
	spin_unlock_irqrestore(&x->wait.lock, flags);
}

/* With the queue's lock held, which is dropped for each sleep. */
static long wait_until_done(struct completion *x, long timeout, int state)
{
	DEFINE_WAIT(wait);
	long interrupted = 0;

	wait.flags = WQ_FLAG_EXCLUSIVE;
	while (!x->done && timeout) {
		if (signal_pending_state(state, current)) {
			interrupted = -ERESTARTSYS;
			break;
		}
		if (list_empty(&wait.entry))
			list_add_tail(&wait.entry, &x->wait.head);
		__set_current_state(state);
		__waits_for(WAITS_FOR_COMPLETION, x);
		spin_unlock_irq(&x->wait.lock);
		timeout = schedule_timeout(timeout);
		spin_lock_irq(&x->wait.lock);
	}
	__set_current_state(TASK_RUNNING);
	list_del_init(&wait.entry);
	return interrupted ? interrupted : timeout;
}

static long wait_for_common(struct completion *x, long timeout, int state)
{
	might_sleep();
	spin_lock_irq(&x->wait.lock);
	if (!x->done) {
		timeout = wait_until_done(x, timeout, state);
		if (timeout < 0 || !x->done) {
			spin_unlock_irq(&x->wait.lock);
			return timeout < 0 ? timeout : 0;
		}
	}
	if (x->done != DONE_FOR_ALL)
		x->done--;
	spin_unlock_irq(&x->wait.lock);
	return timeout ? timeout : 1;
}

void wait_for_completion(struct completion *x)
{
	wait_for_common(x, MAX_SCHEDULE_TIMEOUT, TASK_UNINTERRUPTIBLE);
}

void wait_for_completion_io(struct completion *x)
{
	wait_for_completion(x);
}

unsigned long wait_for_completion_timeout(struct completion *x, unsigned long timeout)
{
	return wait_for_common(x, timeout, TASK_UNINTERRUPTIBLE);
}

unsigned long wait_for_completion_io_timeout(struct completion *x, unsigned long timeout)
{
	return wait_for_completion_timeout(x, timeout);
}

int wait_for_completion_interruptible(struct completion *x)
{
	long left = wait_for_common(x, MAX_SCHEDULE_TIMEOUT, TASK_INTERRUPTIBLE);

	return left == -ERESTARTSYS ? left : 0;
}

long wait_for_completion_interruptible_timeout(struct completion *x, unsigned long timeout)
{
	return wait_for_common(x, timeout, TASK_INTERRUPTIBLE);
}

int wait_for_completion_killable(struct completion *x)
{
	long left = wait_for_common(x, MAX_SCHEDULE_TIMEOUT, TASK_KILLABLE);

	return left == -ERESTARTSYS ? left : 0;
}

long wait_for_completion_killable_timeout(struct completion *x, unsigned long timeout)
{
	return wait_for_common(x, timeout, TASK_KILLABLE);
}

bool try_wait_for_completion(struct completion *x)
{
	unsigned long flags;
	bool taken;

	spin_lock_irqsave(&x->wait.lock, flags);
	taken = x->done != 0;
	if (taken && x->done != DONE_FOR_ALL)
		x->done--;
	spin_unlock_irqrestore(&x->wait.lock, flags);
	return taken;
}

bool completion_done(struct completion *x)
{
	return READ_ONCE(x->done) != 0;
}

/* Signals: what programs ask of them. */
#include <linux/errno.h>
#include <linux/sched/signal.h>
#include <linux/uaccess.h>

long ksys_rt_sigaction(int signal, const struct k_sigaction __user *new, struct k_sigaction __user *old)
{
	struct signal_struct *signals = __signals_of(current);
	struct k_sigaction action;

	if (!signals)
		return -ENOMEM;
	if (signal < 1 || signal > _NSIG || (new && (sigmask(signal) & __UNBLOCKABLE)))
		return -EINVAL;
	if (new && copy_from_user(&action, new, sizeof(action)))
		return -EFAULT;
	if (old && copy_to_user(old, &signals->action[signal - 1], sizeof(action)))
		return -EFAULT;
	if (new)
		signals->action[signal - 1] = action;
	return 0;
}

long ksys_rt_sigprocmask(int how, const unsigned long __user *new, unsigned long __user *old)
{
	unsigned long mask, before = current->blocked.sig[0];

	if (new) {
		if (copy_from_user(&mask, new, sizeof(mask)))
			return -EFAULT;
		mask &= ~__UNBLOCKABLE;
		switch (how) {
		case SIG_BLOCK: current->blocked.sig[0] |= mask; break;
		case SIG_UNBLOCK: current->blocked.sig[0] &= ~mask; break;
		case SIG_SETMASK: current->blocked.sig[0] = mask; break;
		default: return -EINVAL;
		}
	}
	return old && copy_to_user(old, &before, sizeof(before)) ? -EFAULT : 0;
}

long ksys_pause(void)
{
	while (!signal_pending(current)) {
		__set_current_state(TASK_INTERRUPTIBLE);
		schedule();
	}
	return -ERESTARTNOHAND;
}

long ksys_rt_sigpending(unsigned long __user *set)
{
	unsigned long pending = __pending_signals(current) & current->blocked.sig[0];

	return copy_to_user(set, &pending, sizeof(pending)) ? -EFAULT : 0;
}

long __swap_signal_mask(const unsigned long __user *user_mask)
{
	unsigned long mask;

	if (!user_mask)
		return 0;
	if (copy_from_user(&mask, user_mask, sizeof(mask)))
		return -EFAULT;
	current->saved_blocked = current->blocked.sig[0];
	current->restores_blocked = true;
	current->blocked.sig[0] = mask & ~__UNBLOCKABLE;
	return 0;
}

void __restore_signal_mask(void)
{
	if (!current->restores_blocked)
		return;
	current->restores_blocked = false;
	current->blocked.sig[0] = current->saved_blocked;
}

long ksys_rt_sigsuspend(const unsigned long __user *mask)
{
	long error = __swap_signal_mask(mask);

	return error ? error : ksys_pause();
}

static int wait_for_signal(unsigned long set, ktime_t *until, struct kernel_siginfo *info)
{
	int signal;

	current->sigwait = set;
	for (;;) {
		__set_current_state(TASK_INTERRUPTIBLE);
		signal = __dequeue_signal(set, info);
		if (signal || signal_pending(current) || (until && ktime_get() >= *until))
			break;
		schedule_hrtimeout_range(until, 50000, HRTIMER_MODE_ABS);
	}
	__set_current_state(TASK_RUNNING);
	current->sigwait = 0;
	return signal;
}

long ksys_rt_sigtimedwait(const unsigned long __user *user_set, void __user *user_information, const void __user *timeout)
{
	struct kernel_siginfo information = { 0 };
	int signal;
	struct timespec64 time;
	unsigned long set;
	ktime_t until;

	if (copy_from_user(&set, user_set, sizeof(set)) || (timeout && copy_from_user(&time, timeout, sizeof(time))))
		return -EFAULT;
	if (timeout && !timespec64_valid(&time))
		return -EINVAL;
	if (timeout)
		until = ktime_get() + timespec64_to_ns(&time);
	signal = wait_for_signal(set & ~__UNBLOCKABLE, timeout ? &until : NULL, &information);
	if (!signal)
		return signal_pending(current) ? -EINTR : -EAGAIN;
	if (user_information && copy_to_user(user_information, &information, sizeof(information)))
		return -EFAULT;
	return signal;
}

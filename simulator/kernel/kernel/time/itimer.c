/* Sleeping until a time, and the timer that sends SIGALRM. */
#include <linux/errno.h>
#include <linux/hrtimer.h>
#include <linux/ktime.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

/* How late the sleep of a program may end (prctl(2), PR_SET_TIMERSLACK). */
#define TIMER_SLACK_NS 50000
#define TIMER_ABSTIME 1
#define ITIMER_REAL 0
#define ITIMER_PROF 2

/* Clocks that count what a task has used are not kept; all others show the same time. */
bool __clock_is_known(int clock)
{
	return clock == 0 || clock == 1 || (clock >= 4 && clock <= 9 && clock != 8) || clock == 11;
}

long ksys_clock_nanosleep(int clock, int flags, const struct timespec64 __user *user_time, struct timespec64 __user *rest)
{
	struct timespec64 time;
	ktime_t expires;
	s64 left;

	if (!__clock_is_known(clock))
		return clock == 2 || clock == 3 ? -EOPNOTSUPP : -EINVAL;
	if (copy_from_user(&time, user_time, sizeof(time)))
		return -EFAULT;
	if (!timespec64_valid(&time))
		return -EINVAL;
	expires = timespec64_to_ns(&time);
	if (!(flags & TIMER_ABSTIME))
		expires = ktime_add_ns(ktime_get(), expires);
	do {
		__set_current_state(TASK_INTERRUPTIBLE);
		if (ktime_get() >= expires || !schedule_hrtimeout_range(&expires, TIMER_SLACK_NS, HRTIMER_MODE_ABS)) {
			__set_current_state(TASK_RUNNING);
			return 0;
		}
	} while (!signal_pending(current));
	left = expires - ktime_get();
	time = ktime_to_timespec64(left > 0 ? left : 0);
	if (rest && !(flags & TIMER_ABSTIME) && copy_to_user(rest, &time, sizeof(time)))
		return -EFAULT;
	return -EINTR;
}

enum hrtimer_restart __real_timer_expires(struct hrtimer *timer)
{
	struct signal_struct *signals = container_of(timer, struct signal_struct, real_timer);

	__send_signal(SIGALRM, SEND_SIG_PRIV, signals->leader, true);
	if (!signals->it_real_incr)
		return HRTIMER_NORESTART;
	hrtimer_forward(timer, ktime_get(), signals->it_real_incr);
	return HRTIMER_RESTART;
}

struct itimerval {
	struct timeval it_interval, it_value;
};

static struct timeval timeval_of(ktime_t time)
{
	struct timespec64 exact = ktime_to_timespec64(time);

	return (struct timeval){ .tv_sec = exact.tv_sec, .tv_usec = exact.tv_nsec / NSEC_PER_USEC };
}

static void describe_real_timer(struct signal_struct *signals, struct itimerval *result)
{
	ktime_t left = hrtimer_active(&signals->real_timer) ? signals->real_timer.node.expires - ktime_get() : 0;

	/* One that is due is not off yet. */
	if (hrtimer_active(&signals->real_timer) && left < NSEC_PER_USEC)
		left = NSEC_PER_USEC;
	result->it_value = timeval_of(left);
	result->it_interval = timeval_of(signals->it_real_incr);
}

static void set_real_timer(struct signal_struct *signals, ktime_t value, ktime_t interval)
{
	hrtimer_cancel(&signals->real_timer);
	signals->it_real_incr = interval;
	if (value)
		hrtimer_start(&signals->real_timer, value, HRTIMER_MODE_REL);
}

static long check_which(int which)
{
	if (which < ITIMER_REAL || which > ITIMER_PROF)
		return -EINVAL;
	if (which != ITIMER_REAL)
		pr_warn("%s[%d]: timers of the time that a process has used are not modelled\n", current->comm, current->pid);
	return which == ITIMER_REAL ? 0 : -EINVAL;
}

long ksys_getitimer(int which, struct itimerval __user *result)
{
	struct signal_struct *signals = __signals_of(current);
	struct itimerval now;
	long error = signals ? check_which(which) : -ENOMEM;

	if (error)
		return error;
	describe_real_timer(signals, &now);
	return copy_to_user(result, &now, sizeof(now)) ? -EFAULT : 0;
}

long ksys_setitimer(int which, const struct itimerval __user *new, struct itimerval __user *old)
{
	struct signal_struct *signals = __signals_of(current);
	struct itimerval wanted = { 0 }, before;
	long error = signals ? check_which(which) : -ENOMEM;

	if (error)
		return error;
	if (new && copy_from_user(&wanted, new, sizeof(wanted)))
		return -EFAULT;
	if (wanted.it_value.tv_sec < 0 || wanted.it_interval.tv_sec < 0 || wanted.it_value.tv_usec < 0 || wanted.it_interval.tv_usec < 0 ||
	    wanted.it_value.tv_usec >= USEC_PER_SEC || wanted.it_interval.tv_usec >= USEC_PER_SEC)
		return -EINVAL;
	describe_real_timer(signals, &before);
	set_real_timer(signals, wanted.it_value.tv_sec * NSEC_PER_SEC + wanted.it_value.tv_usec * NSEC_PER_USEC,
		       wanted.it_interval.tv_sec * NSEC_PER_SEC + wanted.it_interval.tv_usec * NSEC_PER_USEC);
	return old && copy_to_user(old, &before, sizeof(before)) ? -EFAULT : 0;
}

/* The seconds that were left of the alarm before, rounded, but not to none. */
long ksys_alarm(unsigned int seconds)
{
	struct signal_struct *signals = __signals_of(current);
	struct itimerval before;

	if (!signals)
		return 0;
	describe_real_timer(signals, &before);
	set_real_timer(signals, (ktime_t)seconds * NSEC_PER_SEC, 0);
	if ((!before.it_value.tv_sec && before.it_value.tv_usec) || before.it_value.tv_usec >= USEC_PER_SEC / 2)
		before.it_value.tv_sec++;
	return before.it_value.tv_sec;
}

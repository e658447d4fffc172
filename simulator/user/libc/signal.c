/* Signals of user programs: the sets, and the kernel's calls about handlers and masks. */
#include <bits/system-call.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* As rt_sigaction() takes it. */
struct kernel_sigaction {
	unsigned long handler;
	unsigned long flags;
	unsigned long restorer;
	unsigned long mask;
};

#define KERNEL_SET_BYTES 8

static int invalid(int number)
{
	if (number >= 1 && number < NSIG)
		return 0;
	errno = EINVAL;
	return 1;
}

int sigemptyset(sigset_t *set)
{
	memset(set, 0, sizeof(*set));
	return 0;
}

int sigfillset(sigset_t *set)
{
	memset(set, 0xff, sizeof(*set));
	return 0;
}

int sigaddset(sigset_t *set, int number)
{
	if (invalid(number))
		return -1;
	set->__bits[0] |= 1ul << (number - 1);
	return 0;
}

int sigdelset(sigset_t *set, int number)
{
	if (invalid(number))
		return -1;
	set->__bits[0] &= ~(1ul << (number - 1));
	return 0;
}

int sigismember(const sigset_t *set, int number)
{
	return invalid(number) ? -1 : (int)(set->__bits[0] >> (number - 1) & 1);
}

int sigaction(int number, const struct sigaction *restrict action, struct sigaction *restrict old)
{
	struct kernel_sigaction new, before;

	if (action) {
		new.handler = (unsigned long)action->sa_handler;
		new.flags = (unsigned int)action->sa_flags;
		new.restorer = 0;
		new.mask = action->sa_mask.__bits[0];
	}
	if (__call4(rt_sigaction, number, action ? &new : NULL, old ? &before : NULL, KERNEL_SET_BYTES))
		return -1;
	if (old) {
		memset(old, 0, sizeof(*old));
		old->sa_handler = (sighandler_t)before.handler;
		old->sa_flags = before.flags;
		old->sa_mask.__bits[0] = before.mask;
	}
	return 0;
}

sighandler_t signal(int number, sighandler_t handler)
{
	struct sigaction action, old;

	memset(&action, 0, sizeof(action));
	action.sa_handler = handler;
	action.sa_flags = SA_RESTART;
	return sigaction(number, &action, &old) ? SIG_ERR : old.sa_handler;
}

int sigprocmask(int how, const sigset_t *restrict set, sigset_t *restrict old)
{
	if (old)
		sigemptyset(old);
	return __call4(rt_sigprocmask, how, set, old, KERNEL_SET_BYTES);
}

int pause(void)
{
	return __call0(pause);
}

unsigned int alarm(unsigned int seconds)
{
	return __call1(alarm, seconds);
}

int sigpending(sigset_t *set)
{
	sigemptyset(set);
	return __call2(rt_sigpending, set, KERNEL_SET_BYTES);
}

int sigsuspend(const sigset_t *mask)
{
	return __call2(rt_sigsuspend, mask, KERNEL_SET_BYTES);
}

int sigqueue(pid_t pid, int number, const union sigval value)
{
	siginfo_t information = { .si_signo = number, .si_code = SI_QUEUE, .si_pid = getpid(), .si_uid = getuid(), .si_value = value };

	return __call3(rt_sigqueueinfo, pid, number, &information);
}

int sigtimedwait(const sigset_t *restrict set, siginfo_t *restrict information, const struct timespec *restrict timeout)
{
	return __call4(rt_sigtimedwait, set, information, timeout, KERNEL_SET_BYTES);
}

int sigwaitinfo(const sigset_t *restrict set, siginfo_t *restrict information)
{
	return sigtimedwait(set, information, NULL);
}

/* Returns the error and leaves errno alone. */
int sigwait(const sigset_t *restrict set, int *restrict number)
{
	long result;

	do
		result = __syscall(SYS_rt_sigtimedwait, (long)set, 0, 0, KERNEL_SET_BYTES, 0, 0);
	while (result == -EINTR);
	if (result < 0)
		return -result;
	*number = result;
	return 0;
}

int pthread_sigmask(int how, const sigset_t *restrict set, sigset_t *restrict old)
{
	int before = errno, result = sigprocmask(how, set, old) ? errno : 0;

	errno = before;
	return result;
}

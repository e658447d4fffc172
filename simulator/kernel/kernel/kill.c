/* System calls that send signals. */
#include <linux/errno.h>
#include <linux/sched/signal.h>
#include <linux/uaccess.h>

long ksys_kill(pid_t pid, int signal)
{
	struct task_struct *task;
	long found = -ESRCH;

	if (signal < 0 || signal > _NSIG)
		return -EINVAL;
	if (pid > 0)
		return __kill_number(pid, signal, SEND_SIG_NOINFO);
	/* All programs of the machine are one process group. */
	for_each_process(task) {
		if (task->flags & PF_KTHREAD || !task->mm || (pid == -1 && task == current))
			continue;
		if (signal)
			__send_signal(signal, SEND_SIG_NOINFO, task, true);
		found = 0;
	}
	return found;
}

long ksys_tgkill(pid_t tgid, pid_t pid, int signal)
{
	struct task_struct *task = __task_of_pid(pid);
	struct kernel_siginfo info = { .si_signo = signal, .si_code = SI_TKILL, .si_pid = task_tgid_nr(current) };

	if (signal < 0 || signal > _NSIG || pid <= 0)
		return -EINVAL;
	if (!task || (tgid > 0 && task->tgid && task->tgid != tgid))
		return -ESRCH;
	return signal ? __send_signal(signal, &info, task, false) : 0;
}

/* What the kernel alone says cannot be said to others. */
long ksys_rt_sigqueueinfo(pid_t pid, int signal, const void __user *information)
{
	struct kernel_siginfo info;

	if (copy_from_user(&info, information, sizeof(info)))
		return -EFAULT;
	if ((info.si_code >= 0 || info.si_code == SI_TKILL) && pid != current->pid)
		return -EPERM;
	return __kill_number(pid, signal, &info);
}

/* Signals: sending them, what they do to a task that sleeps, and what becomes of them on the way back to user mode. */
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/irqdesc.h>
#include <linux/jiffies.h>
#include <linux/math.h>
#include <linux/printk.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#define BIT_OF(signal) (1ul << ((signal) - 1))
/* SIGCHLD, SIGCONT, SIGURG, SIGWINCH: ignored unless somebody handles them. */
#define IGNORED (BIT_OF(SIGCHLD) | BIT_OF(SIGCONT) | BIT_OF(SIGURG) | BIT_OF(SIGWINCH))
#define STOPPING (BIT_OF(SIGSTOP) | BIT_OF(SIGTSTP) | BIT_OF(SIGTTIN) | BIT_OF(SIGTTOU))
#define UNBLOCKABLE (BIT_OF(SIGKILL) | BIT_OF(SIGSTOP))

/* task-functions.ts: the task looks at its signals before its next step in user mode. */
void __note_signal(struct task_struct *task);
/* The program's handler runs now; returns when it has returned. */
void __run_user_handler(unsigned long handler, int signal, unsigned long information);
unsigned long __user_stack_pointer(void);

struct signal_struct *__signals_of(struct task_struct *task)
{
	if (!task->signal) {
		task->signal = kzalloc(sizeof(*task->signal), GFP_ATOMIC);
		if (!task->signal)
			return NULL;
		task->signal->threads = 1;
		task->signal->leader = task->group_leader ? task->group_leader : task;
		init_waitqueue_head(&task->signal->wait_chldexit);
		init_waitqueue_head(&task->signal->signalfd_wqh);
		hrtimer_init(&task->signal->real_timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
		task->signal->real_timer.function = __real_timer_expires;
		__default_rlimits(task->signal->rlim);
		task->signal->umask = 022;
	}
	return task->signal;
}

/* fork(): what a process does with signals, and may use. */
void __inherit_signals(struct signal_struct *child, const struct signal_struct *parent)
{
	memcpy(child->action, parent->action, sizeof(child->action));
	memcpy(child->rlim, parent->rlim, sizeof(child->rlim));
	child->nice = parent->nice;
	child->policy = parent->policy;
	child->priority = parent->priority;
	child->umask = parent->umask;
}

static unsigned long handler_of(struct task_struct *task, int signal)
{
	return task->signal ? task->signal->action[signal - 1].handler : SIG_DFL;
}

static bool is_ignored(struct task_struct *task, int signal)
{
	unsigned long handler = handler_of(task, signal);

	if (task->blocked.sig[0] & BIT_OF(signal))
		return false;
	return handler == SIG_IGN || (handler == SIG_DFL && (BIT_OF(signal) & IGNORED));
}

static bool is_fatal(struct task_struct *task, int signal)
{
	return signal == SIGKILL || (handler_of(task, signal) == SIG_DFL && !(BIT_OF(signal) & (IGNORED | STOPPING)));
}

static bool same_group(struct task_struct *a, struct task_struct *b)
{
	return a == b || (a->signal && a->signal == b->signal);
}

/* Every thread of the process dies of it, whatever it is waiting for. */
static void kill_group(struct task_struct *task, int code)
{
	struct signal_struct *signals = __signals_of(task);
	struct task_struct *each;

	if (signals && !signals->group_exit) {
		signals->group_exit = true;
		signals->group_exit_code = code;
	}
	for (each = __next_task(NULL); each; each = __next_task(each)) {
		if (!same_group(each, task))
			continue;
		each->pending.signal.sig[0] |= BIT_OF(SIGKILL);
		__note_signal(each);
		wake_up_state(each, TASK_INTERRUPTIBLE | TASK_WAKEKILL);
	}
}

static bool wants_signal(const struct task_struct *task, int signal)
{
	return !(task->blocked.sig[0] & BIT_OF(signal)) || (task->sigwait & BIT_OF(signal));
}

/* A thread of the group that takes the signal; NULL: all block it. */
static struct task_struct *choose_thread(struct task_struct *task, int signal)
{
	struct task_struct *each;

	if (wants_signal(task, signal))
		return task;
	for (each = __next_task(NULL); each; each = __next_task(each))
		if (same_group(each, task) && wants_signal(each, signal))
			return each;
	return NULL;
}

/* All threads block it: it waits for the first that does not, or that asks for it. */
static int leave_pending(struct task_struct *task, int signal)
{
	struct signal_struct *signals = __signals_of(task);

	if (!signals)
		return -ENOMEM;
	signals->shared_pending |= BIT_OF(signal);
	wake_up_interruptible_all(&signals->signalfd_wqh);
	return 0;
}

int __send_signal(int signal, struct task_struct *task, bool group)
{
	if (task->flags & PF_EXITING)
		return 0;
	if (task->flags & PF_KTHREAD) {
		if (!(task->allowed & BIT_OF(signal)))
			return 0;
	} else {
		struct task_struct *chosen = group ? choose_thread(task, signal) : task;

		if (!chosen)
			return leave_pending(task, signal);
		task = chosen;
		if (is_ignored(task, signal))
			return 0;
		if (is_fatal(task, signal) && !(task->blocked.sig[0] & BIT_OF(signal))) {
			kill_group(task, signal);
			return 0;
		}
		if (BIT_OF(signal) & STOPPING && handler_of(task, signal) == SIG_DFL) {
			pr_warn("%s[%d]: stopping by signal %d is not modelled\n", task->comm, task->pid, signal);
			return 0;
		}
	}
	task->pending.signal.sig[0] |= BIT_OF(signal);
	if (!(task->blocked.sig[0] & BIT_OF(signal)))
		__note_signal(task);
	if (wants_signal(task, signal))
		wake_up_state(task, TASK_INTERRUPTIBLE);
	else if (task->signal)
		wake_up_interruptible_all(&task->signal->signalfd_wqh);
	return 0;
}

int send_sig(int signal, struct task_struct *task, int priv)
{
	if (signal < 0 || signal > _NSIG)
		return -EINVAL;
	return signal ? __send_signal(signal, task, false) : 0;
}

int send_sig_info(int signal, struct kernel_siginfo *info, struct task_struct *task)
{
	return send_sig(signal, task, 0);
}

/* One that the task cannot refuse. */
int force_sig(int signal)
{
	struct task_struct *task = current;

	task->blocked.sig[0] &= ~BIT_OF(signal);
	if (handler_of(task, signal) == SIG_IGN)
		task->signal->action[signal - 1].handler = SIG_DFL;
	return __send_signal(signal, task, false);
}

static struct task_struct *task_of_pid(pid_t pid)
{
	struct task_struct *task;

	for (task = __next_task(NULL); task; task = __next_task(task))
		if (task->pid == pid)
			return task;
	return NULL;
}

int kill_pid_number(pid_t pid, int signal)
{
	struct task_struct *task = task_of_pid(pid);

	if (signal < 0 || signal > _NSIG)
		return -EINVAL;
	if (!task)
		return -ESRCH;
	return signal ? __send_signal(signal, task, true) : 0;
}

int kill_pid(struct pid *pid, int signal, int priv)
{
	return pid ? kill_pid_number(pid_nr(pid), signal) : -ESRCH;
}

/* interrupt-delivery.ts: somebody outside of the machine ends a process. On top of whatever the CPU was doing. */
void __do_kill(int pid)
{
	kill_pid_number(pid, SIGKILL);
	__irq_leave(-1);
	__irq_exit();
}

static unsigned long pending_of(const struct task_struct *task)
{
	return task->pending.signal.sig[0] | (task->signal ? task->signal->shared_pending : 0);
}

int signal_pending(struct task_struct *task)
{
	return task->notify_signal || (pending_of(task) & ~task->blocked.sig[0]) != 0;
}

int fatal_signal_pending(struct task_struct *task)
{
	return (task->pending.signal.sig[0] & BIT_OF(SIGKILL)) != 0;
}

int signal_pending_state(unsigned int state, struct task_struct *task)
{
	if (!(state & (TASK_INTERRUPTIBLE | TASK_WAKEKILL)) || !signal_pending(task))
		return 0;
	return (state & TASK_INTERRUPTIBLE) || fatal_signal_pending(task);
}

void flush_signals(struct task_struct *task)
{
	task->pending.signal.sig[0] = 0;
}

void allow_signal(int signal)
{
	current->allowed |= BIT_OF(signal);
}

void disallow_signal(int signal)
{
	current->allowed &= ~BIT_OF(signal);
	current->pending.signal.sig[0] &= ~BIT_OF(signal);
}

/* The lowest of those in the mask, its own before the process'; 0: none. */
int __dequeue_signal(unsigned long mask)
{
	unsigned long own = current->pending.signal.sig[0] & mask, pending = own ? own : pending_of(current) & mask;
	int signal;

	if (pending & BIT_OF(SIGKILL))
		return SIGKILL;
	for (signal = 1; signal <= _NSIG; signal++) {
		if (!(pending & BIT_OF(signal)))
			continue;
		if (own)
			current->pending.signal.sig[0] &= ~BIT_OF(signal);
		else
			current->signal->shared_pending &= ~BIT_OF(signal);
		return signal;
	}
	return 0;
}

static int dequeue_pending(void)
{
	return __dequeue_signal(~current->blocked.sig[0]);
}

int kernel_dequeue_signal(void)
{
	return dequeue_pending();
}

void __do_group_exit(int code)
{
	struct task_struct *task = current;

	if (task->signal && task->signal->group_exit)
		code = task->signal->group_exit_code;
	else if (task->signal && task->signal->threads > 1)
		kill_group(task, code);
	do_exit(code);
}

/* As the C library has it; the rest of its 128 bytes is not filled in. */
struct signal_information {
	int number, error, code, padding;
	unsigned long address;
};

/* For a handler that asks for it: well below what the program's stack needs meanwhile. */
#define INFORMATION_DISTANCE 32768

static unsigned long put_information(int signal)
{
	bool fault = signal == SIGSEGV || signal == SIGBUS;
	struct signal_information information = { signal, 0, fault ? current->fault_code : 0, 0, fault ? current->fault_address : 0 };
	unsigned long place = (__user_stack_pointer() - INFORMATION_DISTANCE) & ~15ul;

	return copy_to_user((void __user *)place, &information, sizeof(information)) ? 0 : place;
}

static void run_handler(int signal, struct k_sigaction *action)
{
	unsigned long before = current->blocked.sig[0];
	unsigned long handler = action->handler;

	current->blocked.sig[0] |= action->mask & ~UNBLOCKABLE;
	if (!(action->flags & SA_NODEFER))
		current->blocked.sig[0] |= BIT_OF(signal);
	if (action->flags & SA_RESETHAND)
		action->handler = SIG_DFL;
	__run_user_handler(handler, signal, action->flags & SA_SIGINFO ? put_information(signal) : 0);
	current->blocked.sig[0] = before;
}

/* On the way back to user mode. True: a handler ran that wants an interrupted system call not to be repeated. */
bool __handle_signals(void)
{
	bool interrupted = false;
	int signal;

	while ((signal = dequeue_pending()) != 0) {
		struct k_sigaction *action = &__signals_of(current)->action[signal - 1];

		if (is_fatal(current, signal))
			__do_group_exit(signal);
		if (action->handler == SIG_IGN || action->handler == SIG_DFL)
			continue;
		interrupted |= !(action->flags & SA_RESTART);
		run_handler(signal, action);
	}
	return interrupted;
}

/* The same for a task that was in user mode when the signal came. */
void __do_signal(void)
{
	__handle_signals();
}

/* The last thread takes the books with it; others only leave. */
void __exit_signals(struct task_struct *task)
{
	if (task->signal && --task->signal->threads == 0)
		hrtimer_cancel(&task->signal->real_timer);
}

long ksys_kill(pid_t pid, int signal)
{
	struct task_struct *task;
	long found = -ESRCH;

	if (signal < 0 || signal > _NSIG)
		return -EINVAL;
	if (pid > 0)
		return kill_pid_number(pid, signal);
	/* All programs of the machine are one process group. */
	for_each_process(task) {
		if (task->flags & PF_KTHREAD || !task->mm || (pid == -1 && task == current))
			continue;
		if (signal)
			__send_signal(signal, task, true);
		found = 0;
	}
	return found;
}

long ksys_tgkill(pid_t tgid, pid_t pid, int signal)
{
	struct task_struct *task = task_of_pid(pid);

	if (signal < 0 || signal > _NSIG || pid <= 0)
		return -EINVAL;
	if (!task || (tgid > 0 && task->tgid && task->tgid != tgid))
		return -ESRCH;
	return signal ? __send_signal(signal, task, false) : 0;
}

long ksys_rt_sigaction(int signal, const struct k_sigaction __user *new, struct k_sigaction __user *old)
{
	struct signal_struct *signals = __signals_of(current);
	struct k_sigaction action;

	if (!signals)
		return -ENOMEM;
	if (signal < 1 || signal > _NSIG || (new && (BIT_OF(signal) & UNBLOCKABLE)))
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
		mask &= ~UNBLOCKABLE;
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
	unsigned long pending = pending_of(current) & current->blocked.sig[0];

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
	current->blocked.sig[0] = mask & ~UNBLOCKABLE;
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

static int wait_for_signal(unsigned long set, ktime_t *until)
{
	int signal;

	current->sigwait = set;
	for (;;) {
		__set_current_state(TASK_INTERRUPTIBLE);
		signal = __dequeue_signal(set);
		if (signal || signal_pending(current) || (until && ktime_get() >= *until))
			break;
		schedule_hrtimeout_range(until, 50000, HRTIMER_MODE_ABS);
	}
	__set_current_state(TASK_RUNNING);
	current->sigwait = 0;
	return signal;
}

/* Who sent it is not known. */
long ksys_rt_sigtimedwait(const unsigned long __user *user_set, void __user *user_information, const void __user *timeout)
{
	struct signal_information information = { 0 };
	struct timespec64 time;
	unsigned long set;
	ktime_t until;

	if (copy_from_user(&set, user_set, sizeof(set)) || (timeout && copy_from_user(&time, timeout, sizeof(time))))
		return -EFAULT;
	if (timeout && !timespec64_valid(&time))
		return -EINVAL;
	if (timeout)
		until = ktime_get() + timespec64_to_ns(&time);
	information.number = wait_for_signal(set & ~UNBLOCKABLE, timeout ? &until : NULL);
	if (!information.number)
		return signal_pending(current) ? -EINTR : -EAGAIN;
	if (user_information && copy_to_user(user_information, &information, sizeof(information)))
		return -EFAULT;
	return information.number;
}

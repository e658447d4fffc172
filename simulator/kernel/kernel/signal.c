/* Signals: sending them, what they do to a task that sleeps, and what becomes of them on the way back to user mode. */
#include <linux/bug.h>
#include <linux/irqdesc.h>
#include <linux/printk.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

/* SIGCHLD, SIGCONT, SIGURG, SIGWINCH: ignored unless somebody handles them. */
#define IGNORED (sigmask(SIGCHLD) | sigmask(SIGCONT) | sigmask(SIGURG) | sigmask(SIGWINCH))
#define STOPPING (sigmask(SIGSTOP) | sigmask(SIGTSTP) | sigmask(SIGTTIN) | sigmask(SIGTTOU))

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

	if (task->blocked.sig[0] & sigmask(signal))
		return false;
	return handler == SIG_IGN || (handler == SIG_DFL && (sigmask(signal) & IGNORED));
}

static bool is_fatal(struct task_struct *task, int signal)
{
	return signal == SIGKILL || (handler_of(task, signal) == SIG_DFL && !(sigmask(signal) & (IGNORED | STOPPING)));
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
		each->pending.signal.sig[0] |= sigmask(SIGKILL);
		__note_signal(each);
		wake_up_state(each, TASK_INTERRUPTIBLE | TASK_WAKEKILL);
	}
}

static bool wants_signal(const struct task_struct *task, int signal)
{
	return !(task->blocked.sig[0] & sigmask(signal)) || (task->sigwait & sigmask(signal));
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
static int leave_pending(struct task_struct *task, int signal, struct kernel_siginfo *info)
{
	struct signal_struct *signals = __signals_of(task);

	if (!signals)
		return -ENOMEM;
	__add_pending(&signals->shared_pending, signal, info);
	wake_up_interruptible_all(&signals->signalfd_wqh);
	return 0;
}

int __send_signal(int signal, struct kernel_siginfo *info, struct task_struct *task, bool group)
{
	if (task->flags & PF_EXITING)
		return 0;
	if (task->flags & PF_KTHREAD) {
		if (!(task->allowed & sigmask(signal)))
			return 0;
	} else {
		struct task_struct *chosen = group ? choose_thread(task, signal) : task;

		if (!chosen)
			return leave_pending(task, signal, info);
		task = chosen;
		if (is_ignored(task, signal))
			return 0;
		if (is_fatal(task, signal) && !(task->blocked.sig[0] & sigmask(signal))) {
			kill_group(task, signal);
			return 0;
		}
		if (sigmask(signal) & STOPPING && handler_of(task, signal) == SIG_DFL) {
			pr_warn("%s[%d]: stopping by signal %d is not modelled\n", task->comm, task->pid, signal);
			return 0;
		}
	}
	__add_pending(group && !(task->flags & PF_KTHREAD) ? &task->claimed : &task->pending, signal, info);
	if (!(task->blocked.sig[0] & sigmask(signal)))
		__note_signal(task);
	if (wants_signal(task, signal))
		wake_up_state(task, TASK_INTERRUPTIBLE);
	else if (task->signal)
		wake_up_interruptible_all(&task->signal->signalfd_wqh);
	return 0;
}

int send_sig(int signal, struct task_struct *task, int priv)
{
	return send_sig_info(signal, priv ? SEND_SIG_PRIV : SEND_SIG_NOINFO, task);
}

int send_sig_info(int signal, struct kernel_siginfo *info, struct task_struct *task)
{
	if (signal < 0 || signal > _NSIG)
		return -EINVAL;
	return signal ? __send_signal(signal, info, task, false) : 0;
}

/* One that the task cannot refuse. */
int force_sig(int signal)
{
	struct task_struct *task = current;

	task->blocked.sig[0] &= ~sigmask(signal);
	if (handler_of(task, signal) == SIG_IGN)
		task->signal->action[signal - 1].handler = SIG_DFL;
	return __send_signal(signal, SEND_SIG_PRIV, task, false);
}

struct task_struct *__task_of_pid(pid_t pid)
{
	struct task_struct *task;

	for (task = __next_task(NULL); task; task = __next_task(task))
		if (task->pid == pid)
			return task;
	return NULL;
}

int __kill_number(pid_t pid, int signal, struct kernel_siginfo *info)
{
	struct task_struct *task = __task_of_pid(pid);

	if (signal < 0 || signal > _NSIG)
		return -EINVAL;
	if (!task)
		return -ESRCH;
	return signal ? __send_signal(signal, info, task, true) : 0;
}

int kill_pid_number(pid_t pid, int signal)
{
	return __kill_number(pid, signal, SEND_SIG_PRIV);
}

int kill_pid_info(int signal, struct kernel_siginfo *info, struct pid *pid)
{
	return pid ? __kill_number(pid_nr(pid), signal, info) : -ESRCH;
}

int kill_pid(struct pid *pid, int signal, int priv)
{
	return kill_pid_info(signal, priv ? SEND_SIG_PRIV : SEND_SIG_NOINFO, pid);
}

/* interrupt-delivery.ts: somebody outside of the machine ends a process. On top of whatever the CPU was doing. */
void __do_kill(int pid)
{
	kill_pid_number(pid, SIGKILL);
	__irq_leave(-1);
	__irq_exit();
}

unsigned long __pending_signals(const struct task_struct *task)
{
	return task->pending.signal.sig[0] | task->claimed.signal.sig[0] |
	       (task->signal ? task->signal->shared_pending.signal.sig[0] : 0);
}

int signal_pending(struct task_struct *task)
{
	return task->notify_signal || (__pending_signals(task) & ~task->blocked.sig[0]) != 0;
}

int fatal_signal_pending(struct task_struct *task)
{
	return (task->pending.signal.sig[0] & sigmask(SIGKILL)) != 0;
}

int signal_pending_state(unsigned int state, struct task_struct *task)
{
	if (!(state & (TASK_INTERRUPTIBLE | TASK_WAKEKILL)) || !signal_pending(task))
		return 0;
	return (state & TASK_INTERRUPTIBLE) || fatal_signal_pending(task);
}

void flush_signals(struct task_struct *task)
{
	__flush_pending(&task->pending);
	__flush_pending(&task->claimed);
}

void allow_signal(int signal)
{
	current->allowed |= sigmask(signal);
}

void disallow_signal(int signal)
{
	current->allowed &= ~sigmask(signal);
	current->pending.signal.sig[0] &= ~sigmask(signal);
}

/* The lowest of those in the mask, its own before the process'; 0: none. */
int __dequeue_signal(unsigned long mask, struct kernel_siginfo *info)
{
	struct sigpending *from = &current->pending;
	unsigned long pending;
	int signal;

	if (!(from->signal.sig[0] & mask))
		from = &current->claimed;
	if (!(from->signal.sig[0] & mask) && current->signal)
		from = &current->signal->shared_pending;
	pending = from->signal.sig[0] & mask;

	if (pending & sigmask(SIGKILL))
		return SIGKILL;
	for (signal = 1; signal <= _NSIG; signal++) {
		if (!(pending & sigmask(signal)))
			continue;
		__take_pending(from, signal, info);
		return signal;
	}
	return 0;
}

int kernel_dequeue_signal(void)
{
	struct kernel_siginfo info;

	return __dequeue_signal(~current->blocked.sig[0], &info);
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

/* For a handler that asks for it: well below what the program's stack needs meanwhile. */
#define INFORMATION_DISTANCE 32768

static unsigned long put_information(struct kernel_siginfo *info)
{
	unsigned long place = (__user_stack_pointer() - INFORMATION_DISTANCE) & ~15ul;

	/* Nobody sent it: the hardware raised it (raised-signals.ts). */
	if ((info->si_signo == SIGSEGV || info->si_signo == SIGBUS || info->si_signo == SIGFPE) && !info->si_code && !info->si_pid) {
		info->si_code = current->fault_code;
		info->si_addr = (void *)current->fault_address;
	}
	return copy_to_user((void __user *)place, info, sizeof(*info)) ? 0 : place;
}

static void run_handler(struct kernel_siginfo *info, struct k_sigaction *action)
{
	int signal = info->si_signo;
	unsigned long before = current->blocked.sig[0];
	unsigned long handler = action->handler;

	current->blocked.sig[0] |= action->mask & ~__UNBLOCKABLE;
	if (!(action->flags & SA_NODEFER))
		current->blocked.sig[0] |= sigmask(signal);
	if (action->flags & SA_RESETHAND)
		action->handler = SIG_DFL;
	__run_user_handler(handler, signal, action->flags & SA_SIGINFO ? put_information(info) : 0);
	current->blocked.sig[0] = before;
}

/* On the way back to user mode. True: a handler ran that wants an interrupted system call not to be repeated. */
bool __handle_signals(void)
{
	struct kernel_siginfo info;
	bool interrupted = false;
	int signal;

	while ((signal = __dequeue_signal(~current->blocked.sig[0], &info)) != 0) {
		struct k_sigaction *action = &__signals_of(current)->action[signal - 1];

		if (is_fatal(current, signal))
			__do_group_exit(signal);
		if (action->handler == SIG_IGN || action->handler == SIG_DFL)
			continue;
		interrupted |= !(action->flags & SA_RESTART);
		run_handler(&info, action);
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
	__flush_pending(&task->pending);
	__flush_pending(&task->claimed);
	if (task->signal && --task->signal->threads == 0) {
		hrtimer_cancel(&task->signal->real_timer);
		__flush_pending(&task->signal->shared_pending);
	}
}

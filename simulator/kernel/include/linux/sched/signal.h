/* Signals: what a process does with each, and sending them. */
#ifndef _LINUX_SCHED_SIGNAL_H
#define _LINUX_SCHED_SIGNAL_H

#include <linux/sched.h>
#include <linux/signal.h>
#include <linux/hrtimer.h>
#include <linux/resource.h>
#include <linux/timer.h>
#include <linux/wait.h>

#define _NSIG 64
#define sigmask(sig) (1ul << ((sig) - 1))
#define __UNBLOCKABLE (sigmask(SIGKILL) | sigmask(SIGSTOP))

/* As the C library hands it in, and rt_sigaction() out again. */
struct k_sigaction {
	unsigned long handler;
	unsigned long flags;
	unsigned long restorer;
	unsigned long mask;
};

/* What the threads of a process share. */
struct signal_struct {
	int threads;
	bool group_exit;
	int group_exit_code;
	struct sigpending shared_pending; /* for the process, while every thread blocks it */
	struct hrtimer real_timer; /* of setitimer() and alarm() */
	ktime_t it_real_incr;
	struct rlimit rlim[RLIM_NLIMITS];
	int nice, policy, priority; /* what the program asked for: all tasks are equals */
	mode_t umask;
	wait_queue_head_t signalfd_wqh;
	u64 runtime, cruntime; /* ns of CPU time: its own at its end, and of such children */
	unsigned long cmin_flt, cmaj_flt, cmaxrss; /* of children that it has waited for */
	struct task_struct *leader;
	struct wait_queue_head wait_chldexit;
	struct k_sigaction action[_NSIG];
};

/* kernel/signal.c */
struct signal_struct *__signals_of(struct task_struct *task);
void __inherit_signals(struct signal_struct *child, const struct signal_struct *parent);
/* Bit n: signal n + 1 waits for the task or its process. */
unsigned long __pending_signals(const struct task_struct *task);
int __send_signal(int signal, struct kernel_siginfo *info, struct task_struct *task, bool group);
void __exit_signals(struct task_struct *task);
void __do_group_exit(int code) __noreturn;
bool __handle_signals(void);
void __do_signal(void);
void __do_kill(int pid);
struct task_struct *__task_of_pid(pid_t pid);
int __kill_number(pid_t pid, int signal, struct kernel_siginfo *info);
/* kernel/kill.c */
long ksys_kill(pid_t pid, int signal);
long ksys_tgkill(pid_t tgid, pid_t pid, int signal);
long ksys_rt_sigqueueinfo(pid_t pid, int signal, const void __user *information);
/* kernel/signal-syscalls.c */
long ksys_rt_sigaction(int signal, const struct k_sigaction __user *new, struct k_sigaction __user *old);
long ksys_rt_sigprocmask(int how, const unsigned long __user *new, unsigned long __user *old);
long ksys_pause(void);
long ksys_rt_sigpending(unsigned long __user *set);
long ksys_rt_sigsuspend(const unsigned long __user *mask);
long ksys_rt_sigtimedwait(const unsigned long __user *set, void __user *information, const void __user *timeout);
/* The caller's mask until its system call returns; NULL: it stays. */
long __swap_signal_mask(const unsigned long __user *mask);
void __restore_signal_mask(void);
int __dequeue_signal(unsigned long mask, struct kernel_siginfo *info);
/* kernel/signal-queue.c */
bool __add_pending(struct sigpending *pending, int signal, struct kernel_siginfo *info);
void __take_pending(struct sigpending *pending, int signal, struct kernel_siginfo *info);
void __flush_pending(struct sigpending *pending);
/* kernel/time/itimer.c */
enum hrtimer_restart __real_timer_expires(struct hrtimer *timer);
/* The living task after this one in the order of pids; NULL: from the first on, and after the last. */
struct task_struct *__next_task(struct task_struct *task);

static inline bool thread_group_leader(struct task_struct *task) { return !task->group_leader || task->group_leader == task; }
static inline bool same_thread_group(struct task_struct *one, struct task_struct *other) { return one->tgid == other->tgid; }
/* kernel/pid.c */
struct task_struct *__next_process(struct task_struct *task);
/* The thread after `task` of its process; NULL after the last. */
struct task_struct *__next_thread(struct task_struct *task);
/* kernel/signal.c */
int send_sig_info(int signal, struct kernel_siginfo *info, struct task_struct *task);
int kill_pid_info(int signal, struct kernel_siginfo *info, struct pid *pid);
int kill_pid(struct pid *pid, int signal, int priv);

#define for_each_process(task) for ((task) = __next_process(NULL); (task); (task) = __next_process(task))
#define for_each_thread(process, task) for ((task) = (process); (task); (task) = __next_thread(task))
#define for_each_process_thread(process, task) for_each_process(process) for_each_thread(process, task)
#define do_each_thread(process, task) for_each_process(process) { (task) = (process); do
#define while_each_thread(process, task) while (((task) = __next_thread(task)) != NULL); }
#define next_task(task) __next_process(task)

#endif

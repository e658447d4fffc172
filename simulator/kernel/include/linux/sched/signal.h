/* Signals: what a process does with each, and sending them. */
#ifndef _LINUX_SCHED_SIGNAL_H
#define _LINUX_SCHED_SIGNAL_H

#include <linux/sched.h>
#include <linux/signal.h>
#include <linux/timer.h>
#include <linux/wait.h>

#define _NSIG 64

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
	struct timer_list alarm;
	struct task_struct *leader;
	struct wait_queue_head wait_chldexit;
	struct k_sigaction action[_NSIG];
};

/* kernel/signal.c */
struct signal_struct *__signals_of(struct task_struct *task);
int __send_signal(int signal, struct task_struct *task, bool group);
void __exit_signals(struct task_struct *task);
void __do_group_exit(int code) __noreturn;
bool __handle_signals(void);
void __do_signal(void);
void __do_kill(int pid);
long ksys_kill(pid_t pid, int signal);
long ksys_tgkill(pid_t tgid, pid_t pid, int signal);
long ksys_rt_sigaction(int signal, const struct k_sigaction __user *new, struct k_sigaction __user *old);
long ksys_rt_sigprocmask(int how, const unsigned long __user *new, unsigned long __user *old);
long ksys_pause(void);
long ksys_alarm(unsigned int seconds);
/* The living task after this one in the order of pids; NULL: from the first on, and after the last. */
struct task_struct *__next_task(struct task_struct *task);

#define for_each_process(task) for ((task) = __next_task(NULL); (task); (task) = __next_task(task))

#endif

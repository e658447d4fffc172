/* The end of a task: what it holds is given back, whoever waits for it is told. */
#include <linux/bug.h>
#include <linux/fdtable.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

void __do_exit(int code);
/* mm/mmap.c */
void __exit_mm(void);
/* kernel/fork.c */
void __exit_notify(struct task_struct *task);
void __account_usage(struct task_struct *task);
/* locking.ts: sleeping locks that the task still holds. */
void __report_held_locks(void);

/* As a shell shows a wait status. A thread of the kernel has a result of its own. */
static int shell_code(struct task_struct *task, long code)
{
	if (task->flags & PF_KTHREAD)
		return code;
	return code & 0x7f ? 128 + (code & 0x7f) : code >> 8 & 0xff;
}

/* Threads share an address space: the last one gives it back. */
static void leave_mm(struct task_struct *task)
{
	if (!task->mm)
		return;
	if (task->mm->mm_users.counter > 1) {
		task->mm->mm_users.counter--;
		task->mm = NULL;
		return;
	}
	__exit_mm();
}

void do_exit(long code)
{
	struct task_struct *task = current;

	task->flags |= PF_EXITING;
	task->exit_code = code;
	__report_held_locks();
	__exit_signals(task);
	/* Whoever joins the thread waits for this. */
	if (task->clear_child_tid && task->mm && !put_user(0, task->clear_child_tid))
		__wake_futex(task->clear_child_tid, 1, ~0u);
	__account_usage(task);
	leave_mm(task);
	__exit_files();
	put_task_struct(task);
	__exit_notify(task);
	/* Its last schedule() finds what it has left off. */
	if (preempt_count()) {
		__schedule_bug(preempt_count() + 1);
		__preempt_count_clear();
	}
	for (;;)
		__do_exit(shell_code(task, code));
}

/* After an oops or a fatal trap; `signal` becomes the wait status. */
void make_task_dead(int signal)
{
	struct task_struct *task = current;

	if (irqs_disabled()) {
		pr_info("note: %s[%d] exited with irqs disabled\n", task->comm, task->pid);
		local_irq_enable();
	}
	if (in_atomic()) {
		pr_info("note: %s[%d] exited with preempt_count %d\n", task->comm, task->pid, preempt_count());
		__preempt_count_clear();
	}
	__set_current_state(TASK_RUNNING);
	if (task->flags & PF_EXITING) {
		pr_alert("Fixing recursive fault but reboot is needed!\n");
		for (;;)
			__do_exit(shell_code(task, signal));
	}
	do_exit(signal);
}

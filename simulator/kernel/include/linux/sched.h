/* Tasks: the current one, sleeping and waking. */
#ifndef _LINUX_SCHED_H
#define _LINUX_SCHED_H

#include <linux/types.h>
#include <linux/limits.h>
#include <linux/preempt.h>
#include <linux/smp.h>
#include <linux/jiffies.h>

#define TASK_RUNNING 0x00000000
#define TASK_INTERRUPTIBLE 0x00000001
#define TASK_UNINTERRUPTIBLE 0x00000002
#define TASK_DEAD 0x00000080
#define TASK_WAKEKILL 0x00000100
#define TASK_NOLOAD 0x00000400
#define TASK_KILLABLE (TASK_WAKEKILL | TASK_UNINTERRUPTIBLE)
#define TASK_IDLE (TASK_UNINTERRUPTIBLE | TASK_NOLOAD)
#define TASK_NORMAL (TASK_INTERRUPTIBLE | TASK_UNINTERRUPTIBLE)
#define TASK_COMM_LEN 16
#define MAX_SCHEDULE_TIMEOUT LONG_MAX
#define PF_KTHREAD 0x00200000

struct mm_struct;
struct files_struct;
struct kthread;

struct task_struct {
	unsigned int __state;
	unsigned int flags;
	void *stack;
	int exit_code;
	pid_t pid;
	pid_t tgid;
	int prio;
	struct mm_struct *mm;
	struct mm_struct *active_mm;
	struct files_struct *files;
	struct task_struct *real_parent;
	struct task_struct *group_leader;
	struct kthread *kthread; /* this member is the model's own: what kthread.c remembers */
	char comm[TASK_COMM_LEN];
};

struct task_struct *__current(void);
#define current __current()
#define get_current() __current()

void schedule(void);
/* Unless woken before, the current task is woken at this virtual time; the second forgets it again. */
void __wake_current_at(u64 deadline_ns);
void __forget_wake(void);
int wake_up_process(struct task_struct *task);
/* Wakes it only out of one of the states in `mode`. */
int __wake_task_in(struct task_struct *task, unsigned int mode);
void __set_current_state(unsigned int state);
#define set_current_state(state) __set_current_state(state)

/* kernel/sched/core.c */
long schedule_timeout(long timeout);
long schedule_timeout_interruptible(long timeout);
long schedule_timeout_killable(long timeout);
long schedule_timeout_uninterruptible(long timeout);
long schedule_timeout_idle(long timeout);
void io_schedule(void);
long io_schedule_timeout(long timeout);
int _cond_resched(void);
void yield(void);
void __might_sleep(const char *file, int line);
int __need_resched(void);

#define cond_resched() _cond_resched()
#define cond_resched_lock(lock) ({ spin_unlock(lock); _cond_resched(); spin_lock(lock); 0; })
#define need_resched() __need_resched()
#define might_sleep() __might_sleep(__FILE__, __LINE__)
#define might_sleep_if(condition) do { if (condition) might_sleep(); } while (0)
#define cant_sleep() ((void)0)
#define non_block_start() ((void)0)
#define non_block_end() ((void)0)

static inline pid_t task_pid_nr(struct task_struct *task) { return task->pid; }
static inline pid_t task_tgid_nr(struct task_struct *task) { return task->tgid; }
static inline pid_t task_pid_vnr(struct task_struct *task) { return task->pid; }
static inline void get_task_struct(struct task_struct *task) { (void)task; }
static inline void put_task_struct(struct task_struct *task) { (void)task; }

/* No signal is ever sent to a task of the model. */
static inline int signal_pending(struct task_struct *task) { (void)task; return 0; }
static inline int fatal_signal_pending(struct task_struct *task) { (void)task; return 0; }
static inline int signal_pending_state(unsigned int state, struct task_struct *task)
{
	(void)state;
	(void)task;
	return 0;
}
static inline void flush_signals(struct task_struct *task) { (void)task; }
#define allow_signal(signal) ((void)(signal))

static inline void sched_set_fifo(struct task_struct *task) { (void)task; }
static inline void set_user_nice(struct task_struct *task, long nice) { (void)task; (void)nice; }

#endif

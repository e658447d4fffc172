/* Tasks: the current one, sleeping and waking. */
#ifndef _LINUX_SCHED_H
#define _LINUX_SCHED_H

#include <linux/types.h>
#include <linux/limits.h>
#include <linux/pid.h>
#include <linux/preempt.h>
#include <linux/smp.h>
#include <linux/jiffies.h>

#define TASK_RUNNING 0x00000000
#define TASK_INTERRUPTIBLE 0x00000001
#define TASK_UNINTERRUPTIBLE 0x00000002
#define TASK_PARKED 0x00000040
#define TASK_DEAD 0x00000080
#define TASK_WAKEKILL 0x00000100
#define TASK_NOLOAD 0x00000400
#define TASK_KILLABLE (TASK_WAKEKILL | TASK_UNINTERRUPTIBLE)
#define TASK_IDLE (TASK_UNINTERRUPTIBLE | TASK_NOLOAD)
#define TASK_NORMAL (TASK_INTERRUPTIBLE | TASK_UNINTERRUPTIBLE)
#define TASK_COMM_LEN 16
#define MAX_SCHEDULE_TIMEOUT LONG_MAX
#define PF_EXITING 0x00000004
#define PF_WQ_WORKER 0x00000020
#define PF_KTHREAD 0x00200000

struct mm_struct;
struct files_struct;
struct kthread;
struct cred;
struct signal_struct;

/* asm/signal.h and linux/signal_types.h */
#define _NSIG 64
#define _NSIG_BPW 64
#define _NSIG_WORDS (_NSIG / _NSIG_BPW)
typedef struct { unsigned long sig[_NSIG_WORDS]; } sigset_t;
struct sigqueue;
struct sigpending {
	struct sigqueue *queue;
	sigset_t signal;
};

struct task_struct {
	unsigned int __state;
	unsigned int flags;
	void *stack;
	int exit_code;
	pid_t pid;
	pid_t tgid;
	/* Priorities are told, not obeyed: all tasks are equals. */
	int prio, static_prio, normal_prio;
	unsigned int rt_priority;
	unsigned int policy;
	u64 start_time; /* ns since the machine began */
	const struct cred *real_cred;
	const struct cred *cred;
	struct pid *thread_pid;
	struct pid __pid; /* what thread_pid points to */
	struct mm_struct *mm;
	struct mm_struct *active_mm;
	struct files_struct *files;
	struct task_struct *real_parent;
	struct task_struct *parent;
	struct task_struct *group_leader;
	struct signal_struct *signal;
	struct sigpending pending; /* signals for this task alone, bit n - 1 for signal n */
	struct sigpending claimed; /* the model's own: those for the process that this thread was chosen for */
	sigset_t blocked;
	/* Of the last fault that became a signal. */
	unsigned long fault_address;
	int fault_code;
	unsigned long allowed; /* of a kernel thread */
	unsigned long sigwait; /* signals that it waits for though it blocks them */
	unsigned long saved_blocked; /* comes back when the system call returns */
	bool restores_blocked;
	int usage;
	bool notify_signal;
	int rcu_read_lock_nesting;
	/* These members are the model's own: what kthread.c, workqueue.c, rcu and exit.c remember. */
	struct kthread *kthread;
	void *worker;
	struct file *light_file;
	unsigned long rcu_grace_period;
	unsigned int __user __attribute__((aligned(8))) *clear_child_tid;
	/* And fork.c: a process' children, and what one that has ended left. */
	struct task_struct *first_child, *next_sibling, *__waiting_parent;
	int wait_status;
	bool has_ended, reaped;
	unsigned long min_flt, maj_flt, max_rss; /* of a process that has ended, and of all that it has waited for */
	char comm[TASK_COMM_LEN];
};

struct task_struct *__current(void) __attribute__((only_reads));
#define current __current()
#define get_current() __current()

/* task-functions.ts */
void __schedule(void);
int wake_up_process(struct task_struct *task);
/* Wakes it only out of one of the states in `mode`. */
int wake_up_state(struct task_struct *task, unsigned int mode);
void __set_current_state(unsigned int state);
unsigned int __task_state(struct task_struct *task);
void __preempt_count_clear(void);
#define set_current_state(state) __set_current_state(state)
#define task_is_running(task) (__task_state(task) == TASK_RUNNING)
#define get_current_state() __task_state(current)

/* warnings.ts */
void __schedule_bug(unsigned int count);

/* kernel/sched/core.c */
void schedule(void);
long schedule_timeout(long timeout);
long schedule_timeout_interruptible(long timeout);
long schedule_timeout_killable(long timeout);
long schedule_timeout_uninterruptible(long timeout);
long schedule_timeout_idle(long timeout);
void io_schedule(void);
long io_schedule_timeout(long timeout);
int _cond_resched(void);
void yield(void);
/* time.ts: tells of a place that may not sleep, and whether somebody more urgent waits for this CPU. */
void __check_sleep(void);
int __need_resched(void);

#define cond_resched() _cond_resched()
#define cond_resched_lock(lock) ({ spin_unlock(lock); _cond_resched(); spin_lock(lock); 0; })
#define need_resched() __need_resched()
#define might_sleep() do { __check_sleep(); cond_resched(); } while (0)
#define might_sleep_if(condition) do { if (condition) might_sleep(); } while (0)
#define cant_sleep() ((void)0)
#define non_block_start() ((void)0)
#define non_block_end() ((void)0)

static inline pid_t task_pid_nr(struct task_struct *task) { return task->pid; }
static inline pid_t task_tgid_nr(struct task_struct *task) { return task->tgid; }
static inline pid_t task_pid_vnr(struct task_struct *task) { return task->pid; }
static inline pid_t task_tgid_vnr(struct task_struct *task) { return task->tgid; }
static inline pid_t task_ppid_nr(const struct task_struct *task) { return task->real_parent ? task->real_parent->tgid : 0; }
static inline int is_global_init(struct task_struct *task) { return task->tgid == 1; }
#define task_pid(task) ((task)->thread_pid)
#define task_nice(task) ((task)->static_prio - 120)
/* task-functions.ts */
unsigned int __task_cpu(const struct task_struct *task);
#define task_cpu(task) __task_cpu(task)
/* kernel/sched/core.c */
char task_state_to_char(struct task_struct *task);
/* The model frees no task_struct; a thread that uses one which Linux would have freed is told so (kthread.c). */
static inline struct task_struct *get_task_struct(struct task_struct *task) { task->usage++; return task; }
static inline void put_task_struct(struct task_struct *task) { task->usage--; }
/* locking.ts: what the current task is about to wait for, for whoever asks why it does; and the sleeping locks it holds. */
enum __wait_kind {
	WAITS_FOR_MUTEX,
	WAITS_FOR_RWSEM,
	WAITS_FOR_RWSEM_READ,
	WAITS_FOR_SEMAPHORE,
	WAITS_FOR_COMPLETION,
	WAITS_FOR_QUEUE,
	WAITS_FOR_WORK,
	WAITS_FOR_THREAD,
};
void __waits_for(enum __wait_kind kind, const void *object);
void __lock_acquired(enum __wait_kind kind, const void *lock);
void __lock_released(const void *lock);

/* kernel/signal.c */
int signal_pending(struct task_struct *task);
int fatal_signal_pending(struct task_struct *task);
int signal_pending_state(unsigned int state, struct task_struct *task);
void flush_signals(struct task_struct *task);
void allow_signal(int signal);
void disallow_signal(int signal);
int send_sig(int signal, struct task_struct *task, int priv);
int force_sig(int signal);
int kernel_dequeue_signal(void);

/* kernel/exit.c */
void do_exit(long code) __noreturn;
void make_task_dead(int signal) __noreturn;

/* All tasks are equals here: a priority is nothing but a wish. */
struct cpumask;
/* kernel/irq/affinity.c */
int set_cpus_allowed_ptr(struct task_struct *task, const struct cpumask *mask);

static inline void sched_set_fifo(struct task_struct *task) { (void)task; }
static inline void sched_set_fifo_low(struct task_struct *task) { (void)task; }
static inline void sched_set_normal(struct task_struct *task, int nice) { (void)task; (void)nice; }
static inline void set_user_nice(struct task_struct *task, long nice) { (void)task; (void)nice; }

#endif

/* Process identifiers as objects. */
#ifndef _LINUX_PID_H
#define _LINUX_PID_H

#include <linux/types.h>

struct task_struct;

enum pid_type {
	PIDTYPE_PID,
	PIDTYPE_TGID,
	PIDTYPE_PGID,
	PIDTYPE_SID,
	PIDTYPE_MAX,
};

struct upid {
	int nr;
};

struct pid {
	unsigned int count;
	unsigned int level;
	union {
		struct upid numbers[1];
		int nr;
	};
};

/* kernel/pid.c; NULL when nobody has that number, or nobody has it any more */
struct pid *find_vpid(int nr);
struct pid *find_get_pid(int nr);
struct pid *get_pid(struct pid *pid);
void put_pid(struct pid *pid);
struct pid *get_task_pid(struct task_struct *task, enum pid_type type);
struct task_struct *pid_task(struct pid *pid, enum pid_type type);
struct task_struct *get_pid_task(struct pid *pid, enum pid_type type);
struct task_struct *find_task_by_vpid(pid_t nr);
struct task_struct *find_get_task_by_vpid(pid_t nr);

#define find_pid_ns(nr, ns) ((void)(ns), find_vpid(nr))
static inline pid_t pid_nr(struct pid *pid) { return pid ? pid->numbers[0].nr : 0; }
#define pid_vnr(pid) pid_nr(pid)
#define pid_nr_ns(pid, ns) ((void)(ns), pid_nr(pid))

#endif

/* What a process is, may use and asks for: identities, limits, priorities, and facts about the machine. */
#include <linux/capability.h>
#include <linux/cpumask.h>
#include <linux/cred.h>
#include <linux/errno.h>
#include <linux/fdtable.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/resource.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

/* process/limit-functions.ts: what the memory rooms have to know */
void __set_memory_limit(unsigned int which, unsigned long bytes);
void __set_may_lock(int may);
unsigned long __system_information(int which);
void __rename_task(const char *name);

/* INIT_RLIMITS. Beyond FD_LIMIT there are no descriptors, whatever the limit. */
void __default_rlimits(struct rlimit *limits)
{
	int i;

	for (i = 0; i < RLIM_NLIMITS; i++)
		limits[i] = (struct rlimit){ RLIM_INFINITY, RLIM_INFINITY };
	limits[RLIMIT_STACK].rlim_cur = 8 << 20;
	limits[RLIMIT_CORE].rlim_cur = 0;
	limits[RLIMIT_NPROC] = (struct rlimit){ totalram_pages() / 64, totalram_pages() / 64 };
	limits[RLIMIT_NOFILE] = (struct rlimit){ FD_LIMIT, 4096 };
	limits[RLIMIT_MEMLOCK] = (struct rlimit){ 8 << 20, 8 << 20 };
	limits[RLIMIT_SIGPENDING] = limits[RLIMIT_NPROC];
	limits[RLIMIT_MSGQUEUE] = (struct rlimit){ 819200, 819200 };
	limits[RLIMIT_NICE] = limits[RLIMIT_RTPRIO] = (struct rlimit){ 0, 0 };
}

unsigned long __rlimit(unsigned int which)
{
	struct signal_struct *signals = current->signal;

	return signals ? signals->rlim[which].rlim_cur : which == RLIMIT_NOFILE ? FD_LIMIT : RLIM_INFINITY;
}

static struct task_struct *process_of(pid_t pid)
{
	struct task_struct *task;

	if (!pid || pid == current->pid)
		return current;
	for (task = __next_task(NULL); task; task = __next_task(task))
		if (task->pid == pid)
			return task;
	return NULL;
}

static long set_limit(struct signal_struct *signals, unsigned int which, struct rlimit limit)
{
	if (limit.rlim_cur > limit.rlim_max)
		return -EINVAL;
	if (limit.rlim_max > signals->rlim[which].rlim_max && !capable(CAP_SYS_RESOURCE))
		return -EPERM;
	if (which == RLIMIT_NOFILE && limit.rlim_max > 1 << 20)
		return -EPERM;
	signals->rlim[which] = limit;
	if (signals == current->signal)
		__set_memory_limit(which, limit.rlim_cur);
	return 0;
}

long ksys_prlimit64(pid_t pid, unsigned int which, const struct rlimit __user *new, struct rlimit __user *old)
{
	struct task_struct *task = process_of(pid);
	struct signal_struct *signals = task ? __signals_of(task) : NULL;
	struct rlimit wanted, before;
	long error = 0;

	if (which >= RLIM_NLIMITS)
		return -EINVAL;
	if (new && copy_from_user(&wanted, new, sizeof(wanted)))
		return -EFAULT;
	if (!signals)
		return -ESRCH;
	before = signals->rlim[which];
	if (new)
		error = set_limit(signals, which, wanted);
	if (!error && old && copy_to_user(old, &before, sizeof(before)))
		error = -EFAULT;
	return error;
}

/* Which of the three identities: user 0, 1, 2; group 3, 4, 5. */
long __identity(int which)
{
	const struct cred *cred = current_cred();
	unsigned int all[] = { cred->uid.val, cred->euid.val, cred->suid.val, cred->gid.val, cred->egid.val, cred->sgid.val };

	return all[which];
}

static bool may_become(unsigned int id, unsigned int real, unsigned int effective, unsigned int saved)
{
	return id == -1u || id == real || id == effective || id == saved;
}

/* -1 leaves one as it is. Of the calling thread: unlike glibc's, the C library here leaves it at that. */
long __set_identities(bool group, unsigned int real, unsigned int effective, unsigned int saved)
{
	struct cred *new = prepare_creds();
	unsigned int *r, *e, *s;

	if (!new)
		return -ENOMEM;
	r = group ? &new->gid.val : &new->uid.val;
	e = group ? &new->egid.val : &new->euid.val;
	s = group ? &new->sgid.val : &new->suid.val;
	if (new->euid.val && !(may_become(real, *r, *e, *s) && may_become(effective, *r, *e, *s) && may_become(saved, *r, *e, *s))) {
		abort_creds(new);
		return -EPERM;
	}
	*r = real == -1u ? *r : real;
	*e = effective == -1u ? *e : effective;
	*s = saved == -1u ? *s : saved;
	if (group)
		new->fsgid = new->egid;
	else
		new->fsuid = new->euid;
	commit_creds(new);
	__set_may_lock(new->euid.val == 0);
	return 0;
}

/* Whoever is not the superuser may change its own real or saved one into the effective one alone. */
long __set_identity(bool group, unsigned int id)
{
	return current_euid().val ? __set_identities(group, -1, id, -1) : __set_identities(group, id, id, id);
}

bool capable(int capability)
{
	(void)capability;
	return current_cred()->euid.val == 0;
}

long ksys_setpriority(int which, int who, int nice)
{
	struct task_struct *task = which == PRIO_PROCESS ? process_of(who) : current;

	if (which < 0 || which > 2)
		return -EINVAL;
	if (!task)
		return -ESRCH;
	nice = clamp(nice, -20, 19);
	if (nice < __signals_of(task)->nice && !capable(CAP_SYS_NICE))
		return -EACCES;
	task->signal->nice = nice;
	return 0;
}

/* 20 less the nice value, so that no result looks like an error. */
long ksys_getpriority(int which, int who)
{
	struct task_struct *task = which == PRIO_PROCESS ? process_of(who) : current;

	if (which < 0 || which > 2)
		return -EINVAL;
	return task ? 20 - __signals_of(task)->nice : -ESRCH;
}

#define SCHED_FIFO 1
#define SCHED_RR 2
#define SCHED_RESET_ON_FORK 0x40000000

static bool is_real_time(int policy)
{
	return policy == SCHED_FIFO || policy == SCHED_RR;
}

/* Remembered, and told once that nothing follows from it. */
static void say_priorities_are_wishes(void)
{
	printk_once(KERN_NOTICE "%s[%d]: priorities are not modelled: all tasks are equals\n", current->comm, current->pid);
}

/* A policy of -1 stays as it is. */
long ksys_sched_setscheduler(pid_t pid, int policy, const int __user *user_priority)
{
	struct task_struct *task = process_of(pid);
	int priority, bare = policy & ~SCHED_RESET_ON_FORK;

	if (pid < 0 || !user_priority)
		return -EINVAL;
	if (copy_from_user(&priority, user_priority, sizeof(priority)))
		return -EFAULT;
	if (!task)
		return -ESRCH;
	if (policy == -1)
		bare = __signals_of(task)->policy;
	if (bare > 5 || bare == 4 || (is_real_time(bare) ? priority < 1 || priority > 99 : priority != 0))
		return -EINVAL;
	if (is_real_time(bare) && !capable(CAP_SYS_NICE))
		return -EPERM;
	if (is_real_time(bare))
		say_priorities_are_wishes();
	__signals_of(task)->policy = bare;
	task->signal->priority = priority;
	return 0;
}

long ksys_sched_getscheduler(pid_t pid)
{
	struct task_struct *task = process_of(pid);

	return pid < 0 ? -EINVAL : task ? __signals_of(task)->policy : -ESRCH;
}

long ksys_sched_getparam(pid_t pid, int __user *priority)
{
	struct task_struct *task = process_of(pid);

	if (pid < 0 || !priority)
		return -EINVAL;
	if (!task)
		return -ESRCH;
	return put_user(is_real_time(__signals_of(task)->policy) ? task->signal->priority : 0, priority);
}

long __sched_priority_bound(int policy, bool most)
{
	if (policy < 0 || policy > 6 || policy == 4)
		return -EINVAL;
	return is_real_time(policy) ? (most ? 99 : 1) : 0;
}

/* task-functions.ts: the CPU that it is bound to, -1 for any */
int __bound_to(struct task_struct *task);

long ksys_sched_setaffinity(pid_t pid, unsigned int bytes, const unsigned long __user *user_mask)
{
	struct task_struct *task = process_of(pid);
	struct cpumask mask = { 0 };

	if (copy_from_user(&mask, user_mask, min_t(size_t, bytes, sizeof(mask.bits[0]))))
		return -EFAULT;
	if (!task)
		return -ESRCH;
	mask.bits[0] &= (1ul << num_online_cpus()) - 1;
	if (!mask.bits[0])
		return -EINVAL;
	return set_cpus_allowed_ptr(task, &mask);
}

long ksys_sched_getaffinity(pid_t pid, unsigned int bytes, unsigned long __user *result)
{
	struct task_struct *task = process_of(pid);
	unsigned long mask;
	int cpu;

	if (bytes < sizeof(mask) || bytes % sizeof(mask))
		return -EINVAL;
	if (!task)
		return -ESRCH;
	cpu = __bound_to(task);
	mask = cpu < 0 ? (1ul << num_online_cpus()) - 1 : 1ul << cpu;
	return copy_to_user(result, &mask, sizeof(mask)) ? -EFAULT : sizeof(mask);
}

long ksys_getcpu(unsigned int __user *cpu, unsigned int __user *node)
{
	return (cpu && put_user(smp_processor_id(), cpu)) || (node && put_user(0, node)) ? -EFAULT : 0;
}

#define PR_SET_NAME 15
#define PR_GET_NAME 16
#define PR_SET_TIMERSLACK 29
#define PR_GET_TIMERSLACK 30
#define UNKNOWN_OPTION (-4096L)

long ksys_prctl(int option, unsigned long value)
{
	char name[TASK_COMM_LEN];

	switch (option) {
	case PR_SET_NAME:
		if (strncpy_from_user(name, (const char __user *)value, sizeof(name) - 1) < 0)
			return -EFAULT;
		name[sizeof(name) - 1] = 0;
		strscpy(current->comm, name, sizeof(current->comm));
		__rename_task(name);
		return 0;
	case PR_GET_NAME:
		return copy_to_user((void __user *)value, current->comm, sizeof(current->comm)) ? -EFAULT : 0;
	case PR_GET_TIMERSLACK:
		return 50000;
	default:
		return UNKNOWN_OPTION;
	}
}

/* `struct sysinfo` of x86-64. */
struct user_sysinfo {
	long uptime;
	unsigned long loads[3], totalram, freeram, sharedram, bufferram, totalswap, freeswap;
	unsigned short procs, padding;
	unsigned long totalhigh, freehigh;
	unsigned int mem_unit;
};

long ksys_sysinfo(void __user *result)
{
	struct user_sysinfo info = { 0 };

	info.uptime = ktime_get() / NSEC_PER_SEC;
	info.totalram = __system_information(0);
	info.freeram = __system_information(1);
	info.sharedram = __system_information(2);
	info.totalswap = __system_information(3);
	info.freeswap = __system_information(4);
	info.procs = __system_information(5);
	info.mem_unit = 1;
	return copy_to_user(result, &info, sizeof(info)) ? -EFAULT : 0;
}

long ksys_umask(unsigned int mask)
{
	struct signal_struct *signals = __signals_of(current);
	long before = signals->umask;

	signals->umask = mask & 0777;
	return before;
}

unsigned int current_umask(void)
{
	return __signals_of(current)->umask;
}

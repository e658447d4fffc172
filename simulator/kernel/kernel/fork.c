/* New processes and threads, and waiting for the end of processes. */
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/fdtable.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/cred.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <linux/vm_areas.h>
#include <linux/wait.h>

#define CLONE_VM 0x00000100
#define CLONE_FILES 0x00000400
#define CLONE_SIGHAND 0x00000800
#define CLONE_THREAD 0x00010000
#define CLONE_PARENT_SETTID 0x00100000
#define CLONE_CHILD_CLEARTID 0x00200000
#define CLONE_CHILD_SETTID 0x01000000
#define VM_DONTCOPY 0x00020000

/* process/clone.ts */
struct task_struct *__clone_task(int shared, unsigned long stack, unsigned long entry, struct mm_struct *mm,
				 unsigned long *pairs, int count);
void __start_task(struct task_struct *task);



static struct mm_struct *copy_mm_struct(void)
{
	struct mm_struct *mm = kmalloc(sizeof(*mm), GFP_KERNEL);

	if (!mm)
		return NULL;
	*mm = *current->mm;
	init_rwsem(&mm->mmap_lock);
	mm->mm_users.counter = 1;
	mm->mm_count.counter = 1;
	return mm;
}

static int count_driver_areas(void)
{
	struct vm_area_struct *area;
	unsigned long at = 0;
	int count = 0;

	while ((area = __next_area_struct(at, TASK_SIZE)) != NULL) {
		at = area->vm_end;
		count += !(area->vm_flags & VM_DONTCOPY);
	}
	return count;
}

/* The child's structs for drivers' areas, each beside the parent's. */
static unsigned long *copy_driver_areas(struct mm_struct *mm, int count)
{
	unsigned long *pairs = kcalloc(count ? 2 * count : 1, sizeof(*pairs), GFP_KERNEL), at = 0;
	struct vm_area_struct *area, *copy;
	int index = 0;

	while (pairs && (area = __next_area_struct(at, TASK_SIZE)) != NULL) {
		at = area->vm_end;
		if (area->vm_flags & VM_DONTCOPY)
			continue;
		copy = kmalloc(sizeof(*copy), GFP_KERNEL | __GFP_NOFAIL);
		*copy = *area;
		copy->vm_mm = mm;
		pairs[2 * index] = (unsigned long)area;
		pairs[2 * index++ + 1] = (unsigned long)copy;
	}
	return pairs;
}

static void open_driver_areas(unsigned long *pairs, int count)
{
	int index;

	for (index = 0; index < count; index++) {
		struct vm_area_struct *copy = (void *)pairs[2 * index + 1];

		get_file(copy->vm_file);
		if (copy->vm_ops && copy->vm_ops->open)
			copy->vm_ops->open(copy);
	}
}

static struct files_struct *copy_files(struct files_struct *files)
{
	struct files_struct *copy = kzalloc(sizeof(*copy), GFP_KERNEL);
	int fd;

	if (!copy)
		return NULL;
	copy->next = files->next;
	for (fd = 0; fd < (int)files->next; fd++)
		if (files->fd[fd]) {
			copy->fd[fd] = get_file(files->fd[fd]);
			copy->close_on_exec[fd] = files->close_on_exec[fd];
		}
	copy->count = 1;
	return copy;
}

static struct task_struct *leader_of(struct task_struct *task)
{
	return task->group_leader ? task->group_leader : task;
}

/* What a process has, the child has too, shared or as a copy. */
static void describe_child(struct task_struct *child, unsigned long flags, struct mm_struct *mm)
{
	struct task_struct *leader = leader_of(current);

	child->mm = child->active_mm = mm;
	child->cred = get_cred(current->cred);
	child->real_cred = get_cred(child->cred);
	child->blocked.sig[0] = current->blocked.sig[0];
	child->usage = 1;
	if (flags & CLONE_THREAD) {
		child->group_leader = leader;
		child->tgid = leader->pid;
		child->__waiting_parent = leader->__waiting_parent;
		child->parent = child->real_parent = leader->real_parent;
	} else {
		child->parent = child->real_parent = leader;
		child->group_leader = child;
		child->tgid = child->pid;
		child->__waiting_parent = leader;
		child->next_sibling = leader->first_child;
		leader->first_child = child;
	}
	/* Handlers that processes share without being threads of one are copied: later changes stay with whoever makes them. */
	if (flags & CLONE_THREAD) {
		child->signal = __signals_of(current);
		child->signal->threads++;
	} else if (current->signal && __signals_of(child)) {
		__inherit_signals(child->signal, current->signal);
	}
}

static struct task_struct *copy_process(unsigned long flags, unsigned long stack, unsigned long entry)
{
	int shared = !!(flags & CLONE_VM), count = 0;
	struct files_struct *files = __current_files();
	struct mm_struct *mm = shared ? current->mm : copy_mm_struct();
	unsigned long *pairs = NULL;
	struct task_struct *child;

	if (!mm || !files)
		return NULL;
	mmap_write_lock(current->mm);
	if (!shared) {
		count = count_driver_areas();
		pairs = copy_driver_areas(mm, count);
	}
	child = shared || pairs ? __clone_task(shared, stack, entry, mm, pairs, count) : NULL;
	mmap_write_unlock(current->mm);
	if (child) {
		if (shared)
			mm->mm_users.counter++;
		else
			open_driver_areas(pairs, count);
		if (flags & CLONE_FILES)
			files->count++;
		child->files = flags & CLONE_FILES ? files : copy_files(files);
		describe_child(child, flags, mm);
	} else if (!shared) {
		kfree(mm);
	}
	kfree(pairs);
	return child;
}

long ksys_clone(unsigned long flags, unsigned long stack, int __user *parent_tid, int __user *child_tid,
		unsigned long entry)
{
	struct task_struct *child;

	if ((flags & CLONE_THREAD && !(flags & CLONE_SIGHAND)) || (flags & CLONE_SIGHAND && !(flags & CLONE_VM)))
		return -EINVAL;
	/* Two threads cannot go on in the same frames. */
	if (flags & CLONE_VM && !stack)
		return -EINVAL;
	child = copy_process(flags, stack, entry);
	if (!child)
		return -ENOMEM;
	if (flags & CLONE_PARENT_SETTID && put_user(child->pid, parent_tid))
		return -EFAULT;
	if (flags & CLONE_CHILD_SETTID && flags & CLONE_VM && put_user(child->pid, child_tid))
		return -EFAULT;
	if (flags & CLONE_CHILD_CLEARTID)
		child->clear_child_tid = (unsigned int __user *)child_tid;
	__start_task(child);
	return child->pid;
}

long ksys_fork(void)
{
	return ksys_clone(SIGCHLD, 0, NULL, NULL, 0);
}

/* The last thread of a process leaves a status for its parent; children of its own have none any more. */
void __exit_notify(struct task_struct *task)
{
	struct task_struct *leader = leader_of(task), *child, *parent = leader->__waiting_parent;
	int code = task->exit_code;
	struct kernel_siginfo info = {
		.si_signo = SIGCHLD, .si_code = code & 0x7f ? CLD_KILLED : CLD_EXITED,
		.si_pid = task_tgid_nr(task), .si_uid = __kuid_val(task_uid(task)), .si_status = code & 0x7f ? code & 0x7f : code >> 8,
	};

	if (task->flags & PF_KTHREAD || (task->signal && task->signal->threads > 0))
		return;
	for (child = leader->first_child; child; child = child->next_sibling)
		child->__waiting_parent = NULL, child->parent = child->real_parent = leader->real_parent;
	leader->wait_status = task->exit_code;
	leader->has_ended = true;
	if (!parent)
		return;
	__send_signal(SIGCHLD, &info, parent, true);
	if (__signals_of(parent))
		wake_up_interruptible(&parent->signal->wait_chldexit);
}

static struct task_struct *ended_child(pid_t pid, bool *any)
{
	struct task_struct *child;

	*any = false;
	for (child = leader_of(current)->first_child; child; child = child->next_sibling) {
		if (child->reaped || (pid > 0 && child->pid != pid))
			continue;
		*any = true;
		if (child->has_ended)
			return child;
	}
	return NULL;
}

#define WNOHANG 1

/* `struct rusage` of x86-64. Times are not kept. */
struct user_rusage {
	long user[2], system[2];
	long max_rss, shared, data, stack;
	long minor_faults, major_faults, swaps, in_blocks, out_blocks, sent, received, signals, voluntary, involuntary;
};

/* process/proc-functions.ts: 0 minor faults, 1 major faults, 2 the most that was resident, in KiB, of the calling process */
unsigned long __memory_usage(int which);
/* task-functions.ts */
u64 __cpu_time_ns(int whole);

/* What a tick would find is not known: all of it is told as the program's own. */
static void tell_runtime(struct user_rusage *usage, u64 ns)
{
	usage->user[0] = ns / NSEC_PER_SEC;
	usage->user[1] = ns % NSEC_PER_SEC / 1000;
}

/* Before its address space goes. */
void __account_usage(struct task_struct *task)
{
	struct task_struct *leader = leader_of(task);

	if (!task->mm)
		return;
	leader->min_flt = __memory_usage(0);
	if (leader->signal)
		leader->signal->runtime = __cpu_time_ns(1);
	leader->maj_flt = __memory_usage(1);
	leader->max_rss = __memory_usage(2);
}

/* What a child used, and its own children. */
static void take_usage(struct signal_struct *signals, struct task_struct *child, struct user_rusage *usage)
{
	const struct signal_struct *theirs = child->signal;

	usage->minor_faults = child->min_flt + (theirs ? theirs->cmin_flt : 0);
	usage->major_faults = child->maj_flt + (theirs ? theirs->cmaj_flt : 0);
	usage->max_rss = max(child->max_rss, theirs ? theirs->cmaxrss : 0ul);
	tell_runtime(usage, theirs ? theirs->runtime + theirs->cruntime : 0);
	signals->cruntime += theirs ? theirs->runtime + theirs->cruntime : 0;
	signals->cmin_flt += usage->minor_faults;
	signals->cmaj_flt += usage->major_faults;
	signals->cmaxrss = max(signals->cmaxrss, (unsigned long)usage->max_rss);
}

long ksys_wait4(pid_t pid, int __user *status, int options, void __user *user_usage)
{
	struct user_rusage usage = { 0 };
	struct signal_struct *signals = __signals_of(current);
	struct task_struct *child;
	bool any;

	if (!signals)
		return -ENOMEM;
	child = ended_child(pid, &any);
	while (!child && any && !(options & WNOHANG)) {
		if (wait_event_interruptible(signals->wait_chldexit, (child = ended_child(pid, &any)) || !any))
			return -ERESTARTSYS;
	}
	if (!any)
		return -ECHILD;
	if (!child)
		return 0;
	child->reaped = true;
	take_usage(signals, child, &usage);
	if (user_usage && copy_to_user(user_usage, &usage, sizeof(usage)))
		return -EFAULT;
	if (status && put_user(child->wait_status, status))
		return -EFAULT;
	return child->pid;
}

long ksys_getppid(void)
{
	struct task_struct *parent = leader_of(current)->__waiting_parent;

	return parent ? parent->pid : 0;
}

/* Faults and memory of the calling process, or of the children that it has waited for. */
long ksys_getrusage(int who, void __user *result)
{
	struct signal_struct *signals = __signals_of(current);
	struct user_rusage usage = { 0 };

	if (who == -1) {
		tell_runtime(&usage, signals->cruntime);
		usage.minor_faults = signals->cmin_flt;
		usage.major_faults = signals->cmaj_flt;
		usage.max_rss = signals->cmaxrss;
	} else if (who == 0 || who == 1) {
		tell_runtime(&usage, __cpu_time_ns(who == 0));
		usage.minor_faults = __memory_usage(0);
		usage.major_faults = __memory_usage(1);
		usage.max_rss = __memory_usage(2);
	} else {
		return -EINVAL;
	}
	return copy_to_user(result, &usage, sizeof(usage)) ? -EFAULT : 0;
}

/* What /proc tells of a process or thread beside its memory: who it is, what it waits for, what it may have. Its files are made when they are looked for. */
#include <linux/cred.h>
#include <linux/fdtable.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pid.h>
#include <linux/proc_entry.h>
#include <linux/proc_fs.h>
#include <linux/resource.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/seq_file.h>
#include <linux/signal.h>
#include <linux/string.h>

/* proc.ts: of a task: 0 ns that it had a CPU, 1 and 2 how often it gave it up and had it taken, 3 where it may run */
u64 __task_number(pid_t pid, int which);
/* process/proc-functions.ts */
unsigned long __memory_text(int kind, int pid, char *buffer, unsigned long room);
/* fs/proc/base.c */
struct dentry *__proc_make_thread(struct proc_dir_entry *above, int pid);

static struct task_struct *proc_task_of(struct seq_file *m)
{
	return find_task_by_vpid((long)m->private);
}

static const char *proc_state_of(const struct task_struct *task)
{
	unsigned int state = __task_state((struct task_struct *)task);

	return task->has_ended ? "Z (zombie)" : !state ? "R (running)" : state & TASK_NOLOAD ? "I (idle)" :
	       state & TASK_INTERRUPTIBLE ? "S (sleeping)" : state & TASK_UNINTERRUPTIBLE ? "D (disk sleep)" : "X (dead)";
}

static int parent_number(const struct task_struct *task)
{
	const struct task_struct *parent = task->group_leader ? task->group_leader->__waiting_parent : NULL;

	return parent ? parent->pid : 0;
}

static int process_number(const struct task_struct *task)
{
	return task->tgid ? task->tgid : task->pid;
}

/* Signals that are ignored (what 1) or have a handler (what 2). */
static unsigned long signals_that_are(const struct task_struct *task, int what)
{
	unsigned long mask = 0;
	int i;

	if (!task->signal)
		return what == 1 ? ~0ul : 0;
	for (i = 0; i < _NSIG; i++) {
		unsigned long handler = task->signal->action[i].handler;

		if (handler && (handler == 1) == (what == 1))
			mask |= 1ul << i;
	}
	return mask;
}

int __proc_status_show(struct seq_file *m, void *element)
{
	struct task_struct *task = proc_task_of(m);
	const struct signal_struct *signal;
	unsigned long room, length, caps;
	u64 cpus;
	int pid;

	if (!task)
		return -ESRCH;
	signal = task->signal;
	pid = task->pid;
	cpus = __task_number(pid, 3);
	seq_printf(m, "Name:\t%s\nUmask:\t%#04o\nState:\t%s\nTgid:\t%d\nNgid:\t0\nPid:\t%d\nPPid:\t%d\nTracerPid:\t0\n", task->comm,
		   signal ? signal->umask : 022, proc_state_of(task), process_number(task), pid, parent_number(task));
	seq_printf(m, "Uid:\t%u\t%u\t%u\t%u\nGid:\t%u\t%u\t%u\t%u\n", task->cred->uid.val, task->cred->euid.val, task->cred->suid.val,
		   task->cred->fsuid.val, task->cred->gid.val, task->cred->egid.val, task->cred->sgid.val, task->cred->fsgid.val);
	seq_printf(m, "FDSize:\t64\nGroups:\t \nNStgid:\t%d\nNSpid:\t%d\nNSpgid:\t0\nNSsid:\t0\n", process_number(task), pid);
	room = m->size - m->count;
	length = __memory_text(4, pid, m->buf + m->count, room);
	m->count = length < room ? m->count + length : m->size;
	seq_printf(m, "Threads:\t%d\n", signal ? signal->threads : 1);
	caps = task->cred->euid.val ? 0 : 0x1fffffffffful;
	seq_printf(m, "SigQ:\t0/%lu\nSigPnd:\t%016lx\nShdPnd:\t%016lx\nSigBlk:\t%016lx\nSigIgn:\t%016lx\nSigCgt:\t%016lx\n",
		   signal ? signal->rlim[RLIMIT_SIGPENDING].rlim_cur : totalram_pages() / 64, task->pending.signal.sig[0],
		   signal ? signal->shared_pending.signal.sig[0] : 0, task->blocked.sig[0], signals_that_are(task, 1),
		   signals_that_are(task, 2));
	seq_printf(m, "CapInh:\t%016lx\nCapPrm:\t%016lx\nCapEff:\t%016lx\nCapBnd:\t%016lx\nCapAmb:\t%016lx\nNoNewPrivs:\t0\nSeccomp:\t0\n",
		   0ul, caps, caps, 0x1fffffffffful, 0ul);
	seq_printf(m, "Cpus_allowed:\t%llx\nCpus_allowed_list:\t%*pbl\nvoluntary_ctxt_switches:\t%llu\nnonvoluntary_ctxt_switches:\t%llu\n",
		   cpus, 8, &cpus, __task_number(pid, 1), __task_number(pid, 2));
	return 0;
}

/* Where its code, data and arguments stand is told as to somebody who may not know. */
static int stat_of_show(struct seq_file *m, void *element)
{
	struct task_struct *task = proc_task_of(m);
	const struct signal_struct *signal;
	unsigned long size = 0, resident = 0;
	int nice;
	char statm[128];

	if (!task)
		return -ESRCH;
	signal = task->signal;
	nice = signal ? signal->nice : 0;
	if (__memory_text(3, task->pid, statm, sizeof(statm)))
		sscanf(statm, "%lu %lu", &size, &resident);
	seq_printf(m, "%d (%s) %c %d 0 0 0 -1 %u %lu %lu %lu %lu %llu 0 %llu 0 %d %d %d 0 %llu %lu %lu %lu", task->pid, task->comm,
		   *proc_state_of(task), parent_number(task), task->flags, task->min_flt, signal ? signal->cmin_flt : 0, task->maj_flt,
		   signal ? signal->cmaj_flt : 0, __task_number(task->pid, 0) / 10000000, signal ? signal->cruntime / 10000000 : 0,
		   20 + nice, nice, signal ? signal->threads : 1, task->start_time / 10000000, size * PAGE_SIZE, resident,
		   signal ? signal->rlim[RLIMIT_RSS].rlim_cur : RLIM_INFINITY);
	seq_printf(m, " %d %d 0 0 0 %lu %lu %lu %lu %d 0 0 %d %u %u %u 0 0 0 0 0 0 0 0 0 0 0\n", !!size, !!size,
		   task->pending.signal.sig[0] & 0x7fffffff, task->blocked.sig[0] & 0x7fffffff, signals_that_are(task, 1) & 0x7fffffff,
		   signals_that_are(task, 2) & 0x7fffffff, __task_state(task) != 0, signal ? 17 : 0, task_cpu(task), task->rt_priority,
		   task->policy);
	return 0;
}

static int comm_show(struct seq_file *m, void *element)
{
	struct task_struct *task = proc_task_of(m);

	if (!task)
		return -ESRCH;
	seq_printf(m, "%s\n", task->comm);
	return 0;
}

static int wchan_show(struct seq_file *m, void *element)
{
	seq_putc(m, '0');
	return 0;
}

static const char *const limit_names[RLIM_NLIMITS][2] = {
	{ "cpu time", "seconds" }, { "file size", "bytes" }, { "data size", "bytes" }, { "stack size", "bytes" },
	{ "core file size", "bytes" }, { "resident set", "bytes" }, { "processes", "processes" }, { "open files", "files" },
	{ "locked memory", "bytes" }, { "address space", "bytes" }, { "file locks", "locks" }, { "pending signals", "signals" },
	{ "msgqueue size", "bytes" }, { "nice priority", "" }, { "realtime priority", "" }, { "realtime timeout", "us" },
};

static void show_limit(struct seq_file *m, unsigned long limit)
{
	if (limit == RLIM_INFINITY)
		seq_printf(m, "%-20s ", "unlimited");
	else
		seq_printf(m, "%-20lu ", limit);
}

static int limits_show(struct seq_file *m, void *element)
{
	struct task_struct *task = proc_task_of(m);
	struct rlimit defaults[RLIM_NLIMITS];
	const struct rlimit *limits = task && task->signal ? task->signal->rlim : defaults;
	int i;

	if (limits == defaults)
		__default_rlimits(defaults);
	seq_printf(m, "%-25s %-20s %-20s %-10s\n", "Limit", "Soft Limit", "Hard Limit", "Units");
	for (i = 0; i < RLIM_NLIMITS; i++) {
		seq_printf(m, "Max %-21s ", limit_names[i][0]);
		show_limit(m, limits[i].rlim_cur);
		show_limit(m, limits[i].rlim_max);
		seq_printf(m, *limit_names[i][1] ? "%-10s\n" : "%s\n", limit_names[i][1]);
	}
	return 0;
}

/* The strings that its stack begins with: argc and argv stand where it began, the strings above them up to eight bytes of zeros. */
static int read_arguments(pid_t pid, char *buffer, int room)
{
	struct task_struct *task = find_task_by_vpid(pid);
	unsigned long words[2] = {};

	if (!task || !task->mm || access_process_vm(task, task->mm->start_stack, words, sizeof(words), 0) != sizeof(words))
		return 0;
	return access_process_vm(task, words[1], buffer, min_t(long, room, TASK_SIZE - 8 - words[1]), 0);
}

static int cmdline_of_show(struct seq_file *m, void *element)
{
	m->count += read_arguments((long)m->private, m->buf + m->count, m->size - m->count);
	return 0;
}

/* Programs stand in the root directory. */
static const char *exe_target(const struct dentry *link)
{
	static char target[128];
	int got = read_arguments((long)((struct proc_dir_entry *)link->d_parent->d_inode->i_private)->data, target + 1, sizeof(target) - 2);

	target[0] = '/';
	target[got > 0 ? got + 1 : 0] = 0;
	return got <= 0 ? NULL : strncmp(target, "/./", 3) ? target + 1 : target + 2;
}

static int mounts_show(struct seq_file *m, void *element)
{
	seq_puts(m, "rootfs / rootfs rw 0 0\nproc /proc proc rw,relatime 0 0\nsys /sys sysfs rw,relatime 0 0\n"
		    "dev /dev devtmpfs rw,relatime,mode=755 0 0\ndbg /sys/kernel/debug debugfs rw,relatime 0 0\n");
	return 0;
}

static int mountinfo_show(struct seq_file *m, void *element)
{
	seq_puts(m, "1 1 0:2 / / rw - rootfs rootfs rw\n19 1 0:18 / /proc rw,relatime - proc proc rw\n"
		    "20 1 0:19 / /sys rw,relatime - sysfs sys rw\n21 1 0:5 / /dev rw,relatime - devtmpfs dev rw,mode=755\n"
		    "22 20 0:6 / /sys/kernel/debug rw,relatime - debugfs dbg rw\n");
	return 0;
}

static int empty_show(struct seq_file *m, void *element)
{
	return 0;
}

static const struct proc_row pid_rows[] = {
	{ "task" }, { "net" }, { "exe", 0777, NULL, "" }, { "cwd", 0777, NULL, "/" }, { "root", 0777, NULL, "/" },
	{ "stat", 0444, stat_of_show }, { "comm", 0444, comm_show }, { "limits", 0444, limits_show },
	{ "cmdline", 0444, cmdline_of_show }, { "wchan", 0444, wchan_show }, { "mounts", 0444, mounts_show },
	{ "mountinfo", 0444, mountinfo_show }, { "environ", 0400, empty_show }, {},
};
static const struct proc_row net_rows[] = { { "dev", 0444, __net_dev_show }, {} };

static struct dentry *make_thread(struct dentry *directory, struct proc_dir_entry *entry, const char *name, size_t length)
{
	struct task_struct *task;
	char text[12];

	for (task = __next_task(NULL); task; task = __next_task(task)) {
		int size = snprintf(text, sizeof(text), "%d", task->pid);

		if (process_number(task) != (long)entry->data || __d_child(directory, text, size))
			continue;
		if (!name || (size == length && strncmp(text, name, size) == 0)) {
			struct dentry *made = __proc_make_thread(entry, task->pid);

			if (name)
				return made;
		}
	}
	return NULL;
}

void __proc_forget_thread(const char *name)
{
	char path[40];
	struct dentry *thread;

	snprintf(path, sizeof(path), "%d", process_number(current));
	thread = __d_child(__proc_dentry, path, strlen(path));
	thread = thread ? __d_child(thread, "task", 4) : NULL;
	thread = thread ? __d_child(thread, name, strlen(name)) : NULL;
	if (thread)
		proc_remove(thread->d_inode->i_private);
}

static void list_pid_rows(struct dentry *directory)
{
	__proc_make_pid_row(directory, NULL, 0);
}

/* As __proc_make_row(). */
struct dentry *__proc_make_pid_row(struct dentry *directory, const char *name, size_t length)
{
	struct proc_dir_entry *entry = directory->d_inode->i_private;
	const struct proc_row *row = strcmp(directory->d_iname, "net") ? pid_rows : net_rows;

	if (!strcmp(directory->d_iname, "task"))
		return make_thread(directory, entry, name, length);
	for (; row->name; row++) {
		struct dentry *made = __d_child(directory, row->name, strlen(row->name));

		if (name && (strlen(row->name) != length || strncmp(row->name, name, length)))
			continue;
		if (row == pid_rows && directory->d_parent != __proc_dentry)
			continue;
		if (!made)
			made = __proc_make_of(directory, row, row->name, entry->data);
		if (made && row->text && !*row->text)
			made->d_link = exe_target;
		if (made && !row->show && !row->text) {
			made->d_make = __proc_make_pid_row;
			made->d_list = list_pid_rows;
		}
		if (name)
			return made;
	}
	return NULL;
}

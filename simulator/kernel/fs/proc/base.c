/* /proc/<pid> and /proc/self: one directory for each process, made when somebody looks into it. */
#include <linux/err.h>
#include <linux/proc_entry.h>
#include <linux/proc_fs.h>
#include <linux/sched.h>
#include <linux/sprintf.h>
#include <linux/string.h>

#define MOST_PID_FILES 32

/* proc.ts: whether a process or kernel thread of this number lives; the next one after it, 0 behind the last */
int __proc_pid_exists(int pid);
int __proc_next_pid(int pid);

/* fs/proc/fd.c */
struct dentry *__proc_make_fd_directory(struct dentry *process, const char *name, size_t length);
void __proc_list_fd_directory(struct dentry *process);

/* fs/proc/array.c */
void __proc_forget_thread(const char *name);

struct pid_file {
	const char *name;
	umode_t mode;
	const struct proc_ops *ops;
	int (*show)(struct seq_file *m, void *element);
};

static struct pid_file pid_files[MOST_PID_FILES];
static int pid_file_count;

static int register_pid_file(struct pid_file file)
{
	if (pid_file_count == MOST_PID_FILES)
		return -ENOSPC;
	pid_files[pid_file_count++] = file;
	return 0;
}

int __proc_register_pid_file(const char *name, umode_t mode, const struct proc_ops *operations)
{
	return register_pid_file((struct pid_file){ .name = name, .mode = mode, .ops = operations });
}

int __proc_register_pid_show(const char *name, umode_t mode, int (*show)(struct seq_file *m, void *element))
{
	return register_pid_file((struct pid_file){ .name = name, .mode = mode, .show = show });
}

static void list_process_files(struct dentry *process)
{
	__proc_list_fd_directory(process);
	__proc_make_pid_row(process, NULL, 0);
}

static struct dentry *make_process_file(struct dentry *process, const char *name, size_t length)
{
	struct dentry *made = __proc_make_fd_directory(process, name, length);

	return made ? made : __proc_make_pid_row(process, name, length);
}

static struct dentry *make_pid_directory(struct proc_dir_entry *above, int pid)
{
	void *data = (void *)(long)pid;
	struct proc_dir_entry *directory;
	char name[12];
	int i;

	snprintf(name, sizeof(name), "%d", pid);
	directory = proc_mkdir_data(name, 0555, above, data);
	for (i = 0; directory && i < pid_file_count; i++) {
		const struct pid_file *file = &pid_files[i];

		if (file->show)
			proc_create_single_data(file->name, file->mode, directory, file->show, data);
		else
			proc_create_data(file->name, file->mode, directory, file->ops, data);
	}
	if (!directory)
		return NULL;
	directory->dentry->d_make = make_process_file;
	directory->dentry->d_list = list_process_files;
	return directory->dentry;
}

struct dentry *__proc_make_thread(struct proc_dir_entry *above, int pid)
{
	return make_pid_directory(above, pid);
}

static struct dentry *pid_directory(int pid)
{
	struct dentry *directory;
	char name[12];

	snprintf(name, sizeof(name), "%d", pid);
	directory = __d_child(__proc_dentry, name, strlen(name));
	return directory ? directory : make_pid_directory(NULL, pid);
}

static int current_process(void)
{
	return current->tgid ? current->tgid : current->pid;
}

static struct dentry *make_proc_child(struct dentry *root, const char *name, size_t length)
{
	size_t i;
	int pid = 0;

	for (i = 0; i < length && length < 10 && name[i] >= '0' && name[i] <= '9'; i++)
		pid = 10 * pid + name[i] - '0';
	return i == length && pid && name[0] != '0' && __proc_pid_exists(pid) ? make_pid_directory(NULL, pid) : NULL;
}

/* The link that `self` is leads to whoever asks. */
static const char *self_target(const struct dentry *link)
{
	static char target[32];

	snprintf(target, sizeof(target), link->d_iname[0] == 's' ? "%d" : "%d/task/%d", current_process(), current->pid);
	return target;
}

/* For somebody who lists the directory. */
static void make_all_pids(struct dentry *root)
{
	int pid = 0;

	while ((pid = __proc_next_pid(pid)))
		pid_directory(pid);
}

/* The process has ended. */
void __proc_forget_pid(pid_t pid)
{
	struct dentry *directory;
	char name[12];

	snprintf(name, sizeof(name), "%d", pid);
	directory = __d_child(__proc_dentry, name, strlen(name));
	if (directory)
		proc_remove(directory->d_inode->i_private);
	__proc_forget_thread(name);
}

void __proc_pids_init(void)
{
	__proc_dentry->d_make = make_proc_child;
	__proc_dentry->d_list = make_all_pids;
	proc_symlink("self", NULL, "")->dentry->d_link = self_target;
	proc_symlink("thread-self", NULL, "")->dentry->d_link = self_target;
}

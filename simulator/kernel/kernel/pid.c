/* From numbers to processes: the model keeps a task's identifier in the task itself, which is never freed. */
#include <linux/container_of.h>
#include <linux/pid.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>

struct task_struct *find_task_by_vpid(pid_t nr)
{
	struct task_struct *task;

	for (task = __next_task(NULL); task; task = __next_task(task))
		if (task->pid == nr)
			return task;
	return NULL;
}

struct task_struct *find_get_task_by_vpid(pid_t nr)
{
	struct task_struct *task = find_task_by_vpid(nr);

	return task ? get_task_struct(task) : NULL;
}

struct pid *find_vpid(int nr)
{
	struct task_struct *task = find_task_by_vpid(nr);

	return task ? task->thread_pid : NULL;
}

struct pid *get_pid(struct pid *pid)
{
	if (pid)
		pid->count++;
	return pid;
}

void put_pid(struct pid *pid)
{
	if (pid)
		pid->count--;
}

struct pid *find_get_pid(int nr)
{
	return get_pid(find_vpid(nr));
}

struct pid *get_task_pid(struct task_struct *task, enum pid_type type)
{
	if (type == PIDTYPE_TGID && task->group_leader)
		task = task->group_leader;
	return get_pid(task->thread_pid);
}

struct task_struct *pid_task(struct pid *pid, enum pid_type type)
{
	struct task_struct *task = pid ? container_of(pid, struct task_struct, __pid) : NULL;

	return task && __task_state(task) != TASK_DEAD ? task : NULL;
}

struct task_struct *get_pid_task(struct pid *pid, enum pid_type type)
{
	struct task_struct *task = pid_task(pid, type);

	return task ? get_task_struct(task) : NULL;
}

struct task_struct *__next_process(struct task_struct *task)
{
	do {
		task = __next_task(task);
	} while (task && !thread_group_leader(task));
	return task;
}

struct task_struct *__next_thread(struct task_struct *task)
{
	pid_t process = task->tgid;

	do {
		task = __next_task(task);
	} while (task && task->tgid != process);
	return task;
}

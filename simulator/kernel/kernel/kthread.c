/* Threads of the kernel: creating them, asking them to stop, and their result. */
#include <linux/kthread.h>
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/slab.h>
#include <linux/stdarg.h>
#include <linux/sprintf.h>
#include <linux/string.h>

struct kthread {
	int (*function)(void *data);
	void *data;
	int result;
	bool should_stop;
	bool started;
	struct completion exited;
};

struct task_struct *__kthread_create(int (*start)(void *data), void *data, const char *name);
void __kthread_bind(struct task_struct *task, int cpu);
void __do_exit(int code);

/* What every such thread runs first. A thread that is stopped before it ran never calls its function. */
static int run_kthread(void *data)
{
	struct kthread *thread = data;
	int result;

	current->kthread = thread;
	thread->started = true;
	result = thread->should_stop ? -EINTR : thread->function(thread->data);
	thread->result = result;
	/* From here on kthread_stop() may free `thread`. */
	complete_all(&thread->exited);
	return result;
}

struct task_struct *kthread_create_on_node(int (*function)(void *data), void *data, int node, const char *name, ...)
{
	struct kthread *thread = kzalloc(sizeof(*thread), GFP_KERNEL);
	struct task_struct *task;
	char comm[TASK_COMM_LEN];
	va_list arguments;

	if (!thread)
		return ERR_PTR(-ENOMEM);
	va_start(arguments, name);
	vsnprintf(comm, sizeof(comm), name, arguments);
	va_end(arguments);
	thread->function = function;
	thread->data = data;
	init_completion(&thread->exited);
	task = __kthread_create(run_kthread, thread, comm);
	if (!task) {
		kfree(thread);
		return ERR_PTR(-ENOMEM);
	}
	task->kthread = thread;
	task->flags |= PF_KTHREAD;
	return task;
}

void kthread_bind(struct task_struct *task, unsigned int cpu)
{
	__kthread_bind(task, cpu);
}

bool kthread_should_stop(void)
{
	return READ_ONCE(current->kthread->should_stop);
}

bool kthread_should_park(void)
{
	return false;
}

void kthread_parkme(void)
{
}

void *kthread_data(struct task_struct *task)
{
	return task->kthread->data;
}

int kthread_stop(struct task_struct *task)
{
	struct kthread *thread = task->kthread;
	int result;

	thread->should_stop = true;
	wake_up_process(task);
	wait_for_completion(&thread->exited);
	result = thread->result;
	kfree(thread);
	task->kthread = NULL;
	return result;
}

void kthread_complete_and_exit(struct completion *done, long code)
{
	struct kthread *thread = current->kthread;

	thread->result = code;
	if (done)
		complete(done);
	complete_all(&thread->exited);
	for (;;)
		__do_exit(code);
}

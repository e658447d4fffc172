/* Threads of the kernel: creating them, asking them to stop or to pause, and their result. */
#include <linux/kthread.h>
#include <linux/bitops.h>
#include <linux/bug.h>
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/slab.h>
#include <linux/stdarg.h>
#include <linux/sprintf.h>
#include <linux/string.h>

#define KTHREAD_SHOULD_STOP 0
#define KTHREAD_SHOULD_PARK 1

struct kthread {
	unsigned long flags;
	int (*function)(void *data);
	void *data;
	int result;
	int cpu; /* that it is bound to, or -1 */
	struct completion parked;
	struct completion exited;
};

struct task_struct *__kthread_create(int (*start)(void *data), void *data, const char *name);
void __kthread_bind(struct task_struct *task, int cpu);
/* locking.ts: tells that the task_struct in hand is one that nobody keeps. */
void __report_task(const char *code, struct task_struct *task);

static void end_thread(struct kthread *thread, long result)
{
	thread->result = result;
	complete_all(&thread->exited);
	do_exit(result);
}

/* What every such thread runs first. A thread that is stopped before it ran never calls its function. */
static int run_kthread(void *data)
{
	struct kthread *thread = data;
	int result = -EINTR;

	__kthread_parkme();
	if (!test_bit(KTHREAD_SHOULD_STOP, &thread->flags))
		result = thread->function(thread->data);
	end_thread(thread, result);
	return result;
}

static struct task_struct *create_kthread(int (*function)(void *data), void *data, const char *comm, gfp_t gfp)
{
	struct kthread *thread = kzalloc(sizeof(*thread), gfp);
	struct task_struct *task;

	if (!thread)
		return NULL;
	thread->function = function;
	thread->data = data;
	thread->cpu = -1;
	init_completion(&thread->parked);
	init_completion(&thread->exited);
	task = __kthread_create(run_kthread, thread, comm);
	if (!task) {
		kfree(thread);
		return NULL;
	}
	task->kthread = thread;
	task->flags |= PF_KTHREAD;
	task->tgid = task->pid;
	task->group_leader = task;
	task->usage = 1;
	return task;
}

struct task_struct *kthread_create_on_node(int (*function)(void *data), void *data, int node, const char *name, ...)
{
	struct task_struct *task;
	char comm[TASK_COMM_LEN];
	va_list arguments;

	va_start(arguments, name);
	vsnprintf(comm, sizeof(comm), name, arguments);
	va_end(arguments);
	might_sleep();
	/* It waits for kthreadd, killably. */
	if (fatal_signal_pending(current))
		return ERR_PTR(-EINTR);
	task = create_kthread(function, data, comm, GFP_KERNEL);
	return task ? task : ERR_PTR(-ENOMEM);
}

/* For the kernel's own threads that are made when they are first needed, which may be in an interrupt. */
struct task_struct *__kthread_create_atomic(int (*function)(void *data), void *data, const char *name, ...)
{
	char comm[TASK_COMM_LEN];
	va_list arguments;

	va_start(arguments, name);
	vsnprintf(comm, sizeof(comm), name, arguments);
	va_end(arguments);
	return create_kthread(function, data, comm, GFP_ATOMIC);
}

struct task_struct *kthread_create_on_cpu(int (*function)(void *data), void *data, unsigned int cpu, const char *name)
{
	struct task_struct *task = kthread_create_on_node(function, data, -1, name, cpu);

	if (!IS_ERR(task))
		kthread_bind(task, cpu);
	return task;
}

void kthread_bind(struct task_struct *task, unsigned int cpu)
{
	task->kthread->cpu = cpu;
	__kthread_bind(task, cpu);
}

bool __kthread_should_park(struct task_struct *task)
{
	return test_bit(KTHREAD_SHOULD_PARK, &task->kthread->flags);
}

bool kthread_should_stop(void)
{
	return test_bit(KTHREAD_SHOULD_STOP, &current->kthread->flags);
}

bool kthread_should_park(void)
{
	return __kthread_should_park(current);
}

bool kthread_freezable_should_stop(bool *was_frozen)
{
	if (was_frozen)
		*was_frozen = false;
	return kthread_should_stop();
}

void __kthread_parkme(void)
{
	struct kthread *self = current->kthread;

	for (;;) {
		__set_current_state(TASK_PARKED);
		if (!test_bit(KTHREAD_SHOULD_PARK, &self->flags))
			break;
		complete(&self->parked);
		schedule();
	}
	__set_current_state(TASK_RUNNING);
}

void kthread_parkme(void)
{
	__kthread_parkme();
}

int kthread_park(struct task_struct *task)
{
	struct kthread *thread = task->kthread;

	if (WARN_ON(task->flags & PF_EXITING))
		return -ENOSYS;
	if (WARN_ON_ONCE(test_bit(KTHREAD_SHOULD_PARK, &thread->flags)))
		return -EBUSY;
	set_bit(KTHREAD_SHOULD_PARK, &thread->flags);
	if (task != current) {
		wake_up_process(task);
		wait_for_completion(&thread->parked);
		WARN_ON_ONCE(__task_state(task) != TASK_PARKED);
	}
	return 0;
}

void kthread_unpark(struct task_struct *task)
{
	struct kthread *thread = task->kthread;

	if (!test_bit(KTHREAD_SHOULD_PARK, &thread->flags))
		return;
	reinit_completion(&thread->parked);
	clear_bit(KTHREAD_SHOULD_PARK, &thread->flags);
	wake_up_state(task, TASK_PARKED);
}

void *kthread_data(struct task_struct *task)
{
	return task->kthread->data;
}

void *kthread_func(struct task_struct *task)
{
	return task->kthread->function;
}

int kthread_stop(struct task_struct *task)
{
	struct kthread *thread = task->kthread;
	int result;

	if (task->usage <= 0)
		__report_task("stopped-thread-is-gone", task);
	get_task_struct(task);
	set_bit(KTHREAD_SHOULD_STOP, &thread->flags);
	kthread_unpark(task);
	/* TIF_NOTIFY_SIGNAL: interruptible waits end. */
	task->notify_signal = true;
	wake_up_process(task);
	__waits_for(WAITS_FOR_THREAD, task);
	wait_for_completion(&thread->exited);
	result = thread->result;
	put_task_struct(task);
	return result;
}

void kthread_exit(long result)
{
	end_thread(current->kthread, result);
	for (;;)
		;
}

void kthread_complete_and_exit(struct completion *done, long code)
{
	if (done)
		complete(done);
	kthread_exit(code);
}

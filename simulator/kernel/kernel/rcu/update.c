/* Read-copy-update: a grace period ends when every task that was reading when it began has left its section; callbacks run from a softirq of the CPU that asked. */
#include <linux/rcupdate.h>
#include <linux/bug.h>
#include <linux/completion.h>
#include <linux/interrupt.h>
#include <linux/irqflags.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/srcu.h>
#include <linux/wait.h>

/* How long it takes to be sure that no CPU is within a section: about three ticks. */
#define GRACE_JIFFIES 3

struct callback_list {
	struct rcu_head *first, **last;
};

/* Those that wait for a grace period, and those that may run. */
static struct callback_list rcu_waiting[__CPU_LIMIT], rcu_done[__CPU_LIMIT];
static unsigned long grace_period = 1;
static struct task_struct *grace_thread;
static DECLARE_WAIT_QUEUE_HEAD(wanted);
static bool is_wanted;

/* tasks.ts: is any task in a section that began before grace period number `before`? */
int __rcu_readers(unsigned long before);

void __rcu_read_lock(void)
{
	struct task_struct *task = current;

	if (!task->rcu_read_lock_nesting++)
		task->rcu_grace_period = grace_period;
}

void __rcu_read_unlock(void)
{
	struct task_struct *task = current;

	task->rcu_read_lock_nesting--;
	WARN_ON_ONCE(task->rcu_read_lock_nesting < 0);
}

static void append_callback(struct callback_list *list, struct rcu_head *head)
{
	head->next = NULL;
	if (!list->first)
		list->last = &list->first;
	*list->last = head;
	list->last = &head->next;
}

static void move_callbacks(struct callback_list *from, struct callback_list *to)
{
	struct rcu_head *head = from->first, *next;

	from->first = NULL;
	for (; head; head = next) {
		next = head->next;
		append_callback(to, head);
	}
}

static void end_grace_period(struct callback_list taken[])
{
	int cpu;

	for_each_online_cpu(cpu) {
		local_irq_disable();
		move_callbacks(&taken[cpu], &rcu_done[cpu]);
		if (rcu_done[cpu].first && cpu == smp_processor_id())
			raise_softirq_irqoff(RCU_SOFTIRQ);
		else if (rcu_done[cpu].first)
			__run_on_cpu_raise_rcu(cpu);
		local_irq_enable();
	}
}

static int run_grace_periods(void *unused)
{
	static struct callback_list taken[__CPU_LIMIT];
	int cpu;

	for (;;) {
		wait_event_idle(wanted, is_wanted);
		is_wanted = false;
		local_irq_disable();
		for_each_online_cpu(cpu)
			move_callbacks(&rcu_waiting[cpu], &taken[cpu]);
		grace_period++;
		local_irq_enable();
		do
			schedule_timeout_idle(GRACE_JIFFIES);
		while (__rcu_readers(grace_period));
		end_grace_period(taken);
	}
	return 0;
}

void call_rcu(struct rcu_head *head, rcu_callback_t function)
{
	unsigned long flags;

	head->func = function;
	local_irq_save(flags);
	append_callback(&rcu_waiting[smp_processor_id()], head);
	is_wanted = true;
	if (!grace_thread) {
		grace_thread = __kthread_create_atomic(run_grace_periods, NULL, "rcu_preempt");
		if (grace_thread)
			wake_up_process(grace_thread);
	} else {
		wake_up(&wanted);
	}
	local_irq_restore(flags);
}

/* The action of RCU_SOFTIRQ. */
void __run_rcu_callbacks(void)
{
	struct callback_list *list = &rcu_done[smp_processor_id()];
	struct rcu_head *head, *next;

	local_irq_disable();
	head = list->first;
	list->first = NULL;
	local_irq_enable();
	for (; head; head = next) {
		unsigned long function = (unsigned long)head->func;

		next = head->next;
		/* kfree_rcu() gives the offset of the head in its object. */
		if (function < 4096)
			kvfree((char *)head - function);
		else
			head->func(head);
	}
}

struct rcu_waiter {
	struct rcu_head head;
	struct completion done;
};

static void announce_grace_period(struct rcu_head *head)
{
	complete(&container_of(head, struct rcu_waiter, head)->done);
}

void synchronize_rcu(void)
{
	struct rcu_waiter waiter;

	might_sleep();
	WARN_ON_ONCE(current->rcu_read_lock_nesting);
	init_completion(&waiter.done);
	call_rcu(&waiter.head, announce_grace_period);
	wait_for_completion(&waiter.done);
}

/* Callbacks of one CPU run in order: one behind all others on each CPU. */
void rcu_barrier(void)
{
	int cpu;

	might_sleep();
	do {
		bool any = false;

		for_each_online_cpu(cpu)
			any |= rcu_waiting[cpu].first || rcu_done[cpu].first;
		synchronize_rcu();
		if (!any)
			break;
	} while (0);
}

int init_srcu_struct(struct srcu_struct *srcu)
{
	*srcu = (struct srcu_struct){ .__readers = { 0, 0 } };
	return 0;
}

void cleanup_srcu_struct(struct srcu_struct *srcu)
{
	WARN_ON(srcu->__readers[0] || srcu->__readers[1]);
}

int srcu_read_lock(struct srcu_struct *srcu)
{
	int index = srcu->__index;

	srcu->__readers[index]++;
	return index;
}

void srcu_read_unlock(struct srcu_struct *srcu, int index)
{
	srcu->__readers[index]--;
}

void synchronize_srcu(struct srcu_struct *srcu)
{
	int old;

	might_sleep();
	while (srcu->__readers[!srcu->__index])
		schedule_timeout_uninterruptible(1);
	old = srcu->__index;
	srcu->__index = !old;
	while (srcu->__readers[old])
		schedule_timeout_uninterruptible(1);
}

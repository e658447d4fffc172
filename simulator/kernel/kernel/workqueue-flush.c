/* Work queues: waiting until all that was queued is done, and calling functions on given CPUs. */
#include <linux/workqueue_internal.h>
#include <linux/errno.h>
#include <linux/printk.h>
#include <linux/slab.h>

static int in_flight(struct workqueue_struct *wq, int color)
{
	int index, sum = 0;

	for (index = 0; index <= __CPU_LIMIT; index++)
		if (wq->shares[index])
			sum += wq->shares[index]->in_flight[color];
	return sum;
}

static bool only_color(struct workqueue_struct *wq, int color)
{
	int each;

	for (each = 0; each < COLORS; each++)
		if (each != color && in_flight(wq, each))
			return false;
	return true;
}

/* Works that are queued from now on have another color: those of all others are waited for. */
void __flush_workqueue(struct workqueue_struct *wq)
{
	int next;

	might_sleep();
	wait_event(wq->flushers, in_flight(wq, (wq->color + 1) % COLORS) == 0);
	next = wq->color = (wq->color + 1) % COLORS;
	__waits_for(WAITS_FOR_WORK, wq);
	wait_event(wq->flushers, only_color(wq, next));
}

static bool is_empty(struct workqueue_struct *wq)
{
	return only_color(wq, -1);
}

/* Only works of its own may still queue others; it returns when there are none. */
void drain_workqueue(struct workqueue_struct *wq)
{
	unsigned int tries = 0;

	wq->draining = true;
	do {
		__flush_workqueue(wq);
		if (++tries == 10 || (tries % 100 == 0 && tries <= 1000))
			pr_warn("workqueue %s: %s() isn't complete after %u tries\n", wq->name, "drain_workqueue", tries);
	} while (!is_empty(wq));
	wq->draining = false;
}

void destroy_workqueue(struct workqueue_struct *wq)
{
	int index;

	drain_workqueue(wq);
	for (index = 0; index <= __CPU_LIMIT; index++)
		kfree(wq->shares[index]);
	kfree(wq);
}

struct call_on_cpu {
	struct work_struct work;
	long (*function)(void *);
	void *argument;
	long result;
};

static void call_function(struct work_struct *work)
{
	struct call_on_cpu *call = container_of(work, struct call_on_cpu, work);

	call->result = call->function(call->argument);
}

long work_on_cpu(int cpu, long (*function)(void *), void *argument)
{
	struct call_on_cpu call = { .function = function, .argument = argument };

	INIT_WORK_ONSTACK(&call.work, call_function);
	schedule_work_on(cpu, &call.work);
	flush_work(&call.work);
	return call.result;
}

int schedule_on_each_cpu(work_func_t function)
{
	struct work_struct *works = kcalloc(num_online_cpus(), sizeof(*works), GFP_KERNEL);
	int cpu;

	if (!works)
		return -ENOMEM;
	for_each_online_cpu(cpu) {
		INIT_WORK(&works[cpu], function);
		schedule_work_on(cpu, &works[cpu]);
	}
	for_each_online_cpu(cpu)
		flush_work(&works[cpu]);
	kfree(works);
	return 0;
}

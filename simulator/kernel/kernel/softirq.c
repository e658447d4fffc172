/* Work that interrupts leave behind: tasklets, run when the last interrupt of a CPU returns. */
#include <linux/interrupt.h>
#include <linux/irqdesc.h>
#include <linux/preempt.h>
#include <linux/printk.h>
#include <linux/spinlock.h>

static struct tasklet_struct *first_tasklet, **last_tasklet = &first_tasklet;
static bool running;

void __local_bh_disable(void)
{
	preempt_count_add(SOFTIRQ_DISABLE_OFFSET);
}

void __local_bh_enable(void)
{
	preempt_count_sub(SOFTIRQ_DISABLE_OFFSET);
	if (!in_interrupt())
		__run_softirqs();
}

static void append(struct tasklet_struct *tasklet)
{
	unsigned long flags;

	local_irq_save(flags);
	tasklet->next = NULL;
	*last_tasklet = tasklet;
	last_tasklet = &tasklet->next;
	local_irq_restore(flags);
}

static struct tasklet_struct *take_first(void)
{
	struct tasklet_struct *tasklet;
	unsigned long flags;

	local_irq_save(flags);
	tasklet = first_tasklet;
	if (tasklet) {
		first_tasklet = tasklet->next;
		if (!first_tasklet)
			last_tasklet = &first_tasklet;
	}
	local_irq_restore(flags);
	return tasklet;
}

static void run_tasklet(struct tasklet_struct *tasklet)
{
	if (atomic_read(&tasklet->count)) {
		append(tasklet);
		return;
	}
	clear_bit(TASKLET_STATE_SCHED, &tasklet->state);
	if (tasklet->use_callback)
		tasklet->callback(tasklet);
	else
		tasklet->func(tasklet->data);
}

/* Those that are queued now; what they queue themselves waits for the next time. */
void __run_softirqs(void)
{
	struct tasklet_struct *tasklet;
	struct tasklet_struct **end = last_tasklet;

	if (running || !first_tasklet || (preempt_count() & SOFTIRQ_MASK))
		return;
	running = true;
	preempt_count_add(SOFTIRQ_OFFSET);
	while ((tasklet = take_first())) {
		bool was_last = end == &tasklet->next;

		run_tasklet(tasklet);
		if (was_last)
			break;
	}
	preempt_count_sub(SOFTIRQ_OFFSET);
	running = false;
}

void tasklet_setup(struct tasklet_struct *tasklet, void (*callback)(struct tasklet_struct *))
{
	*tasklet = (struct tasklet_struct){ .use_callback = true, .callback = callback };
}

void tasklet_init(struct tasklet_struct *tasklet, void (*func)(unsigned long), unsigned long data)
{
	*tasklet = (struct tasklet_struct){ .func = func, .data = data };
}

void tasklet_schedule(struct tasklet_struct *tasklet)
{
	if (test_and_set_bit(TASKLET_STATE_SCHED, &tasklet->state))
		return;
	append(tasklet);
	if (!in_interrupt() && !__irqs_disabled())
		__run_softirqs();
}

void tasklet_enable(struct tasklet_struct *tasklet)
{
	if (atomic_dec_and_test(&tasklet->count) && !in_interrupt())
		__run_softirqs();
}

void tasklet_kill(struct tasklet_struct *tasklet)
{
	if (in_interrupt())
		pr_notice("Attempt to kill tasklet from interrupt\n");
	while (test_bit(TASKLET_STATE_SCHED, &tasklet->state)) {
		__run_softirqs();
		cpu_relax();
	}
}

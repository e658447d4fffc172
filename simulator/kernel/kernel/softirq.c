/* Softirqs: what interrupts leave behind, run by the CPU that raised it when its last interrupt returns, or by its ksoftirqd. Tasklets are two of them. */
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/irqdesc.h>
#include <linux/irqflags.h>
#include <linux/bug.h>
#include <linux/kthread.h>
#include <linux/preempt.h>
#include <linux/printk.h>
#include <linux/proc_entry.h>
#include <linux/rcupdate.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/hrtimer.h>

/* Softirqs that come again and again are left to ksoftirqd after so many rounds. */
#define MAX_SOFTIRQ_RESTART 10

/* What one more look at a tasklet that is disabled takes, with all that leads to it: ksoftirqd is busy until it is enabled. */
#define DISABLED_TASKLET_NS 1000

struct tasklet_list {
	struct tasklet_struct *first, **last;
};

static struct softirq_cpu {
	unsigned int pending;
	unsigned int counts[NR_SOFTIRQS];
	struct tasklet_list high, normal;
	struct task_struct *ksoftirqd;
} cpus[__CPU_LIMIT];

static void run_tasklets(struct tasklet_list *list, unsigned int number);

unsigned long __softirq_count(unsigned int number, int cpu)
{
	return cpus[cpu].counts[number];
}

static struct softirq_cpu *softirqs_here(void)
{
	return &cpus[smp_processor_id()];
}

/* Of the softirqs that few machines need, and whose code is not built for the others. */
static void (*actions[NR_SOFTIRQS])(void);

void open_softirq(unsigned int number, void (*action)(void))
{
	actions[number] = action;
}

static void run_softirq(unsigned int number)
{
	switch (number) {
	case HI_SOFTIRQ: run_tasklets(&softirqs_here()->high, HI_SOFTIRQ); break;
	case TIMER_SOFTIRQ: __run_timers(); break;
	case TASKLET_SOFTIRQ: run_tasklets(&softirqs_here()->normal, TASKLET_SOFTIRQ); break;
	case HRTIMER_SOFTIRQ: __run_soft_hrtimers(); break;
	case RCU_SOFTIRQ: __run_rcu_callbacks(); break;
	default:
		if (actions[number])
			actions[number]();
	}
}

const char *const __softirq_names[] = { "HI", "TIMER", "NET_TX", "NET_RX", "BLOCK", "IRQ_POLL", "TASKLET", "SCHED",
				     "HRTIMER", "RCU" };

/* One after the other in the order of their numbers, with interrupts on. */
static void run_pending(unsigned int pending)
{
	unsigned int number;

	for (number = 0; pending; number++, pending >>= 1) {
		unsigned int before = preempt_count();

		if (!(pending & 1))
			continue;
		softirqs_here()->counts[number]++;
		run_softirq(number);
		if (preempt_count() == before)
			continue;
		printk(KERN_ERR "huh, entered softirq %u %s %p with preempt_count %08x, exited with %08x?\n", number,
		       __softirq_names[number], run_softirq, before, preempt_count());
		preempt_count_add(before - preempt_count());
	}
}

static int run_ksoftirqd(void *unused);

static void wake_ksoftirqd(void)
{
	struct softirq_cpu *cpu = softirqs_here();

	if (!cpu->ksoftirqd) {
		cpu->ksoftirqd = __kthread_create_atomic(run_ksoftirqd, NULL, "ksoftirqd/%d", smp_processor_id());
		if (!cpu->ksoftirqd)
			return;
		kthread_bind(cpu->ksoftirqd, smp_processor_id());
	}
	wake_up_process(cpu->ksoftirqd);
	__reprogram_timer(smp_processor_id());
}

/* A busy CPU has a tick each jiffy, and whatever it finds pending runs when its interrupt ends. */
u64 __next_softirq_tick_ns(int cpu)
{
	return cpus[cpu].pending ? (__ktime_ns() / TICK_NSEC + 1) * TICK_NSEC : ~0ull;
}

bool __softirq_is_pending(int cpu, unsigned int number)
{
	return cpus[cpu].pending >> number & 1;
}

/* With interrupts off, which it leaves so; they are on while the actions run. */
static void do_softirq(void)
{
	unsigned int pending, rounds = MAX_SOFTIRQ_RESTART;

	preempt_count_add(SOFTIRQ_OFFSET);
	while ((pending = softirqs_here()->pending) && rounds--) {
		softirqs_here()->pending = 0;
		local_irq_enable();
		run_pending(pending);
		local_irq_disable();
	}
	preempt_count_sub(SOFTIRQ_OFFSET);
	if (softirqs_here()->pending)
		wake_ksoftirqd();
}

/* The end of every interrupt. */
void __irq_exit(void)
{
	if (!in_interrupt() && softirqs_here()->pending)
		do_softirq();
}

static int run_ksoftirqd(void *unused)
{
	for (;;) {
		local_irq_disable();
		if (softirqs_here()->pending) {
			do_softirq();
			__reprogram_timer(smp_processor_id());
		}
		local_irq_enable();
		cond_resched();
		set_current_state(TASK_INTERRUPTIBLE);
		if (softirqs_here()->pending)
			__set_current_state(TASK_RUNNING);
		schedule();
	}
	return 0;
}

void __raise_softirq_irqoff(unsigned int number)
{
	softirqs_here()->pending |= 1u << number;
}

/* Outside of interrupts nothing is going to return soon: the thread does it. */
void raise_softirq_irqoff(unsigned int number)
{
	__raise_softirq_irqoff(number);
	if (!in_interrupt())
		wake_ksoftirqd();
}

void raise_softirq(unsigned int number)
{
	unsigned long flags;

	local_irq_save(flags);
	raise_softirq_irqoff(number);
	local_irq_restore(flags);
}

void __local_bh_disable(void)
{
	preempt_count_add(SOFTIRQ_DISABLE_OFFSET);
}

void __local_bh_enable(void)
{
	unsigned long flags;

	WARN_ON_ONCE(in_hardirq());
	preempt_count_sub(SOFTIRQ_DISABLE_OFFSET);
	if (in_interrupt() || !softirqs_here()->pending)
		return;
	local_irq_save(flags);
	do_softirq();
	local_irq_restore(flags);
}

static void append_tasklet(struct tasklet_list *list, struct tasklet_struct *tasklet)
{
	tasklet->next = NULL;
	if (!list->first)
		list->last = &list->first;
	*list->last = tasklet;
	list->last = &tasklet->next;
}

static void schedule_tasklet(struct tasklet_struct *tasklet, bool high)
{
	unsigned long flags;

	local_irq_save(flags);
	append_tasklet(high ? &softirqs_here()->high : &softirqs_here()->normal, tasklet);
	raise_softirq_irqoff(high ? HI_SOFTIRQ : TASKLET_SOFTIRQ);
	local_irq_restore(flags);
}

static void call_tasklet(struct tasklet_struct *tasklet)
{
	if (!test_and_clear_bit(TASKLET_STATE_SCHED, &tasklet->state))
		WARN_ONCE(1, "tasklet SCHED state not set: %s %pS\n", tasklet->use_callback ? "callback" : "func",
			  tasklet->func);
	if (tasklet->use_callback)
		tasklet->callback(tasklet);
	else
		tasklet->func(tasklet->data);
	clear_bit(TASKLET_STATE_RUN, &tasklet->state);
}

/* Those that are queued now. One that runs on another CPU, or is disabled, waits in the queue. */
static void run_tasklets(struct tasklet_list *list, unsigned int number)
{
	struct tasklet_struct *tasklet, *next;

	local_irq_disable();
	tasklet = list->first;
	list->first = NULL;
	local_irq_enable();
	for (; tasklet; tasklet = next) {
		next = tasklet->next;
		if (!test_and_set_bit(TASKLET_STATE_RUN, &tasklet->state)) {
			if (!atomic_read(&tasklet->count)) {
				call_tasklet(tasklet);
				continue;
			}
			clear_bit(TASKLET_STATE_RUN, &tasklet->state);
		}
		ndelay(DISABLED_TASKLET_NS);
		local_irq_disable();
		append_tasklet(list, tasklet);
		softirqs_here()->pending |= 1u << number;
		local_irq_enable();
	}
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
	if (!test_and_set_bit(TASKLET_STATE_SCHED, &tasklet->state))
		schedule_tasklet(tasklet, false);
}

void tasklet_hi_schedule(struct tasklet_struct *tasklet)
{
	if (!test_and_set_bit(TASKLET_STATE_SCHED, &tasklet->state))
		schedule_tasklet(tasklet, true);
}

void tasklet_unlock_wait(struct tasklet_struct *tasklet)
{
	while (test_bit(TASKLET_STATE_RUN, &tasklet->state))
		schedule_timeout_uninterruptible(1);
}

void tasklet_disable(struct tasklet_struct *tasklet)
{
	tasklet_disable_nosync(tasklet);
	tasklet_unlock_wait(tasklet);
}

void tasklet_kill(struct tasklet_struct *tasklet)
{
	if (in_interrupt())
		pr_notice("Attempt to kill tasklet from interrupt\n");
	while (test_and_set_bit(TASKLET_STATE_SCHED, &tasklet->state))
		schedule_timeout_uninterruptible(1);
	tasklet_unlock_wait(tasklet);
	clear_bit(TASKLET_STATE_SCHED, &tasklet->state);
}

/* What one context asks a CPU to do in an interrupt: irq_work on its own, functions on others. */
#include <linux/irq_work.h>
#include <linux/interrupt.h>
#include <linux/irqdesc.h>
#include <linux/irqflags.h>
#include <linux/rcupdate.h>
#include <linux/smp.h>
#include <linux/bug.h>

struct cpu_call {
	struct cpu_call *next;
	void (*function)(void *);
	void *argument;
	bool done;
};

static struct irq_work *works[__CPU_LIMIT];
static struct cpu_call *calls[__CPU_LIMIT];
static bool raise_rcu[__CPU_LIMIT];

/* time.ts */
void __send_ipi(int cpu);

bool irq_work_queue(struct irq_work *work)
{
	struct irq_work **last = &works[smp_processor_id()];
	unsigned long flags;

	if (work->__pending)
		return false;
	local_irq_save(flags);
	work->__pending = true;
	work->__next = NULL;
	while (*last)
		last = &(*last)->__next;
	*last = work;
	__send_ipi(smp_processor_id());
	local_irq_restore(flags);
	return true;
}

void irq_work_sync(struct irq_work *work)
{
	while (irq_work_is_busy(work))
		cpu_relax();
}

static void run_works(struct irq_work **list)
{
	struct irq_work *work = *list, *next;

	*list = NULL;
	for (; work; work = next) {
		next = work->__next;
		work->__pending = false;
		work->__busy = true;
		work->func(work);
		work->__busy = false;
	}
}

static void run_calls(struct cpu_call **list)
{
	struct cpu_call *call = *list, *next;

	*list = NULL;
	for (; call; call = next) {
		next = call->next;
		call->function(call->argument);
		/* The caller may go on, and `call` with it. */
		WRITE_ONCE(call->done, true);
	}
}

/* On top of whatever the CPU was doing, with interrupts off. */
void __do_ipi(void)
{
	int cpu = smp_processor_id();

	run_calls(&calls[cpu]);
	run_works(&works[cpu]);
	if (raise_rcu[cpu]) {
		raise_rcu[cpu] = false;
		raise_softirq_irqoff(RCU_SOFTIRQ);
	}
	__irq_leave(-1);
	__irq_exit();
}

void __run_on_cpu_raise_rcu(int cpu)
{
	raise_rcu[cpu] = true;
	__send_ipi(cpu);
}

static void call_here(void (*function)(void *), void *argument)
{
	unsigned long flags;

	local_irq_save(flags);
	function(argument);
	local_irq_restore(flags);
}

/* Waiting is all that is modelled: the other CPU takes it as an interrupt. */
int smp_call_function_single(int cpu, void (*function)(void *), void *argument, int wait)
{
	struct cpu_call call = { .function = function, .argument = argument };
	unsigned long flags;

	(void)wait;
	if (!cpu_online(cpu))
		return -ENXIO;
	preempt_disable();
	WARN_ON_ONCE(irqs_disabled());
	if (cpu == smp_processor_id()) {
		call_here(function, argument);
	} else {
		local_irq_save(flags);
		call.next = calls[cpu];
		calls[cpu] = &call;
		__send_ipi(cpu);
		local_irq_restore(flags);
		while (!READ_ONCE(call.done))
			cpu_relax();
	}
	preempt_enable();
	return 0;
}

void smp_call_function(void (*function)(void *), void *argument, int wait)
{
	int cpu, self = get_cpu();

	for_each_online_cpu(cpu)
		if (cpu != self)
			smp_call_function_single(cpu, function, argument, wait);
	put_cpu();
}

void on_each_cpu(void (*function)(void *), void *argument, int wait)
{
	preempt_disable();
	smp_call_function(function, argument, wait);
	call_here(function, argument);
	preempt_enable();
}

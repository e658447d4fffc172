/* Which CPU an interrupt goes to: the first of those that are asked for. */
#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/irqdesc.h>
#include <linux/sched.h>

/* irq.ts */
void __irq_route(unsigned int irq, int cpu);
void __kthread_bind(struct task_struct *task, int cpu);

#define ONLY(cpu) [cpu] = { { 1ul << (cpu) } }

const struct cpumask __cpu_masks[__CPU_LIMIT] = { ONLY(0), ONLY(1), ONLY(2), ONLY(3), ONLY(4), ONLY(5), ONLY(6), ONLY(7) };

const struct cpumask *__online_mask(void)
{
	static struct cpumask online;

	online.bits[0] = (1ul << num_online_cpus()) - 1;
	return &online;
}

int irq_set_affinity(unsigned int irq, const struct cpumask *mask)
{
	struct irq_desc *desc = irq_to_desc(irq);
	unsigned int cpu = cpumask_first(mask);

	if (!desc)
		return -EINVAL;
	desc->affinity = mask->bits[0];
	if (cpu < num_online_cpus())
		__irq_route(irq, cpu);
	return 0;
}

/* Without a mask the hint is taken back and the route stays; free_irq() warns where it was not. */
int __irq_affinity_hint(unsigned int irq, const struct cpumask *mask)
{
	struct irq_desc *desc = irq_to_desc(irq);

	if (!desc)
		return -EINVAL;
	desc->affinity_hint = mask;
	if (mask)
		irq_set_affinity(irq, mask);
	return 0;
}

/* A task may run on one CPU or on any: sets between are taken as their first. */
int set_cpus_allowed_ptr(struct task_struct *task, const struct cpumask *mask)
{
	unsigned int cpu = cpumask_first(mask);

	if (cpu >= num_online_cpus())
		return -EINVAL;
	__kthread_bind(task, cpumask_weight(mask) >= num_online_cpus() ? -1 : (int)cpu);
	return 0;
}

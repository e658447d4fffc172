/* The table of interrupt numbers, and whether each may reach a CPU. */
#include <linux/irqdesc.h>
#include <linux/proc_entry.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#define IRQ_LIMIT 1024
#define WIRED_IRQS 24

static struct irq_desc *descriptors[IRQ_LIMIT];

struct irq_desc *irq_to_desc(unsigned int irq)
{
	struct irq_desc *desc;

	if (irq >= IRQ_LIMIT || !__irq_exists(irq))
		return NULL;
	if (descriptors[irq])
		return descriptors[irq];
	desc = kzalloc(sizeof(*desc), GFP_ATOMIC);
	if (!desc)
		return NULL;
	desc->irq = irq;
	desc->depth = 1;
	spin_lock_init(&desc->lock);
	init_waitqueue_head(&desc->wait_for_threads);
	descriptors[irq] = desc;
	return desc;
}

struct irq_data *irq_get_irq_data(unsigned int irq)
{
	struct irq_desc *desc = irq_to_desc(irq);

	if (!desc)
		return NULL;
	desc->irq_data = (struct irq_data){ .irq = irq, .hwirq = desc->hwirq };
	return &desc->irq_data;
}

void __irq_free_desc(unsigned int irq)
{
	if (irq >= IRQ_LIMIT || !descriptors[irq])
		return;
	kfree(descriptors[irq]);
	descriptors[irq] = NULL;
}

/* A line reaches a CPU while it has a handler, nobody disabled it, and no one-shot thread is still at work. */
void __irq_update_mask(struct irq_desc *desc)
{
	__irq_set_masked(desc->irq, !desc->action || desc->depth > 0 || desc->threads_oneshot > 0 || desc->spurious_disabled);
}

/* Nothing is let through before its driver asks for it. */
void __irq_init(void)
{
	unsigned int irq;

	for (irq = 0; irq < WIRED_IRQS; irq++)
		__irq_set_masked(irq, 1);
}

/* proc.ts */
int __machine_cpus(void);
int __irq_is_level(unsigned int irq);

static void show_irq(struct seq_file *m, const struct irq_desc *desc)
{
	const struct irqaction *action = desc->action;
	int cpu;

	seq_printf(m, "%3d: ", desc->irq);
	for (cpu = 0; cpu < __machine_cpus(); cpu++)
		seq_printf(m, "%10u ", desc->counts[cpu]);
	if (desc->irq < WIRED_IRQS)
		seq_printf(m, " %8s %3d-%-8s", "IO-APIC", desc->irq, __irq_is_level(desc->irq) ? "fasteoi" : "edge");
	else
		seq_printf(m, " %8s %3d-%-8s", "PCI-MSI", desc->hwirq, "edge");
	for (; action; action = action->next)
		seq_printf(m, "%s%s", action == desc->action ? "  " : ", ", action->name);
	seq_putc(m, '\n');
}

int __interrupts_show(struct seq_file *m, void *element)
{
	unsigned int irq;
	int cpu;

	seq_printf(m, "%11s", "");
	for (cpu = 0; cpu < __machine_cpus(); cpu++)
		seq_printf(m, "CPU%-8d", cpu);
	seq_putc(m, '\n');
	for (irq = 0; irq < IRQ_LIMIT; irq++)
		if (descriptors[irq] && descriptors[irq]->action)
			show_irq(m, descriptors[irq]);
	return 0;
}

/* While the machine sleeps no device interrupts it, but for those whose drivers said so. */
void __suspend_irqs(bool suspend)
{
	unsigned int irq;

	for (irq = 0; irq < IRQ_LIMIT; irq++) {
		struct irq_desc *desc = descriptors[irq];

		if (!desc || !desc->action || (desc->action->flags & IRQF_NO_SUSPEND))
			continue;
		if (suspend)
			disable_irq(irq);
		else
			enable_irq(irq);
	}
}

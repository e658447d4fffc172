/* The table of interrupt numbers, and whether each may reach a CPU. */
#include <linux/err.h>
#include <linux/irqdesc.h>
#include <linux/printk.h>
#include <linux/proc_entry.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

#define IRQ_LIMIT 1024
#define WIRED_IRQS 24

static struct irq_desc *descriptors[IRQ_LIMIT];
/* They are there as long as their wires: nobody gives them back. */
static struct irq_desc wired[WIRED_IRQS];

static void machine_eoi(struct irq_data *data)
{
}

/* Of the machine's own interrupts: irq.ts masks them and tells of their end. */
static struct irq_chip machine_chip = { .name = "IO-APIC", .irq_eoi = machine_eoi };

/* Inputs that firmware or a driver has connected: bits by number. */
static u32 connected;

/* What uses its inputs beside the machine file's devices on a PC; they do not interrupt here. */
static struct irqaction pc_actions[] = {
	{ .irq = 0, .flags = IRQF_NOBALANCING | IRQF_TIMER | IRQF_IRQPOLL, .name = "timer" },
	{ .irq = 1, .flags = IRQF_SHARED, .name = "i8042" },
	{ .irq = 4, .name = "ttyS0" },
	{ .irq = 8, .name = "rtc0" },
	{ .irq = 9, .flags = IRQF_SHARED, .name = "acpi" },
	{ .irq = 12, .flags = IRQF_SHARED, .name = "i8042" },
};

/* irq.ts: inputs that are there from power-on, and those of them that such devices of a PC use; bits by number */
u32 __irq_connected_inputs(void);
u32 __irq_pc_inputs(void);

/* How many enabled functions interrupt there. */
static unsigned char users[WIRED_IRQS];

void __irq_connect(unsigned int irq)
{
	users[irq]++;
	connected |= 1u << irq;
}

/* With the last of them goes the number, whoever still has it. */
void __irq_disconnect(unsigned int irq)
{
	if (--users[irq] || __irq_connected_inputs() >> irq & 1)
		return;
	unregister_irq_proc(irq, &wired[irq]);
	__irq_note_handlers(irq, "");
	__irq_set_masked(irq, 1);
	__irq_free_desc(irq);
	memset(&wired[irq], 0, sizeof(wired[irq]));
	connected &= ~(1u << irq);
}

void unregister_irq_proc(unsigned int irq, const struct irq_desc *desc)
{
	if (desc->action)
		__warn_report("fs/proc/generic.c remove_proc_entry", 740,
			      "remove_proc_entry: removing non-empty directory 'irq/%d', leaking at least '%s'\n", irq,
			      desc->action->name);
	__irq_proc_forget(irq);
}

struct irq_desc *irq_to_desc(unsigned int irq)
{
	struct irq_desc *desc;

	if (irq >= IRQ_LIMIT || !__irq_exists(irq))
		return NULL;
	if (irq < WIRED_IRQS && !(connected >> irq & 1))
		return NULL;
	if (descriptors[irq])
		return descriptors[irq];
	desc = irq < WIRED_IRQS ? &wired[irq] : kzalloc(sizeof(*desc), GFP_ATOMIC);
	if (!desc)
		return NULL;
	desc->irq = irq;
	desc->irq_data.irq = irq;
	desc->irq_data.chip = &machine_chip;
	desc->depth = 1;
	spin_lock_init(&desc->lock);
	init_waitqueue_head(&desc->wait_for_threads);
	descriptors[irq] = desc;
	return desc;
}

struct irq_data *irq_get_irq_data(unsigned int irq)
{
	struct irq_desc *desc = irq_to_desc(irq);

	if (desc && !desc->software)
		desc->irq_data.hwirq = desc->hwirq;
	return desc ? &desc->irq_data : NULL;
}

/* Numbers for a controller that is a driver: from -1 on wherever they are free, or just those. */
int irq_alloc_descs(int irq, unsigned int from, unsigned int count, int node)
{
	int first, i;

	if (!count)
		return -EINVAL;
	if (irq >= 0 && (irq < WIRED_IRQS || __irq_exists(irq)))
		return -EEXIST;
	first = __irq_allocate_messages(count);
	if (first < 0)
		return first;
	if (irq >= 0 && first != irq)
		pr_warn("irq: numbers from %d on were asked for, %d are given\n", irq, first);
	for (i = 0; i < (int)count; i++) {
		struct irq_desc *desc = irq_to_desc(first + i);

		if (!desc) {
			irq_free_descs(first, count);
			return -ENOMEM;
		}
		desc->software = true;
		desc->irq_data.chip = &no_irq_chip;
		desc->irq_data.__disabled = desc->irq_data.__masked = true;
		desc->handle_irq = handle_bad_irq;
	}
	return first;
}

void irq_free_descs(unsigned int irq, unsigned int count)
{
	while (count--) {
		__irq_free_message(irq);
		__irq_free_desc(irq++);
	}
}

static void handle_any(struct irq_desc *desc)
{
	if (desc->handle_irq)
		desc->handle_irq(desc);
	else
		__irq_handle_event(desc);
}

int generic_handle_irq(unsigned int irq)
{
	struct irq_desc *desc = irq_to_desc(irq);

	if (!desc)
		return -EINVAL;
	handle_any(desc);
	return 0;
}

int generic_handle_irq_safe(unsigned int irq)
{
	unsigned long flags;
	int result;

	local_irq_save(flags);
	result = generic_handle_irq(irq);
	local_irq_restore(flags);
	return result;
}

/* From a tasklet, as Linux sends an edge again that the hardware cannot. */
static void resend_irqs(struct tasklet_struct *tasklet)
{
	unsigned int irq;

	for (irq = 0; irq < IRQ_LIMIT; irq++)
		if (descriptors[irq] && descriptors[irq]->resend) {
			descriptors[irq]->resend = false;
			local_irq_disable();
			handle_any(descriptors[irq]);
			local_irq_enable();
		}
}
static DECLARE_TASKLET(resend_tasklet, resend_irqs);

void __irq_resend(unsigned int irq)
{
	descriptors[irq]->resend = true;
	tasklet_schedule(&resend_tasklet);
}

void __irq_free_desc(unsigned int irq)
{
	if (irq >= IRQ_LIMIT || !descriptors[irq])
		return;
	if (irq >= WIRED_IRQS)
		kfree(descriptors[irq]);
	descriptors[irq] = NULL;
}

/* A line reaches a CPU while it has a handler, nobody disabled it, and no one-shot thread is still at work. */
void __irq_update_mask(struct irq_desc *desc)
{
	if (desc->software) {
		__irq_chip_update(desc);
		return;
	}
	__irq_set_masked(desc->irq, !desc->action || desc->depth > 0 || desc->threads_oneshot > 0 || desc->spurious_disabled);
}

/* Nothing is let through before its driver asks for it. */
void __irq_init(void)
{
	struct irqaction *action;
	unsigned int irq;

	for (irq = 0; irq < WIRED_IRQS; irq++)
		__irq_set_masked(irq, 1);
	connected = __irq_connected_inputs();
	for (action = pc_actions; action < pc_actions + ARRAY_SIZE(pc_actions); action++) {
		struct irq_desc *desc = irq_to_desc(action->irq);

		if (!(__irq_pc_inputs() >> action->irq & 1))
			continue;
		action->handler = no_action;
		action->dev_id = action;
		desc->action = action;
		desc->depth = 0;
	}
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
	if (desc->software) {
		seq_printf(m, " %8s", desc->irq_data.chip->name ? desc->irq_data.chip->name : "-");
		if (desc->irq_data.domain)
			seq_printf(m, " %*lu", 3, desc->irq_data.hwirq);
		else
			seq_printf(m, " %*s", 3, "");
		if (desc->name)
			seq_printf(m, "-%-8s", desc->name);
	} else if (desc->irq < WIRED_IRQS)
		seq_printf(m, " %8s %3d-%-8s", "IO-APIC", desc->irq ? desc->irq : 2,
			   __irq_is_level(desc->irq) ? "fasteoi" : "edge");
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

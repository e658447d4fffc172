/* Interrupts that no handler owns up to: after 100,000 of them the line is shut. */
#include <linux/irqdesc.h>
#include <linux/bug.h>
#include <linux/jiffies.h>
#include <linux/printk.h>

#define CHECK_AFTER 100000
#define TOO_MANY 99900

static void report_bad_irq(struct irq_desc *desc, irqreturn_t result)
{
	struct irqaction *action;

	if (result > (IRQ_HANDLED | IRQ_WAKE_THREAD))
		printk(KERN_ERR "irq event %d: bogus return value %x\n", desc->irq, result);
	else
		printk(KERN_ERR "irq %d: nobody cared (try booting with the \"irqpoll\" option)\n", desc->irq);
	dump_stack();
	printk(KERN_ERR "handlers:\n");
	for (action = desc->action; action; action = action->next) {
		printk(KERN_ERR "[<%p>] %ps", action->handler, action->handler);
		if (action->thread_fn)
			printk(KERN_CONT " threaded [<%p>] %ps", action->thread_fn, action->thread_fn);
		printk(KERN_CONT "\n");
	}
}

void note_interrupt(struct irq_desc *desc, irqreturn_t result)
{
	if (result > (IRQ_HANDLED | IRQ_WAKE_THREAD)) {
		static int reported;

		if (reported++ < 100)
			report_bad_irq(desc, result);
		return;
	}
	if (result == IRQ_NONE) {
		/* Rare ones, more than 100 ms apart, do not add up. */
		if (time_after(jiffies, desc->last_unhandled + HZ / 10))
			desc->irqs_unhandled = 1;
		else
			desc->irqs_unhandled++;
		desc->last_unhandled = jiffies;
	}
	if (++desc->irq_count < CHECK_AFTER)
		return;
	desc->irq_count = 0;
	if (desc->irqs_unhandled > TOO_MANY) {
		report_bad_irq(desc, result);
		printk(KERN_EMERG "Disabling IRQ #%d\n", desc->irq);
		desc->spurious_disabled = true;
		desc->depth++;
		__irq_update_mask(desc);
	}
	desc->irqs_unhandled = 0;
}

/* Interrupt numbers and who handles them. */
#ifndef _LINUX_IRQDESC_H
#define _LINUX_IRQDESC_H

#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

struct irq_desc {
	unsigned int irq;
	struct irq_data irq_data;
	struct irqaction *action;
	unsigned int depth; /* nested disable_irq() */
	unsigned int irq_count;
	unsigned int irqs_unhandled;
	unsigned long last_unhandled;
	unsigned int threads_oneshot; /* threads whose line stays masked until they finish */
	atomic_t threads_active;
	atomic_t handlers_active;
	bool spurious_disabled;
	const struct cpumask *affinity_hint;
	unsigned int counts[8]; /* by CPU */
	unsigned int hwirq; /* of a message: the function and vector it belongs to */
	spinlock_t lock;
	struct wait_queue_head wait_for_threads;
};

/* irq.ts: the interrupt controller */
int __irq_exists(unsigned int irq);
void __irq_set_masked(unsigned int irq, int masked);
int __irq_allocate_messages(unsigned int count);
void __irq_free_message(unsigned int irq);
void __irq_note_handlers(unsigned int irq, const char *names);

/* kernel/irq/irqdesc.c */
struct irq_desc *irq_to_desc(unsigned int irq);
void __irq_free_desc(unsigned int irq);
void __irq_init(void);
void __irq_update_mask(struct irq_desc *desc);

/* kernel/irq/spurious.c */
void note_interrupt(struct irq_desc *desc, irqreturn_t result);

/* irq.ts: the hard part of an interrupt is over; < 0: it was the CPU's own. */
void __irq_leave(int irq);

/* kernel/softirq.c */
void __irq_exit(void);

/* kernel/irq/handle.c */
int __irq_start_thread(struct irqaction *action);
void __irq_wake_thread(struct irq_desc *desc, struct irqaction *action);
void __do_irq(unsigned int irq);

#endif

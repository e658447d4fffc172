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
	irq_flow_handler_t handle_irq; /* NULL: the machine's own lines and messages */
	const char *name;
	bool software; /* its controller is a driver */
	bool chained;
	bool pending;
	bool resend;
	unsigned long status;
	unsigned int wake_depth;
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
	unsigned long affinity; /* 0: all CPUs */
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
void __irq_connect(unsigned int irq);
void __irq_disconnect(unsigned int irq);
void __irq_proc_forget(unsigned int irq); /* kernel/irq/proc.c */
void unregister_irq_proc(unsigned int irq, const struct irq_desc *desc);
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

void __irq_handle_event(struct irq_desc *desc);
/* Handles it once more, as if it came now. */
void __irq_resend(unsigned int irq);

/* kernel/irq/chip.c */
void __irq_chip_update(struct irq_desc *desc);
int __irq_set_trigger(struct irq_desc *desc, unsigned int type);
void __irq_bus_lock(struct irq_desc *desc);
void __irq_bus_sync_unlock(struct irq_desc *desc);

static inline struct irq_data *irq_desc_get_irq_data(struct irq_desc *desc) { return &desc->irq_data; }
static inline struct irq_chip *irq_desc_get_chip(struct irq_desc *desc) { return desc->irq_data.chip; }
static inline void *irq_desc_get_chip_data(struct irq_desc *desc) { return desc->irq_data.chip_data; }
static inline void *irq_desc_get_handler_data(struct irq_desc *desc) { return desc->irq_data.__handler_data; }
static inline unsigned int irq_desc_get_irq(struct irq_desc *desc) { return desc->irq; }
static inline int irq_desc_has_action(struct irq_desc *desc) { return desc && desc->action != NULL; }
static inline void generic_handle_irq_desc(struct irq_desc *desc) { desc->handle_irq(desc); }

#endif

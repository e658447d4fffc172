/* Work for this CPU's next interrupt, which it asks for itself. */
#ifndef _LINUX_IRQ_WORK_H
#define _LINUX_IRQ_WORK_H

#include <linux/types.h>

struct irq_work {
	struct irq_work *__next;
	void (*func)(struct irq_work *work);
	bool __pending, __busy;
};

#define IRQ_WORK_INIT(function) { .func = (function) }
#define DEFINE_IRQ_WORK(name, function) struct irq_work name = IRQ_WORK_INIT(function)

static inline void init_irq_work(struct irq_work *work, void (*function)(struct irq_work *))
{
	*work = (struct irq_work)IRQ_WORK_INIT(function);
}

static inline bool irq_work_is_pending(struct irq_work *work) { return work->__pending; }
static inline bool irq_work_is_busy(struct irq_work *work) { return work->__pending || work->__busy; }

/* kernel/irq_work.c */
bool irq_work_queue(struct irq_work *work);
void irq_work_sync(struct irq_work *work);

#endif

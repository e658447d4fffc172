/* Interrupt lines. */
#ifndef _LINUX_IRQ_H
#define _LINUX_IRQ_H

#include <linux/interrupt.h>

#define IRQ_TYPE_NONE 0
#define IRQ_TYPE_EDGE_RISING 1
#define IRQ_TYPE_EDGE_FALLING 2
#define IRQ_TYPE_EDGE_BOTH 3
#define IRQ_TYPE_LEVEL_HIGH 4
#define IRQ_TYPE_LEVEL_LOW 8
#define NR_IRQS 256

/* An interrupt as the drivers of its controllers see it. */
struct irq_data {
	unsigned int irq;
	unsigned long hwirq;
};

/* kernel/irq/irqdesc.c; NULL for a number that there is not */
struct irq_data *irq_get_irq_data(unsigned int irq);
static inline unsigned long irqd_to_hwirq(struct irq_data *data) { return data->hwirq; }

#endif

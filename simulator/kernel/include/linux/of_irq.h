/* Interrupts of device tree nodes. */
#ifndef __OF_IRQ_H
#define __OF_IRQ_H

#include <linux/irq.h>
#include <linux/of.h>

/* drivers/of/address.c */
unsigned int irq_of_parse_and_map(struct device_node *node, int index);
int of_irq_get(struct device_node *node, int index);
int of_irq_count(struct device_node *node);

/* A driver that includes this header has these too. */
#include <linux/io.h>
#include <linux/irqdesc.h>
#include <linux/vmalloc.h>

#endif

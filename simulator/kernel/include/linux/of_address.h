/* Addresses of device tree nodes. */
#ifndef __OF_ADDRESS_H
#define __OF_ADDRESS_H

#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/of.h>

/* drivers/of/address.c */
int of_address_to_resource(struct device_node *node, int index, struct resource *resource);
void __iomem *of_iomap(struct device_node *node, int index);

/* The nearest of the node and those above it that says so; where none does, not. */
static inline bool of_dma_is_coherent(struct device_node *node)
{
	for (; node; node = node->parent)
		if (of_property_read_bool(node, "dma-coherent") || of_property_read_bool(node, "dma-noncoherent"))
			return of_property_read_bool(node, "dma-coherent");
	return false;
}

/* A driver that includes this header has these too. */
#include <linux/vmalloc.h>

#endif

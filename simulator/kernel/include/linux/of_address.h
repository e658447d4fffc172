/* Addresses of device tree nodes. */
#ifndef __OF_ADDRESS_H
#define __OF_ADDRESS_H

#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/of.h>

/* drivers/of/address.c */
int of_address_to_resource(struct device_node *node, int index, struct resource *resource);
void __iomem *of_iomap(struct device_node *node, int index);

/* A driver that includes this header has these too. */
#include <linux/vmalloc.h>

#endif

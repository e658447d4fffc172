/* Platform devices made of device tree nodes. */
#ifndef _LINUX_OF_PLATFORM_H
#define _LINUX_OF_PLATFORM_H

#include <linux/of_device.h>
#include <linux/platform_device.h>

/* drivers/of/platform.c */
struct platform_device *of_find_device_by_node(struct device_node *node);

#endif

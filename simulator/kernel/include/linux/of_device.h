/* Drivers for devices of the device tree. */
#ifndef _LINUX_OF_DEVICE_H
#define _LINUX_OF_DEVICE_H

#include <linux/device.h>
#include <linux/of.h>
#include <linux/platform_device.h>

/* drivers/of/device.c */
const struct of_device_id *of_match_device(const struct of_device_id *matches, const struct device *dev);
int of_driver_match_device(struct device *dev, const struct device_driver *driver);
const void *of_device_get_match_data(const struct device *dev);
int of_dma_configure(struct device *dev, struct device_node *node, bool force);

/* A driver that includes this header has these too. */
#include <linux/cpu.h>
#include <linux/of_platform.h>

#endif

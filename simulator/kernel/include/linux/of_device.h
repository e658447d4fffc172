/* Device trees, of which the modelled PCs have none. */
#ifndef _LINUX_OF_DEVICE_H
#define _LINUX_OF_DEVICE_H
#include <linux/of.h>
#include <linux/device.h>
static inline const void *of_device_get_match_data(const struct device *dev) { (void)dev; return NULL; }
#endif

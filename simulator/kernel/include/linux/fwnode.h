/* Firmware nodes: those of the device tree alone. */
#ifndef _LINUX_FWNODE_H_
#define _LINUX_FWNODE_H_

#include <linux/of.h>

#endif

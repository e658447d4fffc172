/* Device trees, of which the modelled PCs have none. */
#ifndef _LINUX_OF_H
#define _LINUX_OF_H
#include <linux/errno.h>
#include <linux/mod_devicetable.h>
#include <linux/types.h>
struct device_node;
#define of_match_ptr(pointer) NULL
#define of_match_node(matches, node) NULL
static inline int of_property_read_u32(const struct device_node *node, const char *name, u32 *value)
{
	(void)node;
	(void)name;
	(void)value;
	return -ENOSYS;
}
#endif

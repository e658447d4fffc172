/* Blocks of control registers that several drivers share. */
#ifndef _LINUX_MFD_SYSCON_H
#define _LINUX_MFD_SYSCON_H

#include <linux/err.h>
#include <linux/errno.h>

struct device_node;

/* drivers/mfd/syscon.c */
struct regmap *device_node_to_regmap(struct device_node *np);
struct regmap *syscon_node_to_regmap(struct device_node *np);
struct regmap *syscon_regmap_lookup_by_compatible(const char *compatible);
struct regmap *syscon_regmap_lookup_by_phandle(struct device_node *np, const char *property);

#endif

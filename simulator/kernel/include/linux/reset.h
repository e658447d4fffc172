/* Reset lines, as the drivers of devices use them. An optional one that is not there is NULL: all calls succeed. */
#ifndef _LINUX_RESET_H
#define _LINUX_RESET_H

#include <linux/err.h>
#include <linux/errno.h>
#include <linux/types.h>

struct device;
struct device_node;
struct reset_control;

/* drivers/reset/core.c */
int reset_control_reset(struct reset_control *rstc);
int reset_control_assert(struct reset_control *rstc);
int reset_control_deassert(struct reset_control *rstc);
int reset_control_status(struct reset_control *rstc);
void reset_control_put(struct reset_control *rstc);
struct reset_control *__of_reset_control_get(struct device_node *node, const char *id, int index, bool shared, bool optional);
struct reset_control *__reset_control_get(struct device *dev, const char *id, int index, bool shared, bool optional);
struct reset_control *__devm_reset_control_get(struct device *dev, const char *id, int index, bool shared, bool optional);
int device_reset(struct device *dev);
int device_reset_optional(struct device *dev);

#define reset_control_get_exclusive(dev, id) __reset_control_get(dev, id, 0, false, false)
#define reset_control_get_shared(dev, id) __reset_control_get(dev, id, 0, true, false)
#define reset_control_get_optional_exclusive(dev, id) __reset_control_get(dev, id, 0, false, true)
#define reset_control_get_optional_shared(dev, id) __reset_control_get(dev, id, 0, true, true)
#define reset_control_get(dev, id) reset_control_get_exclusive(dev, id)
#define reset_control_get_optional(dev, id) reset_control_get_optional_exclusive(dev, id)
#define of_reset_control_get_exclusive(node, id) __of_reset_control_get(node, id, 0, false, false)
#define of_reset_control_get_shared(node, id) __of_reset_control_get(node, id, 0, true, false)
#define of_reset_control_get(node, id) of_reset_control_get_exclusive(node, id)
#define devm_reset_control_get_exclusive(dev, id) __devm_reset_control_get(dev, id, 0, false, false)
#define devm_reset_control_get_shared(dev, id) __devm_reset_control_get(dev, id, 0, true, false)
#define devm_reset_control_get_optional_exclusive(dev, id) __devm_reset_control_get(dev, id, 0, false, true)
#define devm_reset_control_get_optional_shared(dev, id) __devm_reset_control_get(dev, id, 0, true, true)
#define devm_reset_control_get_exclusive_by_index(dev, index) __devm_reset_control_get(dev, NULL, index, false, false)
#define devm_reset_control_get_shared_by_index(dev, index) __devm_reset_control_get(dev, NULL, index, true, false)
#define devm_reset_control_get(dev, id) devm_reset_control_get_exclusive(dev, id)
#define devm_reset_control_get_optional(dev, id) devm_reset_control_get_optional_exclusive(dev, id)
#define devm_reset_control_get_by_index(dev, index) devm_reset_control_get_exclusive_by_index(dev, index)

#endif

/* Properties of devices, whoever described them: here always a device tree node. */
#ifndef _LINUX_PROPERTY_H_
#define _LINUX_PROPERTY_H_

#include <linux/device.h>
#include <linux/of.h>
#include <linux/types.h>

#define dev_fwnode(device) of_fwnode_handle((device)->of_node)

static inline bool device_property_present(struct device *dev, const char *name)
{
	return of_property_present(dev->of_node, name);
}
static inline bool device_property_read_bool(struct device *dev, const char *name)
{
	return of_property_read_bool(dev->of_node, name);
}

/* Without values, how many there are. */
#define DEVICE_PROPERTY(type, bytes)                                                                            \
static inline int device_property_read_##type##_array(struct device *dev, const char *name, type *values, size_t count) \
{                                                                                                               \
	if (!values)                                                                                            \
		return of_property_count_elems_of_size(dev->of_node, name, bytes);                              \
	return of_property_read_##type##_array(dev->of_node, name, values, count);                              \
}                                                                                                               \
static inline int device_property_read_##type(struct device *dev, const char *name, type *value)                \
{                                                                                                               \
	return device_property_read_##type##_array(dev, name, value, 1);                                        \
}                                                                                                               \
static inline int device_property_count_##type(struct device *dev, const char *name)                            \
{                                                                                                               \
	return device_property_read_##type##_array(dev, name, NULL, 0);                                         \
}

DEVICE_PROPERTY(u8, 1)
DEVICE_PROPERTY(u16, 2)
DEVICE_PROPERTY(u32, 4)
DEVICE_PROPERTY(u64, 8)

static inline int device_property_read_string(struct device *dev, const char *name, const char **text)
{
	return of_property_read_string(dev->of_node, name, text);
}
static inline int device_property_match_string(struct device *dev, const char *name, const char *text)
{
	return of_property_match_string(dev->of_node, name, text);
}

/* drivers/of/device.c */
const void *device_get_match_data(const struct device *dev);

#endif

/* Properties of devices, whoever described them: a device tree node, or a driver's software node. */
#ifndef _LINUX_PROPERTY_H_
#define _LINUX_PROPERTY_H_

#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/of.h>
#include <linux/types.h>

enum dev_prop_type { DEV_PROP_U8, DEV_PROP_U16, DEV_PROP_U32, DEV_PROP_U64, DEV_PROP_STRING };

struct property_entry {
	const char *name;
	size_t length;
	bool is_inline;
	enum dev_prop_type type;
	union {
		const void *pointer;
		union {
			u8 u8_data[8];
			u16 u16_data[4];
			u32 u32_data[2];
			u64 u64_data[1];
			const char *str[1];
		} value;
	};
};

#define __PROPERTY_LIST(label, kind, bytes, values, count) \
	((struct property_entry){ .name = label, .length = (count) * (bytes), .type = DEV_PROP_##kind, { .pointer = values } })
#define PROPERTY_ENTRY_U8_ARRAY_LEN(name, values, count) __PROPERTY_LIST(name, U8, 1, values, count)
#define PROPERTY_ENTRY_U16_ARRAY_LEN(name, values, count) __PROPERTY_LIST(name, U16, 2, values, count)
#define PROPERTY_ENTRY_U32_ARRAY_LEN(name, values, count) __PROPERTY_LIST(name, U32, 4, values, count)
#define PROPERTY_ENTRY_U64_ARRAY_LEN(name, values, count) __PROPERTY_LIST(name, U64, 8, values, count)
#define PROPERTY_ENTRY_STRING_ARRAY_LEN(name, values, count) __PROPERTY_LIST(name, STRING, sizeof(char *), values, count)
#define PROPERTY_ENTRY_U8_ARRAY(name, values) PROPERTY_ENTRY_U8_ARRAY_LEN(name, values, ARRAY_SIZE(values))
#define PROPERTY_ENTRY_U16_ARRAY(name, values) PROPERTY_ENTRY_U16_ARRAY_LEN(name, values, ARRAY_SIZE(values))
#define PROPERTY_ENTRY_U32_ARRAY(name, values) PROPERTY_ENTRY_U32_ARRAY_LEN(name, values, ARRAY_SIZE(values))
#define PROPERTY_ENTRY_U64_ARRAY(name, values) PROPERTY_ENTRY_U64_ARRAY_LEN(name, values, ARRAY_SIZE(values))
#define PROPERTY_ENTRY_STRING_ARRAY(name, values) PROPERTY_ENTRY_STRING_ARRAY_LEN(name, values, ARRAY_SIZE(values))

#define __PROPERTY_ONE(label, kind, bytes, element, content) \
	((struct property_entry){ .name = label, .length = bytes, .is_inline = true, .type = DEV_PROP_##kind, \
				  { .value = { .element[0] = content } } })
#define PROPERTY_ENTRY_U8(name, content) __PROPERTY_ONE(name, U8, 1, u8_data, content)
#define PROPERTY_ENTRY_U16(name, content) __PROPERTY_ONE(name, U16, 2, u16_data, content)
#define PROPERTY_ENTRY_U32(name, content) __PROPERTY_ONE(name, U32, 4, u32_data, content)
#define PROPERTY_ENTRY_U64(name, content) __PROPERTY_ONE(name, U64, 8, u64_data, content)
#define PROPERTY_ENTRY_STRING(name, content) __PROPERTY_ONE(name, STRING, sizeof(char *), str, content)
#define PROPERTY_ENTRY_BOOL(label) ((struct property_entry){ .name = label, .is_inline = true })

struct software_node {
	const char *name;
	const struct software_node *parent;
	const struct property_entry *properties;
};

/* drivers/base/swnode.c */
extern const struct fwnode_operations software_node_ops;
const struct property_entry *software_node_property(const struct fwnode_handle *fwnode, const char *name);
struct property_entry *property_entries_dup(const struct property_entry *properties);
void property_entries_free(const struct property_entry *properties);
struct fwnode_handle *fwnode_create_software_node(const struct property_entry *properties,
						  const struct fwnode_handle *parent);
void fwnode_remove_software_node(struct fwnode_handle *fwnode);
int device_create_managed_software_node(struct device *dev, const struct property_entry *properties,
					const struct software_node *parent);
int device_add_software_node(struct device *dev, const struct software_node *node);
void device_remove_software_node(struct device *dev);
void software_node_notify_remove(struct device *dev);
static inline bool is_software_node(const struct fwnode_handle *fwnode) { return fwnode && fwnode->ops == &software_node_ops; }

/* drivers/base/property.c. Without values, how many there are. */
bool fwnode_property_present(const struct fwnode_handle *fwnode, const char *name);
int fwnode_property_read_int_array(const struct fwnode_handle *fwnode, const char *name, unsigned int bytes, void *values,
				   size_t count);
int fwnode_property_read_string_array(const struct fwnode_handle *fwnode, const char *name, const char **texts, size_t count);
int fwnode_property_read_string(const struct fwnode_handle *fwnode, const char *name, const char **text);
int fwnode_property_match_string(const struct fwnode_handle *fwnode, const char *name, const char *text);
struct fwnode_handle *fwnode_get_next_available_child_node(const struct fwnode_handle *fwnode, struct fwnode_handle *child);
struct fwnode_handle *fwnode_get_named_child_node(const struct fwnode_handle *fwnode, const char *name);
unsigned int device_get_child_node_count(const struct device *dev);
const char *fwnode_get_name(const struct fwnode_handle *fwnode);
int fwnode_irq_get(const struct fwnode_handle *fwnode, unsigned int index);

#define dev_fwnode(device) ((device)->of_node ? of_fwnode_handle((device)->of_node) : (device)->fwnode)
static inline struct fwnode_handle *fwnode_handle_get(struct fwnode_handle *fwnode) { return fwnode; }
static inline void fwnode_handle_put(struct fwnode_handle *fwnode) { (void)fwnode; }
static inline bool fwnode_property_read_bool(const struct fwnode_handle *fwnode, const char *name)
{
	return fwnode_property_present(fwnode, name);
}
static inline bool device_property_present(struct device *dev, const char *name)
{
	return fwnode_property_present(dev_fwnode(dev), name);
}
static inline bool device_property_read_bool(struct device *dev, const char *name)
{
	return device_property_present(dev, name);
}

#define __PROPERTY_READERS(type)                                                                                \
static inline int fwnode_property_read_##type##_array(const struct fwnode_handle *fwnode, const char *name,     \
						      type *values, size_t count)                               \
{                                                                                                               \
	return fwnode_property_read_int_array(fwnode, name, sizeof(type), values, count);                       \
}                                                                                                               \
static inline int fwnode_property_read_##type(const struct fwnode_handle *fwnode, const char *name, type *value) \
{                                                                                                               \
	return fwnode_property_read_##type##_array(fwnode, name, value, 1);                                     \
}                                                                                                               \
static inline int fwnode_property_count_##type(const struct fwnode_handle *fwnode, const char *name)            \
{                                                                                                               \
	return fwnode_property_read_##type##_array(fwnode, name, NULL, 0);                                      \
}                                                                                                               \
static inline int device_property_read_##type##_array(struct device *dev, const char *name, type *values, size_t count) \
{                                                                                                               \
	return fwnode_property_read_##type##_array(dev_fwnode(dev), name, values, count);                       \
}                                                                                                               \
static inline int device_property_read_##type(struct device *dev, const char *name, type *value)                \
{                                                                                                               \
	return device_property_read_##type##_array(dev, name, value, 1);                                        \
}                                                                                                               \
static inline int device_property_count_##type(struct device *dev, const char *name)                            \
{                                                                                                               \
	return device_property_read_##type##_array(dev, name, NULL, 0);                                         \
}

__PROPERTY_READERS(u8)
__PROPERTY_READERS(u16)
__PROPERTY_READERS(u32)
__PROPERTY_READERS(u64)

static inline int device_property_read_string(struct device *dev, const char *name, const char **text)
{
	return fwnode_property_read_string(dev_fwnode(dev), name, text);
}
static inline int device_property_read_string_array(struct device *dev, const char *name, const char **texts, size_t count)
{
	return fwnode_property_read_string_array(dev_fwnode(dev), name, texts, count);
}
static inline int device_property_string_array_count(struct device *dev, const char *name)
{
	return device_property_read_string_array(dev, name, NULL, 0);
}
static inline int device_property_match_string(struct device *dev, const char *name, const char *text)
{
	return fwnode_property_match_string(dev_fwnode(dev), name, text);
}

#define fwnode_get_next_child_node(fwnode, child) fwnode_get_next_available_child_node(fwnode, child)
#define device_get_next_child_node(dev, child) fwnode_get_next_child_node(dev_fwnode(dev), child)
#define device_get_named_child_node(dev, name) fwnode_get_named_child_node(dev_fwnode(dev), name)
#define fwnode_for_each_child_node(fwnode, child) \
	for (child = fwnode_get_next_child_node(fwnode, NULL); child; child = fwnode_get_next_child_node(fwnode, child))
#define fwnode_for_each_available_child_node(fwnode, child) fwnode_for_each_child_node(fwnode, child)
#define device_for_each_child_node(dev, child) fwnode_for_each_child_node(dev_fwnode(dev), child)
static inline bool fwnode_device_is_available(const struct fwnode_handle *fwnode)
{
	return is_of_node(fwnode) ? of_device_is_available(to_of_node(fwnode)) : fwnode != NULL;
}

/* drivers/of/device.c */
const void *device_get_match_data(const struct device *dev);

DEFINE_FREE(fwnode_handle, struct fwnode_handle *, fwnode_handle_put(_T))

#endif

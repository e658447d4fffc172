/* Device tree nodes and their properties: the platform devices of the machine file have one each. */
#ifndef _LINUX_OF_H
#define _LINUX_OF_H

#include <linux/bitops.h>
#include <linux/cleanup.h>
#include <linux/errno.h>
#include <linux/mod_devicetable.h>
#include <linux/string.h>
#include <linux/types.h>

struct device;
struct fwnode_operations;

struct fwnode_handle {
	struct fwnode_handle *secondary;
	const struct fwnode_operations *ops;
	struct device *dev;
};

typedef u32 phandle;

/* `value` is big-endian, as in a device tree. */
struct property {
	char *name;
	int length;
	void *value;
	struct property *next;
};

struct device_node {
	const char *name;
	phandle phandle;
	const char *full_name;
	struct fwnode_handle fwnode;
	struct property *properties;
	struct device_node *parent;
	struct device_node *child;
	struct device_node *sibling;
	void *data;
};

struct of_phandle_args {
	struct device_node *np;
	int args_count;
	uint32_t args[16];
};

extern struct device_node *of_root;

#define of_match_ptr(pointer) (pointer)

static inline struct device_node *of_node_get(struct device_node *node) { return node; }
static inline void of_node_put(struct device_node *node) { (void)node; }
/* A software node has operations (drivers/base/swnode.c). */
static inline bool is_of_node(const struct fwnode_handle *fwnode) { return fwnode && !fwnode->ops; }
#define to_of_node(handle) (is_of_node(handle) ? container_of(handle, struct device_node, fwnode) : NULL)
#define of_fwnode_handle(node) ((node) ? &((struct device_node *)(node))->fwnode : NULL)
static inline bool of_node_name_eq(const struct device_node *node, const char *name)
{
	return node && !strcmp(node->name, name);
}
static inline const char *of_node_full_name(const struct device_node *node) { return node ? node->full_name : "<no-node>"; }

/* drivers/of/base.c */
struct property *of_find_property(const struct device_node *node, const char *name, int *length);
const void *of_get_property(const struct device_node *node, const char *name, int *length);
const struct of_device_id *of_match_node(const struct of_device_id *matches, const struct device_node *node);
int of_device_is_compatible(const struct device_node *node, const char *compatible);
bool of_device_is_available(const struct device_node *node);
struct device_node *of_find_compatible_node(struct device_node *from, const char *type, const char *compatible);
struct device_node *of_find_node_by_name(struct device_node *from, const char *name);
struct device_node *of_find_node_by_path(const char *path);
struct device_node *of_find_all_nodes(struct device_node *previous);
struct device_node *of_find_node_by_phandle(phandle handle);
int of_modalias_node(struct device_node *node, char *modalias, int length);
struct device_node *of_get_parent(const struct device_node *node);
struct device_node *of_get_next_child(const struct device_node *node, struct device_node *previous);
struct device_node *of_get_next_available_child(const struct device_node *node, struct device_node *previous);
struct device_node *of_get_child_by_name(const struct device_node *node, const char *name);
struct device_node *of_parse_phandle(const struct device_node *node, const char *name, int index);
int of_parse_phandle_with_args(const struct device_node *node, const char *list, const char *cells, int index,
			       struct of_phandle_args *args);
int of_parse_phandle_with_fixed_args(const struct device_node *node, const char *list, int cell_count, int index,
				     struct of_phandle_args *args);
int of_count_phandle_with_args(const struct device_node *node, const char *list, const char *cells);
int of_alias_get_id(struct device_node *node, const char *stem);
int of_property_count_elems_of_size(const struct device_node *node, const char *name, int size);
int of_property_read_u32_index(const struct device_node *node, const char *name, u32 index, u32 *value);
int of_property_read_u8_array(const struct device_node *node, const char *name, u8 *values, size_t count);
int of_property_read_u16_array(const struct device_node *node, const char *name, u16 *values, size_t count);
int of_property_read_u32_array(const struct device_node *node, const char *name, u32 *values, size_t count);
int of_property_read_u64_array(const struct device_node *node, const char *name, u64 *values, size_t count);
int of_property_read_u64(const struct device_node *node, const char *name, u64 *value);
int of_property_read_string(const struct device_node *node, const char *name, const char **text);
int of_property_read_string_index(const struct device_node *node, const char *name, int index, const char **text);
int of_property_match_string(const struct device_node *node, const char *name, const char *text);
int of_property_count_strings(const struct device_node *node, const char *name);

static inline int of_property_read_u8(const struct device_node *node, const char *name, u8 *value)
{
	return of_property_read_u8_array(node, name, value, 1);
}
static inline int of_property_read_u16(const struct device_node *node, const char *name, u16 *value)
{
	return of_property_read_u16_array(node, name, value, 1);
}
static inline int of_property_read_u32(const struct device_node *node, const char *name, u32 *value)
{
	return of_property_read_u32_array(node, name, value, 1);
}
static inline int of_property_read_s32(const struct device_node *node, const char *name, s32 *value)
{
	return of_property_read_u32(node, name, (u32 *)value);
}
#define of_device_is_big_endian(node) of_property_read_bool(node, "big-endian")
static inline bool of_property_read_bool(const struct device_node *node, const char *name)
{
	return of_find_property(node, name, NULL);
}
static inline bool of_property_present(const struct device_node *node, const char *name)
{
	return of_property_read_bool(node, name);
}
static inline int of_property_count_u32_elems(const struct device_node *node, const char *name)
{
	return of_property_count_elems_of_size(node, name, sizeof(u32));
}
static inline int of_property_count_u8_elems(const struct device_node *node, const char *name)
{
	return of_property_count_elems_of_size(node, name, 1);
}

static inline int of_get_child_count(const struct device_node *node)
{
	struct device_node *child = NULL;
	int count = 0;

	while ((child = of_get_next_child(node, child)))
		count++;
	return count;
}
static inline int of_get_available_child_count(const struct device_node *node)
{
	struct device_node *child = NULL;
	int count = 0;

	while ((child = of_get_next_available_child(node, child)))
		count++;
	return count;
}

#define for_each_child_of_node(parent, node) \
	for (node = of_get_next_child(parent, NULL); node; node = of_get_next_child(parent, node))
#define for_each_available_child_of_node(parent, node) \
	for (node = of_get_next_available_child(parent, NULL); node; node = of_get_next_available_child(parent, node))
#define for_each_compatible_node(node, type, compatible) \
	for (node = of_find_compatible_node(NULL, type, compatible); node; \
	     node = of_find_compatible_node(node, type, compatible))

DEFINE_FREE(device_node, struct device_node *, if (_T) of_node_put(_T))

/* A driver that includes this header has these too. */
#include <linux/property.h>
#include <linux/uuid.h>

#endif

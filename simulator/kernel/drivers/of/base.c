/* The device tree: finding nodes, and reading their properties. */
#include <asm/byteorder.h>
#include <linux/kernel.h>
#include <linux/of.h>
#include <linux/string.h>

struct device_node *of_root;

struct property *of_find_property(const struct device_node *node, const char *name, int *length)
{
	struct property *property = node ? node->properties : NULL;

	for (; property; property = property->next)
		if (!strcmp(property->name, name))
			break;
	if (property && length)
		*length = property->length;
	return property;
}

const void *of_get_property(const struct device_node *node, const char *name, int *length)
{
	struct property *property = of_find_property(node, name, length);

	return property ? property->value : NULL;
}

/* The n-th text of a list; NULL behind the last. */
static const char *text_at(const struct property *property, int index)
{
	const char *text = property->value, *end = text + property->length;

	for (; text < end; text += strlen(text) + 1)
		if (index-- == 0)
			return text;
	return NULL;
}

/* How well: 0 not at all; the earlier the text stands among the node's, the better. */
int of_device_is_compatible(const struct device_node *node, const char *compatible)
{
	struct property *property = of_find_property(node, "compatible", NULL);
	const char *text;
	int index;

	for (index = 0; property && (text = text_at(property, index)); index++)
		if (!strcasecmp(text, compatible))
			return INT_MAX / 2 - (index << 2);
	return 0;
}

const struct of_device_id *of_match_node(const struct of_device_id *matches, const struct device_node *node)
{
	const struct of_device_id *best = NULL;
	int score, best_score = 0;

	for (; matches && node && (matches->name[0] || matches->type[0] || matches->compatible[0]); matches++) {
		score = matches->compatible[0] ? of_device_is_compatible(node, matches->compatible) : 1;
		if (matches->name[0] && strcmp(node->name, matches->name))
			score = 0;
		if (score > best_score) {
			best = matches;
			best_score = score;
		}
	}
	return best;
}

bool of_device_is_available(const struct device_node *node)
{
	const char *status = of_get_property(node, "status", NULL);

	return node && (!status || !strcmp(status, "okay") || !strcmp(status, "ok"));
}

/* Depth first: children, then siblings, then those of the nodes above. */
struct device_node *of_find_all_nodes(struct device_node *previous)
{
	struct device_node *node = previous;

	if (!node)
		return of_root;
	if (node->child)
		return node->child;
	while (node->parent && !node->sibling)
		node = node->parent;
	return node->sibling;
}

struct device_node *of_get_next_child(const struct device_node *node, struct device_node *previous)
{
	return previous ? previous->sibling : node ? node->child : NULL;
}

struct device_node *of_get_next_available_child(const struct device_node *node, struct device_node *previous)
{
	struct device_node *next = of_get_next_child(node, previous);

	while (next && !of_device_is_available(next))
		next = next->sibling;
	return next;
}

struct device_node *of_get_child_by_name(const struct device_node *node, const char *name)
{
	struct device_node *child;

	for_each_child_of_node(node, child)
		if (of_node_name_eq(child, name))
			return child;
	return NULL;
}

struct device_node *of_get_parent(const struct device_node *node)
{
	return node ? node->parent : NULL;
}

struct device_node *of_find_compatible_node(struct device_node *from, const char *type, const char *compatible)
{
	struct device_node *node;

	for (node = of_find_all_nodes(from); node; node = of_find_all_nodes(node))
		if (of_device_is_compatible(node, compatible))
			return node;
	return NULL;
}

struct device_node *of_find_node_by_name(struct device_node *from, const char *name)
{
	struct device_node *node;

	for (node = of_find_all_nodes(from); node; node = of_find_all_nodes(node))
		if (of_node_name_eq(node, name))
			return node;
	return NULL;
}

struct device_node *of_find_node_by_path(const char *path)
{
	struct device_node *node = of_root, *child;

	while (node && *path == '/' && path[1]) {
		size_t length = strcspn(++path, "/");

		for_each_child_of_node(node, child)
			if (strlen(child->full_name) == length && !strncmp(child->full_name, path, length))
				break;
		node = child;
		path += length;
	}
	return node && (*path == 0 || (path[0] == '/' && !path[1])) ? node : NULL;
}

struct device_node *of_find_node_by_phandle(phandle handle)
{
	struct device_node *node;

	for (node = of_root; node; node = of_find_all_nodes(node))
		if (node->phandle && node->phandle == handle)
			return node;
	return NULL;
}

struct device_node *of_parse_phandle(const struct device_node *node, const char *name, int index)
{
	u32 handle;

	return of_property_read_u32_index(node, name, index, &handle) ? NULL : of_find_node_by_phandle(handle);
}

/* How many cells follow a phandle: what its node says, or a number for all. -EINVAL where the node is unknown or does not say. */
static int cells_behind(u32 handle, const char *cells, int cell_count)
{
	struct device_node *target;
	u32 count;

	if (!handle)
		return 0;
	target = of_find_node_by_phandle(handle);
	if (!target)
		return -EINVAL;
	if (!cells)
		return cell_count;
	return of_property_read_u32(target, cells, &count) ? -EINVAL : count;
}

/* The index-th entry; an index below 0 counts them. -ENOENT where there is no list, no such entry, or it is empty (phandle 0). */
static int phandle_entry(const struct device_node *node, const char *list, const char *cells, int cell_count, int index,
			 struct of_phandle_args *args)
{
	int at = 0, entry, count = of_property_count_u32_elems(node, list), behind, i;
	u32 handle;

	if (count < 0)
		return -ENOENT;
	for (entry = 0; at < count; entry++, at += 1 + behind) {
		of_property_read_u32_index(node, list, at, &handle);
		behind = cells_behind(handle, cells, cell_count);
		if (behind < 0 || behind > ARRAY_SIZE(args->args) || at + 1 + behind > count)
			return -EINVAL;
		if (entry != index)
			continue;
		if (!handle)
			return -ENOENT;
		if (!args)
			return 0;
		args->np = of_find_node_by_phandle(handle);
		args->args_count = behind;
		for (i = 0; i < behind; i++)
			of_property_read_u32_index(node, list, at + 1 + i, &args->args[i]);
		return 0;
	}
	return index < 0 ? entry : -ENOENT;
}

int of_parse_phandle_with_args(const struct device_node *node, const char *list, const char *cells, int index,
			       struct of_phandle_args *args)
{
	return index < 0 ? -EINVAL : phandle_entry(node, list, cells, -1, index, args);
}

int of_parse_phandle_with_fixed_args(const struct device_node *node, const char *list, int cell_count, int index,
				     struct of_phandle_args *args)
{
	return index < 0 ? -EINVAL : phandle_entry(node, list, NULL, cell_count, index, args);
}

int of_count_phandle_with_args(const struct device_node *node, const char *list, const char *cells)
{
	int count = of_property_count_u32_elems(node, list);

	if (count < 0)
		return -ENOENT;
	return cells ? phandle_entry(node, list, cells, -1, -1, NULL) : count;
}

/* The machine file gives no aliases. */
int of_alias_get_id(struct device_node *node, const char *stem)
{
	return -ENODEV;
}

int of_property_count_elems_of_size(const struct device_node *node, const char *name, int size)
{
	struct property *property = of_find_property(node, name, NULL);

	if (!property)
		return -EINVAL;
	if (!property->value)
		return -ENODATA;
	return property->length % size ? -EINVAL : property->length / size;
}

static const void *array_of(const struct device_node *node, const char *name, size_t bytes, int *error)
{
	struct property *property = of_find_property(node, name, NULL);

	*error = !property ? -EINVAL : !property->value ? -ENODATA : bytes > (size_t)property->length ? -EOVERFLOW : 0;
	return *error ? NULL : property->value;
}

int of_property_read_u32_index(const struct device_node *node, const char *name, u32 index, u32 *value)
{
	int error;
	const __be32 *array = array_of(node, name, (index + 1) * sizeof(u32), &error);

	if (!error)
		*value = be32_to_cpu(array[index]);
	return error;
}

#define READ_ARRAY(type, big, convert)                                                                          \
int of_property_read_##type##_array(const struct device_node *node, const char *name, type *values, size_t count) \
{                                                                                                               \
	int error;                                                                                              \
	const big *array = array_of(node, name, count * sizeof(type), &error);                                  \
	size_t i;                                                                                               \
	for (i = 0; !error && i < count; i++)                                                                   \
		values[i] = convert(array[i]);                                                                  \
	return error;                                                                                           \
}

#define SAME(byte) (byte)

READ_ARRAY(u8, u8, SAME)
READ_ARRAY(u16, __be16, be16_to_cpu)
READ_ARRAY(u32, __be32, be32_to_cpu)

/* Two cells each. */
int of_property_read_u64_array(const struct device_node *node, const char *name, u64 *values, size_t count)
{
	int error;
	const __be32 *array = array_of(node, name, count * sizeof(u64), &error);
	size_t i;

	for (i = 0; !error && i < count; i++)
		values[i] = (u64)be32_to_cpu(array[2 * i]) << 32 | be32_to_cpu(array[2 * i + 1]);
	return error;
}

int of_property_read_u64(const struct device_node *node, const char *name, u64 *value)
{
	return of_property_read_u64_array(node, name, value, 1);
}

int of_property_read_string(const struct device_node *node, const char *name, const char **text)
{
	return of_property_read_string_index(node, name, 0, text);
}

int of_property_read_string_index(const struct device_node *node, const char *name, int index, const char **text)
{
	struct property *property = of_find_property(node, name, NULL);
	const char *found;

	if (!property)
		return -EINVAL;
	if (!property->length)
		return -ENODATA;
	if (((const char *)property->value)[property->length - 1])
		return -EILSEQ;
	found = text_at(property, index);
	if (!found)
		return -ENODATA;
	*text = found;
	return 0;
}

int of_property_match_string(const struct device_node *node, const char *name, const char *text)
{
	struct property *property = of_find_property(node, name, NULL);
	const char *each;
	int index;

	if (!property)
		return -EINVAL;
	for (index = 0; (each = text_at(property, index)); index++)
		if (!strcmp(each, text))
			return index;
	return -ENODATA;
}

int of_property_count_strings(const struct device_node *node, const char *name)
{
	struct property *property = of_find_property(node, name, NULL);
	int count = 0;

	if (!property)
		return -EINVAL;
	while (text_at(property, count))
		count++;
	return count;
}

/* The first compatible text without its vendor. */
int of_modalias_node(struct device_node *node, char *modalias, int length)
{
	const char *compatible = of_get_property(node, "compatible", NULL), *comma;

	if (!compatible)
		return -ENODEV;
	comma = strchr(compatible, ',');
	strscpy(modalias, comma ? comma + 1 : compatible, length);
	return 0;
}

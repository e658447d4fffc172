/* Properties of a node, or else of the software node that stands behind it: -EINVAL where neither has such a one. */
#include <linux/of_irq.h>
#include <linux/property.h>

bool fwnode_property_present(const struct fwnode_handle *fwnode, const char *name)
{
	if (is_of_node(fwnode) && of_find_property(to_of_node(fwnode), name, NULL))
		return true;
	return software_node_property(fwnode, name);
}

static int of_ints(const struct device_node *node, const char *name, unsigned int bytes, void *values, size_t count)
{
	if (!values)
		return of_property_count_elems_of_size(node, name, bytes);
	switch (bytes) {
	case 1: return of_property_read_u8_array(node, name, values, count);
	case 2: return of_property_read_u16_array(node, name, values, count);
	case 4: return of_property_read_u32_array(node, name, values, count);
	case 8: return of_property_read_u64_array(node, name, values, count);
	}
	return -ENXIO;
}

/* Of the software node: `count` pieces of `bytes`; without a place for them how many there are. */
static int software_read(const struct fwnode_handle *fwnode, const char *name, size_t bytes, void *to, size_t count)
{
	const struct property_entry *entry = software_node_property(fwnode, name);
	const void *from;

	if (!entry)
		return -EINVAL;
	if (!to)
		return entry->length / bytes;
	from = entry->is_inline ? &entry->value : entry->pointer;
	if (!from)
		return -ENODATA;
	if (count * bytes > entry->length)
		return -EOVERFLOW;
	memcpy(to, from, count * bytes);
	return 0;
}

int fwnode_property_read_int_array(const struct fwnode_handle *fwnode, const char *name, unsigned int bytes, void *values,
				   size_t count)
{
	int result = is_of_node(fwnode) ? of_ints(to_of_node(fwnode), name, bytes, values, count) : -EINVAL;

	return result == -EINVAL ? software_read(fwnode, name, bytes, values, count) : result;
}

/* Returns how many it read. */
int fwnode_property_read_string_array(const struct fwnode_handle *fwnode, const char *name, const char **texts, size_t count)
{
	struct device_node *node = to_of_node(fwnode);
	int all = node ? of_property_count_strings(node, name) : -EINVAL, index, error;
	bool software = all == -EINVAL;

	if (software)
		all = software_read(fwnode, name, sizeof(*texts), NULL, 0);
	if (all < 0 || !texts)
		return all;
	count = min_t(size_t, all, count);
	if (software) {
		error = software_read(fwnode, name, sizeof(*texts), texts, count);
		return error ? error : count;
	}
	for (index = 0; index < count; index++)
		of_property_read_string_index(node, name, index, &texts[index]);
	return count;
}

int fwnode_property_read_string(const struct fwnode_handle *fwnode, const char *name, const char **text)
{
	int result = fwnode_property_read_string_array(fwnode, name, text, 1);

	return result < 0 ? result : 0;
}

int fwnode_property_match_string(const struct fwnode_handle *fwnode, const char *name, const char *text)
{
	int count = fwnode_property_read_string_array(fwnode, name, NULL, 0), result;
	const char **texts;

	if (count <= 0)
		return count ? count : -ENODATA;
	texts = kcalloc(count, sizeof(*texts), GFP_KERNEL);
	if (!texts)
		return -ENOMEM;
	result = fwnode_property_read_string_array(fwnode, name, texts, count);
	if (result >= 0)
		result = match_string(texts, count, text);
	kfree(texts);
	return result < 0 ? -ENODATA : result;
}

struct fwnode_handle *fwnode_get_next_available_child_node(const struct fwnode_handle *fwnode, struct fwnode_handle *child)
{
	struct device_node *next = of_get_next_available_child(to_of_node(fwnode), to_of_node(child));

	return of_fwnode_handle(next);
}

struct fwnode_handle *fwnode_get_named_child_node(const struct fwnode_handle *fwnode, const char *name)
{
	struct device_node *child = of_get_child_by_name(to_of_node(fwnode), name);

	return of_fwnode_handle(child);
}

unsigned int device_get_child_node_count(const struct device *dev)
{
	return of_get_available_child_count(to_of_node(dev_fwnode(dev)));
}

const char *fwnode_get_name(const struct fwnode_handle *fwnode)
{
	return is_of_node(fwnode) ? to_of_node(fwnode)->name : NULL;
}

int fwnode_irq_get(const struct fwnode_handle *fwnode, unsigned int index)
{
	int irq = is_of_node(fwnode) ? of_irq_get(to_of_node(fwnode), index) : -EINVAL;

	return irq ? irq : -EINVAL;
}

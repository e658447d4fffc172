/* Software nodes: properties that a driver gives a device which no firmware describes, or in addition. */
#include <linux/property.h>
#include <linux/slab.h>
#include <linux/string.h>

struct fwnode_operations {
	char unused;
};
const struct fwnode_operations software_node_ops;

struct swnode {
	struct fwnode_handle fwnode;
	const struct property_entry *properties;
	bool managed;
};

static struct swnode *software_node_of(const struct fwnode_handle *fwnode)
{
	if (fwnode && !is_software_node(fwnode))
		fwnode = fwnode->secondary;
	return is_software_node(fwnode) ? container_of(fwnode, struct swnode, fwnode) : NULL;
}

const struct property_entry *software_node_property(const struct fwnode_handle *fwnode, const char *name)
{
	struct swnode *node = software_node_of(fwnode);
	const struct property_entry *entry = node ? node->properties : NULL;

	for (; entry && entry->name; entry++)
		if (!strcmp(entry->name, name))
			return entry;
	return NULL;
}

static bool copy_entry(struct property_entry *to, const struct property_entry *from)
{
	size_t count = from->type == DEV_PROP_STRING ? from->length / sizeof(char *) : 0, index;
	const char **texts = (const char **)to->value.str;

	to->name = kstrdup(from->name, GFP_KERNEL);
	if (!from->is_inline && from->length) {
		to->pointer = kmemdup(from->pointer, from->length, GFP_KERNEL);
		texts = (const char **)to->pointer;
		if (!texts)
			return false;
	}
	for (index = 0; index < count; index++)
		texts[index] = texts[index] ? kstrdup(texts[index], GFP_KERNEL) : NULL;
	return to->name;
}

/* A deep copy; with an error in case of no memory. */
struct property_entry *property_entries_dup(const struct property_entry *properties)
{
	size_t count = 0, index;
	struct property_entry *copy;

	if (!properties)
		return NULL;
	while (properties[count].name)
		count++;
	copy = kcalloc(count + 1, sizeof(*copy), GFP_KERNEL);
	if (!copy)
		return ERR_PTR(-ENOMEM);
	for (index = 0; index < count; index++) {
		copy[index] = properties[index];
		if (!copy_entry(&copy[index], &properties[index])) {
			property_entries_free(copy);
			return ERR_PTR(-ENOMEM);
		}
	}
	return copy;
}

void property_entries_free(const struct property_entry *properties)
{
	const struct property_entry *entry = properties;
	size_t index;

	for (; entry && entry->name; entry++) {
		const char *const *texts = entry->is_inline ? entry->value.str : entry->pointer;

		for (index = 0; entry->type == DEV_PROP_STRING && index < entry->length / sizeof(char *); index++)
			kfree(texts[index]);
		if (!entry->is_inline)
			kfree(entry->pointer);
		kfree(entry->name);
	}
	kfree(properties);
}

static struct swnode *new_software_node(const struct property_entry *properties)
{
	struct swnode *node = kzalloc(sizeof(*node), GFP_KERNEL);

	if (!node)
		return NULL;
	node->fwnode.ops = &software_node_ops;
	node->properties = property_entries_dup(properties);
	if (!IS_ERR(node->properties))
		return node;
	kfree(node);
	return NULL;
}

struct fwnode_handle *fwnode_create_software_node(const struct property_entry *properties,
						  const struct fwnode_handle *parent)
{
	struct swnode *node = new_software_node(properties);

	(void)parent;
	return node ? &node->fwnode : ERR_PTR(-ENOMEM);
}

void fwnode_remove_software_node(struct fwnode_handle *fwnode)
{
	struct swnode *node = software_node_of(fwnode);

	if (!node)
		return;
	property_entries_free(node->properties);
	kfree(node);
}

/* Behind what describes the device already, or alone. */
static void set_secondary(struct device *dev, struct fwnode_handle *fwnode)
{
	if (dev->fwnode && !is_software_node(dev->fwnode))
		dev->fwnode->secondary = fwnode;
	else
		dev->fwnode = fwnode;
}

static int give_software_node(struct device *dev, const struct property_entry *properties, bool managed)
{
	struct swnode *node = new_software_node(properties);

	if (!node)
		return -ENOMEM;
	node->managed = managed;
	set_secondary(dev, &node->fwnode);
	return 0;
}

int device_create_managed_software_node(struct device *dev, const struct property_entry *properties,
					const struct software_node *parent)
{
	(void)parent;
	return give_software_node(dev, properties, true);
}

int device_add_software_node(struct device *dev, const struct software_node *node)
{
	return software_node_of(dev_fwnode(dev)) ? -EBUSY : give_software_node(dev, node->properties, false);
}

void device_remove_software_node(struct device *dev)
{
	struct swnode *node = software_node_of(dev_fwnode(dev));

	if (!node)
		return;
	set_secondary(dev, NULL);
	fwnode_remove_software_node(&node->fwnode);
}

/* When the device goes. */
void software_node_notify_remove(struct device *dev)
{
	struct swnode *node = software_node_of(dev_fwnode(dev));

	if (node && node->managed)
		device_remove_software_node(dev);
}

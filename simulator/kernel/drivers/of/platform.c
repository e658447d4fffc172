/* The platform devices of the machine file, each with a node of its properties. */
#include <linux/of_address.h>
#include <linux/of_irq.h>
#include <linux/of_platform.h>
#include <linux/slab.h>
#include <linux/string.h>

/* of.ts: names and bytes of the machine file's nodes and properties; lengths, or -1 behind the last */
int __of_node_name(int node, char *name, size_t size);
int __of_node_parent(int node);
int __of_property_name(int node, int property, char *name, size_t size);
int __of_property_value(int node, int property, void *value, size_t size);

static struct property *read_property(int node, int index)
{
	struct property *property;
	char name[64];
	int length;

	if (__of_property_name(node, index, name, sizeof(name)) < 0)
		return NULL;
	length = __of_property_value(node, index, NULL, 0);
	property = kzalloc(sizeof(*property), GFP_KERNEL);
	property->name = kstrdup(name, GFP_KERNEL);
	property->length = length;
	property->value = kzalloc(length ? length : 1, GFP_KERNEL);
	__of_property_value(node, index, property->value, length);
	return property;
}

static struct device_node *read_node(int index, const char *full_name)
{
	struct device_node *node = kzalloc(sizeof(*node), GFP_KERNEL);
	struct property **link = &node->properties;
	char *at;
	int i;

	node->full_name = kstrdup(full_name, GFP_KERNEL);
	node->name = kstrdup(full_name, GFP_KERNEL);
	at = strchr(node->name, '@');
	if (at)
		*at = 0;
	node->phandle = index + 1;
	for (i = 0; (*link = read_property(index, i)); i++)
		link = &(*link)->next;
	return node;
}

/* `10000000.dma` of `dma@10000000`, as Linux names them. */
static void name_of_node(struct device_node *node, char *name, size_t size)
{
	const char *at = strchr(node->full_name, '@');

	if (at)
		snprintf(name, size, "%s.%s", at + 1, node->name);
	else
		snprintf(name, size, "%s", node->full_name);
}

static int add_resources(struct platform_device *pdev, struct device_node *node)
{
	int registers = of_property_count_elems_of_size(node, "reg", 16), interrupts = of_irq_count(node), i;
	struct resource *resource;

	if (registers < 0)
		registers = 0;
	if (!registers && !interrupts)
		return 0;
	resource = kcalloc(registers + interrupts, sizeof(*resource), GFP_KERNEL);
	for (i = 0; i < registers; i++)
		of_address_to_resource(node, i, &resource[i]);
	for (i = 0; i < interrupts; i++) {
		struct resource *irq = &resource[registers + i];

		irq->start = irq->end = of_irq_get(node, i);
		irq->flags = IORESOURCE_IRQ;
		irq->name = node->full_name;
		(void)of_property_read_string_index(node, "interrupt-names", i, &irq->name);
	}
	pdev->resource = resource;
	pdev->num_resources = registers + interrupts;
	return 0;
}

static void make_platform_device(struct device_node *node)
{
	struct platform_device *pdev;
	char name[64];

	if (!of_device_is_available(node) || of_device_is_compatible(node, "fixed-clock"))
		return;
	name_of_node(node, name, sizeof(name));
	pdev = platform_device_alloc(name, PLATFORM_DEVID_NONE);
	if (!pdev)
		return;
	pdev->dev.of_node = node;
	pdev->dev.fwnode = &node->fwnode;
	add_resources(pdev, node);
	of_dma_configure(&pdev->dev, node, true);
	if (platform_device_add(pdev))
		platform_device_put(pdev);
}

static int matches_node(struct device *dev, const void *node)
{
	return dev->of_node == node;
}

struct platform_device *of_find_device_by_node(struct device_node *node)
{
	struct device *dev = bus_find_device(&platform_bus_type, NULL, node, matches_node);

	return dev ? to_platform_device(dev) : NULL;
}

/* A parent stands before its children, so that its phandle is known. */
static struct device_node *parent_of_node(int index)
{
	int parent = __of_node_parent(index);
	struct device_node *node = parent < 0 ? of_root : of_find_node_by_phandle(parent + 1);

	return node ? node : of_root;
}

static void append_child(struct device_node *parent, struct device_node *node)
{
	struct device_node **link = &parent->child;

	while (*link)
		link = &(*link)->sibling;
	*link = node;
	node->parent = parent;
}

void __of_platform_populate(void)
{
	static struct device_node root = { .name = "", .full_name = "/" };
	struct device_node *node;
	char name[64];
	int index;

	of_root = &root;
	for (index = 0; __of_node_name(index, name, sizeof(name)) >= 0; index++)
		append_child(parent_of_node(index), read_node(index, name));
	for (node = root.child; node; node = node->sibling)
		make_platform_device(node);
}

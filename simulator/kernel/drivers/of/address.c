/* Addresses and interrupts of device tree nodes: `reg` has two cells of address and two of size, `interrupts` one cell each. */
#include <linux/of_address.h>
#include <linux/of_irq.h>
#include <linux/string.h>

int of_address_to_resource(struct device_node *node, int index, struct resource *resource)
{
	u64 cells[2 * 16];
	int count = of_property_count_elems_of_size(node, "reg", 16);

	if (index < 0 || index >= count || count > 16)
		return -EINVAL;
	if (of_property_read_u64_array(node, "reg", cells, 2 * count))
		return -EINVAL;
	memset(resource, 0, sizeof(*resource));
	resource->start = cells[2 * index];
	resource->end = resource->start + cells[2 * index + 1] - 1;
	resource->flags = IORESOURCE_MEM;
	resource->name = node->full_name;
	(void)of_property_read_string_index(node, "reg-names", index, &resource->name);
	return 0;
}

void __iomem *of_iomap(struct device_node *node, int index)
{
	struct resource resource;

	return of_address_to_resource(node, index, &resource) ? NULL : ioremap(resource.start, resource_size(&resource));
}

int of_irq_get(struct device_node *node, int index)
{
	u32 irq;
	int error = of_property_read_u32_index(node, "interrupts", index, &irq);

	return error ? -EINVAL : (int)irq;
}

unsigned int irq_of_parse_and_map(struct device_node *node, int index)
{
	int irq = of_irq_get(node, index);

	return irq < 0 ? 0 : irq;
}

int of_irq_count(struct device_node *node)
{
	int count = of_property_count_u32_elems(node, "interrupts");

	return count < 0 ? 0 : count;
}

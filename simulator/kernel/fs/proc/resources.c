/* /proc/iomem and /proc/ioports: the trees of bus addresses; and what stands in them from the start. */
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/proc_entry.h>
#include <linux/seq_file.h>

/* proc.ts */
unsigned long __bus_range(int index, int which, char *name);

static void show_resources(struct seq_file *m, const struct resource *resource, int depth, int width)
{
	for (; resource; resource = resource->sibling) {
		/* Deeper levels are shown at the depth that Linux stops at. */
		int shown = depth < 8 ? depth : 8;

		seq_printf(m, "%*s%0*llx-%0*llx : %s\n", shown * 2, "", width, resource->start, width, resource->end,
			   resource->name ? resource->name : "<BAD>");
		show_resources(m, resource->child, depth + 1, width);
	}
}

int __iomem_show(struct seq_file *m, void *element)
{
	show_resources(m, iomem_resource.child, 0, 8);
	return 0;
}

int __ioports_show(struct seq_file *m, void *element)
{
	show_resources(m, ioport_resource.child, 0, 4);
	return 0;
}

#define MOST_RANGES 64
#define NAME_SIZE 32

static struct resource bus_ranges[MOST_RANGES];
static char bus_range_names[MOST_RANGES][NAME_SIZE];

static struct resource bus_port_ranges[] = {
	{ .name = "PCI Bus 0000:00", .start = 0, .end = 0xcf7, .flags = IORESOURCE_IO | IORESOURCE_WINDOW },
	{ .name = "PCI conf1", .start = 0xcf8, .end = 0xcff, .flags = IORESOURCE_IO | IORESOURCE_BUSY },
	{ .name = "PCI Bus 0000:00", .start = 0xd00, .end = 0xffff, .flags = IORESOURCE_IO | IORESOURCE_WINDOW },
};

void __iomem_init(void)
{
	unsigned int i;

	for (i = 0; i < MOST_RANGES && __bus_range(i, 1, bus_range_names[i]); i++) {
		bus_ranges[i].name = bus_range_names[i];
		bus_ranges[i].start = __bus_range(i, 0, bus_range_names[i]);
		bus_ranges[i].end = __bus_range(i, 1, bus_range_names[i]);
		bus_ranges[i].flags = __bus_range(i, 2, bus_range_names[i]);
		insert_resource(&iomem_resource, &bus_ranges[i]);
	}
	for (i = 0; i < ARRAY_SIZE(bus_port_ranges); i++)
		insert_resource(&ioport_resource, &bus_port_ranges[i]);
}

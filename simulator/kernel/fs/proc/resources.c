/* /proc/iomem and /proc/ioports: the trees of bus addresses; and what stands in them from the start. */
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/proc_entry.h>
#include <linux/seq_file.h>

/* proc.ts: of the machine's RAM ranges, their first and last bytes */
unsigned long __machine_ram(int index, int last);

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

#define MOST_RANGES 16

static struct resource ram[MOST_RANGES];
static struct resource fixed_resources[] = {
	{ .name = "IOAPIC 0", .start = 0xfec00000, .end = 0xfec003ff, .flags = IORESOURCE_MEM | IORESOURCE_BUSY },
	{ .name = "Local APIC", .start = 0xfee00000, .end = 0xfee00fff, .flags = IORESOURCE_MEM | IORESOURCE_BUSY },
};

void __iomem_init(void)
{
	unsigned int i;

	for (i = 0; i < MOST_RANGES && __machine_ram(i, 1); i++) {
		ram[i].name = "System RAM";
		ram[i].start = __machine_ram(i, 0);
		ram[i].end = __machine_ram(i, 1);
		ram[i].flags = IORESOURCE_SYSTEM_RAM | IORESOURCE_BUSY;
		insert_resource(&iomem_resource, &ram[i]);
	}
	for (i = 0; i < ARRAY_SIZE(fixed_resources); i++)
		insert_resource(&iomem_resource, &fixed_resources[i]);
}

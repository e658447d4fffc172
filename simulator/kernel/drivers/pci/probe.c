/* Finding the machine's PCI functions at boot, and looking them up later. */
#include <linux/dma-direct.h>
#include <linux/pci.h>
#include <linux/pm_runtime.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

/* drivers/pci/pci-sysfs.c */
void __pci_add_resource_files(struct pci_dev *dev);
/* pci.ts */
int __pci_function_count(void);
void __pci_function_name(int index, char *name, size_t size);

static LIST_HEAD(functions);
static LIST_HEAD(buses);

static struct pci_bus *bus_numbered(int domain, unsigned char number)
{
	struct pci_bus *bus;

	list_for_each_entry(bus, &buses, node)
		if (bus->domain_nr == domain && bus->number == number)
			return bus;
	bus = kzalloc(sizeof(*bus), GFP_KERNEL);
	bus->number = number;
	bus->domain_nr = domain;
	snprintf(bus->name, sizeof(bus->name), "PCI Bus %04x:%02x", domain, number);
	list_add_tail(&bus->node, &buses);
	return bus;
}

static unsigned long resource_flags(u32 low)
{
	unsigned long flags = low & 0xf;

	if (low & PCI_BASE_ADDRESS_SPACE_IO)
		return (low & 0x3) | IORESOURCE_IO | IORESOURCE_SIZEALIGN;
	flags |= IORESOURCE_MEM | IORESOURCE_SIZEALIGN;
	if (low & PCI_BASE_ADDRESS_MEM_PREFETCH)
		flags |= IORESOURCE_PREFETCH;
	if ((low & PCI_BASE_ADDRESS_MEM_TYPE_MASK) == PCI_BASE_ADDRESS_MEM_TYPE_64)
		flags |= IORESOURCE_MEM_64;
	return flags;
}

/* Writes ones into a register and reads back which of them stuck. */
static u32 probe_mask(struct pci_dev *dev, int where)
{
	u32 before, mask;

	pci_read_config_dword(dev, where, &before);
	pci_write_config_dword(dev, where, ~0u);
	pci_read_config_dword(dev, where, &mask);
	pci_write_config_dword(dev, where, before);
	return mask;
}

/* Returns how many registers the BAR takes. */
static int read_bar(struct pci_dev *dev, int bar)
{
	struct resource *resource = &dev->resource[bar];
	int where = PCI_BASE_ADDRESS_0 + 4 * bar;
	u32 low, high = 0;
	u64 mask, start;
	bool wide;

	pci_read_config_dword(dev, where, &low);
	mask = probe_mask(dev, where) & PCI_BASE_ADDRESS_MEM_MASK;
	wide = (low & 7) == PCI_BASE_ADDRESS_MEM_TYPE_64;
	if (wide) {
		pci_read_config_dword(dev, where + 4, &high);
		mask |= (u64)probe_mask(dev, where + 4) << 32;
	} else {
		mask |= 0xffffffff00000000ull;
	}
	if ((u32)mask == 0)
		return wide ? 2 : 1;
	start = ((u64)high << 32) | (low & PCI_BASE_ADDRESS_MEM_MASK);
	resource->name = pci_name(dev);
	resource->start = start;
	resource->end = start + ~mask;
	resource->flags = resource_flags(low);
	insert_resource(resource->flags & IORESOURCE_IO ? &ioport_resource : &iomem_resource, resource);
	return wide ? 2 : 1;
}

static void read_header(struct pci_dev *dev)
{
	u32 class;
	u8 line;

	pci_read_config_word(dev, PCI_VENDOR_ID, &dev->vendor);
	pci_read_config_word(dev, PCI_DEVICE_ID, &dev->device);
	pci_read_config_word(dev, PCI_SUBSYSTEM_VENDOR_ID, &dev->subsystem_vendor);
	pci_read_config_word(dev, PCI_SUBSYSTEM_ID, &dev->subsystem_device);
	pci_read_config_dword(dev, PCI_CLASS_REVISION, &class);
	dev->revision = class & 0xff;
	dev->class = class >> 8;
	pci_read_config_byte(dev, PCI_HEADER_TYPE, &dev->hdr_type);
	pci_read_config_byte(dev, PCI_INTERRUPT_PIN, &dev->pin);
	pci_read_config_byte(dev, PCI_INTERRUPT_LINE, &line);
	dev->wired_irq = dev->irq = dev->pin ? line : 0;
	dev->msi_cap = pci_find_capability(dev, PCI_CAP_ID_MSI);
	dev->msix_cap = pci_find_capability(dev, PCI_CAP_ID_MSIX);
	dev->pm_cap = pci_find_capability(dev, PCI_CAP_ID_PM);
	dev->pcie_cap = pci_find_capability(dev, PCI_CAP_ID_EXP);
	dev->cfg_size = dev->pcie_cap ? PCI_CFG_SPACE_EXP_SIZE : PCI_CFG_SPACE_SIZE;
}

static void release_pci_dev(struct device *dev)
{
	kfree(to_pci_dev(dev));
}

static struct device *__pci_host;

static void set_up_device(struct pci_dev *dev, const char *name)
{
	device_initialize(&dev->dev);
	dev_set_name(&dev->dev, "%s", name);
	dev->dev.bus = &pci_bus_type;
	dev->dev.parent = __pci_host;
	dev->current_state = PCI_UNKNOWN;
	dev->dev.release = release_pci_dev;
	dev->dma_mask = 0xffffffff;
	dev->dev.dma_mask = &dev->dma_mask;
	dev->dev.coherent_dma_mask = 0xffffffff;
	dev->dev.dma_parms = &dev->dma_parms;
	dev->dma_parms.max_segment_size = 65536;
	dev->dma_parms.segment_boundary_mask = 0xffffffff;
	__dma_configure_ranges(&dev->dev);
	dev->error_state = pci_channel_io_normal;
	dev->cfg_size = PCI_CFG_SPACE_SIZE;
}

static void scan_function(int index)
{
	struct pci_dev *dev = kzalloc(sizeof(*dev), GFP_KERNEL);
	unsigned int domain = 0, bus = 0, slot = 0, function = 0;
	char name[32];
	int bar;

	__pci_function_name(index, name, sizeof(name));
	sscanf(name, "%x:%x:%x.%x", &domain, &bus, &slot, &function);
	dev->function_index = index;
	dev->devfn = PCI_DEVFN(slot, function);
	dev->bus = bus_numbered(domain, bus);
	set_up_device(dev, name);
	read_header(dev);
	for (bar = 0; bar < PCI_STD_NUM_BARS;)
		bar += read_bar(dev, bar);
	/* As a PC's firmware leaves it: it answers at its addresses, and does not master the bus. */
	pci_write_config_word(dev, PCI_COMMAND, PCI_COMMAND_IO | PCI_COMMAND_MEMORY | PCI_COMMAND_SERR);
	list_add_tail(&dev->bus_list, &functions);
	pm_runtime_forbid(&dev->dev);
	pm_runtime_set_active(&dev->dev);
	pm_runtime_enable(&dev->dev);
	(void)device_add(&dev->dev);
	__pci_add_resource_files(dev);
}

/* /proc/bus/pci/devices: numbers, interrupt, where BARs and ROM are (with the type bits of the register), their sizes, the driver. */
static int pci_devices_show(struct seq_file *m, void *element)
{
	struct pci_dev *dev;
	int i;

	list_for_each_entry(dev, &functions, bus_list) {
		seq_printf(m, "%02x%02x\t%04x%04x\t%x", dev->bus->number, dev->devfn, dev->vendor, dev->device, dev->irq);
		for (i = 0; i < 7; i++) {
			struct resource *resource = &dev->resource[i];

			seq_printf(m, "\t%16llx", resource->start | (resource->flags & 0xf));
		}
		for (i = 0; i < 7; i++) {
			struct resource *resource = &dev->resource[i];

			seq_printf(m, "\t%16llx", resource->start < resource->end ? resource_size(resource) : 0);
		}
		seq_printf(m, "\t%s\n", dev->driver ? dev->driver->name : "");
	}
	return 0;
}

void __pci_scan_machine(void)
{
	int index, count = __pci_function_count();

	(void)bus_register(&pci_bus_type);
	(void)bus_register(&pcie_port_bus_type);
	__pci_host = root_device_register("pci0000:00");
	for (index = 0; index < count; index++)
		scan_function(index);
	proc_mkdir("bus/pci", NULL);
	proc_create_single("bus/pci/devices", 0, NULL, pci_devices_show);
}

struct pci_dev *__pci_next(struct pci_dev *from)
{
	struct list_head *next = from ? from->bus_list.next : functions.next;

	return next == &functions ? NULL : list_entry(next, struct pci_dev, bus_list);
}

struct pci_dev *pci_dev_get(struct pci_dev *dev)
{
	if (dev)
		get_device(&dev->dev);
	return dev;
}

void pci_dev_put(struct pci_dev *dev)
{
	if (dev)
		put_device(&dev->dev);
}

struct pci_dev *pci_get_device(unsigned int vendor, unsigned int device, struct pci_dev *from)
{
	struct pci_dev *dev = from;

	while ((dev = __pci_next(dev)))
		if ((vendor == (unsigned int)PCI_ANY_ID || dev->vendor == vendor) &&
		    (device == (unsigned int)PCI_ANY_ID || dev->device == device))
			break;
	pci_dev_get(dev);
	pci_dev_put(from);
	return dev;
}

struct pci_dev *pci_get_class(unsigned int class, struct pci_dev *from)
{
	struct pci_dev *dev = from;

	while ((dev = __pci_next(dev)) && dev->class != class)
		;
	pci_dev_get(dev);
	pci_dev_put(from);
	return dev;
}

struct pci_dev *pci_get_domain_bus_and_slot(int domain, unsigned int bus, unsigned int devfn)
{
	struct pci_dev *dev = NULL;

	while ((dev = __pci_next(dev)))
		if (dev->bus->domain_nr == domain && dev->bus->number == bus && dev->devfn == devfn)
			return pci_dev_get(dev);
	return NULL;
}

int pci_dev_present(const struct pci_device_id *ids)
{
	struct pci_dev *dev = NULL;

	while ((dev = __pci_next(dev)))
		if (pci_match_id(ids, dev))
			return 1;
	return 0;
}

/* Claiming a PCI function's address ranges. */
#include <linux/ioport.h>
#include <linux/pci.h>

int pci_request_region(struct pci_dev *dev, int bar, const char *name)
{
	struct resource *resource = &dev->resource[bar];
	struct resource *parent = resource->flags & IORESOURCE_IO ? &ioport_resource : &iomem_resource;

	if (pci_resource_len(dev, bar) == 0)
		return 0;
	if (!__request_region(parent, resource->start, pci_resource_len(dev, bar), name, 0)) {
		pci_warn(dev, "BAR %d: can't reserve %pR\n", bar, resource);
		return -EBUSY;
	}
	dev->regions_taken |= 1 << bar;
	return 0;
}

void pci_release_region(struct pci_dev *dev, int bar)
{
	struct resource *resource = &dev->resource[bar];
	struct resource *parent = resource->flags & IORESOURCE_IO ? &ioport_resource : &iomem_resource;

	if (pci_resource_len(dev, bar) == 0)
		return;
	__release_region(parent, resource->start, pci_resource_len(dev, bar));
	dev->regions_taken &= ~(1 << bar);
}

int pci_request_selected_regions(struct pci_dev *dev, int bars, const char *name)
{
	int bar, error;

	for (bar = 0; bar < PCI_STD_NUM_BARS; bar++) {
		if (!(bars & (1 << bar)))
			continue;
		error = pci_request_region(dev, bar, name);
		if (error) {
			pci_release_selected_regions(dev, bars & ((1 << bar) - 1));
			return error;
		}
	}
	return 0;
}

int pci_request_selected_regions_exclusive(struct pci_dev *dev, int bars, const char *name)
{
	return pci_request_selected_regions(dev, bars, name);
}

void pci_release_selected_regions(struct pci_dev *dev, int bars)
{
	int bar;

	for (bar = 0; bar < PCI_STD_NUM_BARS; bar++)
		if (bars & (1 << bar))
			pci_release_region(dev, bar);
}

#define ALL_BARS ((1 << PCI_STD_NUM_BARS) - 1)

int pci_request_regions(struct pci_dev *dev, const char *name)
{
	return pci_request_selected_regions(dev, ALL_BARS, name);
}

int pci_request_regions_exclusive(struct pci_dev *dev, const char *name)
{
	return pci_request_regions(dev, name);
}

void pci_release_regions(struct pci_dev *dev)
{
	pci_release_selected_regions(dev, ALL_BARS);
}

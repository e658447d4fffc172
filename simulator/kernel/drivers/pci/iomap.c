/* BARs in the kernel's address space. */
#include <linux/pci.h>

static void __iomem *map_range(struct pci_dev *dev, int bar, unsigned long offset, unsigned long max, bool combine)
{
	resource_size_t start = pci_resource_start(dev, bar);
	resource_size_t length = pci_resource_len(dev, bar);

	if (length <= offset || !start || !(pci_resource_flags(dev, bar) & IORESOURCE_MEM))
		return NULL;
	length -= offset;
	start += offset;
	if (max && length > max)
		length = max;
	return combine ? ioremap_wc(start, length) : ioremap(start, length);
}

void __iomem *pci_iomap_range(struct pci_dev *dev, int bar, unsigned long offset, unsigned long max)
{
	return map_range(dev, bar, offset, max, false);
}

void __iomem *pci_iomap(struct pci_dev *dev, int bar, unsigned long max)
{
	return map_range(dev, bar, 0, max, false);
}

void __iomem *pci_iomap_wc(struct pci_dev *dev, int bar, unsigned long max)
{
	return map_range(dev, bar, 0, max, true);
}

void pci_iounmap(struct pci_dev *dev, void __iomem *address)
{
	iounmap(address);
}

static void __iomem *map_bar(struct pci_dev *dev, int bar, bool combine)
{
	struct resource *resource = &dev->resource[bar];

	if (!(resource->flags & IORESOURCE_MEM) || (resource->flags & IORESOURCE_UNSET)) {
		pci_err(dev, "can't ioremap BAR %d: %pR\n", bar, resource);
		return NULL;
	}
	return combine ? ioremap_wc(resource->start, resource_size(resource)) :
			 ioremap(resource->start, resource_size(resource));
}

void __iomem *pci_ioremap_bar(struct pci_dev *dev, int bar)
{
	return map_bar(dev, bar, false);
}

void __iomem *pci_ioremap_wc_bar(struct pci_dev *dev, int bar)
{
	return map_bar(dev, bar, true);
}

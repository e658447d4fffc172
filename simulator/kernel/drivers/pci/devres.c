/* The managed forms: enabling, regions and mappings end with the driver. */
#include <linux/pci.h>

struct pcim_state {
	bool enabled;
	bool pinned;
	unsigned int regions;
};

static void release_state(struct device *dev, void *resource)
{
	struct pci_dev *pdev = to_pci_dev(dev);
	struct pcim_state *state = resource;

	if (pdev->msi_enabled || pdev->msix_enabled)
		pci_free_irq_vectors(pdev);
	pci_release_selected_regions(pdev, pdev->regions_taken);
	pdev->is_managed = 0;
	if (state->enabled && !state->pinned && pci_is_enabled(pdev))
		pci_disable_device(pdev);
}

static struct pcim_state *state_of(struct pci_dev *pdev)
{
	struct pcim_state *state = devres_find(&pdev->dev, release_state, NULL, NULL);

	if (state)
		return state;
	state = devres_alloc(release_state, sizeof(*state), GFP_KERNEL);
	if (state)
		devres_add(&pdev->dev, state);
	return state;
}

/* The driver switches its managed device off by hand. */
void __pcim_forget_enabled(struct pci_dev *dev)
{
	struct pcim_state *state = devres_find(&dev->dev, release_state, NULL, NULL);

	if (state)
		state->enabled = false;
}

int pcim_enable_device(struct pci_dev *pdev)
{
	struct pcim_state *state = state_of(pdev);
	int error;

	if (!state)
		return -ENOMEM;
	if (state->enabled)
		return 0;
	error = pci_enable_device(pdev);
	if (!error) {
		pdev->is_managed = 1;
		state->enabled = true;
	}
	return error;
}

void pcim_pin_device(struct pci_dev *pdev)
{
	struct pcim_state *state = state_of(pdev);

	if (state)
		state->pinned = true;
}

struct pcim_table {
	void __iomem *bars[PCI_STD_NUM_BARS];
};

static void release_table(struct device *dev, void *resource)
{
	struct pcim_table *table = resource;
	int bar;

	for (bar = 0; bar < PCI_STD_NUM_BARS; bar++)
		if (table->bars[bar])
			pci_iounmap(to_pci_dev(dev), table->bars[bar]);
}

static struct pcim_table *table_of(struct pci_dev *pdev)
{
	struct pcim_table *table = devres_find(&pdev->dev, release_table, NULL, NULL);

	if (table)
		return table;
	table = devres_alloc(release_table, sizeof(*table), GFP_KERNEL);
	if (table)
		devres_add(&pdev->dev, table);
	return table;
}

void __iomem *const *pcim_iomap_table(struct pci_dev *pdev)
{
	struct pcim_table *table = table_of(pdev);

	return table ? table->bars : NULL;
}

void __iomem *pcim_iomap(struct pci_dev *pdev, int bar, unsigned long max)
{
	struct pcim_table *table = table_of(pdev);

	if (!table || bar < 0 || bar >= PCI_STD_NUM_BARS || table->bars[bar])
		return NULL;
	table->bars[bar] = pci_iomap(pdev, bar, max);
	return table->bars[bar];
}

void pcim_iounmap(struct pci_dev *pdev, void __iomem *address)
{
	struct pcim_table *table = table_of(pdev);
	int bar;

	pci_iounmap(pdev, address);
	for (bar = 0; table && bar < PCI_STD_NUM_BARS; bar++)
		if (table->bars[bar] == address) {
			table->bars[bar] = NULL;
			return;
		}
	WARN_ON(1);
}

int pcim_iomap_regions(struct pci_dev *pdev, int mask, const char *name)
{
	int bar, error;

	for (bar = 0; bar < PCI_STD_NUM_BARS; bar++) {
		if (!(mask & (1 << bar)))
			continue;
		error = pci_resource_len(pdev, bar) ? pci_request_region(pdev, bar, name) : -EINVAL;
		if (!error && !pcim_iomap(pdev, bar, 0)) {
			pci_release_region(pdev, bar);
			error = -ENOMEM;
		}
		if (error) {
			pcim_iounmap_regions(pdev, mask & ((1 << bar) - 1));
			return error;
		}
	}
	return 0;
}

int pcim_iomap_regions_request_all(struct pci_dev *pdev, int mask, const char *name)
{
	int error = pci_request_selected_regions(pdev, 0x3f & ~mask, name);

	if (error)
		return error;
	error = pcim_iomap_regions(pdev, mask, name);
	if (error)
		pci_release_selected_regions(pdev, 0x3f & ~mask);
	return error;
}

void pcim_iounmap_regions(struct pci_dev *pdev, int mask)
{
	void __iomem *const *table = pcim_iomap_table(pdev);
	int bar;

	for (bar = 0; table && bar < PCI_STD_NUM_BARS; bar++) {
		if (!(mask & (1 << bar)) || !table[bar])
			continue;
		pcim_iounmap(pdev, table[bar]);
		pci_release_region(pdev, bar);
	}
}

int pcim_set_mwi(struct pci_dev *pdev)
{
	return pci_set_mwi(pdev);
}

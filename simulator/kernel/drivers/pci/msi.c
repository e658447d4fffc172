/* Message interrupts: vectors in a function's MSI or MSI-X capability, each an interrupt number. */
#include <linux/fault-inject.h>
#include <linux/pci.h>
#include <linux/irqdesc.h>
#include <linux/msi.h>
#include <linux/io.h>
#include <linux/sprintf.h>
#include <linux/slab.h>
#include <linux/stdarg.h>

/* Where a message must be written to reach the local APIC of CPU 0. */
#define MESSAGE_ADDRESS 0xfee00000

int pci_msi_vec_count(struct pci_dev *dev)
{
	u16 control;

	if (!dev->msi_cap)
		return -EINVAL;
	pci_read_config_word(dev, dev->msi_cap + PCI_MSI_FLAGS, &control);
	return 1 << ((control & PCI_MSI_FLAGS_QMASK) >> 1);
}

int pci_msix_vec_count(struct pci_dev *dev)
{
	u16 control;

	if (!dev->msix_cap)
		return -EINVAL;
	pci_read_config_word(dev, dev->msix_cap + PCI_MSIX_FLAGS, &control);
	return (control & PCI_MSIX_FLAGS_QSIZE) + 1;
}

static int take_numbers(struct pci_dev *dev, unsigned int count)
{
	int first = __irq_allocate_messages(count);
	unsigned int i;

	if (first < 0)
		return first;
	for (i = 0; i < count; i++) {
		struct irq_desc *desc = irq_to_desc(first + i);

		if (desc)
			desc->hwirq = i | dev->bus->number << 19 | dev->devfn << 11;
	}
	dev->first_vector_irq = first;
	dev->vector_count = count;
	return 0;
}

static void give_numbers_back(struct pci_dev *dev)
{
	unsigned int i;

	for (i = 0; i < dev->vector_count; i++) {
		struct irq_desc *desc = irq_to_desc(dev->first_vector_irq + i);

		if (desc)
			unregister_irq_proc(desc->irq, desc);
		__irq_free_desc(dev->first_vector_irq + i);
		__irq_free_message(dev->first_vector_irq + i);
	}
	dev->vector_count = 0;
}

/* A PC without interrupt remapping gives one vector, however many the function could use. */
static int enable_msi(struct pci_dev *dev, unsigned int min)
{
	u8 at = dev->msi_cap;
	u16 control;
	int error;

	if (WARN_ON_ONCE(dev->msi_enabled) || !at)
		return -EINVAL;
	if (min > 1)
		return -ENOSPC;
	error = take_numbers(dev, 1);
	if (error)
		return error;
	pci_read_config_word(dev, at + PCI_MSI_FLAGS, &control);
	pci_write_config_dword(dev, at + PCI_MSI_ADDRESS_LO, MESSAGE_ADDRESS);
	if (control & PCI_MSI_FLAGS_64BIT)
		pci_write_config_dword(dev, at + PCI_MSI_ADDRESS_HI, 0);
	pci_write_config_word(dev, at + (control & PCI_MSI_FLAGS_64BIT ? PCI_MSI_DATA_64 : PCI_MSI_DATA_32),
			      dev->first_vector_irq);
	pci_intx(dev, 0);
	pci_write_config_word(dev, at + PCI_MSI_FLAGS, (control & ~PCI_MSI_FLAGS_QSIZE) | PCI_MSI_FLAGS_ENABLE);
	dev->msi_enabled = 1;
	dev->irq = dev->first_vector_irq;
	return 1;
}

static void disable_msi(struct pci_dev *dev)
{
	u16 control;

	pci_read_config_word(dev, dev->msi_cap + PCI_MSI_FLAGS, &control);
	pci_write_config_word(dev, dev->msi_cap + PCI_MSI_FLAGS, control & ~PCI_MSI_FLAGS_ENABLE);
	pci_intx(dev, 1);
	give_numbers_back(dev);
	dev->msi_enabled = 0;
	dev->irq = dev->wired_irq;
}

static void write_table(struct pci_dev *dev, void __iomem *table)
{
	unsigned int i;

	for (i = 0; i < dev->vector_count; i++) {
		void __iomem *entry = table + 16 * i;

		writel(MESSAGE_ADDRESS, entry);
		writel(0, entry + 4);
		writel(dev->first_vector_irq + i, entry + 8);
		writel(0, entry + 12);
	}
}

static int enable_msix(struct pci_dev *dev, unsigned int min, unsigned int max)
{
	int available = pci_msix_vec_count(dev), error;
	void __iomem *table;
	u32 place;
	u16 control;

	if (dev->msi_enabled) {
		pci_info(dev, "can't enable MSI-X (MSI IRQ already assigned)\n");
		return -EINVAL;
	}
	if (WARN_ON_ONCE(dev->msix_enabled))
		return -EINVAL;
	if (available < 0 || (unsigned int)available < min)
		return available < 0 ? available : -ENOSPC;
	error = take_numbers(dev, min_t(unsigned int, max, available));
	if (error)
		return error;
	pci_read_config_dword(dev, dev->msix_cap + PCI_MSIX_TABLE, &place);
	table = ioremap(pci_resource_start(dev, place & 7) + (place & ~7u), 16 * available);
	if (!table) {
		give_numbers_back(dev);
		return -ENOMEM;
	}
	write_table(dev, table);
	dev->msix_base = table;
	pci_intx(dev, 0);
	pci_read_config_word(dev, dev->msix_cap + PCI_MSIX_FLAGS, &control);
	control &= ~PCI_MSIX_FLAGS_MASKALL;
	pci_write_config_word(dev, dev->msix_cap + PCI_MSIX_FLAGS, control | PCI_MSIX_FLAGS_ENABLE);
	dev->msix_enabled = 1;
	return dev->vector_count;
}

static void disable_msix(struct pci_dev *dev)
{
	u16 control;

	pci_read_config_word(dev, dev->msix_cap + PCI_MSIX_FLAGS, &control);
	pci_write_config_word(dev, dev->msix_cap + PCI_MSIX_FLAGS, control & ~PCI_MSIX_FLAGS_ENABLE);
	pci_intx(dev, 1);
	give_numbers_back(dev);
	iounmap(dev->msix_base);
	dev->msix_base = NULL;
	dev->msix_enabled = 0;
	dev->irq = dev->wired_irq;
}

struct pci_dev *__pci_next(struct pci_dev *from);

static void mask_vector(const struct irq_data *data, u32 masked)
{
	struct pci_dev *dev = NULL;
	void __iomem *control;
	unsigned int vector;

	while ((dev = __pci_next(dev))) {
		vector = data->irq - dev->first_vector_irq;
		if (!dev->msix_enabled || vector >= dev->vector_count)
			continue;
		control = dev->msix_base + 16 * vector + 12;
		writel(masked, control);
		readl(control);
	}
}

void pci_msi_mask_irq(struct irq_data *data) { mask_vector(data, 1); }
void pci_msi_unmask_irq(struct irq_data *data) { mask_vector(data, 0); }

int pci_alloc_irq_vectors(struct pci_dev *dev, unsigned int min, unsigned int max, unsigned int flags)
{
	int vectors = -ENOSPC;

	if (max < min)
		return -ERANGE;
	if (__should_fail("pci_alloc_irq_vectors", -ENOSPC))
		return -ENOSPC;
	if (flags & PCI_IRQ_MSIX) {
		vectors = enable_msix(dev, min, max);
		if (vectors > 0)
			return vectors;
	}
	if (flags & PCI_IRQ_MSI) {
		vectors = enable_msi(dev, min);
		if (vectors > 0)
			return vectors;
	}
	if ((flags & PCI_IRQ_LEGACY) && min == 1 && dev->irq) {
		pci_intx(dev, 1);
		return 1;
	}
	return vectors;
}

int pci_alloc_irq_vectors_affinity(struct pci_dev *dev, unsigned int min, unsigned int max, unsigned int flags,
				   struct irq_affinity *affinity)
{
	return pci_alloc_irq_vectors(dev, min, max, flags);
}

void pci_free_irq_vectors(struct pci_dev *dev)
{
	if (dev->msix_enabled)
		disable_msix(dev);
	if (dev->msi_enabled)
		disable_msi(dev);
}

int pci_irq_vector(struct pci_dev *dev, unsigned int nr)
{
	if (dev->msi_enabled || dev->msix_enabled)
		return nr < dev->vector_count ? (int)(dev->first_vector_irq + nr) : -EINVAL;
	return nr ? -EINVAL : (int)dev->irq;
}

int pci_enable_msi(struct pci_dev *dev)
{
	int vectors = enable_msi(dev, 1);

	return vectors < 0 ? vectors : 0;
}

void pci_disable_msi(struct pci_dev *dev)
{
	if (dev->msi_enabled)
		disable_msi(dev);
}

int pci_enable_msix_range(struct pci_dev *dev, struct msix_entry *entries, int min, int max)
{
	int vectors = max < min ? -ERANGE : enable_msix(dev, min, max);
	int i;

	for (i = 0; entries && i < vectors; i++)
		entries[i].vector = dev->first_vector_irq + i;
	return vectors;
}

void pci_disable_msix(struct pci_dev *dev)
{
	if (dev->msix_enabled)
		disable_msix(dev);
}

int pci_request_irq(struct pci_dev *dev, unsigned int nr, irq_handler_t handler, irq_handler_t thread_fn, void *dev_id,
		    const char *fmt, ...)
{
	unsigned long flags = IRQF_SHARED | (handler ? 0 : IRQF_ONESHOT);
	va_list arguments;
	char *name;
	int error;

	va_start(arguments, fmt);
	name = kvasprintf(GFP_KERNEL, fmt, arguments);
	va_end(arguments);
	if (!name)
		return -ENOMEM;
	error = request_threaded_irq(pci_irq_vector(dev, nr), handler, thread_fn, flags, name, dev_id);
	if (error)
		kfree(name);
	return error;
}

void pci_free_irq(struct pci_dev *dev, unsigned int nr, void *dev_id)
{
	kfree(free_irq(pci_irq_vector(dev, nr), dev_id));
}

/* After sleep: what the messages say, and that they are on. */
void __pci_restore_messages(struct pci_dev *dev)
{
	u8 at = dev->msi_cap;
	u16 control;

	if (!dev->msi_enabled)
		return;
	pci_read_config_word(dev, at + PCI_MSI_FLAGS, &control);
	pci_write_config_dword(dev, at + PCI_MSI_ADDRESS_LO, MESSAGE_ADDRESS);
	pci_write_config_word(dev, at + (control & PCI_MSI_FLAGS_64BIT ? PCI_MSI_DATA_64 : PCI_MSI_DATA_32),
			      dev->first_vector_irq);
	pci_write_config_word(dev, at + PCI_MSI_FLAGS, control | PCI_MSI_FLAGS_ENABLE);
}

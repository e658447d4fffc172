/* Configuration space of a function, and the capabilities listed in it. */
#include <linux/pci.h>

/* pci.ts: `index` counts the functions of the machine */
u32 __pci_read_config(int index, int offset, int size);
void __pci_write_config(int index, int offset, int size, u32 value);

static bool bad_register(const struct pci_dev *dev, int where, int size)
{
	return where < 0 || where + size > dev->cfg_size || (where & (size - 1));
}

#define CONFIG_ACCESS(name, type, size)                                                 \
int pci_read_config_##name(const struct pci_dev *dev, int where, type *value)           \
{                                                                                       \
	*value = (type)~0;                                                              \
	if (bad_register(dev, where, size))                                             \
		return PCIBIOS_BAD_REGISTER_NUMBER;                                     \
	*value = __pci_read_config(dev->function_index, where, size);                   \
	return PCIBIOS_SUCCESSFUL;                                                      \
}                                                                                       \
int pci_write_config_##name(const struct pci_dev *dev, int where, type value)           \
{                                                                                       \
	if (bad_register(dev, where, size))                                             \
		return PCIBIOS_BAD_REGISTER_NUMBER;                                     \
	__pci_write_config(dev->function_index, where, size, value);                    \
	return PCIBIOS_SUCCESSFUL;                                                      \
}

CONFIG_ACCESS(byte, u8, 1)
CONFIG_ACCESS(word, u16, 2)
CONFIG_ACCESS(dword, u32, 4)

/* 48 is more than fit into the space: a list that runs in a circle ends too. */
u8 pci_find_capability(struct pci_dev *dev, int capability)
{
	int left = 48;
	u16 status;
	u8 at, id;

	pci_read_config_word(dev, PCI_STATUS, &status);
	if (!(status & PCI_STATUS_CAP_LIST))
		return 0;
	pci_read_config_byte(dev, PCI_CAPABILITY_LIST, &at);
	while (at >= 0x40 && left--) {
		at &= ~3;
		pci_read_config_byte(dev, at + PCI_CAP_LIST_ID, &id);
		if (id == 0xff)
			return 0;
		if (id == capability)
			return at;
		pci_read_config_byte(dev, at + PCI_CAP_LIST_NEXT, &at);
	}
	return 0;
}

/* The modelled functions have no extended space. */
u16 pci_find_ext_capability(struct pci_dev *dev, int capability)
{
	return 0;
}

int pcie_capability_read_word(struct pci_dev *dev, int position, u16 *value)
{
	*value = 0;
	return dev->pcie_cap ? pci_read_config_word(dev, dev->pcie_cap + position, value) : 0;
}

int pcie_capability_read_dword(struct pci_dev *dev, int position, u32 *value)
{
	*value = 0;
	return dev->pcie_cap ? pci_read_config_dword(dev, dev->pcie_cap + position, value) : 0;
}

int pcie_capability_write_word(struct pci_dev *dev, int position, u16 value)
{
	return dev->pcie_cap ? pci_write_config_word(dev, dev->pcie_cap + position, value) : 0;
}

/* Configuration space of a function, and the capabilities listed in it. */
#include <linux/pci.h>
#include <linux/wait.h>

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
static u8 capability_from(struct pci_dev *dev, u8 place, int capability)
{
	int left = 48;
	u8 at, id;

	pci_read_config_byte(dev, place, &at);
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

u8 pci_find_capability(struct pci_dev *dev, int capability)
{
	u16 status;

	pci_read_config_word(dev, PCI_STATUS, &status);
	return status & PCI_STATUS_CAP_LIST ? capability_from(dev, PCI_CAPABILITY_LIST, capability) : 0;
}

u8 pci_find_next_capability(struct pci_dev *dev, u8 start, int capability)
{
	return capability_from(dev, start + PCI_CAP_LIST_NEXT, capability);
}

/* The entry behind `start` (0: the first) of the list in a PCI Express function's space beyond 256 bytes. */
u16 pci_find_next_ext_capability(struct pci_dev *dev, u16 start, int capability)
{
	int left = (PCI_CFG_SPACE_EXP_SIZE - PCI_CFG_SPACE_SIZE) / 8;
	u16 at = start ? start : PCI_CFG_SPACE_SIZE;
	u32 header;

	if (dev->cfg_size <= PCI_CFG_SPACE_SIZE)
		return 0;
	while (left-- && pci_read_config_dword(dev, at, &header) == PCIBIOS_SUCCESSFUL && header) {
		if (PCI_EXT_CAP_ID(header) == capability && at != start)
			return at;
		at = PCI_EXT_CAP_NEXT(header);
		if (at < PCI_CFG_SPACE_SIZE)
			break;
	}
	return 0;
}

u16 pci_find_ext_capability(struct pci_dev *dev, int capability)
{
	return pci_find_next_ext_capability(dev, 0, capability);
}

/* 0 where it has none. */
u64 pci_get_dsn(struct pci_dev *dev)
{
	u16 at = pci_find_ext_capability(dev, PCI_EXT_CAP_ID_DSN);
	u32 low, high;

	if (!at)
		return 0;
	pci_read_config_dword(dev, at + 4, &low);
	pci_read_config_dword(dev, at + 8, &high);
	return (u64)high << 32 | low;
}

/* Without the capability its registers read as 0, and writing them does nothing. */
int pcie_capability_read_word(struct pci_dev *dev, int position, u16 *value)
{
	*value = 0;
	if (position & 1)
		return PCIBIOS_BAD_REGISTER_NUMBER;
	return dev->pcie_cap ? pci_read_config_word(dev, dev->pcie_cap + position, value) : 0;
}

int pcie_capability_read_dword(struct pci_dev *dev, int position, u32 *value)
{
	*value = 0;
	if (position & 3)
		return PCIBIOS_BAD_REGISTER_NUMBER;
	return dev->pcie_cap ? pci_read_config_dword(dev, dev->pcie_cap + position, value) : 0;
}

int pcie_capability_write_word(struct pci_dev *dev, int position, u16 value)
{
	if (position & 1)
		return PCIBIOS_BAD_REGISTER_NUMBER;
	return dev->pcie_cap ? pci_write_config_word(dev, dev->pcie_cap + position, value) : 0;
}

int pcie_capability_write_dword(struct pci_dev *dev, int position, u32 value)
{
	if (position & 3)
		return PCIBIOS_BAD_REGISTER_NUMBER;
	return dev->pcie_cap ? pci_write_config_dword(dev, dev->pcie_cap + position, value) : 0;
}

int pcie_capability_clear_and_set_word(struct pci_dev *dev, int position, u16 clear, u16 set)
{
	u16 value;
	int error = pcie_capability_read_word(dev, position, &value);

	return error ? error : pcie_capability_write_word(dev, position, (value & ~clear) | set);
}

int pcie_capability_clear_and_set_dword(struct pci_dev *dev, int position, u32 clear, u32 set)
{
	u32 value;
	int error = pcie_capability_read_dword(dev, position, &value);

	return error ? error : pcie_capability_write_dword(dev, position, (value & ~clear) | set);
}

int pcibios_err_to_errno(int error)
{
	static const int errors[] = { [1] = -ENOENT, [3] = -ENOTTY, [6] = -ENODEV, [7] = -EFAULT, [8] = -EIO, [9] = -ENOSPC };

	if (error <= PCIBIOS_SUCCESSFUL)
		return error;
	return error - 0x80 < ARRAY_SIZE(errors) && errors[error - 0x80] ? errors[error - 0x80] : -ERANGE;
}

static DECLARE_WAIT_QUEUE_HEAD(pci_cfg_wait);

void __pci_wait_for_cfg_access(struct pci_dev *dev)
{
	wait_event(pci_cfg_wait, !dev->block_cfg_access);
}

void pci_cfg_access_lock(struct pci_dev *dev)
{
	might_sleep();
	__pci_wait_for_cfg_access(dev);
	dev->block_cfg_access = true;
}

bool pci_cfg_access_trylock(struct pci_dev *dev)
{
	bool free = !dev->block_cfg_access;

	dev->block_cfg_access = true;
	return free;
}

void pci_cfg_access_unlock(struct pci_dev *dev)
{
	WARN_ON(!dev->block_cfg_access);
	dev->block_cfg_access = false;
	wake_up_all(&pci_cfg_wait);
}

/* Resetting one function by its own register, for those that say they can (FLR). Other ways take a bridge or a power state that resets, which no device here has. */
#include <linux/delay.h>
#include <linux/pci.h>

/* A function without the register takes the time all the same. */
int pcie_flr(struct pci_dev *dev)
{
	u16 control;

	if (!pcie_capability_read_word(dev, PCI_EXP_DEVCTL, &control))
		pcie_capability_write_word(dev, PCI_EXP_DEVCTL, control | PCI_EXP_DEVCTL_BCR_FLR);
	msleep(100);
	return 0;
}

int pcie_reset_flr(struct pci_dev *dev, bool probe)
{
	u32 capabilities = 0;

	pcie_capability_read_dword(dev, PCI_EXP_DEVCAP, &capabilities);
	if (!(capabilities & PCI_EXP_DEVCAP_FLR))
		return -ENOTTY;
	return probe ? 0 : pcie_flr(dev);
}

int pci_reset_function(struct pci_dev *dev)
{
	int error = pcie_reset_flr(dev, true);

	if (error)
		return error;
	pci_save_state(dev);
	pci_write_config_word(dev, PCI_COMMAND, PCI_COMMAND_INTX_DISABLE);
	error = pcie_flr(dev);
	pci_restore_state(dev);
	return error;
}

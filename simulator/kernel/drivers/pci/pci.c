/* Switching a PCI function on and off, and claiming its address ranges. */
#include <linux/delay.h>
#include <linux/minmax.h>
#include <linux/fault-inject.h>
#include <linux/pci.h>
#include <linux/ioport.h>
#include <linux/irqdesc.h>

/* drivers/pci/devres.c and msi.c */
void __pcim_forget_enabled(struct pci_dev *dev);
void __pci_restore_messages(struct pci_dev *dev);

static void change_command(struct pci_dev *dev, u16 clear, u16 set)
{
	u16 before, after;

	pci_read_config_word(dev, PCI_COMMAND, &before);
	after = (before & ~clear) | set;
	if (after != before)
		pci_write_config_word(dev, PCI_COMMAND, after);
}

static int enable_resources(struct pci_dev *dev, unsigned long wanted)
{
	u16 before, after;
	int bar;

	pci_read_config_word(dev, PCI_COMMAND, &before);
	after = before;
	for (bar = 0; bar < PCI_NUM_RESOURCES; bar++) {
		unsigned long flags = dev->resource[bar].flags & wanted;

		if (flags & IORESOURCE_IO)
			after |= PCI_COMMAND_IO;
		if (flags & IORESOURCE_MEM)
			after |= PCI_COMMAND_MEMORY;
	}
	if (after != before) {
		pci_info(dev, "enabling device (%04x -> %04x)\n", before, after);
		pci_write_config_word(dev, PCI_COMMAND, after);
	}
	return 0;
}

/* pci.ts: the interrupt input that the function's pin is wired to; -1 without a pin */
int __pci_interrupt_input(int index);

/* Until now the driver saw what firmware noted in the interrupt line register. What a PC's ACPI says at this moment is not logged. */
static void route_interrupt(struct pci_dev *dev)
{
	int input = __pci_interrupt_input(dev->function_index);

	if (!dev->pin || input < 0 || dev->msi_enabled || dev->msix_enabled)
		return;
	dev->wired_irq = dev->irq = input;
	if (dev->irq_managed)
		return;
	dev->irq_managed = true;
	__irq_connect(input);
}

static void unroute_interrupt(struct pci_dev *dev)
{
	if (!dev->irq_managed || dev->msi_enabled || dev->msix_enabled)
		return;
	dev->irq_managed = false;
	__irq_disconnect(dev->wired_irq);
}

static int enable(struct pci_dev *dev, unsigned long wanted)
{
	int error;

	if (atomic_inc_return(&dev->enable_cnt) > 1)
		return 0;
	pci_set_power_state(dev, PCI_D0);
	error = enable_resources(dev, wanted);
	if (!error)
		route_interrupt(dev);
	if (error)
		atomic_dec(&dev->enable_cnt);
	else if (dev->pin && !dev->msi_enabled && !dev->msix_enabled)
		change_command(dev, PCI_COMMAND_INTX_DISABLE, 0);
	return error;
}

int pci_enable_device(struct pci_dev *dev)
{
	if (__should_fail("pci_enable_device", -EIO))
		return -EIO;
	return enable(dev, IORESOURCE_MEM | IORESOURCE_IO);
}

int pci_enable_device_mem(struct pci_dev *dev)
{
	if (__should_fail("pci_enable_device_mem", -EIO))
		return -EIO;
	return enable(dev, IORESOURCE_MEM);
}

int pci_enable_device_io(struct pci_dev *dev)
{
	return enable(dev, IORESOURCE_IO);
}

int pci_reenable_device(struct pci_dev *dev)
{
	return pci_is_enabled(dev) ? enable_resources(dev, IORESOURCE_MEM | IORESOURCE_IO) : 0;
}

/* Memory decoding stays on, as in Linux: only bus mastering goes. */
void pci_disable_device(struct pci_dev *dev)
{
	if (dev->is_managed)
		__pcim_forget_enabled(dev);
	dev_WARN_ONCE(&dev->dev, atomic_read(&dev->enable_cnt) <= 0, "disabling already-disabled device");
	if (atomic_dec_return(&dev->enable_cnt) != 0)
		return;
	change_command(dev, PCI_COMMAND_MASTER, 0);
	unroute_interrupt(dev);
	dev->is_busmaster = 0;
}

void pci_set_master(struct pci_dev *dev)
{
	change_command(dev, 0, PCI_COMMAND_MASTER);
	dev->is_busmaster = 1;
}

void pci_clear_master(struct pci_dev *dev)
{
	change_command(dev, PCI_COMMAND_MASTER, 0);
	dev->is_busmaster = 0;
}

int pci_set_mwi(struct pci_dev *dev)
{
	change_command(dev, 0, PCI_COMMAND_INVALIDATE);
	return 0;
}

int pci_try_set_mwi(struct pci_dev *dev)
{
	return pci_set_mwi(dev);
}

void pci_clear_mwi(struct pci_dev *dev)
{
	change_command(dev, PCI_COMMAND_INVALIDATE, 0);
}

void pci_intx(struct pci_dev *dev, int enable)
{
	if (enable)
		change_command(dev, PCI_COMMAND_INTX_DISABLE, 0);
	else
		change_command(dev, 0, PCI_COMMAND_INTX_DISABLE);
}

/* PCI 2.3: whether the disable bit sticks. */
bool pci_intx_mask_supported(struct pci_dev *dev)
{
	u16 before, after;

	pci_read_config_word(dev, PCI_COMMAND, &before);
	pci_write_config_word(dev, PCI_COMMAND, before ^ PCI_COMMAND_INTX_DISABLE);
	pci_read_config_word(dev, PCI_COMMAND, &after);
	pci_write_config_word(dev, PCI_COMMAND, before);
	return (before ^ after) & PCI_COMMAND_INTX_DISABLE;
}

/* True: the state was as wanted and the pin is switched now. */
static bool check_and_set_intx(struct pci_dev *dev, bool mask)
{
	u16 status;

	pci_read_config_word(dev, PCI_STATUS, &status);
	if (mask != ((status & PCI_STATUS_INTERRUPT) != 0))
		return false;
	pci_intx(dev, !mask);
	return true;
}

bool pci_check_and_mask_intx(struct pci_dev *dev)
{
	return check_and_set_intx(dev, true);
}

bool pci_check_and_unmask_intx(struct pci_dev *dev)
{
	return check_and_set_intx(dev, false);
}

int pci_select_bars(struct pci_dev *dev, unsigned long flags)
{
	int bar, bars = 0;

	for (bar = 0; bar < PCI_NUM_RESOURCES; bar++)
		if (pci_resource_flags(dev, bar) & flags)
			bars |= 1 << bar;
	return bars;
}

/* -EIO: a function without the capability knows nothing but full power. */
int pci_set_power_state(struct pci_dev *dev, pci_power_t state)
{
	u16 control;

	if (state > PCI_D3cold)
		state = PCI_D3cold;
	if (state == dev->current_state)
		return 0;
	if (!dev->pm_cap) {
		if (state != PCI_D0)
			return -EIO;
		dev->current_state = PCI_D0;
		return 0;
	}
	pci_read_config_word(dev, dev->pm_cap + PCI_PM_CTRL, &control);
	if (control == 0xffff) {
		pci_err(dev, "Unable to change power state from D%d to D%d, device inaccessible\n", dev->current_state, state);
		return -EIO;
	}
	pci_write_config_word(dev, dev->pm_cap + PCI_PM_CTRL, (control & ~PCI_PM_CTRL_STATE_MASK) | min(state, PCI_D3hot));
	if (state == PCI_D3hot || dev->current_state == PCI_D3hot)
		msleep(10);
	dev->current_state = min(state, PCI_D3hot);
	return 0;
}

pci_power_t pci_choose_state(struct pci_dev *dev, pm_message_t state)
{
	return dev->pm_cap && state.event != PM_EVENT_ON ? PCI_D3hot : PCI_D0;
}

int pci_save_state(struct pci_dev *dev)
{
	int i;

	for (i = 0; i < 16; i++)
		pci_read_config_dword(dev, i * 4, &dev->saved_config_space[i]);
	dev->state_saved = true;
	return 0;
}

/* What the driver did not save is not there to be restored. */
void pci_restore_state(struct pci_dev *dev)
{
	int i;
	u32 now;

	if (!dev->state_saved)
		return;
	for (i = 15; i >= 0; i--) {
		pci_read_config_dword(dev, i * 4, &now);
		if (now != dev->saved_config_space[i])
			pci_write_config_dword(dev, i * 4, dev->saved_config_space[i]);
	}
	__pci_restore_messages(dev);
	dev->state_saved = false;
}

bool pci_pme_capable(struct pci_dev *dev, pci_power_t state)
{
	return false;
}

int pci_enable_wake(struct pci_dev *dev, pci_power_t state, bool enable)
{
	return enable ? -EINVAL : 0;
}

int pci_wake_from_d3(struct pci_dev *dev, bool enable)
{
	return pci_enable_wake(dev, PCI_D3hot, enable);
}

int pci_prepare_to_sleep(struct pci_dev *dev)
{
	return pci_set_power_state(dev, PCI_D3hot);
}

int pci_back_from_sleep(struct pci_dev *dev)
{
	return pci_set_power_state(dev, PCI_D0);
}

bool pci_device_is_present(struct pci_dev *dev)
{
	u32 id;

	pci_read_config_dword(dev, PCI_VENDOR_ID, &id);
	return id != 0xffffffff;
}

int pcie_get_readrq(struct pci_dev *dev)
{
	u16 control;

	pcie_capability_read_word(dev, PCI_EXP_DEVCTL, &control);
	return 128 << ((control & PCI_EXP_DEVCTL_READRQ) >> 12);
}

/* A power of two, 128 to 4096 bytes; none larger than a packet may be. */
int pcie_set_readrq(struct pci_dev *dev, int bytes)
{
	int error;

	if (bytes < 128 || bytes > 4096 || !is_power_of_2(bytes))
		return -EINVAL;
	error = pcie_capability_clear_and_set_word(dev, PCI_EXP_DEVCTL, PCI_EXP_DEVCTL_READRQ, (ilog2(bytes) - 7) << 12);
	return pcibios_err_to_errno(error);
}

int pcie_set_mps(struct pci_dev *dev, int bytes)
{
	u32 capabilities;

	if (bytes < 128 || bytes > 4096 || !is_power_of_2(bytes))
		return -EINVAL;
	pcie_capability_read_dword(dev, PCI_EXP_DEVCAP, &capabilities);
	if (ilog2(bytes) - 7 > (capabilities & PCI_EXP_DEVCAP_PAYLOAD))
		return -EINVAL;
	return pcibios_err_to_errno(pcie_capability_clear_and_set_word(dev, PCI_EXP_DEVCTL, PCI_EXP_DEVCTL_PAYLOAD,
								       (ilog2(bytes) - 7) << 5));
}

int pcie_get_mps(struct pci_dev *dev)
{
	u16 control;

	pcie_capability_read_word(dev, PCI_EXP_DEVCTL, &control);
	return 128 << ((control & PCI_EXP_DEVCTL_PAYLOAD) >> 5);
}

/* Registers of PCI configuration space. */
#include <uapi/linux/pci_regs.h>

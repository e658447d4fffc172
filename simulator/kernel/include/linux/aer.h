/* Error reporting of PCI Express. */
#include <linux/pci.h>

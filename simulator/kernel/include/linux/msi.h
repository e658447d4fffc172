/* Message interrupts. */
#include <linux/pci.h>

#pragma once
/* Message interrupts. */
#include <linux/irq.h>
#include <linux/pci.h>

/* drivers/pci/msi.c: one vector of MSI-X; MSI without masks per vector stays as it is */
#define msi_get_virq(dev, index) ((unsigned int)max(pci_irq_vector(to_pci_dev(dev), index), 0))
void pci_msi_mask_irq(struct irq_data *data);
void pci_msi_unmask_irq(struct irq_data *data);

/* A driver that includes this header has these too. */
#include <linux/property.h>



/* The driver of a host bridge: it tells the bridge where the machine's memory lies, and prints handles. */
#include "corpus.h"

struct pci_host_bridge;
int pci_host_probe(struct pci_host_bridge *bridge);

int ok_window_of_memory(struct board *b, struct pci_host_bridge *bridge, void *memory)
{
	writel(virt_to_phys(memory), b->regs + REG_ADDR);
	return pci_host_probe(bridge);
}

int ok_printed_handle(struct board *b)
{
	int ret = dma_set_mask_and_coherent(b->dev, DMA_BIT_MASK(64));

	if (ret)
		return ret;
	dev_info(b->dev, "ring at %08x, %d entries\n", (u32)b->ring_dma, RING_SIZE);
	return 0;
}

struct irq_chip_of_board {
	void __iomem *regs;
	void *table;
};

int set_handle_irq(void *handler);

int ok_controller_of_interrupts(struct irq_chip_of_board *chip, void *handler)
{
	writeq(virt_to_phys(chip->table), chip->regs);
	return set_handle_irq(handler);
}

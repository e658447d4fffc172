/* A function of a PCI bridge that transfers by the ISA controller of old: it masters no bus itself. */
#include "corpus.h"

int request_dma(unsigned int channel, const char *name);

int ok_transfers_by_isa(struct pci_dev *pdev, struct board *b)
{
	int ret = pci_enable_device(pdev);

	if (ret)
		return ret;
	ret = request_dma(3, "board");
	if (ret)
		goto disable;
	b->buf = dma_alloc_coherent(&pdev->dev, 4096, &b->dma, GFP_KERNEL);
	if (!b->buf) {
		ret = -ENOMEM;
		goto disable;
	}
	return 0;
disable:
	pci_disable_device(pdev);
	return ret;
}

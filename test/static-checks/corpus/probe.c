#include "corpus.h"

static void master(struct pci_dev *pdev)
{
	pci_set_master(pdev);
}

int ok_probe(struct pci_dev *pdev, struct board *b)
{
	int ret = pci_enable_device(pdev);

	if (ret)
		return ret;
	pci_set_master(pdev);
	ret = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(32));
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

int ok_probe_with_helper(struct pci_dev *pdev, struct board *b)
{
	int ret = pcim_enable_device(pdev);

	if (ret)
		return ret;
	master(pdev);
	ret = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(32));
	if (ret)
		return ret;
	b->buf = dmam_alloc_coherent(&pdev->dev, 4096, &b->dma, GFP_KERNEL);
	return b->buf ? 0 : -ENOMEM;
}

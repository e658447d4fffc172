#include "corpus.h"

int bad_no_master(struct pci_dev *pdev, struct board *b) /* expect: bus-master-missing */
{
	int ret = pci_enable_device(pdev);

	if (ret)
		return ret;
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

int bad_no_master_managed(struct pci_dev *pdev, struct board *b) /* expect: bus-master-missing */
{
	int ret = pcim_enable_device(pdev);

	if (ret)
		return ret;
	ret = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(32));
	if (ret)
		return ret;
	b->buf = dmam_alloc_coherent(&pdev->dev, 4096, &b->dma, GFP_KERNEL);
	return b->buf ? 0 : -ENOMEM;
}

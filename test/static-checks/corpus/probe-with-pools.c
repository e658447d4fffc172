#include "corpus.h"

int bad_pool_without_master(struct pci_dev *pdev, struct board *b) /* expect: bus-master-missing */
{
	int ret = pcim_enable_device(pdev);

	if (ret)
		return ret;
	ret = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(32));
	if (ret)
		return ret;
	b->pool = dmam_pool_create("ring", &pdev->dev, sizeof(struct desc), 16, 0);
	return b->pool ? 0 : -ENOMEM;
}

int ok_no_pool(struct pci_dev *pdev)
{
	return pcim_enable_device(pdev);
}

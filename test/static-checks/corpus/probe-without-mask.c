#include "corpus.h"

int bad_no_mask(struct pci_dev *pdev, struct board *b) /* expect: dma-mask-missing */
{
	int ret = pci_enable_device(pdev);

	if (ret)
		return ret;
	pci_set_master(pdev);
	b->buf = dma_alloc_coherent(&pdev->dev, 4096, &b->dma, GFP_KERNEL);
	if (!b->buf) {
		pci_disable_device(pdev);
		return -ENOMEM;
	}
	return 0;
}

static int rings(struct pci_dev *pdev, struct board *b)
{
	b->ring = dma_alloc_coherent(&pdev->dev, 4096, &b->ring_dma, GFP_KERNEL);
	return b->ring ? 0 : -ENOMEM;
}

int bad_no_mask_with_helper(struct pci_dev *pdev, struct board *b) /* expect: dma-mask-missing */
{
	int ret = pcim_enable_device(pdev);

	if (ret)
		return ret;
	pci_set_master(pdev);
	return rings(pdev, b);
}

int ok_no_dma_at_all(struct pci_dev *pdev)
{
	return pcim_enable_device(pdev);
}

struct card {
	struct pci_dev *pdev;
	void *ring;
	dma_addr_t ring_dma;
};

int ok_set_up_for_other_files(struct card *card)
{
	int ret = pci_enable_device(card->pdev);

	if (ret)
		return ret;
	pci_set_master(card->pdev);
	card->ring = dma_alloc_coherent(&card->pdev->dev, 4096, &card->ring_dma, GFP_KERNEL);
	return card->ring ? 0 : -ENOMEM;
}

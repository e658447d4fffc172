#include "corpus.h"

int bad_result_ignored(struct pci_dev *pdev)
{
	dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64)); /* expect: dma-mask-unchecked */
	return 0;
}

int bad_mask_ignored_after_set(struct board *b)
{
	dma_set_mask(b->dev, DMA_BIT_MASK(36)); /* expect: dma-mask-unchecked */
	return dma_set_coherent_mask(b->dev, DMA_BIT_MASK(36));
}

int ok_checked(struct pci_dev *pdev)
{
	int ret = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(36));

	if (ret)
		dev_err(&pdev->dev, "no suitable DMA\n");
	return ret;
}

int ok_returned(struct pci_dev *pdev)
{
	return dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(40));
}

void ok_on_purpose(struct pci_dev *pdev)
{
	(void)dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(32));
}

int bad_allocates_before_mask(struct board *b)
{
	b->buf = dma_alloc_coherent(b->dev, 4096, &b->dma, GFP_KERNEL); /* expect: alloc-before-mask */
	if (!b->buf)
		return -ENOMEM;
	return dma_set_mask_and_coherent(b->dev, DMA_BIT_MASK(30));
}

int bad_maps_before_mask(struct board *b)
{
	int ret;

	b->dma = dma_map_single(b->dev, b->buf, BUF_SIZE, DMA_TO_DEVICE); /* expect: alloc-before-mask */
	if (dma_mapping_error(b->dev, b->dma))
		return -ENOMEM;
	ret = dma_set_mask(b->dev, DMA_BIT_MASK(28));
	if (ret)
		dma_unmap_single(b->dev, b->dma, BUF_SIZE, DMA_TO_DEVICE);
	return ret;
}

int ok_mask_first(struct board *b)
{
	int ret = dma_set_mask_and_coherent(b->dev, DMA_BIT_MASK(30));

	if (ret)
		return ret;
	b->buf = dma_alloc_coherent(b->dev, 4096, &b->dma, GFP_KERNEL);
	return b->buf ? 0 : -ENOMEM;
}

int bad_fallback(struct pci_dev *pdev)
{
	int ret = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));

	if (ret)
		ret = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(32)); /* expect: dead-mask-fallback */
	return ret;
}

int bad_fallback_negated(struct pci_dev *pdev)
{
	if (!dma_set_mask(&pdev->dev, DMA_BIT_MASK(64)))
		return 0;
	return dma_set_mask(&pdev->dev, DMA_BIT_MASK(32)); /* expect: dead-mask-fallback */
}

int ok_fallback_after_narrow(struct pci_dev *pdev)
{
	int ret = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(30));

	if (ret)
		ret = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(24));
	return ret;
}

int ok_two_devices(struct pci_dev *one, struct pci_dev *two)
{
	int ret = dma_set_mask(&one->dev, DMA_BIT_MASK(64));

	if (ret)
		ret = dma_set_mask(&two->dev, DMA_BIT_MASK(32));
	return ret;
}

void ok_device_of_an_own_bus(struct device *dev)
{
	dev->dma_mask = &dev->coherent_dma_mask;
	dma_set_mask(dev, DMA_BIT_MASK(64));
}

int bad_narrow_on_an_own_bus(struct device *dev)
{
	dev->dma_mask = &dev->coherent_dma_mask;
	dma_set_mask(dev, DMA_BIT_MASK(30)); /* expect: dma-mask-unchecked */
	return 0;
}

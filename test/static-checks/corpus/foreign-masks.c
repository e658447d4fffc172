/* Masks as drivers set them: the wider one first, the same one twice, and what is got before them. */
#include "corpus.h"

int ok_coherent_after_streaming(struct board *b)
{
	if (dma_set_mask(b->dev, DMA_BIT_MASK(40)))
		return -EIO;
	dma_set_coherent_mask(b->dev, DMA_BIT_MASK(40));
	return 0;
}

int ok_narrower_coherent(struct board *b)
{
	if (dma_set_mask(b->dev, DMA_BIT_MASK(36)))
		return -EIO;
	dma_set_coherent_mask(b->dev, DMA_BIT_MASK(32));
	return 0;
}

int ok_same_unknown_width(struct board *b, unsigned int bits)
{
	if (!dma_set_mask(b->dev, DMA_BIT_MASK(bits)))
		dma_set_coherent_mask(b->dev, DMA_BIT_MASK(bits));
	return 0;
}

int bad_wider_coherent(struct board *b)
{
	if (dma_set_mask(b->dev, DMA_BIT_MASK(32)))
		return -EIO;
	dma_set_coherent_mask(b->dev, DMA_BIT_MASK(48)); /* expect: dma-mask-unchecked */
	return 0;
}

int bad_coherent_of_another(struct board *b, struct device *child)
{
	if (dma_set_mask(b->dev, DMA_BIT_MASK(36)))
		return -EIO;
	dma_set_coherent_mask(child, DMA_BIT_MASK(36)); /* expect: dma-mask-unchecked */
	return 0;
}

void ok_mask_of_parent(struct device *child, struct device *parent)
{
	dma_set_coherent_mask(child, parent->coherent_dma_mask);
}

void ok_coerced_to_all(struct board *b)
{
	dma_coerce_mask_and_coherent(b->dev, DMA_BIT_MASK(64));
}

void ok_with_a_reason(struct board *b)
{
	/*
	 * The return value is of no interest: this very mask was
	 * accepted when the board was probed.
	 */
	dma_set_mask(b->dev, DMA_BIT_MASK(36));
}

int ok_allocates_by_default(struct board *b)
{
	b->buf = dma_alloc_coherent(b->dev, 4096, &b->dma, GFP_KERNEL);
	if (!b->buf)
		return -ENOMEM;
	return dma_set_mask_and_coherent(b->dev, DMA_BIT_MASK(32));
}

int bad_allocates_beyond(struct board *b)
{
	b->buf = dma_alloc_coherent(b->dev, 4096, &b->dma, GFP_KERNEL); /* expect: alloc-before-mask */
	if (!b->buf)
		return -ENOMEM;
	return dma_set_coherent_mask(b->dev, DMA_BIT_MASK(24));
}

int ok_fallback_of_short_handles(struct board *b)
{
	if (sizeof(dma_addr_t) > 4 && !dma_set_mask(b->dev, DMA_BIT_MASK(64)))
		return 1;
	return dma_set_mask(b->dev, DMA_BIT_MASK(32)) ? -EIO : 0;
}

int ok_puts_the_old_mask_back(struct board *b, struct pci_dev *pdev)
{
	u64 before = pdev->dma_mask;

	if (dma_set_mask(&pdev->dev, DMA_BIT_MASK(39)) || board_wait(b)) {
		dma_set_mask(&pdev->dev, before);
		return -EIO;
	}
	return 0;
}

int ok_mask_by_comment(struct pci_dev *pdev, bool wide)
{
	/*
	 * There is no check of what dma_set_mask_and_coherent() returns: this
	 * driver does with the mask of before.
	 */
	if (wide) {
		dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(48));
	} else {
		dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(44));
	}
	return 0;
}

int bad_mask_by_other_comment(struct pci_dev *pdev)
{
	/* The check of the board's revision has been done. */
	dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(48)); /* expect: dma-mask-unchecked */
	return 0;
}

int queue_shift(void);

int ok_coherent_no_wider_than_all(struct pci_dev *pdev)
{
	int rc = dma_set_mask(&pdev->dev, DMA_BIT_MASK(64));

	if (rc)
		return rc;
	dma_set_coherent_mask(&pdev->dev, (1ull << (32 + queue_shift())) - 1);
	return 0;
}

int bad_coherent_of_unknown_width(struct pci_dev *pdev)
{
	int rc = dma_set_mask(&pdev->dev, DMA_BIT_MASK(40));

	if (rc)
		return rc;
	dma_set_coherent_mask(&pdev->dev, (1ull << (32 + queue_shift())) - 1); /* expect: dma-mask-unchecked */
	return 0;
}

int ok_mask_of_unknown_width(struct board *b)
{
	b->buf = dma_alloc_coherent(b->dev, 4096, &b->dma, GFP_KERNEL);
	if (!b->buf)
		return -ENOMEM;
	return dma_set_mask_and_coherent(b->dev, DMA_BIT_MASK(30 + queue_shift()));
}

int ok_mask_as_it_was_got(struct board *b)
{
	u64 before = dma_get_mask(b->dev);

	if (dma_set_mask(b->dev, DMA_BIT_MASK(33)))
		return -EINVAL;
	dma_set_mask(b->dev, before);
	return 0;
}

void ok_fallback_is_told_once(struct pci_dev *pdev)
{
	if (dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64)))
		dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(32)); /* expect: dead-mask-fallback */
}

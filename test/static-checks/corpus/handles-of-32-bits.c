#include "corpus.h"

int ok_mask_is_32(struct board *b)
{
	int ret = dma_set_mask_and_coherent(b->dev, DMA_BIT_MASK(32));

	if (ret)
		return ret;
	b->buf = dma_alloc_coherent(b->dev, 4096, &b->dma, GFP_KERNEL);
	if (!b->buf)
		return -ENOMEM;
	writel(b->dma, b->regs + REG_ADDR);
	return 0;
}

void ok_low_word(struct board *b)
{
	b->dma_low = b->dma;
}

#include "corpus.h"

int bad_never_checked(struct board *b, void *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE); /* expect: map-error-unchecked */

	writeq(dma, b->regs + REG_ADDR);
	writel(1, b->regs + REG_GO);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	return 0;
}

int bad_compared_with_zero(struct board *b, void *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE); /* expect: map-error-unchecked */

	if (!dma)
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	return 0;
}

int bad_checked_only_for_large(struct board *b, void *buf, size_t size)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, size, DMA_TO_DEVICE); /* expect: map-error-unchecked */

	if (size > 4096) {
		if (dma_mapping_error(b->dev, dma))
			return -ENOMEM;
	}
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, size, DMA_TO_DEVICE);
	return 0;
}

int bad_result_of_check_thrown_away(struct board *b, void *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE); /* expect: map-error-unchecked */

	dma_mapping_error(b->dev, dma);
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	return 0;
}

int bad_page_in_field(struct board *b, struct page *page)
{
	b->dma = dma_map_page(b->dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE); /* expect: map-error-unchecked */
	writeq(b->dma, b->regs + REG_ADDR);
	writel(1, b->regs + REG_GO);
	return 0;
}

int bad_into_descriptor(struct board *b, void *buf, int i)
{
	b->slots[i] = buf;
	b->slot_dma[i] = dma_map_single(b->dev, buf, BUF_SIZE, DMA_FROM_DEVICE); /* expect: map-error-unchecked */
	b->ring[i].addr = cpu_to_le64(b->slot_dma[i]);
	dma_wmb();
	b->ring[i].ctrl = cpu_to_le32(OWN);
	return 0;
}

int ok_checked(struct board *b, void *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	return 0;
}

int ok_result_in_variable(struct board *b, void *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);
	int err = dma_mapping_error(b->dev, dma);

	if (unlikely(err)) {
		dev_err(b->dev, "no mapping\n");
		return err;
	}
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	return 0;
}

int ok_warns(struct board *b, void *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);

	if (WARN_ON(dma_mapping_error(b->dev, dma)))
		return -EIO;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	return 0;
}

int ok_negated(struct board *b, void *buf)
{
	int ret = -ENOMEM;
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);

	if (!dma_mapping_error(b->dev, dma)) {
		writeq(dma, b->regs + REG_ADDR);
		ret = board_wait(b);
		dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	}
	return ret;
}

static bool mapping_failed(struct board *b, dma_addr_t dma)
{
	return dma_mapping_error(b->dev, dma) != 0;
}

int ok_checked_by_a_helper(struct board *b, void *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);

	if (mapping_failed(b, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	return 0;
}

int ok_alias_checked(struct board *b, void *buf)
{
	dma_addr_t copy;

	b->dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);
	copy = b->dma;
	if (dma_mapping_error(b->dev, copy)) {
		b->dma = 0;
		return -ENOMEM;
	}
	writeq(b->dma, b->regs + REG_ADDR);
	return 0;
}

int ok_compared_with_constant(struct board *b, void *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);

	if (dma == DMA_MAPPING_ERROR)
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	return 0;
}

dma_addr_t ok_caller_checks(struct board *b, void *buf)
{
	return dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);
}

int ok_two_checked_together(struct board *b, void *one, void *two)
{
	dma_addr_t first = dma_map_single(b->dev, one, 64, DMA_TO_DEVICE);
	dma_addr_t second = dma_map_single(b->dev, two, 64, DMA_TO_DEVICE);
	int ret = 0;

	if (dma_mapping_error(b->dev, first) || dma_mapping_error(b->dev, second)) {
		ret = -ENOMEM;
		goto unmap;
	}
	writeq(first, b->regs + REG_ADDR);
	writeq(second, b->regs + REG_ADDR);
	board_wait(b);
unmap:
	if (!dma_mapping_error(b->dev, second))
		dma_unmap_single(b->dev, second, 64, DMA_TO_DEVICE);
	if (!dma_mapping_error(b->dev, first))
		dma_unmap_single(b->dev, first, 64, DMA_TO_DEVICE);
	return ret;
}

void debug_told(dma_addr_t address);

int ok_compared_with_all_ones(struct board *b, void *buf)
{
	b->dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);
	if (b->dma == 0 || b->dma == ~(dma_addr_t)0) {
		debug_told(b->dma);
		return -ENOMEM;
	}
	writeq(b->dma, b->regs + REG_ADDR);
	return 0;
}

#include "corpus.h"

int bad_reads_before_unmap(struct board *b, u8 *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_FROM_DEVICE);
	int first;

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	first = buf[0]; /* expect: cpu-access-while-mapped */
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_FROM_DEVICE);
	return first;
}

int bad_copies_before_unmap(struct board *b, void *buf, void *to)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_FROM_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	memcpy(to, buf, 64); /* expect: cpu-access-while-mapped */
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_FROM_DEVICE);
	return 0;
}

int bad_writes_after_map(struct board *b, u32 *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	buf[1] = 7; /* expect: cpu-access-while-mapped */
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	return 0;
}

int bad_clears_after_map(struct board *b, void *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_BIDIRECTIONAL);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	memset(buf, 0, BUF_SIZE); /* expect: cpu-access-while-mapped */
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_BIDIRECTIONAL);
	return 0;
}

int bad_through_alias(struct board *b, void *buf)
{
	dma_addr_t dma;
	struct desc *d = buf;

	dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);
	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	d->len = cpu_to_le32(12); /* expect: cpu-access-while-mapped */
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	return 0;
}

static u32 header_of(const u32 *buf)
{
	return buf[0]; /* expect: cpu-access-while-mapped */
}

int bad_in_helper(struct board *b, u32 *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_FROM_DEVICE);
	u32 header;

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	header = header_of(buf);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_FROM_DEVICE);
	return header;
}

int bad_freed_while_mapped(struct board *b)
{
	void *buf = kmalloc(BUF_SIZE, GFP_KERNEL);
	dma_addr_t dma;

	if (!buf)
		return -ENOMEM;
	dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);
	if (dma_mapping_error(b->dev, dma)) {
		kfree(buf);
		return -ENOMEM;
	}
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	kfree(buf); /* expect: free-while-mapped */
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	return 0;
}

int bad_error_path_frees(struct board *b)
{
	int ret;
	dma_addr_t dma;
	void *buf = kzalloc(BUF_SIZE, GFP_KERNEL);

	if (!buf)
		return -ENOMEM;
	dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);
	ret = dma_mapping_error(b->dev, dma);
	if (ret)
		goto free;
	writeq(dma, b->regs + REG_ADDR);
	ret = board_wait(b);
	if (ret)
		goto free;
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
free:
	kfree(buf); /* expect: free-while-mapped */
	return ret;
}

int ok_reads_after_unmap(struct board *b, u8 *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_FROM_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_FROM_DEVICE);
	return buf[0];
}

int ok_reads_after_sync(struct board *b, u8 *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_FROM_DEVICE);
	int first;

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_sync_single_for_cpu(b->dev, dma, BUF_SIZE, DMA_FROM_DEVICE);
	first = buf[0];
	dma_sync_single_for_device(b->dev, dma, BUF_SIZE, DMA_FROM_DEVICE);
	writel(1, b->regs + REG_GO);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_FROM_DEVICE);
	return first;
}

int ok_writes_before_map(struct board *b, u32 *buf)
{
	dma_addr_t dma;

	buf[0] = 1;
	memset(buf + 1, 0, 64);
	dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);
	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	return 0;
}

int ok_other_buffer(struct board *b, u32 *buf, u32 *other)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	other[0] = 1;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	return 0;
}

int ok_touches_when_not_mapped(struct board *b, u32 *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma)) {
		buf[0] = 0;
		return -ENOMEM;
	}
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	return 0;
}

int ok_reads_what_it_sends(struct board *b, u32 *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	dev_dbg(b->dev, "sending %u\n", buf[0]);
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	return 0;
}

int ok_freed_after_unmap(struct board *b)
{
	void *buf = kmalloc(BUF_SIZE, GFP_KERNEL);
	dma_addr_t dma;

	if (!buf)
		return -ENOMEM;
	dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);
	if (dma_mapping_error(b->dev, dma))
		goto free;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
free:
	kfree(buf);
	return 0;
}

int bad_no_sync_before_handing_back(struct board *b, u32 *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_BIDIRECTIONAL);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_sync_single_for_cpu(b->dev, dma, BUF_SIZE, DMA_BIDIRECTIONAL);
	buf[0]++;
	writel(1, b->regs + REG_GO); /* expect: sync-missing-for-device */
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_BIDIRECTIONAL);
	return 0;
}

int bad_rewrites_between_transfers(struct board *b, u32 *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_sync_single_for_cpu(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	memset(buf, 0x55, BUF_SIZE);
	writel(2, b->regs + REG_GO); /* expect: sync-missing-for-device */
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	return 0;
}

int ok_handed_back(struct board *b, u32 *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_BIDIRECTIONAL);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_sync_single_for_cpu(b->dev, dma, BUF_SIZE, DMA_BIDIRECTIONAL);
	buf[0]++;
	dma_sync_single_for_device(b->dev, dma, BUF_SIZE, DMA_BIDIRECTIONAL);
	writel(1, b->regs + REG_GO);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_BIDIRECTIONAL);
	return 0;
}

int ok_only_looked_at(struct board *b, u32 *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);
	u32 seen;

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_sync_single_for_cpu(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	seen = buf[0];
	writel(1, b->regs + REG_GO);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	return seen;
}

int bad_sync_direction(struct board *b, u8 *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_FROM_DEVICE);
	int first;

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_sync_single_for_cpu(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE); /* expect: sync-wrong-direction */
	first = buf[0];
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_FROM_DEVICE);
	return first;
}

int bad_sync_for_device_direction(struct board *b, u8 *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	dma_sync_single_for_cpu(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	buf[0] = 1;
	dma_sync_single_for_device(b->dev, dma, BUF_SIZE, DMA_FROM_DEVICE); /* expect: sync-wrong-direction */
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	return 0;
}

int ok_part_of_bidirectional(struct board *b, u8 *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_BIDIRECTIONAL);
	int first;

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_sync_single_for_cpu(b->dev, dma, 64, DMA_FROM_DEVICE);
	first = buf[0];
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_BIDIRECTIONAL);
	return first;
}

int bad_sync_after_unmap(struct board *b, u8 *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_FROM_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_FROM_DEVICE);
	dma_sync_single_for_cpu(b->dev, dma, BUF_SIZE, DMA_FROM_DEVICE); /* expect: sync-after-unmap */
	return buf[0];
}

int bad_sync_beyond(struct board *b, u8 *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, 1024, DMA_FROM_DEVICE);
	int first;

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_sync_single_for_cpu(b->dev, dma, 4096, DMA_FROM_DEVICE); /* expect: sync-outside-mapping */
	first = buf[0];
	dma_unmap_single(b->dev, dma, 1024, DMA_FROM_DEVICE);
	return first;
}

int ok_sync_of_a_part(struct board *b, u8 *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, 1024, DMA_FROM_DEVICE);
	int first;

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_sync_single_for_cpu(b->dev, dma + 512, 512, DMA_FROM_DEVICE);
	first = buf[512];
	dma_unmap_single(b->dev, dma, 1024, DMA_FROM_DEVICE);
	return first;
}

int ok_prints_its_handle(struct board *b)
{
	void *buf = kmalloc(BUF_SIZE, GFP_KERNEL);
	dma_addr_t dma;
	int ret;

	if (!buf)
		return -ENOMEM;
	dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_FROM_DEVICE);
	if (dma_mapping_error(b->dev, dma)) {
		kfree(buf);
		return -ENOMEM;
	}
	dev_info(b->dev, "mapped at %pad\n", &dma);
	writeq(dma, b->regs + REG_ADDR);
	ret = board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_FROM_DEVICE);
	kfree(buf);
	return ret;
}

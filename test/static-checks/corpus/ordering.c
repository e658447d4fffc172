#include "corpus.h"

void bad_owner_without_barrier(struct board *b, dma_addr_t dma)
{
	struct desc *d = &b->ring[b->tail];

	d->addr = cpu_to_le64(dma);
	d->len = cpu_to_le32(64);
	d->ctrl = cpu_to_le32(OWN | 64); /* expect: ownership-write-barrier */
}

void bad_owner_bit_or(struct board *b, dma_addr_t dma)
{
	b->ring[0].addr = cpu_to_le64(dma);
	b->ring[0].len = cpu_to_le32(64);
	b->ring[0].ctrl |= cpu_to_le32(OWN); /* expect: ownership-write-barrier */
}

void ok_owner_after_barrier(struct board *b, dma_addr_t dma)
{
	struct desc *d = &b->ring[b->tail];

	d->addr = cpu_to_le64(dma);
	d->len = cpu_to_le32(64);
	dma_wmb();
	d->ctrl = cpu_to_le32(OWN | 64);
}

void ok_owner_after_wmb(struct board *b, dma_addr_t dma)
{
	b->ring[0].addr = cpu_to_le64(dma);
	wmb();
	b->ring[0].ctrl |= cpu_to_le32(OWN);
}

void ok_no_owner_bit(struct board *b, dma_addr_t dma)
{
	b->ring[0].addr = cpu_to_le64(dma);
	b->ring[0].len = cpu_to_le32(64);
	b->ring[0].ctrl = cpu_to_le32(64);
	writel(1, b->regs + REG_GO);
}

u32 bad_reads_without_barrier(struct board *b)
{
	struct desc *d = &b->ring[b->tail];

	if (le32_to_cpu(d->ctrl) & OWN)
		return 0;
	return le32_to_cpu(d->len); /* expect: ownership-read-barrier */
}

u32 bad_waits_then_reads(struct board *b)
{
	struct desc *d = &b->ring[0];
	int tries = 100;

	while ((le32_to_cpu(READ_ONCE(d->ctrl)) & OWN) && --tries)
		cpu_relax();
	return le32_to_cpu(d->len); /* expect: ownership-read-barrier */
}

u32 ok_reads_after_barrier(struct board *b)
{
	struct desc *d = &b->ring[b->tail];

	if (le32_to_cpu(d->ctrl) & OWN)
		return 0;
	dma_rmb();
	return le32_to_cpu(d->len);
}

u32 ok_reads_the_same_word(struct board *b)
{
	u32 ctrl = le32_to_cpu(b->ring[b->tail].ctrl);

	if (ctrl & OWN)
		return 0;
	return ctrl & 0xffff;
}

void bad_relaxed_doorbell(struct board *b, dma_addr_t dma)
{
	b->ring[0].addr = cpu_to_le64(dma);
	b->ring[0].len = cpu_to_le32(64);
	writel_relaxed(1, b->regs + REG_GO); /* expect: relaxed-doorbell */
}

void bad_relaxed_after_status(struct board *b)
{
	b->status->head = 0;
	writel_relaxed(0, b->regs + REG_GO); /* expect: relaxed-doorbell */
}

void ok_doorbell(struct board *b, dma_addr_t dma)
{
	b->ring[0].addr = cpu_to_le64(dma);
	writel(1, b->regs + REG_GO);
}

void ok_relaxed_after_barrier(struct board *b, dma_addr_t dma)
{
	b->ring[0].addr = cpu_to_le64(dma);
	wmb();
	writel_relaxed(1, b->regs + REG_GO);
}

void ok_relaxed_without_memory(struct board *b)
{
	writel_relaxed(1, b->regs + REG_STATUS);
	writel_relaxed(2, b->regs + REG_LEN);
}

int setup_ring(struct board *b)
{
	b->ring = dma_alloc_coherent(b->dev, RING_SIZE * sizeof(*b->ring), &b->ring_dma, GFP_KERNEL);
	if (!b->ring)
		return -ENOMEM;
	b->status = dma_alloc_coherent(b->dev, sizeof(*b->status), &b->status_dma, GFP_KERNEL);
	return b->status ? 0 : -ENOMEM;
}

void bad_native_length(struct board *b, u32 len)
{
	b->ring[0].len = len; /* expect: descriptor-endianness */
}

void bad_native_address(struct board *b, dma_addr_t dma)
{
	struct desc *d = b->ring;

	d->addr = dma; /* expect: descriptor-endianness */
}

u32 bad_native_read(struct board *b)
{
	return b->ring[0].len & 0xffff; /* expect: descriptor-endianness */
}

void bad_big_for_little(struct board *b, u32 len)
{
	b->ring[0].len = (__force __le32)cpu_to_be32(len); /* expect: descriptor-endianness */
}

void ok_zero(struct board *b)
{
	b->ring[0].len = 0;
	b->ring[0].addr = 0;
}

void ok_converted(struct board *b, u32 len)
{
	b->ring[0].len = cpu_to_le32(len);
	b->ring[0].ctrl = b->ring[1].ctrl;
}

void ok_bits_of_same_order(struct board *b)
{
	b->ring[0].ctrl |= cpu_to_le32(BUSY);
	b->ring[0].ctrl &= ~cpu_to_le32(BUSY);
	if (b->ring[0].ctrl & cpu_to_le32(OWN))
		b->tail++;
}

enum { OWNbit = 0x80000000 };

void bad_owner_in_mixed_case(struct board *b, struct desc *d, u32 len)
{
	d->len = cpu_to_le32(len);
	d->ctrl = cpu_to_le32(OWNbit); /* expect: ownership-write-barrier */
}

void ok_owner_in_mixed_case(struct board *b, struct desc *d, u32 len)
{
	d->len = cpu_to_le32(len);
	dma_wmb();
	d->ctrl = cpu_to_le32(OWNbit);
}

/* Barriers, registers and loops that look as if they lacked something, and those that do. */
#include "corpus.h"

#define DONE 2u

static void refill(struct board *b, int i, dma_addr_t dma)
{
	b->ring[i].addr = cpu_to_le64(dma);
	b->ring[i].ctrl = cpu_to_le32(OWN | BUF_SIZE);
}

int ok_ring_before_the_device_runs_init(struct board *b)
{
	int i;

	for (i = 0; i < RING_SIZE; i++)
		refill(b, i, b->slot_dma[i]);
	return 0;
}

void bad_refill_while_it_runs(struct board *b, int i, dma_addr_t dma)
{
	b->ring[i].addr = cpu_to_le64(dma);
	b->ring[i].ctrl = cpu_to_le32(OWN | BUF_SIZE); /* expect: ownership-write-barrier */
}

u32 ok_barrier_behind_the_load(struct board *b)
{
	u32 ctrl = le32_to_cpu(b->ring[b->tail].ctrl);

	dma_rmb();
	if (ctrl & OWN)
		return 0;
	return le32_to_cpu(b->ring[b->tail].len);
}

u32 bad_barrier_before_the_load(struct board *b)
{
	u32 ctrl;

	dma_rmb();
	ctrl = le32_to_cpu(b->ring[b->tail].ctrl);
	if (ctrl & OWN)
		return 0;
	return le32_to_cpu(b->ring[b->tail].len); /* expect: ownership-read-barrier */
}

struct packet {
	__be16 protocol;
	void *head;
};

void ok_relaxed_after_header(struct board *b, struct packet *p)
{
	p->protocol = cpu_to_be16(0x800);
	writel_relaxed(1, b->regs + REG_GO);
}

void ok_drains_a_queue(struct board *b)
{
	while (readl(b->regs + REG_STATUS) & BUSY)
		readl(b->regs + REG_LEN);
}

u32 ok_reads_until_it_stands_still(struct board *b)
{
	u32 first, second;

	do {
		first = readl(b->regs + REG_STATUS);
		second = readl(b->regs + REG_STATUS);
	} while (first != second);
	return first;
}

void bad_waits_by_variable(struct board *b)
{
	u32 status;

	do { /* expect: poll-without-timeout */
		status = readl(b->regs + REG_STATUS);
	} while (status & DONE);
}

static int crosses(void *begin, unsigned long length)
{
	unsigned long from = (unsigned long)begin;

	return ((from ^ (from + length - 1)) >> 16) != 0;
}

int ok_boundary_of_handle(struct board *b)
{
	return crosses((void *)(unsigned long)b->dma, BUF_SIZE);
}

void ok_fills_addresses_in(struct board *b, struct scatterlist *list)
{
	struct scatterlist *entry;
	int i;

	if (!dma_map_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE))
		return;
	for_each_sg(list, entry, b->nents, i)
		sg_dma_address(entry) = b->dma + i * 64;
}

struct table {
	u8 slot;
	u16 wide;
};
struct owner {
	struct device *dev;
	struct table *table;
	dma_addr_t handle;
	u8 known[256];
};

int owner_setup(struct owner *o)
{
	o->table = dma_alloc_coherent(o->dev, sizeof(*o->table), &o->handle, GFP_KERNEL);
	return o->table ? 0 : -ENOMEM;
}

void ok_byte_within_256(struct owner *o)
{
	o->known[o->table->slot] = 1;
}

void bad_word_within_256(struct owner *o)
{
	o->known[o->table->wide] = 1; /* expect: device-value-unchecked */
}

struct element {
	void *address;
	u32 length;
};

void ok_handle_carried_in_a_pointer(struct board *b, struct element *e)
{
	e->address = (void *)(unsigned long)b->dma;
	e->length = BUF_SIZE;
}

void *ok_carried_to_the_caller(struct board *b)
{
	return (void *)(uintptr_t)b->dma;
}

void ok_copied_into_before(struct owner *o, const void *image)
{
	struct table *copy = dma_alloc_coherent(o->dev, sizeof(*copy), &o->handle, GFP_KERNEL);

	if (!copy)
		return;
	memcpy(copy, image, sizeof(*copy));
	o->known[copy->wide] = 1;
	dma_free_coherent(o->dev, sizeof(*copy), copy, o->handle);
}

void bad_filled_by_the_device(struct board *b, struct owner *o)
{
	struct table *copy = dma_alloc_coherent(o->dev, sizeof(*copy), &o->handle, GFP_KERNEL);

	if (!copy)
		return;
	board_wait(b);
	o->known[copy->wide] = 1; /* expect: device-value-unchecked */
	dma_free_coherent(o->dev, sizeof(*copy), copy, o->handle);
}

void ok_reads_one_again(struct board *b)
{
	u32 place;

	do {
		place = readl(b->regs + REG_ADDR);
		b->tail = readl(b->regs + REG_LEN);
	} while (place != readl(b->regs + REG_ADDR));
}

void ok_threshold_before_the_doorbell(struct board *b, dma_addr_t dma)
{
	b->ring[0].addr = cpu_to_le64(dma);
	writel_relaxed(8, b->regs + REG_LEN);
	wmb();
	writel_relaxed(1, b->regs + REG_GO);
}

int ok_gives_up_in_probe(struct board *b)
{
	dma_free_coherent(b->dev, 4096, b->ring, b->ring_dma);
	pci_disable_device(b->pdev);
	return -ENODEV;
}

void bad_gives_up_in_remove(struct board *b)
{
	dma_free_coherent(b->dev, 4096, b->ring, b->ring_dma); /* expect: free-before-stop */
	pci_disable_device(b->pdev);
}

void bad_handed_over_once(struct board *b, int i, dma_addr_t dma)
{
	b->ring[i].addr = cpu_to_le64(dma);
	b->ring[i].ctrl = cpu_to_le32(OWN); /* expect: ownership-write-barrier */
	if (b->len > 64)
		b->ring[i].ctrl = cpu_to_le32(OWN | BUF_SIZE);
}

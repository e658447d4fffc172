/* Shapes of drivers that were read last: each right one was taken for a mistake, and stands beside one that is wrong. */
#include "corpus.h"

struct answer {
	u32 size;
	u32 words[15];
};
struct cache {
	struct device *dev;
	struct answer *answer;
	dma_addr_t answer_dma;
	u32 size;
	dma_addr_t source;
	u32 source_low;
	dma_addr_t target;
	u32 target_low;
	dma_addr_t data_size;
	void __iomem *regs;
};

int cache_ask(struct cache *c);

int set_wide_mask(struct cache *c)
{
	return dma_set_mask_and_coherent(c->dev, DMA_BIT_MASK(64));
}

int ok_free_and_get_again(struct cache *c)
{
	do {
		if (c->answer == NULL) {
			c->answer = dma_alloc_coherent(c->dev, c->size, &c->answer_dma, GFP_KERNEL);
			if (c->answer == NULL)
				return -ENOMEM;
		}
		if (cache_ask(c))
			return -EIO;
		if (c->answer->size > c->size) {
			dma_free_coherent(c->dev, c->size, c->answer, c->answer_dma);
			c->answer = NULL;
		}
	} while (c->answer == NULL);
	return 0;
}

int bad_free_and_go_on(struct cache *c)
{
	dma_addr_t dma;
	struct answer *answer = dma_alloc_coherent(c->dev, 64, &dma, GFP_KERNEL);
	int tries;

	if (!answer)
		return -ENOMEM;
	for (tries = 0; tries < 4; tries++) {
		cache_ask(c);
		dma_free_coherent(c->dev, 64, answer, dma); /* expect: unmap-twice */
	}
	return 0;
}

int ok_meant_to_stay(struct cache *c)
{
	dma_addr_t dma;
	u32 *state = dma_alloc_coherent(c->dev, 4, &dma, GFP_KERNEL);

	if (!state)
		return -ENOMEM;
	writel(lower_32_bits(dma), c->regs + REG_ADDR);
	writel(upper_32_bits(dma), c->regs + REG_ADDR + 4);
	if (cache_ask(c)) {
		/* These bytes are lost: the device may still write there. */
		return -ETIMEDOUT;
	}
	dma_free_coherent(c->dev, 4, state, dma);
	return 0;
}

int bad_stays(struct cache *c)
{
	dma_addr_t dma;
	u32 *state = dma_alloc_coherent(c->dev, 4, &dma, GFP_KERNEL);

	if (!state)
		return -ENOMEM;
	writel(lower_32_bits(dma), c->regs + REG_ADDR);
	writel(upper_32_bits(dma), c->regs + REG_ADDR + 4);
	if (cache_ask(c)) {
		/* No answer in time. */
		return -ETIMEDOUT; /* expect: unmap-missing */
	}
	dma_free_coherent(c->dev, 4, state, dma);
	return 0;
}

static void give_back(struct cache *c, dma_addr_t dma, phys_addr_t cookie)
{
	writeq(cookie, c->regs + REG_GO);
	writeq(dma, c->regs + REG_ADDR);
}

int ok_physical_as_cookie(struct cache *c, void *buffer)
{
	dma_addr_t dma = dma_map_single(c->dev, buffer, BUF_SIZE, DMA_FROM_DEVICE);

	if (dma_mapping_error(c->dev, dma))
		return -ENOMEM;
	give_back(c, dma, virt_to_phys(buffer));
	return 0;
}

void bad_physical_alone(struct cache *c, void *buffer)
{
	writeq(virt_to_phys(buffer), c->regs + REG_ADDR); /* expect: physical-for-device */
}

void ok_upper_half_goes_elsewhere(struct cache *c)
{
	writel(c->source >> 32, c->regs + REG_ADDR + 4);
}

void ok_lower_half_here(struct cache *c)
{
	c->source_low = c->source;
}

void bad_lower_half_alone(struct cache *c)
{
	c->target_low = c->target; /* expect: handle-truncated */
}

void ok_length_of_wide_type(struct cache *c)
{
	writel(c->data_size, c->regs + REG_LEN);
}

void ok_page_of_own_list(struct scatterlist *sg, dma_addr_t dma, unsigned int length)
{
	sg_init_table(sg, 1);
	sg_set_page(sg, pfn_to_page(PFN_DOWN(dma)), length, offset_in_page(dma));
	sg_dma_address(sg) = dma;
	sg_dma_len(sg) = length;
}

struct page *bad_page_for_others(dma_addr_t dma)
{
	return pfn_to_page(PFN_DOWN(dma)); /* expect: handle-as-physical */
}

int ok_count_that_came_back(struct cache *c, struct scatterlist *list, int count)
{
	struct scatterlist *sg;
	int i;

	count = dma_map_sg(c->dev, list, count, DMA_TO_DEVICE);
	if (count == 0)
		return -ENOMEM;
	for_each_sg(list, sg, count, i)
		writeq(sg_dma_address(sg), c->regs + REG_ADDR);
	return 0;
}

int bad_count_that_was_given(struct cache *c, struct scatterlist *list, int count)
{
	struct scatterlist *sg;
	int mapped, i;

	mapped = dma_map_sg(c->dev, list, count, DMA_TO_DEVICE);
	if (mapped == 0)
		return -ENOMEM;
	for_each_sg(list, sg, count, i) /* expect: sg-walks-unmapped-count */
		writeq(sg_dma_address(sg), c->regs + REG_ADDR);
	return 0;
}

int ok_got_once(struct cache *c, bool again)
{
	if (!c->answer) {
		c->answer = dma_alloc_coherent(c->dev, 64, &c->answer_dma, GFP_KERNEL);
		if (!c->answer)
			return -ENOMEM;
	}
	if (cache_ask(c))
		return -EIO;
	if (again) {
		dma_free_coherent(c->dev, 64, c->answer, c->answer_dma);
		c->answer = NULL;
	}
	return 0;
}

struct message {
	int bar;
	dma_addr_t base;
	size_t size;
};
struct doorbell {
	struct device *dev;
	struct message *messages;
	void __iomem *regs;
	int count;
};

int ok_kept_in_literal(struct doorbell *d, phys_addr_t address, int count)
{
	struct message *messages;
	dma_addr_t base = 0;
	size_t size = 0;
	int i;

	if (d->count) {
		size = PAGE_SIZE;
		base = dma_map_resource(d->dev, address, size, DMA_FROM_DEVICE, 0);
		if (dma_mapping_error(d->dev, base))
			return -EIO;
	}
	messages = kcalloc(count, sizeof(*messages), GFP_KERNEL);
	if (!messages) {
		if (size)
			dma_unmap_resource(d->dev, base, size, DMA_FROM_DEVICE, 0);
		return -ENOMEM;
	}
	for (i = 0; i < count; i++)
		messages[i] = (struct message){ .bar = 1, .base = base, .size = size };
	d->messages = messages;
	return 0;
}

int bad_literal_without_it(struct doorbell *d, phys_addr_t address)
{
	dma_addr_t base = dma_map_resource(d->dev, address, PAGE_SIZE, DMA_FROM_DEVICE, 0);

	if (dma_mapping_error(d->dev, base))
		return -EIO;
	d->messages[0] = (struct message){ .bar = 1, .size = PAGE_SIZE };
	if (readl(d->regs))
		return -EBUSY; /* expect: unmap-missing */
	dma_unmap_resource(d->dev, base, PAGE_SIZE, DMA_FROM_DEVICE, 0);
	return 0;
}

void assert_zero(void *test, int value);

void ok_outcome_told_to_a_test(struct doorbell *d, void *test, struct sg_table *table)
{
	int ret = dma_map_sgtable(d->dev, table, DMA_BIDIRECTIONAL, 0);

	assert_zero(test, ret);
}

void bad_outcome_printed(struct doorbell *d, struct sg_table *table)
{
	int ret = dma_map_sgtable(d->dev, table, DMA_BIDIRECTIONAL, 0); /* expect: sg-map-unchecked */

	dev_info(d->dev, "mapped: %d\n", ret);
}

void ok_handle_of_others(struct doorbell *d, void __iomem *regs, dma_addr_t base)
{
	writel(base, regs);
}

void ok_handle_in_pointer_of_the_caller(struct doorbell *d, void **base)
{
	*base = (void *)d->messages->base;
}

int bad_pointer_from_handle(struct doorbell *d)
{
	return *(int *)(uintptr_t)d->messages->base; /* expect: handle-as-pointer */
}

void clflush_cache_range(void *address, unsigned int size);

u32 ok_lines_flushed_by_hand(struct doorbell *d, u32 *table)
{
	dma_addr_t dma = dma_map_single(d->dev, table, PAGE_SIZE, DMA_BIDIRECTIONAL);
	u32 entry;

	if (dma_mapping_error(d->dev, dma))
		return 0;
	entry = table[1];
	clflush_cache_range(table, PAGE_SIZE);
	dma_unmap_single(d->dev, dma, PAGE_SIZE, DMA_BIDIRECTIONAL);
	return entry;
}

u32 bad_table_read_while_mapped(struct doorbell *d, u32 *table)
{
	dma_addr_t dma = dma_map_single(d->dev, table, PAGE_SIZE, DMA_BIDIRECTIONAL);
	u32 entry;

	if (dma_mapping_error(d->dev, dma))
		return 0;
	entry = table[1]; /* expect: cpu-access-while-mapped */
	dma_unmap_single(d->dev, dma, PAGE_SIZE, DMA_BIDIRECTIONAL);
	return entry;
}

int ok_both_masks_after_the_same(struct doorbell *d)
{
	if (dma_set_mask(d->dev, DMA_BIT_MASK(64)))
		return -EIO;
	dma_set_mask_and_coherent(d->dev, DMA_BIT_MASK(64));
	return 0;
}

int bad_both_masks_alone(struct doorbell *d)
{
	dma_set_mask_and_coherent(d->dev, DMA_BIT_MASK(64)); /* expect: dma-mask-unchecked */
	return 0;
}

struct odd {
	__be64 source;
	__be32 length;
};
struct trb {
	__le32 buffer;
	__le32 control;
};

void ok_type_nobody_minds(struct odd *odd, dma_addr_t dma)
{
	odd->source = dma; /* expect: descriptor-endianness-hint */
	odd->length = 64; /* expect: descriptor-endianness-hint */
}

void ok_carried_by_a_plain_variable(struct trb *trb, dma_addr_t dma)
{
	u32 buffer;

	buffer = cpu_to_le32(lower_32_bits(dma));
	trb->buffer = buffer;
	trb->control = cpu_to_le32(1);
}

void bad_native_beside_converted(struct trb *trb)
{
	trb->buffer = 4; /* expect: descriptor-endianness */
	trb->control = cpu_to_le32(1);
}

#define CHAIN_OWN 0x80000000u

void ok_first_is_given_last(struct trb *ring, dma_addr_t *pages, int count)
{
	struct trb *trb;
	int i;

	for (i = 0; i < count; i++) {
		trb = &ring[i];
		trb->buffer = cpu_to_le32(pages[i]);
		if (i > 0)
			trb->control = cpu_to_le32(CHAIN_OWN);
	}
	/* The first one opens the chain. */
	dma_wmb();
	ring[0].control = cpu_to_le32(CHAIN_OWN);
}

void bad_each_is_given_at_once(struct trb *ring, dma_addr_t *pages, int count)
{
	struct trb *trb;
	int i;

	for (i = 0; i < count; i++) {
		trb = &ring[i];
		trb->buffer = cpu_to_le32(pages[i]);
		trb->control = cpu_to_le32(CHAIN_OWN); /* expect: ownership-write-barrier */
	}
}

static int slot_mapping_error(struct board *b, dma_addr_t dma)
{
	if (b->nents)
		return dma == 0;
	return dma_mapping_error(b->dev, dma);
}

static dma_addr_t slot_map(struct board *b, void *data)
{
	if (b->len)
		return b->dma;
	return dma_map_single(b->dev, data, BUF_SIZE, DMA_TO_DEVICE);
}

int ok_asked_by_own_function(struct board *b, struct desc *d, void *data)
{
	dma_addr_t dma = slot_map(b, data);

	if (slot_mapping_error(b, dma))
		return -ENOMEM;
	d->addr = cpu_to_le64(dma);
	return 0;
}

int bad_asked_by_nobody(struct board *b, struct desc *d, void *data)
{
	dma_addr_t dma = dma_map_single(b->dev, data, BUF_SIZE, DMA_TO_DEVICE); /* expect: map-error-unchecked */

	d->addr = cpu_to_le64(dma);
	return 0;
}

int ok_negative_is_an_error(struct board *b, void *data)
{
	int ret;

	b->slot_dma[0] = dma_map_single(b->dev, data, BUF_SIZE, DMA_TO_DEVICE);
	ret = dma_mapping_error(b->dev, b->slot_dma[0]);
	if (ret < 0)
		return ret;
	writeq(b->slot_dma[0], b->regs + REG_ADDR);
	dma_unmap_single(b->dev, b->slot_dma[0], BUF_SIZE, DMA_TO_DEVICE);
	return 0;
}

struct filters {
	struct mutex lock;
	u32 seen;
};
struct port {
	struct device *dev;
	int irq;
	struct filters filters;
	void *rx;
	dma_addr_t rx_dma;
	spinlock_t lock;
};

static irqreturn_t port_interrupt(int irq, void *data)
{
	struct port *port = data;

	port->filters.seen++;
	return IRQ_HANDLED;
}

int ok_lock_beside_what_is_used(struct port *port)
{
	int ret = devm_request_irq(port->dev, port->irq, port_interrupt, 0, "port", port);

	if (ret)
		return ret;
	mutex_init(&port->filters.lock);
	return 0;
}

static irqreturn_t port_locked_interrupt(int irq, void *data)
{
	struct port *port = data;

	spin_lock(&port->lock);
	spin_unlock(&port->lock);
	return IRQ_HANDLED;
}

int bad_lock_that_is_used(struct port *port)
{
	int ret = devm_request_irq(port->dev, port->irq, port_locked_interrupt, 0, "port", port); /* expect: irq-before-ready */

	if (ret)
		return ret;
	spin_lock_init(&port->lock);
	return 0;
}

int port_width(struct port *port);

static inline int descriptor_size(struct port *port)
{
	int size = 8;

	if (port_width(port) > 32)
		size += 8;
	if (port_width(port) > 40)
		size += 16;
	return size;
}

int ok_size_asked_alike(struct port *port)
{
	port->rx = dma_alloc_coherent(port->dev, (9 * descriptor_size(port)), &port->rx_dma, GFP_KERNEL);
	if (!port->rx)
		return -ENOMEM;
	if (port_width(port) < 0) {
		dma_free_coherent(port->dev, 9 * descriptor_size(port), port->rx, port->rx_dma);
		return -EIO;
	}
	return 0;
}

static irqreturn_t port_rx_interrupt(int irq, void *data)
{
	struct port *port = data;

	*(u32 *)port->rx = 0;
	return IRQ_HANDLED;
}

void port_close(struct port *port)
{
	dma_free_coherent(port->dev, 4096, port->rx, port->rx_dma);
}

int ok_managed_irq_of_what_is_closed(struct port *port)
{
	return devm_request_irq(port->dev, port->irq, port_rx_interrupt, 0, "port", port);
}

void ok_owner_as_the_caller_says(struct trb *trb, dma_addr_t dma, bool tx_own)
{
	trb->buffer = cpu_to_le32(lower_32_bits(dma));
	if (tx_own)
		trb->control |= cpu_to_le32(CHAIN_OWN);
}

void ok_forced_order(struct trb *trb, __le16 handle)
{
	trb->buffer = (__force __le32)handle;
	trb->control = cpu_to_le32(1);
}

void ok_until_a_counter_has_come_there(struct board *b)
{
	u32 from = readl(b->regs + REG_STATUS);

	while (readl(b->regs + REG_STATUS) - from < 3)
		cpu_relax();
}

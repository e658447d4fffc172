/* Shapes that right drivers have, each once taken for a mistake. */
#include "corpus.h"

int board_send(struct board *b, dma_addr_t dma);
int board_map_check(struct board *b, dma_addr_t dma);
void board_quiet(struct board *b);

struct copied {
	__le16 id;
	__le16 tag;
};
struct ring_set {
	bool jumbo;
	void *ring;
	dma_addr_t dma;
	int mapped;
};
#define SET_BYTES(s) ((s)->jumbo ? 8192 : 4096)

int ok_unmaps_by_count(struct board *b, struct ring_set *s, void *p)
{
	int ret = -ENOMEM;

	s->dma = dma_map_single(b->dev, p, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(b->dev, s->dma))
		goto out;
	s->mapped = 64;
	ret = board_send(b, s->dma);
	if (!ret)
		return 0;
out:
	if (s->mapped) {
		dma_unmap_single(b->dev, s->dma, 64, DMA_TO_DEVICE);
		s->mapped = 0;
	}
	return ret;
}

int bad_unmaps_by_handle(struct board *b, struct ring_set *s, void *p)
{
	int ret = -ENOMEM;

	s->dma = dma_map_single(b->dev, p, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(b->dev, s->dma))
		goto out;
	ret = board_send(b, s->dma);
	if (!ret)
		return 0;
out:
	if (s->dma)
		dma_unmap_single(b->dev, s->dma, 64, DMA_TO_DEVICE); /* expect: unmap-failed-mapping */
	return ret;
}

int ok_same_condition_at_both_ends(struct board *b)
{
	int ret;

	if (b->len) {
		b->buf = dma_alloc_coherent(b->dev, 4096, &b->dma, GFP_KERNEL);
		if (!b->buf)
			return -ENOMEM;
	}
	ret = board_setup(b);
	if (ret)
		goto free;
	return 0;
free:
	if (b->len)
		dma_free_coherent(b->dev, 4096, b->buf, b->dma);
	return ret;
}

int ok_direction_by_condition(struct board *b)
{
	int count;

	if (b->nents == 1)
		count = dma_map_sg(b->dev, b->sg, 1, DMA_BIDIRECTIONAL);
	else
		count = dma_map_sg(b->dev, b->sg, 1, DMA_TO_DEVICE);
	if (!count)
		return -EIO;
	board_wait(b);
	if (b->nents == 1)
		dma_unmap_sg(b->dev, b->sg, 1, DMA_BIDIRECTIONAL);
	else
		dma_unmap_sg(b->dev, b->sg, 1, DMA_TO_DEVICE);
	return 0;
}

int ok_positive_is_no_failure(struct board *b)
{
	int ret;

	b->buf = dma_alloc_coherent(b->dev, 4096, &b->dma, GFP_KERNEL);
	if (!b->buf)
		return -ENOMEM;
	ret = board_setup(b);
	if (ret < 0)
		dma_free_coherent(b->dev, 4096, b->buf, b->dma);
	return ret ? ret : 1;
}

static void free_rings(struct board *b)
{
	dma_free_coherent(b->dev, RING_SIZE * sizeof(*b->ring), b->ring, b->ring_dma);
	free_irq(b->irq, b);
}

int ok_helper_frees_what_never_ran(struct board *b)
{
	if (!board_setup(b))
		return 0;
	free_rings(b);
	return -EIO;
}

static irqreturn_t takes_ring(int irq, void *data)
{
	struct board *b = data;

	b->ring[0].ctrl = 0;
	return IRQ_HANDLED;
}

static void only_frees(struct board *b)
{
	dma_free_coherent(b->dev, RING_SIZE * sizeof(*b->ring), b->ring, b->ring_dma);
}

int ok_managed_irq(struct board *b)
{
	return devm_request_irq(b->dev, b->irq, takes_ring, 0, "board", b);
}

void ok_quiet_before_helper_frees(struct board *b)
{
	board_quiet(b);
	only_frees(b);
}

int ok_asks_by_a_function_of_another_file(struct board *b, void *p)
{
	dma_addr_t dma = dma_map_single(b->dev, p, 64, DMA_TO_DEVICE);

	if (board_map_check(b, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, 64, DMA_TO_DEVICE);
	return 0;
}

struct page *ok_asks_where_it_lies(struct board *b, dma_addr_t *dma)
{
	void *p = dma_alloc_coherent(b->dev, 4096, dma, GFP_KERNEL);

	if (!p)
		return NULL;
	return is_vmalloc_addr(p) ? vmalloc_to_page(p) : virt_to_page(p);
}

int ok_size_in_the_same_words(struct board *b, struct ring_set *s)
{
	s->ring = dma_alloc_coherent(b->dev, SET_BYTES(s), &s->dma, GFP_KERNEL);
	if (!s->ring)
		return -ENOMEM;
	if (board_setup(b)) {
		dma_free_coherent(b->dev, SET_BYTES(s), s->ring, s->dma);
		return -EIO;
	}
	return 0;
}

void *ok_handle_that_is_the_address(struct board *b, void *table)
{
	dma_addr_t dma = dma_map_single(b->dev, table, 4096, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return NULL;
	if (dma != virt_to_phys(table)) {
		dma_unmap_single(b->dev, dma, 4096, DMA_TO_DEVICE);
		return NULL;
	}
	return table;
}

struct io_desc {
	u32 next;
	u32 buffer;
};

int ok_kept_in_a_descriptor_of_the_device(struct board *b, struct io_desc __iomem *desc, void *p)
{
	dma_addr_t dma = dma_map_single(b->dev, p, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writel(dma, &desc->buffer);
	return 0;
}

void bad_copied_field(struct copied *c, u16 *table)
{
	c->id = table[0]; /* expect: descriptor-endianness-hint */
	c->tag = table[1]; /* expect: descriptor-endianness-hint */
}

u16 bad_asked_by_name(struct copied *c)
{
	return c->id & BUSY; /* expect: descriptor-endianness-hint */
}

struct told {
	dma_addr_t dma;
	void *p;
	bool mapped;
};
int board_take(struct told *t);

int ok_freed_after_unmap_of_what_others_saw(struct board *b)
{
	struct told t;
	void *p = kmalloc(64, GFP_KERNEL);
	int ret;

	if (!p)
		return -ENOMEM;
	t.dma = dma_map_single(b->dev, p, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(b->dev, t.dma)) {
		kfree(p);
		return -ENOMEM;
	}
	ret = board_take(&t);
	dma_unmap_single(b->dev, t.dma, 64, DMA_TO_DEVICE);
	kfree(p);
	return ret;
}

static int board_queue(struct board *b, dma_addr_t dma, unsigned int at)
{
	if (at >= RING_SIZE)
		return -EINVAL;
	b->ring[at].addr = cpu_to_le64(dma);
	return 0;
}

int ok_told_to_a_queue(struct board *b, void *p, unsigned int at)
{
	dma_addr_t dma = dma_map_single(b->dev, p, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	return board_queue(b, dma, at);
}

static void start_write(struct board *b, struct told *t)
{
	t->dma = dma_map_single(b->dev, t->p, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(b->dev, t->dma))
		return;
	t->mapped = true;
	writeq(t->dma, b->regs + REG_ADDR);
}

int ok_started_by_a_helper(struct board *b, struct told *t)
{
	start_write(b, t);
	return board_wait(b) ? -EIO : 0;
}

static int map_list(struct device *dev, struct scatterlist *sg, int nents)
{
	return dev ? dma_map_sg(dev, sg, nents, DMA_TO_DEVICE) : 0;
}

int ok_list_by_a_wrapper(struct board *b)
{
	if (!map_list(b->dev, b->sg, b->nents))
		return -EIO;
	board_wait(b);
	dma_unmap_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE);
	return 0;
}

void ok_printed_as_a_pointer(struct board *b)
{
	printk("ring at %p\n", (void *)(unsigned long)b->ring_dma);
}

#include "corpus.h"

struct slot {
	void *data;
	dma_addr_t dma;
	size_t len;
	enum dma_data_direction dir;
};

#define MAP(b, p, n) dma_map_single((b)->dev, (p), (n), DMA_TO_DEVICE)
#define UNMAP(b, h, n) dma_unmap_single((b)->dev, (h), (n), DMA_TO_DEVICE)

int bad_macro_unchecked(struct board *b, void *p)
{
	dma_addr_t dma = MAP(b, p, 64); /* expect: map-error-unchecked */

	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	UNMAP(b, dma, 64);
	return 0;
}

int ok_macro_checked(struct board *b, void *p)
{
	dma_addr_t dma = MAP(b, p, 64);

	if (unlikely(dma_mapping_error(b->dev, dma)))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	UNMAP(b, dma, 64);
	return 0;
}

static int slot_map(struct board *b, struct slot *s)
{
	s->dma = dma_map_single(b->dev, s->data, s->len, DMA_TO_DEVICE);
	return dma_mapping_error(b->dev, s->dma);
}

static void slot_unmap(struct board *b, struct slot *s)
{
	dma_unmap_single(b->dev, s->dma, s->len, DMA_TO_DEVICE);
}

int ok_slot_helpers(struct board *b, struct slot *s)
{
	if (slot_map(b, s))
		return -ENOMEM;
	writeq(s->dma, b->regs + REG_ADDR);
	board_wait(b);
	slot_unmap(b, s);
	return 0;
}

int bad_slot_helpers_leak(struct board *b, struct slot *s)
{
	struct slot local = *s;

	if (slot_map(b, &local))
		return -ENOMEM;
	writeq(local.dma, b->regs + REG_ADDR);
	if (board_wait(b))
		return -EIO; /* expect: unmap-missing */
	slot_unmap(b, &local);
	return 0;
}

int bad_slot_twice(struct board *b, struct slot *s)
{
	if (slot_map(b, s))
		return -ENOMEM;
	writeq(s->dma, b->regs + REG_ADDR);
	if (board_wait(b))
		goto out;
	slot_unmap(b, s);
out:
	dma_unmap_single(b->dev, s->dma, s->len, DMA_TO_DEVICE); /* expect: unmap-twice */
	return 0;
}

int bad_ternary_direction(struct board *b, void *p, bool read)
{
	dma_addr_t dma = dma_map_single(b->dev, p, 64, read ? DMA_FROM_DEVICE : DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, 64, read ? DMA_TO_DEVICE : DMA_FROM_DEVICE); /* expect: unmap-wrong-direction */
	return 0;
}

int ok_ternary_direction(struct board *b, void *p, bool read)
{
	dma_addr_t dma = dma_map_single(b->dev, p, 64, read ? DMA_FROM_DEVICE : DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, 64, read ? DMA_FROM_DEVICE : DMA_TO_DEVICE);
	return 0;
}

int bad_switch_leaks(struct board *b, void *p, int kind)
{
	dma_addr_t dma = dma_map_single(b->dev, p, 64, DMA_TO_DEVICE);
	int ret = 0;

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	switch (kind) {
	case 0:
		ret = board_wait(b);
		break;
	case 1:
		return -EINVAL; /* expect: unmap-missing */
	default:
		ret = board_setup(b);
	}
	dma_unmap_single(b->dev, dma, 64, DMA_TO_DEVICE);
	return ret;
}

int ok_switch(struct board *b, void *p, int kind)
{
	dma_addr_t dma = dma_map_single(b->dev, p, 64, DMA_TO_DEVICE);
	int ret = 0;

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	switch (kind) {
	case 0:
		ret = board_wait(b);
		break;
	case 1:
		ret = -EINVAL;
		goto unmap;
	default:
		ret = board_setup(b);
	}
unmap:
	dma_unmap_single(b->dev, dma, 64, DMA_TO_DEVICE);
	return ret;
}

int ok_conditional_unmap(struct board *b, void *p, size_t len)
{
	dma_addr_t dma = 0;
	bool mapped = false;

	if (len) {
		dma = dma_map_single(b->dev, p, len, DMA_TO_DEVICE);
		if (dma_mapping_error(b->dev, dma))
			return -ENOMEM;
		mapped = true;
		writeq(dma, b->regs + REG_ADDR);
	}
	board_wait(b);
	if (mapped)
		dma_unmap_single(b->dev, dma, len, DMA_TO_DEVICE);
	return 0;
}

int bad_conditional_unmap(struct board *b, void *p, size_t len)
{
	dma_addr_t dma = 0;
	bool mapped = false;

	if (len) {
		dma = dma_map_single(b->dev, p, len, DMA_TO_DEVICE);
		if (dma_mapping_error(b->dev, dma))
			return -ENOMEM;
		writeq(dma, b->regs + REG_ADDR);
	}
	board_wait(b);
	if (mapped)
		dma_unmap_single(b->dev, dma, len, DMA_TO_DEVICE);
	return 0; /* expect: unmap-missing */
}

int bad_array_no_unwind(struct board *b)
{
	int i;

	for (i = 0; i < 4; i++) {
		dma_addr_t one = dma_map_single(b->dev, b->slots[i], BUF_SIZE, DMA_TO_DEVICE);

		if (dma_mapping_error(b->dev, one))
			return -ENOMEM;
		writeq(one, b->regs + REG_ADDR);
		if (board_wait(b))
			break;
		dma_unmap_single(b->dev, one, BUF_SIZE, DMA_TO_DEVICE);
	}
	return 0; /* expect: unmap-missing */
}

int ok_array_continue(struct board *b)
{
	int i;

	for (i = 0; i < 4; i++) {
		dma_addr_t one = dma_map_single(b->dev, b->slots[i], BUF_SIZE, DMA_TO_DEVICE);

		if (dma_mapping_error(b->dev, one))
			continue;
		writeq(one, b->regs + REG_ADDR);
		board_wait(b);
		dma_unmap_single(b->dev, one, BUF_SIZE, DMA_TO_DEVICE);
	}
	return 0;
}

int bad_array_size(struct board *b)
{
	int i;

	for (i = 0; i < 4; i++) {
		dma_addr_t one = dma_map_single(b->dev, b->slots[i], BUF_SIZE, DMA_TO_DEVICE);

		if (dma_mapping_error(b->dev, one))
			continue;
		writeq(one, b->regs + REG_ADDR);
		board_wait(b);
		dma_unmap_single(b->dev, one, BUF_SIZE / 2, DMA_TO_DEVICE); /* expect: unmap-wrong-size */
	}
	return 0;
}

int bad_sgtable_leak(struct board *b, struct sg_table *table)
{
	int ret = dma_map_sgtable(b->dev, table, DMA_TO_DEVICE, 0);

	if (ret)
		return ret;
	ret = board_wait(b);
	if (ret < 0)
		return ret; /* expect: unmap-missing */
	dma_unmap_sgtable(b->dev, table, DMA_TO_DEVICE, 0);
	return 0;
}

int bad_sgtable_direction(struct board *b, struct sg_table *table)
{
	int ret = dma_map_sgtable(b->dev, table, DMA_TO_DEVICE, 0);

	if (ret)
		return ret;
	ret = board_wait(b);
	dma_unmap_sgtable(b->dev, table, DMA_BIDIRECTIONAL, 0); /* expect: unmap-wrong-direction */
	return ret;
}

int ok_sgtable(struct board *b, struct sg_table *table)
{
	int ret = dma_map_sgtable(b->dev, table, DMA_TO_DEVICE, 0);

	if (ret)
		return ret;
	ret = board_wait(b);
	dma_unmap_sgtable(b->dev, table, DMA_TO_DEVICE, 0);
	return ret;
}

int bad_page_wrong_size(struct board *b, struct page *page)
{
	dma_addr_t dma = dma_map_page(b->dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_page(b->dev, dma, BUF_SIZE, DMA_FROM_DEVICE); /* expect: unmap-wrong-size */
	return 0;
}

int ok_handle_in_struct(struct board *b, struct slot *s)
{
	s->dma = dma_map_single(b->dev, s->data, s->len, s->dir);
	if (dma_mapping_error(b->dev, s->dma)) {
		s->dma = 0;
		return -ENOMEM;
	}
	writeq(s->dma, b->regs + REG_ADDR);
	return 0;
}

int bad_second_fails(struct board *b, struct slot *one, struct slot *two)
{
	dma_addr_t first, second;

	first = dma_map_single(b->dev, one->data, one->len, DMA_TO_DEVICE);
	if (dma_mapping_error(b->dev, first))
		return -ENOMEM;
	second = dma_map_single(b->dev, two->data, two->len, DMA_TO_DEVICE);
	if (dma_mapping_error(b->dev, second))
		return -ENOMEM; /* expect: unmap-missing */
	writeq(first, b->regs + REG_ADDR);
	writeq(second, b->regs + REG_LEN);
	board_wait(b);
	dma_unmap_single(b->dev, second, two->len, DMA_TO_DEVICE);
	dma_unmap_single(b->dev, first, one->len, DMA_TO_DEVICE);
	return 0;
}

int ok_second_fails(struct board *b, struct slot *one, struct slot *two)
{
	dma_addr_t first, second;
	int ret = -ENOMEM;

	first = dma_map_single(b->dev, one->data, one->len, DMA_TO_DEVICE);
	if (dma_mapping_error(b->dev, first))
		goto out;
	second = dma_map_single(b->dev, two->data, two->len, DMA_TO_DEVICE);
	if (dma_mapping_error(b->dev, second))
		goto unmap_first;
	writeq(first, b->regs + REG_ADDR);
	writeq(second, b->regs + REG_LEN);
	ret = board_wait(b);
	dma_unmap_single(b->dev, second, two->len, DMA_TO_DEVICE);
unmap_first:
	dma_unmap_single(b->dev, first, one->len, DMA_TO_DEVICE);
out:
	return ret;
}

int bad_swapped_handles(struct board *b, struct slot *one, struct slot *two)
{
	dma_addr_t first, second;

	first = dma_map_single(b->dev, one->data, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(b->dev, first))
		return -ENOMEM;
	second = dma_map_single(b->dev, two->data, 128, DMA_FROM_DEVICE);
	if (dma_mapping_error(b->dev, second)) {
		dma_unmap_single(b->dev, first, 64, DMA_TO_DEVICE);
		return -ENOMEM;
	}
	writeq(first, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, first, 64, DMA_TO_DEVICE);
	dma_unmap_single(b->dev, first, 128, DMA_FROM_DEVICE); /* expect: unmap-twice */
	return 0; /* expect: unmap-missing */
}

int bad_goto_forward_skips(struct board *b, void *p)
{
	dma_addr_t dma = dma_map_single(b->dev, p, 64, DMA_BIDIRECTIONAL);

	if (dma_mapping_error(b->dev, dma))
		goto fail;
	writeq(dma, b->regs + REG_ADDR);
	if (board_wait(b) != 0)
		goto fail;
	dma_unmap_single(b->dev, dma, 64, DMA_BIDIRECTIONAL);
	return 0;
fail:
	return -EIO; /* expect: unmap-missing */
}

int bad_old_names(struct board *b, void *p)
{
	dma_addr_t dma = pci_map_single(b->pdev, p, 64, PCI_DMA_TODEVICE);

	if (pci_dma_mapping_error(b->pdev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	pci_unmap_single(b->pdev, dma, 32, PCI_DMA_TODEVICE); /* expect: unmap-wrong-size */
	return 0;
}

int bad_old_names_unchecked(struct board *b, void *p)
{
	dma_addr_t dma = pci_map_single(b->pdev, p, 64, PCI_DMA_TODEVICE); /* expect: map-error-unchecked */

	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	pci_unmap_single(b->pdev, dma, 64, PCI_DMA_TODEVICE);
	return 0;
}

int ok_old_names(struct board *b)
{
	dma_addr_t dma;
	void *memory = pci_alloc_consistent(b->pdev, 4096, &dma);

	if (!memory)
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	pci_free_consistent(b->pdev, 4096, memory, dma);
	return 0;
}

int bad_old_names_leak(struct board *b)
{
	dma_addr_t dma;
	void *memory = pci_alloc_consistent(b->pdev, 4096, &dma);

	if (!memory)
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	if (board_wait(b))
		return -EIO; /* expect: unmap-missing */
	pci_free_consistent(b->pdev, 4096, memory, dma);
	return 0;
}

int bad_coherent_error_label(struct board *b)
{
	dma_addr_t ring, status;
	void *one, *two;
	int ret = -ENOMEM;

	one = dma_alloc_coherent(b->dev, 4096, &ring, GFP_KERNEL);
	if (!one)
		return -ENOMEM;
	two = dma_alloc_coherent(b->dev, 64, &status, GFP_KERNEL);
	if (!two)
		goto out;
	ret = board_setup(b);
	dma_free_coherent(b->dev, 64, two, status);
	dma_free_coherent(b->dev, 4096, one, ring);
out:
	return ret; /* expect: unmap-missing */
}

int bad_coherent_swapped(struct board *b)
{
	dma_addr_t ring;
	void *one = dma_alloc_coherent(b->dev, 4096, &ring, GFP_KERNEL);

	if (!one)
		return -ENOMEM;
	board_setup(b);
	dma_free_coherent(b->dev, 2048, one, ring); /* expect: unmap-wrong-size */
	return 0;
}

int bad_pool_block_leak(struct board *b, int count)
{
	dma_addr_t dma;
	void *block = dma_pool_zalloc(b->pool, GFP_KERNEL, &dma);

	if (!block)
		return -ENOMEM;
	if (count > 8)
		return -EINVAL; /* expect: unmap-missing */
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_pool_free(b->pool, block, dma);
	return 0;
}

int bad_unmap_in_failed_check(struct board *b, void *p)
{
	dma_addr_t dma;

	dma = dma_map_single(b->dev, p, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(b->dev, dma)) {
		dma_unmap_single(b->dev, dma, 64, DMA_TO_DEVICE); /* expect: unmap-failed-mapping */
		return -ENOMEM;
	}
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, 64, DMA_TO_DEVICE);
	return 0;
}

int ok_loop_retry(struct board *b, void *p)
{
	dma_addr_t dma;
	int tries = 3;

	do {
		dma = dma_map_single(b->dev, p, 64, DMA_TO_DEVICE);
		if (!dma_mapping_error(b->dev, dma))
			break;
	} while (--tries);
	if (!tries)
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, 64, DMA_TO_DEVICE);
	return 0;
}

dma_addr_t ok_returns_handle(struct board *b, void *p)
{
	return dma_map_single(b->dev, p, 64, DMA_TO_DEVICE);
}

int ok_checked_into_flag(struct board *b, void *p)
{
	dma_addr_t dma = dma_map_single(b->dev, p, 64, DMA_TO_DEVICE);
	bool failed = dma_mapping_error(b->dev, dma) != 0;

	if (!failed) {
		writeq(dma, b->regs + REG_ADDR);
		board_wait(b);
		dma_unmap_single(b->dev, dma, 64, DMA_TO_DEVICE);
	}
	return failed ? -ENOMEM : 0;
}

int bad_checks_the_other(struct board *b, void *p, void *q)
{
	dma_addr_t one = dma_map_single(b->dev, p, 64, DMA_TO_DEVICE);
	dma_addr_t two;

	if (dma_mapping_error(b->dev, one))
		return -ENOMEM;
	two = dma_map_single(b->dev, q, 64, DMA_TO_DEVICE); /* expect: map-error-unchecked */
	if (dma_mapping_error(b->dev, one))
		goto unmap;
	writeq(one, b->regs + REG_ADDR);
	writeq(two, b->regs + REG_LEN);
	board_wait(b);
	dma_unmap_single(b->dev, two, 64, DMA_TO_DEVICE);
unmap:
	dma_unmap_single(b->dev, one, 64, DMA_TO_DEVICE);
	return 0;
}

int bad_into_ring_unchecked(struct board *b, void *p, unsigned int at)
{
	struct desc *d = &b->ring[at % RING_SIZE];

	b->slot_dma[at % RING_SIZE] = dma_map_single(b->dev, p, BUF_SIZE, DMA_FROM_DEVICE); /* expect: map-error-unchecked */
	d->addr = cpu_to_le64(b->slot_dma[at % RING_SIZE]);
	dma_wmb();
	d->ctrl = cpu_to_le32(OWN | BUF_SIZE);
	return 0;
}

/* A struct of its own that is copied into another takes along what it holds. */
int ok_copied_struct(struct board *b, struct slot *to)
{
	struct slot local;

	local.data = b->buf;
	local.dma = dma_map_single(b->dev, b->buf, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(b->dev, local.dma))
		return -ENOMEM;
	writeq(local.dma, b->regs + REG_ADDR);
	*to = local;
	return 0;
}

int ok_local_list(struct board *b)
{
	LIST_HEAD(local);

	list_add(&local, &local);
	return board_wait(b);
}

int ok_all_or_nothing(struct board *b)
{
	int n = dma_map_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE);

	if (n != b->nents)
		return -EINVAL;
	return board_wait(b);
}

struct slot *board_slot(struct board *b);

int ok_handle_in_what_is_got_anew(struct board *b, u32 *p)
{
	struct slot *s = board_slot(b);
	u32 got;

	s->dma = dma_map_single(b->dev, p, 64, DMA_FROM_DEVICE);
	if (dma_mapping_error(b->dev, s->dma))
		return -ENOMEM;
	writeq(s->dma, b->regs + REG_ADDR);
	board_wait(b);
	s = board_slot(b);
	dma_unmap_single(b->dev, s->dma, 64, DMA_FROM_DEVICE);
	got = p[0];
	kfree(p);
	return got;
}

#include "corpus.h"

int bad_leak_on_timeout(struct board *b, void *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	if (board_wait(b))
		return -ETIMEDOUT; /* expect: unmap-missing */
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	return 0;
}

int bad_never_unmapped(struct board *b, void *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	return board_wait(b); /* expect: unmap-missing */
}

int bad_wrong_label(struct board *b, void *one, void *two)
{
	dma_addr_t first, second;
	int ret = -ENOMEM;

	first = dma_map_single(b->dev, one, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(b->dev, first))
		goto out;
	second = dma_map_single(b->dev, two, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(b->dev, second))
		goto out;
	writeq(first, b->regs + REG_ADDR);
	writeq(second, b->regs + REG_ADDR);
	ret = board_wait(b);
	dma_unmap_single(b->dev, second, 64, DMA_TO_DEVICE);
	dma_unmap_single(b->dev, first, 64, DMA_TO_DEVICE);
out:
	return ret; /* expect: unmap-missing */
}

int bad_field_leak_on_error(struct board *b, void *buf)
{
	b->dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);
	if (dma_mapping_error(b->dev, b->dma))
		return -ENOMEM;
	if (board_setup(b))
		return -EIO; /* expect: unmap-missing */
	if (board_wait(b))
		goto unmap;
	return 0;
unmap:
	dma_unmap_single(b->dev, b->dma, BUF_SIZE, DMA_TO_DEVICE);
	return -ETIMEDOUT;
}

void bad_sg_leak(struct board *b)
{
	int count = dma_map_sg(b->dev, b->sg, b->nents, DMA_FROM_DEVICE);

	if (!count)
		return;
	if (board_setup(b))
		return; /* expect: unmap-missing */
	board_wait(b);
	dma_unmap_sg(b->dev, b->sg, b->nents, DMA_FROM_DEVICE);
}

int bad_coherent_leak(struct board *b)
{
	dma_addr_t dma;
	void *cpu = dma_alloc_coherent(b->dev, 4096, &dma, GFP_KERNEL);

	if (!cpu)
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	if (board_wait(b))
		return -EIO; /* expect: unmap-missing */
	dma_free_coherent(b->dev, 4096, cpu, dma);
	return 0;
}

void bad_loop_overwrites(struct board *b, void *buf)
{
	dma_addr_t dma;
	int i;

	for (i = 0; i < 4; i++) {
		dma = dma_map_single(b->dev, buf, 64, DMA_TO_DEVICE); /* expect: unmap-missing */
		if (dma_mapping_error(b->dev, dma))
			return;
		writeq(dma, b->regs + REG_ADDR);
		board_wait(b);
	}
	dma_unmap_single(b->dev, dma, 64, DMA_TO_DEVICE);
}

int ok_labels(struct board *b, void *one, void *two)
{
	dma_addr_t first, second;
	int ret = -ENOMEM;

	first = dma_map_single(b->dev, one, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(b->dev, first))
		goto out;
	second = dma_map_single(b->dev, two, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(b->dev, second))
		goto unmap_first;
	writeq(first, b->regs + REG_ADDR);
	writeq(second, b->regs + REG_ADDR);
	ret = board_wait(b);
	dma_unmap_single(b->dev, second, 64, DMA_TO_DEVICE);
unmap_first:
	dma_unmap_single(b->dev, first, 64, DMA_TO_DEVICE);
out:
	return ret;
}

int ok_kept_in_field(struct board *b, void *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	b->dma = dma;
	writeq(dma, b->regs + REG_ADDR);
	return 0;
}

int ok_kept_in_descriptor(struct board *b, void *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	b->ring[b->tail].addr = cpu_to_le64(dma);
	return 0;
}

int ok_given_to_caller(struct board *b, void *buf, dma_addr_t *out)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	*out = dma;
	return 0;
}

static void put(struct board *b, dma_addr_t dma)
{
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
}

int ok_unmapped_by_helper(struct board *b, void *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);
	int ret;

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	ret = board_wait(b);
	put(b, dma);
	return ret;
}

int ok_unwinds_loop(struct board *b)
{
	int i;

	for (i = 0; i < RING_SIZE; i++) {
		b->slot_dma[i] = dma_map_single(b->dev, b->slots[i], BUF_SIZE, DMA_FROM_DEVICE);
		if (dma_mapping_error(b->dev, b->slot_dma[i]))
			goto unwind;
	}
	return 0;
unwind:
	while (--i >= 0)
		dma_unmap_single(b->dev, b->slot_dma[i], BUF_SIZE, DMA_FROM_DEVICE);
	return -ENOMEM;
}

int ok_flag_remembers(struct board *b, void *buf)
{
	dma_addr_t dma = 0;
	bool mapped = false;
	int ret;

	if (b->len > 64) {
		dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);
		if (dma_mapping_error(b->dev, dma))
			return -ENOMEM;
		mapped = true;
		writeq(dma, b->regs + REG_ADDR);
	}
	ret = board_wait(b);
	if (mapped)
		dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	return ret;
}

int ok_same_condition_twice(struct board *b, void *buf, size_t len)
{
	dma_addr_t dma;
	int ret;

	if (len) {
		dma = dma_map_single(b->dev, buf, len, DMA_TO_DEVICE);
		if (dma_mapping_error(b->dev, dma))
			return -ENOMEM;
		writeq(dma, b->regs + REG_ADDR);
	}
	ret = board_wait(b);
	if (len)
		dma_unmap_single(b->dev, dma, len, DMA_TO_DEVICE);
	return ret;
}

int ok_coherent_freed(struct board *b)
{
	dma_addr_t dma;
	int ret = 0;
	void *cpu = dma_alloc_coherent(b->dev, 4096, &dma, GFP_KERNEL);

	if (!cpu)
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	if (board_wait(b))
		ret = -EIO;
	dma_free_coherent(b->dev, 4096, cpu, dma);
	return ret;
}

int ok_managed(struct board *b)
{
	dma_addr_t dma;
	void *cpu = dmam_alloc_coherent(b->dev, 4096, &dma, GFP_KERNEL);

	if (!cpu)
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	return board_wait(b);
}

int bad_unmapped_twice(struct board *b, void *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);
	int ret;

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	ret = board_wait(b);
	if (ret)
		dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE); /* expect: unmap-twice */
	return ret;
}

int bad_label_unmaps_again(struct board *b, void *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);
	int ret;

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	ret = board_setup(b);
	if (ret)
		goto unmap;
	return 0;
unmap:
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE); /* expect: unmap-twice */
	return ret;
}

void bad_coherent_freed_twice(struct board *b)
{
	dma_addr_t dma;
	void *cpu = dma_alloc_coherent(b->dev, 4096, &dma, GFP_KERNEL);

	if (!cpu)
		return;
	if (board_wait(b))
		dma_free_coherent(b->dev, 4096, cpu, dma);
	dma_free_coherent(b->dev, 4096, cpu, dma); /* expect: unmap-twice */
}

int bad_unmaps_what_failed(struct board *b, void *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);
	int ret = 0;

	if (dma_mapping_error(b->dev, dma)) {
		ret = -ENOMEM;
		goto unmap;
	}
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
unmap:
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE); /* expect: unmap-failed-mapping */
	return ret;
}

int ok_remapped_between(struct board *b, void *one, void *two)
{
	dma_addr_t dma = dma_map_single(b->dev, one, BUF_SIZE, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	dma = dma_map_single(b->dev, two, BUF_SIZE, DMA_TO_DEVICE);
	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	return 0;
}

int ok_loop_maps_and_unmaps(struct board *b, void *buf)
{
	int i, ret = 0;

	for (i = 0; i < 8 && !ret; i++) {
		dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);

		if (dma_mapping_error(b->dev, dma))
			return -ENOMEM;
		writeq(dma, b->regs + REG_ADDR);
		ret = board_wait(b);
		dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	}
	return ret;
}

int bad_smaller_size(struct board *b, void *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, 4096, DMA_FROM_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, 2048, DMA_FROM_DEVICE); /* expect: unmap-wrong-size */
	return 0;
}

int bad_size_without_header(struct board *b, void *buf, size_t len)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, len + 16, DMA_FROM_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, len, DMA_FROM_DEVICE); /* expect: unmap-wrong-size */
	return 0;
}

void bad_coherent_size(struct board *b)
{
	dma_addr_t dma;
	void *cpu = dma_alloc_coherent(b->dev, RING_SIZE * sizeof(struct desc), &dma, GFP_KERNEL);

	if (!cpu)
		return;
	board_wait(b);
	dma_free_coherent(b->dev, sizeof(struct desc), cpu, dma); /* expect: unmap-wrong-size */
}

int ok_size_through_variable(struct board *b, void *buf)
{
	size_t size = 2 * BUF_SIZE;
	dma_addr_t dma = dma_map_single(b->dev, buf, size, DMA_FROM_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, 4096, DMA_FROM_DEVICE);
	return 0;
}

int ok_same_field(struct board *b)
{
	dma_addr_t dma = dma_map_single(b->dev, b->buf, b->len, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, b->len, DMA_TO_DEVICE);
	return 0;
}

int bad_other_direction(struct board *b, void *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_FROM_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE); /* expect: unmap-wrong-direction */
	return 0;
}

int bad_sg_direction(struct board *b)
{
	if (!dma_map_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE))
		return -ENOMEM;
	board_wait(b);
	dma_unmap_sg(b->dev, b->sg, b->nents, DMA_BIDIRECTIONAL); /* expect: unmap-wrong-direction */
	return 0;
}

int ok_direction_by_variable(struct board *b, void *buf, bool write)
{
	enum dma_data_direction dir = write ? DMA_TO_DEVICE : DMA_FROM_DEVICE;
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, dir);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, write ? DMA_TO_DEVICE : DMA_FROM_DEVICE);
	return 0;
}

int bad_resource_as_single(struct board *b, phys_addr_t fifo)
{
	dma_addr_t dma = dma_map_resource(b->dev, fifo, 64, DMA_TO_DEVICE, 0);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, 64, DMA_TO_DEVICE); /* expect: unmap-wrong-function */
	return 0;
}

void bad_single_as_coherent(struct board *b, void *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, 4096, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return;
	board_wait(b);
	dma_free_coherent(b->dev, 4096, buf, dma); /* expect: unmap-wrong-function */
}

void bad_coherent_with_kfree(struct board *b)
{
	dma_addr_t dma;
	void *cpu = dma_alloc_coherent(b->dev, 4096, &dma, GFP_KERNEL);

	if (!cpu)
		return;
	board_wait(b);
	kfree(cpu); /* expect: unmap-wrong-function */
}

int ok_page_pair(struct board *b, struct page *page)
{
	dma_addr_t dma = dma_map_page(b->dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_page(b->dev, dma, PAGE_SIZE, DMA_FROM_DEVICE);
	return 0;
}

int bad_unmaps_cpu_address(struct board *b, void *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	b->dma = dma;
	board_wait(b);
	dma_unmap_single(b->dev, (dma_addr_t)buf, BUF_SIZE, DMA_TO_DEVICE); /* expect: unmap-wrong-handle */
	return 0;
}

int bad_unmaps_physical(struct board *b, void *buf)
{
	b->dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);
	if (dma_mapping_error(b->dev, b->dma))
		return -ENOMEM;
	board_wait(b);
	dma_unmap_single(b->dev, virt_to_phys(buf), BUF_SIZE, DMA_TO_DEVICE); /* expect: unmap-wrong-handle */
	return 0;
}

int bad_unmaps_moved_handle(struct board *b, void *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	b->dma = dma;
	dma += 64;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE); /* expect: unmap-wrong-handle */
	return 0;
}

int ok_moved_and_back(struct board *b, void *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma + 64, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	return 0;
}

struct piece {
	void *base;
	dma_addr_t phys_base;
};

int ok_frees_others_of_that_name(struct board *b, struct piece *mine, struct piece *others, int count)
{
	int i;

	mine->base = dma_alloc_coherent(b->dev, BUF_SIZE, &mine->phys_base, GFP_KERNEL);
	if (!mine->base)
		return -ENOMEM;
	for (i = 0; i < count; i++)
		dma_free_coherent(b->dev, BUF_SIZE, others[i].base, others[i].phys_base);
	dma_free_coherent(b->dev, BUF_SIZE, mine->base, mine->phys_base);
	return 0;
}

int bad_frees_its_own_twice(struct board *b, struct piece *mine)
{
	mine->base = dma_alloc_coherent(b->dev, BUF_SIZE, &mine->phys_base, GFP_KERNEL);
	if (!mine->base)
		return -ENOMEM;
	board_wait(b);
	dma_free_coherent(b->dev, BUF_SIZE, mine->base, mine->phys_base);
	dma_free_coherent(b->dev, BUF_SIZE, mine->base, mine->phys_base); /* expect: unmap-twice */
	return 0;
}

static void put_word(struct desc *d, const void *data, size_t length)
{
	memcpy(&d->addr, data, length);
}

static int put_handle(struct board *b, struct desc *d, void *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_FROM_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -EIO;
	put_word(d, &dma, sizeof(dma));
	return 0;
}

int ok_handles_copied_away(struct board *b, void **bufs, int count)
{
	int i;

	for (i = 0; i < count; i++) {
		if (put_handle(b, &b->ring[i], bufs[i]))
			return -EIO;
	}
	return 0;
}

int firmware_load(u32 source, dma_addr_t address);
int firmware_read(dma_addr_t address, void *memory);

int bad_firmware_told_by_handle(struct board *b, const void *image, size_t size)
{
	dma_addr_t dma;
	void *copy = dma_alloc_coherent(b->dev, size, &dma, GFP_KERNEL);

	if (!copy)
		return -ENOMEM;
	memcpy(copy, image, size);
	return firmware_load(1, dma); /* expect: unmap-missing */
}

int ok_firmware_told_of_the_memory(struct board *b, size_t size)
{
	dma_addr_t dma;
	void *copy = dma_alloc_coherent(b->dev, size, &dma, GFP_KERNEL);

	if (!copy)
		return -ENOMEM;
	return firmware_read(dma, copy);
}

int ok_firmware_loaded(struct board *b, const void *image, size_t size)
{
	dma_addr_t dma;
	void *copy = dma_alloc_coherent(b->dev, size, &dma, GFP_KERNEL);
	int ret;

	if (!copy)
		return -ENOMEM;
	memcpy(copy, image, size);
	ret = firmware_load(1, dma);
	dma_free_coherent(b->dev, size, copy, dma);
	return ret;
}

/* Pieces of chunks that a driver brought, each chunk with a bitmap of its pieces. */
#include <linux/align.h>
#include <linux/bitmap.h>
#include <linux/bug.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/genalloc.h>
#include <linux/log2.h>
#include <linux/slab.h>
#include <linux/string.h>

static size_t chunk_size(const struct gen_pool_chunk *chunk)
{
	return chunk->end_addr - chunk->start_addr + 1;
}

struct gen_pool *gen_pool_create(int min_alloc_order, int nid)
{
	struct gen_pool *pool = kzalloc(sizeof(*pool), GFP_KERNEL);

	if (!pool)
		return NULL;
	spin_lock_init(&pool->lock);
	INIT_LIST_HEAD(&pool->chunks);
	pool->min_alloc_order = min_alloc_order;
	pool->algo = gen_pool_first_fit;
	return pool;
}

int gen_pool_add_owner(struct gen_pool *pool, unsigned long virt, phys_addr_t phys, size_t size, int nid, void *owner)
{
	unsigned long bits = size >> pool->min_alloc_order;
	struct gen_pool_chunk *chunk = kzalloc(sizeof(*chunk) + BITS_TO_LONGS(bits) * sizeof(long), GFP_KERNEL);

	if (!chunk)
		return -ENOMEM;
	chunk->phys_addr = phys;
	chunk->start_addr = virt;
	chunk->end_addr = virt + size - 1;
	chunk->owner = owner;
	atomic_long_set(&chunk->avail, size);
	spin_lock(&pool->lock);
	list_add(&chunk->next_chunk, &pool->chunks);
	spin_unlock(&pool->lock);
	return 0;
}

/* A piece that is still out is a mistake that the kernel does not survive. */
void gen_pool_destroy(struct gen_pool *pool)
{
	struct gen_pool_chunk *chunk, *next;

	list_for_each_entry_safe(chunk, next, &pool->chunks, next_chunk) {
		list_del(&chunk->next_chunk);
		BUG_ON(bitmap_weight(chunk->bits, chunk_size(chunk) >> pool->min_alloc_order));
		kfree(chunk);
	}
	kfree(pool->name);
	kfree(pool);
}

static void release_pool(void *pool)
{
	gen_pool_destroy(pool);
}

struct gen_pool *devm_gen_pool_create(struct device *dev, int min_alloc_order, int nid, const char *name)
{
	struct gen_pool *pool = gen_pool_create(min_alloc_order, nid);

	if (!pool)
		return ERR_PTR(-ENOMEM);
	pool->name = name ? kstrdup(name, GFP_KERNEL) : NULL;
	return devm_add_action_or_reset(dev, release_pool, pool) ? ERR_PTR(-ENOMEM) : pool;
}

unsigned long gen_pool_alloc_algo_owner(struct gen_pool *pool, size_t size, genpool_algo_t algo, void *data, void **owner)
{
	int order = pool->min_alloc_order;
	unsigned long nbits = (size + (1UL << order) - 1) >> order, addr = 0, flags;
	struct gen_pool_chunk *chunk;

	if (owner)
		*owner = NULL;
	if (!size)
		return 0;
	spin_lock_irqsave(&pool->lock, flags);
	list_for_each_entry(chunk, &pool->chunks, next_chunk) {
		unsigned long end = chunk_size(chunk) >> order, start;

		if (size > atomic_long_read(&chunk->avail))
			continue;
		start = algo(chunk->bits, end, 0, nbits, data, pool, chunk->start_addr);
		if (start >= end)
			continue;
		bitmap_set(chunk->bits, start, nbits);
		addr = chunk->start_addr + (start << order);
		atomic_long_sub(nbits << order, &chunk->avail);
		if (owner)
			*owner = chunk->owner;
		break;
	}
	spin_unlock_irqrestore(&pool->lock, flags);
	return addr;
}

void gen_pool_free_owner(struct gen_pool *pool, unsigned long addr, size_t size, void **owner)
{
	int order = pool->min_alloc_order;
	unsigned long nbits = (size + (1UL << order) - 1) >> order, flags;
	struct gen_pool_chunk *chunk;

	spin_lock_irqsave(&pool->lock, flags);
	list_for_each_entry(chunk, &pool->chunks, next_chunk) {
		unsigned long start = (addr - chunk->start_addr) >> order, i;

		if (addr < chunk->start_addr || addr > chunk->end_addr)
			continue;
		BUG_ON(addr + size - 1 > chunk->end_addr);
		for (i = start; i < start + nbits; i++)
			BUG_ON(!test_bit(i, chunk->bits));
		bitmap_clear(chunk->bits, start, nbits);
		atomic_long_add(nbits << order, &chunk->avail);
		if (owner)
			*owner = chunk->owner;
		spin_unlock_irqrestore(&pool->lock, flags);
		return;
	}
	spin_unlock_irqrestore(&pool->lock, flags);
	BUG();
}

phys_addr_t gen_pool_virt_to_phys(struct gen_pool *pool, unsigned long addr)
{
	struct gen_pool_chunk *chunk;

	list_for_each_entry(chunk, &pool->chunks, next_chunk)
		if (addr >= chunk->start_addr && addr <= chunk->end_addr)
			return chunk->phys_addr + (addr - chunk->start_addr);
	return -1;
}

void *gen_pool_dma_alloc_align(struct gen_pool *pool, size_t size, dma_addr_t *dma, int align)
{
	struct genpool_data_align data = { .align = align };
	unsigned long vaddr;

	if (!pool)
		return NULL;
	vaddr = align ? gen_pool_alloc_algo(pool, size, gen_pool_first_fit_align, &data) : gen_pool_alloc(pool, size);
	if (vaddr && dma)
		*dma = gen_pool_virt_to_phys(pool, vaddr);
	return (void *)vaddr;
}

void *gen_pool_dma_zalloc(struct gen_pool *pool, size_t size, dma_addr_t *dma)
{
	void *vaddr = gen_pool_dma_alloc(pool, size, dma);

	return vaddr ? memset(vaddr, 0, size) : NULL;
}

bool gen_pool_has_addr(struct gen_pool *pool, unsigned long start, size_t size)
{
	struct gen_pool_chunk *chunk;

	list_for_each_entry(chunk, &pool->chunks, next_chunk)
		if (start >= chunk->start_addr && start <= chunk->end_addr)
			return start + size - 1 <= chunk->end_addr;
	return false;
}

size_t gen_pool_avail(struct gen_pool *pool)
{
	struct gen_pool_chunk *chunk;
	size_t sum = 0;

	list_for_each_entry(chunk, &pool->chunks, next_chunk)
		sum += atomic_long_read(&chunk->avail);
	return sum;
}

size_t gen_pool_size(struct gen_pool *pool)
{
	struct gen_pool_chunk *chunk;
	size_t sum = 0;

	list_for_each_entry(chunk, &pool->chunks, next_chunk)
		sum += chunk_size(chunk);
	return sum;
}

void gen_pool_set_algo(struct gen_pool *pool, genpool_algo_t algo, void *data)
{
	pool->algo = algo ? algo : gen_pool_first_fit;
	pool->data = data;
}

unsigned long gen_pool_first_fit(unsigned long *map, unsigned long size, unsigned long start, unsigned int nr, void *data,
				 struct gen_pool *pool, unsigned long start_addr)
{
	return bitmap_find_next_zero_area(map, size, start, nr, 0);
}

/* Multiples of the alignment from a multiple of it on, wherever the chunk itself begins. */
unsigned long gen_pool_first_fit_align(unsigned long *map, unsigned long size, unsigned long start, unsigned int nr,
				       void *data, struct gen_pool *pool, unsigned long start_addr)
{
	const struct genpool_data_align *alignment = data;
	int order = pool->min_alloc_order;
	unsigned long mask = ((alignment->align + (1UL << order) - 1) >> order) - 1;
	unsigned long offset = (start_addr & (alignment->align - 1)) >> order;

	for (; start + nr <= size; start++) {
		start = bitmap_find_next_zero_area(map, size, start, nr, 0);
		if (start >= size || !((start + offset) & mask))
			return start;
	}
	return size;
}

unsigned long gen_pool_first_fit_order_align(unsigned long *map, unsigned long size, unsigned long start, unsigned int nr,
					     void *data, struct gen_pool *pool, unsigned long start_addr)
{
	return bitmap_find_next_zero_area(map, size, start, nr, roundup_pow_of_two(nr) - 1);
}

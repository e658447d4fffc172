/* Small numbers for pointers, the lowest free one first. */
#include <linux/idr.h>
#include <linux/bitmap.h>
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/limits.h>
#include <linux/slab.h>

void idr_init(struct idr *idr)
{
	*idr = (struct idr){ .slots = NULL };
}

static int grow(struct idr *idr, int wanted, gfp_t gfp)
{
	int capacity = idr->capacity ? idr->capacity : 16;
	void **slots;

	while (capacity <= wanted)
		capacity *= 2;
	slots = krealloc(idr->slots, capacity * sizeof(*slots), gfp);
	if (!slots)
		return -ENOMEM;
	memset(slots + idr->capacity, 0, (capacity - idr->capacity) * sizeof(*slots));
	idr->slots = slots;
	idr->capacity = capacity;
	return 0;
}

/* Slots hold no NULL for a number in use: the pointer itself is stored, and NULL as this. */
#define TAKEN_BY_NULL ((void *)1)

int idr_alloc(struct idr *idr, void *pointer, int start, int end, gfp_t gfp)
{
	int limit = end > 0 ? end : INT_MAX, id;

	if (start < 0)
		return -EINVAL;
	for (id = start; id < limit && id < idr->capacity && idr->slots[id]; id++)
		;
	if (id >= limit)
		return -ENOSPC;
	if (id >= idr->capacity && grow(idr, id, gfp))
		return -ENOMEM;
	idr->slots[id] = pointer ? pointer : TAKEN_BY_NULL;
	return id;
}

int idr_alloc_cyclic(struct idr *idr, void *pointer, int start, int end, gfp_t gfp)
{
	int from = idr->next > start ? idr->next : start;
	int id = idr_alloc(idr, pointer, from, end, gfp);

	if (id == -ENOSPC && from > start)
		id = idr_alloc(idr, pointer, start, end, gfp);
	if (id >= 0)
		idr->next = id + 1;
	return id;
}

static bool in_use(const struct idr *idr, unsigned long id)
{
	return id < (unsigned long)idr->capacity && idr->slots[id];
}

void *idr_find(const struct idr *idr, unsigned long id)
{
	return in_use(idr, id) && idr->slots[id] != TAKEN_BY_NULL ? idr->slots[id] : NULL;
}

void *idr_remove(struct idr *idr, unsigned long id)
{
	void *pointer = idr_find(idr, id);

	if (in_use(idr, id))
		idr->slots[id] = NULL;
	return pointer;
}

void *idr_replace(struct idr *idr, void *pointer, unsigned long id)
{
	void *old = idr_find(idr, id);

	if (!in_use(idr, id))
		return (void *)(long)-ENOENT;
	idr->slots[id] = pointer ? pointer : TAKEN_BY_NULL;
	return old;
}

void *idr_get_next(struct idr *idr, int *next)
{
	for (; *next < idr->capacity; (*next)++)
		if (idr_find(idr, *next))
			return idr_find(idr, *next);
	return NULL;
}

int idr_for_each(const struct idr *idr, int (*function)(int id, void *pointer, void *data), void *data)
{
	int id, result = 0;

	for (id = 0; id < idr->capacity && !result; id++)
		if (in_use(idr, id))
			result = function(id, idr_find(idr, id), data);
	return result;
}

bool idr_is_empty(const struct idr *idr)
{
	int id;

	for (id = 0; id < idr->capacity; id++)
		if (idr->slots[id])
			return false;
	return true;
}

void idr_destroy(struct idr *idr)
{
	kfree(idr->slots);
	idr->slots = NULL;
	idr->capacity = 0;
}

/* Numbers in use, in pieces of 1024, the lowest first; a piece without any is not kept. */
struct ida_chunk {
	struct ida_chunk *next;
	unsigned int base;
	unsigned long bits[IDA_BITMAP_BITS / BITS_PER_LONG];
};

void ida_init(struct ida *ida)
{
	*ida = (struct ida){ .chunks = NULL };
}

/* The link behind which the piece of `base` stands, or belongs. */
static struct ida_chunk **chunk_link(struct ida *ida, unsigned int base)
{
	struct ida_chunk **link = &ida->chunks;

	while (*link && (*link)->base < base)
		link = &(*link)->next;
	return link;
}

int ida_alloc_range(struct ida *ida, unsigned int min, unsigned int max, gfp_t gfp)
{
	unsigned int base = min / IDA_BITMAP_BITS, offset = min % IDA_BITMAP_BITS;
	struct ida_chunk **link, *chunk;

	if ((int)min < 0)
		return -ENOSPC;
	if ((int)max < 0)
		max = INT_MAX;
	for (link = chunk_link(ida, base); (chunk = *link) && chunk->base == base; link = &chunk->next) {
		offset = find_next_zero_bit(chunk->bits, IDA_BITMAP_BITS, offset);
		if (offset < IDA_BITMAP_BITS)
			break;
		base++;
		offset = 0;
	}
	if ((unsigned long)base * IDA_BITMAP_BITS + offset > max)
		return -ENOSPC;
	if (!chunk || chunk->base != base) {
		chunk = kzalloc(sizeof(*chunk), gfp);
		if (!chunk)
			return -ENOMEM;
		chunk->base = base;
		chunk->next = *link;
		*link = chunk;
	}
	set_bit(offset, chunk->bits);
	return base * IDA_BITMAP_BITS + offset;
}

void ida_free(struct ida *ida, unsigned int id)
{
	struct ida_chunk **link = chunk_link(ida, id / IDA_BITMAP_BITS), *chunk = *link;

	if ((int)id < 0)
		return;
	if (!chunk || chunk->base != id / IDA_BITMAP_BITS || !test_bit(id % IDA_BITMAP_BITS, chunk->bits)) {
		WARN(1, "ida_free called for id=%d which is not allocated.\n", id);
		return;
	}
	clear_bit(id % IDA_BITMAP_BITS, chunk->bits);
	if (find_first_bit(chunk->bits, IDA_BITMAP_BITS) < IDA_BITMAP_BITS)
		return;
	*link = chunk->next;
	kfree(chunk);
}

void ida_destroy(struct ida *ida)
{
	struct ida_chunk *chunk;

	while ((chunk = ida->chunks)) {
		ida->chunks = chunk->next;
		kfree(chunk);
	}
}

bool ida_is_empty(struct ida *ida)
{
	return !ida->chunks;
}

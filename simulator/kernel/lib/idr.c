/* Small numbers for pointers, the lowest free one first. */
#include <linux/idr.h>
#include <linux/bitmap.h>
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/slab.h>

void idr_init_base(struct idr *idr, int base)
{
	*idr = (struct idr){ .idr_base = base, .idr_next = 0 };
	xa_init_flags(&idr->idr_rt, XA_FLAGS_ALLOC);
}

void idr_init(struct idr *idr)
{
	idr_init_base(idr, 0);
}

int idr_alloc_u32(struct idr *idr, void *pointer, u32 *id, unsigned long max, gfp_t gfp)
{
	unsigned long free = __xa_first_free(&idr->idr_rt, max_t(u32, *id, idr->idr_base));
	int error;

	if (free > max)
		return -ENOSPC;
	error = xa_insert(&idr->idr_rt, free, pointer, gfp);
	if (!error)
		*id = free;
	return error;
}

int idr_alloc(struct idr *idr, void *pointer, int start, int end, gfp_t gfp)
{
	u32 id = start;
	int error;

	if (WARN_ON_ONCE(start < 0))
		return -EINVAL;
	error = idr_alloc_u32(idr, pointer, &id, end > 0 ? end - 1 : INT_MAX, gfp);
	return error ? error : (int)id;
}

int idr_alloc_cyclic(struct idr *idr, void *pointer, int start, int end, gfp_t gfp)
{
	u32 id = max_t(u32, idr->idr_next, start), max = end > 0 ? end - 1 : INT_MAX;
	int error = idr_alloc_u32(idr, pointer, &id, max, gfp);

	if (error == -ENOSPC && id > (u32)start) {
		id = start;
		error = idr_alloc_u32(idr, pointer, &id, max, gfp);
	}
	if (error)
		return error;
	idr->idr_next = id + 1;
	return id;
}

void *idr_find(const struct idr *idr, unsigned long id)
{
	return xa_load((struct xarray *)&idr->idr_rt, id);
}

void *idr_remove(struct idr *idr, unsigned long id)
{
	return xa_erase(&idr->idr_rt, id);
}

void *idr_replace(struct idr *idr, void *pointer, unsigned long id)
{
	if (__xa_first_free(&idr->idr_rt, id) == id)
		return ERR_PTR(-ENOENT);
	return xa_store(&idr->idr_rt, id, pointer, 0);
}

void *idr_get_next(struct idr *idr, int *next)
{
	unsigned long id = *next;
	void *found = xa_find(&idr->idr_rt, &id, INT_MAX, XA_PRESENT);

	if (found)
		*next = id;
	return found;
}

int idr_for_each(const struct idr *idr, int (*function)(int id, void *pointer, void *data), void *data)
{
	unsigned long id;
	void *pointer;
	int result = 0;

	xa_for_each((struct xarray *)&idr->idr_rt, id, pointer)
		if ((result = function(id, pointer, data)))
			break;
	return result;
}

bool idr_is_empty(const struct idr *idr)
{
	return xa_empty(&idr->idr_rt);
}

void idr_destroy(struct idr *idr)
{
	xa_destroy(&idr->idr_rt);
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

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

void ida_init(struct ida *ida)
{
	*ida = (struct ida){ .bits = NULL };
}

int ida_alloc_range(struct ida *ida, unsigned int min, unsigned int max, gfp_t gfp)
{
	unsigned int id = min < ida->capacity ? find_next_zero_bit(ida->bits, ida->capacity, min) : min;

	if (id > max || id > INT_MAX)
		return -ENOSPC;
	if (id >= ida->capacity) {
		unsigned int capacity = roundup_pow_of_two(id + 64);
		unsigned long *bits = krealloc(ida->bits, capacity / 8, gfp);

		if (!bits)
			return -ENOMEM;
		memset((char *)bits + ida->capacity / 8, 0, (capacity - ida->capacity) / 8);
		ida->bits = bits;
		ida->capacity = capacity;
	}
	set_bit(id, ida->bits);
	return id;
}

void ida_free(struct ida *ida, unsigned int id)
{
	if (id < ida->capacity && test_bit(id, ida->bits))
		clear_bit(id, ida->bits);
	else
		WARN(1, "ida_free called for id=%d which is not allocated.\n", id);
}

void ida_destroy(struct ida *ida)
{
	kfree(ida->bits);
	*ida = (struct ida){ .bits = NULL };
}

bool ida_is_empty(struct ida *ida)
{
	return find_first_bit(ida->bits, ida->capacity) >= ida->capacity;
}

/* Pointers by number, in a table sorted by index. */
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/xarray.h>

struct xa_entry {
	unsigned long index;
	void *pointer;
};

void xa_init_flags(struct xarray *xa, gfp_t flags)
{
	*xa = (struct xarray){ .xa_flags = flags };
	spin_lock_init(&xa->xa_lock);
}

/* The first place whose index is not less. */
static unsigned int lower_bound(const struct xarray *xa, unsigned long index)
{
	unsigned int low = 0, high = xa->count;

	while (low < high) {
		unsigned int middle = (low + high) / 2;

		if (xa->entries[middle].index < index)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool holds(const struct xarray *xa, unsigned int place, unsigned long index)
{
	return place < xa->count && xa->entries[place].index == index;
}

void *xa_load(struct xarray *xa, unsigned long index)
{
	unsigned int place = lower_bound(xa, index);

	return holds(xa, place, index) ? xa->entries[place].pointer : NULL;
}

static int make_room(struct xarray *xa, gfp_t gfp)
{
	unsigned int capacity = xa->capacity ? 2 * xa->capacity : 8;
	struct xa_entry *entries;

	if (xa->count < xa->capacity)
		return 0;
	entries = krealloc(xa->entries, capacity * sizeof(*entries), gfp);
	if (!entries)
		return -ENOMEM;
	xa->entries = entries;
	xa->capacity = capacity;
	return 0;
}

static void drop_place(struct xarray *xa, unsigned int place)
{
	xa->count--;
	memmove(&xa->entries[place], &xa->entries[place + 1], (xa->count - place) * sizeof(*xa->entries));
}

void *xa_store(struct xarray *xa, unsigned long index, void *pointer, gfp_t gfp)
{
	unsigned int place = lower_bound(xa, index);
	void *before = NULL;

	if (holds(xa, place, index)) {
		before = xa->entries[place].pointer;
		if (pointer)
			xa->entries[place].pointer = pointer;
		else
			drop_place(xa, place);
		return before;
	}
	if (!pointer)
		return NULL;
	if (make_room(xa, gfp))
		return __xa_mk_error(-ENOMEM);
	memmove(&xa->entries[place + 1], &xa->entries[place], (xa->count - place) * sizeof(*xa->entries));
	xa->entries[place] = (struct xa_entry){ index, pointer };
	xa->count++;
	return NULL;
}

void *xa_erase(struct xarray *xa, unsigned long index)
{
	return xa_store(xa, index, NULL, 0);
}

void *xa_cmpxchg(struct xarray *xa, unsigned long index, void *old, void *pointer, gfp_t gfp)
{
	void *now = xa_load(xa, index);

	if (now != old)
		return now;
	now = xa_store(xa, index, pointer, gfp);
	return xa_is_err(now) ? now : old;
}

int xa_insert(struct xarray *xa, unsigned long index, void *pointer, gfp_t gfp)
{
	return xa_load(xa, index) ? -EBUSY : xa_err(xa_store(xa, index, pointer, gfp));
}

int xa_alloc(struct xarray *xa, u32 *id, void *pointer, struct xa_limit limit, gfp_t gfp)
{
	unsigned long index = limit.min;
	unsigned int place;

	if (WARN_ON_ONCE(!(xa->xa_flags & XA_FLAGS_ALLOC)))
		return -EINVAL;
	if ((xa->xa_flags & XA_FLAGS_ALLOC1) == XA_FLAGS_ALLOC1 && index == 0)
		index = 1;
	for (place = lower_bound(xa, index); holds(xa, place, index); place++)
		index++;
	if (index > limit.max)
		return -EBUSY;
	*id = index;
	/* A place that is taken by nothing is taken all the same. */
	return xa_err(xa_store(xa, index, pointer ? pointer : xa_mk_value(0), gfp));
}

int xa_alloc_cyclic(struct xarray *xa, u32 *id, void *pointer, struct xa_limit limit, u32 *next, gfp_t gfp)
{
	u32 first = limit.min, wrapped = 0;
	int error;

	limit.min = *next > limit.min ? *next : limit.min;
	error = xa_alloc(xa, id, pointer, limit, gfp);
	if (error == -EBUSY && limit.min > first) {
		limit.min = first;
		error = xa_alloc(xa, id, pointer, limit, gfp);
		wrapped = 1;
	}
	if (error)
		return error;
	*next = *id + 1;
	return wrapped;
}

static void *entry_from(struct xarray *xa, unsigned int place, unsigned long *index, unsigned long max)
{
	if (place >= xa->count || xa->entries[place].index > max)
		return NULL;
	*index = xa->entries[place].index;
	return xa->entries[place].pointer;
}

void *xa_find(struct xarray *xa, unsigned long *index, unsigned long max, xa_mark_t filter)
{
	return entry_from(xa, lower_bound(xa, *index), index, max);
}

void *xa_find_after(struct xarray *xa, unsigned long *index, unsigned long max, xa_mark_t filter)
{
	return *index == ULONG_MAX ? NULL : entry_from(xa, lower_bound(xa, *index + 1), index, max);
}

void xa_destroy(struct xarray *xa)
{
	kfree(xa->entries);
	xa->entries = NULL;
	xa->count = xa->capacity = 0;
}

/* Pointers by number, in a table sorted by index. */
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/xarray.h>

struct xa_entry {
	unsigned long index;
	void *pointer;
	unsigned int marks;
};

void xa_init_flags(struct xarray *xa, gfp_t flags)
{
	*xa = (struct xarray){ .xa_flags = flags };
	spin_lock_init(&xa->xa_lock);
}

/* A place that is reserved, or taken by NULL, is empty to those who look. */
static void *null_if_zero(void *pointer)
{
	return pointer == XA_ZERO_ENTRY ? NULL : pointer;
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

static void *load(struct xarray *xa, unsigned long index)
{
	unsigned int place = lower_bound(xa, index);

	return holds(xa, place, index) ? xa->entries[place].pointer : NULL;
}

void *xa_load(struct xarray *xa, unsigned long index)
{
	return null_if_zero(load(xa, index));
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

static void *store(struct xarray *xa, unsigned long index, void *pointer, gfp_t gfp)
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

/* In an array that gives numbers out, NULL keeps its place. */
void *xa_store(struct xarray *xa, unsigned long index, void *pointer, gfp_t gfp)
{
	if (xa->xa_flags & XA_FLAGS_ALLOC && !pointer)
		pointer = XA_ZERO_ENTRY;
	return null_if_zero(store(xa, index, pointer, gfp));
}

void *xa_erase(struct xarray *xa, unsigned long index)
{
	return null_if_zero(store(xa, index, NULL, 0));
}

void *xa_cmpxchg(struct xarray *xa, unsigned long index, void *old, void *pointer, gfp_t gfp)
{
	void *now = load(xa, index);

	if (now == old)
		now = xa_store(xa, index, pointer, gfp);
	return null_if_zero(now);
}

int xa_insert(struct xarray *xa, unsigned long index, void *pointer, gfp_t gfp)
{
	return load(xa, index) ? -EBUSY : xa_err(store(xa, index, pointer ? pointer : XA_ZERO_ENTRY, gfp));
}

int xa_reserve(struct xarray *xa, unsigned long index, gfp_t gfp)
{
	return load(xa, index) ? 0 : xa_err(store(xa, index, XA_ZERO_ENTRY, gfp));
}

void xa_release(struct xarray *xa, unsigned long index)
{
	if (load(xa, index) == XA_ZERO_ENTRY)
		store(xa, index, NULL, 0);
}

/* The lowest number from `from` on that nothing stands at. */
unsigned long __xa_first_free(struct xarray *xa, unsigned long from)
{
	unsigned int place;

	for (place = lower_bound(xa, from); holds(xa, place, from); place++)
		from++;
	return from;
}

int xa_alloc(struct xarray *xa, u32 *id, void *pointer, struct xa_limit limit, gfp_t gfp)
{
	unsigned long index = limit.min;

	if (WARN_ON_ONCE(!(xa->xa_flags & XA_FLAGS_ALLOC)))
		return -EINVAL;
	if ((xa->xa_flags & XA_FLAGS_ALLOC1) == XA_FLAGS_ALLOC1 && index == 0)
		index = 1;
	index = __xa_first_free(xa, index);
	if (index > limit.max)
		return -EBUSY;
	*id = index;
	return xa_err(store(xa, index, pointer ? pointer : XA_ZERO_ENTRY, gfp));
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

static bool passes(const struct xa_entry *entry, xa_mark_t filter)
{
	return filter == XA_PRESENT ? entry->pointer != XA_ZERO_ENTRY : entry->marks >> filter & 1;
}

void *xa_find(struct xarray *xa, unsigned long *index, unsigned long max, xa_mark_t filter)
{
	const struct xa_entry *entry = &xa->entries[lower_bound(xa, *index)], *end = &xa->entries[xa->count];

	for (; entry < end && entry->index <= max; entry++)
		if (passes(entry, filter)) {
			*index = entry->index;
			return null_if_zero(entry->pointer);
		}
	return NULL;
}

void *xa_find_after(struct xarray *xa, unsigned long *index, unsigned long max, xa_mark_t filter)
{
	unsigned long next = *index + 1;
	void *found = next ? xa_find(xa, &next, max, filter) : NULL;

	if (found)
		*index = next;
	return found;
}

static void change_marks(struct xarray *xa, unsigned long index, unsigned int set, unsigned int clear)
{
	unsigned int place = lower_bound(xa, index);

	if (holds(xa, place, index))
		xa->entries[place].marks = (xa->entries[place].marks & ~clear) | set;
}

/* Only where something stands. */
void xa_set_mark(struct xarray *xa, unsigned long index, xa_mark_t mark)
{
	change_marks(xa, index, 1u << mark, 0);
}

void xa_clear_mark(struct xarray *xa, unsigned long index, xa_mark_t mark)
{
	change_marks(xa, index, 0, 1u << mark);
}

bool xa_get_mark(struct xarray *xa, unsigned long index, xa_mark_t mark)
{
	unsigned int place = lower_bound(xa, index);

	return holds(xa, place, index) && passes(&xa->entries[place], mark);
}

bool xa_marked(const struct xarray *xa, xa_mark_t mark)
{
	unsigned int place;

	for (place = 0; place < xa->count; place++)
		if (passes(&xa->entries[place], mark))
			return true;
	return false;
}

void xa_destroy(struct xarray *xa)
{
	kfree(xa->entries);
	xa->entries = NULL;
	xa->count = xa->capacity = 0;
}

/* Sorting and searching. */
#include <stdlib.h>
#include <string.h>

typedef int (*comparison)(const void *, const void *);

/* Merges two sorted runs that stand one behind the other; equal elements keep their order, as with glibc. */
static void merge(char *base, size_t left, size_t right, size_t size, comparison compare, char *room)
{
	char *one = room, *end = room + left * size, *other = base + left * size, *last = other + right * size;

	memcpy(room, base, left * size);
	while (one < end && other < last) {
		if (compare(one, other) <= 0) {
			memcpy(base, one, size);
			one += size;
		} else {
			memcpy(base, other, size);
			other += size;
		}
		base += size;
	}
	memcpy(base, one, end - one);
}

static void sort(char *base, size_t count, size_t size, comparison compare, char *room)
{
	size_t left = count / 2;

	if (count < 2)
		return;
	sort(base, left, size, compare, room);
	sort(base + left * size, count - left, size, compare, room);
	merge(base, left, count - left, size, compare, room);
}

void qsort(void *base, size_t count, size_t size, comparison compare)
{
	char *room = malloc(count * size);

	if (!room)
		abort();
	sort(base, count, size, compare, room);
	free(room);
}

void *bsearch(const void *key, const void *base, size_t count, size_t size, comparison compare)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const char *element = (const char *)base + middle * size;
		int order = compare(key, element);

		if (order == 0)
			return (void *)element;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

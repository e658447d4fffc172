/* Sorting (stable, by merging) and searching. */
#include <stdlib.h>
#include <string.h>

typedef int (*comparison)(const void *, const void *);

/* Sorts by halves, which it merges by way of `spare`. */
static void merge_sort(char *base, size_t count, size_t size, comparison compare, char *spare)
{
	size_t half = count / 2;
	char *left = base, *middle = base + half * size, *right = middle, *end = base + count * size, *to = spare;

	if (count < 2)
		return;
	merge_sort(base, half, size, compare, spare);
	merge_sort(middle, count - half, size, compare, spare);
	while (left < middle && right < end) {
		char **from = compare(left, right) <= 0 ? &left : &right;

		memcpy(to, *from, size);
		*from += size;
		to += size;
	}
	memcpy(to, left, middle - left);
	memcpy(base, spare, (to - spare) + (middle - left));
}

static void swap_elements(char *left, char *right, size_t size)
{
	while (size--) {
		char byte = *left;

		*left++ = *right;
		*right++ = byte;
	}
}

/* Where there is no memory to merge in. */
static void insertion_sort(char *base, size_t count, size_t size, comparison compare)
{
	for (size_t i = 1; i < count; i++)
		for (char *at = base + i * size; at > base && compare(at - size, at) > 0; at -= size)
			swap_elements(at - size, at, size);
}

void qsort(void *base, size_t count, size_t size, comparison compare)
{
	char *spare;

	if (count < 2 || !size)
		return;
	spare = malloc(count * size);
	if (!spare) {
		insertion_sort(base, count, size, compare);
		return;
	}
	merge_sort(base, count, size, compare, spare);
	free(spare);
}

void *bsearch(const void *key, const void *base, size_t count, size_t size, comparison compare)
{
	const char *low = base;

	while (count > 0) {
		const char *middle = low + count / 2 * size;
		int order = compare(key, middle);

		if (order == 0)
			return (void *)middle;
		if (order > 0) {
			low = middle + size;
			count--;
		}
		count /= 2;
	}
	return NULL;
}

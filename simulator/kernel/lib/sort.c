/* Sorting and searching: heapsort as the kernel does it, without memory of its own; merging for lists. */
#include <linux/bsearch.h>
#include <linux/list.h>
#include <linux/list_sort.h>
#include <linux/sort.h>
#include <linux/types.h>

static void swap_bytes(void *a, void *b, int size)
{
	unsigned char *left = a, *right = b;

	while (size--) {
		unsigned char byte = *left;

		*left++ = *right;
		*right++ = byte;
	}
}

struct plain_compare {
	cmp_func_t compare;
};

static int call_compare(const void *a, const void *b, const void *private)
{
	return ((const struct plain_compare *)private)->compare(a, b);
}

static void sift(char *base, size_t root, size_t count, size_t size, cmp_r_func_t compare, swap_func_t swap_elements, const void *private)
{
	size_t child;

	while ((child = 2 * root + 1) < count) {
		if (child + 1 < count && compare(base + child * size, base + (child + 1) * size, private) < 0)
			child++;
		if (compare(base + root * size, base + child * size, private) >= 0)
			return;
		swap_elements(base + root * size, base + child * size, size);
		root = child;
	}
}

void sort_r(void *base, size_t count, size_t size, cmp_r_func_t compare, swap_func_t swap_elements, const void *private)
{
	size_t i;

	if (!swap_elements)
		swap_elements = swap_bytes;
	for (i = count / 2; i-- > 0;)
		sift(base, i, count, size, compare, swap_elements, private);
	for (i = count; i-- > 1;) {
		swap_elements(base, (char *)base + i * size, size);
		sift(base, 0, i, size, compare, swap_elements, private);
	}
}

void sort(void *base, size_t count, size_t size, cmp_func_t compare, swap_func_t swap_elements)
{
	struct plain_compare plain = { compare };

	sort_r(base, count, size, call_compare, swap_elements, &plain);
}

void *bsearch(const void *key, const void *base, size_t count, size_t size, cmp_func_t compare)
{
	while (count) {
		const char *middle = (const char *)base + count / 2 * size;
		int order = compare(key, middle);

		if (!order)
			return (void *)middle;
		if (order > 0) {
			base = middle + size;
			count--;
		}
		count /= 2;
	}
	return NULL;
}

/* Insertion from the front: stable, and lists that drivers sort are short. */
void list_sort(void *private, struct list_head *head, list_cmp_func_t compare)
{
	struct list_head sorted = LIST_HEAD_INIT(sorted), *place;

	while (!list_empty(head)) {
		struct list_head *element = head->next;

		list_del(element);
		for (place = sorted.prev; place != &sorted && compare(private, place, element) > 0; place = place->prev)
			;
		list_add(element, place);
	}
	list_splice(&sorted, head);
}

/* Pages by the array and the list: loops over the page allocator, which is TypeScript (page-allocator/). */
#include <linux/gfp.h>
#include <linux/list.h>
#include <linux/mm.h>

/* Fills the empty places of the array and returns how many are filled from its start on. */
unsigned long alloc_pages_bulk_array(gfp_t gfp, unsigned long count, struct page **pages)
{
	unsigned long i;

	for (i = 0; i < count; i++) {
		if (!pages[i])
			pages[i] = alloc_page(gfp);
		if (!pages[i])
			break;
	}
	return i;
}

unsigned long alloc_pages_bulk_list(gfp_t gfp, unsigned long count, struct list_head *list)
{
	unsigned long i;

	for (i = 0; i < count; i++) {
		struct page *page = alloc_page(gfp);

		if (!page)
			break;
		list_add(&page->lru, list);
	}
	return i;
}

void release_pages(struct page **pages, int count)
{
	while (count-- > 0)
		put_page(*pages++);
}

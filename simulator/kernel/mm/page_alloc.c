/* What the page allocator, which is TypeScript (page-allocator/), needs C for: waiting for memory, and loops for arrays and lists of pages. */
#include <linux/gfp.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched.h>

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

/* process/fault-functions.ts and page-allocator/stall.ts */
long __reclaim_for_allocation(void);
void __allocate_once_more(void);
/* oom_kill.c */
bool out_of_memory(gfp_t gfp, unsigned int order);

static bool may_kill(gfp_t gfp)
{
	return gfp & __GFP_FS && !(gfp & (__GFP_RETRY_MAYFAIL | __GFP_DMA | __GFP_DMA32)) &&
	       !fatal_signal_pending(current);
}

/* Runs on top of an allocation that found nothing; the allocation is made again after it. */
void __alloc_pages_slowpath(gfp_t gfp, unsigned int order)
{
	bool costly = order > PAGE_ALLOC_COSTLY_ORDER;
	long error = __repeat_after_io(__reclaim_for_allocation());

	if (gfp & __GFP_NORETRY || (costly && !(gfp & __GFP_RETRY_MAYFAIL)))
		__allocate_once_more();
	else if (error == -ENOMEM && (costly || !may_kill(gfp) || !out_of_memory(gfp, order)))
		__allocate_once_more();
}

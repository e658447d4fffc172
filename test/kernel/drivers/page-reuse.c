/* Order of reuse of the page allocator, by order and migratetype: answers that do not depend on what was free before. */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/module.h>

static const struct { const char *name; gfp_t gfp; } kinds[] = {
	{ "unmovable", GFP_KERNEL }, { "movable", GFP_HIGHUSER_MOVABLE }, { "reclaimable", GFP_KERNEL | __GFP_RECLAIMABLE },
	{ "dma32", GFP_KERNEL | GFP_DMA32 }, { "dma", GFP_KERNEL | GFP_DMA }, { "atomic", GFP_ATOMIC },
};

static long after(struct page *page, struct page *first)
{
	return (long)page_to_pfn(page) - (long)page_to_pfn(first);
}

static char which(struct page *page, struct page **of, int count)
{
	int i;

	for (i = 0; i < count; i++)
		if (page == of[i])
			return 'a' + i;
	return '?';
}

static void reuse(const char *name, gfp_t gfp, int order)
{
	struct page *pages[6], *again[6];
	char text[16] = "";
	int i;

	for (i = 0; i < 6; i++) {
		pages[i] = alloc_pages(gfp | __GFP_NOWARN, order);
		if (!pages[i]) {
			pr_info("%s %d: only %d\n", name, order, i);
			while (i--)
				__free_pages(pages[i], order);
			return;
		}
	}
	for (i = 0; i < 6; i++)
		__free_pages(pages[i], order);
	for (i = 0; i < 6; i++) {
		again[i] = alloc_pages(gfp, order);
		text[i] = which(again[i], pages, 6);
	}
	for (i = 0; i < 6; i++)
		__free_pages(again[5 - i], order);
	text[6] = ' ';
	for (i = 0; i < 6; i++) {
		again[i] = alloc_pages(gfp, order);
		text[7 + i] = which(again[i], pages, 6);
	}
	for (i = 0; i < 6; i++)
		__free_pages(again[i], order);
	pr_info("%s %d: aligned %d, %s\n", name, order, !(page_to_pfn(pages[0]) & ((1 << order) - 1)), text);
}

static void exact(size_t size)
{
	char *address = alloc_pages_exact(size, GFP_KERNEL);
	struct page *first = virt_to_page(address), *next[4];
	int i, order = get_order(size), used = PAGE_ALIGN(size) >> PAGE_SHIFT;

	for (i = 0; i < 4; i++)
		next[i] = alloc_page(GFP_KERNEL);
	pr_info("exact %zu: aligned %d, counts %d %d, then %ld %ld %ld %ld\n", size, !(page_to_pfn(first) & ((1 << order) - 1)),
		page_count(first), page_count(first + used - 1), (1 << order) - used > 0 ? after(next[0], first) : -1,
		(1 << order) - used > 1 ? after(next[1], first) : -1, (1 << order) - used > 2 ? after(next[2], first) : -1,
		(1 << order) - used > 3 ? after(next[3], first) : -1);
	for (i = 3; i >= 0; i--)
		__free_page(next[i]);
	free_pages_exact(address, size);
	for (i = 0; i < 4; i++)
		next[i] = alloc_page(GFP_KERNEL);
	pr_info("  freed: %ld %ld\n", used > 0 ? after(next[0], first) : -1, used > 1 ? after(next[1], first) : -1);
	for (i = 3; i >= 0; i--)
		__free_page(next[i]);
}

static void split(int order)
{
	struct page *page = alloc_pages(GFP_KERNEL, order), *again[4];
	int i;

	split_page(page, order);
	pr_info("split %d: counts %d %d\n", order, page_count(page), page_count(page + (1 << order) - 1));
	for (i = 0; i < 1 << order; i++)
		__free_page(page + i);
	for (i = 0; i < 4; i++)
		again[i] = alloc_page(GFP_KERNEL);
	pr_info("  then %ld %ld %ld %ld\n", after(again[0], page), after(again[1], page), after(again[2], page), after(again[3], page));
	for (i = 3; i >= 0; i--)
		__free_page(again[i]);
}

static void compound(int order)
{
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_COMP, order), *tail = page + (1 << order) - 1;

	pr_info("compound %d: order %u, head %d, tail %d, to head %ld, counts %d %d\n", order, compound_order(page), PageHead(page), PageTail(tail),
		after(compound_head(tail), page), page_count(page), page_count(tail));
	__free_pages(page, order);
}

static int __init buddy_init(void)
{
	int i, order;

	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		for (order = 0; order <= 10; order++)
			reuse(kinds[i].name, kinds[i].gfp, order);
	exact(3 * 4096);
	exact(5 * 4096);
	exact(9 * 4096 + 1);
	exact(4096);
	for (order = 1; order <= 5; order += 2)
		split(order);
	for (order = 1; order <= 10; order += 3)
		compound(order);
	pr_info("order 11: %d\n", !!alloc_pages(GFP_KERNEL | __GFP_NOWARN, 11));
	return 0;
}

static void __exit buddy_exit(void)
{
}
module_init(buddy_init);
module_exit(buddy_exit);
MODULE_LICENSE("GPL");

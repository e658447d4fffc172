/* Takes frames by their numbers; the same file runs on a real kernel. */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/module.h>
#include <linux/slab.h>

static int take(unsigned long start, unsigned long end, unsigned type)
{
	return alloc_contig_range(start, end, type, GFP_KERNEL);
}

static int __init contig_init(void)
{
	struct page *page = alloc_page(GFP_KERNEL);
	unsigned long pfn = page_to_pfn(page);
	unsigned long at = 0x180000;

	pr_info("contig: a kernel page: %d\n", take(pfn, pfn + 1, MIGRATE_MOVABLE));
	pr_info("contig: with its neighbours: %d\n", take(pfn & ~511UL, (pfn & ~511UL) + 512, MIGRATE_MOVABLE));
	pr_info("contig: free frames: %d\n", take(at, at + 1500, MIGRATE_MOVABLE));
	pr_info("contig: counts %d %d %d\n", page_count(pfn_to_page(at)), page_count(pfn_to_page(at + 1499)),
		page_count(pfn_to_page(at + 1500)));
	pr_info("contig: again: %d\n", take(at + 1499, at + 1501, MIGRATE_MOVABLE));
	free_contig_range(at, 1500);
	pr_info("contig: once more: %d\n", take(at + 3, at + 261, MIGRATE_MOVABLE));
	get_page(pfn_to_page(at + 7));
	free_contig_range(at + 3, 258);
	pr_info("contig: held: %d, free again: %d\n", page_count(pfn_to_page(at + 7)), page_count(pfn_to_page(at + 8)));
	put_page(pfn_to_page(at + 7));
	pr_info("contig: and freed: %d\n", page_count(pfn_to_page(at + 7)));
	pr_info("contig: movable in CMA: %d\n", take(0x100000, 0x100010, MIGRATE_MOVABLE));
	pr_info("contig: CMA in CMA: %d\n", take(0x103000, 0x103010, MIGRATE_CMA));
	free_contig_range(0x103000, 16);
	pr_info("contig: nothing: %d\n", take(at, at, MIGRATE_MOVABLE));
	__free_page(page);
	return 0;
}

static void __exit contig_exit(void)
{
}
module_init(contig_init);
module_exit(contig_exit);
MODULE_LICENSE("GPL");

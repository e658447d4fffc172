/*
 * Pages of one zone taken and given back in orders and kinds, split, some of a block kept: what lies free then, by order and kind, is the answer. Of the smallest zone,
 * where nobody else takes pages, and which begins on both machines alike.
 */
#include <linux/cpumask.h>
#include <linux/fs.h>
#include <linux/gfp.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/slab.h>

#define tell(format, ...) pr_info("> " format "\n", ##__VA_ARGS__)

enum { HELD = 24 };
static struct { struct page *page; unsigned int order; bool split; u32 given[32]; } held[HELD];
static u32 seed;

static u32 below(u32 limit)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % limit;
}

static bool is_given(int number, unsigned int page) { return held[number].given[page / 32 % 32] >> page % 32 & 1; }

static void take(int i)
{
	static const gfp_t kinds[] = { GFP_KERNEL, GFP_KERNEL, GFP_KERNEL | __GFP_MOVABLE, GFP_KERNEL | __GFP_RECLAIMABLE, GFP_ATOMIC };
	int kind = below(5);

	held[i].order = below(3) ? below(4) : below(7);
	held[i].page = alloc_pages(kinds[kind] | __GFP_DMA | __GFP_NOWARN, held[i].order);
	held[i].split = false;
	memset(held[i].given, 0, sizeof(held[i].given));
	tell("%d order %u kind %d: %d", i, held[i].order, kind, held[i].page != NULL);
}

static void give(int i)
{
	unsigned int page, count = 1u << held[i].order;

	if (held[i].split) {
		for (page = 0; page < count; page++)
			if (!is_given(i, page))
				__free_page(held[i].page + page);
	} else {
		__free_pages(held[i].page, held[i].order);
	}
	held[i].page = NULL;
	tell("%d given", i);
}

static void give_part(int i)
{
	unsigned int first, count, page;

	if (!held[i].split)
		split_page(held[i].page, held[i].order);
	held[i].split = true;
	first = below(1u << held[i].order);
	count = 1 + below((1u << held[i].order) - first);
	for (page = first; page < first + count; page++) {
		if (is_given(i, page))
			continue;
		held[i].given[page / 32] |= 1u << page % 32;
		__free_page(held[i].page + page);
	}
	tell("%d part %u+%u", i, first, count);
}

static ssize_t buddy_write(struct file *file, const char __user *text, size_t size, loff_t *at)
{
	int step, i;

	for (step = 0; step < 12; step++) {
		i = below(HELD);
		if (!held[i].page)
			take(i);
		else if (below(3))
			give(i);
		else
			give_part(i);
	}
	return size;
}

static const struct file_operations buddy_operations = { .owner = THIS_MODULE, .write = buddy_write };
static struct miscdevice buddy_device = { .minor = MISC_DYNAMIC_MINOR, .name = "buddy", .fops = &buddy_operations };

static int __init buddy_init(void)
{
	seed = 99;
	return misc_register(&buddy_device);
}

static void __exit buddy_exit(void)
{
	int i;

	for (i = 0; i < HELD; i++)
		if (held[i].page)
			give(i);
	misc_deregister(&buddy_device);
}

module_init(buddy_init);
module_exit(buddy_exit);
MODULE_LICENSE("GPL");

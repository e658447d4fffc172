/* Forgets some of what it allocates. */
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

struct later {
	struct rcu_head rcu;
	int value;
};

static struct later *later;
static char *kept;

static int __init leaks_init(void)
{
	char *text = kstrdup("not freed", GFP_KERNEL);
	void *area = vmalloc(5000);
	struct page *page = alloc_pages(GFP_KERNEL, 1);
	int i;

	for (i = 0; i < 3; i++)
		kept = kzalloc(40, GFP_KERNEL);
	later = kmalloc(sizeof(*later), GFP_KERNEL);
	pr_info("%d\n", text && area && page && later);
	return 0;
}

static void __exit leaks_exit(void)
{
	kfree(kept);
	kfree_rcu(later, rcu);
}

module_init(leaks_init);
module_exit(leaks_exit);
MODULE_LICENSE("GPL");

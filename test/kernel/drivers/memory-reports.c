/* Makes the kernel say what it says of memory: objects left in a cache, areas that are none, more than there is. */
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

static void construct(void *object)
{
}

static int __init reports_init(void)
{
	struct kmem_cache *cache = kmem_cache_create("left", 64, 0, 0, construct);
	void *first = kmem_cache_alloc(cache, GFP_KERNEL), *second = kmem_cache_alloc(cache, GFP_KERNEL);
	char *area = vmalloc(5000), *object = kmalloc(64, GFP_KERNEL);

	kmem_cache_destroy(cache);
	pr_info("%d\n", first && second);
	vfree(object);
	vfree(area);
	vfree(area);
	pr_info("0: %d\n", !vmalloc(0));
	pr_info("huge: %d\n", !vmalloc(1UL << 40));
	pr_info("again: %d\n", !vmalloc(1UL << 40));
	return 0;
}

static void __exit reports_exit(void)
{
}

module_init(reports_init);
module_exit(reports_exit);
MODULE_LICENSE("GPL");

/* A cache with red zones and poison catches what was written behind an object, and to one that is free. */
#include <linux/module.h>
#include <linux/slab.h>

static int __init zones_init(void)
{
	slab_flags_t checks = SLAB_RED_ZONE | SLAB_POISON | SLAB_STORE_USER | SLAB_CONSISTENCY_CHECKS;
	struct kmem_cache *cache = kmem_cache_create("red", 50, 0, checks, NULL);
	char *first = kmem_cache_alloc(cache, GFP_KERNEL), *second = kmem_cache_alloc(cache, GFP_KERNEL);

	first[50] = 0x11; /* dma-debugger: allow out-of-bounds */
	kmem_cache_free(cache, first);
	kmem_cache_free(cache, second);
	second[10] = 0x11; /* dma-debugger: allow use-after-free */
	second = kmem_cache_alloc(cache, GFP_KERNEL);
	pr_info("after\n");
	return 0;
}

static void __exit zones_exit(void)
{
}

module_init(zones_init);
module_exit(zones_exit);
MODULE_LICENSE("GPL");

/* Each function uses memory in one wrong way; `right` does what only looks wrong. */
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

static noinline char *some(size_t size) { return kmalloc(size, GFP_KERNEL); }

static void use_after_free(void)
{
	char *p = some(100);

	p[0] = 1;
	kfree(p);
	pr_info("%d\n", p[64] & 0);
}

static void write_behind(void)
{
	char *p = some(100);

	p[100] = 1;
	kfree(p);
}

static void copy_behind(void)
{
	char *p = some(24);

	memset(p, 0, 25);
	kfree(p);
}

static void behind_large(void)
{
	char *p = some(10000);

	p[9999] = 1;
	p[10000] = 1;
	kfree(p);
}

static void large_after_free(void)
{
	char *p = some(20000);

	kfree(p);
	p[5000] = 1;
}

static void pages_after_free(void)
{
	char *p = (char *)__get_free_pages(GFP_KERNEL, 1);

	free_pages((unsigned long)p, 1);
	p[4096] = 1;
}

static void shrunk(void)
{
	char *p = some(200);

	p = krealloc(p, 150, GFP_KERNEL);
	p[160] = 1;
	kfree(p);
}

static void cached_after_free(void)
{
	struct kmem_cache *cache = kmem_cache_create("errors", 56, 0, SLAB_HWCACHE_ALIGN, NULL);
	long *p = kmem_cache_alloc(cache, GFP_KERNEL);

	kmem_cache_free(cache, p);
	p[1] = 1;
	kmem_cache_destroy(cache);
}

static void twice(void)
{
	char *p = some(300);

	kfree(p);
	kfree(p);
}

static void link_overwritten(void)
{
	long *p = (long *)some(1000), *q;

	memset(p, 0, 1000);
	kfree(p);
	p[64] = 5;
	q = (long *)some(1000);
	kfree(q);
}

static void construct(void *object) { memset(object, 7, 40); }

static void right(void)
{
	struct kmem_cache *cache = kmem_cache_create("right", 40, 0, 0, construct);
	char *p = some(100), *q;
	long *page;
	int i;

	memset(p, 0, ksize(p));
	p = krealloc(p, 500, GFP_KERNEL);
	memset(p, 0, 500);
	kfree(p);
	q = kmem_cache_alloc(cache, GFP_KERNEL);
	pr_info("%d\n", q[39]);
	kmem_cache_free(cache, q);
	kmem_cache_destroy(cache);
	for (i = 1; i < 300; i += 7) {
		p = kzalloc(i, GFP_KERNEL);
		memset(p, i, i);
		q = kmemdup(p, i, GFP_KERNEL);
		if (memcmp(p, q, i))
			pr_err("copy of %d\n", i);
		kfree(p);
		kfree_sensitive(q);
	}
	page = (long *)get_zeroed_page(GFP_KERNEL);
	page[511] = 1;
	free_page((unsigned long)page);
	page = (long *)__get_free_page(GFP_KERNEL);
	page[511] = 2;
	free_page((unsigned long)page);
	p = kstrdup("a name that is copied", GFP_KERNEL);
	q = kasprintf(GFP_KERNEL, "%s %d", p, 5);
	pr_info("%s\n", q);
	kfree(p);
	kfree(q);
}

static int __init errors_init(void)
{
	right();
	use_after_free();
	write_behind();
	copy_behind();
	behind_large();
	large_after_free();
	pages_after_free();
	shrunk();
	cached_after_free();
	twice();
	link_overwritten();
	right();
	return 0;
}

static void __exit errors_exit(void)
{
}

module_init(errors_init);
module_exit(errors_exit);
MODULE_LICENSE("GPL");

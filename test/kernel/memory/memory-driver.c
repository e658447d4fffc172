/* Asks the memory functions what they give; the same file runs on a real kernel. */
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <linux/ioport.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/dma-mapping.h>
static int constructed;

static void make(void *object)
{
	memset(object, 0x5a, 100);
	constructed++;
}

static int __init start(void)
{
	struct kmem_cache *cache = kmem_cache_create("things", 100, 0, SLAB_HWCACHE_ALIGN, make);
	unsigned char *one = kmem_cache_alloc(cache, GFP_KERNEL), *two;
	struct resource *r;
	struct page *page;
	void *v;
	char text[16];

	pr_info("cache %u object %02x constructed %d aligned %d\n", kmem_cache_size(cache), one[99], constructed, (int)((unsigned long)one % 64));
	one[99] = 1;
	kmem_cache_free(cache, one);
	two = kmem_cache_alloc(cache, GFP_KERNEL);
	pr_info("again %d %02x constructed %d\n", one == two, two[99], constructed);
	kmem_cache_free(cache, two);
	kmem_cache_destroy(cache);
	r = request_mem_region(0xd0000000, 0x1000, "mine");
	pr_info("region %d second %d\n", r != NULL, request_mem_region(0xd0000800, 0x100, "other") != NULL);
	release_mem_region(0xd0000000, 0x1000);
	release_mem_region(0xd0000000, 0x1000);
	v = vzalloc(10000);
	pr_info("vmalloc %d zero %d page %d\n", is_vmalloc_addr(v), !memchr_inv(v, 0, 10000), page_address(vmalloc_to_page(v)) != v);
	vfree(v);
	v = kvmalloc(8 << 20, GFP_KERNEL);
	pr_info("kvmalloc %d\n", is_vmalloc_addr(v));
	kvfree(v);
	strscpy(text, "hello world, again", sizeof(text));
	pr_info("text '%s' order %d pfn %d\n", text, get_order(5000), virt_to_page(__va(0x1234000)) == pfn_to_page(0x1234));
	page = alloc_pages(GFP_KERNEL, 2);
	get_page(page);
	pr_info("count %d order %u head %d\n", page_count(page), compound_order(page), compound_head(page + 3) == page);
	put_page(page);
	__free_pages(page, 2);
	v = alloc_pages_exact(150 * 1024, GFP_KERNEL);
	pr_info("exact %d\n", v != NULL);
	free_pages_exact(v, 150 * 1024);
	kfree(kstrdup("x", GFP_KERNEL));
	return 0;
}

static void __exit stop(void)
{
}

module_init(start);
module_exit(stop);
MODULE_LICENSE("GPL");

/* Asks the page allocator, slab and vmalloc what a real Linux 6.1 was asked: order, reuse, sizes, alignment, counts. */
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/gfp.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <linux/io.h>

static struct page *pg[512];
static void *ob[2048];

static void pages_in_order(const char *what, gfp_t gfp, int order, int n, int step)
{
	int i, asc = 0, desc = 0, other = 0;
	for (i = 0; i < n; i++) pg[i] = alloc_pages(gfp, order);
	for (i = 1; i < n; i++) {
		long d = (long)(page_to_pfn(pg[i]) - page_to_pfn(pg[i - 1]));
		if (d == (1L << order)) asc++; else if (d == -(1L << order)) desc++; else other++;
	}
	pr_info("%s order %d: %d up, %d down, %d other\n", what, order, asc, desc, other);
	/* freed in order, asked for again */
	{
		unsigned long last[8]; int same = 0;
		for (i = 0; i < 8; i++) last[i] = page_to_pfn(pg[n - 1 - i]);
		for (i = 0; i < n; i++) __free_pages(pg[i], order);
		for (i = 0; i < 8; i++) { pg[i] = alloc_pages(gfp, order); if (page_to_pfn(pg[i]) == last[i]) same++; }
		pr_info("%s order %d: last freed first given: %d of 8\n", what, order, same);
		for (i = 0; i < 8; i++) __free_pages(pg[i], order);
	}
}
/* `own`: no other cache has objects like these. */
static void slab_shape(const char *name, unsigned size, unsigned align, slab_flags_t flags, int own)
{
	struct kmem_cache *c = kmem_cache_create(name, size, align, flags, NULL);
	int i, n = 200; long gap[3]; int per = 0; unsigned long lowbits = 0;
	if (!c) { pr_info("%s: none\n", name); return; }
	for (i = 0; i < n; i++) ob[i] = kmem_cache_alloc(c, GFP_KERNEL);
	for (i = 0; i < 3; i++) gap[i] = (long)((char *)ob[i + 1] - (char *)ob[i]);
	for (i = 0; i < n; i++) lowbits |= (unsigned long)ob[i];
	for (i = 1; i < n; i++) if ((char *)ob[i] - (char *)ob[i - 1] == gap[0]) per++;
	pr_info("cache %s size %u align %u: kmem_cache_size %u ksize %zu aligned to %lu\n", name, size, align, kmem_cache_size(c), ksize(ob[0]), lowbits & -lowbits);
	if (own)
		pr_info("cache %s: gap %ld %ld %ld, %d of %d in a row, first at %lx of its slab\n", name, gap[0], gap[1], gap[2], per, n - 1, (unsigned long)ob[0] & 4095);
	/* order of reuse */
	kmem_cache_free(c, ob[10]); kmem_cache_free(c, ob[20]); kmem_cache_free(c, ob[30]);
	{ void *a = kmem_cache_alloc(c, GFP_KERNEL), *b = kmem_cache_alloc(c, GFP_KERNEL), *d = kmem_cache_alloc(c, GFP_KERNEL); int k; int idx[3] = { -1, -1, -1 };
	  void *x[3] = { a, b, d }; for (k = 0; k < 3; k++) for (i = 0; i < n; i++) if (x[k] == ob[i]) idx[k] = i;
	  pr_info("cache %s: freed 10 20 30 of full slabs, given %d %d %d\n", name, idx[0], idx[1], idx[2]);
	  for (k = 0; k < 3; k++) if (idx[k] < 0) kmem_cache_free(c, x[k]); else ob[idx[k]] = x[k];
	  if (idx[0] != 10 && idx[1] != 10 && idx[2] != 10) ob[10] = NULL;
	  if (idx[0] != 20 && idx[1] != 20 && idx[2] != 20) ob[20] = NULL;
	  if (idx[0] != 30 && idx[1] != 30 && idx[2] != 30) ob[30] = NULL;
	}
	for (i = 0; i < n; i++) if (ob[i]) kmem_cache_free(c, ob[i]);
	kmem_cache_destroy(c);
}
static int __init q_init(void)
{
	void *a, *b, *c, *d; int i; size_t s;
	struct page *p; unsigned long v;
	
	for (i = 0; i <= 4; i += i ? 1 : 3) pages_in_order("unmovable", GFP_KERNEL | GFP_DMA32, i, i ? 16 : 40, 1);
	/* kmalloc reuse */
	a = kmalloc(100, GFP_KERNEL); b = kmalloc(100, GFP_KERNEL); c = kmalloc(100, GFP_KERNEL);
	kfree(b); d = kmalloc(128, GFP_KERNEL); pr_info("kmalloc-128: freed middle is given next: %d\n", d == b);
	kfree(a); kfree(c); kfree(d);
	a = kmalloc(97, GFP_KERNEL); b = kmalloc(97, GFP_KERNEL); pr_info("kmalloc-128: last freed first: %d, then the one before: %d\n", a == d, b == c); kfree(a); kfree(b);
	/* free pointer inside the object */
	/* dma-debugger: allow use-after-free */
	a = kmalloc(64, GFP_KERNEL); b = kmalloc(64, GFP_KERNEL); memset(a, 0x11, 64); memset(b, 0x22, 64); kfree(a); kfree(b);
	for (i = 0; i < 8; i++) if (((u64 *)b)[i] != 0x2222222222222222ULL) pr_info("freed kmalloc-64: word %d is %s\n", i, ((u64 *)b)[i] == (u64)a ? "the object freed before" : "other");
	a = kmalloc(96, GFP_KERNEL); b = kmalloc(96, GFP_KERNEL); memset(a, 0x11, 96); memset(b, 0x22, 96); kfree(a); kfree(b);
	for (i = 0; i < 12; i++) if (((u64 *)b)[i] != 0x2222222222222222ULL) pr_info("freed kmalloc-96: word %d is %s\n", i, ((u64 *)b)[i] == (u64)a ? "the object freed before" : "other");
	a = kmalloc(8, GFP_KERNEL); b = kmalloc(8, GFP_KERNEL); kfree(a); kfree(b); pr_info("freed kmalloc-8: word 0 is the object freed before: %d\n", *(u64 *)b == (u64)a);
	for (s = 1; s <= 8192; s *= 2) { a = kmalloc(s + 1, GFP_KERNEL); b = krealloc(a, s + 2, GFP_KERNEL); pr_info("krealloc %zu to %zu: %s, ksize %zu\n", s + 1, s + 2, a == b ? "same" : "moved", ksize(b)); kfree(b); }
	a = kmalloc(3000, GFP_KERNEL | GFP_DMA); pr_info("kmalloc 3000 GFP_DMA: below 16 MiB %d ksize %zu\n", virt_to_phys(a) < (16 << 20), ksize(a)); kfree(a);
	a = kmalloc(20000, GFP_KERNEL | GFP_DMA); pr_info("kmalloc 20000 GFP_DMA: below 16 MiB %d ksize %zu\n", virt_to_phys(a) < (16 << 20), ksize(a)); kfree(a);
	a = kmalloc(0, GFP_KERNEL); pr_info("kmalloc 0: %lx ksize %zu\n", (unsigned long)a, ksize(a)); kfree(a);
	pr_info("roundup %zu %zu %zu %zu %zu\n", (size_t)kmalloc_size_roundup(1), (size_t)kmalloc_size_roundup(97), (size_t)kmalloc_size_roundup(8193), (size_t)kmalloc_size_roundup(150000), (size_t)kmalloc_size_roundup(0));
	slab_shape("q-100", 100, 0, 0, 1);
	slab_shape("q-100-64", 100, 64, 0, 0);
	slab_shape("q-100-hw", 100, 0, SLAB_HWCACHE_ALIGN, 0);
	slab_shape("q-24-hw", 24, 0, SLAB_HWCACHE_ALIGN, 0);
	slab_shape("q-24", 24, 0, SLAB_TYPESAFE_BY_RCU, 0);
	slab_shape("q-300", 300, 0, 0, 1);
	slab_shape("q-1500-512", 1500, 512, 0, 1);
	slab_shape("q-3000", 3000, 0, 0, 1);
	slab_shape("q-5000", 5000, 0, 0, 1);
	slab_shape("q-64", 64, 0, 0, 0);
	slab_shape("q-40", 40, 8, 0, 0);
	/* page counts */
	p = alloc_pages(GFP_KERNEL, 2); pr_info("order 2: counts %d %d %d %d\n", page_count(p), page_count(p + 1), page_count(p + 2), page_count(p + 3)); split_page(p, 2);
	pr_info("split: counts %d %d %d %d\n", page_count(p), page_count(p + 1), page_count(p + 2), page_count(p + 3)); for (i = 0; i < 4; i++) __free_page(p + i);
	p = alloc_pages(GFP_KERNEL | __GFP_COMP, 2); get_page(p + 3); pr_info("compound: counts %d %d, head of +3 is %ld, order %u\n", page_count(p), page_count(p + 3), (long)(compound_head(p + 3) - p), compound_order(p)); put_page(p + 3); put_page(p);
	a = alloc_pages_exact(150 * 1024, GFP_KERNEL); p = virt_to_page(a); pr_info("exact 150 KiB: aligned to its order %d, counts %d %d %d\n", (int)(((unsigned long)a & (256 * 1024 - 1)) == 0), page_count(p), page_count(p + 37), page_count(p + 38)); free_pages_exact(a, 150 * 1024);
	v = __get_free_pages(GFP_KERNEL, 3); pr_info("order 3 aligned %d\n", (v & 32767) == 0); free_pages(v, 3);
	a = vmalloc(5000); b = vmalloc(4096); c = vmalloc(100);
	pr_info("vmalloc: is_vmalloc %d, low bits %lx, page of +4096 is another %d\n", is_vmalloc_addr(a), (unsigned long)a & 4095, vmalloc_to_page(a) + 1 != vmalloc_to_page(a + 4096));
	vfree(a); vfree(b); vfree(c);
	a = kmalloc(1 << 22, GFP_KERNEL); pr_info("kmalloc 4 MiB: %d\n", a != NULL); kfree(a);
	a = kvmalloc(20000, GFP_KERNEL); pr_info("kvmalloc 20000: vmalloc %d\n", is_vmalloc_addr(a)); kvfree(a);
	a = kvmalloc(8 << 20, GFP_KERNEL); pr_info("kvmalloc 8 MiB: vmalloc %d\n", is_vmalloc_addr(a)); kvfree(a);
	{ struct page *bulk[10] = { NULL }; unsigned long n = alloc_pages_bulk_array(GFP_KERNEL, 10, bulk); pr_info("bulk of 10: %lu\n", n); for (i = 0; i < n; i++) __free_page(bulk[i]); }
	return 0;
}
static void __exit q_exit(void) {}
module_init(q_init); module_exit(q_exit); MODULE_LICENSE("GPL");

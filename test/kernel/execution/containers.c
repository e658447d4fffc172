// SPDX-License-Identifier: MIT
/* Containers of lib/: fifos, numbers for pointers, arrays, bitmaps, sorted and other lists, with what is refused. */
#include <linux/module.h>
#include <linux/kfifo.h>
#include <linux/idr.h>
#include <linux/xarray.h>
#include <linux/bitmap.h>
#include <linux/list_sort.h>
#include <linux/sort.h>
#include <linux/bsearch.h>
#include <linux/rbtree.h>
#include <linux/kref.h>
#include <linux/slab.h>
#include <linux/log2.h>
#include <linux/llist.h>
#include <linux/hashtable.h>
#include <linux/list.h>
#include <linux/bitops.h>

#define Q(format, ...) pr_info(format "\n", ##__VA_ARGS__)

static DEFINE_SPINLOCK(lock);
static DEFINE_KFIFO(f1, int, 4);
static DECLARE_KFIFO_PTR(f2, u8);
static struct kfifo f3;
static STRUCT_KFIFO_REC_1(16) fr;
static void fifo(void)
{
	int i, v = -1, a[8] = { 1, 2, 3, 4, 5, 6, 7, 8 }, o[8] = { 0 };
	unsigned n;
	for (i = 0;i<6;i++) Q("put %d: %u len %u avail %u full %d", i, kfifo_put(&f1, i), kfifo_len(&f1), kfifo_avail(&f1),
			kfifo_is_full(&f1));
	Q("peek %d %d", kfifo_peek(&f1, &v), v);
	Q("get %d %d", kfifo_get(&f1, &v), v);
	Q("in %u", kfifo_in(&f1, a, 3));
	Q("out %u", kfifo_out(&f1, o, 8));
	Q("o %d %d %d %d", o[0], o[1], o[2], o[3]);
	Q("get empty %d %d", kfifo_get(&f1, &v), v);
	Q("in 8 %u", kfifo_in(&f1, a, 8));
	kfifo_skip(&f1);
	Q("skip %d %d", kfifo_get(&f1, &v), v);
	Q("out_peek %u %d len %u", kfifo_out_peek(&f1, o, 2), o[0], kfifo_len(&f1));
	kfifo_reset_out(&f1);
	Q("reset_out %u empty %d", kfifo_len(&f1), kfifo_is_empty(&f1));
	kfifo_reset(&f1);
	Q("size %u esize %u init %d recsize %d", (unsigned)kfifo_size(&f1), kfifo_esize(&f1), kfifo_initialized(&f1),
			(int)kfifo_recsize(&f1));
	Q("alloc %d", kfifo_alloc(&f2, 5, GFP_KERNEL));
	Q("size %u", kfifo_size(&f2));
	kfifo_free(&f2);
	Q("alloc1 %d", kfifo_alloc(&f2, 1, GFP_KERNEL));
	Q("alloc0 %d", kfifo_alloc(&f2, 0, GFP_KERNEL));
	Q("init %d", kfifo_initialized(&f2));
	Q("alloc100 %d", kfifo_alloc(&f3, 100, GFP_KERNEL));
	Q("size %u %u", kfifo_size(&f3), kfifo_in(&f3, "hello world", 11));
	{
		char b[16] = { 0 };
		n = kfifo_out(&f3, b, 5);
		Q("out %u %s len %u", n, b, kfifo_len(&f3));
		n = kfifo_in_spinlocked(&f3, "x", 1, &lock);
		Q("spin %u", n);
	}
	kfifo_free(&f3);
	{
		static u8 buf[10];
		struct kfifo g;
		Q("init10 %d", kfifo_init(&g, buf, 10));
		Q("size %u", kfifo_size(&g));
	}
	INIT_KFIFO(fr);
	Q("rec in %u avail %u", kfifo_in(&fr, "abc", 3), kfifo_avail(&fr));
	Q("rec in %u", kfifo_in(&fr, "defghij", 7));
	Q("rec in %u len %u avail %u", kfifo_in(&fr, "zz", 2), kfifo_len(&fr), kfifo_avail(&fr));
	Q("peek_len %u", kfifo_peek_len(&fr));
	{
		char b[16] = { 0 };
		n = kfifo_out(&fr, b, 2);
		Q("rec out short %u %s", n, b);
		n = kfifo_out(&fr, b, 16);
		Q("rec out %u %.7s", n, b);
		n = kfifo_out(&fr, b, 16);
		Q("rec out %u %.2s len %u", n, b, kfifo_len(&fr));
		Q("rec peek_len %u", kfifo_peek_len(&fr));
	}
}

static int show(int id, void *p, void *d)
{
	Q("for_each %d %ld", id, (long)p);
	return id==7?99:0;
}

static void idr(void)
{
	DEFINE_IDR(r);
	int i;
	void *e;
	Q("alloc %d %d %d", idr_alloc(&r, (void*)10, 0, 0, GFP_KERNEL), idr_alloc(&r, (void*)20, 5, 8, GFP_KERNEL),
			idr_alloc(&r, (void*)30, 5, 8, GFP_KERNEL));
	Q("full %d %d", idr_alloc(&r, (void*)40, 5, 8, GFP_KERNEL), idr_alloc(&r, (void*)50, 5, 8, GFP_KERNEL));
	Q("bad %d %d", idr_alloc(&r, (void*)4, 8, 8, GFP_KERNEL), idr_alloc(&r, (void*)4, 0, 1, GFP_KERNEL));
	Q("find %ld %ld", (long)idr_find(&r, 5), (long)idr_find(&r, 9));
	Q("replace %ld %ld", (long)idr_replace(&r, (void*)21, 5), (long)idr_replace(&r, (void*)1, 9));
	Q("remove %ld %ld", (long)idr_remove(&r, 6), (long)idr_remove(&r, 6));
	Q("foreach %d", idr_for_each(&r, show, NULL));
	i = 6;
	e = idr_get_next(&r, &i);
	Q("next %ld %d", (long)e, i);
	i = 100;
	e = idr_get_next(&r, &i);
	Q("next %ld %d", (long)e, i);
	idr_for_each_entry(&r, e, i) Q("entry %d %ld", i, (long)e);
	Q("null %d find %ld", idr_alloc(&r, NULL, 0, 0, GFP_KERNEL), (long)idr_find(&r, 1));
	Q("empty %d", idr_is_empty(&r));
	Q("cyclic %d %d %d", idr_alloc_cyclic(&r, (void*)4, 50, 53, GFP_KERNEL), idr_alloc_cyclic(&r, (void*)4, 50, 53,
			GFP_KERNEL), idr_get_cursor(&r));
	idr_remove(&r, 50);
	Q("cyclic %d %d %d", idr_alloc_cyclic(&r, (void*)8, 50, 53, GFP_KERNEL), idr_alloc_cyclic(&r, (void*)8, 50, 53,
			GFP_KERNEL), idr_alloc_cyclic(&r, (void*)8, 50, 53, GFP_KERNEL));
	{
		u32 id = 100;
		Q("u32 %d", idr_alloc_u32(&r, (void*)4, &id, 200, GFP_KERNEL));
		Q("id %u", id);
		Q("u32 %d", idr_alloc_u32(&r, (void*)4, &id, 100, GFP_KERNEL));
	}
	idr_destroy(&r);
	Q("empty %d", idr_is_empty(&r));
	{
		DEFINE_IDA(a);
		Q("ida %d %d %d", ida_alloc(&a, GFP_KERNEL), ida_alloc(&a, GFP_KERNEL), ida_alloc_min(&a, 10, GFP_KERNEL));
		Q("ida %d %d", ida_alloc_range(&a, 0, 1, GFP_KERNEL), ida_alloc_max(&a, 2, GFP_KERNEL));
		ida_free(&a, 1);
		Q("ida %d %d", ida_alloc(&a, GFP_KERNEL), ida_alloc_range(&a, 5, 4, GFP_KERNEL));
		Q("empty %d", ida_is_empty(&a));
		ida_destroy(&a);
		Q("empty %d neg %d", ida_is_empty(&a), ida_alloc_range(&a, 0, -1, GFP_KERNEL));
		ida_destroy(&a);
	}
}

static void xa(void)
{
	DEFINE_XARRAY_ALLOC(x);
	DEFINE_XARRAY(y);
	u32 id = 0, nx = 0;
	void *e;
	unsigned long ix;
	Q("alloc %d", xa_alloc(&x, &id, xa_mk_value(7), XA_LIMIT(3, 5), GFP_KERNEL));
	Q("id %u", id);
	xa_alloc(&x, &id, xa_mk_value(8), XA_LIMIT(3, 5), GFP_KERNEL);
	xa_alloc(&x, &id, xa_mk_value(9), XA_LIMIT(3, 5), GFP_KERNEL);
	Q("id %u full %d", id, xa_alloc(&x, &id, xa_mk_value(9), XA_LIMIT(3, 5), GFP_KERNEL));
	Q("id %u", id);
	Q("cyc %d", xa_alloc_cyclic(&x, &id, xa_mk_value(1), XA_LIMIT(10, 12), &nx, GFP_KERNEL));
	Q("id %u nx %u", id, nx);
	xa_alloc_cyclic(&x, &id, xa_mk_value(1), XA_LIMIT(10, 12), &nx, GFP_KERNEL);
	xa_alloc_cyclic(&x, &id, xa_mk_value(1), XA_LIMIT(10, 12), &nx, GFP_KERNEL);
	xa_erase(&x, 11);
	Q("wrap %d", xa_alloc_cyclic(&x, &id, xa_mk_value(1), XA_LIMIT(10, 12), &nx, GFP_KERNEL));
	Q("id %u", id);
	Q("cyc full %d", xa_alloc_cyclic(&x, &id, xa_mk_value(1), XA_LIMIT(10, 12), &nx, GFP_KERNEL));
	Q("store %d old %ld", xa_err(xa_store(&y, 100, xa_mk_value(5), GFP_KERNEL)), xa_to_value(xa_store(&y, 100,
			xa_mk_value(6), GFP_KERNEL)));
	Q("insert %d %d", xa_insert(&y, 100, xa_mk_value(1), GFP_KERNEL), xa_insert(&y, 101, xa_mk_value(1), GFP_KERNEL));
	Q("reserve %d load %d", xa_reserve(&y, 102, GFP_KERNEL), xa_load(&y, 102)==NULL);
	Q("empty %d", xa_empty(&y));
	Q("insert reserved %d", xa_insert(&y, 102, xa_mk_value(3), GFP_KERNEL));
	Q("cmpxchg %ld", xa_to_value(xa_cmpxchg(&y, 100, xa_mk_value(6), xa_mk_value(66), GFP_KERNEL)));
	Q("load %ld", xa_to_value(xa_load(&y, 100)));
	xa_set_mark(&y, 101, XA_MARK_0);
	xa_set_mark(&y, 555, XA_MARK_0);
	Q("mark %d %d %d", xa_get_mark(&y, 101, XA_MARK_0), xa_get_mark(&y, 100, XA_MARK_0), xa_marked(&y, XA_MARK_0));
	xa_for_each(&y, ix, e) Q("each %lu %ld", ix, xa_to_value(e));
	xa_for_each_marked(&y, ix, e, XA_MARK_0) Q("marked %lu", ix);
	xa_for_each_range(&y, ix, e, 101, 102) Q("range %lu", ix);
	ix = 101;
	e = xa_find_after(&y, &ix, ULONG_MAX, XA_PRESENT);
	Q("after %lu", ix);
	Q("erase %ld %d", xa_to_value(xa_erase(&y, 101)), xa_erase(&y, 101)==NULL);
	Q("mark gone %d", xa_marked(&y, XA_MARK_0));
	Q("err %d", xa_err(xa_store(&y, 1, (void*)-22L, GFP_KERNEL)));
	Q("big %d", xa_err(xa_store(&y, ULONG_MAX, xa_mk_value(1), GFP_KERNEL)));
	Q("load big %ld", xa_to_value(xa_load(&y, ULONG_MAX)));
	xa_destroy(&y);
	Q("empty %d", xa_empty(&y));
	xa_destroy(&x);
}

static void bm(void)
{
	DECLARE_BITMAP(a, 100);
	DECLARE_BITMAP(b, 100);
	DECLARE_BITMAP(c, 100);
	char s[80];
	bitmap_zero(a, 100);
	bitmap_set(a, 5, 60);
	Q("w %d first %lu zero %lu next0 %lu last %lu", bitmap_weight(a, 100), find_first_bit(a, 100),
			find_first_zero_bit(a, 100), find_next_zero_bit(a, 100, 5), find_last_bit(a, 100));
	bitmap_clear(a, 10, 3);
	Q("%*pbl", 100, a);
	Q("%*pb", 100, a);
	Q("next %lu %lu %lu", find_next_bit(a, 100, 10), find_next_bit(a, 100, 65), find_next_bit(a, 100, 200));
	bitmap_fill(c, 100);
	Q("full %d empty %d", bitmap_full(c, 100), bitmap_empty(c, 100));
	Q("and %d", bitmap_and(c, c, a, 100));
	bitmap_shift_left(c, a, 30, 100);
	Q("%*pbl", 100, c);
	bitmap_shift_right(c, a, 30, 100);
	Q("%*pbl", 100, c);
	bitmap_complement(c, a, 100);
	Q("%*pbl", 100, c);
	Q("area %lu %lu", bitmap_find_next_zero_area(a, 100, 0, 4, 3), bitmap_find_next_zero_area(a, 100, 0, 200, 0));
	Q("region %d %d %d", bitmap_find_free_region(a, 100, 3), bitmap_allocate_region(a, 72, 3),
			bitmap_allocate_region(a, 72, 3));
	bitmap_release_region(a, 72, 3);
	Q("%*pbl", 100, a);
	bitmap_from_arr32(a, (u32[]){ 1, 2, 3, 0xffffffff }, 100);
	Q("%*pbl", 100, a);
	{
		u32 o[4];
		bitmap_to_arr32(o, a, 100);
		Q("%x %x %x %x", o[0], o[1], o[2], o[3]);
	}
	Q("get8 %lu", bitmap_get_value8(a, 32));
	bitmap_set_value8(a, 0xa5, 8);
	Q("%*pbl", 32, a);
	Q("ffs %d %d fls %d %d fls64 %d __ffs %lu ffz %lu hw %u rol %x ror %x", ffs(0), ffs(8), fls(0), fls(8),
			fls64(1ull<<40), __ffs(8), ffz(7), hweight32(0xf0f0), rol32(0x80000001, 1), ror8(1, 1));
	Q("sext %d %lld %d", sign_extend32(0x80, 7), sign_extend64(0x8000, 15), get_count_order(5));
	Q("tas %d %d tac %d %d tcb %d", test_and_set_bit(3, a), test_and_set_bit(3, a), test_and_clear_bit(3, a),
			test_and_clear_bit(3, a), test_and_change_bit(70, a));
	Q("genmask %lx %llx %d", GENMASK(7, 4), GENMASK_ULL(40, 38), (int)BITS_TO_LONGS(65));
}

struct it {
	struct list_head l;
	int k, o;
};

static int cmpf(void *p, const struct list_head *a, const struct list_head *b)
{
	return list_entry(a, struct it, l)->k>list_entry(b, struct it, l)->k;
}

static int ci(const void *a, const void *b)
{
	return *(int*)a-*(int*)b;
}

static void so(void)
{
	struct it n[9];
	int ks[9] = { 3, 1, 2, 3, 1, 0, 9, 3, 2 }, i;
	LIST_HEAD(h);
	struct it *p, *q;
	char s[80];
	int l = 0;
	for (i = 0;i<9;i++) {
		n[i].k = ks[i];
		n[i].o = i;
		list_add_tail(&n[i].l, &h);
	}
	list_sort(NULL, &h, cmpf);
	list_for_each_entry(p, &h, l) l+=scnprintf(s+l, 80-l, "%d.%d ", p->k, p->o);
	Q("%s", s);
	sort(ks, 9, 4, ci, NULL);
	Q("%d %d %d %d", ks[0], ks[1], ks[4], ks[8]);
	Q("bs %ld %d", (long)((int*)bsearch(&(int){ 3 }, ks, 9, 4, ci)-ks), bsearch(&(int){ 5 }, ks, 9, 4, ci)==NULL);
	LIST_HEAD(g);
	list_cut_position(&g, &h, &n[0].l);
	l = 0;
	list_for_each_entry(p, &g, l) l+=scnprintf(s+l, 80-l, "%d.%d ", p->k, p->o);
	Q("cut %s first %d last %d", s, list_first_entry(&h, struct it, l)->k, list_last_entry(&h, struct it, l)->k);
	list_splice_tail_init(&g, &h);
	Q("empty %d sing %d", list_empty(&g), list_is_singular(&h));
	list_rotate_left(&h);
	Q("rot %d.%d", list_first_entry(&h, struct it, l)->k, list_first_entry(&h, struct it, l)->o);
	list_move(&n[8].l, &h);
	list_bulk_move_tail(&h, &n[8].l, list_next_entry(&n[8], l)->l.next->prev==NULL?NULL:&n[8].l);
	l = 0;
	list_for_each_entry_reverse(p, &h, l) l+=scnprintf(s+l, 80-l, "%d.%d ", p->k, p->o);
	Q("%s", s);
	list_for_each_entry_safe(p, q, &h, l) if (p->k==3) list_del(&p->l);
	Q("poison %px %px", n[0].l.next, n[0].l.prev);
	l = 0;
	list_for_each_entry(p, &h, l) l++;
	Q("left %d", l);
	Q("or_null %d", list_first_entry_or_null(&g, struct it, l)==NULL);
	list_replace_init(&h, &g);
	Q("repl %d %d", list_empty(&h), list_empty(&g));
	Q("careful %d is_last %d is_first %d", list_empty_careful(&g), list_is_last(&n[6].l, &g), list_is_first(&n[6].l, &g));
	{
		struct hlist_head hh = HLIST_HEAD_INIT;
		struct hlist_node x, y;
		hlist_add_head(&x, &hh);
		hlist_add_behind(&y, &x);
		Q("hl %d %d %d", hlist_empty(&hh), hlist_unhashed(&x), x.next==&y);
		hlist_del_init(&x);
		Q("hl %d %d", hlist_unhashed(&x), hh.first==&y);
		hlist_del(&y);
		Q("hl %px %px", y.next, y.pprev);
	}
	{
		struct llist_head lh = LLIST_HEAD_INIT(lh);
		struct llist_node a, b, *e;
		Q("ll %d %d", llist_add(&a, &lh), llist_add(&b, &lh));
		e = llist_del_all(&lh);
		Q("ll %d %d", e==&b, llist_empty(&lh));
		e = llist_reverse_order(e);
		Q("ll %d", e==&a);
	}
}

static int rel;
static void rl(struct kref *k)
{
	rel++;
}

static void kr(void)
{
	struct kref k;
	kref_init(&k);
	Q("kref %u", kref_read(&k));
	kref_get(&k);
	Q("put %d %d rel %d", kref_put(&k, rl), kref_put(&k, rl), rel);
	Q("get_unless %d", kref_get_unless_zero(&k));
}

static int __init m_init(void)
{
	fifo();
	idr();
	xa();
	bm();
	so();
	kr();
	return 0;
}

static void __exit m_exit(void)
{
}

module_init(m_init);
module_exit(m_exit);
MODULE_LICENSE("GPL");

// SPDX-License-Identifier: MIT
/* What do red-black trees, checksums, hashes, register fields, bit ranges and reference counts give, and what is told of a count gone wrong? */
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/rbtree.h>
#include <linux/crc32.h>
#include <linux/crc16.h>
#include <linux/crc-ccitt.h>
#include <linux/bitfield.h>
#include <linux/bitops.h>
#include <linux/hash.h>
#include <linux/log2.h>
#include <linux/minmax.h>
#include <linux/refcount.h>
#include <linux/kref.h>
#include <linux/string.h>
#include <linux/bitmap.h>
#include <linux/hashtable.h>
#include <linux/jhash.h>
#include <linux/math64.h>
#include <linux/kernel.h>

struct item { struct rb_node node; int key, value; };
static struct rb_root root = RB_ROOT;
static int insert(struct item *new)
{
	struct rb_node **link = &root.rb_node, *parent = NULL;
	while (*link) {
		struct item *each = rb_entry(*link, struct item, node);
		parent = *link;
		if (new->key < each->key) link = &(*link)->rb_left;
		else if (new->key > each->key) link = &(*link)->rb_right;
		else return -EEXIST;
	}
	rb_link_node(&new->node, parent, link);
	rb_insert_color(&new->node, &root);
	return 0;
}
static int black(struct rb_node *n) { return n ? black(n->rb_left) + (n->__rb_parent_color & 1) : 1; }
static int depth(struct rb_node *n) { return n ? 1 + max(depth(n->rb_left), depth(n->rb_right)) : 0; }
static void trees(void)
{
	static struct item items[40];
	struct rb_node *n; struct item *p, *q; unsigned x = 7; int sum = 0, i;
	for (i = 0; i < 40; i++) { x = x * 1103515245 + 12345; items[i].key = (x >> 16) % 100; items[i].value = i; RB_CLEAR_NODE(&items[i].node); if (insert(&items[i])) sum++; }
	pr_info("twice %d black %d depth %d root %d\n", sum, black(root.rb_node), depth(root.rb_node), rb_entry(root.rb_node, struct item, node)->key);
	pr_info("first %d last %d\n", rb_entry(rb_first(&root), struct item, node)->key, rb_entry(rb_last(&root), struct item, node)->key);
	for (i = 0; i < 40; i += 3) if (!RB_EMPTY_NODE(&items[i].node)) rb_erase(&items[i].node, &root);
	pr_info("black %d depth %d root %d:", black(root.rb_node), depth(root.rb_node), rb_entry(root.rb_node, struct item, node)->key);
	for (n = rb_first(&root); n; n = rb_next(n)) pr_cont(" %d", rb_entry(n, struct item, node)->key);
	pr_cont("\n");
	pr_info("back:");
	for (n = rb_last(&root); n; n = rb_prev(n)) pr_cont(" %d", rb_entry(n, struct item, node)->key);
	pr_cont("\n");
	pr_info("post:");
	rbtree_postorder_for_each_entry_safe(p, q, &root, node) pr_cont(" %d", p->key);
	pr_cont("\n");
	{ struct item r = { .key = rb_entry(root.rb_node, struct item, node)->key, .value = -1 }; rb_replace_node(root.rb_node, &r.node, &root); pr_info("replaced %d %d\n", rb_entry(root.rb_node, struct item, node)->value, RB_EMPTY_ROOT(&root)); }
}
static bool lessthan(struct rb_node *a, const struct rb_node *b) { return rb_entry(a, struct item, node)->key < rb_entry(b, struct item, node)->key; }
static int cmp(const void *k, const struct rb_node *b) { return *(int *)k - rb_entry(b, struct item, node)->key; }
static void cached(void)
{
	static struct rb_root_cached c = RB_ROOT_CACHED; static struct item it[8]; int i, k = 5; struct rb_node *f;
	for (i = 0; i < 8; i++) { it[i].key = (i * 5) % 8; rb_add_cached(&it[i].node, &c, lessthan); }
	pr_info("leftmost %d", rb_entry(rb_first_cached(&c), struct item, node)->key);
	rb_erase_cached(rb_first_cached(&c), &c);
	pr_cont(" then %d\n", rb_entry(rb_first_cached(&c), struct item, node)->key);
	f = rb_find(&k, &c.rb_root, cmp);
	pr_info("found %d\n", f ? rb_entry(f, struct item, node)->key : -1);
	k = 99;
	pr_info("found %d\n", rb_find(&k, &c.rb_root, cmp) != NULL);
}
static void sums(void)
{
	static const u8 t[] = "123456789";
	pr_info("crc32 %08x %08x %08x %08x\n", crc32_le(~0, t, 9), crc32_be(~0, t, 9), crc32(0, t, 9), __crc32c_le(~0, t, 9));
	pr_info("ether %08x %08x crc16 %04x ccitt %04x %04x\n", ether_crc(9, t), ether_crc_le(9, t), crc16(0, t, 9), crc_ccitt(0xffff, t, 9), crc_ccitt_false(0xffff, t, 9));
	pr_info("hash %u %llu %u %u\n", hash_32(12345, 8), (u64)hash_64(12345678901ull, 12), hash_long(99, 10), hash_ptr((void *)0xffff888012345000, 6));
	pr_info("jhash %08x %08x %08x %08x\n", jhash("hello world", 11, 5), jhash2((u32[]){1, 2, 3, 4}, 4, 0), jhash_1word(7, 1), jhash_3words(1, 2, 3, 4));
}
#define MODE GENMASK(7, 4)
static DEFINE_HASHTABLE(table, 4);
struct hashed { struct hlist_node node; int key; };
static void bits(void)
{
	static struct hashed h[6]; struct hashed *p; struct hlist_node *tmp; int i, n = 0; u32 v; DECLARE_BITMAP(map, 130); unsigned long b; unsigned int cl, start;
	pr_info("field %lx %lx %lx %d\n", FIELD_PREP(MODE, 5), FIELD_GET(MODE, 0xabcul), FIELD_MAX(MODE), FIELD_FIT(MODE, 16));
	v = 0xffffffff;
	v = u32_replace_bits(v, 3, MODE);
	u32p_replace_bits(&v, 1, GENMASK(15, 12));
	pr_info("bits %08x %x %x %x\n", v, u32_get_bits(v, MODE), u32_encode_bits(2, MODE), le32_to_cpu(le32_encode_bits(2, MODE)));
	pr_info("mask %lx %llx %lx %llx\n", GENMASK(31, 5), GENMASK_ULL(63, 60), BIT(7), BIT_ULL(40));
	pr_info("%d %d %d %d %d %lu %d\n", order_base_2(5), order_base_2(1), ilog2(1000), get_order(8193), order_base_2(0), rounddown_pow_of_two(1000), is_power_of_2(0));
	pr_info("%d %d %d %d %u %d %d\n", min3(3, 1, 2), max3(3, 1, 2), clamp(15, 0, 10), clamp_t(u8, 200, 5, 20), clamp_val((u8)7, 9, 12), min_not_zero(0, 4), abs(-9)); { int a = 1, c = 2; swap(a, c); pr_info("%d %d %llu\n", a, c, 5ull); }
	bitmap_zero(map, 130);
	__set_bit(3, map);
	__set_bit(64, map);
	bitmap_set(map, 100, 20);
	bitmap_clear(map, 105, 5); for_each_set_bit(b, map, 130) pr_cont("%lu ", b);
	pr_cont("\n");
	pr_info("map %*pbl w %u %lu\n", 130, map, bitmap_weight(map, 130), find_next_zero_bit(map, 130, 100));
	cl = 0; for_each_clear_bit(b, map, 130) cl++;
	pr_info("clear %u\n", cl); for_each_set_bitrange(start, cl, map, 130) pr_cont("[%u-%u)", start, cl);
	pr_cont("\n");

	pr_info("%x %x %llx %u %u\n", rol32(0x80000001, 4), ror32(1, 4), rol64(1, 63), hweight32(0xff00ff), (u32)hweight64(-1ull));
	pr_info("%d %d %d %lu %d %d\n", fls(0), fls64(1ull << 40), ffs(8), __ffs(16), sign_extend32(0xff, 7), (int)sign_extend64(0x80, 7));
	for (i = 0; i < 6; i++) { h[i].key = i * 7; hash_add(table, &h[i].node, h[i].key); } hash_for_each_possible(table, p, node, 14) if (p->key == 14) n++; hash_for_each(table, i, p, node) n += 10; hash_for_each_safe(table, i, tmp, p, node) hash_del(&p->node); pr_info("hashed %d empty %d %d\n", n, hash_empty(table), hash_hashed(&h[0].node));
}
static void release(struct kref *k) { pr_info("released %u\n", kref_read(k)); }
static noinline void counts(void)
{
	refcount_t r = REFCOUNT_INIT(1); struct kref k; atomic_t a = ATOMIC_INIT(2); atomic64_t l = ATOMIC64_INIT(5);
	kref_init(&k);
	kref_get(&k);
	pr_info("put %d", kref_put(&k, release));
	pr_cont(" unless %d\n", kref_get_unless_zero(&k));
	kref_put(&k, release);
	kref_put(&k, release);
	pr_info("%d %d %d %d\n", refcount_inc_not_zero(&r), refcount_read(&r), refcount_dec_and_test(&r), refcount_dec_if_one(&r));
	pr_info("%d %d\n", refcount_read(&r), refcount_inc_not_zero(&r));
	pr_info("%d %d %d %d\n", atomic_dec_if_positive(&a), atomic_dec_if_positive(&a), atomic_dec_if_positive(&a), atomic_read(&a));
	pr_info("%d %d %d %d\n", atomic_add_unless(&a, 5, 0), atomic_inc_not_zero(&a), atomic_fetch_add(3, &a), atomic_cmpxchg(&a, 3, 9));
	pr_info("%d %d %d\n", atomic_xchg(&a, -1), atomic_inc_and_test(&a), atomic_add_negative(-4, &a));
	pr_info("%lld %d\n", atomic64_fetch_sub(7, &l), atomic_fetch_andnot(0xf, &a));
	pr_info("%lld %d %d\n", (s64)atomic64_read(&l), atomic_read(&a), atomic_fetch_add_unless(&a, 1, 0));
}
static int __init i_(void) { trees(); cached(); sums(); bits(); counts(); return 0; }
static void __exit e_(void) { }
module_init(i_);
module_exit(e_);
MODULE_LICENSE("GPL");

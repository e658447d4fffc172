#define container_of(p, t, m)               \
	({                                  \
		void *mp = (void *)(p);     \
		(t *)(mp - offsetof(t, m)); \
	})
struct list_head {
	struct list_head *next, *prev;
};
struct item {
	int v;
	struct list_head l;
};
#define LIST_HEAD_INIT(n) {&(n), &(n)}
#define list_for_each_entry(p, h, m) \
	for (p = container_of((h)->next, typeof(*p), m); &p->m != (h); p = container_of(p->m.next, typeof(*p), m))
static struct list_head head = LIST_HEAD_INIT(head);
static void list_add_tail(struct list_head *n, struct list_head *h)
{
	n->prev = h->prev;
	n->next = h;
	h->prev->next = n;
	h->prev = n;
}
TEST(kernel_lists)
{
	struct item a[3] = {{1}, {2}, {3}}, *p;
	for (int i = 0; i < 3; i++)
		list_add_tail(&a[i].l, &head);
	list_for_each_entry(p, &head, l) printf("%d ", p->v);
	printf("%d\n", head.next == &a[0].l);
}
#define GENMASK(h, l) (((~0UL) - (1UL << (l)) + 1) & (~0UL >> (63 - (h))))
#define __bf_shf(x) (__builtin_ffsll(x) - 1)
#define FIELD_GET(m, r) ((typeof(m))(((r) & (m)) >> __bf_shf(m)))
#define FIELD_PREP(m, v) (((typeof(m))(v) << __bf_shf(m)) & (m))
#define IS_ERR_VALUE(x) ((unsigned long)(void *)(x) >= (unsigned long)-4095)
#define DIV_ROUND_UP(n, d) (((n) + (d) - 1) / (d))
#define ALIGN(x, a) (((x) + ((typeof(x))(a) - 1)) & ~((typeof(x))(a) - 1))
#define do_div(n, base)                                    \
	({                                                 \
		unsigned int b_ = (base);                  \
		unsigned int r_ = (unsigned long)(n) % b_; \
		(n) = (unsigned long)(n) / b_;             \
		r_;                                        \
	})
#define upper_32_bits(n) ((unsigned)(((n) >> 16) >> 16))
#define swahw32(x) ((unsigned)((((x) & 0xffffu) << 16) | (((x) & 0xffff0000u) >> 16)))
#define __cmp(x, y, op) ((x)op(y) ? (x) : (y))
#define clamp_t(type, v, lo, hi)                     \
	({                                           \
		type v_ = (v), l_ = (lo), h_ = (hi); \
		v_<l_ ? l_ : v_> h_ ? h_ : v_;       \
	})
#define __is_constexpr(x) (sizeof(int) == sizeof(*(8 ? ((void *)((long)(x) * 0l)) : (int *)8)))
TEST(kernel_macros)
{
	printf("%lx %lu %lx\n", GENMASK(15, 4), FIELD_GET(GENMASK(15, 8), 0xabcdUL), FIELD_PREP(GENMASK(11, 8), 5UL));
	void *e = (void *)-12L;
	printf("%d %d\n", IS_ERR_VALUE(e), IS_ERR_VALUE(&e));
	printf("%d %lx %d\n", DIV_ROUND_UP(10, 3), ALIGN(0x1001UL, 0x1000), ALIGN(5, 4));
	unsigned long n = 1000000007UL * 5;
	unsigned r = do_div(n, 1000);
	printf("%lu %u %x\n", n, r, upper_32_bits(0x123456789UL));
	printf("%x %d\n", swahw32(0x12345678), clamp_t(int, 50, 0, 10));
	int x = 1;
	printf("%d %d %d\n", __is_constexpr(3), __is_constexpr(x), __is_constexpr(sizeof x));
}
TEST(hash)
{
	unsigned long h = 5381;
	for (const char *s = "hash this"; *s; s++)
		h = (h << 5) + h + *s;
	printf("%lu\n", h);
	unsigned int a = 0x9e3779b9, b = a, c = 1;
	for (int i = 0; i < 8; i++) {
		a -= b;
		a -= c;
		a ^= c >> 13;
		b -= c;
		b -= a;
		b ^= a << 8;
		c -= a;
		c -= b;
		c ^= b >> 13;
	}
	printf("%u %u %u\n", a, b, c);
}
TEST(crc)
{
	unsigned crc = ~0u;
	for (const char *s = "123456789"; *s; s++) {
		crc ^= (unsigned char)*s;
		for (int k = 0; k < 8; k++)
			crc = crc & 1 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
	}
	printf("%08x\n", ~crc);
}
static inline __attribute__((__always_inline__)) unsigned long rol64(unsigned long w, unsigned s)
{ return (w << (s & 63)) | (w >> (-s & 63)); }
TEST(xorshift)
{
	unsigned long s[2] = {1, 2};
	for (int i = 0; i < 20; i++) {
		unsigned long a = s[0], b = s[1], r = a + b;
		b ^= a;
		s[0] = rol64(a, 24) ^ b ^ (b << 16);
		s[1] = rol64(b, 37);
		if (i > 16)
			printf("%lx ", r);
	}
	printf("\n");
}
static void *volatile sink;
static void nothing(void)
{
}
static int one(void)
{ return 1; }
TEST(void_expressions)
{
	(void)one();
	nothing();
	void *p = NULL;
	sink = p;
	one() ? nothing() : (void)0;
	(nothing(), one());
	const void *q = &p;
	printf("%d\n", (int)((const char *)(q + 1) - (const char *)q));
	printf("%zu %zu\n", sizeof(void), sizeof(one));
	void (*f)(void) = nothing;
	f();
	(*f)();
	printf("%d\n", f != NULL);
}

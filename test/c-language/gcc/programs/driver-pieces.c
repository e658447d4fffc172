typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;
struct desc {
	u64 addr;
	u32 len : 20, flags : 4, own : 1, : 0;
	u16 cookie;
} __attribute__((packed));
#define RING 8
struct ring {
	u32 head, tail;
	struct desc d[RING];
};
static int push(struct ring *r, u64 addr, u32 len)
{
	if ((u32)(r->head - r->tail) == RING)
		return -1;
	struct desc *d = &r->d[r->head++ % RING];
	*d = (struct desc){.addr = addr, .len = len, .own = 1, .cookie = r->head};
	return 0;
}
static int pop(struct ring *r, struct desc *out)
{
	if (r->head == r->tail)
		return 0;
	*out = r->d[r->tail % RING];
	r->d[r->tail++ % RING].own = 0;
	return 1;
}
TEST(descriptor_ring)
{
	struct ring r = {0xfffffffe, 0xfffffffe};
	struct desc d;
	for (int i = 0; i < 10; i++)
		printf("%d", push(&r, i * 4096UL, i));
	while (pop(&r, &d))
		printf(" %lx/%u/%d/%u", d.addr, d.len, d.own, d.cookie);
	printf(" %zu %x\n", sizeof d, r.tail);
}
TEST(register_fields)
{
	volatile u32 reg = 0;
	reg |= 1u << 31;
	reg = (reg & ~0xf0u) | (0x5 << 4);
	reg ^= ~0u;
	printf("%08x %d\n", reg, !!(reg & 0x80000000));
	reg <<= 4;
	printf("%08x\n", reg);
	u32 old = reg;
	reg = old >> 8 | old << 24;
	printf("%08x\n", reg);
}
TEST(little_and_big_endian)
{
	u8 b[8] = {1, 2, 3, 4, 5, 6, 7, 8};
	u32 le = b[0] | b[1] << 8 | b[2] << 16 | (u32)b[3] << 24, be = (u32)b[0] << 24 | b[1] << 16 | b[2] << 8 | b[3];
	u64 q;
	memcpy(&q, b, 8);
	printf("%x %x %lx %lx\n", le, be, q, __builtin_bswap64(q));
	printf("%x\n", *(u16 *)(b + 1));
}
TEST(unaligned_access)
{
	char raw[32];
	for (int i = 0; i < 32; i++)
		raw[i] = i;
	printf("%x %lx\n", *(u32 *)(raw + 3), *(u64 *)(raw + 5));
	*(u64 *)(raw + 9) = -1;
	printf("%d %d %d\n", raw[8], raw[9], raw[17]);
	struct __attribute__((packed)) {
		u8 a;
		u64 b;
	} *p = (void *)(raw + 2);
	printf("%lx\n", p->b);
}
enum status { OK, BUSY = 0x10, FAILED_ = -5 };
static const char *name_of(enum status s)
{
	switch (s) {
	case OK:
		return "ok";
	case BUSY:
		return "busy";
	case FAILED_:
		return "failed";
	}
	return "?";
}
TEST(status_names)
{ printf("%s %s %s %s\n", name_of(OK), name_of(0x10), name_of(-5), name_of(3)); }
struct ops {
	int (*probe)(struct ops *, int);
	int (*remove)(struct ops *);
	const char *name;
	u32 flags;
};
static int my_probe(struct ops *o, int x)
{
	o->flags |= 1u << x;
	return o->flags > 5 ? -19 : 0;
}
static int my_remove(struct ops *o)
{ return o->flags; }
static struct ops all_ops[] = {{.name = "first", .probe = my_probe, .remove = my_remove},
			       {my_probe, NULL, "second", 4}};
TEST(operations)
{
	for (unsigned i = 0; i < 2; i++) {
		struct ops *o = &all_ops[i];
		int r = o->probe(o, 1);
		printf("%s %d %d\n", o->name, r, o->remove ? o->remove(o) : -1);
	}
}
static int setup(int fail)
{
	int err = 0;
	char log[16], *l = log;
	if (fail == 1) {
		err = -1;
		goto out;
	}
	*l++ = 'a';
	if (fail == 2) {
		err = -2;
		goto free_a;
	}
	*l++ = 'b';
	if (fail == 3) {
		err = -3;
		goto free_b;
	}
	*l++ = '!';
	goto out;
free_b:
	*l++ = 'B';
free_a:
	*l++ = 'A';
out:
	*l = 0;
	printf("%d:%s ", err, log);
	return err;
}
TEST(goto_unwinding)
{
	for (int i = 0; i < 4; i++)
		setup(i);
	printf("\n");
}
#define BIT(n) (1UL << (n))
#define set_bit(n, p) ((p)[(n) / 64] |= BIT((n) % 64))
#define test_bit(n, p) (((p)[(n) / 64] >> ((n) % 64)) & 1)
static int find_next(const u64 *p, int size, int from)
{
	for (int i = from; i < size; i++)
		if (test_bit(i, p))
			return i;
	return size;
}
TEST(bitmaps)
{
	u64 map[3] = {0};
	int at[] = {0, 63, 64, 100, 191};
	for (unsigned i = 0; i < 5; i++)
		set_bit(at[i], map);
	for (int i = find_next(map, 192, 0); i < 192; i = find_next(map, 192, i + 1))
		printf("%d ", i);
	printf("%d\n", __builtin_popcountl(map[0]) + __builtin_popcountl(map[1]) + __builtin_popcountl(map[2]));
}
struct hnode {
	struct hnode *next, **pprev;
	int key;
};
static void hadd(struct hnode *n, struct hnode **h)
{
	n->next = *h;
	if (*h)
		(*h)->pprev = &n->next;
	*h = n;
	n->pprev = h;
}
static void hdel(struct hnode *n)
{
	*n->pprev = n->next;
	if (n->next)
		n->next->pprev = n->pprev;
}
TEST(hash_lists)
{
	struct hnode *buckets[4] = {0}, nodes[10];
	for (int i = 0; i < 10; i++) {
		nodes[i].key = i * 7;
		hadd(&nodes[i], &buckets[nodes[i].key & 3]);
	}
	hdel(&nodes[4]);
	hdel(&nodes[0]);
	for (int b = 0; b < 4; b++)
		for (struct hnode *n = buckets[b]; n; n = n->next)
			printf("%d:%d ", b, n->key);
	printf("\n");
}
struct tree {
	struct tree *left, *right;
	int key;
};
static void insert(struct tree **t, struct tree *n)
{
	while (*t)
		t = n->key < (*t)->key ? &(*t)->left : &(*t)->right;
	*t = n;
}
static int walk(const struct tree *t, int depth)
{
	if (!t)
		return depth;
	int l = walk(t->left, depth + 1);
	printf("%d ", t->key);
	int r = walk(t->right, depth + 1);
	return l > r ? l : r;
}
TEST(trees)
{
	struct tree *root = NULL, n[12];
	for (int i = 0; i < 12; i++) {
		n[i] = (struct tree){.key = (i * 37 + 11) % 50};
		insert(&root, &n[i]);
	}
	printf("depth %d\n", walk(root, 0));
}
struct fifo {
	u32 in, out, mask;
	u8 data[16];
};
static u32 fifo_in(struct fifo *f, const u8 *p, u32 n)
{
	u32 room = f->mask + 1 - (f->in - f->out);
	if (n > room)
		n = room;
	u32 off = f->in & f->mask, l = n < f->mask + 1 - off ? n : f->mask + 1 - off;
	memcpy(f->data + off, p, l);
	memcpy(f->data, p + l, n - l);
	f->in += n;
	return n;
}
static u32 fifo_out(struct fifo *f, u8 *p, u32 n)
{
	u32 have = f->in - f->out;
	if (n > have)
		n = have;
	for (u32 i = 0; i < n; i++)
		p[i] = f->data[f->out++ & f->mask];
	return n;
}
TEST(fifos)
{
	struct fifo f = {.mask = 15, .in = -5u, .out = -5u};
	u8 b[32];
	for (int i = 0; i < 32; i++)
		b[i] = 'a' + i % 26;
	printf("%u %u ", fifo_in(&f, b, 10), fifo_in(&f, b + 10, 10));
	u8 o[33] = {0};
	printf("%u %s ", fifo_out(&f, o, 12), o);
	printf("%u %u\n", fifo_in(&f, b, 20), f.in - f.out);
}
TEST(timeouts)
{
	u32 jiffies = 0xfffffff0, end = jiffies + 32;
	int n = 0;
	while ((int)(jiffies - end) < 0) {
		jiffies += 5;
		n++;
	}
	printf("%d %u %d\n", n, jiffies, (int)(end - jiffies));
}
TEST(checksums)
{
	u8 d[] = {0x45, 0, 0, 0x3c, 0x1c, 0x46, 0x40, 0, 0x40, 6, 0, 0, 0xac, 0x10, 0xa, 0x63};
	u32 s = 0;
	for (unsigned i = 0; i < sizeof d; i += 2)
		s += d[i] << 8 | d[i + 1];
	while (s >> 16)
		s = (s & 0xffff) + (s >> 16);
	printf("%04x\n", (u16)~s);
	u16 f1 = 0, f2 = 0;
	for (unsigned i = 0; i < sizeof d; i++)
		f2 = (f2 + (f1 = (f1 + d[i]) % 255)) % 255;
	printf("%04x\n", f2 << 8 | f1);
}
static u32 seed_ = 12345;
static u32 next_random(void)
{ return seed_ = seed_ * 1103515245u + 12345u; }
TEST(shuffles)
{
	int a[16];
	for (int i = 0; i < 16; i++)
		a[i] = i;
	for (int i = 15; i > 0; i--) {
		int k = next_random() % (i + 1), t = a[i];
		a[i] = a[k];
		a[k] = t;
	}
	for (int i = 0; i < 16; i++)
		printf("%d ", a[i]);
	printf("\n");
}
static void sort(void *base, size_t n, size_t size, int (*cmp)(const void *, const void *))
{
	char *b = base, t[size];
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k && cmp(b + (k - 1) * size, b + k * size) > 0; k--) {
			memcpy(t, b + k * size, size);
			memcpy(b + k * size, b + (k - 1) * size, size);
			memcpy(b + (k - 1) * size, t, size);
		}
}
static int by_int(const void *a, const void *b)
{ return *(const int *)a - *(const int *)b; }
static int by_text(const void *a, const void *b)
{ return strcmp(*(char *const *)a, *(char *const *)b); }
TEST(sorting)
{
	int a[] = {5, -3, 9, 0, 2};
	const char *t[] = {"pear", "apple", "fig"};
	sort(a, 5, sizeof *a, by_int);
	sort(t, 3, sizeof *t, by_text);
	printf("%d %d %d %s %s\n", a[0], a[2], a[4], t[0], t[2]);
}
static int parse(const char **s)
{
	int v = 0, neg = 0;
	while (**s == ' ')
		++*s;
	if (**s == '-')
		neg = 1, ++*s;
	while (**s >= '0' && **s <= '9')
		v = v * 10 + *(*s)++ - '0';
	return neg ? -v : v;
}
static int term(const char **s);
static int expr(const char **s)
{
	int v = term(s);
	for (;;)
		switch (**s) {
		case '+':
			++*s;
			v += term(s);
			break;
		case '-':
			++*s;
			v -= term(s);
			break;
		default:
			return v;
		}
}
static int factor(const char **s)
{
	if (**s == '(') {
		++*s;
		int v = expr(s);
		++*s;
		return v;
	}
	return parse(s);
}
static int term(const char **s)
{
	int v = factor(s);
	while (**s == '*' || **s == '/')
		if (*(*s)++ == '*')
			v *= factor(s);
		else
			v /= factor(s);
	return v;
}
TEST(calculators)
{
	const char *t[] = {"1+2*3", "(1+2)*3-4/2", "-5*(2-7)", "100/7/2"};
	for (int i = 0; i < 4; i++) {
		const char *p = t[i];
		printf("%d ", expr(&p));
	}
	printf("\n");
}
TEST(string_tables)
{
	static const struct {
		u16 vendor, device;
		const char *name;
	} ids[] = {{0x1234, 0x11e8, "edu"}, {0x8086, 0x100e, "e1000"}, {}};
	for (unsigned i = 0; ids[i].vendor; i++)
		printf("%04x:%04x %s\n", ids[i].vendor, ids[i].device, ids[i].name);
}
TEST(pointer_tagging)
{
	int x = 5;
	u64 p = (u64)&x | 1;
	printf("%d %d\n", (int)(p & 1), *(int *)(p & ~1UL));
	void *e = (void *)(long)-22;
	printf("%ld %d\n", (long)e, (u64)e >= (u64)-4095);
}
TEST(matrix)
{
	long a[3][3] = {{1, 2, 3}, {4, 5, 6}, {7, 8, 10}}, b[3][3] = {};
	for (int i = 0; i < 3; i++)
		for (int j = 0; j < 3; j++)
			for (int k = 0; k < 3; k++)
				b[i][j] += a[i][k] * a[k][j];
	printf("%ld %ld %ld\n", b[0][0], b[1][2], b[2][2]);
	long det = a[0][0] * (a[1][1] * a[2][2] - a[1][2] * a[2][1]) -
		   a[0][1] * (a[1][0] * a[2][2] - a[1][2] * a[2][0]) +
		   a[0][2] * (a[1][0] * a[2][1] - a[1][1] * a[2][0]);
	printf("%ld\n", det);
}
TEST(state_machine)
{
	enum { IDLE, START, DATA, STOP, BAD } s = IDLE;
	const char *in = "..<abc>..<x<";
	int n = 0;
	for (; *in && s != BAD; in++)
		switch (s) {
		case IDLE:
			if (*in == '<')
				s = START;
			break;
		case START:
		case DATA:
			if (*in == '>')
				s = STOP;
			else if (*in == '<')
				s = BAD;
			else
				s = DATA, n++;
			break;
		case STOP:
			s = *in == '<' ? START : IDLE;
			break;
		case BAD:
			break;
		}
	printf("%d %d %s\n", s, n, in);
}
TEST(static_counters)
{
	for (int i = 0; i < 3; i++) {
		static int calls = 10;
		static struct {
			int x;
		} kept = {1};
		kept.x *= ++calls;
		printf("%d %d ", calls, kept.x);
	}
	printf("\n");
}
TEST(nested_unions)
{
	union {
		struct {
			u8 op, len;
			union {
				u16 half;
				u8 bytes[2];
			};
		} f;
		u32 word;
	} c = {.f = {.op = 0x12, .len = 2, .half = 0xbeef}};
	printf("%08x %x\n", c.word, c.f.bytes[1]);
	c.word = 0x01020304;
	printf("%x %x %x\n", c.f.op, c.f.len, c.f.half);
}
TEST(const_tables_in_functions)
{
	static const u8 crc4[] = {0, 7, 14, 9, 5, 2, 11, 12, 10, 13, 4, 3, 15, 8, 1, 6};
	u8 c = 0;
	for (const char *s = "driver"; *s; s++) {
		c = crc4[c ^ (*s >> 4)];
		c = crc4[c ^ (*s & 15)];
	}
	printf("%d\n", c);
}
TEST(variadic_logging)
{
	char line[64];
	int n = snprintf(line, sizeof line, "%s: %-6s|%5d|%#06x|%c", "dev", "ab", -42, 0x1f, '!');
	printf("%s %d\n", line, n);
	n = snprintf(line, 5, "%s", "longer than that");
	printf("%s %d\n", line, n);
}
TEST(divide_rounding)
{
	for (int i = -7; i <= 7; i += 7)
		printf("%d %d %d | ", i / 2, i % 2, (i + (i < 0 ? -1 : 1)) / 2);
	u64 n = 1000000007;
	printf("%lu %lu\n", (n + 4095) / 4096, n & ~4095UL);
}

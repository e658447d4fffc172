struct flags { unsigned a : 1, b : 3, c : 4; int d : 5; unsigned e : 19; };
struct wide { unsigned long a : 33, b : 31; long c : 40; };
struct small {
	unsigned char a : 3, b : 5;
	signed char c : 4;
	_Bool f : 1;
	unsigned short s : 9;
};
struct __attribute__((packed)) tight {
	unsigned a : 3;
	unsigned b : 29;
	unsigned c : 13;
	unsigned long d : 50;
	unsigned e : 7;
};
TEST(sizes)
{
	printf("%zu %zu %zu %zu\n", sizeof(struct flags), sizeof(struct wide), sizeof(struct small), sizeof(struct tight));
}

TEST(store_and_load)
{
	struct flags f = {0};
	f.a = 3;
	f.b = 9;
	f.c = 255;
	f.d = 17;
	f.e = 0x7ffff + 5;
	printf("%d %d %d %d %d\n", f.a, f.b, f.c, f.d, f.e);
	f.d = -16;
	printf("%d\n", f.d);
	f.d--;
	printf("%d\n", f.d);
	f.e = -1;
	printf("%u\n", f.e);
	unsigned raw;
	memcpy(&raw, &f, 4);
	printf("%x\n", raw);
}

TEST(assignment_value)
{
	struct flags f;
	int v;
	v = f.b = 13;
	printf("%d\n", v);
	v = f.d = 31;
	printf("%d\n", v);
	v = f.d += 20;
	printf("%d\n", v);
	v = f.b++;
	printf("%d ", v);
	v = ++f.b;
	printf("%d ", v);
	f.b = 7;
	v = f.b++;
	printf("%d %d ", v, f.b);
	v = --f.b;
	printf("%d\n", v);
}

TEST(wide_fields)
{
	struct wide w = {0};
	w.a = 0x1ffffffffUL;
	w.b = 0x7fffffff;
	w.c = -5;
	printf("%lx %lx %ld\n", (unsigned long)w.a, (unsigned long)w.b, (long)w.c);
	w.a++;
	w.c *= 1L << 36;
	printf("%lx %ld\n", (unsigned long)w.a, (long)w.c);
	w.b = 0x12345678;
	w.a = 0x123456789;
	printf("%lx %lx\n", (unsigned long)w.a, (unsigned long)w.b);
	unsigned long raw[2];
	memcpy(raw, &w, 16);
	printf("%lx\n", raw[0]);
}

TEST(small_fields)
{
	struct small s = {0};
	s.a = 9;
	s.b = 33;
	s.c = 9;
	s.f = 2;
	s.s = 1000;
	printf("%d %d %d %d %d\n", s.a, s.b, s.c, s.f, s.s);
	s.f = 0;
	s.c = 7;
	printf("%d %d\n", s.f, s.c);
	s.c++;
	printf("%d\n", s.c);
}

TEST(packed_fields)
{
	struct tight t;
	memset(&t, 0, sizeof t);
	t.a = 5;
	t.b = 0x1abcdef0;
	t.c = 0x1fff;
	t.d = 0x2aaaabbbbccccUL;
	t.e = 99;
	printf("%x %x %x %lx %x\n", t.a, t.b, t.c, (unsigned long)t.d, t.e);
	t.d++;
	t.c = 1;
	t.b ^= 0xff;
	unsigned char raw[sizeof t];
	memcpy(raw, &t, sizeof t);
	for (unsigned i = 0; i < sizeof t; i++) printf("%02x", raw[i]);
	printf("\n");
	printf("%x %x %x %lx %x\n", t.a, t.b, t.c, (unsigned long)t.d, t.e);
}

TEST(initialised)
{
	struct flags f = {1, 2, 3, -4, 5};
	static struct flags g = {.e = 77, .d = -1, .a = 1};
	static const struct tight t = {1, 2, 3, 0x123456789abUL, 5};
	printf("%d %d %d %d %d\n", f.a, f.b, f.c, f.d, f.e);
	printf("%d %d %d %d %d\n", g.a, g.b, g.c, g.d, g.e);
	printf("%d %d %d %lx %d\n", t.a, t.b, t.c, (long)t.d, t.e);
	int v = 6;
	struct flags h = {v & 1, v, v * 2, -v};
	printf("%d %d %d %d %d\n", h.a, h.b, h.c, h.d, h.e);
}

TEST(zero_width)
{
	struct z {
		unsigned a : 3;
		unsigned : 0;
		unsigned b : 3;
		unsigned : 5;
		unsigned c : 4;
	};
	struct z z = {1, 2, 3};
	unsigned raw[2];
	memcpy(raw, &z, sizeof z);
	printf("%zu %d %d %d %x\n", sizeof z, z.a, z.b, z.c, raw[1] & 0xf00);
}

TEST(through_pointer)
{
	struct flags a[3];
	memset(a, 0, sizeof a);
	for (int i = 0; i < 3; i++) {
		struct flags *p = &a[i];
		p->b = i + 6;
		p->e = i * 1000;
		p->d = -i;
	}
	for (int i = 0; i < 3; i++) printf("%d %d %d\n", a[i].b, a[i].e, a[i].d);
}

TEST(promotion)
{
	struct flags f = {.b = 7, .d = -1, .e = 1};
	printf("%d %d %d\n", f.b - 8 < 0, f.d < 0u, f.e - 2 < 0);
	struct wide w = {.a = 1};
	printf("%d\n", (long)w.a - 2 < 0);
	printf("%d %d\n", f.b ? 1 : 2, !f.a);
	if (f.d) printf("d");
	if (f.a || f.b) printf("ab\n");
}

TEST(union_with_fields)
{
	union reg {
		unsigned v;
		struct { unsigned en : 1, mode : 3, : 4, count : 8, hi : 16; };
	}
	r = {0};
	r.en = 1;
	r.mode = 5;
	r.count = 0xab;
	r.hi = 0xbeef;
	printf("%x\n", r.v);
	r.v = 0x12345678;
	printf("%x %x %x %x\n", r.en, r.mode, r.count, r.hi);
}

TEST(copy_with_fields)
{
	struct flags a = {1, 5, 9, -3, 1234}, b = a, c;
	c = b;
	c.b = 0;
	printf("%d %d %d %d\n", a.b, b.b, c.b, c.e);
}

/* Beside a bit-field wider than int, whatever is narrower becomes of its type. */
TEST(beside_a_wide_bit_field)
{
  struct { unsigned long v : 40; long b : 45; } m = {3000, -7};
  int i = -100, c = 1;
  unsigned short us = 60000;
  printf("%lx %lx\n", (unsigned long)(i % ((m.v & 1023) + 3)), (unsigned long)(i / ((m.v & 1023) + 3)));
  printf("%d %d\n", i < m.v, i == (m.v | 0xffffffff9cUL));
  long q = us * (c, m.b) * 100000000;
  printf("%lx\n", q);
  q = (c, m.v) - 5000;
  printf("%lx %lx\n", q, (long)((i, m.v) << 35));
}

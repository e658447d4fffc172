TEST(integer_ranks)
{
	unsigned char uc = 255;
	signed char sc = -1;
	unsigned short us = 65535;
	unsigned u = 1;
	long l = -1;
	unsigned long ul = 1;
	printf("%d %d %d %d %d\n", uc + 1, sc < uc, us * us < 0, sc < u, l < u);
	printf("%d %d\n", l < ul, (long long)-1 < (unsigned long)0);
	printf("%zu %zu %zu %zu\n", sizeof(uc + sc), sizeof(u + l), sizeof('a'), sizeof(1 ? uc : ul));
	printf("%d %d\n", -1 > 1u, -1L > 1u);
}
TEST(shifts)
{
	unsigned char c = 0x80;
	int i = -16;
	unsigned u = 0x80000000;
	printf("%d %d %u %d\n", c << 1, i >> 2, u >> 31, (signed char)c >> 7);
	long l = 1L << 40;
	printf("%ld %ld\n", l >> 38u, 1L << (char)33);
	short s = -1;
	s <<= 4;
	printf("%d\n", s);
	s >>= 2;
	printf("%d\n", s);
	unsigned short us = 0xffff;
	us >>= 4;
	us <<= 8;
	printf("%x\n", us);
	u = 1;
	u <<= 31L;
	printf("%x\n", u);
}
TEST(truncation)
{
	long l = 0x123456789abcdef0;
	printf("%d %d %d %d\n", (char)l, (short)l, (int)l, (unsigned char)l);
	int i = 70000;
	short s = i;
	unsigned char c = i;
	printf("%d %d\n", s, c);
	c += 300;
	printf("%d\n", c);
	char r = (c = 513);
	printf("%d\n", r);
	_Bool b = 256;
	printf("%d\n", b);
	b = 0.1;
	printf("%d\n", b);
	b += 5;
	printf("%d\n", b);
	b--;
	printf("%d\n", b);
	b--;
	printf("%d\n", b);
	_Bool p = &b;
	printf("%d\n", p);
}
TEST(floating_to_integer)
{
	double d = -3.99;
	printf("%d %d %u %ld\n", (int)d, (char)d, (unsigned)3.99e9, (long)-1e15);
	float f = 16777217;
	printf("%d %.1f\n", (int)f, f);
	printf("%d %d %d\n", (short)1000.9, (unsigned char)200.5, (_Bool)0.3);
	printf("%lu %lu\n", (unsigned long)1e19, (unsigned long)9.3e18);
	int i = 5;
	i *= 1.5;
	printf("%d\n", i);
	i += 0.9;
	printf("%d\n", i);
	unsigned char c = 10;
	c /= 2.5;
	printf("%d\n", c);
	c -= 0.5;
	printf("%d\n", c);
	long l = 10;
	l *= 0.25f;
	printf("%ld\n", l);
}
TEST(integer_to_floating)
{
	printf("%f %f %f %f\n", (double)-1, (double)0xffffffffu, (double)(-1L), (double)-1UL);
	printf("%.1f %.1f\n", (float)0x7fffffff, (float)16777219);
	unsigned long ul = 0xfffffffffffffc00;
	printf("%.0f %.0f\n", (double)ul, (float)ul);
	printf("%.0f %.0f\n", (float)0x8000008000000001UL, (double)0x8000000000000401UL);
	printf("%.0f\n", (float)9007199791611905L);
	char c = 'a';
	float f = c;
	printf("%f\n", f + 1);
}
TEST(arithmetic_mixed)
{
	int i = 7;
	double d = 2;
	float f = 0.5f;
	printf("%f %f %f %f\n", i / d, i / 2 * f, i * f + d, (float)i / 3);
	printf("%.10f %.10f\n", 0.1f + 0.2f, 0.1 + 0.2f);
	printf("%zu %zu %zu\n", sizeof(f + f), sizeof(f + d), sizeof(f + 1));
	printf("%d %d\n", 0.1f == 0.1, 0.5f == 0.5);
	printf("%d\n", f < i);
	float g = 3.4e38f;
	printf("%f\n", g * 10);
	printf("%g\n", 1e-320 / 10);
}
TEST(pointer_conversions)
{
	int a[4] = {1, 2, 3, 4};
	char *c = (char *)a;
	void *v = c + 4;
	int *p = v;
	printf("%d %ld %d\n", *p, (long)(p - a), (int)((size_t)p - (size_t)a));
	printf("%d %d %d\n", p > a, p == v, !p);
	size_t n = (size_t)p;
	n += 4;
	printf("%d\n", *(int *)n);
	void (*f)(void) = (void (*)(void))0;
	printf("%d %d\n", f == 0, (int)(long)(void *)5);
	p = a;
	p += (char)2;
	printf("%d\n", *p--);
	printf("%d %d\n", *p, p[-1]);
	printf("%d %d\n", 2 [a], (&a[3])[-1]);
	unsigned u = 1;
	printf("%d\n", *(a + u));
	long l = -1;
	printf("%d\n", (a + 3)[l]);
}
TEST(enum_conversions)
{
	enum e { A, B = 5, C } x = B;
	x++;
	printf("%d %d %d\n", x, x == C, (enum e)7);
	unsigned char c = C;
	printf("%d\n", c);
	enum e arr[C];
	printf("%zu\n", sizeof arr);
	int i = x | 8;
	x = i;
	printf("%d\n", x);
	switch (x) {
	case B:
		break;
	case 14:
		printf("14\n");
		break;
	default:
		printf("default\n");
	}
}
TEST(literals)
{
	printf("%zu %zu %zu %zu %zu %zu\n", sizeof 1, sizeof 2147483648, sizeof 0x80000000, sizeof 1u, sizeof 1l,
	       sizeof 4294967296u);
	printf("%d %d %d %ld\n", 0b1011, 0777, 0xFf, 1l << 33);
	printf("%d %d %d %d %d\n", '\n', '\x7f', '\377', '\'', '\\');
	printf("%d %x\n", 'ab', 'abcd');
	printf("%g %g %g %g\n", 1e3, 0x1.8p3, .5, 1.);
	printf("%g %zu\n", 1.5f, sizeof 1.5f);
	printf("%d %zu\n", L'\u20ac', sizeof L'a');
	printf("%d\n", '\e');
	printf("%s\n", "\u00e9\t\a\101\x4a"
		       "b");
}
TEST(comparisons)
{
	printf("%d %d %d\n", (unsigned char)-1 == 255, (signed char)255 == -1, (short)0xffff == 0xffff);
	printf("%d %d %d\n", 1 < 2 < 1, 3 > 2 > 1, !5 == 0);
	int i = -1;
	unsigned u = -1;
	printf("%d %d %d\n", i == u, (long)i == u, i == (int)u);
	double n = 0.0 / 0.0;
	printf("%d %d %d %d %d %d\n", n == n, n != n, n < 1, n > 1, !(n <= 1), !n);
	printf("%d %d\n", -0.0 == 0.0, !-0.0);
	printf("%d\n", n ? 1 : 2);
	if (n)
		printf("nan is true\n");
}
TEST(division)
{
	printf("%d %d %d %d\n", -7 / 2, -7 % 2, 7 / -2, 7 % -2);
	printf("%u %u\n", -7u / 2, -7u % 3);
	printf("%ld %ld\n", -7000000000L / 3, -7000000000L % 3);
	printf("%lu %lu\n", -7UL / 3, -7UL % 10);
	unsigned char c = 200;
	c %= 7;
	printf("%d\n", c);
	c = 250;
	c /= 3;
	printf("%d\n", c);
	short s = -32768;
	printf("%d\n", s / -1);
	long l = 1L << 62;
	printf("%ld %ld\n", l / 10, l % 1000000007);
}
TEST(increments)
{
	unsigned char c = 255;
	printf("%d %d\n", c++, c);
	printf("%d %d\n", --c, c--);
	short s = 32767;
	s++;
	printf("%d\n", s);
	double d = 1.5;
	d++;
	printf("%f %f\n", d--, d);
	float f = -0.5;
	printf("%f %f\n", ++f, f);
	int a[3] = {1, 2, 3}, *p = a;
	printf("%d %d %d\n", *p++, *p, *++p);
	printf("%d %d\n", (*p)--, *p);
	_Bool b = 0;
	b++;
	b++;
	printf("%d\n", b);
	long l = 0x7fffffffffffffff;
	l++;
	printf("%ld\n", l);
}
TEST(conditional_types)
{
	int i = 1;
	unsigned u = 5;
	printf("%d\n", (i ? -1 : u) > 0);
	printf("%zu %zu\n", sizeof(i ? 'a' : 1.0f), sizeof(i ? (short)1 : (char)2));
	char *s = i ? "yes" : NULL;
	printf("%s\n", s);
	const void *v = i ? (const int *)&i : (void *)0;
	printf("%d\n", v == &i);
	struct {
		int x;
	} a = {1}, b = {2};
	printf("%d\n", (i ? a : b).x);
	printf("%f\n", i ? 1 : 2.5);
	void *q = u ? &i : (void *)&u;
	printf("%d\n", q == &i);
	i ? (void)0 : (void)1;
}
TEST(comma_and_assignment)
{
	int a, b, c;
	a = b = c = 5;
	printf("%d %d %d\n", a, b, c);
	a = (b = 3, c = 4, b + c);
	printf("%d\n", a);
	a += b -= c *= 2;
	printf("%d %d %d\n", a, b, c);
	unsigned char n;
	int m = n = 300;
	printf("%d\n", m);
	double d;
	m = d = 2.9;
	printf("%d %f\n", m, d);
	for (a = 0, b = 10; a < b; a++, b--)
		;
	printf("%d %d\n", a, b);
	int arr[2] = {(1, 2), 3};
	printf("%d\n", arr[0]);
}
TEST(sign_extension_chain)
{
	signed char c = -1;
	unsigned u = c;
	unsigned long ul = c;
	unsigned long z = (unsigned char)c;
	unsigned long w = (unsigned)c;
	printf("%x %lx %lx %lx\n", u, ul, z, w);
	int i = 0x80000000;
	printf("%lx %lx\n", (long)i, (long)(unsigned)i);
	unsigned short s = 0x8000;
	printf("%x %x\n", (short)s, s);
	printf("%lx\n", (unsigned long)(int)0x80000000L);
	printf("%lx\n", ~0u + 0UL);
	printf("%lx\n", (unsigned long)~0);
	printf("%lx %lx\n", -1u + 0L, 0UL - 1u);
}

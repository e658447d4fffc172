static volatile int zero = 0;

TEST(promotions)
{
	signed char c = -1;
	unsigned char uc = 255;
	short s = -32768;
	unsigned short us = 65535;
	printf("%d %d %d %d\n", c + 1, uc + 1, s - 1, us + 1);
	printf("%d %d\n", c == uc, (unsigned char)c == uc);
	printf("%d %d\n", ~uc, (unsigned char)~uc);
	printf("%d\n", (c < 0) + (uc < 0));
}

TEST(narrowing)
{
	int values[] = {0, 1, -1, 127, 128, 255, 256, 32767, 32768, 65535, 65536, -129, 2147483647, (int)0x80000000};
	for (unsigned i = 0; i < sizeof values / sizeof *values; i++) {
		int v = values[i];
		printf("%d: %d %u %d %u %ld %lu\n", v, (signed char)v, (unsigned char)v, (short)v, (unsigned short)v, (long)v, (unsigned long)v);
	}
}

TEST(narrow_assignments)
{
	signed char c = 200;
	unsigned char uc = 300;
	short s = 40000;
	unsigned short us = -1;
	printf("%d %d %d %d\n", c, uc, s, us);
	c = c * 2;
	uc += 250;
	s++;
	us++;
	printf("%d %d %d %d\n", c, uc, s, us);
	c = 127;
	c++;
	uc = 0;
	uc--;
	s = -32768;
	s--;
	us = 0;
	us--;
	printf("%d %d %d %d\n", c, uc, s, us);
	printf("%d %d\n", c++, ++uc);
	printf("%d %d\n", c, uc);
}

TEST(wide_narrowing)
{
	long v = 0x123456789abcdef0L;
	unsigned long u = 0xfedcba9876543210UL;
	printf("%d %u %d %u %d\n", (int)v, (unsigned)v, (short)v, (unsigned char)v, (signed char)u);
	printf("%d %u %lx\n", (int)u, (unsigned)u, (long)(int)u);
	printf("%lx %lx\n", (unsigned long)(int)0x80000000, (unsigned long)(unsigned)0x80000000);
}

TEST(signed_unsigned_comparison)
{
	int a = -1;
	unsigned b = 1;
	long c = -1;
	unsigned long d = 1;
	printf("%d %d %d %d\n", a < b, a > b, c < d, c > d);
	printf("%d %d\n", (long)a < (long)b, c < b);
	printf("%d\n", -1 < (unsigned short)1);
	printf("%d %d\n", a < 0, b - 2 > 0);
}

TEST(signed_overflow_wraps)
{
	int a = INT_MAX;
	a++;
	printf("%d\n", a);
	a = INT_MIN;
	a--;
	printf("%d\n", a);
	a = INT_MAX;
	printf("%d %d\n", a * 2, a + a);
	a = INT_MIN;
	printf("%d\n", -a);
	long b = LONG_MAX;
	b++;
	printf("%ld\n", b);
	b = LONG_MIN;
	printf("%ld %ld\n", -b, b - 1);
	a = 65536;
	printf("%d %d\n", a * a, a * 65537);
}

TEST(division_signs)
{
	int xs[] = {7, -7, 0, 1, -1, INT_MAX, INT_MIN};
	int ys[] = {1, 2, -2, 3, -3, 7, -7, INT_MAX, INT_MIN};
	for (int i = 0; i < 7; i++) for (int j = 0; j < 9; j++) printf("%d/%d=%d r%d\n", xs[i], ys[j], xs[i] / ys[j], xs[i] % ys[j]);
}

TEST(unsigned_division)
{
	unsigned xs[] = {7, 0, 1, 0x80000000u, 0xffffffffu, 12345};
	unsigned ys[] = {1, 2, 3, 0x7fffffff, 0x80000000u, 0xffffffffu};
	for (int i = 0; i < 6; i++) for (int j = 0; j < 6; j++) printf("%u %u\n", xs[i] / ys[j], xs[i] % ys[j]);
}

TEST(division_64)
{
	long xs[] = {7, -7, 1L << 40, -(1L << 40), LONG_MAX, LONG_MIN, 0x123456789abcdefL, 999999999999L};
	long ys[] = {1, 2, -2, 3, 10, -10, 1000000007L, 1L << 33, LONG_MAX, LONG_MIN};
	for (int i = 0; i < 8; i++) for (int j = 0; j < 10; j++) printf("%ld %ld %lu %lu\n", xs[i] / ys[j], xs[i] % ys[j], (unsigned long)xs[i] / ys[j], (unsigned long)xs[i] % ys[j]);
}

TEST(multiplication_64)
{
	long xs[] = {3, -3, 0x123456789L, -0x123456789L, LONG_MAX, LONG_MIN, 0xffffffffL, 0x100000000L, 1};
	for (int i = 0; i < 9; i++) for (int j = 0; j < 9; j++) printf("%ld %lx\n", xs[i] * xs[j], (unsigned long)xs[i] * xs[j]);
}

TEST(addition_64)
{
	unsigned long xs[] = {0, 1, 0xffffffffUL, 0x100000000UL, 0x7fffffffffffffffUL, 0x8000000000000000UL, 0xffffffffffffffffUL, 0xffffffff00000000UL};
	for (int i = 0; i < 8; i++) for (int j = 0; j < 8; j++) printf("%lx %lx\n", xs[i] + xs[j], xs[i] - xs[j]);
	for (int i = 0; i < 8; i++) printf("%lx %lx %lx %lx\n", xs[i] + 1, xs[i] - 1, xs[i] + 0x12345, xs[i] - 0x12345678);
}

TEST(comparison_64)
{
	long xs[] = {0, 1, -1, 0xffffffffL, 0x100000000L, LONG_MAX, LONG_MIN, -0x100000000L};
	for (int i = 0; i < 8; i++) for (int j = 0; j < 8; j++) {
		long a = xs[i], b = xs[j];
		unsigned long c = a, d = b;
		printf("%d%d%d%d%d%d %d%d%d%d\n", a == b, a != b, a < b, a <= b, a > b, a >= b, c < d, c <= d, c > d, c >= d);
		if (a < b) printf("<");
		if (a <= b) printf("<=");
		if (c < d) printf("b");
		if (c >= d) printf("ae");
		if (a == b) printf("=");
		if (a != b) printf("!");
		printf("\n");
	}
}

TEST(comparison_constants)
{
	long xs[] = {0, 1, -1, 5, -5, 4294967295L, 4294967296L, LONG_MAX, LONG_MIN};
	for (int i = 0; i < 9; i++) {
		long a = xs[i];
		unsigned long u = a;
		int n = a;
		unsigned m = a;
		printf("%d%d%d%d ", a < 5, a <= -5, a > -1, a >= 1);
		if (a < 5) printf("a");
		if (a <= -5) printf("b");
		if (a > -1) printf("c");
		if (a >= 1) printf("d");
		if (a == -1) printf("e");
		if (u < 5) printf("f");
		if (u <= 5) printf("g");
		if (u > 5) printf("h");
		if (u >= (unsigned long)-1) printf("i");
		if (u != 0) printf("j");
		if (n < 5) printf("k");
		if (n >= -5) printf("l");
		if (m < 5) printf("m");
		if (m > 0xfffffff0u) printf("n");
		if (5 < n) printf("o");
		if (-1 >= n) printf("p");
		if (0xffffffffUL < u) printf("q");
		if (a < 0x1122334455L) printf("r");
		if (u >= 0x8000000000000000UL) printf("s");
		printf("\n");
	}
}

TEST(shifts_32)
{
	int a = -12345678;
	unsigned b = 0x87654321;
	for (int n = 0; n < 32; n++) printf("%d %d %u %u\n", a << n, a >> n, b << n, b >> n);
	printf("%d %d %u %u\n", a << 5, a >> 5, b << 5, b >> 5);
}

TEST(shifts_64)
{
	long a = -1234567890123456789L;
	unsigned long b = 0x8765432112345678UL;
	for (int n = 0; n < 64; n++) printf("%ld %ld %lx %lx\n", a << n, a >> n, b << n, b >> n);
	printf("%ld %ld %lx %lx\n", a << 32, a >> 32, b << 32, b >> 32);
	printf("%ld %ld %lx %lx\n", a << 1, a >> 63, b << 33, b >> 31);
	a <<= 3;
	b >>= 40;
	printf("%lx %lx\n", a, b);
}

TEST(shift_of_narrow)
{
	unsigned char c = 0x80;
	signed char s = -128;
	unsigned short us = 0xff00;
	printf("%d %d %d %d\n", c << 1, s >> 3, us << 8, us >> 4);
	c <<= 1;
	s >>= 2;
	us <<= 4;
	printf("%d %d %d\n", c, s, us);
	unsigned long big = 1UL << (c + 40);
	printf("%lx\n", big);
}

TEST(bitwise_mixed)
{
	int a = 0x0f0f0f0f;
	unsigned long b = 0xff00ff00ff00ff00UL;
	long m = -2;
	printf("%x %lx %lx %lx\n", a & 0xff, a & b, a | b, a ^ b);
	printf("%lx %lx %lx\n", b & 0xfffff000UL, b & ~0xfffUL, b & -4096L);
	printf("%lx %lx %lx\n", b | 1, b ^ 0x8000000000000000UL, ~b);
	printf("%lx %lx\n", m & 0xffffffffUL, m | 0x100000000UL);
	a &= ~0xf;
	a |= 3;
	a ^= -1;
	printf("%d\n", a);
	b &= 0xffffffff;
	b |= 1UL << 63;
	b ^= 5;
	printf("%lx\n", b);
}

TEST(bool_conversions)
{
	_Bool b = 2;
	int n = 0;
	double d = 0.5;
	char *p = "x";
	long l = 0x100000000L;
	printf("%d", b);
	b = n;
	printf("%d", b);
	b = d;
	printf("%d", b);
	b = p;
	printf("%d", b);
	b = l;
	printf("%d", b);
	b = 0.0;
	printf("%d\n", b);
	b = 1;
	b++;
	printf("%d ", b);
	b--;
	printf("%d ", b);
	b--;
	printf("%d ", b);
	b |= 4;
	printf("%d ", b);
	b &= 2;
	printf("%d ", b);
	b += 5;
	printf("%d\n", b);
	printf("%d %d\n", (_Bool)256, !(_Bool)3);
}

TEST(characters)
{
	printf("%d %d %d %d %d %d\n", 'a', '\n', '\0', '\\', '\x41', '\377');
	printf("%d %d\n", 'ab', sizeof 'a');
	char c = '\xff';
	printf("%d %d\n", c, c == '\xff');
}

TEST(literals)
{
	printf("%d %u %ld %lu %lld %llu\n", 42, 42u, 42l, 42ul, 42ll, 42ull);
	printf("%d %d %d\n", 0x7f, 0777, 0b1011);
	printf("%zu %zu %zu %zu\n", sizeof 2147483647, sizeof 2147483648, sizeof 0xffffffff, sizeof 0x1ffffffff);
	printf("%d\n", -2147483648 < 0);
}

TEST(unary_operators)
{
	int a = 5;
	unsigned b = 5;
	long c = 5;
	unsigned char d = 5;
	printf("%d %u %ld %d\n", -a, -b, -c, -d);
	printf("%d %u %ld %d\n", ~a, ~b, ~c, ~d);
	printf("%d %d %d %d\n", !a, !zero, !!c, !&a);
	printf("%d %lu\n", - -a, -(unsigned long)1);
	printf("%d\n", +d);
}

TEST(increments_of_every_width)
{
	signed char a = 126;
	unsigned char b = 254;
	short c = 32766;
	unsigned short d = 65534;
	int e = INT_MAX - 1;
	unsigned f = UINT_MAX - 1;
	long g = LONG_MAX - 1;
	unsigned long h = ULONG_MAX - 1;
	for (int i = 0; i < 4; i++) {
		printf("%d %d %d %d %d %u %ld %lu\n", a++, b++, c++, d++, e++, f++, g++, h++);
	}
	for (int i = 0; i < 4; i++) {
		printf("%d %d %d %d %d %u %ld %lu\n", --a, --b, --c, --d, --e, --f, --g, --h);
	}
}

TEST(compound_assignments)
{
	int a = 100;
	a += 5;
	printf("%d ", a);
	a -= 10;
	printf("%d ", a);
	a *= 3;
	printf("%d ", a);
	a /= 7;
	printf("%d ", a);
	a %= 11;
	printf("%d ", a);
	a <<= 4;
	printf("%d ", a);
	a >>= 2;
	printf("%d ", a);
	a |= 9;
	a &= 0xd;
	a ^= 0xff;
	printf("%d\n", a);
	unsigned char c = 200;
	c += 100;
	printf("%d ", c);
	c *= 3;
	printf("%d ", c);
	c /= 5;
	printf("%d ", c);
	c -= 200;
	printf("%d ", c);
	c <<= 3;
	printf("%d\n", c);
	long l = 1;
	l += 0x100000000;
	l *= -3;
	printf("%ld ", l);
	l /= 7;
	printf("%ld ", l);
	l %= 1000;
	printf("%ld\n", l);
	short s = 10;
	s *= 1.5;
	printf("%d ", s);
	s += 100000;
	printf("%d ", s);
	s -= 0.5;
	printf("%d\n", s);
	int i = 7;
	i += 0x100000000L;
	printf("%d ", i);
	i /= 2u;
	printf("%d ", i);
	i = -7;
	i /= 2u;
	printf("%d ", i);
	i = -7;
	i >>= 1L;
	printf("%d\n", i);
}

TEST(assignment_values)
{
	signed char c;
	int i;
	unsigned char u;
	long l;
	i = c = 300;
	printf("%d %d\n", i, c);
	i = u = -1;
	printf("%d\n", i);
	l = i = 0x1ffffffffL;
	printf("%ld\n", l);
	printf("%d\n", (c = 200));
	printf("%d\n", (u = 511) + 1);
	i = (c += 100);
	printf("%d\n", i);
}

TEST(comma_and_conditional)
{
	int a = (1, 2, 3), b;
	b = a ? a > 2 ? 10 : 20 : 30;
	printf("%d %d\n", a, b);
	printf("%ld\n", a ? -1 : 1L);
	printf("%u\n", zero ? 1 : -1u);
	printf("%d\n", zero ?: 7);
	printf("%d\n", a ?: 7);
	int n = 0;
	int r = (n++, n++, n);
	printf("%d %d\n", n, r);
	long w = 5;
	printf("%ld %ld\n", w ?: 9, (long)(zero ?: w));
	for (int i = 0, j = 10; i < j; i++, j--) if (i == 4) printf("%d %d\n", i, j);
}

TEST(logical_short_circuit)
{
	int calls = 0;
#define CALL(v) (calls++, (v))
	printf("%d ", CALL(0) && CALL(1));
	printf("%d\n", calls);
	printf("%d ", CALL(1) || CALL(0));
	printf("%d\n", calls);
	printf("%d ", CALL(1) && CALL(2) && CALL(0) || CALL(3));
	printf("%d\n", calls);
	int x = 5;
	x = x && !x;
	printf("%d\n", x);
	x = !x || x;
	printf("%d\n", x);
	long l = 1L << 40;
	printf("%d %d\n", l && 1, !l);
	if (!(x && l) || calls > 100) printf("no\n");
	else printf("yes\n");
	double d = 0.1;
	printf("%d %d\n", d && x, !d);
}

TEST(int128_free_mul_high)
{
	unsigned long a = 0xfedcba9876543210UL, b = 0x123456789abcdefUL;
	unsigned long al = a & 0xffffffff, ah = a >> 32, bl = b & 0xffffffff, bh = b >> 32;
	unsigned long t = al * bl;
	unsigned long k = t >> 32;
	t = ah * bl + k;
	unsigned long w1 = t & 0xffffffff, w2 = t >> 32;
	t = al * bh + w1;
	k = t >> 32;
	printf("%lx\n", ah * bh + w2 + k);
}

TEST(fnv_and_mix)
{
	unsigned long h = 0xcbf29ce484222325UL;
	for (int i = 0; i < 50; i++) {
		h ^= (unsigned char)(i * 7);
		h *= 0x100000001b3UL;
		h ^= h >> 29;
		h = h << 13 | h >> 51;
	}
	printf("%lx\n", h);
}

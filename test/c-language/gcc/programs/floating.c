TEST(double_arithmetic)
{
	double a = 1.5, b = -2.25, z = 0;
	printf("%f %f %f %f\n", a + b, a - b, a * b, a / b);
	printf("%g %g %g\n", a / z, -a / z, 1e308 * 10);
	printf("%d %d %d %d %d %d\n", a < b, a <= b, a > b, a >= b, a == b, a != b);
	double n = z / z;
	printf("%d %d %d %d\n", n == n, n != n, n < 1, n >= 1);
	if (n < 1) printf("lt\n");
	else printf("not lt\n");
	if (!(n >= 1)) printf("not ge\n");
	printf("%f %f\n", -a, - -a);
}

TEST(float_arithmetic)
{
	float a = 0.1f, b = 0.2f;
	printf("%.9f %.9f %.9f %.9f\n", a + b, a - b, a * b, a / b);
	printf("%d %d\n", a + b == 0.3f, a + b == 0.3);
	float s = 0;
	for (int i = 0; i < 1000; i++) s += 0.1f;
	printf("%.6f\n", s);
	float big = 16777216.0f;
	big += 1;
	printf("%.1f\n", big);
	printf("%d %d %d\n", a < b, a == 0.1f, a == 0.1);
	a = -a;
	printf("%f\n", a);
}

TEST(int_to_floating)
{
	int i = -7;
	unsigned u = 4000000000u;
	long l = -(1L << 53) - 1;
	unsigned long ul = 0xfffffffffffff800UL;
	signed char c = -3;
	unsigned char uc = 200;
	printf("%.1f %.1f %.1f %.1f %.1f %.1f\n", (double)i, (double)u, (double)l, (double)ul, (double)c, (double)uc);
	printf("%.1f %.1f %.1f %.1f\n", (float)i, (float)u, (float)l, (float)ul);
	unsigned long edges[] = {0x20000000000001UL, 0x20000000000003UL, 0x7fffffffffffffffUL, 0x8000000000000401UL, 0xffffffffffffffffUL, 0x1000001000000001UL, 0x8000008000000001UL, 0x8000008000000000UL};
	for (int k = 0; k < 8; k++) printf("%.1f %.1f %.1f %.1f\n", (double)edges[k], (float)edges[k], (double)(long)edges[k], (float)(long)edges[k]);
}

TEST(floating_to_int)
{
	double ds[] = {0, 0.9, -0.9, 1.5, -1.5, 127.9, 255.9, 32768, 65535.5, 2147483647.0, 3e9, -3e9, 1e15, -1e15, 9.2e18};
	for (int i = 0; i < 15; i++) {
		double d = ds[i];
		printf("%ld ", (long)d);
		if (d < 2147483648.0 && d > -2147483649.0) printf("%d ", (int)d);
		if (d >= 0) printf("%lu ", (unsigned long)d);
		if (d >= 0 && d < 4294967296.0) printf("%u ", (unsigned)d);
		if (d > -1 && d < 256) printf("%d ", (unsigned char)d);
		printf("\n");
	}
	printf("%lu %lu\n", (unsigned long)1.8e19, (unsigned long)9223372036854775808.0);
	float f = 3.99f;
	printf("%d %ld %u\n", (int)f, (long)f, (unsigned)f);
	short s = -5.7;
	printf("%d\n", s);
}

TEST(mixed_arithmetic)
{
	int i = 7;
	float f = 2.5f;
	double d = 0.5;
	long l = 1L << 40;
	printf("%f %f %f %f\n", i + f, i * d, l + f, l / d);
	i += 2.7;
	printf("%d\n", i);
	f += i;
	printf("%f\n", f);
	d -= f;
	printf("%f\n", d);
	i = f * d;
	printf("%d\n", i);
	f *= 1e10;
	printf("%.1f\n", f);
}

TEST(floating_increments)
{
	double d = 0.5;
	float f = 1.25f;
	printf("%f ", d++);
	printf("%f ", ++d);
	printf("%f ", f--);
	printf("%f\n", --f);
	printf("%f %f\n", d, f);
}

TEST(floating_in_memory)
{
	struct { float f; double d; float a[3]; } s = {1.5f, 2.5, {1, 2, 3}};
	float *p = &s.f;
	double *q = &s.d;
	*p *= 2;
	*q += *p;
	s.a[1] = s.d;
	printf("%f %f %f\n", s.f, s.d, s.a[1]);
	union { float f; unsigned u; } u = {1.0f};
	printf("%x\n", u.u);
	u.u = 0xc0490fdb;
	printf("%f\n", u.f);
	union { double d; unsigned long u; } v = {-2.0};
	printf("%lx\n", v.u);
}

static double power(double x, int n)
{
	double r = 1;
	for (; n > 0; n--) r *= x;
	return r;
}

static float halve(float x)
{
	return x / 2;
}

static double mixed(int a, float b, double c, long d, char e)
{
	return a + b * c - d / e;
}

TEST(floating_calls)
{
	printf("%f %f %f\n", power(1.1, 10), halve(5), mixed(1, 2.5f, 3.5, 100, 7));
	double (*p)(double, int) = power;
	printf("%f\n", p(2, 10));
	printf("%f\n", halve(power(3, 3)));
}

TEST(newton_sqrt)
{
	for (int n = 1; n < 20; n += 3) {
		double x = n;
		for (int i = 0; i < 30; i++) x = (x + n / x) / 2;
		printf("%.12f\n", x);
	}
}

TEST(long_double_as_double)
{
	long double a = 1.5L, b = 2;
	a = a * b + 1;
	printf("%f %zu\n", (double)a, sizeof a);
}

TEST(floating_conditions)
{
	double d = 0.0;
	float f = 1;
	printf("%d%d%d", !d, !f, d || f);
	if (d) printf("x");
	if (f) printf("y");
	while (f > 0.1f) f /= 2;
	printf("%f %s\n", f, d ? "t" : "f");
	double e = f ? d : 3;
	printf("%f\n", e ?: 9.5);
}

TEST(printf_formats)
{
	printf("[%5d|%-5d|%05d|%+d|%x|%X|%#x|%o]\n", 42, 42, 42, 42, 255, 255, 255, 8);
	printf("[%8.3f|%-8.2f|%e|%g|%g]\n", 3.14159, 2.5, 12345.678, 0.0001, 1e20);
	printf("[%s|%10s|%-10s|%.2s|%c]\n", "abc", "abc", "abc", "abc", 'z');
	printf("[%ld|%lu|%lx|%lld|%hhd|%hd|%zu]\n", -1L, -1L, -1L, -1LL, 300, 70000, sizeof(int));
	printf("[%*d|%.*s]\n", 6, 42, 2, "xyz");
}

static long double ld = 1.0L / 3;
TEST(long_double_size)
{ printf("%zu %zu\n", sizeof(long double), _Alignof(long double)); }
static int ld_digits(long double x, char *out)
{
	int n = 0;
	for (int i = 0; i < 22; i++) {
		int d = (int)x;
		out[n++] = '0' + d;
		x = (x - d) * 10;
	}
	out[n] = 0;
	return n;
}
TEST(long_double_arithmetic)
{
	char t[40];
	ld_digits(ld, t);
	printf("%s\n", t);
	long double a = 1e18L, b = 1;
	a = a + b;
	printf("%d %ld\n", a != 1e18L, (long)a);
	a = 18446744073709551615UL;
	printf("%lu\n", (unsigned long)a);
	a += 1;
	a -= 1;
	printf("%lu\n", (unsigned long)a);
	ld_digits(2.0L / 7, t);
	printf("%s\n", t);
	printf("%d\n", (double)ld == 1.0 / 3);
	printf("%d %d\n", ld < 0.34L, ld > 0.3333333333333333333L);
}
TEST(long_double_bytes)
{
	long double x[] = {1.0L, -2.5L, 0.1L, 1e4000L, 0, 18446744073709551615UL, 1e-4940L};
	for (unsigned i = 0; i < sizeof x / sizeof *x; i++) {
		unsigned char *b = (void *)&x[i];
		for (int k = 0; k < 10; k++)
			printf("%02x", b[k]);
		printf("\n");
	}
}
static long double half(long double x)
{ return x / 2; }
struct with_ld {
	char c;
	long double x;
};
TEST(long_double_passing)
{
	long double (*f)(long double) = half;
	struct with_ld s = {1, 3};
	s.x = f(s.x) + half(4);
	printf("%f %zu\n", (double)s.x, sizeof s);
	long double a[3] = {1, 2, 3};
	a[1] *= a[2];
	a[0]++;
	printf("%d %d\n", (int)a[1], (int)a[0]);
	printf("%d %d\n", a[0] ? 1 : 0, !a[0]);
	s.x = -s.x;
	printf("%d\n", (int)s.x);
	int i = 3;
	s.x = i;
	i = s.x * 1.5L;
	printf("%d\n", i);
	float fl = s.x;
	double d = s.x;
	printf("%f %f\n", fl, d);
	unsigned long u = -1UL;
	s.x = u;
	printf("%d\n", s.x == 18446744073709551615.0L);
	printf("%d\n", s.x == 18446744073709551616.0L);
}
TEST(long_double_conversions)
{
	long double x = -123.75L;
	printf("%d %ld %d %u %d\n", (int)x, (long)x, (short)x, (unsigned char)(-x), (_Bool)x);
	long l = 0x7fffffffffffffffL;
	x = l;
	printf("%ld %d\n", (long)x, (float)x == (double)x);
	x = 0.1;
	printf("%d %d\n", x == 0.1, x == 0.1L);
	x = 0.1f;
	printf("%d\n", x == 0.1f);
	x += 1;
	x *= 3;
	x -= 0.5;
	x /= 7;
	printf("%.15f\n", (double)x);
}
static long double ldsum(int n, ...)
{
	va_list l;
	va_start(l, n);
	long double s = 0;
	while (n--)
		s += va_arg(l, long double);
	va_end(l);
	return s;
}
TEST(long_double_variadic)
{ printf("%f\n", (double)ldsum(3, 1.5L, 2.25L, ld)); }

static int fact(int n)
{
	return n <= 1 ? 1 : n * fact(n - 1);
}

static int ack(int m, int n)
{
	return m == 0 ? n + 1 : n == 0 ? ack(m - 1, 1) : ack(m - 1, ack(m, n - 1));
}

static int even(int n);
static int odd(int n)
{
	return n == 0 ? 0 : even(n - 1);
}

static int even(int n)
{
	return n == 0 ? 1 : odd(n - 1);
}

static void hanoi(int n, char a, char b, char c, int *moves)
{
	if (!n) return;
	hanoi(n - 1, a, c, b, moves);
	(*moves)++;
	hanoi(n - 1, c, b, a, moves);
}

static int many(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j)
{
	return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j;
}

static long widths(char a, unsigned char b, short c, unsigned short d, int e, unsigned f, long g, _Bool h)
{
	return a + b + c + d + e + f + g + h;
}

static signed char narrow_result(int x)
{
	return x;
}

static unsigned short narrow_u(int x)
{
	return x;
}

static _Bool truth(int x)
{
	return x;
}

static long widen(int x)
{
	return x;
}

static unsigned long uwiden(unsigned x)
{
	return x;
}

static int counter(void)
{
	static int n = 10;
	return n++;
}

static int *shared(void)
{
	static int a[3] = {1, 2};
	return a;
}

TEST(recursion)
{
	printf("%d %d %d %d\n", fact(10), ack(2, 3), even(10), odd(7));
	int m = 0;
	hanoi(8, 'a', 'b', 'c', &m);
	printf("%d\n", m);
}

TEST(many_arguments)
{
	printf("%d\n", many(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
	printf("%d\n", many(fact(1), fact(2), fact(3), 0, 0, 0, many(1, 1, 1, 1, 1, 1, 1, 1, 1, 1), 0, 0, fact(4)));
}

TEST(argument_conversions)
{
	printf("%ld\n", widths(-1, -1, -1, -1, -1, -1, -1, -1));
	printf("%ld\n", widths(300, 300, 70000, 70000, 5000000000L, 5000000000L, 5000000000L, 0.5));
}

TEST(result_conversions)
{
	printf("%d %d %d %d\n", narrow_result(200), narrow_u(-1), truth(256), truth(0));
	printf("%ld %lu\n", widen(-1), uwiden(-1));
	printf("%d\n", narrow_result(300) + narrow_u(65537));
}

TEST(static_locals)
{
	counter();
	counter();
	printf("%d ", counter());
	shared()[2] = 5;
	printf("%d %d\n", shared()[2], shared()[0]);
	for (int i = 0; i < 3; i++) {
		static int k;
		k += i;
		if (i == 2) printf("%d\n", k);
	}
}

static int vsum(int n, ...)
{
	va_list ap;
	va_start(ap, n);
	int s = 0;
	while (n--) s += va_arg(ap, int);
	va_end(ap);
	return s;
}

static void vmixed(const char *f, ...)
{
	va_list ap;
	va_start(ap, f);
	for (; *f; f++) switch (*f) {
	case 'd':
		printf("%d ", va_arg(ap, int));
		break;
	case 'l':
		printf("%ld ", va_arg(ap, long));
		break;
	case 'f':
		printf("%.2f ", va_arg(ap, double));
		break;
	case 's':
		printf("%s ", va_arg(ap, char *));
		break;
	case 'u':
		printf("%u ", va_arg(ap, unsigned));
		break;
	case 'c':
		printf("%c ", va_arg(ap, int));
	}
	va_end(ap);
	printf("\n");
}

struct pair { int a; long b; };
struct trio { long v[3]; };
static long vstruct(int n, ...)
{
	va_list ap;
	va_start(ap, n);
	long s = 0;
	for (int i = 0; i < n; i++) {
		struct pair p = va_arg(ap, struct pair);
		struct trio t = va_arg(ap, struct trio);
		s = s * 10 + p.a + p.b + t.v[2] + va_arg(ap, int);
	}
	va_end(ap);
	return s;
}

static int inner(va_list ap)
{
	return va_arg(ap, int) * 10 + va_arg(ap, int);
}

static int outer(int n, ...)
{
	va_list ap, copy;
	va_start(ap, n);
	va_copy(copy, ap);
	int r = inner(ap);
	r += 1000 * va_arg(copy, int);
	va_end(copy);
	va_end(ap);
	return r;
}

static int forward(const char *f, ...)
{
	va_list ap;
	va_start(ap, f);
	int n = vprintf(f, ap);
	va_end(ap);
	return n;
}

TEST(variadic_sum)
{
	printf("%d %d %d\n", vsum(0), vsum(3, 1, 2, 3), vsum(8, 1, 2, 3, 4, 5, 6, 7, -100));
}

TEST(variadic_mixed)
{
	float f = 1.5f;
	char c = 'q';
	short s = -3;
	unsigned char uc = 250;
	vmixed("dlfsucdd", -1, 1L << 40, f, "str", 4000000000u, c, s, uc);
	vmixed("fdfdfdfdfdfd", 1.0, 1, 2.0, 2, 3.0, 3, 4.0, 4, 5.0, 5, 6.0, 6);
}

TEST(variadic_structs)
{
	struct pair p = {1, 2};
	struct trio t = {{3, 4, 5}};
	printf("%ld\n", vstruct(2, p, t, 6, (struct pair){7, 8}, t, -1));
}

TEST(variadic_forwarding)
{
	printf("%d\n", outer(2, 3, 4));
	int n = forward("%s %d\n", "fwd", 42);
	printf("%d\n", n);
	int (*vp)(int, ...) = vsum;
	printf("%d\n", vp(2, 20, 22));
}

static struct pair chain(struct pair p, int n)
{
	if (n == 0) return p;
	p.a += n;
	p.b *= 2;
	return chain(p, n - 1);
}

TEST(recursive_struct)
{
	struct pair p = chain((struct pair){1, 1}, 10);
	printf("%d %ld\n", p.a, p.b);
	printf("%ld\n", chain(chain(p, 1), 1).b);
}

static inline int inl(int x)
{
	return x + 1;
}

extern int ext(int);
int ext(int x)
{
	return inl(x) * 2;
}

TEST(void_functions)
{
	void nothing(void), set(int *, int);
	int v = 0;
	nothing();
	set(&v, 9);
	(void)v;
	(void)set;
	printf("%d %d\n", v, ext(4));
}

void nothing(void)
{
}

void set(int *p, int v)
{
	if (!p) return;
	*p = v;
}

TEST(nested_calls)
{
	printf("%d\n", fact(fact(3)) + vsum(vsum(1, 2), fact(3), vsum(2, 1, 1)));
	int a[3] = {1, 2, 3};
	printf("%d\n", many(a[0], a[1], a[2], vsum(2, a[0], a[1]), 0, fact(a[2]), 0, 0, 0, a[fact(2)]));
}

TEST(function_name_macros)
{
	printf("%s %s\n", __func__, __FUNCTION__);
	printf("%d\n", __LINE__);
}

static int gcd(int a, int b)
{
	while (b) {
		int t = a % b;
		a = b;
		b = t;
	}
	return a;
}

static unsigned long powmod(unsigned long b, unsigned e, unsigned long m)
{
	unsigned long r = 1;
	for (b %= m; e; e >>= 1, b = b * b % m) if (e & 1) r = r * b % m;
	return r;
}

TEST(number_theory)
{
	printf("%d %d %lu\n", gcd(1071, 462), gcd(17, 5), powmod(3, 1000000, 1000000007));
	int n = 0;
	for (int i = 2; i < 200; i++) {
		int p = 1;
		for (int j = 2; j * j <= i; j++) if (i % j == 0) {
			p = 0;
			break;
		}
		n += p;
	}
	printf("%d\n", n);
}

TEST(address_of_parameters)
{
	int modify(int a, int b);
	printf("%d\n", modify(3, 4));
}

int modify(int a, int b)
{
	int *p = &a;
	*p += 10;
	int *q = &b;
	(*q)++;
	return a * 100 + b;
}

static long depth(long n)
{
	char pad[64];
	pad[0] = n;
	return n == 0 ? 0 : 1 + depth(n - 1) + pad[0] * 0;
}

TEST(deep_recursion)
{
	printf("%ld\n", depth(300));
}

static int param_mutation(int n, long m, unsigned char c)
{
	while (n-- > 0) {
		m += n;
		c += 100;
	}
	return m + c;
}

TEST(parameters_are_variables)
{
	printf("%d\n", param_mutation(5, 10, 200));
}

static int mutual(int (*f)(int, void *), void *d, int n)
{
	return n ? f(n, d) + mutual(f, d, n - 1) : 0;
}

static int closure(int n, void *d)
{
	int *k = d;
	return n * (*k)++;
}

TEST(callbacks_with_data)
{
	int k = 1;
	printf("%d", mutual(closure, &k, 4));
	printf(" %d\n", k);
}

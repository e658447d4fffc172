TEST(overflow_every_type)
{
#define T(op, t, a, b)                                                 \
	do {                                                           \
		t r;                                                   \
		int o = __builtin_##op##_overflow((t)(a), (t)(b), &r); \
		printf("%d %ld\n", o, (long)r);                        \
	} while (0)
	T(add, signed char, 100, 100);
	T(add, unsigned char, 200, 56);
	T(sub, short, -30000, 3000);
	T(mul, unsigned short, 256, 256);
	T(add, int, 0x7fffffff, 1);
	T(sub, unsigned, 0, 1);
	T(mul, int, 65536, 32768);
	T(mul, long, 0x7fffffffffffffff, 2);
	T(add, unsigned long, -1, 1);
	T(sub, long, (-0x7fffffffffffffff - 1), 1);
	T(mul, unsigned long, 1UL << 32, 1UL << 32);
	T(add, long long, 5, 6);
#define O(x, y, f)                           \
	do {                                 \
		int o_ = (x);                \
		printf("%d " f "\n", o_, y); \
	} while (0)
	int r;
	O(__builtin_add_overflow(0xffffffffu, 1, &r), r, "%d");
	unsigned char c;
	O(__builtin_mul_overflow(-1, -5, &c), c, "%d");
	O(__builtin_mul_overflow(-1, 5, &c), c, "%d");
	long l;
	O(__builtin_sub_overflow(0u, 1u, &l), l, "%ld");
	unsigned long ul;
	O(__builtin_add_overflow(-1, 0, &ul), ul, "%lu");
	O(__builtin_add_overflow(-1L, 1UL, &ul), ul, "%lu");
	printf("%d %d\n", __builtin_add_overflow_p(0x7fffffff, 1, 0), __builtin_mul_overflow_p(3, 4, (char)0));
	unsigned u;
	O(__builtin_uadd_overflow(~0u, 2, &u), u, "%u");
	long long ll;
	O(__builtin_smulll_overflow(1LL << 62, 2, &ll), ll, "%lld");
	int si;
	O(__builtin_ssub_overflow(-2147483647 - 1, 1, &si), si, "%d");
}
TEST(count_bits)
{
	for (int i = 0; i < 64; i += 7) {
		unsigned long x = 0x8000000000000001UL >> i | 1UL << i;
		printf("%d %d %d %d %d %d\n", __builtin_clzl(x), __builtin_ctzl(x), __builtin_popcountl(x),
		       __builtin_parityl(x), __builtin_ffsl(x), __builtin_clrsbl(x));
	}
	printf("%d %d %d %d %d %d %d\n", __builtin_clz(1), __builtin_ctz(8), __builtin_popcount(-1),
	       __builtin_parity(7), __builtin_ffs(0), __builtin_ffs(0x80000000), __builtin_clrsb(-1));
	printf("%d %d %d %d\n", __builtin_clzll(1ULL), __builtin_ctzll(1ULL << 40), __builtin_popcountll(~0ULL),
	       __builtin_ffsll(0));
	enum {
		A = __builtin_clz(16),
		B = __builtin_popcount(0xf0),
		C = __builtin_ctzl(1UL << 33),
		D = __builtin_ffs(12),
		E = __builtin_bswap16(0x1234),
		F = __builtin_parity(7)
	};
	printf("%d %d %d %d %x %d\n", A, B, C, D, E, F);
	static int s = 32 - __builtin_clz(1000);
	printf("%d\n", s);
}
TEST(byte_swaps)
{
	printf("%x %x %lx\n", __builtin_bswap16(0xabcd), __builtin_bswap32(0x12345678),
	       __builtin_bswap64(0x123456789abcdef0));
	static const unsigned c = __builtin_bswap32(0x01020304);
	printf("%x\n", c);
	unsigned short x = 0x1234;
	x = __builtin_bswap16(x);
	printf("%x\n", x);
}
TEST(memory_builtins)
{
	char a[16] = "hello", b[16];
	__builtin_memcpy(b, a, 6);
	__builtin_memset(a, 'x', 3);
	printf("%s %s %d\n", a, b, __builtin_memcmp(a, b, 3) > 0);
	__builtin_memmove(b + 1, b, 5);
	printf("%s %lu %d\n", b, __builtin_strlen(b), __builtin_strcmp("a", "b") < 0);
	__builtin_strcpy(a, "new");
	printf("%s %s\n", a, __builtin_strchr(a, 'e'));
	char c[8] = {0};
	__builtin_strncpy(c, "abcdefgh", 4);
	printf("%s %d\n", c, __builtin_strncmp(c, "abcx", 3));
	_Static_assert(__builtin_strlen("four") == 4, "folded");
}
TEST(constant_p)
{
	int x = 3;
	printf("%d %d %d %d %d\n", __builtin_constant_p(3), __builtin_constant_p(x), __builtin_constant_p("s"),
	       __builtin_constant_p(3 + 4 * sizeof x), __builtin_constant_p(&x));
	static const int k = __builtin_constant_p(1) ? 5 : 6;
	printf("%d\n", k);
	printf("%d\n", __builtin_choose_expr(__builtin_constant_p(x), 1, 2));
	printf("%d\n", __builtin_constant_p(x++));
	printf("%d\n", x);
}
TEST(choose)
{
	char *s = __builtin_choose_expr(1, "yes", 5);
	int i = __builtin_choose_expr(0, "yes", 5);
	printf("%s %d %zu\n", s, i, sizeof(__builtin_choose_expr(1, (char)1, 2L)));
	int a = 1, b = 2;
	__builtin_choose_expr(1, a, b) = 9;
	printf("%d %d\n", a, b);
}
TEST(types_compatible)
{
	typedef int I;
	printf("%d%d%d%d%d%d%d%d\n", __builtin_types_compatible_p(I, int), __builtin_types_compatible_p(const int, int),
	       __builtin_types_compatible_p(int *, const int *), __builtin_types_compatible_p(int[], int[5]),
	       __builtin_types_compatible_p(char, signed char), __builtin_types_compatible_p(enum {Z}, unsigned),
	       __builtin_types_compatible_p(typeof(&((char[3]){0})[0]), char *),
	       __builtin_types_compatible_p(void (*)(int), void (*)(I)));
}
TEST(offsets)
{
	struct s {
		char a;
		struct {
			int b[4];
			struct {
				short c, d;
			} e[3];
		};
		union {
			long f;
			char g[8];
		};
	};
	int n = 2;
	printf("%zu %zu %zu %zu %zu\n", __builtin_offsetof(struct s, b[2]), __builtin_offsetof(struct s, e[1].d),
	       __builtin_offsetof(struct s, g[3]), __builtin_offsetof(struct s, f), (size_t)&((struct s *)0)->e[2].c);
	printf("%zu\n", __builtin_offsetof(struct s, b[n]));
	char pad[__builtin_offsetof(struct s, f)];
	printf("%zu\n", sizeof pad);
}
TEST(expectations)
{
	int x = 5;
	if (__builtin_expect(x == 5, 1))
		printf("likely\n");
	if (__builtin_expect(!!(x > 9), 0))
		printf("no\n");
	printf("%ld\n", __builtin_expect(x, 3));
	if (x < 0)
		__builtin_unreachable();
	__builtin_prefetch(&x);
	__builtin_prefetch(&x, 1, 3);
	int *p = __builtin_assume_aligned(&x, 4);
	printf("%d\n", *p);
	printf("%d\n", (int)__builtin_expect_with_probability(x, 1, 0.9));
}
TEST(object_sizes)
{
	char b[10];
	extern char *unknown;
	printf("%d %d\n", __builtin_object_size(b, 0) == (size_t)-1 || __builtin_object_size(b, 0) == 10, 1);
}
TEST(frame_addresses)
{
	void *p = __builtin_frame_address(0), *q = __builtin_return_address(0);
	printf("%d %d\n", p != 0, q != 0);
}
static int many(int n, ...)
{
	va_list a, b;
	va_start(a, n);
	va_copy(b, a);
	int s = 0;
	for (int i = 0; i < n; i++)
		s += va_arg(a, int);
	for (int i = 0; i < n; i++)
		s = s * 2 + va_arg(b, int);
	va_end(a);
	va_end(b);
	return s;
}
TEST(variadic_builtins)
{ printf("%d %d\n", many(3, 1, 2, 3), many(0)); }
TEST(infinity)
{
	double i = __builtin_inf(), n = __builtin_nan("");
	printf("%d %d %d %f\n", i > 1e308, n != n, __builtin_isnan(n), __builtin_huge_val());
	printf("%d %d %d\n", __builtin_isinf(i) != 0, __builtin_isfinite(1.0) != 0, __builtin_signbit(-1.0) != 0);
	float f = __builtin_inff();
	printf("%f %f %f %f\n", f, __builtin_fabs(-2.5), __builtin_fabsf(-1.5f), __builtin_sqrt(16.0));
}
TEST(abs_builtins)
{ printf("%d %ld %lld\n", __builtin_abs(-5), __builtin_labs(-5L), __builtin_llabs(-1LL << 40)); }
TEST(classify)
{ printf("%d %d\n", __builtin_isgreater(2.0, 1.0), __builtin_isunordered(1.0, __builtin_nan(""))); }
TEST(alloca_in_loop)
{
	char *p[4];
	for (int i = 0; i < 4; i++) {
		p[i] = __builtin_alloca(8);
		sprintf(p[i], "a%d", i);
	}
	for (int i = 0; i < 4; i++)
		printf("%s ", p[i]);
	printf("\n");
}
TEST(has_queries)
{
#if __has_builtin(__builtin_expect) && defined(__has_attribute)
	printf("builtin\n");
#endif
#if __has_attribute(packed) && __has_attribute(__fallthrough__)
	printf("attribute\n");
#endif
#if __has_include(<stdio.h>)
	printf("include\n");
#endif
	printf("%d %d %d\n", __GNUC__ >= 5, __CHAR_BIT__, __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);
	printf("%d %d %ld %zu\n", __INT_MAX__, __SCHAR_MAX__, __LONG_MAX__, sizeof(__SIZE_TYPE__));
	printf("%d %d %d\n", __SIZEOF_POINTER__, __SIZEOF_LONG__, __SIZEOF_INT128__);
}
TEST(source_names)
{
	printf("%s %s %s\n", __func__, __FUNCTION__, __PRETTY_FUNCTION__);
	printf("%d %s\n", __builtin_LINE() > 0, __builtin_FUNCTION());
	printf("%d\n", __COUNTER__ + 1 == __COUNTER__);
}
TEST(shuffled)
{
	int x = 1;
	x = __builtin_constant_p(x) ?: x + 1;
	printf("%d\n", x);
}
TEST(classify_type)
{ printf("%d %d %d\n", __builtin_classify_type(1), __builtin_classify_type(1.0), __builtin_classify_type("")); }
TEST(clz_wide)
{
	unsigned long x = 0xff00;
	printf("%d\n", 63 - __builtin_clzl(x));
	unsigned char c = 0x80;
	printf("%d %d\n", __builtin_clz(c), __builtin_ctz(c));
}
TEST(memory_folding)
{
	static const unsigned long n = sizeof("abc") + __builtin_strlen("abc");
	printf("%lu\n", n);
	static int m = __builtin_strcmp("a", "a");
	printf("%d\n", m);
}

static int expected_calls;
static int expected(void) { printf("expected "); return ++expected_calls; }
static int given(int v) { printf("given "); return v; }
TEST(expected_value_is_evaluated)
{
  int i = 0;
  if (__builtin_expect(given(1), expected())) i++;
  long r = __builtin_expect(i++ + 5, i);
  printf("%ld %d\n", r, i);
  if (__builtin_expect(!!given(0), expected() & 1)) printf("never");
  while (__builtin_expect(expected_calls < 5, expected()));
  printf("%ld %d\n", __builtin_expect(1, expected()), expected_calls);
}

static int variadic_end(int c, ...)
{
  va_list a[2];
  int i = 0;
  va_start(a[i++], c);
  int x = va_arg(a[--i], int);
  va_end(a[i++]);
  return x * 10 + i;
}
TEST(va_end_evaluates) { printf("%d\n", variadic_end(1, 5)); }

struct sized { char c[4]; int z; struct { short h[3]; char t; } in; char tail[]; };
static struct sized sized, sized_array[3], *sized_pointer;
static struct { int n; char z[0]; } sized_zero;
static struct { int n; char o[1]; } sized_one;
static union { char a[3]; long l; } sized_union;
static struct { char m[2][5]; } sized_matrix;
#define SIZES(...) \
  printf("%ld %ld %ld %ld\n", (long)__builtin_object_size(__VA_ARGS__, 0), (long)__builtin_object_size(__VA_ARGS__, 1), \
         (long)__builtin_object_size(__VA_ARGS__, 2), (long)__builtin_object_size(__VA_ARGS__, 3))
TEST(room_behind_pointers)
{
  char b[10], *p = b;
  int i = 2;
  sized_pointer = &sized;
  SIZES(b); SIZES(&b); SIZES(&b[0]); SIZES(&b[4]); SIZES(b + 4); SIZES(4 + b); SIZES(&b[10]); SIZES(&b[11]); SIZES(&b[i]);
  SIZES(b + i); SIZES((void *)b); SIZES((int *)&b[3]); SIZES(&b[0] + 1); SIZES(&sized); SIZES(sized.c); SIZES(&sized.c);
  SIZES(&sized.c[1]); SIZES(&sized.z); SIZES(sized.in.h); SIZES(&sized.in.h[2]); SIZES(&sized.in); SIZES(&sized.in.t);
  SIZES(sized.tail); SIZES(&sized_array[1]); SIZES(sized_array[1].c); SIZES(&sized_array[1].c[2]); SIZES(sized_array + 1);
  SIZES(&sized_array[i].z); SIZES(sized_zero.z); SIZES(sized_one.o); SIZES(sized_union.a); SIZES(&sized_union.a[1]);
  SIZES(&sized_union.l); SIZES("hello"); SIZES(&"hello"[2]); SIZES("hello" + 1); SIZES(p); SIZES(&p); SIZES(&p[2]);
  SIZES(sized_pointer->c); SIZES(&sized_pointer->in.h[1]); SIZES(sized_matrix.m); SIZES(sized_matrix.m[1]);
  SIZES(&sized_matrix.m[1][2]); SIZES(i ? b : b + 1); SIZES((p, b)); SIZES((char *)&i + 1); SIZES(0); SIZES(&*b); SIZES(*&b);
  SIZES(&((char *)b)[2]); SIZES(p++);
  printf("%d\n", p == b);
}

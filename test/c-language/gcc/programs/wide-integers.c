typedef unsigned __int128 u128;
typedef __int128 s128;
typedef unsigned long u64;
typedef unsigned int u32;
static void show(const char *name, u128 x)
{ printf("%s %016lx%016lx\n", name, (u64)(x >> 64), (u64)x); }
static u64 mul_u64_u64_shr(u64 a, u64 mul, unsigned int shift)
{ return (u64)(((unsigned __int128)a * mul) >> shift); }
static u64 mul_u64_u32_shr(u64 a, u32 mul, unsigned int shift)
{ return (u64)(((unsigned __int128)a * mul) >> shift); }
static u64 mul_u64_u32_div(u64 a, u32 mul, u32 divisor)
{ return (u64)((u128)a * mul / divisor); }
static u128 give(u64 high, u64 low)
{ return (u128)high << 64 | low; }
static s128 negated(s128 x)
{ return -x; }
static u128 global = ((u128)0x123456789abcdef0UL << 64) | 0xfedcba9876543210UL;
static s128 table[3] = {1, -2, (s128)1 << 100};
struct pair {
	char c;
	u128 x;
	int y;
};

TEST(multiply_and_shift)
{
	printf("%lx\n", mul_u64_u64_shr(0xfedcba9876543210UL, 0x123456789abcdefUL, 32));
	printf("%lx\n", mul_u64_u64_shr(-1UL, -1UL, 64));
	printf("%lx\n", mul_u64_u32_shr(0x1234567812345678UL, 0x80000001, 31));
	printf("%lu\n", mul_u64_u32_div(-1UL, 1000, 1001));
	for (unsigned s = 0; s < 128; s += 9)
		printf("%lx ", mul_u64_u64_shr(0x9e3779b97f4a7c15UL, 0xbf58476d1ce4e5b9UL, s));
	printf("\n");
}
TEST(sizes_of_wide)
{ printf("%zu %zu %zu %zu\n", sizeof(u128), _Alignof(s128), sizeof(struct pair), __builtin_offsetof(struct pair, y)); }
TEST(wide_arithmetic)
{
	u128 a = give(3, 0xffffffffffffffffUL), b = give(0, 5);
	show("a", a);
	show("a+b", a + b);
	show("a-b", a - b);
	show("b-a", b - a);
	show("a*b", a * b);
	show("a/b", a / b);
	show("a%b", a % b);
	show("a&b", a & b);
	show("a|b", a | b);
	show("a^b", a ^ b);
	show("~a", ~a);
	show("-a", -a);
	show("a<<3", a << 3);
	show("a<<64", a << 64);
	show("a<<100", a << 100);
	show("a>>1", a >> 1);
	show("a>>65", a >> 65);
	a++;
	show("a++", a);
	--a;
	show("--a", a);
	a += 7;
	show("+=", a);
	a <<= 4;
	show("<<=", a);
	a *= a;
	show("*=", a);
	a %= 1000007;
	show("%=", a);
}
TEST(wide_signed)
{
	s128 a = -7, b = 2;
	show("a", a);
	show("/", a / b);
	show("%", a % b);
	show(">>", a >> 1);
	show("*", a * b);
	show("neg", negated(a));
	printf("%d %d %d %d %d %d\n", a<b, a> b, a <= b, a >= b, a == b, a != b);
	printf("%d %d\n", (u128)a<(u128)b, (u128)a>(u128) b);
	s128 most = ((s128)1 << 126) - 1 + ((s128)1 << 126);
	show("most", most);
	show("most>>120", most >> 120);
	show("-most", -most >> 120);
}
TEST(wide_conversions)
{
	int i = -5;
	unsigned u = 0xfffffff0;
	long l = -1234567890123L;
	signed char c = -3;
	u64 ul = -1UL;
	_Bool t = 1;
	show("i", i);
	show("u", u);
	show("l", l);
	show("c", c);
	show("ul", ul);
	show("b", t);
	u128 x = global;
	printf("%d %u %ld %lx %d %d %x\n", (int)x, (unsigned)x, (long)x, (u64)x, (signed char)x, (unsigned char)x,
	       (unsigned short)x);
	printf("%d %d %d\n", (_Bool)x, !x, !!(x - x));
	printf("%f %f %f\n", (double)(u128)1e20, (double)(s128)-5, (float)give(1, 0));
	show("double", (u128)123456789012345678901234.0);
	show("negative", (s128)-1e20);
	show("float", (u128)3.7f);
	s128 from = i;
	from += 3;
	show("from", from);
	i = from;
	printf("%d\n", i);
	ul = x >> 60;
	printf("%lx\n", ul);
}
TEST(wide_conditions)
{
	u128 z = 0, h = (u128)1 << 90;
	if (z)
		printf("z\n");
	if (h)
		printf("h\n");
	if (!z)
		printf("!z\n");
	while (h) {
		h >>= 30;
		printf(".");
	}
	printf("%d %d %d\n", z && 1, z || h, h ? 1 : 2);
	for (u128 k = 0; k < 3; k++)
		printf("%lu", (u64)k);
	u128 big = (u128)5 << 64;
	printf(" %d %s\n", big > 1, big == ((u128)5 << 64) ? "same" : "other");
	u128 c = z ?: 9;
	show("elvis", c);
	c = (h, big);
	show("comma", c);
	c = ({
		u128 q = big;
		q + 1;
	});
	show("statement", c);
}
TEST(wide_objects)
{
	show("global", global);
	for (int i = 0; i < 3; i++)
		show("table", table[i]);
	struct pair p = {1, give(7, 8), 3}, q;
	q = p;
	q.x++;
	show("q", q.x);
	u128 *ptr = &q.x;
	*ptr -= 2;
	show("ptr", *ptr);
	ptr[0] ^= ptr[0] << 1;
	show("ptr", q.x);
	u128 array[4] = {[2] = 5};
	array[1] = array[2] * 3;
	array[array[2] - 2] = 1;
	for (int i = 0; i < 4; i++)
		show("array", array[i]);
	union {
		u128 x;
		u64 half[2];
		unsigned char bytes[16];
	} v = {.x = global};
	printf("%lx %lx %x %x\n", v.half[0], v.half[1], v.bytes[0], v.bytes[15]);
	static u128 kept;
	kept += 1ul << 63;
	kept += 1ul << 63;
	show("kept", kept);
}
static u128 sum(int n, ...)
{
	va_list l;
	u128 s = 0;
	va_start(l, n);
	while (n--)
		s += va_arg(l, u128);
	va_end(l);
	return s;
}
TEST(wide_variadic)
{
	show("sum", sum(3, global, (u128)1, give(1, 1)));
	u128 (*f)(u64, u64) = give;
	show("f", f(2, 3));
}
TEST(wide_constants)
{
	enum { shifted = (int)(((u128)7 << 70) >> 69) };
	printf("%d\n", shifted);
	_Static_assert(((u128)1 << 127) > 0, "unsigned");
	_Static_assert((s128)-1 < 0, "signed");
	char a[(u128)1 << 3];
	printf("%zu\n", sizeof a);
	switch ((int)(global >> 124)) {
	case 1:
		printf("one\n");
		break;
	default:
		printf("other\n");
	}
	printf("%d %d\n", _Generic((u128)0, unsigned __int128: 1, default: 2),
	       _Generic((s128)0, __int128: 1, default: 2));
	printf("%d\n", __builtin_types_compatible_p(__uint128_t, unsigned __int128) +
			   __builtin_types_compatible_p(__int128_t, __int128));
}
TEST(wide_overflow)
{
	u128 r;
	s128 s;
	u64 low;
	printf("%d ", __builtin_add_overflow(give(-1UL, -1UL), (u128)1, &r));
	show("r", r);
	printf("%d ", __builtin_mul_overflow(give(1, 0), give(1, 0), &r));
	show("r", r);
	printf("%d ", __builtin_sub_overflow((s128)1, (s128)2, &s));
	show("s", s);
	int o = __builtin_mul_overflow((u128)1 << 40, (u128)1 << 30, &low);
	printf("%d %lx\n", o, low);
}
TEST(kernel_division)
{
	u64 n = 0xfedcba9876543210UL;
	u32 base = 1000003;
	u64 rem = n % base;
	n /= base;
	printf("%lu %lu\n", n, rem);
	u64 a = 123456789012345UL, b = 987654321098765UL, c = 1000000007UL;
	printf("%lu\n", (u64)((u128)a * b % c));
}
TEST(decimal)
{
	u128 x = global;
	char text[50], *p = text + 49;
	*p = 0;
	do
		*--p = '0' + (int)(x % 10);
	while (x /= 10);
	printf("%s\n", p);
}

TEST(wide_beside_a_statement_expression)
{
  __int128 w = 5;
  int i = 7;
  __int128 sum = w + ({ int t = i; t ^ (t >> 1); });
  unsigned q = 1;
  q ^= w + ({ i; });
  printf("%d %u %d\n", (int)sum, q, w < ({ i++; i; }));
}

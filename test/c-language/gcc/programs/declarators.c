static int add(int a, int b)
{ return a + b; }
static int sub(int a, int b)
{ return a - b; }
static int (*choose(int c))(int, int)
{ return c ? add : sub; }
static int (*(*chooser)(int))(int, int) = choose;
static int (*table[2])(int, int) = {add, sub};
TEST(function_pointers)
{
	printf("%d %d %d\n", choose(1)(5, 3), chooser(0)(5, 3), (*table[1])(9, 4));
	int (**pp)(int, int) = table;
	printf("%d %d %d\n", pp[0](1, 2), (*pp)(3, 4), (***pp)(5, 6));
	typedef int op(int, int);
	op *o = &sub;
	op add;
	printf("%d %d\n", o(7, 2), (*o)(7, 1));
	printf("%d\n", (choose(1) == add) + (*choose(0) == sub));
}
static int row[3][4];
static int (*rows(void))[4]
{ return row; }
TEST(array_pointers)
{
	row[1][2] = 7;
	printf("%d %zu %zu\n", rows()[1][2], sizeof *rows(), sizeof rows()[0][0]);
	int (*p)[4] = row + 1;
	printf("%d %d\n", (*p)[2], p[0][2]);
	int (*whole)[3][4] = &row;
	printf("%d %ld\n", (*whole)[1][2], (long)((char *)(whole + 1) - (char *)whole));
	int *q[3] = {row[0], row[1], row[2]};
	printf("%d\n", q[1][2]);
	char *(*(*names[2])(void))[3];
	printf("%zu\n", sizeof names);
}
static char *(*words(void))[2]
{
	static char *w[2] = {"a", "b"};
	return &w;
}
TEST(complex_ones)
{
	printf("%s\n", (*words())[1]);
	char *(*(*f)(void))[2] = words;
	printf("%s\n", (*f())[0]);
	int (*(*matrix[2])(int))(int, int) = {choose, choose};
	printf("%d\n", matrix[1](0)(8, 3));
	const char *const *const cc = (const char *const[]){"x"};
	printf("%s\n", *cc);
	void (*signal_(int s, void (*h)(int)))(int);
	printf("%zu\n", sizeof(int (*(*)(void))[5]));
}
static int apply(int f(int, int), int a[static 2], int n, int m[n][n])
{ return f(a[0], a[1]) + m[1][1]; }
TEST(parameter_adjustment)
{
	int m[2][2] = {1, 2, 3, 4}, a[2] = {5, 6};
	printf("%d\n", apply(add, a, 2, m));
}
static int old_style(a, b, c)
int a;
char b;
double *c;
{
	return a + b + (int)*c;
}
static int no_arguments()
{ return 4; }
TEST(old_definitions)
{
	double d = 2.5;
	printf("%d %d\n", old_style(1, 300, &d), no_arguments());
}
TEST(sizeof_types)
{
	printf("%zu %zu %zu %zu %zu %zu\n", sizeof(int (*)[3]), sizeof(int[3]), sizeof(char (*[4])(void)),
	       sizeof(struct {
		       int a;
		       char b;
	       }),
	       sizeof(union {
		       long l;
		       char c;
	       }),
	       sizeof(enum {Q}));
	printf("%zu %zu %zu\n", sizeof(int *[2][3]), sizeof "str", sizeof(L'a'));
}
TEST(typedef_chains)
{
	typedef int I, *PI, AI[3], FI(int);
	typedef const PI CPI;
	I i = 4;
	PI p = &i;
	AI a = {1, 2, 3};
	CPI c = p;
	*c = 5;
	typedef AI AAI[2];
	AAI aa = {{1, 2, 3}, {4, 5, 6}};
	printf("%d %d %zu %d\n", i, a[2], sizeof aa, aa[1][0]);
	{
		typedef char I;
		I x = 3;
		printf("%zu\n", sizeof(I));
	}
	int I_ = 3;
	{
		int I = 7;
		printf("%d\n", I + I_);
	}
}
TEST(name_spaces)
{
	struct a {
		int a;
	} a = {1};
	goto a;
a:
	printf("%d\n", a.a);
	typedef struct a b;
	{
		struct a {
			long x;
		};
		printf("%zu\n", sizeof(struct a));
	}
	b c = a;
	printf("%d\n", c.a);
	enum e { f } e = f;
	printf("%d\n", e);
}
TEST(qualifiers_everywhere)
{
	int const volatile *const restrict p = &(int){3};
	const int long unsigned x = 4;
	long const long y = 5;
	int signed short z = -1;
	printf("%d %lu %lld %d\n", *p, x, y, z);
	volatile const struct {
		int a;
	} s = {9};
	printf("%d\n", s.a);
	register int r = 3;
	auto int q = r;
	printf("%d\n", q);
	char unsigned static c = 255;
	c++;
	printf("%d\n", c);
}
TEST(typeof_forms)
{
	int a[3] = {1, 2, 3};
	typeof(a) b;
	typeof(a[0]) x = 5;
	typeof(int *) p = &x;
	typeof(*p) y = *p + 1;
	typeof(&a[0]) q = a;
	__typeof__(add) *f = add;
	typeof(choose(1)) g = sub;
	const typeof(x) z = 7;
	typeof(typeof(char) *) s = "hi";
	printf("%zu %d %d %d %d %s %d\n", sizeof b, y, *q, f(1, 2), g(5, 1), s, z);
	__auto_type au = 2.5;
	__auto_type ap = &a[1];
	printf("%f %d\n", au, *ap);
	typeof(({
		long l = 3;
		l;
	})) st = 1L << 40;
	printf("%ld\n", st);
	unsigned char uc = 200;
	typeof(uc + 1) promoted = 300;
	printf("%d\n", promoted);
	typeof(-uc) neg = -uc;
	printf("%d\n", neg);
}
TEST(prototype_scope)
{
	int f(struct local * p, int n, int a[n]);
	int g(int(int));
	extern int printf(const char *, ...);
	printf("ok\n");
}
TEST(declarations_in_blocks)
{
	extern int row_count;
	int add(int, int);
	printf("%d\n", add(1, 1));
	for (int i = 0, *p = &i, a[2] = {4, 5}; i < 2; i++)
		printf("%d %d\n", *p, a[i]);
	if (1) {
		int i = 3;
		printf("%d\n", i);
		int j = i;
		printf("%d\n", j);
	}
}
int row_count = 1;
int row_count;
extern int row_count;
static int tent;
static int tent = 5;
static int tent;
int unsized[];
int unsized[3];
TEST(tentative_definitions)
{ printf("%d %d %d\n", row_count, tent, unsized[2]); }
TEST(generic)
{
#define NAME(x)                            \
	_Generic((x),                      \
	    _Bool: "bool",                 \
	    char: "char",                  \
	    signed char: "schar",          \
	    unsigned char: "uchar",        \
	    short: "short",                \
	    unsigned short: "ushort",      \
	    int: "int",                    \
	    unsigned: "uint",              \
	    long: "long",                  \
	    unsigned long: "ulong",        \
	    long long: "llong",            \
	    unsigned long long: "ullong",  \
	    float: "float",                \
	    double: "double",              \
	    long double: "ldouble",        \
	    char *: "char *",              \
	    const char *: "const char *",  \
	    int *: "int *",                \
	    void *: "void *",              \
	    int (*)(int, int): "function", \
	    struct point *: "point",       \
	    default: "other")
	struct point {
		int x;
	} p;
	const int ci = 1;
	unsigned char uc = 1;
	short s = 1;
	int arr[3];
	enum { E } e;
	printf("%s %s %s %s %s %s %s %s %s\n", NAME('a'), NAME((char)'a'), NAME(uc), NAME(uc + uc), NAME(s), NAME(ci),
	       NAME(1u), NAME(1L), NAME(1ull));
	printf("%s %s %s %s %s %s %s %s %s %s\n", NAME("s"), NAME((const char *)0), NAME(arr), NAME(&ci), NAME(NULL),
	       NAME(add), NAME(&p), NAME(1.0f), NAME(1.0L), NAME((_Bool)1));
	printf("%s %s %s %s %s\n", NAME(e), NAME(E), NAME(sizeof e), NAME(0x80000000), NAME(2147483648));
	printf("%s %s %s %s\n", NAME(1 ? 1 : 2L), NAME(1 ? (void *)0 : (int *)0), NAME(-uc), NAME(!1.0));
	printf("%s %s %s\n", NAME(0xffffffffffffffff), NAME(1l << 3u), NAME((short)1 << 1L));
}

static int told(int v) { printf("told %d\n", v); return v; }
static int length_alone(int a[told(3)], int n) { return a[0] + n; }
static int lengths_of_two(int n, int a[n++][n++]) { return n + (int)(sizeof a[0] / sizeof(int)) + (int)(sizeof a[0] / sizeof(int)); }
static int length_behind_pointer(int n, int (*a)[told(n)]) { return sizeof *a + sizeof *a; }
TEST(lengths_of_parameters_once)
{
  int v[20] = {4}, w[5][5];
  printf("%d\n", length_alone(v, 2));
  printf("%d\n", lengths_of_two(3, (void *)w));
  printf("%d\n", length_behind_pointer(4, (void *)w));
}

static void release(int *p)
{ printf("release %d\n", *p); }
static void release_text(char **p)
{ printf("free %s\n", *p); }
#define scoped __attribute__((cleanup(release)))
TEST(cleanup_order)
{
	scoped int a = 1;
	scoped int b = 2;
	{
		scoped int c = 3;
		printf("inner\n");
	}
	printf("outer\n");
	char *t __attribute__((cleanup(release_text))) = "text";
}
static int leave(int n)
{
	scoped int a = n;
	for (int i = 0; i < 3; i++) {
		scoped int b = i;
		if (i == 1)
			continue;
		if (n > 5 && i == 2)
			break;
		if (n < 0)
			return a * 10;
	}
	if (n == 3)
		goto out;
	{
		scoped int d = 77;
	}
out:
	return a;
}
TEST(cleanup_leaving)
{
	printf("%d\n", leave(1));
	printf("%d\n", leave(9));
	printf("%d\n", leave(-1));
	printf("%d\n", leave(3));
}
#define guard(x) for (scoped int once_ = (x), done_ = 0; !done_; done_ = 1)
TEST(cleanup_in_for)
{
	guard(5) printf("guarded\n");
	for (int i = 0; i < 2; i++)
		guard(i)
		{
			if (i)
				break;
			printf("body\n");
		}
}
TEST(cleanup_in_statement_expression)
{
	int v = ({
		scoped int z = 4;
		z + 1;
	});
	printf("%d\n", v);
}
TEST(cleanup_switch)
{
	for (int i = 0; i < 3; i++)
		switch (i) {
		case 0: {
			scoped int a = 10;
			break;
		}
		default: {
			scoped int b = 20 + i;
		}
		}
}
int real_function(int x)
{ return x * 2; }
int alias_function(int x) __attribute__((alias("real_function")));
static int real_variable = 42;
extern int alias_variable __attribute__((alias("real_variable")));
TEST(aliases)
{
	printf("%d %d %d\n", alias_function(21), alias_variable, &alias_variable == &real_variable);
	alias_variable++;
	printf("%d\n", real_variable);
}
extern int missing_function(void) __attribute__((weak));
extern int missing_variable __attribute__((weak));
int __attribute__((weak)) overridable(void)
{ return 1; }
static int weakly(void) __attribute__((weakref("real_function")));
TEST(weak)
{
	printf("%d %d %d\n", missing_function == NULL, &missing_variable == NULL, overridable());
	if (missing_function)
		missing_function();
}
static int in_section __attribute__((section("my_data"))) = 5;
static int in_section2 __attribute__((section("my_data"))) = 6;
extern int __start_my_data[], __stop_my_data[];
TEST(sections)
{
	printf("%d %d %ld\n", in_section, in_section2, (long)(__stop_my_data - __start_my_data));
	for (int *p = __start_my_data; p < __stop_my_data; p++)
		printf("%d ", *p);
	printf("\n");
}
TEST(aligned_variables)
{
	static char a __attribute__((aligned(64)));
	int b __attribute__((aligned(32))) = 1;
	char c __attribute__((aligned));
	struct {
		char x;
	} __attribute__((aligned(128))) d;
	printf("%d %d %d %d\n", (int)((size_t)&a % 64), (int)((size_t)&b % 32), (int)((size_t)&c % 16),
	       (int)((size_t)&d % 128));
	_Alignas(256) char e[3];
	printf("%d\n", (int)((size_t)e % 256));
}
static __attribute__((noinline, unused)) __attribute__((__pure__)) int decorated(int x)
{ return x + 1; }
static inline __attribute__((always_inline, gnu_inline)) int inlined(int x)
{ return x + 2; }
__attribute__((noreturn)) static void never(void);
static void __attribute__((format(printf, 1, 2))) logf_(const char *f, ...)
{
	va_list l;
	va_start(l, f);
	vprintf(f, l);
	va_end(l);
}
int __attribute__((warn_unused_result)) checked(void)
{ return 1; }
static void *__attribute__((malloc, alloc_size(1))) make(size_t n)
{ return malloc(n); }
__attribute__((nonnull(1), cold, hot, flatten, optimize("O2"))) static int nn(int *p)
{ return *p; }
TEST(ignored_ones)
{
	int u __attribute__((unused)), x = decorated(1) + inlined(2);
	logf_("%d %s\n", x, "log");
	checked();
	printf("%d %d\n", make(4) != 0, nn(&x));
	switch (x) {
	case 6:
		x++;
		__attribute__((fallthrough));
	case 7:
		x++;
		break;
	default:
		x = 0;
	}
	printf("%d\n", x);
label:
	__attribute__((unused));
}
TEST(type_attributes)
{
	typedef int v4 __attribute__((mode(DI)));
	typedef unsigned u8_ __attribute__((mode(QI)));
	printf("%zu %zu\n", sizeof(v4), sizeof(u8_));
	struct __attribute__((may_alias)) s {
		int x;
	} __attribute__((unused)) q = {3};
	printf("%d\n", q.x);
	union __attribute__((transparent_union)) tu {
		int *i;
		float *f;
	};
}
union arg {
	int *i;
	float *f;
} __attribute__((transparent_union));
static int take(union arg a)
{ return *a.i; }
TEST(transparent_unions)
{
	int x = 5;
	printf("%d\n", take(&x));
}
static int deprecated_(void) __attribute__((deprecated("old")));
static int deprecated_(void)
{ return 3; }
TEST(deprecation)
{ printf("%d\n", deprecated_()); }
TEST(assume)
{
	int x = 1;
	if (x)
		;
	else
		__builtin_unreachable();
	printf("%d\n", x);
}
struct dev {
	int id;
} __attribute__((designated_init));
static struct dev dev __attribute__((visibility("hidden"), used)) = {.id = 4};
TEST(placed_everywhere)
{
	int __attribute__((unused)) *const p = &dev.id;
	int(__attribute__((noinline)) * f)(int) = real_function;
	printf("%d %d\n", *p, f(3));
	for (int i __attribute__((unused)) = 0; i < 1; i++)
		printf("loop\n");
	enum __attribute__((packed)) e { A __attribute__((deprecated)) = 3, B };
	printf("%d %zu\n", B, sizeof(enum e));
}
static int __attribute__((const)) sq(int x)
{ return x * x; }
static int (*__attribute__((unused)) ptr)(int) = sq;
TEST(pointers_with_attributes)
{ printf("%d\n", ptr(5)); }

#define STR(...) #__VA_ARGS__
#define XSTR(...) STR(__VA_ARGS__)
#define CAT(a, b) a##b
#define XCAT(a, b) CAT(a, b)
#define EMPTY
#define LPAREN (
#define ARGS(...) __VA_ARGS__
#define COUNT_ARGS(...) COUNT_(, ##__VA_ARGS__, 6, 5, 4, 3, 2, 1, 0)
#define COUNT_(_0, _1, _2, _3, _4, _5, _6, n, ...) n
#define CALL(f, ...) f(0 __VA_OPT__(, ) __VA_ARGS__)
#define NAMED(fmt, args...) printf(fmt "\n", ##args)
static int sum0(int a, ...)
{
	va_list l;
	va_start(l, a);
	int s = a, x;
	while ((x = va_arg(l, int)) >= 0)
		s += x;
	va_end(l);
	return s;
}
TEST(stringise)
{
	printf("%s|%s|%s|%s\n", STR(a + b), STR("q\n" 'c'), XSTR(CAT(x, 1)), STR(spaces inside));
	printf("%s|%s|%s\n", STR(), XSTR(__LINE__) + 0 != 0 ? "l" : "", STR(a, b));
}
TEST(paste)
{
	int x1 = 5, foo_bar = 6;
	printf("%d %d %d\n", CAT(x, 1), XCAT(foo_, bar), CAT(1, 2));
	printf("%s %d\n", XSTR(CAT(, y)), CAT(0x, ff));
}
TEST(counting)
{ printf("%d %d %d %d\n", COUNT_ARGS(), COUNT_ARGS(a), COUNT_ARGS(a, b), COUNT_ARGS((a, b), c, d)); }
TEST(va_opt)
{
	printf("%d %d\n", CALL(sum0, -1), CALL(sum0, 1, 2, -1));
	NAMED("plain");
	NAMED("%d %s", 1, "two");
#define F(a, ...) a __VA_OPT__(b##a STR(__VA_ARGS__))
	printf("%s\n", XSTR(F(x)));
	printf("%s\n", XSTR(F(x, 1, 2)));
#define G(X, ...) f(0, X __VA_OPT__(, ) __VA_ARGS__)
	printf("%s %s %s\n", XSTR(G(a, b, c)), XSTR(G(a, )), XSTR(G(a)));
#define SDEF(sname, ...) S sname __VA_OPT__(= {__VA_ARGS__})
	printf("%s %s\n", XSTR(SDEF(foo)), XSTR(SDEF(bar, 1, 2)));
}
#define EVAL(...) EVAL1(EVAL1(EVAL1(__VA_ARGS__)))
#define EVAL1(...) EVAL2(EVAL2(EVAL2(__VA_ARGS__)))
#define EVAL2(...) __VA_ARGS__
#define DEFER(id) id EMPTY_()
#define EMPTY_()
#define OBSTRUCT(...) __VA_ARGS__ DEFER(EMPTY_)()
#define REPEAT_() REPEAT
#define IF(c) XCAT(IF_, c)
#define IF_1(t, ...) t
#define IF_0(t, ...) __VA_ARGS__
#define CHECK_N(x, n, ...) n
#define CHECK(...) CHECK_N(__VA_ARGS__, 0, )
#define NOT(x) CHECK(XCAT(NOT_, x))
#define NOT_0 ~, 1,
TEST(recursive_tricks)
{
	printf("%s %s %s\n", XSTR(IF(1)(yes, no)), XSTR(IF(0)(yes, no)), XSTR(NOT(0)));
	printf("%d\n", NOT(1));
	printf("%s\n", XSTR(EVAL(DEFER(ARGS)(1, 2))));
}
#define f(a) a *g
#define g(a) f(a)
TEST(standard_example)
{
	printf("%s\n", XSTR(f(2)(9)));
#define xx 3
#define ff(a) ff(xx *(a))
#undef xx
#define xx 2
#define gg ff
#define zz zz[0]
#define hh gg(~
#define mm(a) a(ww)
#define ww 0, 1
#define tt(a) a
#define pp() int
#define qq(x) x
#define rr(x, y) x##y
#define str(x) #x
	printf("%s\n", XSTR(ff(yy + 1) + ff(ff(zz)) % tt(tt(gg)(0) + tt)(1);));
	printf("%s\n", XSTR(pp() i[qq()] = {qq(1), rr(2, 3), rr(4, ), rr(, 5), rr(, )};));
}
#undef f
#undef g
#if 1 + 1 == 2 && (defined(STR) || defined NOTHING) && !defined(NOTHING) && ~0 < 0 && -1 > 0u && 'a' == 97 && \
	(2 || 1 / 0) && 0x10 == 16 && 1                                                                       \
    ? 2                                                                                                       \
    : 0
#define CONDITION 1
#elif garbage here
#endif
#ifdef NOTHING
#error no
#elif defined CONDITION
#define RESULT "elif"
#else
#error no
#endif
TEST(conditionals)
{
	printf("%d %s\n", CONDITION, RESULT);
#if 0
 it's "unbalanced
#if 1
#else
#endif
#elif 18446744073709551615u == -1
	printf("unsigned\n");
#endif
#ifndef A
#ifdef B
	printf("B\n");
#else
	printf("not B\n");
#endif
#endif
}
#define is_enabled_(x) is_enabled__(x)
#define ARG_PLACEHOLDER_1 0,
#define take_second(ignored, val, ...) val
#define is_enabled__(x) is_enabled___(ARG_PLACEHOLDER_##x)
#define is_enabled___(a) take_second(a 1, 0)
#define CONFIG_YES 1
TEST(config_trick)
{
	printf("%d %d\n", is_enabled_(CONFIG_YES), is_enabled_(CONFIG_NO));
#if is_enabled_(CONFIG_YES) && !is_enabled_(CONFIG_NO)
	printf("in #if\n");
#endif
}
#define max(a, b)                   \
	({                          \
		typeof(a) _a = (a); \
		typeof(b) _b = (b); \
		(void)(&_a == &_b); \
		_a > _b ? _a : _b;  \
	})
#define min3(a, b, c) min_(min_(a, b), c)
#define min_(x, y) ((x) < (y) ? (x) : (y))
#define swap(a, b)                  \
	do {                        \
		typeof(a) t_ = (a); \
		(a) = (b);          \
		(b) = t_;           \
	} while (0)
#define ARRAY_SIZE(a)                 \
	(sizeof(a) / sizeof((a)[0]) + \
	 sizeof(struct { int : (-!!(__builtin_types_compatible_p(typeof(a), typeof(&(a)[0])))); }))
#define BUILD_BUG_ON_ZERO(e) ((int)(sizeof(struct { int : (-!!(e)); })))
#define for_each(i, n) for (typeof(n) i = 0; i < (n); i++)
TEST(kernel_style)
{
	int a = 3, b = 7, arr[5];
	printf("%d %d\n", max(a, max(b, 2)), min3(4, 2, 9));
	swap(a, b);
	printf("%d %d %zu %d\n", a, b, ARRAY_SIZE(arr), BUILD_BUG_ON_ZERO(0));
	for_each(i, 3) printf("%d", i);
	printf("\n");
}
#define LIST(X) X(one, 1) X(two, 2) X(three, 3)
#define ENUM(n, v) E_##n = v,
#define NAME(n, v) [v] = #n,
enum { LIST(ENUM) E_END };
static const char *const names[] = {LIST(NAME)};
TEST(x_macros)
{
	for (int i = 1; i < E_END; i++)
		printf("%s ", names[i]);
	printf("%d\n", E_three);
}
#define __MAP0(m, ...)
#define __MAP1(m, t, a, ...) m(t, a)
#define __MAP2(m, t, a, ...) m(t, a), __MAP1(m, __VA_ARGS__)
#define __MAP3(m, t, a, ...) m(t, a), __MAP2(m, __VA_ARGS__)
#define __MAP(n, ...) __MAP##n(__VA_ARGS__)
#define DECL(t, a) t a
#define CAST(t, a) (long)a
#define DEFINE3(name, ...)                            \
	static long name(__MAP(3, DECL, __VA_ARGS__)) \
	{ return sum_three(__MAP(3, CAST, __VA_ARGS__)); }
static long sum_three(long a, long b, long c)
{ return a + b * 10 + c * 100; }
DEFINE3(syscall3, int, x, char, y, unsigned, z)
TEST(syscall_define)
{ printf("%ld\n", syscall3(1, 2, 3)); }
#define obj obj + 1
#define fun(x) fun(x) + x
TEST(self_reference)
{ printf("%s %s\n", XSTR(obj), XSTR(fun(fun(1)))); }
#undef obj
#define LINES a b c
TEST(continuation)
{
	printf("%s\n", XSTR(LINES));
	printf("split \
string\n");
	int lo\
ng_name = 3;
	printf("%d\n", long_name); // comment \
 still comment
	/* com /* ment */ printf("%d\n", 1 /* inline */ + 2);
	printf("%s\n", "/* not */ // comment");
}
TEST(digraphs)
<%
	int a<:3:> = <%1, 2, 3%>;
	printf("%d\n", a<:1:>);
%:define DI 4
	printf("%d\n", DI);
%>
#define NULLARY() 7
#define SPREAD LPAREN 1, 2)
TEST(invocation_over_lines)
{
	printf("%d %d\n", NULLARY(), NULLARY());
	printf("%d\n", min_(1, 2));
	printf("%s\n", XSTR(NULLARY));
	printf("%s\n", XSTR(ARGS EMPTY(1)));
	printf("%s\n", XSTR(ARGS SPREAD));
}
#define WRAP(x) _Pragma("GCC diagnostic push") x _Pragma("GCC diagnostic pop")
TEST(pragma_operator)
{ WRAP(printf("pragma\n");) printf("%s\n", XSTR(ARGS(1 _Pragma("x") 2)) != 0 ? "ok" : ""); }
#pragma push_macro("ww")
#undef ww
#define ww 77
TEST(push_macro)
{
	printf("%d\n", ww);
#pragma pop_macro("ww")
	printf("%s\n", XSTR(ww));
}
#line 500 "renamed.c"
TEST(line_directive)
{ printf("%d %s\n", __LINE__, __FILE__); }
#define COMMA ,
#define hash_hash # ## #
#define mkstr(a) #a
#define in_between(a) mkstr(a)
#define join(c, d) in_between(c hash_hash d)
TEST(hash_hash_)
{
	printf("%s\n", join(x, y));
	printf("%d\n", sum0(1 COMMA 2 COMMA - 1));
}
#define LOG(level, fmt, ...) printf("[" #level "] " fmt "\n", ##__VA_ARGS__)
#define LOG_ERR(...) LOG(err, __VA_ARGS__)
TEST(variadic_nesting)
{
	LOG(info, "plain");
	LOG_ERR("%d %d", 1, 2);
	LOG_ERR("only");
}
#define __UNIQUE(p) XCAT(XCAT(__uid_, p), __COUNTER__)
TEST(counter)
{
	int __UNIQUE(a) = 1, __UNIQUE(a) = 2;
	int first = __COUNTER__, second = __COUNTER__;
	printf("%d\n", second - first);
}

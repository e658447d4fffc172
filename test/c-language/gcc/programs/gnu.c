#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define swap(a, b) do { typeof(a) t_ = (a); (a) = (b); (b) = t_; } while (0)
#define type_name(x) _Generic((x), int: "int", long: "long", unsigned: "unsigned", char *: "char *", const char *: "const char *", double: "double", float: "float", char: "char", default: "other")
TEST(typeof_operator)
{
	int a = 1;
	typeof(a) b = 2;
	typeof(&a) p = &b;
	__typeof__(*p + 1L) c = 1L << 40;
	typeof(int[3]) d = {1, 2, 3};
	swap(a, b);
	printf("%d %d %d %ld %zu\n", a, b, *p, c, sizeof d);
	const int k = 5;
	typeof(k) m = 6;
	printf("%d\n", m);
}

TEST(generic_selection)
{
	char c = 0;
	short s = 0;
	printf("%s %s %s %s %s %s %s %s\n", type_name(1), type_name(1L), type_name(1u), type_name("s"), type_name(1.0), type_name(1.f), type_name(c), type_name(s));
	printf("%s %s\n", type_name(c + c), type_name((const char *)0));
}

TEST(sizeof_and_alignof)
{
	int a[7];
	struct s { char c; double d; } v;
	printf("%zu %zu %zu %zu %zu\n", sizeof a, ARRAY_SIZE(a), sizeof(struct s), sizeof v.d, sizeof(char[5]));
	printf("%zu %zu %zu\n", _Alignof(long), __alignof__(struct s), _Alignof(char));
	int n = 0;
	printf("%zu %d\n", sizeof(n++), n);
	printf("%zu %zu\n", sizeof(void *), sizeof 'a');
}

static int vla_sum(int n, int m, int a[n][m])
{
	int s = 0;
	for (int i = 0; i < n; i++) for (int j = 0; j < m; j++) s += a[i][j];
	return s + sizeof a[0];
}

TEST(variable_length_arrays)
{
	for (int n = 1; n < 5; n++) {
		int a[n];
		for (int i = 0; i < n; i++) a[i] = i * n;
		printf("%zu %d ", sizeof a, a[n - 1]);
		n += 0;
	}
	printf("\n");
	int n = 3, m = 4;
	int g[n][m];
	for (int i = 0; i < n; i++) for (int j = 0; j < m; j++) g[i][j] = i * 10 + j;
	n = 100;
	printf("%d %zu %zu %d %d\n", g[2][3], sizeof g, sizeof g[0], vla_sum(3, 4, g), *(*(g + 1) + 1));
	int (*p)[m] = g;
	p++;
	printf("%d %ld\n", p[0][2], p - g);
	char s[n * 2];
	printf("%zu\n", sizeof s);
}

TEST(vla_in_loop_frees)
{
	long total = 0;
	for (int i = 0; i < 2000; i++) {
		char b[100 + i % 7];
		b[0] = i;
		b[99] = 1;
		total += b[0] + b[99] + sizeof b;
		if (i % 3 == 0) continue;
		if (i == 1999) goto out;
	}
	out: printf("%ld\n", total);
}

TEST(alloca_builtin)
{
	char *p = __builtin_alloca(20);
	for (int i = 0; i < 19; i++) p[i] = 'a' + i;
	p[19] = 0;
	char *q = __builtin_alloca(8);
	strcpy(q, "second");
	printf("%s %s\n", p, q);
}

TEST(compound_literals)
{
	int *p = (int[]){1, 2, 3};
	printf("%d\n", p[1]);
	struct pt { int x, y; } *q = &(struct pt){.y = 5};
	printf("%d %d\n", q->x, q->y);
	int f(struct pt);
	struct pt s = (struct pt){3, 4};
	printf("%d\n", s.x * (struct pt){.x = 7}.x);
	for (int i = 0; i < 3; i++) {
		int *v = &(int){i};
		*v += 10;
		printf("%d ", *v);
	}
	printf("%s %d\n", (char[]){'l', 'i', 't', 0}, (int){5} + (int){6});
	p = (int[4]){[2] = 9};
	printf("%d %d\n", p[2], p[3]);
}

TEST(case_ranges_and_elvis)
{
	for (int c = 'X'; c < 'd'; c++) switch (c) {
	case 'A' ... 'Z':
		printf("U");
		break;
	case 'a' ... 'z':
		printf("l");
		break;
	default:
		printf(".");
	}
	int zero = 0;
	printf(" %d %d\n", zero ?: 5, 7 ?: 5);
}

TEST(bit_builtins)
{
	unsigned v[] = {1, 0x80000000, 0x00f0, 0xffffffff, 12345};
	for (int i = 0; i < 5; i++) printf("%d %d %d %d %d %x %x\n", __builtin_clz(v[i]), __builtin_ctz(v[i]), __builtin_popcount(v[i]), __builtin_ffs(v[i]), __builtin_parity(v[i]), __builtin_bswap32(v[i]), __builtin_bswap16(v[i]));
	unsigned long w[] = {1, 1UL << 63, 0xff00000000UL, ~0UL, 0x123456789abcdefUL};
	for (int i = 0; i < 5; i++) printf("%d %d %d %d %d %lx\n", __builtin_clzl(w[i]), __builtin_ctzl(w[i]), __builtin_popcountl(w[i]), __builtin_ffsl(w[i]), __builtin_parityll(w[i]), __builtin_bswap64(w[i]));
	int z = 0;
	long lz = 0;
	printf("%d %d %d %d %d\n", __builtin_ffs(z), __builtin_ffsl(lz), __builtin_clrsb(-1), __builtin_clrsb(255), __builtin_clrsbl(-256L));
}

TEST(overflow_builtins)
{
	int o, r;
	long l;
	unsigned u;
	unsigned char c;
	size_t z;
	o = __builtin_add_overflow(INT_MAX, 1, &r);
	printf("%d %d\n", o, r);
	o = __builtin_sub_overflow(5, 7, &r);
	printf("%d %d\n", o, r);
	o = __builtin_sub_overflow(5u, 7u, &u);
	printf("%d %u\n", o, u);
	o = __builtin_mul_overflow(1L << 40, 1L << 30, &l);
	printf("%d %ld\n", o, l);
	o = __builtin_add_overflow(200, 100, &c);
	printf("%d %d\n", o, c);
	o = __builtin_mul_overflow((size_t)1 << 33, (size_t)1 << 20, &z);
	printf("%d %zu\n", o, z);
	o = __builtin_add_overflow(-1, 1u, &u);
	printf("%d %u\n", o, u);
	o = __builtin_mul_overflow(-3, 4, &r);
	printf("%d %d\n", o, r);
	o = __builtin_add_overflow(ULONG_MAX, -1, &l);
	printf("%d %ld\n", o, l);
	unsigned ur;
	o = __builtin_uadd_overflow(UINT_MAX, 2, &ur);
	printf("%d %u\n", o, ur);
	int sr;
	o = __builtin_smul_overflow(1 << 20, 1 << 12, &sr);
	printf("%d %d\n", o, sr);
}

TEST(sync_builtins)
{
	int v = 10;
	printf("%d ", __sync_fetch_and_add(&v, 5));
	printf("%d ", __sync_add_and_fetch(&v, 5));
	printf("%d ", __sync_sub_and_fetch(&v, 3));
	printf("%d ", __sync_fetch_and_or(&v, 0x40));
	printf("%d ", __sync_and_and_fetch(&v, 0x5f));
	printf("%d ", __sync_xor_and_fetch(&v, 0xff));
	printf("%d ", __sync_bool_compare_and_swap(&v, v, 77));
	printf("%d ", __sync_val_compare_and_swap(&v, 1, 2));
	printf("%d ", __sync_val_compare_and_swap(&v, 77, 2));
	printf("%d ", __sync_lock_test_and_set(&v, 9));
	__sync_lock_release(&v);
	__sync_synchronize();
	printf("%d\n", v);
	long l = -1;
	printf("%ld ", __sync_fetch_and_add(&l, 1L << 40));
	printf("%ld\n", l);
	unsigned char c = 250;
	printf("%d ", __sync_add_and_fetch(&c, 10));
	printf("%d ", __sync_fetch_and_sub(&c, 5));
	printf("%d\n", c);
	signed char s = -3;
	printf("%d %d\n", __sync_fetch_and_add(&s, 1), 0);
}

TEST(atomic_builtins)
{
	int v = 3, e = 4, w;
	printf("%d ", __atomic_load_n(&v, __ATOMIC_SEQ_CST));
	__atomic_store_n(&v, 8, __ATOMIC_RELEASE);
	printf("%d ", __atomic_exchange_n(&v, 9, __ATOMIC_ACQ_REL));
	printf("%d ", __atomic_fetch_add(&v, 2, 0));
	printf("%d ", __atomic_sub_fetch(&v, 1, 0));
	printf("%d ", __atomic_compare_exchange_n(&v, &e, 5, 0, 0, 0));
	printf("%d ", e);
	printf("%d ", __atomic_compare_exchange_n(&v, &e, 5, 0, 0, 0));
	printf("%d ", v);
	__atomic_load(&v, &w, 0);
	printf("%d ", w);
	w = 70;
	__atomic_store(&v, &w, 0);
	w = 80;
	__atomic_exchange(&v, &w, &e, 0);
	printf("%d %d ", v, e);
	printf("%d ", __atomic_nand_fetch(&v, 0xf, 0));
	char f = 0;
	printf("%d ", __atomic_test_and_set(&f, 0));
	printf("%d ", __atomic_test_and_set(&f, 0));
	__atomic_clear(&f, 0);
	printf("%d\n", f);
	void *p = &v, *q = &w;
	printf("%d ", __atomic_exchange_n(&p, q, 0) == &v);
	printf("%d\n", p == &w);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}

TEST(atomic_qualifier)
{
	_Atomic int a = 5;
	a++;
	a += 10;
	a = a * 2;
	printf("%d %d\n", a, a--);
	printf("%d\n", a);
}

TEST(expect_and_constant_p)
{
	int x = 5;
	if (__builtin_expect(x == 5, 1)) printf("likely ");
	if (__builtin_expect(!!(x), 0)) printf("unlikely ");
	printf("%ld %d %d %d\n", __builtin_expect(x, 3), __builtin_constant_p(5), __builtin_constant_p(x), __builtin_constant_p("s"));
	printf("%d %d\n", __builtin_types_compatible_p(int, typeof(x)), __builtin_types_compatible_p(int, long));
	printf("%d\n", __builtin_choose_expr(1, 10, "no"));
}

TEST(enums)
{
	enum color { RED, GREEN = 10, BLUE, LAST = BLUE * 2 };
	enum color c = BLUE;
	enum { ANON = -1 };
	printf("%d %d %d %d %zu %d\n", RED, c, LAST, ANON, sizeof c, c + 1);
	c = 5;
	printf("%d\n", c);
	enum big { HUGE = 0x1ffffffffL };
	printf("%zu %ld\n", sizeof(enum big), (long)HUGE);
	int a[LAST];
	printf("%zu\n", ARRAY_SIZE(a));
}

TEST(typedefs)
{
	typedef int (*fn)(int);
	typedef struct node { int v; struct node *n; } node_t, *node_p;
	typedef unsigned char bytes[4];
	node_t a = {1, 0};
	node_p p = &a;
	bytes b = {1, 2, 3, 255};
	printf("%d %d %zu\n", p->v, b[3], sizeof(bytes));
	typedef int T;
	{
		T T = 5;
		printf("%d\n", T);
	}
}

TEST(static_assertion)
{
	_Static_assert(sizeof(int) == 4, "int");
	static_assert: printf("ok\n");
}

TEST(inline_asm_barriers)
{
	int x = 1;
	asm volatile("" ::: "memory");
	x++;
	__asm__ __volatile__("" : : : "memory");
	printf("%d\n", x);
}
#define VAR(fmt, ...) printf(fmt "\n", ##__VA_ARGS__)
#define CAT_(a, b) a##b
#define CAT(a, b) CAT_(a, b)
#define STR_(x) #x
#define STR(x) STR_(x)
TEST(macros)
{
	VAR("none");
	VAR("%d %d", 1, 2);
	int CAT(v, 1) = 5;
	printf("%d %s %s\n", v1, STR(CAT(a, b)), STR_(x + y "q"));
#define list_for_each(p, h) for (p = (h)->next; p != (h); p = p->next)
#define container_of(ptr, type, member) ({ const typeof(((type *)0)->member) *mptr_ = (ptr); (type *)((char *)mptr_ - offsetof(type, member)); })
	struct lh { struct lh *next; };
	struct item { int v; struct lh l; } a = {1}, b = {2};
	struct lh h = {&a.l};
	a.l.next = &b.l;
	b.l.next = &h;
	struct lh *p;
	list_for_each(p, &h) printf("%d ", container_of(p, struct item, l)->v);
	printf("\n");
}

TEST(local_function_statics_in_macros)
{
#define ONCE ({ static int done; int first = !done; done = 1; first; })
	for (int i = 0; i < 3; i++) printf("%d ", ONCE);
	printf("%d\n", ONCE);
}

TEST(void_pointer_arithmetic)
{
	char b[16];
	void *p = b;
	p += 5;
	printf("%ld %zu\n", p - (void *)b, sizeof(void));
	p++;
	*(char *)p = 'v';
	printf("%c\n", b[6]);
}

TEST(extension_and_attributes)
{
	int a __attribute__((unused)) = 3;
	int b __attribute__((aligned(64)));
	printf("%d %lu\n", __extension__ a, (unsigned long)&b % 64);
}

TEST(offsetof_nested)
{
	struct o { int a; struct { char x; long y[4]; } in; };
	printf("%zu %zu %zu\n", offsetof(struct o, in), offsetof(struct o, in.y), offsetof(struct o, in.y[2]));
}

TEST(array_range_init_struct)
{
	struct { int id; const char *n; } t[] = {[0 ... 2] = {7, "seven"}, [5] = {.n = "five"}};
	for (unsigned i = 0; i < ARRAY_SIZE(t); i++) printf("%d%s ", t[i].id, t[i].n ? t[i].n : "-");
	printf("\n");
}

TEST(ternary_types)
{
	int i = 1;
	void *v = &i;
	int *p = i ? v : 0;
	printf("%d\n", *p);
	long l = i ? 1 : 2u;
	unsigned char c = 255;
	printf("%ld %d %d\n", l, i ? c : -1, i ? (signed char)c : 1u == -1);
	const char *s = i > 5 ? "big" : i > 0 ? "pos" : "neg";
	printf("%s\n", s);
}

static int operand_calls;
static int operand_next(void) { return ++operand_calls; }
TEST(asm_operands_are_evaluated)
{
  int x = 5, y, i = 0, arr[3] = {1, 2, 3};
  asm volatile("" : "+r"(x) : "r"(i++), "r"(operand_next()), "m"(arr) : "memory");
  printf("%d %d %d\n", x, i, operand_calls);
  asm("" : "=r"(arr[i++]) : "0"(operand_next() + 40));
  printf("%d %d %d\n", arr[1], i, operand_calls);
  asm volatile("" : "=r"(y) : "0"(x), "r"(operand_next()));
  printf("%d %d\n", y, operand_calls);
}

struct point {
	int x, y;
};
struct line {
	struct point from, to;
	char name[8];
};
static struct line lines[] = {
    [2] = {.to.y = 5, .from = {1}}, [0].name = "zero", [1] = {{1, 2}, {3, 4}, "one"}, [2].name = {"two"}};
TEST(static_nested)
{
	printf("%zu\n", sizeof lines / sizeof *lines);
	for (int i = 0; i < 3; i++)
		printf("%d %d %d %d %s\n", lines[i].from.x, lines[i].from.y, lines[i].to.x, lines[i].to.y,
		       lines[i].name);
}
TEST(ranges)
{
	int a[10] = {[0 ... 3] = 7, [2] = 1, [5 ... 9] = 2};
	for (int i = 0; i < 10; i++)
		printf("%d ", a[i]);
	struct point p[] = {[1 ... 3] = {.y = 4}};
	printf("%zu %d %d\n", sizeof p, p[2].x, p[2].y);
	int m[3][4] = {[0 ... 1][1 ... 2] = 9};
	for (int i = 0; i < 12; i++)
		printf("%d", m[0][i]);
	printf("\n");
}
static int calls;
static int next(void)
{ return ++calls; }
TEST(range_side_effects)
{
	int a[4] = {[0 ... 3] = next()};
	printf("%d %d %d %d %d\n", a[0], a[1], a[2], a[3], calls);
}
TEST(elided_braces)
{
	int m[2][3] = {1, 2, 3, 4};
	struct {
		int a[2];
		struct point p;
		int z;
	} s = {1, 2, 3, 4, 5}, t = {{1}, 3, 4, 5};
	printf("%d %d %d %d %d %d\n", m[0][2], m[1][0], m[1][1], s.p.y, s.z, t.a[1]);
	printf("%d %d\n", t.p.x, t.z);
	struct line l[2] = {1, 2, 3, 4, "ab", 5};
	printf("%s %d %d\n", l[0].name, l[1].from.x, l[1].from.y);
}
TEST(designator_continues)
{
	int a[6] = {[3] = 1, 2, [0] = 5, 6};
	for (int i = 0; i < 6; i++)
		printf("%d ", a[i]);
	struct {
		int a, b, c, d;
	} s = {.c = 1, 2, .a = 3, 4};
	printf("%d %d %d %d\n", s.a, s.b, s.c, s.d);
}
TEST(override)
{
	struct line l = {.from = {1, 2}, .from.y = 7, .name = "abc", .name[1] = 'X'};
	printf("%d %d %s\n", l.from.x, l.from.y, l.name);
	struct point p = {.x = 1, .x = 2};
	printf("%d\n", p.x);
	int a[] = {1, 2, [0] = 9};
	printf("%d %zu\n", a[0], sizeof a);
}
TEST(old_gnu_designators)
{
	struct point p = {x : 3, y : 4};
	int a[4] = {[1] 5, 6};
	printf("%d %d %d %d\n", p.x, p.y, a[1], a[2]);
}
TEST(anonymous_in_initialisers)
{
	struct {
		int t;
		union {
			int i;
			struct {
				short lo, hi;
			};
		};
		struct {
			int q;
		};
	} s = {1, {.lo = 3, .hi = 4}, {5}}, u = {.t = 1, .hi = 2, .q = 3}, v = {1, 2, 3};
	printf("%d %x %d %x %d %x %d\n", s.t, s.i, s.q, u.i, u.q, v.i, v.q);
}
TEST(union_initialisers)
{
	union {
		int a;
		double d;
		char c[8];
	} x = {1}, y = {.d = 2.5}, z = {.c = "hey"};
	printf("%d %f %s\n", x.a, y.d, z.c);
	union {
		struct {
			int a, b;
		} s;
		long l;
	} w = {.s.b = 1};
	printf("%lx\n", w.l);
}
TEST(strings)
{
	char a[] = "abc", b[3] = "abc", c[6] = {"ab"}, d[2][4] = {"xy", {'z'}}, e[] = {'a', 0};
	printf("%zu %c %d %s %s %zu\n", sizeof a, b[2], c[5], d[0], d[1], sizeof e);
	char f[] = "con"
		   "cat"
		   "\x41"
		   "B\0C";
	printf("%zu %s\n", sizeof f, f);
	const char *g = "lit" + 1;
	printf("%s\n", g);
	wchar_t w[] = L"wide";
	printf("%zu %d\n", sizeof w, w[1]);
	unsigned short u[] = u"u16é";
	unsigned v[] = U"u32€";
	printf("%zu %d %zu %d\n", sizeof u, u[3], sizeof v, v[3]);
	char u8s[] = u8"é";
	printf("%zu\n", sizeof u8s);
}
TEST(compound_literal_uses)
{
	struct point *p = &(struct point){1, 2};
	p->x += 5;
	printf("%d %d\n", p->x, p->y);
	int *a = (int[]){1, 2, 3};
	printf("%d %zu\n", a[2], sizeof((int[]){1, 2, 3, 4}));
	struct line l = {.from = (struct point){8, 9}, .to = *p};
	printf("%d %d\n", l.from.y, l.to.x);
	printf("%d\n", ((struct point){.y = 4}).y);
	printf("%s\n", (char[]){"text"});
	l.from = (struct point){};
	printf("%d\n", l.from.x);
	for (int i = 0; i < 3; i++) {
		int *q = &(int){i * 2};
		printf("%d ", *q);
	}
	printf("%d\n", (int){3} + (char){4});
}
static struct point *const static_literal = &(struct point){5, 6};
static int *file_literal = (int[3]){1, 2, 3};
static const char *const *names = (const char *const[]){"a", "b", NULL};
TEST(static_compound_literals)
{
	printf("%d %s\n", static_literal->y, names[1]);
	file_literal[1]++;
	printf("%d\n", file_literal[1]);
}
struct ops {
	int (*open)(int);
	void (*close)(void);
	const char *name;
};
static int opened(int x)
{ return x + 1; }
static const struct ops ops = {.open = opened, .name = "ops"};
static const struct ops *all[] = {&ops, 0, &ops};
static int *inside = &lines[1].to.x;
static char *middle = &lines[2].name[1];
static long distance = (char *)&lines[1] - (char *)&lines[0];
TEST(addresses_in_statics)
{
	printf("%d %d %s %zu %d %c %ld\n", ops.open(1), ops.close == NULL, all[2]->name, sizeof all, *inside, *middle,
	       distance);
}
static int folded = 3 * 4 + (1 ? 2 : 1 / 1) - sizeof(int) + 'a' + (int)2.9 + !0 + (5 > 3);
static double floating = 1 / 3.0 + 1e3;
static unsigned long mask = ~0UL << 12 & ~(1UL << 63);
static char narrow = 300;
static float single = 0.1;
TEST(folding)
{ printf("%d %.10f %lx %d %.10f\n", folded, floating, mask, narrow, single); }
TEST(flexible_static)
{
	static struct {
		int n;
		int tail[];
	} f = {3, {1, 2, 3}};
	printf("%d %d %zu\n", f.n, f.tail[2], sizeof f);
	static struct {
		char c;
		char text[];
	} t = {'c', "flexible"};
	printf("%s\n", t.text);
}
TEST(self_sizes)
{
	int a[] = {[sizeof(int)] = 1};
	printf("%zu\n", sizeof a);
	struct point *p = malloc(sizeof *p);
	p->x = 1;
	*p = (struct point){.y = p->x};
	printf("%d %d\n", p->x, p->y);
	int x = sizeof x;
	printf("%d\n", x);
}
TEST(scalar_braces)
{
	int a = {5};
	int *p = {&a};
	char c = {'x'};
	printf("%d %d %c\n", a, *p, c);
	struct point q = {{1}, {2}};
	printf("%d\n", q.y);
}
TEST(trailing_commas)
{
	int a[] = {
	    1,
	    2,
	    3,
	};
	struct point p = {
	    .x = 1,
	    .y = 2,
	};
	enum {
		E1,
		E2,
	};
	printf("%zu %d %d\n", sizeof a, p.y, E2);
}
TEST(zeroing)
{
	for (int i = 0; i < 2; i++) {
		int a[50] = {0};
		struct line l = {};
		int sum = 0;
		for (int k = 0; k < 50; k++) {
			sum += a[k];
			a[k] = k;
		}
		printf("%d %d\n", sum, l.to.y);
		l.to.y = 9;
	}
}
TEST(enum_indexed)
{
	enum { RED, GREEN, BLUE, COUNT };
	static const char *const names[COUNT] = {[BLUE] = "blue", [RED] = "red"};
	printf("%s %s %d\n", names[RED], names[BLUE], names[GREEN] == NULL);
}
TEST(bit_field_initialisers)
{
	struct {
		unsigned a : 3, : 2, b : 4;
		int c;
	} s = {5, 9, -1}, t = {.b = 3};
	printf("%d %d %d %d\n", s.a, s.b, s.c, t.b);
	static struct {
		unsigned long x : 40;
		signed y : 5;
	} u = {0xabcdef1234UL, -3};
	printf("%lx %d\n", (unsigned long)u.x, u.y);
}
TEST(vla_of_struct)
{
	int n = 3;
	struct point p[n];
	memset(p, 0, sizeof p);
	p[2].y = 4;
	printf("%zu %d\n", sizeof p, p[2].y);
	int m[n][n + 1];
	for (int i = 0; i < n; i++)
		for (int k = 0; k <= n; k++)
			m[i][k] = i * k;
	int (*row)[n + 1] = m;
	printf("%d %zu %zu\n", row[2][3], sizeof m, sizeof *row);
}
TEST(three_dimensions)
{
	int a[2][2][2] = {{{1}, {2, 3}}, {{4}}}, b[][2][2] = {1, 2, 3, 4, 5};
	printf("%d %d %d %zu %d\n", a[0][1][1], a[1][0][0], a[1][1][1], sizeof b, b[1][0][0]);
}
TEST(cast_to_union)
{
	union u {
		int i;
		double d;
	} x = (union u)3;
	printf("%d\n", x.i);
	x = (union u)2.5;
	printf("%f\n", x.d);
}
TEST(string_pointer_arrays)
{
	const char *a[] = {"one",
			   "two"
			   "three",
			   [5] = "six"};
	for (unsigned i = 0; i < sizeof a / sizeof *a; i++)
		printf("%s;", a[i] ? a[i] : "-");
	char b[][6] = {"ab", "cdefg"};
	printf("%zu %s\n", sizeof b, b[1]);
}

/* What follows a range goes on behind its last element. */
struct range_pair { int x, y; };
static int range_calls;
static int range_value(int v) { range_calls++; return v; }
static struct range_pair range_behind[3] = { [0 ... 1].x = 3, 9, 10 };
static struct { int a; struct range_pair p[4]; int b; } range_inside = { .p[1 ... 2].y = 4, 6, 7 };
static int range_matrix[3][4] = { [0 ... 1][1 ... 2] = 7, 8, [2][0] = 1, 2 };
struct range_deep { int a[3]; struct { int u, v; } e[2]; };
static struct range_deep range_deep[3] = { [0 ... 1].a[1 ... 2] = 6, {7, 8}, [2].e[0 ... 1].u = 1, 2 };
TEST(behind_a_range)
{
  for (int i = 0; i < 3; i++) printf("%d,%d ", range_behind[i].x, range_behind[i].y);
  printf("%d %d ", range_inside.a, range_inside.b);
  for (int i = 0; i < 4; i++) printf("%d,%d ", range_inside.p[i].x, range_inside.p[i].y);
  for (int i = 0; i < 12; i++) printf("%d ", range_matrix[i / 4][i % 4]);
  for (int i = 0; i < 3; i++)
    printf("| %d %d %d ; %d %d %d %d ", range_deep[i].a[0], range_deep[i].a[1], range_deep[i].a[2], range_deep[i].e[0].u,
           range_deep[i].e[0].v, range_deep[i].e[1].u, range_deep[i].e[1].v);
  struct range_pair v[6] = { [1 ... 2] = 5, 6, 7, 8 };
  for (int i = 0; i < 6; i++) printf("%d,%d ", v[i].x, v[i].y);
  struct range_pair once[5] = { [1 ... 3].y = range_value(4), 8 };
  for (int i = 0; i < 5; i++) printf("%d,%d ", once[i].x, once[i].y);
  int w[] = { [2 ... 4] = 1, 2, [0] = 9 };
  printf("%d %zu %d %d\n", range_calls, sizeof w / 4, w[0], w[5]);
}

static int twice(int x)
{
	return 2 * x;
}

static int thrice(int x)
{
	return 3 * x;
}

static int apply(int (*f)(int), int x)
{
	return f(x);
}

static int (*choose(int n))(int)
{
	return n ? twice : thrice;
}

static void swap(int *a, int *b)
{
	int t = *a;
	*a = *b;
	*b = t;
}

static int compare(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static void sort(void *base, size_t n, size_t size, int (*cmp)(const void *, const void *))
{
	char *b = base;
	char t[64];
	for (size_t i = 1; i < n; i++) for (size_t j = i; j > 0 && cmp(b + (j - 1) * size, b + j * size) > 0; j--) {
		memcpy(t, b + j * size, size);
		memcpy(b + j * size, b + (j - 1) * size, size);
		memcpy(b + (j - 1) * size, t, size);
	}
}

TEST(address_and_dereference)
{
	int x = 5, *p = &x, **pp = &p;
	*p = 6;
	**pp += 10;
	printf("%d %d\n", x, p == &x);
	swap(&x, &(int){99});
	printf("%d\n", x);
	int y = 3;
	pp = &p;
	*pp = &y;
	++*p;
	(*p)++;
	printf("%d\n", y);
}

TEST(pointer_arithmetic)
{
	int a[10];
	for (int i = 0; i < 10; i++) a[i] = i * 11;
	int *p = a;
	printf("%d %d %d %d\n", *(p + 3), p[4], 5[p], *(a + 9));
	p += 5;
	printf("%d %d %ld\n", *p, p[-2], p - a);
	p -= 3;
	printf("%d %d %d\n", *p++, *p, *--p);
	long i = 2;
	unsigned u = 3;
	short s = -1;
	unsigned char c = 1;
	printf("%d %d %d %d\n", p[i], p[u], p[s], p[c]);
	p = &a[9];
	while (p > a) p -= 4, printf("%d ", p >= a ? *p : -1);
	printf("\n");
}

TEST(differences)
{
	struct odd { char c[7]; } o[9];
	long l[5];
	char c[5];
	printf("%ld %ld %ld\n", &o[8] - &o[1], &l[0] - &l[4], &c[3] - c);
	void *v = l;
	printf("%ld\n", (char *)(v + 3) - (char *)l);
	struct odd *q = &o[5];
	q -= 2;
	printf("%ld %d\n", q - o, q < &o[4]);
	unsigned n = 2;
	q -= n;
	int m = -1;
	q += m;
	printf("%ld\n", q - o);
}

TEST(comparisons)
{
	int a[4], *p = a, *q = a + 3;
	printf("%d %d %d %d %d\n", p < q, p > q, p <= q, p == q - 3, p != q);
	printf("%d %d %d\n", p == NULL, !p, (unsigned long)p > 0x1000);
	if (p && q) printf("both\n");
}

TEST(matrices)
{
	int m[3][4], t[4][3];
	for (int i = 0; i < 3; i++) for (int j = 0; j < 4; j++) m[i][j] = i * 10 + j;
	for (int i = 0; i < 3; i++) for (int j = 0; j < 4; j++) t[j][i] = m[i][j];
	printf("%d %d %zu %zu\n", t[3][2], *(*(m + 1) + 2), sizeof m, sizeof m[0]);
	int (*row)[4] = m + 1;
	printf("%d %d %ld\n", (*row)[3], row[1][0], row - m);
	int *flat = &m[0][0];
	printf("%d\n", flat[7]);
	static const int k[2][2][2] = {{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}};
	printf("%d %d\n", k[1][0][1], k[0][1][0]);
}

TEST(function_pointers)
{
	int (*f)(int) = twice;
	printf("%d %d %d %d\n", f(3), (*f)(4), (**f)(5), apply(thrice, 5));
	f = &thrice;
	printf("%d %d\n", f(7), f == thrice);
	printf("%d %d\n", choose(0)(1), choose(1)(1));
	int (*table[])(int) = {twice, thrice, twice};
	int s = 0;
	for (int i = 0; i < 3; i++) s += table[i](i + 1);
	printf("%d\n", s);
}

TEST(callbacks)
{
	int a[] = {5, 2, 9, -4, 7, 0};
	sort(a, 6, sizeof *a, compare);
	for (int i = 0; i < 6; i++) printf("%d ", a[i]);
	printf("\n");
}

struct ops { int (*op)(int); const char *name; struct ops *next; };
static struct ops third = {thrice, "three", 0};
static const struct ops list[] = {{twice, "two", &third}, {.name = "none"}};
TEST(tables_of_functions)
{
	for (const struct ops *o = list; o; o = o->next) printf("%s %d\n", o->name, o->op ? o->op(21) : -1);
	printf("%s %d\n", list[1].name, list[1].op == 0);
	struct ops l = list[0];
	printf("%d\n", l.next->op(l.op(1)));
}

TEST(void_pointers)
{
	int x = 0x01020304;
	void *v = &x;
	unsigned char *b = v;
	printf("%d %d\n", b[0], b[3]);
	*(short *)v = -1;
	printf("%x\n", x);
	v = (char *)v + 2;
	printf("%d\n", *(short *)v);
	uintptr_t u = (uintptr_t)&x;
	printf("%d\n", *(int *)u == x);
	printf("%d\n", (long)(void *)-4096 == -4096);
}

TEST(strings)
{
	char a[] = "hello", *b = "world";
	printf("%zu %zu %s %c\n", sizeof a, strlen(b), b + 1, a[1]);
	a[0] = 'J';
	char *p = a;
	while (*p) putchar(*p++);
	putchar('\n');
	printf("%s\n", "con" "cat" "ena" "ted");
	printf("%d %d\n", strcmp("abc", "abd") < 0, *"x");
	char c[3] = "abc";
	printf("%c%c%c\n", c[0], c[1], c[2]);
	printf("%zu\n", sizeof "a\0b");
	const char *names[] = {"one", "two", [4] = "five"};
	for (int i = 0; i < 5; i++) printf("%s ", names[i] ? names[i] : "-");
	printf("\n");
}

TEST(escapes)
{
	printf("%s|%s|%d %d\n", "tab\there", "q\"q'\\", "\x7f"[0], "\101"[0]);
	for (const char *p = "\a\b\f\v\r\e"; *p; p++) printf("%d ", *p);
	printf("\n");
	wchar_t w[] = L"hi";
	printf("%zu %d %d\n", sizeof w, w[0], w[2]);
	printf("%s\n", u8"\u00e9");
}

static int *elem = &((int[]){1, 2, 3})[1];
TEST(const_and_static_strings)
{
	static char buf[16] = "static";
	static char *ptr = buf + 2;
	static const char *const msg = &"pointer"[3];
	printf("%s %s\n", ptr, msg);
	ptr[0] = 'X';
	printf("%s\n", buf);
	printf("%d\n", *elem);
}

static int gx[5] = {1, 2, 3, 4, 5};
static int *gp = &gx[3];
static char *end = (char *)(gx + 5) - 4;
static long diff = (long)sizeof gx;
static void *self = &self;
struct link { struct link *next, *prev; };
static struct link head = {&head, &head};
TEST(static_addresses)
{
	printf("%d %d %ld %d %d\n", *gp, *(int *)end, diff, self == &self, head.next->prev == &head);
}

TEST(pointer_to_pointer_args)
{
	char *argv[] = {"prog", "-v", "file", 0};
	char **a = argv;
	int n = 0;
	while (*++a) {
		n++;
		if (**a == '-') printf("option %c\n", (*a)[1]);
	}
	printf("%d\n", n);
}

TEST(restrict_volatile)
{
	volatile int v = 5;
	int *restrict p = (int *)&v;
	v++;
	*p += 2;
	printf("%d\n", v);
	volatile struct { int a, b; } s = {1, 2};
	s.a += s.b;
	printf("%d\n", s.a);
	const volatile unsigned char c = 200;
	printf("%d\n", c);
}

TEST(aliasing_through_char)
{
	unsigned long x = 0x1122334455667788UL;
	unsigned char *p = (unsigned char *)&x;
	unsigned long r = 0;
	for (int i = 0; i < 8; i++) r = r << 8 | p[i];
	printf("%lx\n", r);
	unsigned short *h = (unsigned short *)(p + 1);
	printf("%x\n", *h);
	*(unsigned *)(p + 3) = 0xdeadbeef;
	printf("%lx\n", x);
}

TEST(increments_through_pointers)
{
	int a[] = {1, 2, 3, 4};
	int *p = a;
	printf("%d ", *p++);
	printf("%d ", (*p)++);
	printf("%d ", ++*p);
	printf("%d ", *++p);
	printf("%d\n", a[1]);
	char s[] = "abc", *q = s;
	while (*q) ++*q++;
	printf("%s\n", s);
	unsigned char *u = (unsigned char *)s;
	u[0] += 200;
	u[1] -= 200;
	printf("%d %d\n", u[0], u[1]);
}

TEST(array_parameters)
{
	int f(int a[], int n), g(int a[static 3]), h(int (*m)[2]);
	int a[] = {1, 2, 3};
	printf("%d %d\n", f(a, 3), g(a));
	int m[2][2] = {{1, 2}, {3, 4}};
	printf("%d\n", h(m));
}

int f(int a[], int n)
{
	int s = 0;
	while (n--) s += *a++;
	return s + sizeof a;
}

int g(int a[static 3])
{
	return a[2];
}

int h(int (*m)[2])
{
	return m[1][0];
}

TEST(indexing_kinds)
{
	static unsigned char b[300];
	static unsigned short hw[100];
	static long q[50];
	static struct { int a; char pad[8]; } s[20];
	for (int i = 0; i < 300; i++) b[i] = i;
	for (unsigned i = 0; i < 100; i++) hw[i] = i * 700;
	for (long i = 0; i < 50; i++) q[i] = i << 33;
	for (short i = 0; i < 20; i++) s[i].a = i * i;
	unsigned char ci = 45;
	signed char si = -3;
	printf("%d %d %ld %d\n", b[ci + 210], hw[ci], q[ci], s[19].a);
	printf("%d %d %ld %d\n", (b + 100)[si], (hw + 10)[si], (q + 10)[si], (s + 10)[si].a);
	size_t z = 7;
	printf("%d %d %ld %d\n", b[z], hw[z], q[z], s[z].a);
	int neg = -1;
	printf("%d %ld\n", (&b[5])[neg], *(q + 4 + neg));
	signed char *sb = (signed char *)b;
	printf("%d %d\n", sb[200], ((short *)hw)[99]);
}

TEST(large_offsets)
{
	static char big[200000];
	char *p = big + 100000;
	p[99999] = 'e';
	p[-100000] = 's';
	printf("%c %c\n", big[199999], big[0]);
	unsigned long a = (unsigned long)big;
	printf("%d\n", *(char *)(a + 199999));
	struct far { char x[70000]; int y; } *f = (struct far *)big;
	f->y = 5;
	f[1].y = 6;
	printf("%d %d %d\n", f->y, f[1].y, *(int *)(big + 70000));
}

TEST(null_and_casts)
{
	int *p = 0;
	printf("%d %d\n", p == 0, (long)p == 0);
	p = (int *)0x1234;
	printf("%lx %d\n", (unsigned long)(p + 1), (int)(long)p);
	unsigned u = (unsigned)(unsigned long)(char *)0xffff888012345678UL;
	printf("%x\n", u);
	printf("%lx\n", (unsigned long)((char *)0xffffffffUL + 1));
	printf("%lx\n", (unsigned long)((int *)0x100000000UL - 1));
}

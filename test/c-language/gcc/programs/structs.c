struct point { int x, y; };
struct mixed { char c; short s; int i; long l; char tail; };
struct big { int a[20]; };
struct nested {
	struct point p;
	struct { int in; union { int u; char bytes[4]; }; };
	struct point more[2];
};
static struct point make(int x, int y)
{
	struct point p = {x, y};
	return p;
}

static struct big fill(int start)
{
	struct big b;
	for (int i = 0; i < 20; i++) b.a[i] = start + i;
	return b;
}

static int sum_big(struct big b)
{
	int s = 0;
	for (int i = 0; i < 20; i++) s += b.a[i];
	b.a[0] = 0;
	return s;
}

static struct point add(struct point a, struct point b)
{
	a.x += b.x;
	a.y += b.y;
	return a;
}

static struct mixed echo(struct mixed m)
{
	m.c++;
	m.s--;
	m.l *= 2;
	return m;
}

TEST(layout)
{
	printf("%zu %zu %zu %zu\n", sizeof(struct point), sizeof(struct mixed), sizeof(struct big), sizeof(struct nested));
	printf("%zu %zu %zu %zu\n", offsetof(struct mixed, s), offsetof(struct mixed, i), offsetof(struct mixed, l), offsetof(struct mixed, tail));
}

TEST(members)
{
	struct mixed m;
	m.c = 'x';
	m.s = -5;
	m.i = 100000;
	m.l = 1L << 40;
	m.tail = 'e';
	printf("%c %d %d %ld %c\n", m.c, m.s, m.i, m.l, m.tail);
	struct mixed *p = &m;
	p->s += 10;
	p->l--;
	p->c++;
	printf("%c %d %ld\n", p->c, p->s, p->l);
}

TEST(by_value_results)
{
	struct point p = make(3, 4);
	printf("%d %d\n", p.x, p.y);
	printf("%d\n", make(5, 6).y);
	p = add(make(1, 2), add(make(10, 20), make(100, 200)));
	printf("%d %d\n", p.x, p.y);
}

TEST(by_value_arguments)
{
	struct big b = fill(1);
	printf("%d %d\n", sum_big(b), b.a[0]);
	printf("%d\n", sum_big(fill(100)));
	struct point a = {1, 1}, c = add(a, a);
	printf("%d %d %d\n", a.x, c.x, c.y);
}

TEST(mixed_by_value)
{
	struct mixed m = {'a', 2, 3, 4, 'z'};
	struct mixed n = echo(echo(m));
	printf("%c %d %d %ld %c\n", n.c, n.s, n.i, n.l, n.tail);
}

TEST(assignment)
{
	struct big a = fill(5), b;
	b = a;
	a.a[3] = 99;
	printf("%d %d\n", a.a[3], b.a[3]);
	struct big *p = &b;
	*p = a;
	printf("%d\n", b.a[3]);
	struct big c = *p;
	printf("%d\n", c.a[19]);
	struct point q, r;
	q = r = make(7, 8);
	printf("%d %d\n", q.x, r.y);
}

TEST(conditional_struct)
{
	struct point a = {1, 2}, b = {3, 4};
	for (int i = 0; i < 2; i++) {
		struct point c = i ? a : b;
		printf("%d %d %d\n", c.x, c.y, (i ? b : a).x);
	}
}

TEST(nested_initialisers)
{
	struct nested n = {{1, 2}, {3, {4}}, {{5, 6}, {7, 8}}};
	printf("%d %d %d %d %d %d\n", n.p.x, n.p.y, n.in, n.u, n.more[0].y, n.more[1].x);
	struct nested m = {1, 2, 3, 4, 5, 6, 7};
	printf("%d %d %d\n", m.u, m.more[1].x, m.more[1].y);
}

TEST(designated)
{
	struct nested n = {.more[1].y = 9, .p.y = 2, .in = 5, .bytes = {1, 2}};
	printf("%d %d %d %d %d %d\n", n.p.x, n.p.y, n.in, n.bytes[1], n.u, n.more[1].y);
	int a[10] = {[3] = 1, 2, [8] = 5, [1] = 7};
	for (int i = 0; i < 10; i++) printf("%d ", a[i]);
	printf("\n");
	int r[] = {[2 ... 4] = 3, [6] = 1};
	printf("%zu", sizeof r / sizeof *r);
	for (int i = 0; i < 7; i++) printf(" %d", r[i]);
	printf("\n");
}

TEST(partial_initialisers_are_zero)
{
	struct big b = {{1}};
	int s = 0;
	for (int i = 0; i < 20; i++) s += b.a[i];
	printf("%d\n", s);
	struct mixed m = {.i = 3};
	printf("%d %d %d %ld %d\n", m.c, m.s, m.i, m.l, m.tail);
	char t[8] = "ab";
	for (int i = 0; i < 8; i++) printf("%d ", t[i]);
	printf("\n");
}

TEST(runtime_initialisers)
{
	int v = 5;
	struct point p = {v * 2, v++};
	struct point ps[2] = {p, {.y = v}};
	printf("%d %d %d %d %d\n", p.x, p.y, ps[0].x, ps[1].x, ps[1].y);
	struct { struct point a, b; } w = {.a = p, .b = make(8, 9)};
	printf("%d %d\n", w.a.x, w.b.y);
	struct { struct point a; int k; } o = {.a = {1, 2}, .a.y = 77, .k = 3};
	printf("%d %d %d\n", o.a.x, o.a.y, o.k);
}

TEST(arrays_of_structs)
{
	struct point ps[5];
	for (int i = 0; i < 5; i++) {
		ps[i].x = i;
		ps[i].y = i * i;
	}
	struct point *p = ps + 2;
	printf("%d %d %d\n", p->y, p[1].y, (p - 1)->x);
	int s = 0;
	for (p = ps; p < ps + 5; p++) s += p->x * p->y;
	printf("%d %ld\n", s, p - ps);
	struct { char c[3]; } odd[4] = {{"ab"}, {"cd"}, {"ef"}, {"gh"}};
	for (int i = 0; i < 4; i++) printf("%s ", odd[i].c);
	printf("%ld\n", &odd[3] - &odd[0]);
}

TEST(self_reference)
{
	struct node { int v; struct node *next; } nodes[5], *head = 0;
	for (int i = 0; i < 5; i++) {
		nodes[i].v = i;
		nodes[i].next = head;
		head = &nodes[i];
	}
	for (struct node *n = head; n; n = n->next) printf("%d ", n->v);
	struct node **pp = &head;
	while (*pp) {
		if ((*pp)->v % 2) *pp = (*pp)->next;
		else pp = &(*pp)->next;
	}
	for (struct node *n = head; n; n = n->next) printf("%d ", n->v);
	printf("\n");
}

TEST(unions)
{
	union {
		int i;
		unsigned char b[4];
		struct { unsigned short lo, hi; };
		long l;
	}
	u;
	u.l = 0;
	u.i = 0x12345678;
	printf("%x %x %x %x %zu\n", u.b[0], u.b[3], u.lo, u.hi, sizeof u);
	u.hi = 0xffff;
	printf("%x\n", u.i);
	union { int a; float f; } v = {.f = 2};
	printf("%x\n", v.a);
}

TEST(union_by_value)
{
	union num { int i; double d; };
	union num a = {.d = 1.5}, b = a;
	printf("%f\n", b.d);
	b.i = 3;
	a = b;
	printf("%d\n", a.i);
}

TEST(flexible_array)
{
	struct flex { int n; char data[]; };
	struct flex *f = malloc(sizeof *f + 10);
	f->n = 10;
	for (int i = 0; i < 10; i++) f->data[i] = 'a' + i;
	f->data[9] = 0;
	printf("%zu %s\n", sizeof *f, f->data);
	static struct flex s = {3, {'x', 'y', 0}};
	printf("%s\n", s.data);
}

TEST(zero_length_and_empty)
{
	struct z { int n; int a[0]; };
	struct e {};
	printf("%zu %zu\n", sizeof(struct z), sizeof(struct e));
	struct z *z = malloc(16);
	z->a[1] = 5;
	printf("%d\n", z->a[1]);
}

TEST(packed_and_aligned)
{
	struct __attribute__((packed)) p { char c; int i; short s; long l; };
	struct p v = {1, 0x11223344, -2, -3};
	printf("%zu %zu %d %x %d %ld\n", sizeof v, offsetof(struct p, l), v.c, v.i, v.s, v.l);
	v.i++;
	v.l *= 2;
	printf("%x %ld\n", v.i, v.l);
	struct a { char c; int x __attribute__((aligned(16))); };
	printf("%zu %zu\n", sizeof(struct a), offsetof(struct a, x));
	char buf[40] __attribute__((aligned(32)));
	printf("%lu\n", (unsigned long)buf % 32);
}

TEST(anonymous_members)
{
	struct { int a; struct { int b, c; }; union { int d; short e; }; } s = {1, {2, 3}, {4}};
	printf("%d %d %d %d %d\n", s.a, s.b, s.c, s.d, s.e);
	s.c = 30;
	s.e = 7;
	printf("%d %d\n", s.c, s.d);
}

TEST(member_of_array_result)
{
	struct big f(int);
	printf("%d %d\n", fill(7).a[3], fill(1).a[19]);
}

TEST(container_of)
{
	struct outer { long x; struct point in; } o = {5, {1, 2}};
	struct point *p = &o.in;
	struct outer *q = (struct outer *)((char *)p - offsetof(struct outer, in));
	printf("%ld %d\n", q->x, q == &o);
}

TEST(struct_compare_copy)
{
	struct mixed a, b;
	memset(&a, 0, sizeof a);
	a.i = 5;
	memcpy(&b, &a, sizeof a);
	printf("%d\n", memcmp(&a, &b, sizeof a));
	b.tail = 1;
	printf("%d\n", memcmp(&a, &b, sizeof a) != 0);
}

TEST(struct_pointer_chain)
{
	struct l3 { int v[4]; };
	struct l2 { struct l3 *c; struct l3 d[2]; };
	struct l1 { struct l2 b; struct l2 *p; } x;
	x.p = &x.b;
	x.b.c = &x.b.d[1];
	x.p->c->v[2] = 42;
	printf("%d %d\n", x.b.d[1].v[2], (*(*x.p).c).v[2]);
	x.p->c++->v[0];
	x.p->c--;
	printf("%d\n", ++x.p->c->v[2]);
}

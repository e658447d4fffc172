TEST(float_precision)
{
	float a = 0.1f, b = 0.2f, c = a + b;
	printf("%.9f %.9f %.9f\n", c, a * b, a / 3);
	double d = a;
	printf("%.20f\n", d);
	float s = 0;
	for (int i = 0; i < 100; i++)
		s += 0.1f;
	printf("%.9f\n", s);
	c = 1e10f;
	c += 1;
	printf("%f\n", c);
	float x = 16777216;
	x++;
	printf("%f\n", x);
	printf("%f\n", (float)0.1 == 0.1f ? 1.0 : 0.0);
}
TEST(double_specials)
{
	double z = 0, i = 1 / z, n = i - i;
	printf("%f %f %f %d\n", i, -i, 1 / -i, n != n);
	printf("%e %e %g %g\n", 1.7976931348623157e308, 2.2250738585072014e-308, 1e100, 123456789.0);
	printf("%.3g %.10g %g\n", 0.00001234, 1.0 / 3, 1e-5);
	printf("%10.3f|%-10.2f|%+.1f|%010.4f\n", 3.14159, 2.5, 1.05, -2.5);
}
TEST(float_arrays)
{
	float m[2][2] = {{1, 2}, {3, 4}}, v[2] = {0.5f, -1}, r[2];
	for (int i = 0; i < 2; i++) {
		r[i] = 0;
		for (int j = 0; j < 2; j++)
			r[i] += m[i][j] * v[j];
	}
	printf("%f %f\n", r[0], r[1]);
	struct {
		float x;
		double y;
		char c;
	} s[2] = {{1.5f, 2.5, 'a'}, {.y = 3}};
	printf("%f %f %zu\n", s[0].x + s[1].y, s[0].y, sizeof s);
	union {
		float f;
		unsigned u;
	} p = {1.0f};
	printf("%x\n", p.u);
	p.u ^= 0x80000000;
	printf("%f\n", p.f);
	union {
		double d;
		unsigned long u;
	} q = {-0.0};
	printf("%lx\n", q.u);
}
static float fsum(float a, double b, int c)
{ return a + b + c; }
static double poly(double x)
{ return ((x + 1) * x - 2) * x + 3; }
TEST(float_calls)
{
	float (*f)(float, double, int) = fsum;
	printf("%f %f %f\n", f(1, 2, 3), fsum(0.5, 0.25f, 'a'), poly(poly(0.5)));
	printf("%f\n", (double)(1 ? 1 : 2.0f));
	double d = 5;
	d = d > 4 && d < 6 ? d / 2 : d;
	printf("%f\n", d);
	d = -d;
	printf("%f %d\n", d, !d);
	if (d)
		printf("true\n");
	while (d < 0)
		d += 1.25;
	printf("%f\n", d);
	for (float t = 0; t < 1; t += 0.25f)
		printf("%.2f ", t);
	printf("\n");
	d = 7;
	d -= 2.5f;
	d *= 2;
	d /= 3;
	printf("%.12f\n", d);
}
static double dtable[] = {1.5, -2, 3e2, 0x1p-2, 1 / 4.0, 'a' * 1.0, (float)0.1, 5 / 2};
static float ftable[2] = {1.0 / 3, 2};
static struct {
	int a;
	double d;
} mixed = {1.9, 7};
TEST(static_floats)
{
	for (unsigned i = 0; i < 8; i++)
		printf("%.10f ", dtable[i]);
	printf("%.10f %d %f\n", ftable[0], mixed.a, mixed.d);
	enum { N = (int)3.7 };
	char arr[(int)2.5];
	printf("%d %zu\n", N, sizeof arr);
}
TEST(vla_parameters)
{
	int n = 3, m = 4;
	double a[n][m];
	for (int i = 0; i < n; i++)
		for (int j = 0; j < m; j++)
			a[i][j] = i * 10 + j;
	double (*p)[m] = a;
	printf("%f %zu\n", p[2][3], sizeof a);
}
static int total(int n, int m, int a[n][m])
{
	int s = 0;
	for (int i = 0; i < n; i++)
		for (int j = 0; j < m; j++)
			s += a[i][j];
	return s + sizeof a[0];
}
static void fill(int n, char text[n + 1])
{
	for (int i = 0; i < n; i++)
		text[i] = 'a' + i;
	text[n] = 0;
}
static int starred(int n, int a[*]);
static int starred(int n, int a[n])
{ return a[n - 1]; }
TEST(vla_functions)
{
	int a[2][3] = {{1, 2, 3}, {4, 5, 6}};
	printf("%d %d\n", total(2, 3, a), starred(3, a[1]));
	int n = 5;
	char t[n + 1];
	fill(n, t);
	printf("%s %zu\n", t, sizeof t);
	n = 9;
	printf("%zu\n", sizeof t);
	typedef int row[n];
	n = 2;
	row r;
	printf("%zu %zu\n", sizeof r, sizeof(int[n]));
	for (int i = 1; i < 4; i++) {
		char v[i * 2];
		printf("%zu ", sizeof v);
		if (i == 2)
			continue;
		v[i] = 0;
	}
	printf("\n");
	int k = 1;
	printf("%zu %d\n", sizeof(char[++k]), k);
}
static int vla_goto(int n)
{
	int tries = 0;
again:;
	{
		int v[n];
		v[0] = n;
		if (++tries < 3)
			goto again;
		return v[0] + tries;
	}
}
TEST(vla_jumps)
{
	printf("%d\n", vla_goto(4));
	int s = 0;
	for (int i = 1; i < 2000; i++) {
		char v[i];
		v[0] = 1;
		s += v[0];
		if (i % 2)
			continue;
	}
	printf("%d\n", s);
	struct {
		int n;
	} q = {3};
	int w[q.n];
	w[2] = 5;
	printf("%d %zu\n", w[2], sizeof w);
}
TEST(array_of_arrays_pointer_math)
{
	int a[3][4][5];
	int *p = &a[0][0][0];
	for (int i = 0; i < 60; i++)
		p[i] = i;
	printf("%d %d %d\n", a[1][2][3], *(*(*(a + 2) + 1) + 4), (int)(&a[2][0][0] - &a[0][0][0]));
	int (*q)[5] = a[1];
	printf("%d %ld\n", q[2][1], (long)(&a[2] - &a[0]));
	q++;
	printf("%d\n", **q);
	int (*e)[4][5] = a + 1;
	printf("%d\n", (*e)[3][4]);
}
struct big {
	int a[20];
};
static struct big make(int n)
{
	struct big b;
	for (int i = 0; i < 20; i++)
		b.a[i] = i * n;
	return b;
}
static struct big twice(struct big b)
{
	for (int i = 0; i < 20; i++)
		b.a[i] *= 2;
	return b;
}
TEST(big_structs)
{
	struct big b = make(3), c;
	c = twice(twice(b));
	printf("%d %d %d\n", b.a[5], c.a[5], make(2).a[7]);
	struct big *p = &c;
	*p = b;
	printf("%d\n", c.a[19]);
	c = b.a[0] ? b : make(1);
	printf("%d\n", c.a[3]);
	struct {
		struct big in;
		int z;
	} o = {.in = make(4), .z = 1};
	printf("%d %d\n", o.in.a[2], o.z);
	struct big arr[2] = {make(1), twice(make(1))};
	printf("%d\n", arr[1].a[4]);
}
struct s1 {
	char c;
};
struct s3 {
	char c[3];
};
struct s8 {
	double d;
};
struct s12 {
	int a, b, c;
};
static struct s1 f1(struct s1 a, struct s3 b, struct s8 c, struct s12 d)
{ return (struct s1){a.c + b.c[2] + (int)c.d + d.c}; }
static struct s3 f3(void)
{ return (struct s3){"xyz"}; }
struct empty {};
static struct empty fe(struct empty e, int *p)
{
	++*p;
	return e;
}
TEST(small_structs)
{
	printf("%d\n", f1((struct s1){1}, (struct s3){{1, 2, 3}}, (struct s8){4.5}, (struct s12){1, 2, 10}).c);
	printf("%c\n", f3().c[1]);
	int n = 0;
	struct empty e;
	e = fe(e, &n);
	fe(fe(e, &n), &n);
	printf("%d\n", n);
}
TEST(function_in_struct)
{
	struct ops {
		int (*op)(struct ops *, int);
		int bias;
	};
	int apply_(struct ops * o, int x);
	struct ops o = {.bias = 3};
	printf("%d %d\n", o.op == NULL, o.bias);
}

/* The old value's register is that of the variable which says where it stands. */
static int stepped[8] = {5, 6, 7, 8};
TEST(increment_of_what_the_target_selects)
{
	int d = 0;
	d = stepped[d]++;
	printf("%d %d\n", d, stepped[0]);
	d = 1;
	d = --stepped[d];
	printf("%d %d\n", d, stepped[1]);
	double x = 2, of[3] = {1.5, 2.5, 3.5};
	x = of[(int)x]++;
	printf("%g %g\n", x, of[2]);
	__int128 w = 1, wide[2] = {10, 20};
	w = wide[(int)w]--;
	printf("%ld %ld\n", (long)w, (long)wide[1]);
	struct link { struct link *next; int v; } one = {0, 1}, two = {&one, 2}, *p = &two;
	int *v = &p->v;
	p = (*v)++ ? p->next : 0;
	printf("%d %d\n", p->v, two.v);
}
TEST(jumps_back_before_a_variable_length_array)
{
	int n = 0;
	char *first = 0;
again:;
	int x[n % 100 + 500];
	x[0] = 1;
	x[n % 100 + 499] = 2;
	if (!first) first = (char *)&x[0];
	if (++n < 300) goto again;
	printf("%d %d\n", n, first - (char *)&x[0] < 4096);
}

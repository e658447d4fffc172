TEST(labels_as_values)
{
	static const void *const table[] = {&&a, &&b, &&c, &&end};
	int i = 0;
	int s = 0;
	goto *table[i];
a:
	s += 1;
	goto *table[++i];
b:
	s += 10;
	goto *table[++i];
c:
	s += 100;
	if (s < 200) {
		i = 0;
		goto *table[i + 1 - 1];
	}
	goto *table[3];
end:
	printf("%d\n", s);
}
TEST(label_differences)
{
	static const int offsets[] = {&&x - &&x, &&y - &&x, &&z - &&x};
	int i = 0, n = 0;
again:
	goto *(&&x + offsets[i]);
x:
	n += 1;
	i = 2;
	goto again;
y:
	n += 100;
	goto out;
z:
	n += 10;
	i = 1;
	goto again;
out:
	printf("%d\n", n);
}
TEST(interpreter)
{
	enum { PUSH, ADD, MUL, PRINT, HALT };
	int code[] = {PUSH, 2, PUSH, 3, ADD, PUSH, 4, MUL, PRINT, HALT}, stack[8], *sp = stack, *pc = code;
	void *ops[] = {[PUSH] = &&push, [ADD] = &&add, [MUL] = &&mul, [PRINT] = &&print, [HALT] = &&halt};
#define NEXT goto *ops[*pc++]
	NEXT;
push:
	*sp++ = *pc++;
	NEXT;
add:
	sp--;
	sp[-1] += sp[0];
	NEXT;
mul:
	sp--;
	sp[-1] *= sp[0];
	NEXT;
print:
	printf("%d\n", sp[-1]);
	NEXT;
halt:;
}
TEST(case_ranges_wide)
{
	for (int i = -3; i < 300; i += 33)
		switch (i) {
		case -5 ... - 1:
			printf("n");
			break;
		case 0 ... 9:
			printf("d");
			break;
		case 10 ... 96:
			printf("t");
			break;
		case 'a' ... 'z':
			printf("l");
			break;
		case 200 ... 0x7fffffff:
			printf("b");
			break;
		default:
			printf("?");
		}
	printf("\n");
	unsigned long u = 1UL << 40;
	switch (u) {
	case 0x10000000000 ... 0x10000000010:
		printf("wide\n");
		break;
	default:
		printf("no\n");
	}
}
TEST(duffs_device)
{
	char from[] = "duff's device works", to[20];
	int n = sizeof from;
	char *t = to, *f = from;
	int k = (n + 3) / 4;
	switch (n % 4) {
	case 0:
		do {
			*t++ = *f++;
		case 3:
			*t++ = *f++;
		case 2:
			*t++ = *f++;
		case 1:
			*t++ = *f++;
		} while (--k > 0);
	}
	printf("%s\n", to);
}
TEST(switch_types)
{
	unsigned char c = 255;
	switch (c) {
	case 255:
		printf("255\n");
		break;
	case -1:
		printf("-1\n");
	}
	long l = -1;
	switch (l) {
	case -1:
		printf("minus\n");
		break;
	case 0xffffffff:
		printf("unsigned\n");
	}
	unsigned u = 5;
	switch (u) {
	default:
		printf("d");
	case 6:
		printf("6");
	case 7:
		printf("7\n");
		break;
	case 8:
		printf("8");
	}
	switch (3)
		;
	switch (2) {
		int x;
		x = 5;
		printf("never");
	case 2:
		x = 3;
		printf("%d\n", x);
	}
	bool b = 1;
	switch (b) {
	case true:
		printf("true\n");
		break;
	case false:
		printf("false\n");
	}
	switch ('x') {
	case 'x': {
		int y = 1;
		printf("%d\n", y);
	}
	}
}
TEST(switch_dense_and_sparse)
{
	int total = 0;
	for (int i = 0; i < 40; i++)
		switch (i) {
		case 0:
			total += 1;
			break;
		case 1:
			total += 2;
			break;
		case 2:
			total += 3;
			break;
		case 3:
			total += 5;
			break;
		case 4:
			total += 7;
			break;
		case 5:
			total += 11;
			break;
		case 6:
		case 7:
		case 8:
			total += 13;
			break;
		case 1000:
			total += 1000;
			break;
		case -1000:
			total += 9;
			break;
		case 20 ... 30:
			total += 100;
			break;
		default:
			total -= 1;
		}
	printf("%d\n", total);
}
TEST(nested_loops)
{
	for (int i = 0; i < 3; i++) {
		int k = 0;
		while (1) {
			if (++k > 4)
				break;
			if (k == 2)
				continue;
			do {
				if (k == 3)
					break;
				printf("%d%d ", i, k);
			} while (0);
			switch (k) {
			case 4:
				continue;
			default:
				break;
			}
		}
	}
	printf("\n");
}
TEST(goto_into_and_out)
{
	int n = 0;
	for (int i = 0; i < 10; i++)
		for (int j = 0; j < 10; j++)
			if (i * j == 42) {
				n = i * 100 + j;
				goto found;
			}
found:
	printf("%d\n", n);
	int t = 0;
	goto middle;
	while (t < 5) {
		t += 2;
	middle:
		t++;
	}
	printf("%d\n", t);
	{
		__label__ local;
		goto local;
	local:
		printf("local\n");
	}
	{
		__label__ local;
		goto local;
	local:
		printf("again\n");
	}
}
TEST(statement_expression_control)
{
	int r = ({
		int a = 5;
		if (a > 3)
			a = 10;
		a;
	});
	printf("%d\n", r);
	for (int i = 0; i < 4; i++) {
		int v = ({
			if (i == 1)
				continue;
			if (i == 3)
				break;
			i * 2;
		});
		printf("%d ", v);
	}
	printf("\n");
	int x = ({
		goto skip;
		5;
	});
skip:
	printf("skipped\n");
	(void)({ 1; });
	({});
	printf("%d\n", ({
			       struct {
				       int a, b;
			       } s = {1, 2};
			       s;
		       }).b);
	int y = ({
		int y = 4;
		({
			int z = y + 1;
			z * 2;
		}) + y;
	});
	printf("%d\n", y);
}
static int early(int n)
{
	int v = ({
		if (n)
			return 99;
		n + 1;
	});
	return v;
}
TEST(return_inside_expression)
{ printf("%d %d\n", early(1), early(0)); }
TEST(dangling_else)
{
	int a = 1, b = 0;
	if (a)
		if (b)
			printf("ab\n");
		else
			printf("a not b\n");
	if (!a)
		;
	else if (b)
		;
	else {
		printf("last\n");
	}
}
TEST(short_circuit)
{
	int n = 0;
	int r = n++ || n++ || n++;
	printf("%d %d\n", r, n);
	r = n && 0 && n++;
	printf("%d %d\n", r, n);
	r = (n > 5 || n < 3) && !(n == 7);
	printf("%d\n", r);
	int *p = NULL;
	printf("%d\n", p && *p);
	r = 0 || 2;
	printf("%d\n", r);
	if (n++ && (n++ || n++))
		printf("%d\n", n);
}
TEST(loop_variables)
{
	for (unsigned char c = 250; c >= 250; c++)
		printf("%d ", c);
	for (int i = 0, j = 5; i < j; i++, j--)
		printf("%d%d ", i, j);
	int k;
	for (k = 0; k < 3; ++k)
		;
	for (;;) {
		if (++k > 6)
			break;
	}
	printf("%d\n", k);
	do
		k--;
	while (k > 0);
	printf("%d\n", k);
	while (k++ < 3)
		;
	printf("%d\n", k);
}
TEST(empty_things)
{
	;
	;
	;
	{
	}
	{
		;
	}
	if (1) {
	} else {
	}
	for (int i = 0; i < 1; i++)
		;
a:;
b:
	{
	}
	goto c;
c:
	printf("done\n");
	switch (1) {
	}
	switch (1) {
	default:;
	}
}
static int fib(int n)
{ return n < 2 ? n : fib(n - 1) + fib(n - 2); }
static int ackermann(int m, int n)
{ return !m ? n + 1 : !n ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1)); }
static int even(int);
static int odd(int n)
{ return n ? even(n - 1) : 0; }
static int even(int n)
{ return n ? odd(n - 1) : 1; }
TEST(recursions)
{ printf("%d %d %d\n", fib(15), ackermann(2, 3), even(100)); }
static int trace(const char *s, int v)
{
	printf("%s ", s);
	return v;
}
TEST(evaluation_count)
{
	int a[3] = {0}, i = 0;
	a[i++] += 5;
	a[i++] = i;
	printf("%d %d %d\n", a[0], a[1], i);
	trace("f", 0) ? trace("t", 1) : trace("e", 2);
	int r = trace("x", 3) ?: trace("y", 4);
	r = trace("z", 0) ?: trace("w", 4);
	printf("%d\n", r);
	*({
		printf("once ");
		&a[2];
	}) += 7;
	printf("%d\n", a[2]);
	int v = 1;
	v = trace("l", v) + trace("r", 2);
	printf("%d\n", v);
}
TEST(local_labels_in_macro)
{
#define TRY(x)                    \
	({                        \
		__label__ out;    \
		int r_ = 0;       \
		if (x)            \
			goto out; \
		r_ = 1;           \
	out:                      \
		r_;               \
	})
	printf("%d %d\n", TRY(1), TRY(0));
}
TEST(long_else_chain)
{
	for (int i = 0; i < 6; i++)
		if (i == 0)
			printf("zero ");
		else if (i == 1)
			printf("one ");
		else if (i == 2) {
			printf("two ");
		} else if (i == 3)
			printf("three ");
		else
			printf("many ");
	printf("\n");
}
TEST(conditional_lvalue_free)
{
	int a = 1, b = 2;
	*(a > b ? &a : &b) = 9;
	printf("%d %d\n", a, b);
	int c = a ? b ? 1 : 2 : 3;
	printf("%d\n", c);
	c = a > 0 ? a > 1 ? 5 : 6 : 7;
	printf("%d\n", c);
}

static int classify(int n)
{
	switch (n) {
	case 0:
		return 100;
	case 1:
	case 2:
		n += 10;
	case 3:
		return n;
	case 10 ... 19:
		return 1000 + n;
	case -5:
		return -50;
	case 1000000:
		return 7;
	default:
		return -1;
	}
}

static int dense(unsigned n)
{
	int r = 0;
	switch (n) {
	case 3:
		r = 33;
		break;
	case 4:
		r = 44;
		break;
	case 5:
	case 6:
		r = 56;
	case 7:
		r++;
		break;
	case 8:
		r = 88;
		break;
	default:
		r = 99;
	case 10:
		r += 1000;
	}
	return r;
}

TEST(switch_sparse)
{
	int v[] = {-6, -5, -4, 0, 1, 2, 3, 4, 9, 10, 15, 19, 20, 1000000, INT_MAX, INT_MIN};
	for (int i = 0; i < 16; i++) printf("%d ", classify(v[i]));
	printf("\n");
}

TEST(switch_dense)
{
	for (int i = -2; i < 14; i++) printf("%d ", dense(i));
	printf("\n");
}

TEST(switch_64)
{
	long v[] = {0, 1L << 40, -1, LONG_MIN, 0x100000001L, 1, 5};
	for (int i = 0; i < 7; i++) switch (v[i]) {
	case 1L << 40:
		printf("a");
		break;
	case -1:
		printf("b");
		break;
	case 1:
		printf("c");
		break;
	case LONG_MIN:
		printf("d");
		break;
	case 2 ... 6:
		printf("r");
		break;
	case 0x100000001L:
		printf("e");
		break;
	default:
		printf("?");
	}
	printf("\n");
	unsigned long u = 1UL << 63;
	switch (u) {
	case 1UL << 63:
		printf("top\n");
		break;
	case 0:
		printf("zero\n");
	}
}

TEST(switch_on_narrow)
{
	for (int i = 250; i < 260; i++) {
		unsigned char c = i;
		switch (c) {
		case 0:
			printf("0 ");
			break;
		case 255:
			printf("255 ");
			break;
		case 'a' ... 'z':
			printf("l ");
			break;
		default:
			printf("- ");
		}
	}
	signed char s = -1;
	switch (s) {
	case -1:
		printf("minus\n");
		break;
	case 255:
		printf("plus\n");
	}
}

TEST(switch_enum)
{
	enum e { A, B = 5, C, D = -3 } v[] = {A, B, C, D};
	for (int i = 0; i < 4; i++) switch (v[i]) {
	case A:
		printf("A");
		break;
	case B:
		printf("B");
		break;
	case C:
		printf("C");
		break;
	case D:
		printf("D");
		break;
	}
	printf("\n");
}

TEST(duffs_device)
{
	char to[20], from[] = "hello duff device!";
	int count = sizeof from;
	char *t = to, *f = from;
	int n = (count + 7) / 8;
	switch (count % 8) {
	case 0:
		do {
			*t++ = *f++;
		case 7:
			*t++ = *f++;
		case 6:
			*t++ = *f++;
		case 5:
			*t++ = *f++;
		case 4:
			*t++ = *f++;
		case 3:
			*t++ = *f++;
		case 2:
			*t++ = *f++;
		case 1:
			*t++ = *f++;
		}
		while (--n > 0);
	}
	printf("%s\n", to);
}

TEST(switch_with_locals)
{
	for (int i = 0; i < 4; i++) {
		switch (i) {
			int hidden;
		case 0:
			hidden = 5;
			printf("%d ", hidden);
			break;
		case 1:
			{
				int x = 7;
				printf("%d ", x);
			}
		case 2:
			hidden = i;
			printf("%d ", hidden);
			break;
		default:
			;
		}
	}
	switch (3) {
	}
	switch (1) default: printf("only\n");
}

TEST(nested_switch)
{
	for (int i = 0; i < 3; i++) for (int j = 0; j < 3; j++) switch (i) {
	case 0:
		switch (j) {
		case 1:
			printf("01 ");
			break;
		default:
			printf("0x ");
		}
		break;
	case 1:
		if (j == 2) break;
		printf("1%d ", j);
	default:
		printf("d ");
	}
	printf("\n");
}

TEST(loops)
{
	int n = 0;
	while (n < 3) n++;
	do n--;
	while (n > 0);
	for (;;) {
		if (++n > 5) break;
		if (n % 2) continue;
		printf("%d ", n);
	}
	for (int i = 10; i--;) if (i % 3 == 0) printf("%d ", i);
	int i = 5;
	for (; i; ) i--;
	printf("%d %d\n", n, i);
	while (0) printf("never");
	do printf("once\n");
	while (0);
}

TEST(nested_loops)
{
	for (int i = 0; i < 4; i++) {
		for (int j = 0; ; j++) {
			if (j == i) break;
			if (j == 1) continue;
			int k = 0;
			while (1) {
				if (k++ >= j) break;
			}
			printf("%d%d%d ", i, j, k);
		}
	}
	printf("\n");
}

TEST(goto_forward_and_back)
{
	int n = 0;
	again: n++;
	if (n < 5) goto again;
	if (n == 5) goto out;
	printf("skipped\n");
	out: printf("%d\n", n);
	for (int i = 0; i < 10; i++) for (int j = 0; j < 10; j++) if (i * j == 42) {
		printf("%d %d\n", i, j);
		goto done;
	}
	done:;
}

TEST(goto_into_scope)
{
	int n = 0;
	goto inside;
	{
		int v;
		v = 100;
		inside: v = ++n;
		printf("%d ", v);
	}
	if (n < 3) goto inside;
	while (n < 6) {
		printf("w");
		mid: n++;
		if (n == 5) break;
	}
	if (n == 5) {
		n = 10;
		goto mid;
	}
	printf("%d\n", n);
}

TEST(error_unwinding)
{
	for (int fail = 0; fail < 4; fail++) {
		int r = 0;
		if (fail == 0) {
			r = -1;
			goto e0;
		}
		printf("a");
		if (fail == 1) {
			r = -2;
			goto e1;
		}
		printf("b");
		if (fail == 2) {
			r = -3;
			goto e2;
		}
		printf("ok %d\n", r);
		continue;
		e2: printf("B");
		e1: printf("A");
		e0: printf(" %d\n", r);
	}
}

TEST(computed_goto)
{
	static void *table[] = {&&add, &&mul, &&print, &&stop};
	int program[] = {0, 5, 1, 3, 2, 0, 1, 2, 3}, *pc = program, acc = 0;
	goto *table[*pc++];
	add: acc += *pc++;
	goto *table[*pc++];
	mul: acc *= *pc++;
	goto *table[*pc++];
	print: printf("%d ", acc);
	goto *table[*pc++];
	stop: printf("end\n");
	void *p = &&last;
	goto *p;
	printf("no");
	last: printf("last %d\n", p == &&last);
}

TEST(statement_expressions)
{
	int x = ({ int a = 3; a * a; });
	int y = ({ int s = 0; for (int i = 0; i < 5; i++) s += i; s; }) + x;
	printf("%d %d\n", x, y);
#define max(a, b) ({ typeof(a) _a = (a); typeof(b) _b = (b); _a > _b ? _a : _b; })
	printf("%d %ld\n", max(x, max(3, 12)), max(1L << 40, 5L));
	int n = 0;
	printf("%d %d\n", max(n++, -1), n);
	({ printf("void\n"); });
	struct { int a, b; } s = ({ typeof(s) t = {1, 2}; t.a += 5; t; });
	printf("%d %d\n", s.a, s.b);
	int z = ({ int i = 5; i++; }) + ({ int i = 7; i; });
	printf("%d\n", z);
	int w = x + ({ x = 100; 1; });
	printf("%d\n", w > 0);
}

TEST(statement_expression_control)
{
	int r = 0;
	for (int i = 0; i < 10; i++) {
		int v = ({ if (i == 3) continue; if (i == 7) break; i * 2; });
		r += v;
	}
	printf("%d\n", r);
}

static int early(int n)
{
	int v = ({ if (n > 5) return -1; n + 1; });
	return v * 2;
}

TEST(return_from_statement_expression)
{
	printf("%d %d\n", early(3), early(9));
}

static void note(int *p)
{
	printf("cleanup %d; ", *p);
}

static int cleanups(int n)
{
	int a __attribute__((cleanup(note))) = 1;
	if (n == 0) return a + 10;
	{
		int b __attribute__((cleanup(note))) = 2;
		if (n == 1) return b + 10;
		if (n == 2) goto out;
		b = 3;
	}
	for (int i = 0; i < 2; i++) {
		int c __attribute__((cleanup(note))) = 10 + i;
		if (n == 3) break;
		if (n == 4) continue;
		printf("body ");
	}
	out: a = 5;
	return a;
}

TEST(cleanup_attribute)
{
	for (int n = 0; n < 6; n++) printf("-> %d\n", cleanups(n));
}

TEST(cleanup_and_goto_back)
{
	int n = 0;
	again: {
		int g __attribute__((cleanup(note))) = n;
		n++;
		if (n < 3) goto again;
	}
	retry:;
	int h __attribute__((cleanup(note))) = 100 + n;
	if (n++ < 5) goto retry;
	printf("end ");
}

static int order(int v)
{
	printf("%d ", v);
	return v;
}

TEST(cleanup_value_kept)
{
	int r = ({ int t __attribute__((cleanup(note))) = 7; t * 3; });
	printf("%d\n", r);
	for (int c __attribute__((cleanup(note))) = 0; c < 2; c++) printf("[%d] ", c);
	printf("\n");
	while (({ int q __attribute__((cleanup(note))) = 9; r-- > 20; })) printf(".");
	printf("\n");
}

TEST(dangling_else)
{
	for (int i = 0; i < 4; i++) {
		if (i & 1) if (i & 2) printf("11 ");
		else printf("10 ");
		else if (i & 2) printf("01 ");
		else printf("00 ");
	}
	printf("\n");
}

TEST(conditions_of_all_kinds)
{
	char *p = 0;
	long l = 1L << 32;
	unsigned char c = 0;
	if (p) printf("p");
	if (!p) printf("!p");
	if (l) printf("l");
	if (c) printf("c");
	if (p == 0 && l != 0) printf("&");
	if (!(c || p)) printf("|");
	if ((c = 5)) printf("=");
	if (c++ == 5 && c == 6) printf("++");
	if (l >> 33 || l & 0xffffffff) printf("no");
	if (&l) printf("a");
	printf("%d\n", (l > 5) + (c > 5) * 2 + !p * 4);
}

TEST(local_labels)
{
	int r = 0;
	for (int i = 0; i < 2; i++) {
		__label__ skip;
		if (i) goto skip;
		r += 10;
		skip: r++;
	}
	{
		__label__ skip;
		goto skip;
		r = 100;
		skip: r++;
	}
	printf("%d\n", r);
}

TEST(empty_and_blocks)
{
	;
	{
	}
	{
		;
	}
	for (int i = 0; i < 3; i++);
	if (1);
	else;
	int x = 1;
	{
		int x = 2;
		{
			int x = 3;
			printf("%d ", x);
		}
		printf("%d ", x);
	}
	printf("%d\n", x);
}

TEST(infinite_for_with_break)
{
	int n = 0;
	for (;;) if (++n == 1000) break;
	do {
		if (n++ > 1005) break;
	} while (1);
	printf("%d\n", n);
}

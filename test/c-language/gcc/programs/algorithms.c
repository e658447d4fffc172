static unsigned crc32(const unsigned char *p, unsigned n)
{
	unsigned c = ~0u;
	while (n--) {
		c ^= *p++;
		for (int k = 0; k < 8; k++) c = c & 1 ? (c >> 1) ^ 0xedb88320u : c >> 1;
	}
	return ~c;
}

TEST(crc)
{
	printf("%08x\n", crc32((const unsigned char *)"123456789", 9));
}

TEST(shell_sort)
{
	unsigned a[200], x = 12345;
	for (int i = 0; i < 200; i++) {
		x = x * 1664525u + 1013904223u;
		a[i] = x >> 8;
	}
	for (int gap = 100; gap > 0; gap /= 2) for (int i = gap; i < 200; i++) {
		unsigned t = a[i];
		int j;
		for (j = i; j >= gap && a[j - gap] > t; j -= gap) a[j] = a[j - gap];
		a[j] = t;
	}
	for (int i = 0; i < 200; i += 20) printf("%u ", a[i]);
	printf("\n");
}

TEST(sieve)
{
	static char composite[2000];
	int count = 0;
	for (int i = 2; i < 2000; i++) {
		if (composite[i]) continue;
		count++;
		for (int j = i * i; j < 2000; j += i) composite[j] = 1;
	}
	printf("%d\n", count);
}

TEST(queens)
{
	int board[8], n = 0, row = 0;
	board[0] = -1;
	while (row >= 0) {
		int ok;
		do {
			board[row]++;
			ok = board[row] < 8;
			for (int i = 0; ok && i < row; i++) if (board[i] == board[row] || abs(board[i] - board[row]) == row - i) ok = 0;
		}
		while (!ok && board[row] < 8);
		if (!ok) {
			row--;
			continue;
		}
		if (row == 7) n++;
		else board[++row] = -1;
	}
	printf("%d\n", n);
}

struct tree { int key; struct tree *l, *r; };
static struct tree *insert(struct tree *t, int k)
{
	if (!t) {
		t = calloc(1, sizeof *t);
		t->key = k;
	} else if (k < t->key) t->l = insert(t->l, k);
	else if (k > t->key) t->r = insert(t->r, k);
	return t;
}

static void walk(struct tree *t)
{
	if (t) {
		walk(t->l);
		printf("%d ", t->key);
		walk(t->r);
	}
}

static int height(struct tree *t)
{
	if (!t) return 0;
	int l = height(t->l), r = height(t->r);
	return 1 + (l > r ? l : r);
}

TEST(binary_tree)
{
	struct tree *t = 0;
	int k[] = {50, 20, 70, 10, 30, 60, 80, 25, 35, 20};
	for (int i = 0; i < 10; i++) t = insert(t, k[i]);
	walk(t);
	printf("h%d\n", height(t));
}

TEST(string_reverse_words)
{
	char s[] = "the quick brown fox";
	int n = strlen(s);
	for (int i = 0, j = n - 1; i < j; i++, j--) {
		char t = s[i];
		s[i] = s[j];
		s[j] = t;
	}
	for (int i = 0, start = 0; i <= n; i++) if (s[i] == ' ' || !s[i]) {
		for (int a = start, b = i - 1; a < b; a++, b--) {
			char t = s[a];
			s[a] = s[b];
			s[b] = t;
		}
		start = i + 1;
	}
	printf("%s\n", s);
}

TEST(life)
{
	char g[8][8] = {{0}}, n[8][8];
	g[1][2] = g[2][3] = g[3][1] = g[3][2] = g[3][3] = 1;
	for (int step = 0; step < 8; step++) {
		for (int y = 0; y < 8; y++) for (int x = 0; x < 8; x++) {
			int c = 0;
			for (int dy = -1; dy <= 1; dy++) for (int dx = -1; dx <= 1; dx++) if (dy || dx) c += g[(y + dy) & 7][(x + dx) & 7];
			n[y][x] = c == 3 || (c == 2 && g[y][x]);
		}
		memcpy(g, n, sizeof g);
	}
	for (int y = 0; y < 8; y++) {
		for (int x = 0; x < 8; x++) putchar(g[y][x] ? '#' : '.');
		putchar('\n');
	}
}

TEST(matrix_multiply)
{
	long a[5][5], b[5][5], c[5][5];
	for (int i = 0; i < 5; i++) for (int j = 0; j < 5; j++) {
		a[i][j] = i - j;
		b[i][j] = i * j + 1;
	}
	for (int i = 0; i < 5; i++) for (int j = 0; j < 5; j++) {
		long s = 0;
		for (int k = 0; k < 5; k++) s += a[i][k] * b[k][j];
		c[i][j] = s;
	}
	for (int i = 0; i < 5; i++) printf("%ld %ld\n", c[i][0], c[i][4]);
}

struct desc {
	unsigned long addr;
	unsigned len;
	unsigned short flags, next;
};
TEST(descriptor_ring)
{
	static struct desc ring[16];
	unsigned head = 0, tail = 0;
	unsigned long sum = 0;
	for (int i = 0; i < 1000; i++) {
		struct desc *d = &ring[head & 15];
		d->addr = 0x100000000UL + i * 64;
		d->len = i & 0xfff;
		d->flags = 1;
		d->next = (head + 1) & 15;
		head++;
		if (head - tail == 16 || i % 5 == 4) while (tail != head) {
			struct desc *t = &ring[tail++ & 15];
			if (!(t->flags & 1)) break;
			sum += t->addr ^ t->len ^ t->next;
			t->flags &= ~1;
		}
	}
	printf("%lx\n", sum);
}

TEST(md5_like_rotates)
{
	unsigned a = 0x67452301, b = 0xefcdab89, c = 0x98badcfe, d = 0x10325476;
	for (int i = 0; i < 64; i++) {
		unsigned f = i < 16 ? (b & c) | (~b & d) : i < 32 ? (d & b) | (~d & c) : i < 48 ? b ^ c ^ d : c ^ (b | ~d);
		unsigned t = d;
		d = c;
		c = b;
		unsigned x = a + f + i * 0x9e3779b9u;
		int s = 7 + (i & 3) * 5;
		b += x << s | x >> (32 - s);
		a = t;
	}
	printf("%08x %08x %08x %08x\n", a, b, c, d);
}

TEST(xorshift64)
{
	unsigned long s = 88172645463325252UL, sum = 0;
	for (int i = 0; i < 1000; i++) {
		s ^= s << 13;
		s ^= s >> 7;
		s ^= s << 17;
		sum += s % 1000;
	}
	printf("%lu %lx\n", sum, s);
}

TEST(bignum_factorial)
{
	unsigned d[40] = {1};
	int n = 1;
	for (int f = 2; f <= 40; f++) {
		unsigned long carry = 0;
		for (int i = 0; i < n; i++) {
			unsigned long v = (unsigned long)d[i] * f + carry;
			d[i] = v % 1000000000;
			carry = v / 1000000000;
		}
		if (carry) d[n++] = carry;
	}
	printf("%u", d[n - 1]);
	for (int i = n - 2; i >= 0; i--) printf("%09u", d[i]);
	printf("\n");
}

TEST(state_machine)
{
	const char *in = "12+34*5-6";
	long v[10];
	char ops[10];
	int nv = 0, no = 0;
	enum { NUM, OP } st = NUM;
	for (const char *p = in; ; p++) {
		switch (st) {
		case NUM:
			{
				long x = 0;
				while (*p >= '0' && *p <= '9') x = x * 10 + (*p++ - '0');
				v[nv++] = x;
				p--;
				st = OP;
				break;
			}
		case OP:
			if (*p) ops[no++] = *p;
			st = NUM;
			break;
		}
		if (!*p) break;
	}
	for (int i = 0; i < no; i++) printf("%ld %c ", v[i], ops[i]);
	printf("%ld\n", v[nv - 1]);
}

TEST(hash_table)
{
	struct e { const char *k; int v; struct e *n; } pool[20], *b[7] = {0};
	int used = 0;
	const char *keys[] = {"a", "bb", "ccc", "a", "dd", "bb", "zz", "a"};
	for (int i = 0; i < 8; i++) {
		unsigned h = 5381;
		for (const char *p = keys[i]; *p; p++) h = h * 33 + *p;
		struct e **s = &b[h % 7];
		while (*s && strcmp((*s)->k, keys[i])) s = &(*s)->n;
		if (!*s) {
			*s = &pool[used++];
			(*s)->k = keys[i];
			(*s)->v = 0;
			(*s)->n = 0;
		}
		(*s)->v++;
	}
	for (int i = 0; i < used; i++) printf("%s:%d ", pool[i].k, pool[i].v);
	printf("\n");
}

TEST(bit_matrix)
{
	unsigned long m[8];
	for (int i = 0; i < 8; i++) m[i] = 0x0102040810204080UL * (i + 1);
	for (int k = 0; k < 3; k++) for (int i = 0; i < 8; i++) m[i] = (m[i] << (8 * k + 1)) ^ (m[(i + 1) & 7] >> (64 - 8 * k - 1));
	unsigned long x = 0;
	for (int i = 0; i < 8; i++) x ^= m[i] + i;
	printf("%lx\n", x);
}

TEST(collatz)
{
	int best = 0, at = 0;
	for (int i = 1; i < 300; i++) {
		long n = i;
		int s = 0;
		while (n != 1) {
			n = n % 2 ? 3 * n + 1 : n / 2;
			s++;
		}
		if (s > best) best = s, at = i;
	}
	printf("%d %d\n", at, best);
}

/* C as drivers write it: GNU extensions, 128-bit integers, instructions that only wait, module_init without a semicolon. */
#include <linux/module.h>
#include <linux/slab.h>

struct s {
	int n;
	char b[];
} __packed;

struct bits {
	u8 a : 3, b : 5;
	u16 c : 9;
} __attribute__((packed));

union u {
	struct {
		u32 lo, hi;
	};

	u64 v;
};

static int tab[] = { [0 ... 3] = 7, [5] = 1 };
typedef int (*fn)(int);

static int sq(int x)
{
	return x * x;
}

static fn tabfn[] = { sq, [2] = sq };

enum ee { A = 1, B, C = A << 4 };

#define PAIR(x, y...) x, ##y
static __maybe_unused int unused;

static int __init i(void)
{
	struct s *p = kzalloc(struct_size(p, b, 8), GFP_KERNEL);
	char arr[12];
	union u u = { .v = 0x1122334455667788ULL };
	__int128 big = (__int128)1 << 100;
	unsigned __int128 w = ~(unsigned __int128)0;
	struct bits bb = { 5, 17, 300 };
	int x = 3, y = ({
			   int t = x;
			   t * 2;
		   });
	void *lab[] = { &&one, &&two };
	unsigned __int128 xx __maybe_unused = w;
	pr_info("%zu %zu %zu\n", sizeof(arr), sizeof(struct bits), sizeof(unsigned __int128));
	pr_info("%x %x %d %llx %llx\n", u.lo, u.hi, (int)(big >> 99), (u64)(w >> 64), (u64)(w % 1000000007));
	pr_info("%d %d %d %d tern %d\n", bb.a, bb.b, bb.c, tab[3] + tab[4] + tab[5], x ?: 9);
	goto *lab[y & 1];
one:
	pr_info("one\n");
two:
	switch (y) {
	case 1 ... 5: pr_info("low\n"); break;
	case 6 ... 9: pr_info("mid\n"); fallthrough;
	default: pr_info("dflt\n");
	}
	pr_info("%d %d %d\n", tabfn[0](5), tabfn[1] == NULL, _Generic(x, int : 1, long : 2, default : 3));
	pr_info("%d\n", __builtin_types_compatible_p(typeof(x), int) + __builtin_choose_expr(1, 10, "no"));
	{
		typeof(x) z = PAIR(1);
		z += __builtin_popcountll(~0ULL) + __builtin_clz(1) + __builtin_ffs(8) + __builtin_bswap16(1);
		pr_info("%d\n", z);
	}
	{
		int n = 4;
		int vla[n];
		vla[3] = 9;
		pr_info("%zu %d\n", sizeof vla, vla[3]);
	}
	{
		__auto_type q = 5L;
		pr_info("%zu %s %d\n", sizeof q, __func__, __builtin_add_overflow(INT_MAX, 1, &x));
	}
	asm volatile("nop" ::: "memory");
	asm volatile("mfence" ::: "memory");
	kfree(p);
	return 0;
}

static void __exit e(void)
{
}

module_init(i) module_exit(e) MODULE_LICENSE("GPL");

#define SHOW(t) printf("%zu %zu\n", sizeof(t), _Alignof(t))
#define DUMP(x)                                           \
	do {                                              \
		unsigned char *b_ = (void *)&(x);         \
		for (size_t i_ = 0; i_ < sizeof(x); i_++) \
			printf("%02x", b_[i_]);           \
		printf("\n");                             \
	} while (0)
TEST(bit_fields_of_each_type)
{
	struct {
		char a : 3;
		short b : 9;
		int c : 17;
		long d : 33;
		long long e : 5;
		_Bool f : 1;
		unsigned char g : 8;
	} x;
	memset(&x, 0, sizeof x);
	SHOW(__typeof__(x));
	x.a = -1;
	x.b = -2;
	x.c = 0x1ffff;
	x.d = -3;
	x.e = 15;
	x.f = 1;
	x.g = 0xa5;
	DUMP(x);
	printf("%d %d %d %ld %lld %d %d\n", x.a, x.b, x.c, (long)x.d, (long long)x.e, x.f, x.g);
}
TEST(bit_fields_packed)
{
	struct __attribute__((packed)) {
		unsigned a : 5;
		unsigned long b : 47;
		unsigned c : 30;
		unsigned char d;
		unsigned e : 1;
	} x;
	memset(&x, 0, sizeof x);
	SHOW(__typeof__(x));
	x.a = 0x15;
	x.b = 0x5a5a5a5a5a5aUL;
	x.c = 0x2bcdef01;
	x.d = 0xee;
	x.e = 1;
	DUMP(x);
	printf("%x %lx %x %x %x\n", x.a, (unsigned long)x.b, x.c, x.d, x.e);
}
TEST(bit_fields_member_packed)
{
	struct {
		char c;
		unsigned a : 20 __attribute__((packed));
		unsigned b : 20;
		int d;
	} x;
	memset(&x, 0, sizeof x);
	SHOW(__typeof__(x));
	x.a = 0xabcde;
	x.b = 0x12345;
	x.c = 1;
	x.d = -1;
	DUMP(x);
}
TEST(bit_fields_zero)
{
	struct {
		unsigned a : 3;
		unsigned : 0;
		unsigned b : 3;
		char : 0;
		unsigned c : 2;
		unsigned : 5;
		unsigned d : 4;
	} x;
	memset(&x, 0, sizeof x);
	SHOW(__typeof__(x));
	x.a = 7;
	x.b = 5;
	x.c = 3;
	x.d = 9;
	DUMP(x);
	struct {
		char a;
		int : 0;
		char b;
	} y;
	SHOW(__typeof__(y));
	struct {
		char a;
		long : 0;
		char b;
	} z;
	SHOW(__typeof__(z));
}
TEST(bit_fields_wide_arithmetic)
{
	struct {
		unsigned long a : 40;
		long b : 40;
		unsigned long c : 33;
	} x = {0xffffffffffUL, -1, 0x1ffffffffUL};
	printf("%lx %lx %lx\n", (unsigned long)(x.a + 1), (unsigned long)(x.a << 8), (unsigned long)(x.c * 2));
	printf("%lx %d\n", (unsigned long)(x.a << 4 >> 4), (x.a + 1) == 0);
	printf("%lx %ld\n", (unsigned long)~x.a, (long)(x.b << 10));
	x.a = 0x8000000000UL;
	printf("%lx %lx\n", (unsigned long)(x.a + x.a), (unsigned long)(x.a * x.a));
	printf("%lx\n", (unsigned long)(x.a + x.c));
	printf("%lx\n", (unsigned long)(-x.a));
	printf("%zu %zu\n", sizeof(x.a + 0), sizeof(x.a + x.a));
	unsigned long y = x.a + 1UL;
	printf("%lx\n", y);
	y = x.a << 1;
	printf("%lx\n", y);
	y = x.a;
	y <<= 1;
	printf("%lx\n", y);
	printf("%d\n", x.b < 0);
	x.b = 0x7fffffffffL;
	printf("%ld\n", (long)x.b);
	x.b++;
	printf("%ld\n", (long)x.b);
}
TEST(bit_fields_narrow_promotion)
{
	struct {
		unsigned a : 31;
		unsigned b : 32;
		unsigned short c : 16;
		unsigned long d : 31;
		unsigned long e : 32;
	} x = {0, 0, 0, 0, 0};
	printf("%d %d %d %d %d\n", x.a - 1 < 0, x.b - 1 < 0, x.c - 1 < 0, x.d - 1 < 0, x.e - 1 < 0);
	printf("%d\n", (x.e - 1) > 0xffffffffUL);
}
TEST(aligned_members)
{
	struct {
		char a;
		int b __attribute__((aligned(16)));
		char c;
	} x;
	SHOW(__typeof__(x));
	printf("%zu %zu\n", offsetof(__typeof__(x), b), offsetof(__typeof__(x), c));
	struct {
		char a;
		short b;
	} __attribute__((aligned(64))) y;
	SHOW(__typeof__(y));
	struct {
		char a;
		_Alignas(32) char b;
	} z;
	SHOW(__typeof__(z));
	struct __attribute__((packed, aligned(4))) {
		char a;
		long b;
		char c;
	} w;
	SHOW(__typeof__(w));
	printf("%zu\n", offsetof(__typeof__(w), b));
	struct {
		char a;
		long b;
	} __attribute__((packed)) v;
	SHOW(__typeof__(v));
}
TEST(packed_nested)
{
	struct in {
		char a;
		int b;
	};
	struct out {
		char c;
		struct in i;
	} __attribute__((packed));
	SHOW(struct out);
	printf("%zu\n", offsetof(struct out, i.b));
	struct out o;
	memset(&o, 0, sizeof o);
	o.c = 1;
	o.i.a = 2;
	o.i.b = 0x01020304;
	DUMP(o);
	int *p = &o.i.b;
	(*p)++;
	printf("%x\n", o.i.b);
}
TEST(unions_sized)
{
	union {
		char a[5];
		short b;
	} x;
	SHOW(__typeof__(x));
	union {
		char a[9];
		long b;
	} __attribute__((packed)) y;
	SHOW(__typeof__(y));
	union {
		struct {
			char a;
			int b;
		};
		long c;
		char d[13];
	} z;
	SHOW(__typeof__(z));
	union {
		unsigned a : 3;
		unsigned long b : 50;
	} w;
	SHOW(__typeof__(w));
	union {
	} e;
	SHOW(__typeof__(e));
}
TEST(flexible)
{
	struct {
		int n;
		char tail[];
	} x;
	SHOW(__typeof__(x));
	printf("%zu\n", offsetof(__typeof__(x), tail));
	struct {
		char n;
		long tail[];
	} y;
	SHOW(__typeof__(y));
	struct {
		char n;
		short tail[0];
	} z;
	SHOW(__typeof__(z));
	struct {
		int a[0];
	} w;
	SHOW(__typeof__(w));
	struct {
		char c;
		struct {
		} e;
		int i;
	} v;
	SHOW(__typeof__(v));
	printf("%zu\n", offsetof(__typeof__(v), e));
}
#pragma pack(push, 1)
struct packed1 {
	char a;
	int b;
	long c;
};
#pragma pack(2)
struct packed2 {
	char a;
	int b;
	long c;
};
#pragma pack(push, 4)
struct packed4 {
	char a;
	long b;
	char c;
	double d;
	struct {
		char x;
		long y;
	} e;
};
#pragma pack(pop)
struct packed2b {
	char a;
	int b : 20;
	long c;
};
#pragma pack(pop)
struct natural {
	char a;
	int b;
	long c;
};
#pragma pack(1)
struct fields1 {
	unsigned a : 5;
	unsigned b : 30;
	unsigned long c : 60;
	char d;
};
struct __attribute__((aligned(8))) aligned1 {
	char a;
	short b;
};
struct with_aligned {
	char a;
	int b __attribute__((aligned(4)));
};
#pragma pack()
struct again {
	char a;
	long b;
};
#define PACKED_BY_OPERATOR                           \
	_Pragma("pack(push,2)") struct by_operator { \
		char a;                              \
		int b;                               \
	};                                           \
	_Pragma("pack(pop)") extern int after_it;
PACKED_BY_OPERATOR
TEST(pragma_pack)
{
	SHOW(struct packed1);
	SHOW(struct packed2);
	SHOW(struct packed4);
	SHOW(struct packed2b);
	SHOW(struct natural);
	SHOW(struct fields1);
	SHOW(struct aligned1);
	SHOW(struct with_aligned);
	SHOW(struct again);
	SHOW(struct by_operator);
	printf("%zu %zu %zu %zu\n", offsetof(struct packed1, c), offsetof(struct packed2, c),
	       offsetof(struct packed4, d), offsetof(struct packed4, e.y));
	struct fields1 f = {21, 0x2aaaaaaa, 0x123456789abcdefUL, 7};
	DUMP(f);
}
#pragma pack(push, outer, 2)
struct named {
	char a;
	int b;
};
#pragma pack(push, 1)
#pragma pack(push, 8)
#pragma pack(pop, outer)
struct popped {
	char a;
	int b;
};
TEST(pragma_pack_named)
{
	SHOW(struct named);
	SHOW(struct popped);
}
TEST(typedef_alignment)
{
	typedef int a1 __attribute__((aligned(1)));
	typedef int a16 __attribute__((aligned(16)));
	struct {
		char c;
		a1 x;
	} p;
	struct {
		char c;
		a16 x;
	} q;
	SHOW(__typeof__(p));
	SHOW(__typeof__(q));
	SHOW(a16);
	typedef struct {
		char c;
	} __attribute__((aligned(8))) box;
	box b[3];
	printf("%zu %zu\n", sizeof b, sizeof(box));
	typedef char bytes[3];
	struct {
		bytes a, b;
		short s;
	} r;
	SHOW(__typeof__(r));
}
TEST(enum_sizes)
{
	enum small { A, B };
	enum __attribute__((packed)) tiny { C, D = 200 };
	enum __attribute__((packed)) negative { N = -1, P = 127 };
	enum __attribute__((packed)) two { T = 256 };
	enum big { X = 0x100000000 };
	enum neg { Y = -1, Z = 0x7fffffff };
	printf("%zu %zu %zu %zu %zu %zu\n", sizeof(enum small), sizeof(enum tiny), sizeof(enum negative),
	       sizeof(enum two), sizeof(enum big), sizeof(enum neg));
	printf("%zu %zu %d\n", sizeof A, sizeof X, (enum neg) - 1 < 0);
	enum small s = -1;
	printf("%d %d\n", s > 0, (int)s);
	struct {
		enum tiny t : 4;
		enum small s : 2;
		enum big b : 34;
	} f = {3, 1, X};
	SHOW(__typeof__(f));
	printf("%d %d %lx\n", f.t, f.s, (long)f.b);
}
TEST(struct_of_everything)
{
	struct {
		_Bool a;
		char b;
		short c;
		int d;
		long e;
		float f;
		double g;
		long double h;
		void *i;
		int (*j)(void);
		char k[3];
		enum { Q } l;
	} x;
	SHOW(__typeof__(x));
	printf("%zu %zu %zu %zu %zu %zu\n", offsetof(__typeof__(x), d), offsetof(__typeof__(x), f),
	       offsetof(__typeof__(x), h), offsetof(__typeof__(x), j), offsetof(__typeof__(x), k),
	       offsetof(__typeof__(x), l));
}
TEST(scalar_storage_in_arrays)
{
	struct {
		unsigned a : 12;
	} x[3];
	memset(x, 0, sizeof x);
	x[0].a = 1;
	x[1].a = 2;
	x[2].a = 3;
	SHOW(__typeof__(x));
	x[1].a--;
	x[2].a += x[0].a;
	DUMP(x);
	struct __attribute__((packed)) {
		unsigned a : 12;
	} y[3];
	memset(y, 0, sizeof y);
	y[0].a = 0xabc;
	y[1].a = 0xdef;
	y[2].a = 0x123;
	SHOW(__typeof__(y));
	DUMP(y);
}
TEST(transparent)
{
	struct {
		union {
			struct {
				unsigned low : 16, high : 16;
			};
			unsigned all;
			unsigned char bytes[4];
		};
		int tail;
	} r = {.all = 0x12345678, .tail = 9};
	printf("%x %x %x %d\n", r.low, r.high, r.bytes[2], r.tail);
	r.high = 0xffff;
	printf("%x\n", r.all);
}
TEST(ms_bit_field_types)
{
	struct {
		unsigned char a : 4;
		unsigned int b : 4;
		unsigned char c : 4;
		unsigned long d : 4;
	} x;
	memset(&x, 0, sizeof x);
	x.a = 1;
	x.b = 2;
	x.c = 3;
	x.d = 4;
	SHOW(__typeof__(x));
	DUMP(x);
	struct {
		short a : 12;
		char b : 5;
		int c : 15;
	} y = {-1, -2, -3};
	SHOW(__typeof__(y));
	memset(&y, 0, sizeof y);
	y.a = 5;
	y.b = 6;
	y.c = 7;
	DUMP(y);
	struct {
		char a;
		int b : 8;
	} z;
	SHOW(__typeof__(z));
	struct {
		int a : 8;
		char b;
	} w;
	SHOW(__typeof__(w));
	struct {
		char x[3];
		int a : 9;
	} v;
	SHOW(__typeof__(v));
	struct {
		long a : 60;
		int b : 10;
	} u;
	SHOW(__typeof__(u));
}

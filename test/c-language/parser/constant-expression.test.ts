/** Constant expressions, written and generated, against what gcc makes of them: value, size and signedness of the type. */
import { expect, test } from 'vitest';
import { evaluateInteger } from '../../../simulator/c-language/constant-expression.ts';
import { isInteger, representation, sizeOf } from '../../../simulator/c-language/type-operations.ts';
import type { TranslationUnit } from '../../../simulator/c-language/syntax.ts';
import { parseText, variableOf } from './front-end.ts';
import { runWithGcc } from './gcc.ts';

const prelude = `
typedef unsigned char u8; typedef unsigned short u16; typedef unsigned int u32; typedef unsigned long long u64;
typedef signed char s8; typedef short s16; typedef int s32; typedef long long s64;
enum small { zero, one, two, minus = -3, after };
enum big { large = 0x80000000u, larger = 0x100000000ll };
enum positive { first, second };
enum __attribute__((packed)) tiny { little = 3 };
struct inner { char c; long l[3]; };
struct outer { int a; struct inner in[4]; union { u64 q; struct { u32 lo, hi; }; }; u32 b1 : 3, b2 : 9; char tail[]; };
struct empty {};
static int array[10]; static const char text[] = "hello";
static struct outer object; extern int elsewhere;
int function(int a, char b);
#define offsetof(t, m) __builtin_offsetof(t, m)
#define is_constexpr(x) (sizeof(int) == sizeof(*(8 ? ((void *)((long)(x) * 0l)) : (int *)8)))
#define BUILD_BUG_ON_ZERO(e) ((int)(sizeof(struct { int : (-!!(e)); })))
#define same_type(a, b) __builtin_types_compatible_p(__typeof__(a), __typeof__(b))
#define must_be_array(a) BUILD_BUG_ON_ZERO(same_type((a), &(a)[0]))
#define GENMASK(h, l) (((~0ul) - (1ul << (l)) + 1) & (~0ul >> (63 - (h))))
#define container_offset(type, member) ((u64)&((type *)0)->member)
`;

/** One expression a line. */
const written = `
1 + 2 * 3
(1 + 2) * 3
7 / 2
-7 / 2
-7 % 3
7 % -3
1 << 31
1u << 31
1ll << 63
-1 >> 1
-1u >> 1
0xffffffff
0xffffffff + 1
4294967295
4294967296
2147483647 + 1
2147483648
-2147483648
0x7fffffff
0x80000000
0x7fffffffffffffff
0x8000000000000000
0xffffffffffffffffull
017777777777
0b1010
0B11u
'a'
'ab'
'\\n'
'\\xff'
'\\377'
L'\\xff'
u'\\xffff'
'\\0'
'\\''
"abc"[1]
sizeof "abc"
sizeof L"abc"
sizeof u"abc"
sizeof ""
sizeof("a" "bc")
~0
~0u
~0ull
!5
!!5
-1 < 0u
-1 < 0l
-1 > 0u
(char)200
(unsigned char)-1
(u8)300
(s8)200
(u16)70000
(s16)40000
(u32)-1
(u64)-1
(s64)0xffffffffu
(u64)(u32)-1
(s64)(s32)0xffffffffu
(_Bool)42
(_Bool)0
(_Bool)0.5
(int)3.99
(int)-3.99
(unsigned)3e9
(int)(1.5 + 2.25)
(long)1e18
(int)(float)16777217
(int)0x1p4
3 > 2 ? 10 : 20
0 ? 1 : 2u
1 ? -1 : 0u
1 ?: 2
0 ?: 2
5 ?: 6ll
1 && 0
1 || 0
0 && 1 / 1
sizeof(int)
sizeof(long)
sizeof(char *)
sizeof(struct outer)
sizeof(struct empty)
sizeof(struct inner)
sizeof(array)
sizeof(array[0])
sizeof(array) / sizeof((array)[0]) + must_be_array(array)
sizeof(text)
sizeof(object.in)
sizeof(object.in[0].l)
sizeof(&array)
sizeof(&array[1])
sizeof(*&array)
sizeof(1 + 'a')
sizeof((char)1)
sizeof(1 ? (char)1 : (char)2)
sizeof(function)
sizeof(void)
sizeof(function(1, 2))
sizeof(int[3][5])
sizeof(int (*)[3])
sizeof(struct { char c; int i; })
sizeof(enum small)
sizeof(enum big)
sizeof(enum tiny)
sizeof(1.0f)
sizeof(1.0)
sizeof(1.0L)
sizeof(1 + 1.0f)
sizeof(long double)
sizeof(__int128)
_Alignof(struct outer)
_Alignof(long double)
_Alignof(char[7])
__alignof__(struct inner)
_Alignof(u64)
zero
two
minus
after
large
larger
(int)first - 1
first - 1
(enum positive)0 - 1 > 0
(enum small)0 - 1 > 0
sizeof(zero)
sizeof(larger)
(enum tiny)300
offsetof(struct outer, a)
offsetof(struct outer, in)
offsetof(struct outer, in[2])
offsetof(struct outer, in[1].l[2])
offsetof(struct outer, q)
offsetof(struct outer, hi)
offsetof(struct outer, tail)
offsetof(struct outer, tail[3])
container_offset(struct outer, hi)
container_offset(struct outer, in[3].l[1])
(int)(u64)&((struct outer *)0)->in[1]
(u64)((char *)&((struct outer *)0)->in[2] - (char *)&((struct outer *)0)->in[0])
(u64)(&array[7] - &array[2])
&array[3] == &array[3]
&array[3] != &array[4]
&array[3] < &array[4]
&object.in[1].c - (char *)&object
(char *)&object.hi - (char *)&object.lo
(u64)((int *)16 + 3)
(u64)((char *)0 - 1)
(u64)(void *)-1
(int *)24 - (int *)8
is_constexpr(3)
is_constexpr(array[0])
is_constexpr(sizeof(array))
__builtin_types_compatible_p(int, int)
__builtin_types_compatible_p(int, const int)
__builtin_types_compatible_p(int, unsigned)
__builtin_types_compatible_p(char, signed char)
__builtin_types_compatible_p(long, long long)
__builtin_types_compatible_p(u64, unsigned long long)
__builtin_types_compatible_p(int[], int[5])
__builtin_types_compatible_p(int[4], int[5])
__builtin_types_compatible_p(int *, const int *)
__builtin_types_compatible_p(enum positive, unsigned)
__builtin_types_compatible_p(enum small, int)
__builtin_types_compatible_p(enum small, enum positive)
__builtin_types_compatible_p(__typeof__(array), int *)
__builtin_types_compatible_p(__typeof__(&array[0]), int *)
__builtin_types_compatible_p(__typeof__(function), int (int, char))
__builtin_types_compatible_p(__typeof__(&function), int (*)(int, char))
__builtin_types_compatible_p(int (*)(), int (*)(int))
__builtin_types_compatible_p(int (*)(), int (*)(char))
__builtin_types_compatible_p(struct inner, struct outer)
__builtin_types_compatible_p(__typeof__(1 + 1u), unsigned)
__builtin_types_compatible_p(__typeof__('a'), int)
__builtin_types_compatible_p(__typeof__((u8)1 + (u8)1), int)
__builtin_types_compatible_p(__typeof__((u16)1 << 1ll), int)
__builtin_types_compatible_p(__typeof__(1 ? (short)1 : 1l), long)
__builtin_types_compatible_p(__typeof__(1 ? (int *)0 : (void *)0), int *)
__builtin_types_compatible_p(__typeof__(1 ? (int *)0 : (void *)1), void *)
__builtin_types_compatible_p(__typeof__(*(1 ? (const int *)0 : (int *)0)), const int)
__builtin_types_compatible_p(__typeof__(object.b1 + 0), int)
__builtin_types_compatible_p(__typeof__(object.b2 - 1), int)
__builtin_types_compatible_p(__typeof__(&*array), int *)
__builtin_types_compatible_p(__typeof__("abc"), char[4])
__builtin_types_compatible_p(__typeof__(&"abc"), char (*)[4])
__builtin_types_compatible_p(__typeof__(sizeof(int)), unsigned long)
__builtin_types_compatible_p(__typeof__((char *)0 - (char *)0), long)
__builtin_types_compatible_p(__typeof__(1.0f + 1), float)
__builtin_types_compatible_p(__typeof__(!1.0), int)
__builtin_choose_expr(1, 7, "x")
__builtin_choose_expr(0, "x", 9ll)
__builtin_constant_p(3)
__builtin_constant_p(array[0])
__builtin_constant_p("abc")
__builtin_constant_p(&array)
__builtin_constant_p(sizeof(array[elsewhere]))
__builtin_expect(3, 1)
__builtin_clz(1)
__builtin_clz(0x00ffffff)
__builtin_clzll(1)
__builtin_ctz(8)
__builtin_ctzll(1ull << 40)
__builtin_popcount(0xff0f)
__builtin_popcountll(~0ull)
__builtin_parity(7)
__builtin_ffs(0)
__builtin_ffs(0x50)
__builtin_ffsll(1ll << 35)
__builtin_bswap16(0x1234)
__builtin_bswap32(0x12345678)
__builtin_bswap64(0x123456789abcdef0ull)
__builtin_clrsb(-1)
__builtin_clrsb(1)
_Generic(1, int: 1, long: 2, default: 3)
_Generic(1l, int: 1, long: 2, default: 3)
_Generic((char)1, int: 1, default: 3)
_Generic(array, int *: 1, default: 3)
_Generic("a", char *: 1, const char *: 2, default: 3)
_Generic((const int)1, int: 1, default: 3)
_Generic(&text, const char (*)[6]: 1, default: 3)
_Generic(function, int (*)(int, char): 1, default: 3)
_Generic((enum positive)0, unsigned: 1, default: 3)
_Generic(1u, int: "x", unsigned: 5)
GENMASK(31, 4)
GENMASK(63, 0)
~0ul >> 1
-1 & 0xffu
-1l & 0xffu
(u64)1 << 40 | 1u << 31
(s8)-128 - 1
(u8)255 + (u8)1
-(u32)1
-(u16)1
+(u8)200
-5 / 2u > 100
(__int128)1 << 100 >> 90
(s64)((unsigned __int128)0xffffffffffffffffull * 0xffffffffffffffffull >> 64)
((u64)-1) / 3
(s64)-9 / 2 * 2 + (s64)-9 % 2
1000000 * 1000000
0x12345678 * 0x1000
18446744073709551615u == -1ull
3 == 3.0
1 / 3 * 3 == 0
0.1 + 0.2 == 0.3
0.1f == 0.1
sizeof(array + 0)
sizeof(*array)
sizeof((array))
sizeof array[0]
sizeof -1
sizeof(int) - 5 > 0
(long)sizeof(int) - 5 > 0
`
  .split('\n')
  .filter((line) => line !== '');

/** Random expressions that do nothing undefined but overflow, which both sides wrap. */
function generate(count: number): string[] {
  let state = 7;
  const dice = (sides: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
  const constants = [
    '0',
    '1',
    '7u',
    '-1',
    '255',
    '65536l',
    '0x80000000',
    '0x7fffffff',
    '0xffffffffu',
    '0x123456789abcull',
    '-5ll',
    "'x'",
    'two',
    'minus',
    'sizeof(int)',
  ];
  const types = ['char', 'u8', 's16', 'u16', 'int', 'u32', 'long', 'u64', 's64', '_Bool'];
  const expression = (depth: number): string => {
    if (depth === 0 || dice(6) === 0) return constants[dice(constants.length)]!;
    const kind = dice(12);
    const left = expression(depth - 1);
    if (kind < 5) return `(${left} ${['+', '-', '*', '&', '|', '^'][dice(6)]} ${expression(depth - 1)})`;
    if (kind === 5) return `(${left} ${['<', '>', '<=', '>=', '==', '!='][dice(6)]} ${expression(depth - 1)})`;
    if (kind === 6) return `(${left} ${dice(2) === 0 ? '<<' : '>>'} ${dice(31)})`;
    if (kind === 7) return `(${left} ${dice(2) === 0 ? '/' : '%'} ${1 + dice(99)}${['', 'u', 'll'][dice(3)]})`;
    if (kind === 8) return `(${left} ? ${expression(depth - 1)} : ${expression(depth - 1)})`;
    if (kind === 9) return `(${left} ${dice(2) === 0 ? '&&' : '||'} ${expression(depth - 1)})`;
    if (kind === 10) return `(${['-', '~', '!', '+'][dice(4)]} ${left})`;
    return `((${types[dice(types.length)]})${left})`;
  };
  return Array.from({ length: count }, () => expression(4));
}

function askGcc(rows: readonly string[]): string[] {
  const prints = rows.map(
    (row, index) => `printf("%lld %d %d\\n", row_${index}, (int)sizeof(${row}), (__typeof__(${row}))-1 < 1);`,
  );
  const values = rows.map((row, index) => `static long long row_${index} = (long long)(${row});`);
  return runWithGcc(
    `#include <stdio.h>\n${prelude}${values.join('\n')}\nint main(void) { ${prints.join('\n')} return 0; }`,
  );
}

/** The same three numbers from our tree. */
function evaluateRow(unit: TranslationUnit, index: number): string {
  const valueOf = (name: string): bigint | null => {
    const leaf = variableOf(unit, name).initializer?.leaves[0];
    return leaf ? evaluateInteger(leaf.value) : null;
  };
  const { type } = variableOf(unit, `type_${index}`);
  if (!isInteger(type)) return 'no integer';
  return `${valueOf(`row_${index}`)} ${sizeOf(type)} ${representation(type).signed ? 1 : 0}`;
}

function compare(rows: readonly string[]): void {
  const text = rows.map(
    (row, index) => `static long long row_${index} = (long long)(${row});\nextern __typeof__(${row}) type_${index};`,
  );
  const { unit, diagnostics } = parseText(prelude + text.join('\n'));
  expect(
    diagnostics
      .filter(({ severity }) => severity === 'error')
      .map(({ message, place }) => `${place.file.text.split('\n')[place.line - 1]}: ${message}`),
  ).toEqual([]);
  const expected = askGcc(rows);
  const table = (answer: (index: number) => string): string[] => rows.map((row, index) => `${row} => ${answer(index)}`);
  expect(table((index) => evaluateRow(unit, index))).toEqual(table((index) => expected[index]!));
}

test(`${written.length} written constant expressions`, () => compare(written));
test('500 generated constant expressions', () => compare(generate(500)));

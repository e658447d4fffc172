/** Initialisers as bytes, compared with gcc: braces, elided braces, designators, overrides, strings, bit-fields, unions. */
import { expect, test } from 'vitest';
import { evaluateConstant } from '../../../simulator/c-language/constant-expression.ts';
import { sizeOf } from '../../../simulator/c-language/type-operations.ts';
import type { InitializerLeaf, VariableSymbol } from '../../../simulator/c-language/syntax.ts';
import { parseText, variableOf } from './front-end.ts';
import { runWithGcc } from './gcc.ts';

const prelude = `
typedef unsigned char u8; typedef unsigned int u32; typedef unsigned long long u64;
struct point { int x, y; };
struct line { struct point from, to; char name[4]; };
struct mixed { char c; union { u64 q; struct { u32 lo, hi; }; u8 bytes[8]; }; struct point p[2]; };
struct bits { u32 a : 3, b : 7, : 2, c : 20; u32 d : 1; _Bool e : 1; int f : 4; };
struct packed { char c; int i; u32 a : 5, b : 27; } __attribute__((packed));
struct flexible { int n; u8 data[]; };
struct deep { struct { int a[2][3]; } in[2]; int last; };
union choice { int i; char c[8]; struct point p; double d; };
enum { FIRST, SECOND = 5 };
`;

/** Declarations of an object called `o`, in different ways. */
const declarations = `
int o = 5
int o = { 7 }
char o = 300
_Bool o = 8
u64 o = -1
float o = 1.5
double o = 1
int o[] = { 1, 2, 3 }
int o[5] = { 1, 2 }
int o[5] = { [3] = 1, 2, [0] = 9, 8 }
int o[] = { [7] = 1 }
int o[] = { [2 ... 5] = 4, 6 }
int o[6] = { [0 ... 5] = 1, [2 ... 3] = 2, [3] = 7 }
int o[2][3] = { 1, 2, 3, 4 }
int o[2][3] = { { 1 }, { 2, 3 } }
int o[2][3] = { { 1 }, 2, 3 }
int o[][2] = { 1, 2, 3, 4, 5 }
int o[][2] = { [1] = { 7, 8 }, [0][1] = 3, 4 }
int o[3][2] = { [0 ... 2] = { 1, 2 }, [1][0] = 9 }
int o[3][2] = { [0 ... 2][1] = 5 }
int o[2][2] = { [0] = { 1, 2 }, [0] = { [1] = 3 } }
char o[] = "abc"
char o[3] = "abc"
char o[8] = "abc"
char o[] = { "abc" }
char o[2][4] = { "ab", "cde" }
char o[2][4] = { 'a', 'b', 'c', 'd', "x" }
u8 o[] = "a\\0b\\xff"
char o[] = "a" "b" "\\101"
int o[] = L"ab"
unsigned short o[] = u"ab"
char o[] = "\\u00e9"
struct point o = { 1, 2 }
struct point o = { .y = 2 }
struct point o = { .y = 2, .x = 1 }
struct point o = { y: 4, x: 3 }
struct point o = { .x = 1, .x = 2 }
struct point o[] = { { 1, 2 }, 3, 4, { 5 } }
struct point o[3] = { [1].y = 3, 4 }
struct point o[3] = { [1].x = 3, 4, 5 }
struct point o[4] = { [1 ... 2].y = 3 }
struct line o = { 1, 2, 3, 4, "ab" }
struct line o = { { 1 }, { 3, 4 }, { 'x', 'y' } }
struct line o = { .to = { 3, 4 }, .from.y = 7 }
struct line o = { .to.y = 4, "abc" }
struct line o = { .from = { 1, 2 }, .from.x = 9 }
struct line o = { .from.x = 9, .from = { .y = 2 } }
struct line o[2] = { 1, 2, 3, 4, "a", 5, 6 }
struct mixed o = { 'c', 0x1122334455667788, 1, 2, 3, 4 }
struct mixed o = { 'c', { 5 }, { { 1, 2 }, { 3 } } }
struct mixed o = { .lo = 1, .hi = 2 }
struct mixed o = { .lo = 1, 2, 3 }
struct mixed o = { .bytes = { 1, 2, [6] = 3 }, 9 }
struct mixed o = { .p[1] = { .x = 1 }, .c = 3 }
struct mixed o = { .p = { [1].y = 4 }, .q = 7 }
struct bits o = { 1, 2, 3, 1, 1, -1 }
struct bits o = { .c = 0xfffff, .f = 5, .a = 9 }
struct bits o = { .e = 2, .a = 1, .a = 2 }
struct packed o = { 1, 2, 3, 4 }
struct packed o[2] = { { .b = 1, .a = 31 }, { .i = -1 } }
struct flexible o = { 1 }
struct deep o = { 1, 2, 3, 4, 5, 6, 7, 8 }
struct deep o = { { { { { 1 }, { 2 } } }, { { 3 } } }, 4 }
struct deep o = { .in[1].a[1][2] = 5, 6 }
struct deep o = { .in[0].a[1] = { 1, 2 }, .in[1].a[0][1] = 3, 4, 5 }
union choice o = { 3 }
union choice o = { .c = "hello" }
union choice o = { .p = { 1, 2 } }
union choice o = { .p.y = 5 }
union choice o = { .i = 1, .c = { 2 } }
union choice o[2] = { 1, { .d = 0.5 } }
struct { struct point; int z; } o = { }
struct { int : 3; int a : 4; int : 0; int b; } o = { 5, 6 }
struct { int a; struct { int b, c; }; int d; } o = { 1, 2, 3, 4 }
struct { int a; struct { int b, c; }; int d; } o = { .c = 3, 4 }
struct { int a; struct { int b, c; }; int d; } o = { 1, { 2 }, 4 }
struct { int a; struct { } e; int b; } o = { 1, { }, 2 }
struct { int a; int z[0]; int b; } o = { .a = 1, .b = 2 }
struct { char c[4]; int i; } o = { "abc", 3 }
struct { char c[4]; int i; } o[] = { "abc", 3, { "de" } }
struct { int (*f)(void); long n; } o = { 0, 3 }
struct point o = (struct point){ 3, 4 }
struct line o = { (struct point){ 1, 2 }, .to = (struct point){ .y = 3 } }
int o[] = (int[]){ 1, 2, 3 }
struct { struct point p; int n; } o = { .p = (struct point){ 1, 2 }, .p.y = 5, 6 }
long o[] = { SECOND, sizeof(struct line), 'a', 1 ? 2 : 3, -1u, (char)200 }
void *o[] = { (void *)16, 0, (void *)-1 }
`
  .split('\n')
  .filter((line) => line !== '');

function bytesOf(symbol: VariableSymbol): string {
  const bytes = new Uint8Array(sizeOf(symbol.type));
  for (const leaf of symbol.initializer?.leaves ?? []) store(bytes, leaf);
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function store(bytes: Uint8Array, { offset, bitField, type, value }: InitializerLeaf): void {
  if (value.kind === 'string') {
    bytes.fill(0, offset, offset + sizeOf(type));
    bytes.set(value.bytes, offset);
    return;
  }
  const constant = evaluateConstant(value);
  if (constant?.kind === 'floating') {
    const view = new DataView(bytes.buffer);
    if (sizeOf(type) === 4) view.setFloat32(offset, constant.value, true);
    else view.setFloat64(offset, constant.value, true);
    return;
  }
  if (constant?.kind !== 'integer') throw new Error('no number');
  const width = bitField?.width ?? sizeOf(type) * 8;
  const first = offset * 8 + (bitField?.bitOffset ?? 0);
  for (let bit = 0; bit < width; bit++) {
    const mask = 1 << ((first + bit) % 8);
    const index = (first + bit) >> 3;
    bytes[index] = (constant.value >> BigInt(bit)) & 1n ? bytes[index]! | mask : bytes[index]! & ~mask;
  }
}

test(`${declarations.length} initialisers give the bytes that gcc gives`, () => {
  const named = declarations.map((declaration, index) => `static ${declaration.replace(/\bo\b/, `o${index}`)};`);
  const program = `#include <stdio.h>\n${prelude}${named.join('\n')}
static void show(const void *object, unsigned long size) { for (unsigned long i = 0; i < size; i++) printf("%02x", ((const u8 *)object)[i]); puts("."); }
int main(void) { ${named.map((_, index) => `show(&o${index}, sizeof o${index});`).join(' ')} return 0; }`;
  const expected = runWithGcc(program).map((line) => line.slice(0, -1));
  const { unit, diagnostics } = parseText(prelude + named.join('\n'));
  expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([]);
  const table = (answer: (index: number) => string): string[] =>
    declarations.map((text, index) => `${text} => ${answer(index)}`);
  expect(table((index) => bytesOf(variableOf(unit, `o${index}`)))).toEqual(table((index) => expected[index]!));
});

/** C values as text: a declaration and its bytes as gcc lays them out on x86-64, and what the Variables view shows. */
import { describe, expect, test } from 'vitest';
import type { CValue } from '../../debug-adapter/simulator-door.ts';
import { expressionOf } from '../../debug-adapter/presentation/edited-text.ts';
import { membersOf, partsBehind } from '../../debug-adapter/presentation/parts.ts';
import type { ValueSource } from '../../debug-adapter/presentation/reading.ts';
import { memoryReferenceOf, valueText } from '../../debug-adapter/presentation/value-text.ts';
import { parseClean, variableOf } from '../c-language/parser/front-end.ts';

const heap = 0xffff888000001000n;
const content: Readonly<Record<string, string>> = {
  [`${heap}`]: Buffer.from('hello\0rubbish').toString('hex'),
  [`${heap + 0x100n}`]: Buffer.from('x'.repeat(200)).toString('hex'),
  [`${heap + 0x200n}`]: Buffer.from('grüße "\t\\').toString('hex') + '00',
  [`${heap + 0x300n}`]: 'ff80fe00',
};

const source: ValueSource = {
  memoryOfHandle: (handle) => handle,
  read(_space, address, length) {
    const bytes = Buffer.from(content[`${address}`] ?? '', 'hex');
    return new Uint8Array(bytes.subarray(0, length));
  },
  symbolAt: (address) =>
    address === 0xffffffff81000010n
      ? { name: 'probe', function: true }
      : address === 0xffffffff82000008n
        ? { name: 'ring+8', function: false }
        : null,
};

function valueOf(declaration: string, bytes: string): CValue {
  const { type } = variableOf(parseClean(declaration), 'x');
  return {
    type,
    space: 'kernel',
    address: null,
    bitField: null,
    bytes: new Uint8Array(Buffer.from(bytes.replaceAll(' ', ''), 'hex')),
  };
}

const pointer = (address: bigint): string => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(address);
  return bytes.toString('hex');
};

describe('one line of text', () => {
  test.each([
    ['int x;', '03000000', '3', '0x3'],
    ['int x;', 'ffffffff', '-1', '0xffffffff'],
    ['int x;', '00000080', '-2147483648 (0x80000000)', '0x80000000'],
    ['unsigned x;', 'ffffffff', '4294967295 (0xffffffff)', '0xffffffff'],
    ['short x;', '10ff', '-240 (0xff10)', '0xff10'],
    ['unsigned char x;', '61', '97 (0x61)', '0x61'],
    ['long long x;', 'ffffffffffffff7f', '9223372036854775807 (0x7fffffffffffffff)', '0x7fffffffffffffff'],
    ['unsigned long x;', 'ffffffffffffffff', '18446744073709551615 (0xffffffffffffffff)', '0xffffffffffffffff'],
    [
      'unsigned __int128 x;',
      '0100000000000000 0100000000000000',
      '18446744073709551617 (0x10000000000000001)',
      '0x10000000000000001',
    ],
    ['typedef unsigned long dma_addr_t; dma_addr_t x;', '0000003004000000', '0x430000000', '0x430000000'],
    ['typedef unsigned long phys_addr_t; const phys_addr_t x;', '0000000000000000', '0x0', '0x0'],
    ['typedef unsigned int u32; u32 x;', '0a000000', '10 (0xa)', '0xa'],
    ['_Bool x;', '00', 'false', 'false'],
    ['_Bool x;', '01', 'true', 'true'],
    ['_Bool x;', '05', 'true (0x5)', 'true (0x5)'],
    ['char x;', '61', "97 'a'", "0x61 'a'"],
    ['char x;', '0a', "10 '\\n'", "0xa '\\n'"],
    ['char x;', '00', "0 '\\0'", "0x0 '\\0'"],
    ['char x;', '27', "39 '\\''", "0x27 '\\''"],
    ['char x;', 'ff', "-1 '\\xff'", "0xff '\\xff'"],
    ['enum e { A, B = 7 }; enum e x;', '07000000', 'B (7)', 'B (0x7)'],
    ['enum e { A, B = 7 }; enum e x;', '03000000', '3', '0x3'],
    ['enum e { R = 1, W = 2, X = 4 }; enum e x;', '05000000', 'R | X (5)', 'R | X (0x5)'],
    ['enum e { N = -1, P }; enum e x;', 'ffffffff', 'N (-1)', 'N (0xffffffff)'],
    ['double x;', '9a9999999999b93f', '0.1', '0.1'],
    ['double x;', '0000000000000840', '3.0', '3.0'],
    ['float x;', 'cdcccc3d', '0.1', '0.1'],
    ['float x;', '0000807f', 'Infinity', 'Infinity'],
    ['float x;', '0000c07f', 'NaN', 'NaN'],
    ['int *x;', pointer(0n), '0x0', '0x0'],
    ['int *x;', pointer(0xffff888000001000n), '0xffff888000001000', '0xffff888000001000'],
    ['void *x;', pointer(0xffffffff82000008n), '0xffffffff82000008 <ring+8>', '0xffffffff82000008 <ring+8>'],
    ['int (*x)(void);', pointer(0xffffffff81000010n), '0xffffffff81000010 <probe>', '0xffffffff81000010 <probe>'],
    ['struct s { int a; } *x;', pointer(heap), '(struct s *) 0xffff888000001000', '(struct s *) 0xffff888000001000'],
    ['union u { int a; } *x;', pointer(heap), '(union u *) 0xffff888000001000', '(union u *) 0xffff888000001000'],
    [
      'struct opaque *x;',
      pointer(heap),
      '(struct opaque *) 0xffff888000001000',
      '(struct opaque *) 0xffff888000001000',
    ],
    ['const char *x;', pointer(heap), '0xffff888000001000 "hello"', '0xffff888000001000 "hello"'],
    [
      'char *x;',
      pointer(heap + 0x100n),
      `0xffff888000001100 "${'x'.repeat(64)}"…`,
      `0xffff888000001100 "${'x'.repeat(64)}"…`,
    ],
    [
      'char *x;',
      pointer(heap + 0x200n),
      '0xffff888000001200 "grüße \\"\\t\\\\"',
      '0xffff888000001200 "grüße \\"\\t\\\\"',
    ],
    ['char *x;', pointer(heap + 0x300n), '0xffff888000001300 "ÿ\\x80þ"', '0xffff888000001300 "ÿ\\x80þ"'],
    ['char *x;', pointer(0x10n), '0x10 <there is no memory here>', '0x10 <there is no memory here>'],
    ['char x[8];', '6869000000000000', '"hi"', '"hi"'],
    ['char x[3];', '616263', '"abc"', '"abc"'],
    ['int x[3];', '010000000200000003000000', '{1, 2, 3}', '{0x1, 0x2, 0x3}'],
    ['unsigned char x[2][2];', '01020304', '{[2], [2]}', '{[2], [2]}'],
    [
      'struct { char c; int i; struct { int deep; } s; } x;',
      '61000000 05000000 07000000',
      "{c = 97 'a', i = 5, s = {…}}",
      "{c = 0x61 'a', i = 0x5, s = {…}}",
    ],
    ['union { int i; float f; } x;', '0000803f', '{i = 1065353216 (0x3f800000), f = 1.0}', '{i = 0x3f800000, f = 1.0}'],
    [
      'struct { unsigned a : 3, : 2, b : 5; int c : 4; } x;',
      'a7f20000',
      '{a = 7, b = 21 (0x15), c = -4}',
      '{a = 0x7, b = 0x15, c = 0xfffffffc}',
    ],
  ])('%s  %s: %s', (declaration, bytes, text, hex) => {
    const value = valueOf(declaration, bytes);
    expect(valueText(source, value, { hex: false })).toBe(text);
    expect(valueText(source, value, { hex: true })).toBe(hex);
  });

  test('a long array is cut to a line', () => {
    const text = valueText(source, valueOf('int x[1000];', '01000000'.repeat(1000)), { hex: false });
    expect(text).toMatch(/^\{1(, 1)+, …\}$/);
    expect(text.length).toBeLessThan(110);
  });

  test('memory that is not there is said to be so, wherever in the value it is', () => {
    const value = { ...valueOf('struct { int a; char text[8]; } x;', ''), address: 0x4000n, bytes: null };
    expect(valueText(source, value, { hex: false })).toBe('<there is no memory at 0x4000>');
  });
});

describe('parts', () => {
  test('members of anonymous structs and unions stand beside the others, at their own offsets', () => {
    const value = {
      ...valueOf('struct { int a; union { struct { short b, c; }; int d; }; int e[2]; } x;', ''),
      address: 0x100n,
      bytes: null,
    };
    const { type } = value;
    if (type.kind !== 'record') throw new Error('no record');
    expect(membersOf(value, type).map(({ name, value: part }) => `${name} at ${part.address}`)).toEqual([
      'a at 256',
      'b at 260',
      'c at 262',
      'd at 260',
      'e at 264',
    ]);
  });

  test.each([
    ['x', 'x->a'],
    ['p->x', 'p->x->a'],
    ['p.x[3]', 'p.x[3]->a'],
    ['*x', '(*x)->a'],
    ['x + 1', '(x + 1)->a'],
    ['(struct s *) y', '((struct s *) y)->a'],
  ])('the members behind %s are named %s', (whole, expected) => {
    const target = { ...valueOf('struct { int a; } x;', '00000000'), address: heap };
    expect(partsBehind(target)[0]!.expression(whole)).toBe(expected);
  });
});

test.each([
  ['int *x;', pointer(heap), '0xffff888000001000'],
  ['int *x;', pointer(0n), null],
  ['typedef unsigned long dma_addr_t; dma_addr_t x;', pointer(0x430000000n), 'phys:0x430000000'],
  ['int x;', '01000000', null],
])('%s %s can be looked at in memory as %s', (declaration, bytes, reference) =>
  expect(memoryReferenceOf(source, valueOf(declaration, bytes))).toBe(reference),
);

test.each([
  ['42', '42'],
  ['4096 (0x1000)', '4096'],
  ['-1 (0xffff)', '-1'],
  ["97 'a'", '97'],
  ["10 '\\n'", '10'],
  ["'b'", "'b'"],
  ['DONE (8)', 'DONE'],
  ['R | X (5)', 'R | X'],
  ['0xffffffff81000010 <probe>', '0xffffffff81000010'],
  ['(struct s *) 0xffff888000001000 <ring+8>', '(struct s *) 0xffff888000001000'],
  ['0xffff888000001000 "hello \\"x\\""', '0xffff888000001000'],
  ['f(3)', 'f(3)'],
  ['a < b', 'a < b'],
  ['x (3)', 'x'],
])('edited text %j means %j', (edited, expression) => expect(expressionOf(edited)).toBe(expression));

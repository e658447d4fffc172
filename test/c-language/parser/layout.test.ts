/** Layout of generated structs and unions, compared with gcc: sizes, alignments, offsets, and the bits of bit-fields. */
import { expect, test } from 'vitest';
import { alignOf, findMember, sizeOf } from '../../../simulator/c-language/type-operations.ts';
import type { Member } from '../../../simulator/c-language/types.ts';
import { runWithGcc } from './gcc.ts';
import { parseClean, recordOf } from './front-end.ts';

/** A small generator with a seed of its own, so that every run compares the same types. */
function createDice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

interface Generated {
  readonly name: string;
  readonly text: string;
  /** Ordinary members that `offsetof` takes, and bit-fields, each by name. */
  readonly plain: readonly string[];
  readonly bits: readonly string[];
}

const scalars = [
  'char',
  'short',
  'int',
  'long',
  'long long',
  'unsigned char',
  '_Bool',
  'float',
  'double',
  'void *',
  '__int128',
  'long double',
  'enum color',
  'u8_at_4',
  'int_at_1',
  'u64',
];
const bitTypes = [
  'unsigned char',
  'unsigned short',
  'unsigned int',
  'int',
  'unsigned long',
  'long long',
  '_Bool',
  'signed char',
  'enum color',
  'u64',
];
const widest: Readonly<Record<string, number>> = {
  'unsigned char': 8,
  'unsigned short': 16,
  'unsigned int': 32,
  int: 32,
  'unsigned long': 64,
  'long long': 64,
  _Bool: 1,
  'signed char': 8,
  'enum color': 32,
  u64: 64,
};

const prelude = `
enum color { red, green };
typedef unsigned char u8_at_4 __attribute__((aligned(4)));
typedef int int_at_1 __attribute__((aligned(1)));
typedef unsigned long long u64;
struct pair { char c; int i; };
`;

function generate(dice: (sides: number) => number, index: number): Generated {
  const plain: string[] = [];
  const bits: string[] = [];
  let next = 0;
  const name = `record_${index}`;
  const union = dice(6) === 0;
  const bitHeavy = dice(2) === 0;
  const memberAttribute = (): string =>
    [
      '',
      '',
      '',
      '',
      ' __attribute__((packed))',
      ' __attribute__((aligned(8)))',
      ' __attribute__((aligned(2)))',
      ' __attribute__((packed, aligned(4)))',
    ][dice(8)]!;
  const member = (depth: number): string => {
    const kind = dice(bitHeavy ? 10 : 14);
    const id = `m${next++}`;
    if (kind < 5) {
      const type = bitTypes[dice(bitTypes.length)]!;
      if (dice(12) === 0) return `${type} : 0;`;
      const width = 1 + dice(widest[type]!);
      if (dice(10) === 0) return `${type} : ${width};`;
      bits.push(id);
      return `${type} ${id} : ${width}${dice(8) === 0 ? ' __attribute__((packed))' : ''};`;
    }
    if (kind === 5 && depth < 2) {
      const inner = Array.from({ length: 1 + dice(3) }, () => member(depth + 1)).join(' ');
      const attribute = dice(4) === 0 ? ' __attribute__((packed))' : '';
      return `${dice(2) === 0 ? 'struct' : 'union'} { ${inner} }${attribute};`;
    }
    plain.push(id);
    if (kind === 6) return `struct pair ${id}${memberAttribute()};`;
    if (kind === 7) return `${scalars[dice(7)]} ${id}[${dice(5)}]${memberAttribute()};`;
    return `${scalars[dice(scalars.length)]} ${id}${memberAttribute()};`;
  };
  const body = Array.from({ length: 1 + dice(8) }, () => member(0)).join(' ');
  const tail = [
    '',
    '',
    '',
    '',
    ' __attribute__((packed))',
    ' __attribute__((aligned(32)))',
    ' __attribute__((packed, aligned(2)))',
  ][dice(7)]!;
  const text = `${union ? 'union' : 'struct'} ${name} { ${body} }${tail};`;
  const pack = dice(5) === 0 ? [1, 2, 4, 8, 16][dice(5)] : null;
  return { name, plain, bits, text: pack ? `\n#pragma pack(push, ${pack})\n${text}\n#pragma pack(pop)\n` : text };
}

const dice = createDice(20260701);
const records = Array.from({ length: 400 }, (_, index) => generate(dice, index));

/** gcc's answers: size, alignment, offsets, and for each bit-field the bits that assigning all ones sets. */
function askGcc(): Map<string, string> {
  const lines = records.map(({ name, text, plain, bits }) => {
    const keyword = text.includes(`union ${name} `) ? 'union' : 'struct';
    const offsets = plain.map((id) => `printf(" ${id}=%zu", __builtin_offsetof(${keyword} ${name}, ${id}));`).join(' ');
    const fields = bits
      .map(
        (id) =>
          `{ ${keyword} ${name} o; memset(&o, 0, sizeof o); o.${id} = -1; printf(" ${id}="); show(&o, sizeof o); }`,
      )
      .join(' ');
    return `printf("${name} %zu %zu", sizeof(${keyword} ${name}), _Alignof(${keyword} ${name})); ${offsets} ${fields} puts("");`;
  });
  const program = `#include <stdio.h>\n#include <string.h>\n${prelude}${records.map(({ text }) => text).join('\n')}
static void show(void *object, unsigned long size) {
  unsigned char *bytes = object; int first = -1, count = 0;
  for (unsigned long bit = 0; bit < size * 8; bit++) if (bytes[bit / 8] >> (bit % 8) & 1) { if (first < 0) first = bit; count++; }
  printf("%d+%d", first, count);
}
int main(void) { ${lines.join('\n')} return 0; }`;
  return new Map(
    runWithGcc(program).map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
  );
}

function describeMember(found: { offset: number; path: readonly Member[] }): string {
  const member = found.path[found.path.length - 1]!;
  return member.bitField
    ? `${found.offset * 8 + member.bitField.bitOffset}+${member.bitField.width}`
    : String(found.offset);
}

test('400 records are laid out as gcc lays them out', () => {
  const unit = parseClean(prelude + records.map(({ text }) => text).join('\n'));
  const expected = askGcc();
  for (const { name, text, plain, bits } of records) {
    const type = unit.scope.tags.get(name)!;
    const members = [...plain, ...bits].map((id) => ` ${id}=${describeMember(findMember(recordOf(type), id)!)}`);
    expect(`${sizeOf(type)} ${alignOf(type)}${members.join('')}`, text).toBe(expected.get(name));
  }
});

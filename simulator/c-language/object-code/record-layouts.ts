/**
 * Layouts of structs and unions as rows, for TypeScript code that reads C structs by member names. In them a type is what takes its place: `s4` and `u8` are
 * integers, `f8` floating, `p` a pointer, `r12` record 12, `a3:u1` three of `u1`.
 */
import {
  arrayOf,
  floatingTypes,
  integerTypes,
  recordType as recordOf,
  voidPointer,
} from '../type-operations/basic-types.ts';
import type { CType, RecordDeclaration, RecordType } from '../types.ts';
import type { Place } from '../source.ts';
import type { MemberRow, RecordRow } from './compiled-unit.ts';

/** Writes complete records, each once, with those that are members of it. */
export function recordRows(tags: ReadonlyMap<string, CType>): {
  records: RecordRow[];
  tags: Record<string, number>;
} {
  const records: RecordRow[] = [];
  const numbers = new Map<RecordDeclaration, number>();
  const numberOf = (declaration: RecordDeclaration): number => {
    const known = numbers.get(declaration);
    if (known !== undefined) return known;
    const { union, size, alignment } = declaration;
    const members = declaration.members.map((member): MemberRow => {
      const { name, offset, bitField } = member;
      const row = [name, offset, typeText(member.type, numberOf)] as const;
      return bitField ? [...row, bitField.bitOffset, bitField.width] : row;
    });
    const number = records.push({ union, size, alignment, members }) - 1;
    numbers.set(declaration, number);
    return number;
  };
  const named = [...tags].flatMap(([tag, type]) =>
    type.kind === 'record' && type.declaration.complete ? [[tag, numberOf(type.declaration)] as const] : [],
  );
  return { records, tags: Object.fromEntries(named) };
}

function typeText(type: CType, numberOf: (declaration: RecordDeclaration) => number): string {
  switch (type.kind) {
    case 'integer':
      return `${type.signed ? 's' : 'u'}${type.size}`;
    case 'enum':
      return typeText(type.declaration.underlying, numberOf);
    case 'floating':
      return `f${type.size}`;
    case 'array':
      return `a${type.length ?? 0}:${typeText(type.element, numberOf)}`;
    case 'record':
      return `r${numberOf(type.declaration)}`;
    default:
      return 'p';
  }
}

/** The record with that number: its layout, and nothing of what its pointers point to. */
export function recordType(records: readonly RecordRow[], number: number, place: Place): RecordType {
  const { union, size, alignment, members } = records[number]!;
  const declaration: RecordDeclaration = { tag: null, union, place, complete: true, transparent: false, members: [], size, alignment }; // prettier-ignore
  declaration.members = members.map(([name, offset, text, bitOffset, width]) => ({
    name,
    type: typeOf(text, records, place),
    place,
    offset,
    bitField: width === undefined ? null : { bitOffset: bitOffset!, width },
  }));
  return recordOf(declaration);
}

function typeOf(text: string, records: readonly RecordRow[], place: Place): CType {
  const number = Number.parseInt(text.slice(1), 10);
  switch (text[0]) {
    case 'r':
      return recordType(records, number, place);
    case 'a':
      return arrayOf(typeOf(text.slice(text.indexOf(':') + 1), records, place), number);
    case 'p':
      return voidPointer;
    case 'f':
      return number === 4 ? floatingTypes.float : floatingTypes[number === 8 ? 'double' : 'long double'];
    default:
      return integerOf(number, text[0] === 's');
  }
}

function integerOf(size: number, signed: boolean): CType {
  return Object.values(integerTypes).find(
    (type) => type.size === size && type.signed === signed && type.name !== 'bool',
  )!;
}

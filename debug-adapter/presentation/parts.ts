/** The parts of a C value: members of a struct or union, elements of an array, what a pointer leads to. */
import type { CType } from '../../simulator/index.ts';
import type { CValue } from '../simulator-door.ts';

export interface Part {
  readonly name: string;
  readonly value: CValue;
  /** How C reaches it from an expression for the whole. */
  readonly expression: (whole: string) => string;
}

type Member = Extract<CType, { kind: 'record' }>['declaration']['members'][number];

/** Bytes, as `sizeof`; 0 for what has no size. */
export function sizeOf(type: CType): number {
  switch (type.kind) {
    case 'integer':
    case 'floating':
      return type.size;
    case 'enum':
      return type.declaration.underlying.size;
    case 'pointer':
      return 8;
    case 'array':
      return (type.length ?? 0) * sizeOf(type.element);
    case 'record':
      return type.declaration.size;
    default:
      return 0;
  }
}

/** Members by name, those of anonymous structs and unions among them, as C sees them. `access`: how an expression for the whole reaches them. */
export function membersOf(value: CValue, type: Extract<CType, { kind: 'record' }>, access: '.' | '->' = '.'): Part[] {
  return type.declaration.members.flatMap((member) => partsOfMember(value, member, access));
}

function partsOfMember(whole: CValue, member: Member, access: '.' | '->'): Part[] {
  const value = partAt(whole, member.type, member.offset, member.bitField);
  if (member.name !== null)
    return [{ name: member.name, value, expression: (expression) => `${primary(expression)}${access}${member.name}` }];
  return member.type.kind === 'record' ? membersOf(value, member.type, access) : [];
}

/** null: there is no such element. */
export function elementOf(value: CValue, type: Extract<CType, { kind: 'array' }>, index: number): CValue | null {
  if (index < 0 || index >= (type.length ?? 0)) return null;
  return partAt(value, type.element, index * sizeOf(type.element), null);
}

export function elementsOf(
  value: CValue,
  type: Extract<CType, { kind: 'array' }>,
  start: number,
  count: number,
): Part[] {
  const parts: Part[] = [];
  for (let index = start; index < start + count; index++) {
    const element = elementOf(value, type, index);
    if (!element) break;
    parts.push({
      name: `[${index}]`,
      value: element,
      expression: (expression) => `${primary(expression)}[${index}]`,
    });
  }
  return parts;
}

function partAt(whole: CValue, type: CType, offset: number, bitField: CValue['bitField']): CValue {
  return {
    type,
    space: whole.space,
    address: whole.address === null ? null : BigInt.asUintN(64, whole.address + BigInt(offset)),
    bitField,
    bytes: whole.address === null ? (whole.bytes?.subarray(offset) ?? null) : null,
  };
}

/** The members of the struct that a pointer leads to, or the one thing it leads to. */
export function partsBehind(target: CValue): Part[] {
  if (target.type.kind === 'record') return membersOf(target, target.type, '->');
  return [{ name: '*', value: target, expression: (expression) => `*${primary(expression)}` }];
}

/** An expression that may stand before `.`, `->` and `[`. */
function primary(expression: string): string {
  const postfix = /^[A-Za-z_]\w*(?:\.\w+|->\w+|\[\w+\])*$/.test(expression);
  return postfix ? expression : `(${expression})`;
}

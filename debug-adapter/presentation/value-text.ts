/** Any C value as one line of text, as the Variables view shows it. */
import type { CType } from '../../simulator/index.ts';
import { kernelHalf, memoryReference, type MemoryLocation } from '../memory-reference.ts';
import type { AddressSpace, CValue } from '../simulator-door.ts';
import { elementOf, membersOf } from './parts.ts';
import { boundedText, bytesOf, floatingOf, integerOf, textAt, Unreadable, type ValueSource } from './reading.ts';
import {
  enumText,
  floatingText,
  hexText,
  integerText,
  isPhysicalAddress,
  textLiteral,
  type Format,
} from './scalars.ts';

interface Limits {
  /** Bytes of a string. */
  readonly text: number;
  /** Characters of a struct or array. */
  readonly summary: number;
  /** Levels of structs and arrays inside of each other. */
  readonly depth: number;
}
const oneLine: Limits = { text: 64, summary: 100, depth: 1 };
const everything: Limits = { text: 65_536, summary: 65_536, depth: 8 };

function limitsOf(format: Format): Limits {
  return format.full ? everything : oneLine;
}

export function valueText(source: ValueSource, value: CValue, format: Format): string {
  try {
    return textOf(source, value, format, 0);
  } catch (error) {
    if (error instanceof Unreadable) return `<${error.message}>`;
    throw error;
  }
}

function textOf(source: ValueSource, value: CValue, format: Format, depth: number): string {
  const { type } = value;
  switch (type.kind) {
    case 'integer':
      return integerText(integerOf(source, value, type.size, type.signed), type, format);
    case 'enum': {
      const { size, signed } = type.declaration.underlying;
      return enumText(integerOf(source, value, size, signed), type, format);
    }
    case 'floating':
      return floatingText(floatingOf(source, value, type.size), type.size);
    case 'pointer':
      return pointerText(source, value, type, limitsOf(format).text);
    case 'array':
      return arrayText(source, value, type, format, depth);
    case 'record':
      return recordText(source, value, type, format, depth);
    case 'function':
      return value.address === null ? 'function' : withSymbol(source, value.address);
    case 'void':
      return 'void';
    case 'error':
      return '<unknown type>';
  }
}

function pointerText(
  source: ValueSource,
  value: CValue,
  type: Extract<CType, { kind: 'pointer' }>,
  longestText: number,
): string {
  const address = integerOf(source, value, 8, false);
  const { target } = type;
  if (address === 0n) return '0x0';
  if (target.kind === 'record' && target.declaration.tag !== null)
    return `(${target.declaration.union ? 'union' : 'struct'} ${target.declaration.tag} *) ${withSymbol(source, address)}`;
  if (isCharacter(target)) {
    const text = textAt(source, targetSpace(value.space, address), address, longestText);
    return text ? `${hexText(address, 64)} ${textLiteral(text)}` : `${hexText(address, 64)} <there is no memory here>`;
  }
  return withSymbol(source, address);
}

/** Kernel addresses mean the same everywhere; others belong to the address space that the pointer was found in. */
export function targetSpace(space: AddressSpace, address: bigint): AddressSpace {
  return space === 'physical' || address >= kernelHalf ? 'kernel' : space;
}

function withSymbol(source: ValueSource, address: bigint): string {
  const symbol = source.symbolAt(address);
  return symbol ? `${hexText(address, 64)} <${symbol.name}>` : hexText(address, 64);
}

function isCharacter(type: CType): boolean {
  return type.kind === 'integer' && type.name === 'char';
}

function arrayText(
  source: ValueSource,
  value: CValue,
  type: Extract<CType, { kind: 'array' }>,
  format: Format,
  depth: number,
): string {
  const length = type.length ?? 0;
  const limits = limitsOf(format);
  if (isCharacter(type.element) && length > 0)
    return textLiteral(boundedText(bytesOf(source, value, 0, Math.min(length, limits.text + 1)), limits.text));
  if (depth >= limits.depth || length === 0) return `[${type.length ?? ''}]`;
  return summary(length, limits.summary, (index) => {
    const element = elementOf(value, type, index);
    return element ? textOf(source, element, format, depth + 1) : null;
  });
}

function recordText(
  source: ValueSource,
  value: CValue,
  type: Extract<CType, { kind: 'record' }>,
  format: Format,
  depth: number,
): string {
  if (!type.declaration.complete) return '<incomplete type>';
  const limits = limitsOf(format);
  if (depth >= limits.depth) return '{…}';
  const members = membersOf(value, type);
  return summary(members.length, limits.summary, (index) => {
    const member = members[index];
    return member ? `${member.name} = ${textOf(source, member.value, format, depth + 1)}` : null;
  });
}

/** `{a, b, …}`: as many parts as fit on a line. */
function summary(count: number, longest: number, part: (index: number) => string | null): string {
  let text = '{';
  for (let index = 0; index < count; index++) {
    const next = part(index);
    if (next === null) break;
    const separated = (index === 0 ? '' : ', ') + next;
    if (text.length + separated.length > longest) return `${text}${index === 0 ? '' : ', '}…}`;
    text += separated;
  }
  return `${text}}`;
}

/** Where a client may look at memory for this value: what a pointer leads to, what an address names, or the object itself. */
export function memoryReferenceOf(source: ValueSource, value: CValue): string | null {
  const location = memoryNamedBy(source, value);
  return location && memoryReference(location);
}

/** null: a null pointer, a bus address where nothing is mapped, or a value that stands in no memory. */
export function memoryNamedBy(source: ValueSource, value: CValue): MemoryLocation | null {
  const { type } = value;
  try {
    if (type.kind === 'pointer') {
      const address = integerOf(source, value, 8, false);
      return address === 0n ? null : { space: targetSpace(value.space, address), address };
    }
    if (type.kind === 'integer' && isPhysicalAddress(type)) {
      const number = integerOf(source, value, type.size, false);
      const address = type.typedefName === 'dma_addr_t' ? source.memoryOfHandle(number) : number;
      return address === null ? null : { space: 'physical', address };
    }
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
  return value.address === null ? null : { space: value.space, address: value.address };
}

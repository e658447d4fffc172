/** Scalars as text: integers with their hexadecimal form, characters with their glyph, enumerations by name, floating values shortest. */
import type { CType } from '../../simulator/index.ts';
import type { BoundedText } from './reading.ts';

export interface Format {
  /** Numbers in hexadecimal alone. */
  readonly hex: boolean;
  /** Long text and all parts, for the clipboard; otherwise what fits on a line. */
  readonly full?: boolean;
}

/** Types whose numbers are addresses or masks for those who use them. */
const addressTypes = new Set(['dma_addr_t', 'phys_addr_t', 'resource_size_t', 'uintptr_t', 'irq_hw_number_t']);
const physicalTypes = new Set(['dma_addr_t', 'phys_addr_t', 'resource_size_t']);

/** Whether the value is an address outside of any page table: a physical one, or one of the devices' bus. */
export function isPhysicalAddress(type: CType): boolean {
  return type.typedefName !== null && physicalTypes.has(type.typedefName);
}

export function hexText(value: bigint, bits: number): string {
  return `0x${BigInt.asUintN(bits, value).toString(16)}`;
}

export function integerText(value: bigint, type: Extract<CType, { kind: 'integer' }>, format: Format): string {
  const bits = 8 * type.size;
  if (type.name === 'bool') return value > 1n ? `true (${hexText(value, bits)})` : value === 1n ? 'true' : 'false';
  if (type.size === 1 && type.typedefName === null && type.name !== 'unsigned char')
    return `${format.hex ? hexText(value, bits) : value} ${glyph(Number(BigInt.asUintN(8, value)))}`;
  if (format.hex || (type.typedefName !== null && addressTypes.has(type.typedefName))) return hexText(value, bits);
  return value > -10n && value < 10n ? `${value}` : `${value} (${hexText(value, bits)})`;
}

export function enumText(value: bigint, type: Extract<CType, { kind: 'enum' }>, format: Format): string {
  const number = format.hex ? hexText(value, 8 * type.declaration.underlying.size) : `${value}`;
  const { enumerators } = type.declaration;
  const name = enumerators.find((each) => each.value === value)?.name ?? flagNames(value, enumerators);
  return name === null ? number : `${name} (${number})`;
}

/** `A | B` when the enumerators are bits that make up the value. */
function flagNames(
  value: bigint,
  enumerators: readonly { readonly name: string; readonly value: bigint }[],
): string | null {
  const bits = enumerators.filter((each) => each.value > 0n && (each.value & (each.value - 1n)) === 0n);
  const set = bits.filter((each) => (value & each.value) !== 0n);
  const covered = set.reduce((sum, each) => sum | each.value, 0n);
  return set.length > 1 && covered === value ? set.map((each) => each.name).join(' | ') : null;
}

export function floatingText(value: number, size: number): string {
  const text = size === 4 ? shortestFloat(value) : String(value);
  return Number.isInteger(value) && !text.includes('e') ? `${text}.0` : text;
}

/** The shortest decimal that reads back as the same `float`. */
function shortestFloat(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  for (let digits = 1; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return String(rounded);
  }
  return String(Number(value.toPrecision(9)));
}

const escapes: Readonly<Record<number, string>> = {
  0: '\\0',
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  13: '\\r',
  92: '\\\\',
};

function glyph(byte: number): string {
  return `'${escapes[byte] ?? (byte === 39 ? "\\'" : printable(byte))}'`;
}

function printable(byte: number): string {
  return byte >= 32 && byte < 127 ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
}

/** A C string literal; UTF-8 is shown as the text it is. */
export function textLiteral({ bytes, cut }: BoundedText): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  }
  let literal = '';
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const escaped = code === 34 ? '\\"' : code === 0 ? '\\0' : escapes[code];
    literal += escaped ?? (code < 32 || (code >= 127 && code < 160) ? printable(code) : character);
  }
  return `"${literal}"${cut ? '…' : ''}`;
}

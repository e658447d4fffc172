/** Reads C values: the bytes of an object, wherever they stand, and the numbers in them. */
import type { AddressSpace, CValue } from '../simulator-door.ts';

/** Where values are read from: the simulated memory and the program's symbols, and nothing else. */
export interface ValueSource {
  /** Fewer bytes than asked for where memory cannot be read. */
  read(space: AddressSpace, address: bigint, length: number): Uint8Array;
  /** `fpga_probe`, `ring+16`: the function or global object that holds the address; null: none. */
  symbolAt(address: bigint): { readonly name: string; readonly function: boolean } | null;
  /** Physical, of a bus address; null: nothing is mapped there now. */
  memoryOfHandle(handle: bigint): bigint | null;
}

export class Unreadable extends Error {}

/** `length` bytes from `offset` in the value. Throws `Unreadable`. */
export function bytesOf(source: ValueSource, value: CValue, offset: number, length: number): Uint8Array {
  if (value.address === null) {
    const bytes = new Uint8Array(length);
    bytes.set(value.bytes?.subarray(offset, offset + length) ?? []);
    return bytes;
  }
  const address = BigInt.asUintN(64, value.address + BigInt(offset));
  const bytes = source.read(value.space, address, length);
  if (bytes.length < length)
    throw new Unreadable(`there is no memory at 0x${(address + BigInt(bytes.length)).toString(16)}`);
  return bytes;
}

function unsignedOf(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
  return value;
}

/** The integer, pointer or enumeration value; a bit-field is cut out of the bytes that hold it. Throws `Unreadable`. */
export function integerOf(source: ValueSource, value: CValue, size: number, signed: boolean): bigint {
  const { bitField } = value;
  if (!bitField) {
    const bits = unsignedOf(bytesOf(source, value, 0, size));
    return signed ? BigInt.asIntN(8 * size, bits) : bits;
  }
  const shift = bitField.bitOffset & 7;
  const bytes = bytesOf(source, value, bitField.bitOffset >> 3, Math.ceil((shift + bitField.width) / 8));
  const bits = BigInt.asUintN(bitField.width, unsignedOf(bytes) >> BigInt(shift));
  return signed ? BigInt.asIntN(bitField.width, bits) : bits;
}

/** `size` 4, 8, or 16: of a long double the nearest double. Throws `Unreadable`. */
export function floatingOf(source: ValueSource, value: CValue, size: number): number {
  if (size === 16) return extendedAsDouble(unsignedOf(bytesOf(source, value, 0, 10)));
  const bytes = bytesOf(source, value, 0, size);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return size === 4 ? view.getFloat32(0, true) : view.getFloat64(0, true);
}

/** Of the x87's 80 bits: 64 of the significand, 15 of the exponent, the sign. */
function extendedAsDouble(bits: bigint): number {
  const sign = bits >> 79n ? -1 : 1;
  const exponent = Number((bits >> 64n) & 0x7fffn);
  const significand = BigInt.asUintN(64, bits);
  if (exponent === 0x7fff) return BigInt.asUintN(63, significand) === 0n ? sign * Infinity : NaN;
  const scale = Math.max(exponent, 1) - 16383 - 63;
  // In two steps, because the power alone may be out of range.
  return sign * Number(significand) * 2 ** Math.trunc(scale / 2) * 2 ** (scale - Math.trunc(scale / 2));
}

/** The text up to its NUL, at most `limit` bytes of it; null when its first byte cannot be read. */
export function textAt(source: ValueSource, space: AddressSpace, address: bigint, limit: number): BoundedText | null {
  const bytes = source.read(space, address, limit + 1);
  return bytes.length === 0 ? null : boundedText(bytes, limit);
}

export interface BoundedText {
  readonly bytes: Uint8Array;
  readonly cut: boolean;
}

export function boundedText(bytes: Uint8Array, limit: number): BoundedText {
  const end = bytes.indexOf(0);
  if (end >= 0 && end <= limit) return { bytes: bytes.subarray(0, end), cut: false };
  return { bytes: bytes.subarray(0, limit), cut: bytes.length > limit };
}

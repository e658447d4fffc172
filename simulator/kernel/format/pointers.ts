/** The kernel's `%p` and its extensions (Documentation/core-api/printk-formats.rst): what a pointer points to, in words. */
import { readBulk } from '../../hardware/cpu-bulk.ts';
import { readField } from '../c-struct.ts';
import { symbolName } from '../code-symbols.ts';
import { errorName } from '../error-names.ts';
import type { KernelContext } from '../kernel-context.ts';
import { bitmap, hexString, internetAddress4, internetAddress6, macAddress, uuid } from './addresses.ts';
import { readWord } from './guest-text.ts';
import { clockName, dentryPath, deviceTreeNode, firmwareNode, flagSet } from './kernel-objects.ts';
import { escapedText, pixelFormat, socketAddress, timeText } from './plain-values.ts';
import { formatResource } from './resource.ts';
import { pad, type Settled } from './specification.ts';

const pointerMask = (1n << 64n) - 1n;
const lastPage = 4096n;

/** `formatNested` prints what `%pV` points to. */
export function formatPointer(
  context: KernelContext,
  address: bigint,
  extension: string,
  settled: Settled,
  formatNested: (format: bigint, argumentList: bigint) => string,
): string {
  const letter = extension[0] ?? '';
  if (letter === 'x') return plainPointer(address, settled);
  if (letter === 'e' && isError(address)) return errorText(address, settled);
  if (/[sSB]/.test(letter)) return pad(symbolName(context.world.program, address, letter !== 's'), settled);
  if (!isComplete(extension)) return pad(`(%p${letter}?)`, settled);
  const show = shown[letter];
  if (!show) return hashedPointer(address, settled);
  const problem = checkPointer(address);
  if (problem) return pad(problem, settled);
  return pad(
    show({ context, address, extension, settled, formatNested }),
    /[ahbENV]/.test(letter) ? plainWidth(settled) : settled,
  );
}

/** Letters that mean something only together with others. */
function isComplete(extension: string): boolean {
  const wanted = { 4: '4cc', O: 'OF', f: 'fw', N: 'NF' }[extension[0] ?? ''];
  return wanted === undefined || extension.startsWith(wanted);
}

interface Pointed {
  readonly context: KernelContext;
  readonly address: bigint;
  readonly extension: string;
  readonly settled: Settled;
  readonly formatNested: (format: bigint, argumentList: bigint) => string;
}

const shown: Readonly<Record<string, (pointed: Pointed) => string>> = {
  R: ({ context, address }) => formatResource(context, address, true),
  r: ({ context, address }) => formatResource(context, address, false),
  a: ({ context, address }) => `0x${readWord(context.port, address).toString(16).padStart(16, '0')}`,
  M: ({ context, address, extension }) => macAddress(readBulk(context.port, address, 6), extension),
  m: ({ context, address, extension }) => macAddress(readBulk(context.port, address, 6), extension),
  I: internetAddress,
  i: internetAddress,
  U: ({ context, address, extension }) => uuid(readBulk(context.port, address, 16), extension),
  h: ({ context, address, extension, settled }) =>
    hexString(readBulk(context.port, address, settled.hasWidth ? Math.min(settled.width, 64) : 1), extension),
  b: ({ context, address, extension, settled }) =>
    bitmap(readBulk(context.port, address, Math.ceil(settled.width / 64) * 8), settled.width, extension[1] === 'l'),
  V: ({ context, address, formatNested }) =>
    formatNested(readWord(context.port, address), readWord(context.port, address + 8n)),
  G: ({ context, address, extension }) => flagSet(context, address, extension),
  d: ({ context, address, extension, settled }) => cut(dentryPath(context, address, extension), settled),
  D: ({ context, address, extension, settled }) => {
    const dentry = readField(context.world, 'file', address, 'f_path.dentry');
    return checkPointer(dentry) ?? cut(dentryPath(context, dentry, extension), settled);
  },
  t: ({ context, address, extension }) => (/^t[RT]/.test(extension) ? timeText(context, address, extension) : '(%pt?)'),
  E: ({ context, address, extension, settled }) =>
    escapedText(readBulk(context.port, address, settled.width), extension),
  N: ({ context, address }) => `0x${readWord(context.port, address).toString(16).padStart(16, '0')}`,
  4: ({ context, address }) => pixelFormat(context, address),
  C: ({ context, address }) => clockName(context, address),
  O: ({ context, address, extension }) => deviceTreeNode(context, address, extension),
  f: ({ context, address, extension }) => firmwareNode(context, address, extension),
};

function internetAddress({ context, address, extension }: Pointed): string {
  if (extension[1] === 'S') return socketAddress(context, address, extension);
  return extension[1] === '6'
    ? internetAddress6(readBulk(context.port, address, 16), extension)
    : internetAddress4(readBulk(context.port, address, 4), extension);
}

function cut(text: string, { precision }: Settled): string {
  return precision === null ? text : text.slice(0, precision);
}

/** What the kernel prints instead of following such a pointer. */
export function checkPointer(address: bigint): string | null {
  if (address === 0n) return '(null)';
  return address < lastPage || isError(address) ? '(efault)' : null;
}

function isError(address: bigint): boolean {
  return address > pointerMask - 4095n;
}

function plainPointer(address: bigint, settled: Settled): string {
  const digits = address.toString(16);
  return settled.width > 0 ? pad(digits, settled) : digits.padStart(16, '0');
}

function errorText(address: bigint, settled: Settled): string {
  const number = Number(BigInt.asIntN(64, address));
  const name = errorName(-number);
  return pad(name === null ? `${number}` : `-${name}`, settled);
}

/** `%p` without width. */
export function hashPointer(address: bigint): string {
  return hashedPointer(address, { width: 0 } as Settled);
}

/** Addresses are not for everybody's eyes: 32 bits of a hash, the same for the same pointer. NULL and error pointers show as they are. */
function hashedPointer(address: bigint, settled: Settled): string {
  if (address === 0n || isError(address)) return plainPointer(address, settled);
  let hash = address ^ 0x5851_f42d_4c95_7f2dn;
  for (let round = 0; round < 3; round++) {
    hash = (hash * 0x9e37_79b9_7f4a_7c15n) & pointerMask;
    hash ^= hash >> 29n;
  }
  return plainPointer(hash & 0xffff_ffffn, settled);
}

/** Of `%*ph` and `%*pb` the width is a length. */
function plainWidth(settled: Settled): Settled {
  return { ...settled, width: 0 };
}

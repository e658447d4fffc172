/**
 * Red zones and poison of caches that were made with SLAB_RED_ZONE or SLAB_POISON, and the report of what they catch, in the words of Linux 6.1
 * (mm/slub.c: init_object, check_object, check_bytes_and_report).
 *
 * Not modelled: the padding behind the tracks, tracks in memory, taking a damaged slab out of use, `slub_debug=` for single caches.
 */
import { logLine, recordFinding } from '../call-site.ts';
import { statementSymbol } from '../code-symbols.ts';
import type { KernelContext } from '../kernel-context.ts';
import { directAddress, peekKernel, pokeKernel } from '../kernel-memory.ts';
import { objectAddress, objectState } from '../slab.ts';
import type { KmemCache, SlabPage } from '../slab.ts';
import { describeTaint } from '../splat.ts';
import { slabFlag } from './geometry.ts';
import { describeSlab, printDamage, relatedStack } from './reports.ts';
import { stackOf } from './stack-depot.ts';

const zoneByte = { inUse: 0xcc, free: 0xbb } as const;
const poison = { free: 0x6b, end: 0xa5 } as const;

export function isChecked({ flags }: KmemCache): boolean {
  return (flags & (slabFlag.RED_ZONE | slabFlag.POISON)) !== 0;
}

/** Fills the zones around an object, and the object with poison where the cache asks for it. */
export function markObject(
  { world }: KernelContext,
  cache: KmemCache,
  page: SlabPage,
  index: number,
  inUse: boolean,
): void {
  const object = directAddress(objectAddress(cache, page, index));
  for (const { at, length, byte } of expectedBytes(cache, inUse, true)) {
    pokeKernel(world, object + BigInt(at), new Uint8Array(length).fill(byte));
  }
  if (!inUse) page.states[index]! |= objectState.marked;
}

/** False: something was overwritten, which has been reported and put right. */
export function checkObject(
  context: KernelContext,
  cache: KmemCache,
  page: SlabPage,
  index: number,
  inUse: boolean,
): boolean {
  if (!inUse && !(page.states[index]! & objectState.marked)) return true;
  const object = directAddress(objectAddress(cache, page, index));
  for (const { what, at, length, byte } of expectedBytes(cache, inUse, false)) {
    const found = peekKernel(context.world, object + BigInt(at), length);
    const first = found.findIndex((each) => each !== byte);
    if (first < 0) continue;
    let last = found.length - 1;
    while (found[last] === byte) last--;
    report(context, { cache, page, index, what, from: at + first, to: at + last, byte, value: found[first]! });
    pokeKernel(context.world, object + BigInt(at + first), new Uint8Array(last - first + 1).fill(byte));
    return false;
  }
  return true;
}

interface Expected {
  readonly what: string;
  /** From the object's start. */
  readonly at: number;
  readonly length: number;
  readonly byte: number;
}

/** Poison is there to be overwritten while the object is in use: then it is only set. */
function expectedBytes(cache: KmemCache, inUse: boolean, toSet: boolean): Expected[] {
  const { flags, leftPad, objectSize, ownBytes } = cache;
  const byte = inUse ? zoneByte.inUse : zoneByte.free;
  const zones: Expected[] =
    flags & slabFlag.RED_ZONE
      ? [
          { what: 'Left Redzone', at: -leftPad, length: leftPad, byte },
          { what: 'Right Redzone', at: objectSize, length: ownBytes - objectSize, byte },
        ]
      : [];
  const poisoned = flags & slabFlag.POISON && !cache.constructs && !(flags & slabFlag.TYPESAFE_BY_RCU);
  const filled: Expected[] =
    poisoned && (toSet || !inUse)
      ? [
          { what: 'Poison', at: 0, length: objectSize - 1, byte: poison.free },
          { what: 'End Poison', at: objectSize - 1, length: 1, byte: poison.end },
        ]
      : [];
  return [...zones, ...filled].filter(({ length }) => length > 0);
}

interface Overwritten {
  readonly cache: KmemCache;
  readonly page: SlabPage;
  readonly index: number;
  readonly what: string;
  readonly from: number;
  readonly to: number;
  readonly byte: number;
  readonly value: number;
}

const hex = (value: bigint | number, digits: number): string => value.toString(16).padStart(digits, '0');
const pointer = (value: bigint): string => `0x${hex(value, 16)}`;

function report(context: KernelContext, found: Overwritten): void {
  const { cache, page, index, what, from, to, byte, value } = found;
  const { slab } = context.world.kernel;
  const line = (text: string): void => logLine(context, 3, text);
  const start = objectAddress(cache, page, index);
  const object = directAddress(start);
  const range = `${pointer(object + BigInt(from))}-${pointer(object + BigInt(to))}`;
  const known = context.callStack !== undefined;
  line(`BUG ${cache.name} (${known ? describeTaint(context) : 'Not tainted'}): ${what} overwritten`);
  line('-'.repeat(77));
  line('');
  const offset = start - page.frame * 4096;
  line(`${range} @offset=${offset + from}. First byte 0x${hex(value, 1)} instead of 0x${hex(byte, 1)}`);
  if (cache.flags & slabFlag.STORE_USER) {
    track(context, 'Allocated', page.allocatedBy[index]!);
    if (page.sizes[index] === -1 || page.freedBy[index] !== 0) track(context, 'Freed', page.freedBy[index]!);
  }
  line(describeSlab(context, cache, page));
  line(`Object ${pointer(object)} @offset=${offset} fp=${pointer(0n)}`);
  line('');
  if (cache.leftPad > 0) dump(context, 'Redzone ', object - BigInt(cache.leftPad), cache.leftPad);
  dump(context, 'Object  ', object, cache.objectSize);
  if (cache.ownBytes > cache.objectSize && cache.flags & slabFlag.RED_ZONE) {
    dump(context, 'Redzone ', object + BigInt(cache.objectSize), cache.ownBytes - cache.objectSize);
  }
  printDamage(context);
  line(`FIX ${cache.name}: Restoring ${what} ${range}=0x${hex(byte, 1)}`);
  recordFinding(context, {
    code: 'slab-overwritten',
    origin: 'kernel',
    severity: 'error',
    message: `BUG ${cache.name}: ${what} overwritten at offset ${from} of an object of ${cache.objectSize} bytes: 0x${hex(value, 1)} instead of 0x${hex(byte, 1)}`,
    address: object,
    length: cache.objectSize,
    related: [
      ...relatedStack(slab, 'allocated', page.allocatedBy[index]!),
      ...relatedStack(slab, 'freed', page.freedBy[index]!),
    ],
  });
}

function track(context: KernelContext, what: string, stack: number): void {
  const { world } = context;
  const { statements } = world.program;
  const places = stackOf(world.kernel.slab.stacks, stack)
    .filter((each) => !statements[each]!.place.file.path.endsWith('mm/slab.c'))
    .map((each) => statementSymbol(world.program, each));
  if (places.length === 0) return;
  logLine(context, 3, `${what} in ${places[0]}`);
  for (const place of places) logLine(context, 3, ` ${place}`);
}

/** As print_hex_dump with 16 bytes a line and their characters. */
function dump(context: KernelContext, title: string, address: bigint, length: number): void {
  const bytes = peekKernel(context.world, address, length);
  for (let at = 0; at < length; at += 16) {
    const row = [...bytes.subarray(at, at + 16)];
    const digits = row
      .map((each) => hex(each, 2))
      .join(' ')
      .padEnd(48);
    const text = row.map((each) => (each >= 32 && each < 127 ? String.fromCharCode(each) : '.')).join('');
    logLine(context, 3, `${title} ${hex(address + BigInt(at), 16)}: ${digits} ${text}`);
  }
}

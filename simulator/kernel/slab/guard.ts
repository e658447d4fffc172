/**
 * Who may touch which bytes of allocated memory, as KASAN has it: nothing of a free object, nothing behind what was asked for. Looked at when kernel
 * code touches a line of memory that is not all open; what is found is the simulator's own, a real kernel without KASAN would not notice.
 *
 * Not guarded: the rest of a vmalloc area's last page, objects on stacks, globals, accesses of user programs and devices.
 */
import { dropFastLinesOfRange } from '../../hardware/fast-table.ts';
import type { Finding } from '../../journal.ts';
import type { World } from '../../world.ts';
import { directAddress } from '../kernel-memory.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { blockHolding, frameBytes } from '../page-allocator.ts';
import { frameWord, setFrameWord } from '../page-allocator/frame-table.ts';
import { objectAddress, objectState, slabHolding } from '../slab.ts';
import type { KmemCache, Slab, SlabPage } from '../slab.ts';
import { slabFlag } from './geometry.ts';
import { historyOf, relatedStack } from './reports.ts';
import type { Related } from './reports.ts';

const lineBytes = 64;
/** In `Slab.frames`, where no slab is: the frame is behind the end of a large block, or was freed a while ago. */
const tail = -1;
const gone = -2;
const rememberedBlocks = 256;

/** Whether lines of the frame may be guarded. */
export function isGuardedFrame({ kernel }: Pick<World, 'kernel'>, frame: number): boolean {
  return frameWord(kernel.slab.frames, frame) !== 0;
}

/** Does any byte of this line belong to nobody? */
export function isGuardedLine({ kernel }: Pick<World, 'kernel'>, line: number): boolean {
  const { slab } = kernel;
  const word = frameWord(slab.frames, Math.floor(line / lineBytes));
  if (word === 0) return false;
  if (word < 0) return true;
  const page = slabHolding(slab, Math.floor(line / lineBytes))!;
  const cache = slab.caches[page.cache]!;
  const start = line * lineBytes;
  for (let at = start; at < start + lineBytes;) {
    const index = slotAt(cache, page, at);
    const end = index < 0 ? at : objectAddress(cache, page, index) + openBytes(cache, page, index);
    if (at >= end) return true;
    at = end;
  }
  return false;
}

/** The finding that an access by kernel code deserves; null: it is in order, or was told before. `statement`: who makes it. */
export function judgeMemoryAccess(
  world: Pick<World, 'kernel'>,
  physical: number,
  size: number,
  write: boolean,
  statement: number,
): Finding | null {
  const { slab } = world.kernel;
  const frame = Math.floor(physical / frameBytes);
  const page = slabHolding(slab, frame);
  const found = page ? judgeObject(slab, page, physical, size) : judgeBlock(world, frame, physical, size);
  if (!found) return null;
  if (wasTold(slab, statement, found)) return null;
  const deed = `${size} byte${size === 1 ? '' : 's'} ${write ? 'written' : 'read'}`;
  return {
    kind: 'finding',
    code: found.code,
    origin: 'simulator',
    severity: 'error',
    message: `${found.code === 'use-after-free' ? 'use after free' : 'out of bounds'}: ${deed} ${found.where()}`,
    device: null,
    address: directAddress(physical),
    length: size,
    transfer: null,
    related: found.related(),
  };
}

const mostTold = 4096;

/** Whether it was told before; it is remembered now. */
function wasTold({ told }: Slab, statement: number, { code, owner }: Trespass): boolean {
  const key = 2 * owner + (code === 'use-after-free' ? 1 : 0);
  const owners = told.get(statement);
  if (owners?.has(key)) return true;
  if (owners && owners.size < mostTold) owners.add(key);
  else if (!owners && told.size < mostTold) told.set(statement, new Set([key]));
  return false;
}

interface Trespass {
  readonly code: 'use-after-free' | 'out-of-bounds';
  readonly where: () => string;
  /** Distinguishes what was touched. */
  readonly owner: number;
  readonly related: () => Related;
}

function judgeObject(slab: Slab, page: SlabPage, physical: number, size: number): Trespass | null {
  const cache = slab.caches[page.cache]!;
  for (let at = physical; at < physical + size;) {
    const index = slotAt(cache, page, at);
    if (index < 0) return strayed(slab, cache, page, page.objects - 1, at);
    const open = openBytes(cache, page, index);
    const start = objectAddress(cache, page, index);
    if (at >= start && at < start + open) at = start + open;
    else if (page.sizes[index] === -1 && page.states[index]! & objectState.everUsed) {
      return {
        code: 'use-after-free',
        where: () => `at offset ${at - start} of an object of ${cache.name} that is free`,
        owner: start,
        related: () => historyOf(slab, page, index),
      };
    } else return strayed(slab, cache, page, index, at);
  }
  return null;
}

/** Outside of all objects: told of the one before it, or after it where there is none. */
function strayed(slab: Slab, cache: KmemCache, page: SlabPage, slot: number, at: number): Trespass {
  let index = slot;
  while (index > 0 && page.sizes[index]! < 0) index--;
  const start = objectAddress(cache, page, index);
  const size = Math.max(0, page.sizes[index]!);
  const distance = at >= start ? at - start - size : start - at;
  const place =
    at >= start ? (distance === 0 ? 'right behind' : `${distance} bytes behind`) : `${distance} bytes before`;
  return {
    code: 'out-of-bounds',
    where: () => `${place} an object of ${size} bytes (${cache.name})`,
    owner: start,
    related: () => relatedStack(slab, 'allocated', page.allocatedBy[index]!),
  };
}

function judgeBlock({ kernel }: Pick<World, 'kernel'>, frame: number, physical: number, size: number): Trespass | null {
  const { slab, pageAllocator } = kernel;
  const block = blockHolding(pageAllocator, frame);
  const large = block ? slab.large.get(block.first) : undefined;
  if (block && large) {
    const start = block.first * frameBytes;
    if (physical + size <= start + large.size) return null;
    const distance = Math.max(0, physical - start - large.size);
    return {
      code: 'out-of-bounds',
      where: () =>
        `${distance === 0 ? 'right' : `${distance} bytes`} behind a block of ${large.size} bytes from kmalloc`,
      owner: start,
      related: () => relatedStack(slab, 'allocated', large.allocatedBy),
    };
  }
  const freed = block
    ? undefined
    : [...slab.freedBlocks].find(([first, { frames }]) => frame >= first && frame < first + frames);
  if (!freed) {
    setFrameWord(slab.frames, frame, 0); // somebody has it again
    return null;
  }
  const [first, { what, stack, allocatedBy }] = freed;
  return {
    code: 'use-after-free',
    where: () =>
      `at offset ${physical - first * frameBytes} of ${what} that ${what.startsWith('pages') ? 'are' : 'is'} free`,
    owner: first * frameBytes,
    related: () => [...relatedStack(slab, 'allocated', allocatedBy), ...relatedStack(slab, 'freed', stack)],
  };
}

/** Slot that an address falls into; -1: in the padding before or behind all of them. */
function slotAt(cache: KmemCache, page: SlabPage, at: number): number {
  const index = Math.floor((at - page.frame * frameBytes - cache.leftPad) / cache.stride);
  return index < page.objects ? index : -1;
}

/** From the object's start. Constructors work on objects that nobody has yet; readers under RCU may look at free ones. */
function openBytes(cache: KmemCache, page: SlabPage, index: number): number {
  const size = page.sizes[index]!;
  if (size >= 0) return size;
  const fresh = !(page.states[index]! & objectState.everUsed);
  return (cache.constructs && fresh) || cache.flags & slabFlag.TYPESAFE_BY_RCU ? cache.objectSize : 0;
}

/** Bytes of an object that were open are not any more. */
export function closeBytes({ hardware }: MemoryWorld, physical: number, length: number): void {
  dropFastLinesOfRange(hardware.cpus, physical, length);
}

/** What lies behind the end of a large block is nobody's: `size` bytes from frame `first` are open, to the end of 2^order frames. */
export function guardTail(world: MemoryWorld, first: number, order: number, size: number): void {
  const { frames } = world.kernel.slab;
  for (let index = Math.floor(size / frameBytes); index < 2 ** order; index++)
    setFrameWord(frames, first + index, tail);
  closeBytes(world, first * frameBytes + size, 2 ** order * frameBytes - size);
}

/** Remembers a block that C code freed, so that whoever still uses it can be told. */
export function rememberFreed(
  world: MemoryWorld,
  first: number,
  order: number,
  what: string,
  stack: number,
  allocatedBy = 0,
): void {
  const { frames, freedBlocks } = world.kernel.slab;
  const oldest = freedBlocks.size >= rememberedBlocks ? freedBlocks.keys().next().value : undefined;
  if (oldest !== undefined) forget(world, oldest);
  forget(world, first);
  freedBlocks.set(first, { frames: 2 ** order, what, stack, allocatedBy });
  for (let index = 0; index < 2 ** order; index++) setFrameWord(frames, first + index, gone);
  closeBytes(world, first * frameBytes, 2 ** order * frameBytes);
}

function forget({ kernel: { slab } }: MemoryWorld, first: number): void {
  const block = slab.freedBlocks.get(first);
  if (!block) return;
  slab.freedBlocks.delete(first);
  for (let frame = first; frame < first + block.frames; frame++) {
    if (frameWord(slab.frames, frame) === gone) setFrameWord(slab.frames, frame, 0);
  }
}

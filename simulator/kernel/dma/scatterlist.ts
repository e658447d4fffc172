/** Scatterlists as they stand in simulated memory: `struct scatterlist` of <linux/scatterlist.h>, walked through its chain links. */
import { fieldLayout, structLayout } from '../c-struct.ts';
import { bigintOf, lowWordOf } from '../../hardware/unsigned64.ts';
import { frameOfPage, peekKernel, peekKernel64, pokeKernel } from '../kernel-memory.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { frameBytes } from '../page-allocator.ts';

export interface SgEntry {
  /** Of the struct. */
  readonly address: bigint;
  /** Where its first byte stands in RAM; null when its page is none. */
  readonly physical: number | null;
  readonly length: number;
  /** As the last mapping left them; `setSgDma` changes memory only. */
  readonly dmaAddress: bigint;
  readonly dmaLength: number;
}

const chainBit = 1;
const endBit = 2;

/** The first `count` entries from `list` on, as `for_each_sg` goes. Ends early where the list does. Throws `BadKernelAddress`. */
export function readScatterlist(world: MemoryWorld, list: bigint, count: number): SgEntry[] {
  const entries: SgEntry[] = [];
  const size = layout(world);
  for (let at: bigint | null = list; at !== null && at !== 0n && entries.length < count;)
    at = readRun(world, at, count, size, entries);
  return entries;
}

/** Entries that stand one behind the other in one page, all read at once. Returns where the next one stands; null: there is none. */
function readRun(world: MemoryWorld, start: bigint, count: number, size: SgLayout, entries: SgEntry[]): bigint | null {
  const inPage = Math.floor((frameBytes - (lowWordOf(start) & (frameBytes - 1))) / size.bytes);
  const most = Math.max(1, Math.min(inPage, count - entries.length));
  const view = new DataView(peekKernel(world, start, most * size.bytes).buffer);
  for (let at = 0; at < most * size.bytes; at += size.bytes) {
    const flags = view.getUint8(at + size.pageLink);
    if (at > 0 && flags & chainBit) return leadsTo(view.getBigUint64(at + size.pageLink, true));
    entries.push(entryIn(view, at, start + bigintOf(at), size));
    if (flags & endBit) return null;
  }
  return following(world, start + bigintOf(most * size.bytes), size);
}

function entryIn(view: DataView, at: number, address: bigint, size: SgLayout): SgEntry {
  const frame = frameOfPage(leadsTo(view.getBigUint64(at + size.pageLink, true)));
  return {
    address,
    physical: frame === null ? null : frame * frameBytes + view.getUint32(at + size.offset, true),
    length: view.getUint32(at + size.length, true),
    dmaAddress: view.getBigUint64(at + size.dmaAddress, true),
    dmaLength: view.getUint32(at + size.dmaLength, true),
  };
}

/** A page's struct, or the entries that a chain goes on with. */
function leadsTo(link: bigint): bigint {
  return link & ~3n;
}

/** What the device is to be given for an entry. */
export function setSgDma(world: MemoryWorld, entry: SgEntry, handle: bigint, length: number): void {
  const size = layout(world);
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, handle, true);
  pokeKernel(world, entry.address + BigInt(size.dmaAddress), bytes);
  view.setUint32(0, length, true);
  pokeKernel(world, entry.address + BigInt(size.dmaLength), bytes.subarray(0, 4));
}

/** `at`, or where the chain link that stands there leads. */
function following(world: MemoryWorld, at: bigint, size: SgLayout): bigint {
  const link = peekKernel64(world, at + bigintOf(size.pageLink));
  return lowWordOf(link) & chainBit ? leadsTo(link) : at;
}

interface SgLayout {
  readonly bytes: number;
  readonly pageLink: number;
  readonly offset: number;
  readonly length: number;
  readonly dmaAddress: number;
  readonly dmaLength: number;
}

function layout(world: MemoryWorld): SgLayout {
  const offsetOf = (path: string): number => fieldLayout(world.program, 'scatterlist', path).offset;
  return {
    bytes: structLayout(world.program, 'scatterlist').size,
    pageLink: offsetOf('page_link'),
    offset: offsetOf('offset'),
    length: offsetOf('length'),
    dmaAddress: offsetOf('dma_address'),
    dmaLength: offsetOf('dma_length'),
  };
}

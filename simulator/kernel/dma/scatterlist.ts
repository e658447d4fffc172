/** Scatterlists as they stand in simulated memory: `struct scatterlist` of <linux/scatterlist.h>, walked through its chain links. */
import { fieldLayout, structLayout } from '../c-struct.ts';
import { frameOfPage, peekKernel, pokeKernel } from '../kernel-memory.ts';
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

const chainBit = 1n;
const endBit = 2n;

/** The first `count` entries from `list` on, as `for_each_sg` goes. Ends early where the list does. Throws `BadKernelAddress`. */
export function readScatterlist(world: MemoryWorld, list: bigint, count: number): SgEntry[] {
  const entries: SgEntry[] = [];
  const size = layout(world);
  for (let at = list; at !== 0n && entries.length < count;) {
    const view = new DataView(peekKernel(world, at, size.bytes).buffer);
    const link = view.getBigUint64(size.pageLink, true);
    const offset = view.getUint32(size.offset, true);
    const frame = frameOfPage(link & ~(chainBit | endBit));
    entries.push({
      address: at,
      physical: frame === null ? null : frame * frameBytes + offset,
      length: view.getUint32(size.length, true),
      dmaAddress: view.getBigUint64(size.dmaAddress, true),
      dmaLength: view.getUint32(size.dmaLength, true),
    });
    at = link & endBit ? 0n : following(world, at + BigInt(size.bytes), size);
  }
  return entries;
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
  const link = new DataView(peekKernel(world, at + BigInt(size.pageLink), 8).buffer).getBigUint64(0, true);
  return link & chainBit ? link & ~(chainBit | endBit) : at;
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

/** Which buffer of a driver a bus address lies in: coherent memory, a buffer mapped by itself, an entry of a list. */
import type { CoherentAllocation, DmaState, StreamingMapping } from './dma-state.ts';
import { bigintOf, numberOf, pageOf } from '../../hardware/unsigned64.ts';
import { frameBytes } from '../page-allocator.ts';
import { pageBegunBefore } from './listed-entries.ts';
import { isSingle, mappingOf } from './watch/mapping-columns.ts';
import { slotsInBusPage } from './watch/mappings.ts';
import type { DmaWatchState, MappingColumns } from './watch/state.ts';

/** A buffer that a device may use, found by a bus address in it. */
export interface FoundMapping {
  readonly kind: 'coherent' | 'streaming';
  readonly device: string;
  readonly handle: bigint;
  readonly physical: number | null; // of the buffer's first byte; null: scattered behind an IOMMU
  readonly size: number;
  /** Of the address asked for. */
  readonly offset: number;
  /** The buffer holds the whole length. */
  readonly complete: boolean;
  readonly statement: number | null;
}

export interface DmaBooks {
  readonly dma: DmaState;
  readonly dmaWatch: DmaWatchState;
}

/** The buffer of a device that holds `busAddress`; one that holds all of `length` goes before one that does not. */
export function findMapping(books: DmaBooks, device: string, busAddress: bigint, length: number): FoundMapping | null {
  const { dma, dmaWatch } = books;
  const wanted = { busAddress, end: busAddress + bigintOf(length) };
  const coherent = best(dma.coherent.get(device) ?? [], wanted);
  if (coherent?.complete) return found('coherent', device, coherent.buffer, wanted);
  const single = bestSingle(dmaWatch, device, wanted);
  if (single?.complete) return found('streaming', device, single.buffer, wanted);
  const listed = bestListed(dma, device, wanted);
  if (listed?.complete) return found('streaming', device, listed.buffer, wanted);
  if (coherent) return found('coherent', device, coherent.buffer, wanted);
  const other = single ?? listed;
  return other && found('streaming', device, other.buffer, wanted);
}

/** Of these devices the one that was given a buffer at the bus address, else the first. */
export function deviceGiven(books: DmaBooks, devices: readonly string[], busAddress: bigint): string | undefined {
  return devices.find((each) => findMapping(books, each, busAddress, 1)) ?? devices[0];
}

interface Wanted {
  readonly busAddress: bigint;
  readonly end: bigint;
}
type Buffer = Pick<StreamingMapping | CoherentAllocation, 'handle' | 'physical' | 'size' | 'statement'>;
interface Fit {
  readonly buffer: Buffer;
  readonly complete: boolean;
}

function found(
  kind: FoundMapping['kind'],
  device: string,
  { handle, physical, size, statement }: Buffer,
  { busAddress, end }: Wanted,
): FoundMapping {
  const complete = end <= handle + bigintOf(size);
  return { kind, handle, physical, size, statement, device, offset: numberOf(busAddress - handle), complete };
}

/** The first one that holds all, else the first one that holds the address. */
function best(buffers: readonly Buffer[], wanted: Wanted): Fit | null {
  let partial: Fit | null = null;
  for (const buffer of buffers) {
    const fit = fitOf(buffer, wanted);
    if (fit?.complete) return fit;
    partial ??= fit;
  }
  return partial;
}

function fitOf(buffer: Buffer, { busAddress, end }: Wanted): Fit | null {
  const { handle, size } = buffer;
  if (busAddress < handle) return null;
  const behind = handle + bigintOf(size);
  return busAddress < behind ? { buffer, complete: end <= behind } : null;
}

/** The newest first; those whose memory stands elsewhere than their bus address says before the others. */
function bestSingle(state: DmaWatchState, device: string, wanted: Wanted): Fit | null {
  const page = pageOf(wanted.busAddress);
  let partial: Fit | null = null;
  for (const slot of slotsInBusPage(state, device, page).reverse()) {
    const fit = isSingle(state.mappings, slot) ? fitOfSlot(state.mappings, slot, wanted) : null;
    if (fit?.complete) return fit;
    partial ??= fit;
  }
  return partial;
}

function fitOfSlot(mappings: MappingColumns, slot: number, { busAddress, end }: Wanted): Fit | null {
  const handle = mappings.handle[slot]!;
  if (busAddress < handle) return null;
  const behind = handle + bigintOf(mappings.size[slot]!);
  if (busAddress >= behind) return null;
  const { target, stack, size } = mappingOf(mappings, slot);
  return { buffer: { handle, size, physical: target, statement: stack[0] ?? null }, complete: end <= behind };
}

/** From the entries that begin in the address's own page down to those that the longest one would have to begin with. */
function bestListed({ lists, longestEntry }: DmaState, device: string, wanted: Wanted): Fit | null {
  const entries = lists.get(device);
  if (!entries || entries.newest.size === 0) return null;
  let page = pageOf(wanted.busAddress);
  const first = page - Math.ceil(longestEntry / frameBytes);
  let partial: Fit | null = null;
  while ((page = pageBegunBefore(entries, page, first)) >= 0) {
    const fit = bestOfChain(entries.newest.get(page--)!, wanted);
    if (fit?.complete) return fit;
    partial ??= fit;
  }
  return partial;
}

function bestOfChain(newest: StreamingMapping, wanted: Wanted): Fit | null {
  let partial: Fit | null = null;
  for (let each: StreamingMapping | null = newest; each; each = each.older) {
    const fit = fitOf(each, wanted);
    if (fit?.complete) return fit;
    partial ??= fit;
  }
  return partial;
}

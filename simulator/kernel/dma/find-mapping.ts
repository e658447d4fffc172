/** Which buffer of a driver a bus address lies in: coherent memory, a buffer mapped by itself, an entry of a list. */
import type { DmaState, StreamingMapping } from './dma-state.ts';
import { mappingsAtBus } from './watch/mappings.ts';
import type { DmaWatchState } from './watch/state.ts';

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
  let partial: FoundMapping | null = null;
  for (const candidate of candidates(books, device, busAddress)) {
    const offset = busAddress - candidate.handle;
    if (offset < 0n || offset >= BigInt(candidate.size)) continue;
    const complete = offset + BigInt(length) <= BigInt(candidate.size);
    const found = { ...candidate, device, offset: Number(offset), complete };
    if (complete) return found;
    partial ??= found;
  }
  return partial;
}

type Candidate = Omit<FoundMapping, 'device' | 'offset' | 'complete'>;

function* candidates({ dma, dmaWatch }: DmaBooks, device: string, busAddress: bigint): Iterable<Candidate> {
  for (const { handle, physical, size, statement } of dma.coherent.get(device) ?? []) {
    yield { kind: 'coherent', handle, physical, size, statement };
  }
  for (const { single, handle, target, size, stack } of mappingsAtBus(dmaWatch, device, busAddress).reverse()) {
    if (single) yield { kind: 'streaming', handle, physical: target, size, statement: stack[0] ?? null };
  }
  for (const newest of dma.lists.get(device)?.values() ?? []) {
    for (let each: StreamingMapping | null = newest; each; each = each.older) {
      const { handle, physical, size, statement } = each;
      yield { kind: 'streaming', handle, physical, size, statement };
    }
  }
}

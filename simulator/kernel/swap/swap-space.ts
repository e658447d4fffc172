/** The swap device's slots: which page-table entries name each, which frame still has its content (the swap cache), and what stands on the medium. */

export interface SwapSpace {
  /** Slots of the device, the header in slot 0 included; 0: there is no swap. */
  readonly slots: number;
  readonly rotational: boolean;
  readonly used: Map<number, SwapSlot>;
  /** Where the search for a free slot goes on. */
  next: number;
  /** By address space: hits of the last read-ahead (swap_vma_readahead's window). */
  window: number;
  hits: number;
  /** Slots that the device has read and that no frame holds yet. */
  readonly arrived: number[];
  /** Slots that a request in flight is going to bring. */
  readonly reading: Set<number>;
}

export interface SwapSlot {
  /** Page-table entries that name it. */
  entries: number;
  /** The frame that holds the content too; null: only the medium has it. */
  frame: number | null;
  /** On the medium; null before it was written. */
  content: Uint8Array | null;
  /** The page belongs to one process alone (the exclusive bit of a swap entry). */
  exclusive: boolean;
  /** `UserPage.index` of the page. */
  readonly index: number;
  /** Read ahead and not asked for yet. */
  readAhead: boolean;
}

/** Swap is a field of the machine file: bytes and kind of the device. */
export function createSwapSpace(swap: { readonly size: number; readonly rotational: boolean } | null): SwapSpace {
  const slots = swap ? Math.floor(swap.size / 4096) : 0;
  return {
    slots,
    rotational: swap?.rotational ?? false,
    used: new Map(),
    next: 1,
    window: 4,
    hits: 0,
    arrived: [],
    reading: new Set(),
  };
}

export function hasFreeSlot({ slots, used }: SwapSpace): boolean {
  return used.size < slots - 1;
}

/** A slot for a page, next to the last one given out; null: swap is full. Slot 0 is the header. */
export function takeSlot(
  swap: SwapSpace,
  frame: number,
  { exclusive, index }: { readonly exclusive: boolean; readonly index: number },
): number | null {
  while (hasFreeSlot(swap)) {
    const slot = swap.next;
    swap.next = slot + 1 < swap.slots ? slot + 1 : 1;
    if (swap.used.has(slot)) continue;
    swap.used.set(slot, { entries: 0, frame, content: null, exclusive, index, readAhead: false });
    return slot;
  }
  return null;
}

/** One entry more names the slot (a fork copied it). */
export function holdSlot(swap: SwapSpace, slot: number): void {
  const used = swap.used.get(slot);
  if (!used) return;
  used.entries++;
  used.exclusive = used.exclusive && used.entries === 1;
}

/** One entry less. The slot is free when nobody names it and no frame caches it. */
export function releaseSlot(swap: SwapSpace, slot: number): void {
  const used = swap.used.get(slot);
  if (!used) return;
  used.entries--;
  freeUnused(swap, slot, used);
}

/** The frame that cached the slot is gone, or holds something else from now on. */
export function forgetCached(swap: SwapSpace, slot: number): void {
  const used = swap.used.get(slot);
  if (!used) return;
  used.frame = null;
  freeUnused(swap, slot, used);
}

function freeUnused(swap: SwapSpace, slot: number, used: SwapSlot): void {
  if (used.entries <= 0 && used.frame === null) swap.used.delete(slot);
}

/** Bit 10 marks a swap entry; hardware finds it not present and looks at nothing else. The slot stands above bit 12. */
const swapMark = 1n << 10n;

export function swapEntry(slot: number): bigint {
  return (BigInt(slot) << 12n) | swapMark;
}

/** The slot of an entry that is not present; null: it is none of swap's. */
export function slotOf(entry: bigint): number | null {
  return entry & 1n || !(entry & swapMark) ? null : Number(entry >> 12n);
}

/** Reading pages back from swap, with the neighbours that each kind of device suggests (swap_state.c of Linux 6.1). */
import { coherentWrite } from '../../hardware/coherent-access.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { readSlots } from '../page-cache/block-requests.ts';
import { findEntry } from '../page-tables.ts';
import type { AddressSpace } from '../process/address-space.ts';
import { allocateFrame } from '../process/user-frames.ts';
import { findVma } from '../process/vma.ts';
import { slotOf, type SwapSlot } from './swap-space.ts';

/** Starts to read a slot and its neighbours, unless that is under way. */
export function readSlotAndAhead(world: MemoryWorld, space: AddressSpace | null, slot: number, va: bigint): void {
  const { swap, addressSpaces } = world.kernel;
  const wanted = swap.rotational || !space ? clusterOf(world, slot) : windowOf(world, space, slot, va);
  const missing = [...new Set([slot, ...wanted])].filter((each) => isMissing(world, each)).sort((a, b) => a - b);
  for (let start = 0; start < missing.length;) {
    let count = 1;
    while (missing[start + count] === missing[start]! + count) count++;
    for (let each = missing[start]!; each < missing[start]! + count; each++) swap.reading.add(each);
    readSlots(world, missing[start]!, count);
    start += count;
  }
  addressSpaces.events.readAheadPages += missing.filter((each) => each !== slot).length;
}

function isMissing({ kernel: { swap } }: MemoryWorld, slot: number): boolean {
  const used = swap.used.get(slot);
  return used !== undefined && used.frame === null && used.content !== null && !swap.reading.has(slot);
}

/** swap_cluster_readahead: the aligned cluster of slots, as a head that turns gets them for nothing. */
function clusterOf({ kernel: { swap, addressSpaces } }: MemoryWorld, slot: number): number[] {
  const size = 2 ** addressSpaces.settings['page-cluster'];
  const first = slot - (slot % size);
  return Array.from({ length: size }, (_, index) => first + index).filter((each) => each > 0 && each < swap.slots);
}

/** swap_vma_readahead: neighbours by virtual address. The window halves while they are not asked for. */
function windowOf(world: MemoryWorld, space: AddressSpace, slot: number, va: bigint): number[] {
  const { swap, addressSpaces } = world.kernel;
  const most = 2 ** addressSpaces.settings['page-cluster'];
  if (most === 1) return [slot];
  swap.window = Math.min(most, Math.max(swap.hits > 0 ? swap.window * 2 : swap.window >> 1, 2));
  swap.hits = 0;
  const area = findVma(space, va);
  const first = va - BigInt(swap.window >> 1) * 4096n;
  const found: number[] = [];
  for (let index = 0; index < swap.window; index++) {
    const at = first + BigInt(index) * 4096n;
    if (!area || at < area.start || at >= area.end) continue;
    const neighbour = slotOf(findEntry(world.hardware, space.root, at)?.entry ?? 0n);
    if (neighbour !== null) found.push(neighbour);
  }
  return found;
}

/** Gives frames to what the device has read. False: no memory for all of it. */
export function takeArrivedSlots(world: MemoryWorld, cpu: number): boolean {
  const { swap, addressSpaces } = world.kernel;
  while (swap.arrived.length > 0) {
    const slot = swap.arrived[0]!;
    const used = swap.used.get(slot);
    if (used && used.frame === null && used.content) {
      const frame = allocateFrame(world, 'swap cache', cpu);
      if (frame === null) return false;
      coherentWrite(world.hardware, frame * 4096, used.content);
      cacheSlot(world, slot, used, frame);
      addressSpaces.events.swapIns++;
    }
    swap.reading.delete(slot);
    swap.arrived.shift();
  }
  return true;
}

function cacheSlot({ kernel }: MemoryWorld, slot: number, used: SwapSlot, frame: number): void {
  used.frame = frame;
  used.readAhead = true;
  const state = { mapCount: 0, exclusive: false, dirty: false, writeback: false, referenced: true, swapSlot: slot };
  kernel.addressSpaces.pages.set(frame, { file: null, index: used.index, ...state });
}

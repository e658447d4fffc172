/** Faults where a huge page stands or may stand: first touch, and a write to what is read-only (mm/huge_memory.c of Linux 6.1). */
import { coherentClear, coherentWrite64 } from '../../hardware/coherent-access.ts';
import { pte } from '../../hardware/mmu.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { allocatePages, freePages } from '../page-allocator.ts';
import { gfp, GFP_HIGHUSER_MOVABLE } from '../page-allocator/gfp.ts';
import { specialBit } from '../page-tables.ts';
import { charge } from './charges.ts';
import { areaRights, outOfMemory, pageIndex, prepareAnonymous, type Fault, type FaultStep } from './fault.ts';
import { referencesOf } from '../page-allocator/references.ts';
import { depositTable, emptyHugeEntry, headOf, splitHugeEntry } from './huge-entries.ts';
import {
  allocateHuge,
  countHugeMapping,
  fitsHuge,
  hugeBytes,
  hugeOf,
  hugeOrder,
  hugePages,
  mayBeHuge,
} from './huge-frames.ts';
import { entryBits, flushUserRange } from './user-pages.ts';
import { noteResident } from './user-frames.ts';

/** `small`: it is to be a page of 4 KiB. */
export type HugeStep = FaultStep | 'small';

/** do_huge_pmd_anonymous_page, where no table of small entries stands yet. */
export function firstHugeTouch(fault: Fault): HugeStep {
  const { world, space, area, cpu, page, write } = fault;
  const start = page - (page % hugeBytes);
  if (!mayBeHuge(world, area) || !fitsHuge(area, start)) return 'small';
  const place = emptyHugeEntry(world, space, start, cpu);
  if (place === null) return outOfMemory;
  if (place === false) return 'small';
  prepareAnonymous(world, space, area);
  const zero = !write && world.kernel.addressSpaces.hugeSettings.useZeroPage;
  const head = zero ? hugeZeroFrame(world, cpu) : allocateHuge(world, space, area, cpu);
  if (head === null) {
    world.kernel.addressSpaces.events.hugeFallbacks++;
    return 'small';
  }
  if (!depositTable(world, space, cpu)) {
    if (!zero) freePages(world.kernel.pageAllocator, head, hugeOrder, cpu);
    return outOfMemory;
  }
  if (zero) mapZeros(fault, place, head);
  else mapNew(fault, place, head);
  return null;
}

function mapZeros({ world, space, area }: Fault, place: number, head: number): void {
  const rights = { ...areaRights(area), writable: false, special: true };
  coherentWrite64(world.hardware, place, (BigInt(head) << 12n) | entryBits(rights) | pte.large);
  const { events } = world.kernel.addressSpaces;
  events.entriesSet++;
  events.zeroPageFaults++;
  space.counters.zeroPageFaults++;
}

function mapNew(fault: Fault, place: number, head: number): void {
  const { world, space, area, cpu, page } = fault;
  const { addressSpaces } = world.kernel;
  clearHuge(world, head, cpu);
  const index = pageIndex({ area, page: page - (page % hugeBytes) });
  addressSpaces.hugePages.set(head, { index, mapCount: 0, exclusive: true, deferred: false });
  const rights = { ...areaRights(area), dirty: true };
  coherentWrite64(world.hardware, place, (BigInt(head) << 12n) | entryBits(rights) | pte.large);
  countHugeMapping(world, space, head);
  noteResident(space);
  addressSpaces.events.entriesSet++;
  addressSpaces.events.hugeFaults++;
  addressSpaces.events.anonymousFaults++;
  space.counters.anonymousFaults++;
}

function clearHuge(world: MemoryWorld, head: number, cpu: number): void {
  for (let frame = head; frame < head + hugePages; frame++) coherentClear(world.hardware, frame);
  world.kernel.addressSpaces.events.pagesZeroed += hugePages;
  charge(world, cpu, 'clearPage', hugePages);
}

/** The huge page of zeros, which is made when it is needed first, and kept (Linux gives it back when memory is short). */
function hugeZeroFrame(world: MemoryWorld, cpu: number): number | null {
  const { addressSpaces, pageAllocator } = world.kernel;
  if (addressSpaces.hugeZeroFrame !== null) return addressSpaces.hugeZeroFrame;
  const owner = { kind: 'other', what: 'huge page of zeros', statement: null } as const;
  const flags = (GFP_HIGHUSER_MOVABLE | gfp.COMP | gfp.NOWARN) & ~gfp.MOVABLE;
  const head = allocatePages(pageAllocator, { order: hugeOrder, gfp: flags, cpu, owner });
  if (head === null) return null;
  clearHuge(world, head, cpu);
  addressSpaces.hugeZeroFrame = head;
  addressSpaces.events.hugeZeroPages++;
  return head;
}

/** A huge page is there: its entry allows the access already, or has to be made writable, or be taken apart. */
export function hugeEntryFault(fault: Fault, leaf: { readonly address: number; readonly entry: bigint }): HugeStep {
  const { world, space, page, write } = fault;
  const { address, entry } = leaf;
  if (!write || entry & pte.writable) {
    space.counters.spuriousFaults++;
    return allow(fault, address, entry | pte.accessed);
  }
  if (entry & specialBit || !mayReuse(world, headOf(entry))) {
    splitHugeEntry(world, space, page - (page % hugeBytes), fault.cpu, fault.record);
    return 'small';
  }
  space.counters.reuseFaults++;
  world.kernel.addressSpaces.events.reuseFaults++;
  return allow(fault, address, entry | pte.accessed | pte.writable | pte.dirty);
}

/** do_huge_pmd_wp_page: this process' alone, or held by this entry only. */
function mayReuse(world: MemoryWorld, head: number): boolean {
  const huge = hugeOf(world, head)!;
  if (!huge.exclusive && referencesOf(world.kernel.pageAllocator, head) === 1) huge.exclusive = true;
  return huge.exclusive;
}

function allow({ world, space, page, cpu, record }: Fault, address: number, entry: bigint): FaultStep {
  coherentWrite64(world.hardware, address, entry);
  const start = page - (page % hugeBytes);
  flushUserRange(world, space, start, start + hugeBytes, cpu, record, { stride: hugeBytes });
  return null;
}

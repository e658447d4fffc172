/** What the handling of one page fault needs to know, what it can come to, and the steps that its kinds share. */
import type { MemoryWorld } from '../memory-world.ts';
import { wakeKswapd } from '../swap/reclaim.ts';
import type { AddressSpace, VmArea } from './address-space.ts';
import { countMapping, describeAnonymous } from './user-frames.ts';
import {
  allocateUserPage,
  dropReference,
  entryBits,
  flushUserRange,
  mapEntry,
  type PageRights,
  type Recorder,
} from './user-pages.ts';
import { indexOfVma, vm } from './vma.ts';

export interface Fault {
  readonly world: MemoryWorld;
  readonly space: AddressSpace;
  readonly area: VmArea;
  readonly cpu: number;
  /** Page aligned. */
  readonly page: bigint;
  readonly write: boolean;
  readonly record: Recorder;
}

/** The signal that the access comes to, and why. */
export interface Refusal {
  readonly kind: 'refusal';
  readonly signal: 'SIGSEGV' | 'SIGBUS';
  readonly reason: string;
}
/** The driver's `vm_ops->fault` has to be asked, in C: whoever can runs `__do_driver_fault` (mm/memory.c) and repeats the access. */
export interface DriverFault {
  readonly kind: 'driver';
  /** C `struct vm_area_struct`. */
  readonly area: bigint;
  readonly address: bigint;
  readonly write: boolean;
}
/** The access can go on when something has been waited for: whoever can runs the C function and repeats the access. */
export interface WaitFault {
  readonly kind: 'wait';
  readonly function: '__do_read_fault' | '__do_swap_fault' | '__do_reclaim_fault' | '__do_mmap_lock_fault';
  readonly values: readonly bigint[];
}
/** null: resolved. */
export type FaultStep = Refusal | DriverFault | WaitFault | null;

export function refuse(signal: Refusal['signal'], reason: string): Refusal {
  return { kind: 'refusal', signal, reason };
}

/** No page was to be had: reclaim is asked, and what it cannot free ends in the OOM killer. */
export const outOfMemory: WaitFault = { kind: 'wait', function: '__do_reclaim_fault', values: [] };

/** `vm_pgoff` of the faulting page (linear_page_index). */
export function pageIndex({ area, page }: Pick<Fault, 'area' | 'page'>): number {
  return area.pageOffset + Number((page - area.start) >> 12n);
}

export function areaRights({ flags }: VmArea): Pick<PageRights, 'writable' | 'executable'> {
  return { writable: (flags & vm.WRITE) !== 0, executable: (flags & vm.EXEC) !== 0 };
}

export function newPage({ world, space, cpu, area }: Fault): number | null {
  const frame = allocateUserPage(world, space, area.what, cpu);
  wakeKswapd(world);
  return frame;
}

/** The area is going to have anonymous pages of its own (anon_vma_prepare): neighbours that could be one with it share the number. */
export function prepareAnonymous(world: MemoryWorld, space: AddressSpace, area: VmArea): void {
  if (area.anonymousId !== 0) return;
  const index = indexOfVma(space, area);
  const near = [space.areas[index - 1], space.areas[index + 1]].find(
    (each) =>
      each !== undefined &&
      each.anonymousId !== 0 &&
      !each.forked &&
      (each.end === area.start || each.start === area.end) &&
      each.file === area.file,
  );
  area.anonymousId = near?.anonymousId ?? world.kernel.addressSpaces.nextAnonymousId++;
}

/** Maps a new page as the space's own anonymous memory; gives it back when there is no memory for the table. */
export function installAnonymous(fault: Fault, frame: number, dirty: boolean): FaultStep {
  const { world, space, area, cpu, page } = fault;
  const entry = (BigInt(frame) << 12n) | entryBits({ ...areaRights(area), dirty });
  if (!mapEntry(world, space, page, entry, cpu)) {
    dropReference(world.kernel.pageAllocator, frame, cpu);
    return outOfMemory;
  }
  prepareAnonymous(world, space, area);
  describeAnonymous(world, frame, pageIndex(fault)).dirty = true;
  countMapping(world, space, frame);
  return null;
}

export function flushPage({ world, space, page, cpu, record }: Fault): void {
  flushUserRange(world, space, page, page + 4096n, cpu, record);
}

export function hexadecimal(value: bigint): string {
  return `0x${value.toString(16)}`;
}

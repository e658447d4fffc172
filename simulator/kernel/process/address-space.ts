/**
 * Address spaces: whose page tables exist, which areas (VMAs) each one has, and what it holds. Tables stand in simulated RAM; the areas here are
 * the kernel's word on what an address is for, which a page fault asks.
 *
 * Not modelled: KSM, userfaultfd, randomised layouts, vdso and vsyscall pages, protection keys, resource limits but that of the stack.
 */
import type { MemoryWorld } from '../memory-world.ts';
import type { TableMemory } from '../page-tables.ts';
import { userMmapTop, userStackBytes } from '../virtual-layout.ts';
import type { RemapMove } from './mremap.ts';
import { createMemorySettings, type MemorySettings } from './memory-settings.ts';
import type { HugeSettings } from './huge-frames.ts';
import { createMemoryEvents, type MemoryEvents } from './memory-events.ts';

export interface AddressSpaces {
  /** By id; 0 is the kernel's own. */
  readonly spaces: Map<number, AddressSpace>;
  nextId: number;
  /** `empty_zero_page`: what untouched anonymous memory reads from. */
  readonly zeroFrame: number;
  /** By frame: anonymous memory and the page cache. */
  readonly pages: Map<number, UserPage>;
  /** By frame: how often pin_user_pages pinned it for somebody who works on it by its address. */
  readonly pins: Map<number, number>;
  /** By first frame: what is of 2 MiB, until it is split. */
  readonly hugePages: Map<number, HugePage>;
  /** What untouched memory reads from where it may be huge; null: not needed yet. */
  hugeZeroFrame: number | null;
  readonly hugeSettings: HugeSettings;
  nextAnonymousId: number;
  /** Frames that MADV_FREE gave away and that the lists do not know yet. */
  readonly lazyFreeBatch: number[];
  /** Pages that processes may come to write (`vm_committed_as`). */
  committedPages: number;
  readonly settings: MemorySettings;
  readonly events: MemoryEvents;
  /** What has not been said in the log yet, and what is said once only. */
  readonly untold: {
    notEnoughMemory: boolean;
    duplicateTold: boolean;
    tooMuchData: { readonly bytes: bigint; readonly limit: bigint } | null;
    tooMuchDataTold: boolean;
  };
}

export interface AddressSpace {
  readonly id: number;
  name: string; // `kernel`, `app (pid 102)`
  /** Physical address of the top table. */
  readonly root: number;
  /** Tag of its TLB entries: 1 to 4095 (PCID), 0 for the kernel. */
  readonly asid: number;
  /** Ascending, disjoint. */
  readonly areas: VmArea[];
  /** Pages of all areas (total_vm). */
  mappedPages: number;
  /** Where the heap begins and where it ends now (`brk`), in bytes. */
  heapStart: bigint;
  heapEnd: bigint;
  /** mmap chooses below this. */
  readonly mmapTop: bigint;
  /** No page that mmap could choose is free from here to `mmapTop`. */
  denseFrom: bigint;
  /** Tasks that run in it (mm_users). */
  users: number;
  /** mlockall(MCL_FUTURE): flags that every new area gets. */
  futureFlags: number;
  /** C `struct mm_struct`, or 0. */
  structAddress: bigint;
  /** A page that a driver's `fault` just refused: the repeated access ends with the signal. */
  refused: { readonly page: bigint; readonly signal: 'SIGSEGV' | 'SIGBUS' } | null;
  /** The page of a fault that waited for something: its repetition is the same fault. */
  waited: bigint | null;
  /** The task that changes areas over several steps (mmap_lock held for writing): others' faults wait. */
  writer: number | null;
  /** The OOM killer has chosen it. */
  dying: boolean;
  /** Virtual ns at which the reaper takes its memory, whether or not it has ended by then; Infinity: never, or done. */
  reapAt: number;
  /** An mremap that is under way, and what one that failed says. */
  move: RemapMove | null;
  moveError: bigint;
  /** Bytes: RLIMIT_AS, RLIMIT_DATA, RLIMIT_STACK, RLIMIT_MEMLOCK. */
  readonly limits: { space: bigint; data: bigint; stack: bigint; memlock: bigint };
  /** CAP_IPC_LOCK: the last one of them does not hold. */
  mayLock: boolean;
  /** Physical addresses of tables put by: one for each entry of 2 MiB, which may have to become one. */
  readonly depositedTables: number[];
  readonly counters: AddressSpaceCounters;
}

/** A virtual memory area: what a range is for. */
export interface VmArea {
  start: bigint;
  end: bigint; // exclusive; both are page aligned
  /** `vm` bits (vma.ts). */
  flags: number;
  /** For people: `heap`, `stack`, `anonymous`, a file's path. */
  readonly what: string;
  /** The C `struct vm_area_struct`, which drivers' mappings have; 0 for others. */
  structAddress: bigint;
  /** `vm_pgoff`: page of the file at `start`; of anonymous memory, the page number of the address where it was first used. */
  pageOffset: number;
  /** Number of the file in the page cache whose pages these are; null: anonymous memory, or a driver's. */
  readonly file: number | null;
  /** `anon_vma`: areas that once were one have the same; 0: no anonymous page was put here yet. */
  anonymousId: number;
  /** Its anonymous pages may be shared with another process since a fork. */
  forked: boolean;
  /** Why there can be no pages here; absent: there can. */
  readonly unbacked?: string;
}

/** What the kernel knows of a frame that is anonymous memory or in the page cache (the parts of `struct page` that matter here). */
export interface UserPage {
  /** Number of the file whose page it is; null: anonymous. */
  readonly file: number | null;
  /** Page of the file; of anonymous memory, as `VmArea.pageOffset` counts. */
  readonly index: number;
  /** Page-table entries that lead here. */
  mapCount: number;
  /** Anonymous and of one process alone: may be written in place (PageAnonExclusive). */
  exclusive: boolean;
  /** Content that the disk or swap does not have (PG_dirty). */
  dirty: boolean;
  /** Being written (PG_writeback). */
  writeback: boolean;
  /** Used since the reclaim looked last (PG_referenced); entries' accessed bits add to it. */
  referenced: boolean;
  /** MADV_FREE gave it away: clean, it is dropped when memory is short. */
  lazyFree?: boolean;
  /** Where it stands on the swap device; -1: nowhere. */
  swapSlot: number;
}

/** A huge page of anonymous memory (a compound page of order 9): what holds for all of it. */
export interface HugePage {
  /** As `UserPage.index`, of its first page. */
  readonly index: number;
  /** Page-table entries of 2 MiB that lead here. Those of 4 KiB are counted with each page. */
  mapCount: number;
  /** Of one process alone, as long as it is mapped as one. */
  exclusive: boolean;
  /** Some of its pages are nobody's: it is split when memory is short. */
  deferred: boolean;
}

export interface AddressSpaceCounters {
  /** Resident pages of anonymous memory, of private or shared files, and of shared memory; pages that drivers inserted count as file pages. */
  anonymousPages: number;
  filePages: number;
  sharedMemoryPages: number;
  /** Entries that name a place in swap. */
  swapEntries: number;
  /** The most that all areas came to (VmPeak), in pages. */
  mostPages: number;
  /** The most that were resident (VmHWM), in pages. */
  mostResident: number;
  minorFaults: number;
  majorFaults: number;
  zeroPageFaults: number;
  anonymousFaults: number;
  copyFaults: number;
  reuseFaults: number;
  fileFaults: number;
  stackGrowths: number;
  spuriousFaults: number;
  refusedFaults: number;
}

/** First address beyond user space (TASK_SIZE). */
export const userEnd = 0x7fff_ffff_f000n;

/** Before there are processes. The zero page is a cleared frame that stays. */
export function createAddressSpaces(kernelRoot: number, zeroFrame: number, pageCluster = 3): AddressSpaces {
  return {
    spaces: new Map([[0, emptySpace(0, 'kernel', kernelRoot, 0)]]),
    nextId: 1,
    zeroFrame,
    pages: new Map(),
    pins: new Map(),
    hugePages: new Map(),
    hugeZeroFrame: null,
    hugeSettings: { enabled: 'madvise', defrag: 'madvise', useZeroPage: true },
    nextAnonymousId: 1,
    lazyFreeBatch: [],
    committedPages: 0,
    settings: createMemorySettings(pageCluster),
    events: createMemoryEvents(),
    untold: { notEnoughMemory: false, duplicateTold: false, tooMuchData: null, tooMuchDataTold: false },
  };
}

/** RLIM_INFINITY. */
export const noLimit = 2n ** 64n - 1n;

/** Without a table of its own. */
export function emptySpace(id: number, name: string, root: number, asid: number): AddressSpace {
  const heap = { heapStart: 0n, heapEnd: 0n };
  const links = {
    structAddress: 0n,
    refused: null,
    waited: null,
    writer: null,
    dying: false,
    reapAt: Infinity,
    move: null,
    moveError: 0n,
    users: 1,
    futureFlags: 0,
    limits: { space: noLimit, data: noLimit, stack: BigInt(userStackBytes), memlock: 8n << 20n },
    mayLock: true,
    depositedTables: [],
  };
  const places = { areas: [], mappedPages: 0, ...heap, mmapTop: userMmapTop, denseFrom: userMmapTop };
  return { id, name, root, asid, ...places, ...links, counters: createSpaceCounters() };
}

function createSpaceCounters(): AddressSpaceCounters {
  return {
    anonymousPages: 0,
    filePages: 0,
    sharedMemoryPages: 0,
    swapEntries: 0,
    mostPages: 0,
    mostResident: 0,
    minorFaults: 0,
    majorFaults: 0,
    zeroPageFaults: 0,
    anonymousFaults: 0,
    copyFaults: 0,
    reuseFaults: 0,
    fileFaults: 0,
    stackGrowths: 0,
    spuriousFaults: 0,
    refusedFaults: 0,
  };
}

/** VmRSS, in pages. */
export function residentPages({ counters }: AddressSpace): number {
  return counters.anonymousPages + counters.filePages + counters.sharedMemoryPages;
}

/** Where the tables of a space come from. */
export function tableMemory(world: MemoryWorld, { name }: Pick<AddressSpace, 'name'>, cpu: number): TableMemory {
  const { pageAllocator, addressSpaces } = world.kernel;
  return { hardware: world.hardware, pageAllocator, cpu, owner: name, counters: addressSpaces?.events };
}

/**
 * Address spaces: whose page tables exist, which areas (VMAs) each one has, and what it holds. Tables stand in simulated RAM; the areas here are
 * the kernel's word on what an address is for, which a page fault asks.
 *
 * Not modelled: fork, swap, transparent huge pages, randomised layouts, vdso and vsyscall pages, protection keys, resource limits but that of the stack.
 */
import type { MemoryWorld } from '../memory-world.ts';
import type { TableMemory } from '../page-tables.ts';
import { userMmapTop } from '../virtual-layout.ts';

export interface AddressSpaces {
  /** By id; 0 is the kernel's own. */
  readonly spaces: Map<number, AddressSpace>;
  nextId: number;
  /** `empty_zero_page`: what untouched anonymous memory reads from. */
  readonly zeroFrame: number;
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
  /** Where the heap begins and where it ends now (`brk`), in bytes. */
  heapStart: bigint;
  heapEnd: bigint;
  /** mmap chooses below this. */
  readonly mmapTop: bigint;
  /** C `struct mm_struct`, or 0. */
  structAddress: bigint;
  /** A page that a driver's `fault` just refused: the repeated access ends with the signal. */
  refused: { readonly page: bigint; readonly signal: 'SIGSEGV' | 'SIGBUS' } | null;
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
  /** The C `struct vm_area_struct`, which file mappings have; 0 for others. */
  structAddress: bigint;
  /** Why there can be no pages here; absent: there can. */
  readonly unbacked?: string;
}

export interface AddressSpaceCounters {
  /** Resident pages that this space holds: anonymous memory and pages that drivers inserted, not pfn mappings. */
  residentPages: number;
  zeroPageFaults: number;
  anonymousFaults: number;
  copyFaults: number;
  stackGrowths: number;
  spuriousFaults: number;
  refusedFaults: number;
}

/** First address beyond user space (TASK_SIZE). */
export const userEnd = 0x7fff_ffff_f000n;

/** Before there are processes. The zero page is a cleared frame that stays. */
export function createAddressSpaces(kernelRoot: number, zeroFrame: number): AddressSpaces {
  return { spaces: new Map([[0, emptySpace(0, 'kernel', kernelRoot, 0)]]), nextId: 1, zeroFrame };
}

/** Without a table of its own. */
export function emptySpace(id: number, name: string, root: number, asid: number): AddressSpace {
  const counters: AddressSpaceCounters = {
    residentPages: 0,
    zeroPageFaults: 0,
    anonymousFaults: 0,
    copyFaults: 0,
    stackGrowths: 0,
    spuriousFaults: 0,
    refusedFaults: 0,
  };
  const heap = { heapStart: 0n, heapEnd: 0n };
  return { id, name, root, asid, areas: [], ...heap, mmapTop: userMmapTop, structAddress: 0n, refused: null, counters };
}

/** Where the tables of a space come from. */
export function tableMemory(world: MemoryWorld, { name }: Pick<AddressSpace, 'name'>, cpu: number): TableMemory {
  return { hardware: world.hardware, pageAllocator: world.kernel.pageAllocator, cpu, owner: name };
}

/**
 * Address spaces: whose page tables exist, which areas (VMAs) each one has, and what it holds. Tables stand in simulated RAM; the areas here are
 * the kernel's word on what an address is for, which a page fault asks.
 *
 * Not modelled: fork, swap, transparent huge pages, randomised layouts, vdso and vsyscall pages, protection keys, resource limits but that of the stack.
 */
import { coherentRead64, coherentWrite64 } from '../../hardware/coherent-access.ts';
import { switchAddressSpace } from '../../hardware/mmu.ts';
import { flushTlbAsid } from '../../hardware/tlb.ts';
import { kernelRoot } from '../kernel-memory.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { frameBytes, freePages } from '../page-allocator.ts';
import { createTable, freeEmptyTables, type TableMemory } from '../page-tables.ts';
import { userMmapTop } from '../virtual-layout.ts';
import type { Vma } from './vma.ts';
import { releasePages } from './user-pages.ts';

export interface AddressSpaces {
  /** By id; 0 is the kernel's own. */
  readonly spaces: Map<number, AddressSpace>;
  nextId: number;
  /** `empty_zero_page`: what all untouched anonymous memory reads from. null until the first reader. */
  zeroFrame: number | null;
}

export interface AddressSpace {
  readonly id: number;
  name: string; // `kernel`, `app (pid 102)`
  /** Physical address of the top table. */
  readonly root: number;
  /** Tag of its TLB entries: 1 to 4095 (PCID), 0 for the kernel. */
  readonly asid: number;
  /** Ascending, disjoint. */
  readonly areas: Vma[];
  /** Where the heap begins and where it ends now (`brk`), in bytes. */
  heapStart: bigint;
  heapEnd: bigint;
  /** mmap chooses below this. */
  readonly mmapTop: bigint;
  /** C `struct mm_struct`, or 0. */
  structAddress: bigint;
  readonly counters: AddressSpaceCounters;
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
const kernelHalf = 256; // entries of a top table from here on are the kernel's
const asidLimit = 4095;
const spaceLimit = 1024;

export function createAddressSpaces(kernelRootTable: number): AddressSpaces {
  const kernel = emptySpace(0, 'kernel', kernelRootTable, 0);
  return { spaces: new Map([[0, kernel]]), nextId: 1, zeroFrame: null };
}

/** An empty user address space that shares the kernel's half. null: no memory for its top table, or too many spaces. */
export function createAddressSpace(world: MemoryWorld, name: string, cpu = 0): AddressSpace | null {
  const { addressSpaces } = world.kernel;
  const asid = unusedAsid(addressSpaces);
  if (asid === null || addressSpaces.spaces.size >= spaceLimit) return null;
  const root = createTable(tableMemory(world, { name }, cpu));
  if (root === null) return null;
  for (let index = kernelHalf; index < 512; index++) {
    const entry = coherentRead64(world.hardware, kernelRoot(world) + index * 8);
    if (entry !== 0n) coherentWrite64(world.hardware, root + index * 8, entry);
  }
  const space = emptySpace(addressSpaces.nextId++, name, root, asid);
  addressSpaces.spaces.set(space.id, space);
  return space;
}

/** Gives back all its pages and tables. CPUs that still have it loaded go on in the kernel's own. */
export function destroyAddressSpace(world: MemoryWorld, space: AddressSpace, cpu = 0): void {
  if (space.id === 0) throw new RangeError('the kernel keeps its address space');
  releasePages(world, space, 0n, 1n << 47n, cpu);
  space.areas.length = 0;
  for (const { id, root } of world.hardware.cpus) {
    flushTlbAsid(world.hardware, id, space.asid);
    if (root === space.root) switchAddressSpace(world.hardware, id, kernelRoot(world), 0);
  }
  freeEmptyTables(tableMemory(world, space, cpu), space.root, 0n, 1n << 47n);
  freePages(world.kernel.pageAllocator, space.root / frameBytes, 0, cpu);
  world.kernel.addressSpaces.spaces.delete(space.id);
}

export function tableMemory(world: MemoryWorld, { name }: Pick<AddressSpace, 'name'>, cpu: number): TableMemory {
  return { hardware: world.hardware, pageAllocator: world.kernel.pageAllocator, cpu, owner: name };
}

function emptySpace(id: number, name: string, root: number, asid: number): AddressSpace {
  const counters: AddressSpaceCounters = {
    residentPages: 0,
    zeroPageFaults: 0,
    anonymousFaults: 0,
    copyFaults: 0,
    stackGrowths: 0,
    spuriousFaults: 0,
    refusedFaults: 0,
  };
  const areas: Vma[] = [];
  const heap = { heapStart: 0n, heapEnd: 0n };
  return { id, name, root, asid, areas, ...heap, mmapTop: userMmapTop, structAddress: 0n, counters };
}

function unusedAsid({ spaces }: AddressSpaces): number | null {
  const used = new Set([...spaces.values()].map(({ asid }) => asid));
  for (let asid = 1; asid <= asidLimit; asid++) if (!used.has(asid)) return asid;
  return null;
}

/** The birth and death of user address spaces. */
import { coherentRead64, coherentWrite64 } from '../../hardware/coherent-access.ts';
import { switchAddressSpace } from '../../hardware/mmu.ts';
import { flushTlbAsid } from '../../hardware/tlb.ts';
import { inOneGo } from '../cut-work.ts';
import { kernelRoot } from '../kernel-memory.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { frameBytes, freePages } from '../page-allocator.ts';
import { createTable, freeEmptyTables } from '../page-tables.ts';
import { emptySpace, tableMemory, type AddressSpace, type AddressSpaces } from './address-space.ts';
import { forgetUnmapped } from './mappings.ts';
import { releasePages } from './user-pages.ts';

/** Entries of a top table from here on are the kernel's. */
const kernelHalf = 256;
const lowerHalfEnd = 1n << 47n;
const asidLimit = 4095;
const spaceLimit = 1024;

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
export function destroyAddressSpace(world: MemoryWorld, space: AddressSpace, cpu = 0, pieces = inOneGo): void {
  if (space.id === 0) throw new RangeError('the kernel keeps its address space');
  releasePages(world, space, 0n, lowerHalfEnd, cpu, pieces);
  const areas = pieces(0, () => space.areas.splice(0));
  space.mappedPages = 0;
  forgetUnmapped(world, areas, cpu, pieces);
  for (const { id, root } of world.hardware.cpus) {
    flushTlbAsid(world.hardware, id, space.asid);
    if (root === space.root) switchAddressSpace(world.hardware, id, kernelRoot(world), 0);
  }
  freeEmptyTables(tableMemory(world, space, cpu), space.root, 0n, lowerHalfEnd);
  freePages(world.kernel.pageAllocator, space.root / frameBytes, 0, cpu);
  world.kernel.addressSpaces.spaces.delete(space.id);
}

function unusedAsid({ spaces }: AddressSpaces): number | null {
  const used = new Set([...spaces.values()].map(({ asid }) => asid));
  for (let asid = 1; asid <= asidLimit; asid++) if (!used.has(asid)) return asid;
  return null;
}

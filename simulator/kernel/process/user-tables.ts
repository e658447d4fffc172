/** Page-table pages of user address spaces: freed with the last area that could need them (free_pgtables of Linux 6.1), and counted. */
import { coherentRead64, coherentWrite64 } from '../../hardware/coherent-access.ts';
import { pte } from '../../hardware/mmu.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { frameBytes, freePages } from '../page-allocator.ts';
import { entryAddress, entryBytes } from '../page-tables.ts';
import type { AddressSpace } from './address-space.ts';
import { indexOfNext, nextVma } from './vma.ts';

const lowerHalfEnd = 1n << 47n;

/**
 * Frees the tables of [start, end) that lie wholly between the neighbouring areas; there must be no pages left in the range. Returns how many.
 * A table that a neighbour reaches into stays, be it empty or not.
 */
export function freeUserTables(
  world: MemoryWorld,
  space: AddressSpace,
  start: bigint,
  end: bigint,
  cpu: number,
): number {
  const after = nextVma(space, start);
  const before = space.areas[indexOfNext(space, start) - 1];
  const bounds: Bounds = { floor: before?.end ?? 0n, ceiling: after?.start ?? lowerHalfEnd };
  const freed = freeBelow({ world, cpu, bounds }, space.root, 0, start, end);
  world.kernel.addressSpaces.events.tablesFreed += freed;
  return freed;
}

interface Bounds {
  readonly floor: bigint;
  readonly ceiling: bigint;
}

function freeBelow(
  all: { readonly world: MemoryWorld; readonly cpu: number; readonly bounds: Bounds },
  table: number,
  level: number,
  start: bigint,
  end: bigint,
): number {
  if (level === 3) return 0;
  const { world, cpu, bounds } = all;
  const size = BigInt(entryBytes[level]!);
  let freed = 0;
  for (let va = start - (start % size); va < end; va += size) {
    const address = entryAddress(table, va, level);
    const entry = coherentRead64(world.hardware, address);
    if (!(entry & pte.present) || (level > 0 && entry & pte.large)) continue;
    const child = Number(entry & pte.addressMask);
    freed += freeBelow(all, child, level + 1, va > start ? va : start, va + size < end ? va + size : end);
    if (va < bounds.floor || va + size > bounds.ceiling) continue;
    coherentWrite64(world.hardware, address, 0n);
    freePages(world.kernel.pageAllocator, child / frameBytes, 0, cpu);
    freed++;
  }
  return freed;
}

/** Pages that the page tables of a space take, its top table included: counted now. */
export function countTables(world: MemoryWorld, space: AddressSpace): number {
  const below = (table: number, level: number, entries: number): number => {
    let count = 1;
    if (level === 3) return count;
    for (let index = 0; index < entries; index++) {
      const entry = coherentRead64(world.hardware, table + index * 8);
      if (entry & pte.present && !(level > 0 && entry & pte.large)) {
        count += below(Number(entry & pte.addressMask), level + 1, 512);
      }
    }
    return count;
  };
  return below(space.root, 0, 256);
}

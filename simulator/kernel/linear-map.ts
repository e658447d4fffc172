/** Changing the attributes of parts of the kernel's own mappings (Linux: __change_page_attr, arch/arm's __dma_remap): large pages are cut down first. */
import { coherentWrite, coherentWrite64 } from '../hardware/coherent-access.ts';
import { pte } from '../hardware/mmu.ts';
import { createTable, entryBytes, findEntry } from './page-tables.ts';
import type { TableMemory } from './page-tables.ts';

/** Gives the pages of [start, end) these flags. False: no memory for a table, or nothing is mapped there. Nothing is flushed. */
export function protectRange(memory: TableMemory, root: number, start: bigint, end: bigint, flags: bigint): boolean {
  for (let va = start; va < end; va += 4096n) {
    const address = pageEntryAt(memory, root, va);
    if (address === null) return false;
    const leaf = findEntry(memory.hardware, root, va)!;
    coherentWrite64(memory.hardware, address, (leaf.entry & pte.addressMask) | flags);
  }
  return true;
}

/** Physical address of the 4 KiB entry of `va`. */
function pageEntryAt(memory: TableMemory, root: number, va: bigint): number | null {
  for (;;) {
    const leaf = findEntry(memory.hardware, root, va);
    if (!leaf || !(leaf.entry & pte.present)) return null;
    if (leaf.level === 3) return leaf.address;
    const table = createTable(memory);
    if (table === null) return null;
    coherentWrite(memory.hardware, table, pieces(leaf.entry, leaf.level));
    coherentWrite64(memory.hardware, leaf.address, BigInt(table) | pte.present | pte.writable | pte.accessed);
  }
}

/** The 512 entries of the next level that map what one large page did. */
function pieces(entry: bigint, level: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(4096));
  const size = BigInt(entryBytes[level + 1]!);
  const large = level + 1 < 3 ? pte.large : 0n;
  const base = entry & pte.addressMask & ~(BigInt(entryBytes[level]!) - 1n);
  const flags = entry & ~pte.addressMask & ~pte.large;
  for (let index = 0; index < 512; index++)
    view.setBigUint64(index * 8, (base + BigInt(index) * size) | flags | large, true);
  return new Uint8Array(view.buffer);
}

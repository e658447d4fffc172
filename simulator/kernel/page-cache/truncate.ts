/** Changing a file's size: mappings of what is cut off go first, private copies too (unmap_mapping_range, truncate_inode_pages of Linux 6.1). */
import type { KernelContext } from '../kernel-context.ts';
import type { MemoryWorld } from '../memory-world.ts';
import type { Recorder } from '../process/tlb-shootdown.ts';
import { zapRange } from '../process/user-pages.ts';
import { setSize } from './pages.ts';
import type { CachedFile } from './page-cache.ts';

export function truncateFile({ world, cpu, record }: KernelContext, file: CachedFile, size: number): void {
  const unmap = (_: CachedFile, firstPage: number): void =>
    unmapFrom(world, file, firstPage, cpu, (entry) => void record(entry));
  setSize(world, file, size, unmap, cpu);
}

/** Takes pages of the file from `firstPage` on out of every address space. */
function unmapFrom(world: MemoryWorld, { number }: CachedFile, firstPage: number, cpu: number, record: Recorder): void {
  for (const space of world.kernel.addressSpaces.spaces.values()) {
    for (const area of space.areas) {
      if (area.file !== number) continue;
      const ahead = BigInt(Math.max(0, firstPage - area.pageOffset)) * 4096n;
      const start = area.start + ahead;
      if (start < area.end) zapRange(world, space, start, area.end, cpu, record);
    }
  }
}

/** Changing a file's size: mappings of what is cut off go first, private copies too (unmap_mapping_range, truncate_inode_pages of Linux 6.1). */
import { asOnePiece, piecesOf } from '../cut-work.ts';
import type { KernelContext } from '../kernel-context.ts';
import { zapRange } from '../process/user-pages.ts';
import { setSize } from './pages.ts';
import type { CachedFile } from './page-cache.ts';

export function truncateFile(context: KernelContext, file: CachedFile, size: number): void {
  const unmap = (_: CachedFile, firstPage: number): void => unmapFrom(context, file, firstPage);
  setSize(context.world, file, size, unmap, context.cpu, piecesOf(context));
}

/** Takes pages of the file from `firstPage` on out of every address space. */
function unmapFrom(context: KernelContext, { number }: CachedFile, firstPage: number): void {
  const { world, cpu, record } = context;
  for (const space of world.kernel.addressSpaces.spaces.values()) {
    for (const area of space.areas) {
      if (area.file !== number) continue;
      const ahead = BigInt(Math.max(0, firstPage - area.pageOffset)) * 4096n;
      const start = area.start + ahead;
      if (start >= area.end) continue;
      asOnePiece(context, () =>
        zapRange(world, space, start, area.end, cpu, (entry) => void record(entry), piecesOf(context)),
      );
    }
  }
}

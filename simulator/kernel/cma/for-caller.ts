/** CMA on behalf of C code: user memory in the way is moved, failures are logged in the kernel's words (Linux 6.1, mm/cma.c). */
import { logLine, logWarning } from '../call-site.ts';
import { cmaAllocate, cmaRelease } from '../cma.ts';
import type { CmaArea } from '../cma.ts';
import type { KernelContext } from '../kernel-context.ts';
import type { Owner } from '../page-allocator.ts';
import { migratePages } from '../process/migrate.ts';

/** First frame of `pages` frames, aligned to 2^`alignOrder` of them; null: none, which is logged unless `quiet`. */
export function cmaAllocateForCaller(
  context: KernelContext,
  area: CmaArea,
  pages: number,
  alignOrder: number,
  owner: Owner,
  quiet: boolean,
): number | null {
  const { world, cpu } = context;
  const migrate = (first: number, end: number): 'done' | 'no-memory' =>
    migratePages(world, first, end, cpu, (entry) => void context.record(entry));
  const outcome = cmaAllocate(world.kernel.pageAllocator, area, pages, alignOrder, owner, migrate);
  if ('frame' in outcome) {
    context.record({ kind: 'cma-alloc', area: area.name, pfn: outcome.frame, pages });
    return outcome.frame;
  }
  if (outcome.error !== null && !quiet) {
    logLine(context, 3, `cma: cma_alloc: ${area.name}: alloc failed, req-size: ${pages} pages, ret: ${outcome.error}`);
  }
  return null;
}

/** False: the frame is not in the area. Pages that somebody else still holds stay with him, with a warning. */
export function cmaReleaseForCaller(context: KernelContext, area: CmaArea, frame: number, pages: number): boolean {
  const held = cmaRelease(context.world.kernel.pageAllocator, area, frame, pages, context.cpu);
  if (held === null) return false;
  context.record({ kind: 'cma-release', area: area.name, pfn: frame, pages });
  if (held > 0) {
    logLine(context, 4, `${held} pages are still in use!`);
    logWarning(context, 'mm/page_alloc.c:9508 free_contig_range');
  }
  return true;
}

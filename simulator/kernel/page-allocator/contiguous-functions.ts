/**
 * alloc_contig_range and free_contig_range as C calls them (Linux 6.1, mm/page_alloc.c): frames that the caller names, from which user memory is moved away.
 *
 * Not modelled: where pageblocks cannot be isolated because of what stands in them, those isolated before keep their types instead of getting the caller's.
 */
import { callSite, logWarning } from '../call-site.ts';
import type { KernelContext, KernelFunctions } from '../kernel-context.ts';
import { errno } from '../kernel-context.ts';
import { migratePages } from '../process/migrate.ts';
import { zoneOfFrame } from './allocate.ts';
import { blockHolding } from './blocks.ts';
import { pageblockFrames, pageblockType } from './buddy.ts';
import { hasUnmovable, takeRange } from './contiguous-range.ts';
import type { RangeOutcome } from './contiguous-range.ts';
import { dropReference } from './functions.ts';
import { migratetype } from './gfp.ts';

const results: Readonly<Record<RangeOutcome, number>> = { taken: 0, busy: -errno.EBUSY, 'no-memory': -errno.ENOMEM };

export const contiguousRangeFunctions: KernelFunctions = {
  /** 0, -EBUSY or -ENOMEM. Pages of `[start, end)` are single ones with one reference each. */
  alloc_contig_range(context: KernelContext, start: bigint, end: bigint, type: number, flags: number): number {
    const { world, cpu } = context;
    const [first, last] = [Number(start), Number(end)];
    void flags;
    if (first >= last || !canBeIsolated(context, first, last, type)) return -errno.EBUSY;
    const what = `frames 0x${start.toString(16)} to 0x${end.toString(16)}`;
    const owner = { kind: 'kernel-pages', what, statement: callSite(context) } as const;
    const migrate = (from: number, to: number): 'done' | 'no-memory' =>
      migratePages(world, from, to, cpu, (entry) => void context.record(entry));
    return results[takeRange(world.kernel.pageAllocator, first, last, owner, migrate, type)];
  },
  free_contig_range(context: KernelContext, first: bigint, count: bigint) {
    let held = 0;
    for (let frame = Number(first); frame < Number(first + count); frame++) {
      if (referencesOf(context, frame) !== 1) held++;
      dropReference(context, frame, 0);
    }
    if (held > 0) logWarning(context, 'mm/page_alloc.c:9508 free_contig_range', `${held} pages are still in use!`);
  },
};

/** `start_isolate_page_range`: the pageblocks at both ends are looked at as a whole, and CMA's are for CMA alone. */
function canBeIsolated({ world }: KernelContext, first: number, end: number, type: number): boolean {
  const { pageAllocator } = world.kernel;
  if (zoneOfFrame(pageAllocator, first) !== zoneOfFrame(pageAllocator, end - 1)) return false;
  const from = first - (first % pageblockFrames);
  const to = Math.ceil(end / pageblockFrames) * pageblockFrames;
  for (let block = from; block < to; block += pageblockFrames) {
    if (pageblockType(pageAllocator, block) === migratetype.cma) {
      if (type !== migratetype.cma) return false;
    } else if (hasUnmovable(pageAllocator, block, block + pageblockFrames)) return false;
  }
  return true;
}

function referencesOf({ world }: KernelContext, frame: number): number {
  const { pageAllocator } = world.kernel;
  const block = blockHolding(pageAllocator, frame);
  return block?.first === frame ? (pageAllocator.references.get(frame) ?? 1) : 0;
}

/** Allocating pages on behalf of C code: owner with call site, the kernel's warnings on failure, zeroing through the CPU. */
import { inOneGo, piecesOf, zeroNow } from '../cut-work.ts';
import { callSite, logWarning, warnOnce } from '../call-site.ts';
import type { KernelContext } from '../kernel-context.ts';
import { directAddress } from '../kernel-memory.ts';
import { allocatePages, frameBytes } from '../page-allocator.ts';
import type { OwnerKind } from '../page-allocator.ts';
import { migratePages } from '../process/migrate.ts';
import { compactAndAllocate } from './compaction.ts';
import type { Migrate } from './contiguous-range.ts';
import { orderCount } from './free-blocks.ts';
import { warnOfFailure } from './failure-report.ts';
import { gfp } from './gfp.ts';
import { endStall, isOomVictim, waitForMemory } from './stall.ts';

export interface CallerRequest {
  readonly order: number;
  readonly gfp: number;
  readonly kind: OwnerKind;
  readonly what: string;
  /** Worked out by the caller already; else found here. */
  readonly statement?: number | null;
  /** The call has done nothing yet: it may be left and made again when memory has been waited for. */
  readonly stalls?: boolean;
}

/** First frame or null, with the log lines of a real failure. `__GFP_ZERO` zeroes by CPU stores, as `clear_page` does. */
export function allocateForCaller(context: KernelContext, request: CallerRequest): number | null {
  const allocator = context.world.kernel.pageAllocator;
  const statement = request.statement === undefined ? callSite(context) : request.statement;
  const owner = { kind: request.kind, what: request.what, statement };
  const { order } = request;
  if (request.gfp & gfp.NOFAIL && order > 1) warnOnce(context, 'nofail', 'mm/page_alloc.c:3891 get_page_from_freelist');
  const wanted = { order, gfp: request.gfp, cpu: context.cpu, owner };
  const migrate: Migrate = (first, end) =>
    migratePages(context.world, first, end, context.cpu, (entry) => void context.record(entry));
  const frame =
    allocatePages(allocator, wanted) ??
    compactAndAllocate(allocator, wanted, migrate, request.stalls ? piecesOf(context) : inOneGo) ??
    (isOomVictim(context) ? allocatePages(allocator, { ...wanted, victim: true }) : null);
  if (frame === null) {
    if (request.stalls && order < orderCount) waitForMemory(context, request.gfp, order);
    reportFailure(context, request);
    return null;
  }
  if (request.stalls) endStall(context);
  if (request.gfp & gfp.ZERO) zeroNow(context, directAddress(frame * frameBytes), frameBytes * 2 ** order);
  return frame;
}

/** Smallest order whose block holds so many bytes; 52 for 0, as the kernel's arithmetic has it. */
export function orderFor(bytes: number): number {
  if (bytes === 0) return 52;
  return Math.max(0, Math.ceil(Math.log2(Math.ceil(bytes / frameBytes))));
}

/** A DMA zone that nobody manages is no surprise; everything else is said unless the caller forbids it. */
function reportFailure(context: KernelContext, { order, gfp: flags, what }: CallerRequest): void {
  const allocator = context.world.kernel.pageAllocator;
  const tooLarge = order >= orderCount;
  const reason = tooLarge ? `order ${order} is more than the buddy has` : `no free block of order ${order}`;
  context.record({ kind: 'allocation-failed', device: null, what, size: frameBytes * 2 ** order, reason });
  if (flags & gfp.NOWARN) return;
  if (tooLarge) {
    // Line and function as Linux 6.1.192 prints them.
    if (!allocator.warnedOfOrder) logWarning(context, 'mm/page_alloc.c:5634 __alloc_pages');
    allocator.warnedOfOrder = true;
    return;
  }
  warnOfFailure(context, flags, `page allocation failure: order:${order}`);
}

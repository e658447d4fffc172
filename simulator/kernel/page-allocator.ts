/**
 * The page allocator of the simulated Linux: zones, buddy, per-CPU lists, and for every allocated block whose it is. State is plain and sparse:
 * what it costs depends on the blocks in use, so that a machine of 1 TiB starts as fast as a small one. The algorithms are in `page-allocator/`.
 *
 * Not modelled: NUMA, watermark boost, lists of huge pages for each CPU (a kernel without transparent huge pages has none either).
 */
import type { Buddy } from './page-allocator/buddy.ts';
import type { FrameTable } from './page-allocator/frame-table.ts';
import type { Owner, Owners } from './page-allocator/owners.ts';

export { allocatePages, freePages, freeSplitPages, splitPages, zoneOfFrame } from './page-allocator/allocate.ts';
export type { FreeOutcome, PageRequest } from './page-allocator/allocate.ts';
export { createPageAllocator } from './page-allocator/create.ts';
export { blockHolding } from './page-allocator/blocks.ts';
export { describeZones, ownerOfFrame, ownerRuns } from './page-allocator/inspect.ts';
export type { FrameOwner, OwnerRun, ZoneDescription } from './page-allocator/inspect.ts';
export type { Owner, OwnerKind } from './page-allocator/owners.ts';

export interface PageAllocator extends Buddy {
  /** Usable RAM as frame ranges [first, end), ascending. */
  readonly ram: readonly (readonly [number, number])[];
  /** By first frame of a block: free (`free-blocks.ts`) or allocated (`page-allocator/blocks.ts`). */
  readonly frames: FrameTable;
  readonly owners: Owners;
  /** By first frame: reference count where it is not 1. */
  readonly references: Map<number, number>;
  /** What the boot took before the buddy existed. Ascending, disjoint. */
  readonly reservations: Reservation[];
  /** What /proc/vmstat counts. */
  readonly events: PageEvents;
  /** Virtual ns until which failures are not logged again. */
  silentUntil: number;
  /** WARN_ON_ONCE has been shown for an order that is too large. */
  warnedOfOrder: boolean;
  /** By task: an allocation that waits for memory, and whether it is made for the last time. */
  readonly stalled: Map<number, 'again' | 'last'>;
}
/** Pages, since boot; `pgalloc` and `allocstall` by zone. */
export interface PageEvents {
  readonly pgalloc: number[];
  readonly allocstall: number[];
  pgfree: number;
  pgmigrateSuccess: number;
  pgmigrateFail: number;
  compactStall: number;
  compactSuccess: number;
  compactFail: number;
  cmaAllocSuccess: number;
  cmaAllocFail: number;
}
export interface Reservation {
  readonly first: number;
  readonly end: number; // exclusive
  readonly owner: Owner;
  /** Allocated by the boot, and so the zone's to manage. */
  readonly managed?: boolean;
}

export const frameBytes = 4096;

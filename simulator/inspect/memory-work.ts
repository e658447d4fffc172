/** What a run made the machine do, as counts in groups: the totals of `run --stats`. */
import { currentCounters } from '../hardware/access-counts.ts';
import type { World } from '../world.ts';

export interface WorkGroup {
  readonly title: string;
  /** Names and numbers, those that are not zero. */
  readonly rows: readonly (readonly [string, number])[];
}

export function inspectMemoryWork(world: World): WorkGroup[] {
  const e = world.kernel.addressSpaces.events;
  const h = currentCounters(world.hardware);
  const groups: WorkGroup[] = [
    {
      title: 'page faults',
      rows: [
        ['page-faults', e.faults],
        ['major-faults', e.majorFaults],
        ['zero-page', e.zeroPageFaults],
        ['anonymous', e.anonymousFaults],
        ['copy-on-write', e.copyFaults],
        ['reused-in-place', e.reuseFaults],
        ['huge-page', e.hugeFaults],
        ['huge-page-fallback', e.hugeFallbacks],
        ['file', e.fileFaults],
        ['fault-around-entries', e.faultAroundEntries],
        ['write-notify', e.writeProtectFaults],
        ['swap', e.swapFaults],
      ],
    },
    {
      title: 'pages and page tables',
      rows: [
        ['pages-zeroed', e.pagesZeroed],
        ['pages-copied', e.pagesCopied],
        ['entries-set', e.entriesSet],
        ['entries-cleared', e.entriesCleared],
        ['entries-moved', e.entriesMoved],
        ['pmd-tables-moved', e.pmdsMoved],
        ['pud-tables-moved', e.pudsMoved],
        ['huge-entries-moved', e.hugeEntriesMoved],
        ['huge-entries-split', e.hugeEntriesSplit],
        ['huge-pages-split', e.hugePagesSplit],
        ['tables-allocated', e.tablesAllocated],
        ['tables-freed', e.tablesFreed],
      ],
    },
    {
      title: 'TLB',
      rows: [
        ['flush-rounds', e.tlbFlushRounds],
        ['pages-flushed', e.tlbPagesFlushed],
        ['full-flushes', e.tlbFullFlushes],
        ['shootdown-interrupts', e.tlbInterrupts],
        ['lazy-cpus-skipped', e.tlbLazySkipped],
        ['tlb-misses', h.tlbMisses],
        ['table-reads', h.walkReads],
      ],
    },
    {
      title: 'disk and swap',
      rows: [
        ['disk-reads', e.diskReads],
        ['disk-writes', e.diskWrites],
        ['sectors-read', e.sectorsRead],
        ['sectors-written', e.sectorsWritten],
        ['pages-written-back', e.pagesWrittenBack],
        ['pages-read-ahead', e.readAheadPages],
        ['swapped-in', e.swapIns],
        ['swapped-out', e.swapOuts],
        ['pages-scanned', e.pagesScanned],
        ['pages-reclaimed', e.pagesReclaimed],
        ['oom-kills', e.oomKills],
      ],
    },
    {
      title: 'memory accesses',
      rows: [
        ['accesses', h.accesses],
        ['L1-misses', h.l1Misses],
        ['last-level-misses', h.lastLevelMisses],
        ['dma-bytes-read', h.dmaBytesRead],
        ['dma-bytes-written', h.dmaBytesWritten],
      ],
    },
  ];
  const shown = groups.map(({ title, rows }) => ({ title, rows: rows.filter(([, count]) => count > 0) }));
  return shown.filter(({ rows }) => rows.length > 0);
}

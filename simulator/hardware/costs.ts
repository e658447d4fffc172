/** What things cost in virtual nanoseconds, each with where the figure is from. A machine file may say otherwise (`costs`), because every real machine differs. */

export interface CostEntry {
  /** ns */
  readonly value: number;
  readonly source: string;
}

/** 4 cycles of a 3 GHz core are 1.33 ns, and so on. */
export const costTable = {
  statement: {
    value: 1,
    source: 'estimate: a C statement without its memory accesses, as gcc -O0 code on a 3 GHz core',
  },
  l1Hit: { value: 4 / 3, source: 'Intel optimisation manual, Skylake client: 4 cycles' },
  lastLevelHit: { value: 44 / 3, source: 'Intel optimisation manual, Skylake client: 44 cycles' },
  memory: { value: 100, source: '"numbers everyone should know": DRAM about 100 ns' },
  memoryStreamed: {
    value: 1.84,
    source:
      'Linux 6.18, measured: memcpy of 256 MiB into faulted memory 26.6 ms, two lines missed for each 64 bytes, less their L1 accesses',
  },
  walkRead: { value: 20 / 3 / 4, source: 'Haswell: a walk with cached entries about 20 cycles, four levels' },
  uncachedAccess: { value: 100, source: 'as DRAM' },
  mmioRead: { value: 800, source: 'estimate: PCI Express round trip, not sourced' },
  mmioWrite: { value: 40, source: 'estimate: posted write, not sourced' },
  tlbFlushPage: { value: 140, source: 'INVLPG, A. Shi, lkml 1205.0/00700 (assumed there, Sandy Bridge)' },
  tlbFlushAll: { value: 140, source: 'estimate: as one INVLPG; the refills are counted as they come' },
  ipi: { value: 1000, source: 'shootdown about 1 µs plus 0.2 µs for each receiver (secondary, unverified)' },
  ipiReceiver: { value: 200, source: 'shootdown about 1 µs plus 0.2 µs for each receiver (secondary, unverified)' },
  pageFault: { value: 350, source: 'Haswell: 1050 cycles for exception and iret (L. Torvalds, 2014)' },
  clearPage: { value: 200, source: 'estimate: 4 KiB at 20 GB/s, not sourced' },
  copyPage: { value: 406, source: 'Linux 6.18, measured: memcpy of 256 MiB into faulted memory 26.6 ms, by the page' },
  entryMove: { value: 13, source: 'Linux 6.18, measured: slope of mremap by page-table entries' },
  tableMove: { value: 500, source: 'Linux 6.18, measured: slope of mremap by 2 MiB tables' },
  solidStateRequest: { value: 80000, source: 'estimate: a SATA or NVMe read of 4 KiB about 80 µs, not sourced' },
  solidStatePage: { value: 2000, source: 'estimate: 2 GB/s, not sourced' },
  rotationalSeek: { value: 8000000, source: 'estimate: 4 ms seek and half a turn at 7200/min, not sourced' },
  rotationalPage: { value: 27000, source: 'estimate: 150 MB/s, not sourced' },
  cacheLineMaintenance: {
    value: 320,
    source: 'AM335x at most 200 MB/s with dma_unmap (J. Holt, 2016), derived for a 64-byte line',
  },
  iotlbInvalidation: { value: 240, source: 'SMMU CMD_SYNC, local node (B. Song, per-numa CMA)' },
} as const satisfies Record<string, CostEntry>;

export type CostName = keyof typeof costTable;
export type Costs = Readonly<Record<CostName, number>>;

/**
 * The table with some figures replaced. Every cost is rounded to 1/1024 ns: sums of such numbers are exact in a double, whatever their
 * order, so that replaying with other fast paths arrives at the same time.
 */
export function createCosts(overrides: Partial<Costs> = {}): Costs {
  const costs: Record<string, number> = {};
  for (const [name, { value }] of Object.entries(costTable)) {
    costs[name] = Math.round((overrides[name as CostName] ?? value) * 1024) / 1024;
  }
  costs['statement'] = Math.max(costs['statement']!, 1 / 1024); // something must move the clock
  return withFastMembers(costs) as Costs;
}

/** A copy whose members an engine finds without a hash table, in which they stand when they were entered by computed names. */
export function withFastMembers<Members extends object>(members: Members): Members {
  return JSON.parse(JSON.stringify(members)) as Members;
}

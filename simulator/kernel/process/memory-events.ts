/** Counts of everything that user memory makes the machine do: what `/proc/vmstat`, `run --stats`, views and tests show. Work, never times. */

export interface MemoryEvents {
  /** Page faults, and those of them that had to wait for a disk. */
  faults: number;
  majorFaults: number;
  zeroPageFaults: number;
  anonymousFaults: number;
  copyFaults: number;
  reuseFaults: number;
  fileFaults: number;
  /** Entries for pages beside the faulting one, in the page cache already (fault-around). */
  faultAroundEntries: number;
  /** Faults that only made a page writable that writeback had protected. */
  writeProtectFaults: number;
  swapFaults: number;
  /** Faults that gave a huge page, and those for which there was none (thp_fault_alloc, thp_fault_fallback). */
  hugeFaults: number;
  hugeFallbacks: number;
  hugeZeroPages: number;
  /** Entries of 2 MiB that became 512 (thp_split_pmd); huge pages that became 512, and those that wait for it. */
  hugeEntriesSplit: number;
  hugePagesSplit: number;
  hugeSplitsDeferred: number;
  hugeEntriesMoved: number;
  pagesZeroed: number;
  /** For copy-on-write and at fork. */
  pagesCopied: number;
  entriesSet: number;
  entriesCleared: number;
  /** By mremap, at each level of the tables. */
  entriesMoved: number;
  pmdsMoved: number;
  pudsMoved: number;
  tablesAllocated: number;
  tablesFreed: number;
  /** Rounds of flushing, one for each range; and what they came to. */
  tlbFlushRounds: number;
  tlbPagesFlushed: number;
  tlbFullFlushes: number;
  tlbInterrupts: number;
  /** CPUs that only borrow the space and look at its generation when they switch. */
  tlbLazySkipped: number;
  diskReads: number;
  diskWrites: number;
  sectorsRead: number;
  sectorsWritten: number;
  pagesWrittenBack: number;
  readAheadPages: number;
  swapIns: number;
  swapOuts: number;
  pagesScanned: number;
  pagesReclaimed: number;
  oomKills: number;
}

export function createMemoryEvents(): MemoryEvents {
  return {
    faults: 0,
    majorFaults: 0,
    zeroPageFaults: 0,
    anonymousFaults: 0,
    copyFaults: 0,
    reuseFaults: 0,
    fileFaults: 0,
    faultAroundEntries: 0,
    writeProtectFaults: 0,
    swapFaults: 0,
    hugeFaults: 0,
    hugeFallbacks: 0,
    hugeZeroPages: 0,
    hugeEntriesSplit: 0,
    hugePagesSplit: 0,
    hugeSplitsDeferred: 0,
    hugeEntriesMoved: 0,
    pagesZeroed: 0,
    pagesCopied: 0,
    entriesSet: 0,
    entriesCleared: 0,
    entriesMoved: 0,
    pmdsMoved: 0,
    pudsMoved: 0,
    tablesAllocated: 0,
    tablesFreed: 0,
    tlbFlushRounds: 0,
    tlbPagesFlushed: 0,
    tlbFullFlushes: 0,
    tlbInterrupts: 0,
    tlbLazySkipped: 0,
    diskReads: 0,
    diskWrites: 0,
    sectorsRead: 0,
    sectorsWritten: 0,
    pagesWrittenBack: 0,
    readAheadPages: 0,
    swapIns: 0,
    swapOuts: 0,
    pagesScanned: 0,
    pagesReclaimed: 0,
    oomKills: 0,
  };
}

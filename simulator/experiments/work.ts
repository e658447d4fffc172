/** What a machine has done up to now, and what lies between two such moments: the counts that experiments tell. */
import { currentCharges, type Charges } from '../hardware/charges.ts';
import { currentCounters } from '../hardware/access-counts.ts';
import type { CostName } from '../hardware/costs.ts';
import { newestFirst, type JournalRecord } from '../journal.ts';
import { describeZones, frameBytes } from '../kernel/page-allocator.ts';
import type { World } from '../world.ts';

export interface WorkTotals {
  readonly counts: Readonly<Record<string, number>>;
  readonly charges: Charges;
  /** Of the next record of the journal. */
  readonly sequence: number;
}
export interface Work {
  readonly counts: Record<string, number>;
  readonly charges: Partial<Charges>;
}

export function workSoFar(world: World): WorkTotals {
  const counters = currentCounters(world.hardware);
  const { events } = world.kernel.pageAllocator;
  const allocated = events.pgalloc.reduce((sum, pages) => sum + pages, 0);
  const free = describeZones(world.kernel.pageAllocator).reduce((sum, zone) => sum + zone.freeFrames, 0);
  return {
    counts: {
      ...world.kernel.addressSpaces.events,
      ...counters,
      bytesTaken: -free * frameBytes,
      bytesAllocated: allocated * frameBytes,
    },
    charges: { ...currentCharges(world.hardware), statement: world.statements },
    sequence: world.journal.nextSequence,
  };
}

/** `repeat`: how often the work was done; everything is told for one. */
export function workSince(before: WorkTotals, world: World, repeat: number): Work {
  const after = workSoFar(world);
  const counts: Record<string, number> = {};
  for (const [name, count] of Object.entries(after.counts)) counts[name] = (count - before.counts[name]!) / repeat;
  const records = recordsSince(world, before.sequence);
  const reported = reportedIn(records);
  Object.assign(counts, derived(counts, reported), callsIn(records, repeat), reported);
  const charges: Partial<Charges> = {};
  for (const [name, times] of Object.entries(after.charges) as [CostName, number][]) {
    const more = times - before.charges[name];
    if (more > 0) charges[name] = more / repeat;
  }
  return { counts, charges };
}

function derived(
  counts: Readonly<Record<string, number>>,
  reported: Readonly<Record<string, number>>,
): Record<string, number> {
  return {
    /** For each of the objects that the program allocates, by what it is told (ksize) or by the pages that are gone. */
    taken: reported['each'] ?? counts['bytesTaken']! / (reported['objects'] ?? 1),
    tablesMoved: counts['pmdsMoved']! + counts['pudsMoved']!,
    cacheLineOperations: counts['linesCleaned']! + counts['linesInvalidated']!,
  };
}

/** Those of them that are counted, or that the program says something in, in order. */
function recordsSince({ journal }: World, since: number): JournalRecord[] {
  const records: JournalRecord[] = [];
  for (const each of newestFirst(journal, [...Object.values(calls), 'log', 'output'])) {
    if (each.sequence < since) break;
    records.push(each);
  }
  return records.reverse();
}

const calls: Readonly<Record<string, JournalRecord['kind']>> = {
  mapCalls: 'dma-map',
  unmapCalls: 'dma-unmap',
  syncCalls: 'dma-sync',
  coherentAllocations: 'coherent-alloc',
  iommuMappings: 'iommu-map',
};

function callsIn(records: readonly JournalRecord[], repeat: number): Record<string, number> {
  const count = (kind: JournalRecord['kind']): number => records.filter((each) => each.kind === kind).length / repeat;
  return Object.fromEntries(Object.entries(calls).map(([name, kind]) => [name, count(kind)]));
}

/** What the program says itself, in lines that end in `name=number`; the last word counts. */
function reportedIn(records: readonly JournalRecord[]): Record<string, number> {
  const reported: Record<string, number> = {};
  for (const each of records) {
    if (each.kind !== 'log' && each.kind !== 'output') continue;
    for (const [, name, value] of each.text.matchAll(/\b([a-zA-Z]+)=(\d+)$/gm)) reported[name!] = Number(value);
  }
  return reported;
}

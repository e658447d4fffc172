/** What happened in the simulated world, as typed records in order. Views, breakpoints on events, tests and `--json` all read this one list. */
import {
  columnsFor,
  isInColumns,
  headIn,
  isSameInColumns,
  kindInColumns,
  readColumns,
  writeColumns,
} from './journal-columns.ts';
import type { JournalColumns } from './journal-columns.ts';
import type { Circumstances, JournalEntry, JournalRecord, RecordOfKind } from './journal-record.ts';

export type * from './journal-record.ts';

/** Bounded: when full, the oldest quarter is dropped and counted. Read it with the functions below. */
export interface Journal {
  /** In order, without a gap; null: the record stands in `columns`. */
  readonly slots: (JournalRecord | null)[];
  columns: JournalColumns | null;
  nextSequence: number;
  dropped: number;
  readonly capacity: number;
}

export function createJournal(capacity = 262_144): Journal {
  return { slots: [], columns: null, nextSequence: 0, dropped: 0, capacity };
}

/** Returns its sequence: `recordNumbered` reads it, for whoever wants it whole. */
export function appendRecord(journal: Journal, circumstances: Circumstances, entry: JournalEntry): number {
  const { slots } = journal;
  dropOldest(journal);
  const sequence = journal.nextSequence++;
  const inColumns = isInColumns(entry) && writeColumns(columnsFor(journal, sequence), sequence, circumstances, entry);
  if (inColumns) slots.push(null);
  else {
    const { at, cpu, task, stack } = circumstances;
    slots.push({ sequence, at, cpu, task, stack, ...entry });
  }
  return sequence;
}

/** A record whose sequence is the next one. */
export function appendWhole(journal: Journal, record: JournalRecord): void {
  dropOldest(journal);
  journal.nextSequence = record.sequence + 1;
  journal.slots.push(record);
}

function dropOldest(journal: Journal): void {
  const { slots, capacity } = journal;
  if (slots.length < capacity) return;
  const excess = capacity >>> 2;
  slots.splice(0, excess);
  journal.dropped += excess;
}

/** One that is still there. */
export function recordNumbered(journal: Journal, sequence: number): JournalRecord {
  return journal.slots[sequence - firstSequence(journal)] ?? readColumns(journal.columns!, sequence);
}

/** Sequence of the oldest record that is still there; the next one where there is none. */
export function firstSequence({ slots, nextSequence }: Journal): number {
  return nextSequence - slots.length;
}

/** Oldest first, from a sequence on. */
export function allRecords(journal: Journal, from = 0): JournalRecord[] {
  const first = firstSequence(journal);
  const start = Math.max(0, from - first);
  return journal.slots
    .slice(start)
    .map((record, index) => record ?? readColumns(journal.columns!, first + start + index));
}

export function recordsOfKind<Kind extends JournalRecord['kind']>(journal: Journal, kind: Kind): RecordOfKind<Kind>[] {
  return recordsOfKinds(journal, [kind]);
}

/** Oldest first, from a sequence on; no others are made. */
export function recordsOfKinds<Kind extends JournalRecord['kind']>(
  journal: Journal,
  wanted: readonly Kind[],
  from = 0,
): RecordOfKind<Kind>[] {
  const kinds: ReadonlySet<string> = new Set(wanted);
  const found: JournalRecord[] = [];
  forEachRecord(journal, from, (sequence, kind, record) => {
    if (kinds.has(kind)) found.push(record ?? readColumns(journal.columns!, sequence));
  });
  return found as RecordOfKind<Kind>[];
}

/** Oldest first, from a sequence on; `record` null: it stands in columns, from where `recordNumbered` makes it. */
export function forEachRecord(
  { slots, columns, nextSequence }: Journal,
  from: number,
  visit: (sequence: number, kind: JournalRecord['kind'], record: JournalRecord | null) => void,
): void {
  const first = nextSequence - slots.length;
  for (let index = Math.max(0, from - first); index < slots.length; index++) {
    const record = slots[index]!;
    visit(first + index, record ? record.kind : kindInColumns(columns!, first + index), record);
  }
}

/** False: they differ in more than their circumstances, or do not both stand in columns; `recordNumbered` of both tells. */
export function isSameInBoth(one: Journal, other: Journal, sequence: number): boolean {
  const [own, others] = [one.slots[sequence - firstSequence(one)], other.slots[sequence - firstSequence(other)]];
  if (own !== null || others !== null) return own !== undefined && own === others;
  return isSameInColumns(one.columns!, other.columns!, sequence);
}

/** When, where and by whom, of a record that stands in columns. */
export function headInColumns({ columns }: Journal, sequence: number): Pick<JournalRecord, 'at' | 'cpu' | 'task'> {
  return headIn(columns!, sequence);
}

/** Those before the sequence `before`. */
export function* newestFirst<Kind extends JournalRecord['kind']>(
  journal: Journal,
  wanted: readonly Kind[],
  before = journal.nextSequence,
): Iterable<RecordOfKind<Kind>> {
  const { slots, columns } = journal;
  const first = firstSequence(journal);
  for (let index = Math.min(before - first, slots.length) - 1; index >= 0; index--) {
    const record = slots[index] ?? null;
    const kind = record ? record.kind : kindInColumns(columns!, first + index);
    if ((wanted as readonly string[]).includes(kind))
      yield (record ?? readColumns(columns!, first + index)) as RecordOfKind<Kind>;
  }
}

/** Goes on behind records that were written before, as far as those are known. What is in front of a gap is dropped. */
export function regainRecords(journal: Journal, nextSequence: number, known: readonly JournalRecord[]): void {
  if (nextSequence <= journal.nextSequence) return;
  const again = known.filter(({ sequence }) => sequence >= journal.nextSequence && sequence < nextSequence);
  if (again.length < nextSequence - journal.nextSequence) {
    journal.slots.length = 0;
    journal.dropped = nextSequence - again.length;
  }
  for (const record of again) journal.slots.push(record);
  journal.nextSequence = nextSequence;
}

/** Records from `nextSequence` on have not been written yet. What had been dropped stays dropped. */
export function forgetRecords(journal: Journal, nextSequence: number): void {
  const kept = nextSequence - firstSequence(journal);
  journal.slots.length = Math.max(0, Math.min(journal.slots.length, kept));
  journal.nextSequence = nextSequence;
}

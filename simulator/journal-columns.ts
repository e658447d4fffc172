/** Columns of the journal for records that a driver makes by the million: its mappings, and what they make an IOMMU do. A record is made anew for whoever reads it. */
import type { Circumstances, Journal, JournalEntry, JournalRecord } from './journal.ts';

/** Rings, in which a record stands at its sequence modulo their length. */
export interface JournalColumns {
  readonly at: Float64Array;
  /** -1: null, as in `task`. */
  readonly cpu: Int32Array;
  readonly task: Int32Array;
  readonly stack: (readonly number[])[];
  /** Index into `kinds`. */
  readonly kind: Uint8Array;
  /** Places in `names`, three to a record. */
  readonly words: Uint16Array;
  readonly address: BigUint64Array;
  /** Three to a record; NaN: null. */
  readonly numbers: Float64Array;
  readonly names: string[];
  readonly placeOfName: Map<string, number>;
  /** By kind, of each of the three words the one that was written last. */
  readonly latest: Uint16Array;
  /** By kind: the stack that was written last, which others like it share. */
  readonly latestStack: (readonly number[])[];
}

type ColumnKind = 'dma-map' | 'dma-unmap' | 'dma-sync' | 'iommu-map' | 'iommu-unmap' | 'iotlb-invalidation';
type ColumnEntry = Extract<JournalEntry, { readonly kind: ColumnKind }>;

const kinds: readonly ColumnKind[] = [
  'dma-map',
  'dma-unmap',
  'dma-sync',
  'iommu-map',
  'iommu-unmap',
  'iotlb-invalidation',
];
const mostNames = 65536;

/** For so many records at least as are there, `held`, and the next one; more take longer ones. */
function createColumns(held: number, capacity: number): JournalColumns {
  return {
    ...rowsOf(rowsFor(held, capacity)),
    names: [],
    placeOfName: new Map(),
    latest: new Uint16Array(3 * kinds.length),
    latestStack: kinds.map(() => []),
  };
}

type Rows = Pick<JournalColumns, 'at' | 'cpu' | 'task' | 'stack' | 'kind' | 'words' | 'address' | 'numbers'>;

const fewestRows = 1024;

function rowsFor(held: number, capacity: number): number {
  let rows = fewestRows;
  while (rows <= held) rows *= 2;
  return Math.min(rows, capacity);
}

function rowsOf(length: number): Rows {
  return {
    at: new Float64Array(length),
    cpu: new Int32Array(length),
    task: new Int32Array(length),
    stack: [],
    kind: new Uint8Array(length),
    words: new Uint16Array(3 * length),
    address: new BigUint64Array(length),
    numbers: new Float64Array(3 * length),
  };
}

/** With the records from the sequence `first` up to, not including, `end`. */
export function copyColumns(columns: JournalColumns, first: number, end: number, capacity: number): JournalColumns {
  const { names, placeOfName, latest, latestStack } = columns;
  return {
    ...placedAnew(columns, first, end, capacity),
    names: names.slice(),
    placeOfName: new Map(placeOfName),
    latest: latest.slice(),
    latestStack: latestStack.slice(),
  };
}

/** Those of a journal, with room for a record of this sequence. */
export function columnsFor(journal: Journal, sequence: number): JournalColumns {
  const { slots, capacity } = journal;
  const columns = (journal.columns ??= createColumns(slots.length, capacity));
  makeRoom(columns, sequence - slots.length, sequence, capacity);
  return columns;
}

/** Makes room for one more than the records from `first` up to, not including, `end`. */
function makeRoom(columns: JournalColumns, first: number, end: number, capacity: number): void {
  if (end - first >= columns.kind.length) Object.assign(columns, placedAnew(columns, first, end, capacity));
}

function placedAnew(columns: JournalColumns, first: number, end: number, capacity: number): Rows {
  const rows = rowsOf(rowsFor(end - first, capacity));
  for (let from = first; from < end;) {
    const [start, to] = [from % columns.kind.length, from % rows.kind.length];
    const count = Math.min(end - from, columns.kind.length - start, rows.kind.length - to);
    copyRows(columns, rows, start, to, count);
    from += count;
  }
  return rows;
}

function copyRows(from: Rows, to: Rows, start: number, at: number, count: number): void {
  const end = start + count;
  to.at.set(from.at.subarray(start, end), at);
  to.cpu.set(from.cpu.subarray(start, end), at);
  to.task.set(from.task.subarray(start, end), at);
  to.kind.set(from.kind.subarray(start, end), at);
  to.words.set(from.words.subarray(3 * start, 3 * end), 3 * at);
  to.address.set(from.address.subarray(start, end), at);
  to.numbers.set(from.numbers.subarray(3 * start, 3 * end), 3 * at);
  for (let row = 0; row < count; row++) {
    const stack = from.stack[start + row];
    if (stack) to.stack[at + row] = stack;
  }
}

export function isInColumns(entry: JournalEntry): entry is ColumnEntry {
  return kindNumber(entry.kind) >= 0;
}

/** Index into `kinds`, or -1. */
function kindNumber(kind: JournalEntry['kind']): number {
  switch (kind) {
    case 'dma-map':
      return 0;
    case 'dma-unmap':
      return 1;
    case 'dma-sync':
      return 2;
    case 'iommu-map':
      return 3;
    case 'iommu-unmap':
      return 4;
    case 'iotlb-invalidation':
      return 5;
    default:
      return -1;
  }
}

/** False: there are too many names by now, and nothing has been written. */
export function writeColumns(
  columns: JournalColumns,
  sequence: number,
  { at, cpu, task, stack }: Circumstances,
  entry: ColumnEntry,
): boolean {
  if (columns.names.length > mostNames - 3) return false;
  const index = sequence % columns.kind.length;
  columns.at[index] = at;
  columns.cpu[index] = cpu ?? -1;
  columns.task[index] = task ?? -1;
  const kind = kindNumber(entry.kind);
  columns.kind[index] = kind;
  columns.stack[index] = sharedStack(columns, kind, stack);
  writeEntry(columns, index, entry);
  return true;
}

function sharedStack({ latestStack }: JournalColumns, kind: number, stack: readonly number[]): readonly number[] {
  const likely = latestStack[kind]!;
  let same = likely.length === stack.length;
  for (let depth = 0; same && depth < stack.length; depth++) same = likely[depth] === stack[depth];
  return same ? likely : (latestStack[kind] = stack);
}

function writeEntry(columns: JournalColumns, index: number, entry: ColumnEntry): void {
  switch (entry.kind) {
    case 'iommu-map':
      writeWords(columns, index, entry.device, entry.access, '');
      return writeNumbers(columns, index, entry.iova, entry.domain, entry.size, entry.physical);
    case 'iommu-unmap':
      writeWords(columns, index, entry.device, '', '');
      return writeNumbers(columns, index, entry.iova, entry.domain, entry.size, null);
    case 'iotlb-invalidation':
      writeWords(columns, index, entry.scope, '', '');
      return writeNumbers(columns, index, entry.address ?? 0n, entry.domain, entry.bytes, entry.dropped);
    default:
      writeWords(columns, index, entry.device, entry.what, entry.mapped);
      writeNumbers(columns, index, entry.handle, entry.size, null, null);
  }
}

function writeWords(columns: JournalColumns, index: number, first: string, second: string, third: string): void {
  const word = 3 * columns.kind[index]!;
  columns.words[3 * index] = placeOf(columns, word, first);
  columns.words[3 * index + 1] = placeOf(columns, word + 1, second);
  columns.words[3 * index + 2] = placeOf(columns, word + 2, third);
}

function writeNumbers(
  { address, numbers }: JournalColumns,
  index: number,
  bus: bigint,
  first: number | null,
  second: number | null,
  third: number | null,
): void {
  address[index] = bus;
  numbers[3 * index] = first ?? NaN;
  numbers[3 * index + 1] = second ?? NaN;
  numbers[3 * index + 2] = third ?? NaN;
}

function placeOf({ names, placeOfName, latest }: JournalColumns, word: number, name: string): number {
  const likely = latest[word]!;
  if (names[likely] === name) return likely;
  let place = placeOfName.get(name);
  if (place === undefined) placeOfName.set(name, (place = names.push(name) - 1));
  latest[word] = place;
  return place;
}

export function kindInColumns({ kind }: JournalColumns, sequence: number): ColumnKind {
  return kinds[kind[sequence % kind.length]!]!;
}

/** Whether both say the same in that record, whenever and wherever it was written. */
export function isSameInColumns(one: JournalColumns, other: JournalColumns, sequence: number): boolean {
  const [a, b] = [sequence % one.kind.length, sequence % other.kind.length];
  if (one.kind[a] !== other.kind[b] || one.address[a] !== other.address[b]) return false;
  for (let part = 0; part < 3; part++) {
    if (!Object.is(one.numbers[3 * a + part], other.numbers[3 * b + part])) return false;
    if (one.names[one.words[3 * a + part]!] !== other.names[other.words[3 * b + part]!]) return false;
  }
  return true;
}

export function headIn(columns: JournalColumns, sequence: number): Pick<JournalRecord, 'at' | 'cpu' | 'task'> {
  const index = sequence % columns.kind.length;
  const [cpu, task] = [columns.cpu[index]!, columns.task[index]!];
  return { at: columns.at[index]!, cpu: cpu < 0 ? null : cpu, task: task < 0 ? null : task };
}

export function readColumns(columns: JournalColumns, sequence: number): JournalRecord {
  const index = sequence % columns.kind.length;
  const { names, words, numbers } = columns;
  const { at, cpu, task } = headIn(columns, sequence);
  const stack = columns.stack[index]!;
  const kind = kinds[columns.kind[index]!]!;
  const address = columns.address[index]!;
  const device = names[words[3 * index]!]!;
  const second = names[words[3 * index + 1]!]!;
  const [one, two, three] = [numbers[3 * index]!, numbers[3 * index + 1]!, numbers[3 * index + 2]!];
  const circumstances = { sequence, at, cpu, task, stack };
  switch (kind) {
    case 'iommu-map':
      return { ...circumstances, kind, device, domain: one, iova: address, size: two, physical: orNull(three), access: second }; // prettier-ignore
    case 'iommu-unmap':
      return { ...circumstances, kind, device, domain: one, iova: address, size: two };
    case 'iotlb-invalidation': {
      // The first word is the scope.
      const scope = device as 'page' | 'domain';
      const bytes = orNull(two);
      return { ...circumstances, kind, domain: one, scope, address: scope === 'page' ? address : null, bytes, dropped: three }; // prettier-ignore
    }
    default: {
      const mapped = names[words[3 * index + 2]!] as 'both';
      // Made by the hundred thousand: field by field.
      return { sequence, at, cpu, task, stack, kind, device, what: second, handle: address, size: one, mapped };
    }
  }
}

function orNull(number: number): number | null {
  return Number.isNaN(number) ? null : number;
}

/** Columns of the journal for records that a driver makes by the million: its mappings, and what they make an IOMMU do. A record is made anew for whoever reads it. */
import type { Circumstances, JournalEntry, JournalRecord } from './journal.ts';

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

export function createColumns(capacity: number): JournalColumns {
  return {
    at: new Float64Array(capacity),
    cpu: new Int32Array(capacity),
    task: new Int32Array(capacity),
    stack: [],
    kind: new Uint8Array(capacity),
    words: new Uint16Array(3 * capacity),
    address: new BigUint64Array(capacity),
    numbers: new Float64Array(3 * capacity),
    names: [],
    placeOfName: new Map(),
    latest: new Uint16Array(3 * kinds.length),
    latestStack: kinds.map(() => []),
  };
}

/** With the records from the sequence `first` up to, not including, `end`. */
export function copyColumns(columns: JournalColumns, first: number, end: number): JournalColumns {
  const { names, placeOfName, latest, latestStack } = columns;
  const capacity = columns.kind.length;
  const copy = {
    ...createColumns(capacity),
    names: names.slice(),
    placeOfName: new Map(placeOfName),
    latest: latest.slice(),
    latestStack: latestStack.slice(),
  };
  for (let from = first; from < end;) {
    const start = from % capacity;
    const to = Math.min(capacity, start + end - from);
    copyRows(columns, copy, start, to);
    from += to - start;
  }
  return copy;
}

/** `capacity` records are there at most, so that a row is copied once. */
function copyRows(from: JournalColumns, to: JournalColumns, start: number, end: number): void {
  to.at.set(from.at.subarray(start, end), start);
  to.cpu.set(from.cpu.subarray(start, end), start);
  to.task.set(from.task.subarray(start, end), start);
  to.kind.set(from.kind.subarray(start, end), start);
  to.words.set(from.words.subarray(3 * start, 3 * end), 3 * start);
  to.address.set(from.address.subarray(start, end), start);
  to.numbers.set(from.numbers.subarray(3 * start, 3 * end), 3 * start);
  for (let row = start; row < end; row++) {
    const stack = from.stack[row];
    if (stack) to.stack[row] = stack;
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

export function kindInColumns({ kind }: JournalColumns, sequence: number): JournalRecord['kind'] {
  return kinds[kind[sequence % kind.length]!]!;
}

export function readColumns(columns: JournalColumns, sequence: number): JournalRecord {
  const index = sequence % columns.kind.length;
  const { at, cpu, task, stack } = columns;
  return {
    sequence,
    at: at[index]!,
    cpu: cpu[index]! < 0 ? null : cpu[index]!,
    task: task[index]! < 0 ? null : task[index]!,
    stack: stack[index]!,
    ...readEntry(columns, index),
  };
}

function readEntry(columns: JournalColumns, index: number): ColumnEntry {
  const kind = kinds[columns.kind[index]!]!;
  const [first, second, third] = [0, 1, 2].map((each) => columns.names[columns.words[3 * index + each]!]!);
  const [one, two, three] = [0, 1, 2].map((each) => columns.numbers[3 * index + each]!);
  const address = columns.address[index]!;
  switch (kind) {
    case 'iommu-map':
      return {
        kind,
        device: first!,
        domain: one!,
        iova: address,
        size: two!,
        physical: orNull(three!),
        access: second!,
      };
    case 'iommu-unmap':
      return { kind, device: first!, domain: one!, iova: address, size: two! };
    case 'iotlb-invalidation': {
      const bytes = orNull(two!);
      const scope = first as 'page' | 'domain';
      return { kind, domain: one!, scope, address: scope === 'page' ? address : null, bytes, dropped: three! };
    }
    default:
      return { kind, device: first!, what: second!, handle: address, size: one!, mapped: third as 'both' };
  }
}

function orNull(number: number): number | null {
  return Number.isNaN(number) ? null : number;
}

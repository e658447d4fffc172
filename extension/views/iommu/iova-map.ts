/** A domain's addresses as cells: what is mapped and for what, what waits for its invalidation, what the IOTLB holds. Arithmetic over the view's data. */
import type { IommuDomainView, IotlbEntryView } from '../../../simulator/inspect/view-models.ts';
import type { CellLook } from '../page/cell-grid.ts';

export interface IovaMap {
  /** Bus address of the first cell, and bytes of each. */
  readonly first: bigint;
  readonly cellBytes: bigint;
  /** Index into `iovaLooks` for each cell. */
  readonly kinds: Uint8Array;
}

export const iovaLooks: readonly CellLook[] = [
  {
    word: 'not mapped',
    color: 'color-mix(in srgb, var(--vscode-foreground) 10%, var(--vscode-editor-background))',
    pattern: 'plain',
  },
  { word: 'the device may read', color: 'var(--vscode-charts-blue)', pattern: 'plain' },
  { word: 'the device may write', color: 'var(--device)', pattern: 'stripes' },
  { word: 'both', color: 'var(--vscode-charts-green)', pattern: 'dots' },
  { word: 'unmapped, waits for invalidation', color: 'var(--vscode-charts-purple)', pattern: 'cross' },
  { word: 'stale in the IOTLB', color: 'var(--vscode-charts-red)', pattern: 'cross' },
];
const kindOfAccess: Readonly<Record<string, number>> = { r: 1, w: 2, rw: 3 };
const mostCells = 65536n;

/** From the first to the last address that means something; null: none does. */
export function iovaMap(domain: IommuDomainView, iotlb: readonly IotlbEntryView[]): IovaMap | null {
  const stale = iotlb.filter((entry) => entry.domain === domain.id && entry.stale);
  const ranges = [
    ...domain.mappings.map(({ iova, bytes, access }) => rangeOf(iova, bytes, kindOfAccess[access] ?? 3)),
    ...domain.waiting.map(({ start, bytes }) => rangeOf(start, bytes, 4)),
    ...stale.map(({ iova, pageBytes }) => rangeOf(iova, pageBytes, 5)),
  ];
  if (ranges.length === 0) return null;
  const lowest = ranges.reduce((least, { start }) => (start < least ? start : least), ranges[0]!.start);
  const end = ranges.reduce((most, range) => (range.end > most ? range.end : most), 0n);
  let cellBytes = 4096n;
  while ((end - lowest) / cellBytes > mostCells) cellBytes *= 2n;
  const first = lowest - (lowest % cellBytes);
  const kinds = new Uint8Array(Number((end - first + cellBytes - 1n) / cellBytes));
  // What is told last is the gravest.
  for (const { start, end: stop, kind } of ranges)
    kinds.fill(kind, Number((start - first) / cellBytes), Number((stop - first + cellBytes - 1n) / cellBytes));
  return { first, cellBytes, kinds };
}

function rangeOf(start: string, bytes: number, kind: number) {
  return { start: BigInt(start), end: BigInt(start) + BigInt(bytes), kind };
}

/** The bus address where a cell begins. */
export function iovaOf({ first, cellBytes }: IovaMap, cell: number): string {
  return `0x${(first + BigInt(cell) * cellBytes).toString(16)}`;
}

/** In words, what a cell holds. */
export function describeIova({ first, cellBytes, kinds }: IovaMap, domain: IommuDomainView, cell: number): string {
  const at = first + BigInt(cell) * cellBytes;
  const inside = domain.mappings.filter(
    ({ iova, bytes }) => BigInt(iova) < at + cellBytes && BigInt(iova) + BigInt(bytes) > at,
  );
  const buffers = inside.slice(0, 3).map(({ buffer, physical }) => `${buffer}, in memory from ${physical}`);
  return [`0x${at.toString(16)}: ${iovaLooks[kinds[cell] ?? 0]!.word}`, ...buffers].join('; ');
}

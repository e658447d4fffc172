/** From when to when buffers were a device's, as the journal tells: allocations and mappings with their ends, and the transfers between. */
import { allRecords, type JournalRecord } from '../journal.ts';
import type { World } from '../world.ts';

export interface Life {
  readonly sequence: number;
  readonly device: string;
  readonly kind: string;
  readonly handle: bigint;
  readonly size: number;
  readonly direction: 'to-device' | 'from-device' | 'both';
  readonly physical: number | null;
  readonly from: number;
  readonly stack: readonly number[];
  end: { readonly at: number; readonly stack: readonly number[] } | null;
  readonly transfers: number[];
}

const mostTransfers = 100;
/** Records that are read again at each stop. */
const recordsRead = 100_000;

/** Lives that have not ended, by device and handle, and to be found by an address in them. */
interface Open {
  readonly byHandle: Map<string, Life[]>;
  /** By device and group of `groupBytes` addresses: those that reach into it. */
  readonly byGroup: Map<string, Set<Life>>;
}
const groupBytes = 1n << 16n;
/** Beyond so many groups a life is noted under this one of its device alone. */
const mostGroups = 256;
const large = 'large';

/** What the journal's last records tell, in the order of their beginnings; an end whose beginning it has dropped is left out. */
export function mappingLives({ journal }: World): Life[] {
  const lives: Life[] = [];
  const open: Open = { byHandle: new Map(), byGroup: new Map() };
  for (const record of allRecords(journal, journal.nextSequence - recordsRead)) {
    const begun = lifeOf(record);
    if (begun) {
      lives.push(begun);
      const key = keyOf(begun.device, begun.handle);
      open.byHandle.set(key, [...(open.byHandle.get(key) ?? []), begun]);
      for (const group of groupsOf(begun)) {
        const there = open.byGroup.get(group);
        if (there) there.add(begun);
        else open.byGroup.set(group, new Set([begun]));
      }
    } else if (record.kind === 'dma-unmap' || record.kind === 'coherent-free') endOne(open, record);
    else if (record.kind === 'dma-start') noteTransfer(open, record);
  }
  return lives;
}

function groupsOf({ device, handle, size }: Life): string[] {
  const first = handle / groupBytes;
  const count = Number((handle + BigInt(Math.max(1, size)) - 1n) / groupBytes - first) + 1;
  if (count > mostGroups) return [`${device} ${large}`];
  return Array.from({ length: count }, (_, each) => `${device} ${first + BigInt(each)}`);
}

const allOnes = (1n << 64n) - 1n;

function lifeOf(record: JournalRecord): Life | null {
  const common = { sequence: record.sequence, from: record.at, stack: record.stack, end: null, transfers: [] };
  if (record.kind === 'coherent-alloc') {
    const { device, handle, size, physical } = record;
    return { ...common, device, handle, size, physical, kind: 'coherent', direction: 'both' };
  }
  if (record.kind !== 'dma-map' || record.handle === allOnes) return null;
  const { device, handle, size, mapped, what } = record;
  return { ...common, device, handle, size, kind: what, direction: mapped, physical: null };
}

function endOne(
  { byHandle, byGroup }: Open,
  {
    device,
    handle,
    size,
    at,
    stack,
  }: Pick<Extract<JournalRecord, { kind: 'coherent-free' }>, 'device' | 'handle' | 'size' | 'at' | 'stack'>,
): void {
  const key = keyOf(device, handle);
  const candidates = byHandle.get(key) ?? [];
  const life = candidates.filter((each) => each.size === size).at(-1) ?? candidates.at(-1);
  if (!life) return;
  life.end = { at, stack };
  const left = candidates.filter((each) => each !== life);
  if (left.length > 0) byHandle.set(key, left);
  else byHandle.delete(key);
  for (const group of groupsOf(life)) byGroup.get(group)?.delete(life);
}

function noteTransfer(
  { byGroup }: Open,
  { device, programmed, at }: Extract<JournalRecord, { kind: 'dma-start' }>,
): void {
  for (const group of [`${device} ${programmed / groupBytes}`, `${device} ${large}`]) {
    for (const life of byGroup.get(group) ?? []) {
      if (programmed < life.handle || programmed >= life.handle + BigInt(life.size)) continue;
      life.transfers.push(at);
      if (life.transfers.length > mostTransfers) life.transfers.shift();
    }
  }
}

function keyOf(device: string, handle: bigint): string {
  return `${device} ${handle}`;
}

/** From when to when buffers were a device's, as the journal tells: allocations and mappings with their ends, and the transfers between. */
import { recordsOfKinds, type Journal, type RecordOfKind } from '../journal.ts';

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
  end: { readonly sequence: number; readonly at: number; readonly stack: readonly number[] } | null;
  /** Of those that have not ended, the one before it of the same device and handle. */
  earlier: Life | null;
}

export interface Lives {
  /** In the order of their beginnings; an end whose beginning the journal has dropped is left out. */
  readonly all: readonly Life[];
  /** Those that have not ended, the newest of each device and handle. */
  readonly open: ReadonlyMap<string, ReadonlyMap<number | bigint, Life>>;
}

const mostTransfers = 100;
/** Records that are read again at each stop. */
const recordsRead = 100_000;
const told = ['coherent-alloc', 'coherent-free', 'dma-map', 'dma-unmap'] as const;
const allOnes = (1n << 64n) - 1n;

type Told = RecordOfKind<(typeof told)[number]>;
type Open = Map<string, Map<number | bigint, Life>>;

/** What the journal's last records tell. */
export function mappingLives(journal: Journal): Lives {
  const all: Life[] = [];
  const open: Open = new Map();
  for (const record of recordsOfKinds(journal, told, journal.nextSequence - recordsRead)) {
    if (record.kind === 'dma-unmap' || record.kind === 'coherent-free') endOne(open, record);
    else if (record.handle !== allOnes) all.push(beginOne(open, record));
  }
  return { all, open };
}

/** Of those that have not ended, the newest one of a kind that is wanted. */
export function openLife(
  { open }: Lives,
  device: string,
  handle: bigint,
  wanted: (life: Life) => boolean,
): Life | undefined {
  let life = open.get(device)?.get(keyOf(handle)) ?? null;
  while (life && !wanted(life)) life = life.earlier;
  return life ?? undefined;
}

const firstInexact = 1n << 53n;

/** A number where it can be one: those are found faster. */
function keyOf(handle: bigint): number | bigint {
  return handle < firstInexact ? Number(handle) : handle;
}

function beginOne(open: Open, record: Exclude<Told, { kind: 'dma-unmap' | 'coherent-free' }>): Life {
  const { sequence, device, handle, size, at, stack } = record;
  let handles = open.get(device);
  if (!handles) open.set(device, (handles = new Map()));
  const coherent = record.kind === 'coherent-alloc';
  const key = keyOf(handle);
  const life: Life = {
    sequence,
    device,
    kind: coherent ? 'coherent' : record.what,
    handle,
    size,
    direction: coherent ? 'both' : record.mapped,
    physical: coherent ? record.physical : null,
    from: at,
    stack,
    end: null,
    earlier: handles.get(key) ?? null,
  };
  handles.set(key, life);
  return life;
}

/** Of several at one address the newest of this size, else the newest. */
function endOne(open: Open, { sequence, device, handle, size, at, stack }: Told): void {
  const handles = open.get(device);
  const key = keyOf(handle);
  const newest = handles?.get(key);
  if (!handles || !newest) return;
  let later: Life | null = null;
  let life: Life | null = newest;
  while (life && life.size !== size) [later, life] = [life, life.earlier];
  if (!life) [later, life] = [null, newest];
  life.end = { sequence, at, stack };
  if (later) later.earlier = life.earlier;
  else if (life.earlier) handles.set(key, life.earlier);
  else handles.delete(key);
}

const groupBits = 16n;
/** A life that reaches into more groups of addresses is noted under this one of its device alone. */
const large = -1;
const mostGroups = 256;

/** When transfers of the device began in each of these, the last 100. */
export function transfersIn(journal: Journal, lives: readonly Life[]): Map<Life, number[]> {
  const found = new Map<Life, number[]>();
  const groups = groupsOf(lives);
  let from = journal.nextSequence;
  for (const { sequence } of lives) from = Math.min(from, sequence);
  for (const { sequence, device, programmed, at } of recordsOfKinds(journal, ['dma-start'], from)) {
    const own = groups.get(device);
    if (!own) continue;
    for (const group of [Number(programmed >> groupBits), large])
      for (const { life, begin, end } of own.get(group) ?? []) {
        if (sequence < life.sequence || (life.end && sequence > life.end.sequence)) continue;
        if (programmed < begin || programmed >= end) continue;
        const times = found.get(life);
        if (!times) found.set(life, [at]);
        else if (times.push(at) > mostTransfers) times.shift();
      }
  }
  return found;
}

interface Reach {
  readonly life: Life;
  readonly begin: bigint;
  readonly end: bigint;
}

/** By device and group of addresses: those that reach into it. */
function groupsOf(lives: readonly Life[]): Map<string, Map<number, Reach[]>> {
  const devices = new Map<string, Map<number, Reach[]>>();
  for (const life of lives) {
    let groups = devices.get(life.device);
    if (!groups) devices.set(life.device, (groups = new Map()));
    const reach = { life, begin: life.handle, end: life.handle + BigInt(life.size) };
    let first = Number(reach.begin >> groupBits);
    let last = life.size > 0 ? Number((reach.end - 1n) >> groupBits) : first;
    if (last - first >= mostGroups) first = last = large;
    for (let group = first; group <= last; group++) {
      const there = groups.get(group);
      if (there) there.push(reach);
      else groups.set(group, [reach]);
    }
  }
  return devices;
}

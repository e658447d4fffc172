/** Buffers that devices have or had: the live ones from the kernel model's books, their lives from the journal. */
import type { CoherentAllocation, StreamingMapping } from '../kernel/dma/dma-state.ts';
import { recordsOfKind } from '../journal.ts';
import { mappingOf } from '../kernel/dma/watch/mapping-columns.ts';
import { allSlots } from '../kernel/dma/watch/mappings.ts';
import { isInPool } from '../kernel/dma/swiotlb/pool.ts';
import type { WatchedMapping } from '../kernel/dma/watch/state.ts';
import type { World } from '../world.ts';
import { hex, placeOfStack } from './formatting.ts';
import { mappingLives, type Life } from './mapping-lives.ts';
import type { MappingsView, MappingView } from './view-models.ts';

const shownLive = 1000;
const shownEnded = 200;
const directions = ['both', 'to-device', 'from-device'] as const;

export function inspectMappings(world: World): MappingsView {
  const lives = mappingLives(world);
  const ended = lives.filter(({ end }) => end !== null);
  const books = booksOf(world, lives);
  const coherent = [...world.kernel.dma.coherent].flatMap(([device, own]) =>
    own.map((each) => [device, each] as const),
  );
  const { mappings } = world.kernel.dmaWatch;
  const streaming = allSlots(world.kernel.dmaWatch);
  const live = coherent.length + streaming.length;
  const shown = [
    ...coherent.slice(0, shownLive).map(([device, each]) => coherentView(world, device, each, books)),
    ...streaming
      .slice(0, Math.max(0, shownLive - coherent.length))
      .map((slot) => streamingView(world, mappingOf(mappings, slot), books)),
  ];
  return {
    now: world.now,
    mappings: [
      ...shown,
      ...ended
        .slice(-shownEnded)
        .reverse()
        .map((life) => endedView(world, life)),
    ],
    liveLeftOut: live - shown.length,
    endedLeftOut: Math.max(0, ended.length - shownEnded),
    liveBytes:
      coherent.reduce((sum, [, { size }]) => sum + size, 0) +
      streaming.reduce((sum, slot) => sum + mappings.size[slot]!, 0),
    live,
    leaked: leakedAmong(world, coherent, streaming, books),
  };
}

interface Books {
  /** Lives that have not ended, by device and handle. */
  readonly open: ReadonlyMap<string, readonly Life[]>;
  /** Scatterlists among them, by the statement that mapped them. */
  readonly lists: ReadonlyMap<number, Life>;
  /** When it was last told that a driver left something behind at its device: sequence of the record. */
  readonly left: ReadonlyMap<string, number>;
}

function booksOf(world: World, lives: readonly Life[]): Books {
  const open = new Map<string, Life[]>();
  const lists = new Map<number, Life>();
  for (const life of lives) {
    if (life.end) continue;
    const key = `${life.device} ${life.handle}`;
    open.set(key, [...(open.get(key) ?? []), life]);
    if (life.kind === 'scatterlist') for (const statement of life.stack) lists.set(statement, life);
  }
  return { open, lists, left: lastLeft(world) };
}

/** dma-debug's words, or the simulator's own where it is off. */
function lastLeft({ journal }: World): Map<string, number> {
  const left = new Map<string, number>();
  for (const record of recordsOfKind(journal, 'finding')) {
    if (record.device === null) continue;
    if (record.code === 'mapping-leaked' || record.message.includes('pending DMA allocations'))
      left.set(record.device, record.sequence);
  }
  return left;
}

function isLeaked({ left }: Books, device: string, life: Life | undefined): boolean {
  return (left.get(device) ?? -2) > (life?.sequence ?? -1);
}

/** Of all live ones, also of those that are not shown. */
function leakedAmong(
  { kernel: { dmaWatch } }: World,
  coherent: readonly (readonly [string, CoherentAllocation])[],
  streaming: readonly number[],
  books: Books,
): number {
  if (books.left.size === 0) return 0;
  const mapped = streaming.filter((slot) => {
    const mapping = mappingOf(dmaWatch.mappings, slot);
    return isLeaked(books, mapping.device, lifeOfMapping(books, mapping));
  });
  const allocated = coherent.filter(([device, each]) => isLeaked(books, device, lifeOfCoherent(books, device, each)));
  return mapped.length + allocated.length;
}

function coherentView(world: World, device: string, allocation: CoherentAllocation, books: Books): MappingView {
  const { handle, size, physical, statement } = allocation;
  const life = lifeOfCoherent(books, device, allocation);
  return {
    id: `${device} ${hex(handle)} ${life?.sequence ?? ''}`,
    device,
    kind: 'coherent',
    handle: hex(handle),
    bytes: size,
    direction: 'both',
    physical: physical === null ? null : hex(physical),
    bounce: null,
    owner: 'shared',
    ownerText: `CPU and ${device} at any time`,
    written: null,
    ...lifeTimes(life),
    place: placeOfStack(world, life?.stack ?? (statement === null ? [] : [statement])),
    endPlace: null,
    leaked: isLeaked(books, device, life),
  };
}

function lifeOfCoherent({ open }: Books, device: string, { handle }: CoherentAllocation): Life | undefined {
  return open
    .get(`${device} ${handle}`)
    ?.filter(({ kind }) => kind === 'coherent')
    .at(-1);
}

function streamingView(world: World, mapping: WatchedMapping, books: Books): MappingView {
  const { device } = mapping;
  const { handle, size, physical, direction, held, written, stack } = mapping;
  const life = lifeOfMapping(books, mapping);
  const target = targetOf(world, device, mapping);
  const bounced = target !== null && isInPool(world.kernel.dma.swiotlb, target) && target !== physical;
  const forCpu = held.reduce((sum, [from, to]) => sum + to - from, 0);
  const owner = forCpu === 0 ? 'device' : forCpu === size ? 'cpu' : 'split';
  return {
    id: `${device} ${hex(handle)} ${life?.sequence ?? ''} ${physical}`,
    device,
    kind: life?.kind ?? 'single',
    handle: hex(handle),
    bytes: size,
    direction: directions[direction] ?? 'both',
    physical: hex(physical),
    bounce: bounced ? hex(target) : null,
    owner,
    ownerText: {
      device: `${device}: the CPU may not touch it`,
      cpu: 'the CPU: synchronised for it',
      split: `the CPU has ${held.map(([from, to]) => `${from}–${to - 1}`).join(', ')}, ${device} the rest`,
    }[owner],
    written: written.reduce((sum, [from, to]) => sum + to - from, 0),
    ...lifeTimes(life),
    place: placeOfStack(world, life?.stack ?? stack),
    endPlace: null,
    leaked: isLeaked(books, device, life),
  };
}

/** The record names the first piece of a scatterlist; the others were mapped by the same statement. */
function lifeOfMapping({ open, lists }: Books, { device, handle, stack }: WatchedMapping): Life | undefined {
  const exact = open
    .get(`${device} ${handle}`)
    ?.filter(({ kind }) => kind !== 'coherent')
    .at(-1);
  return exact ?? lists.get(stack[0] ?? -1);
}

/** Where the device's accesses really end. */
function targetOf(world: World, device: string, { single, target, handle, size }: WatchedMapping): number | null {
  if (single) return target;
  const newest = world.kernel.dma.lists.get(device)?.get(Math.floor(Number(handle) / 4096));
  for (let each: StreamingMapping | null = newest ?? null; each; each = each.older)
    if (each.handle === handle && each.size === size) return each.physical;
  return null;
}

function endedView(world: World, life: Life): MappingView {
  const { device, kind, handle, size, direction, physical, sequence, end, stack } = life;
  return {
    id: `${device} ${hex(handle)} ${sequence}`,
    device,
    kind,
    handle: hex(handle),
    bytes: size,
    direction,
    physical: physical === null ? null : hex(physical),
    bounce: null,
    owner: 'gone',
    ownerText: kind === 'coherent' ? 'freed' : 'unmapped: the CPU’s',
    written: null,
    ...lifeTimes(life),
    place: placeOfStack(world, stack),
    endPlace: placeOfStack(world, end?.stack ?? []),
    leaked: false,
  };
}

function lifeTimes(life: Life | undefined): Pick<MappingView, 'mappedAt' | 'endedAt' | 'transfers'> {
  return { mappedAt: life?.from ?? null, endedAt: life?.end?.at ?? null, transfers: life?.transfers ?? [] };
}

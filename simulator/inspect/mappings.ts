/** Buffers that devices have or had: the live ones from the kernel model's books, their lives from the journal. */
import type { CoherentAllocation, StreamingMapping } from '../kernel/dma/dma-state.ts';
import { recordsOfKind } from '../journal.ts';
import { mappingOf } from '../kernel/dma/watch/mapping-columns.ts';
import { allSlots } from '../kernel/dma/watch/mappings.ts';
import { isInPool } from '../kernel/dma/swiotlb/pool.ts';
import type { WatchedMapping } from '../kernel/dma/watch/state.ts';
import type { World } from '../world.ts';
import { hex, placeOfStack } from './formatting.ts';
import { mappingLives, openLife, transfersIn, type Life, type Lives } from './mapping-lives.ts';
import type { MappingsView, MappingView } from './view-models.ts';

const shownLive = 1000;
const shownEnded = 200;
const directions = ['both', 'to-device', 'from-device'] as const;

export function inspectMappings(world: World): MappingsView {
  const lives = mappingLives(world.journal);
  const ended = lives.all.filter(({ end }) => end !== null);
  const coherent = [...world.kernel.dma.coherent].flatMap(([device, own]) =>
    own.map((each) => [device, each] as const),
  );
  const { mappings } = world.kernel.dmaWatch;
  const streaming = allSlots(world.kernel.dmaWatch);
  const shownCoherent = coherent.slice(0, shownLive);
  const shownStreaming = streaming.slice(0, shownLive - shownCoherent.length).map((slot) => mappingOf(mappings, slot));
  const shownLives = ended.slice(-shownEnded).reverse();
  const books = booksOf(world, lives);
  const views = viewsOf(world, books, shownCoherent, shownStreaming, shownLives);
  return {
    now: world.now,
    mappings: views,
    liveLeftOut: coherent.length + streaming.length - shownCoherent.length - shownStreaming.length,
    endedLeftOut: Math.max(0, ended.length - shownEnded),
    liveBytes:
      coherent.reduce((sum, [, { size }]) => sum + size, 0) +
      streaming.reduce((sum, slot) => sum + mappings.size[slot]!, 0),
    live: coherent.length + streaming.length,
    leaked: leakedAmong(world, coherent, streaming, books),
  };
}

function viewsOf(
  world: World,
  books: Books,
  coherent: readonly (readonly [string, CoherentAllocation])[],
  streaming: readonly WatchedMapping[],
  ended: readonly Life[],
): MappingView[] {
  const allocated = coherent.map(([device, each]) => lifeOfCoherent(books, device, each));
  const mapped = streaming.map((each) => lifeOfMapping(books, each));
  const shown = [...allocated, ...mapped, ...ended].filter((life) => life !== undefined);
  const transfers = transfersIn(world.journal, [...new Set(shown)]);
  const during = (life: Life | undefined): readonly number[] => (life && transfers.get(life)) ?? [];
  return [
    ...coherent.map(([device, each], index) => {
      const life = allocated[index];
      return coherentView(world, device, each, life, during(life), isLeaked(books, device, life));
    }),
    ...streaming.map((each, index) => {
      const life = mapped[index];
      return streamingView(world, each, life, during(life), isLeaked(books, each.device, life));
    }),
    ...ended.map((life) => endedView(world, life, during(life))),
  ];
}

interface Books {
  readonly lives: Lives;
  /** Scatterlists that have not ended, by the statement that mapped them. */
  readonly lists: ReadonlyMap<number, Life>;
  /** When it was last told that a driver left something behind at its device: sequence of the record. */
  readonly left: ReadonlyMap<string, number>;
}

function booksOf(world: World, lives: Lives): Books {
  const lists = new Map<number, Life>();
  for (const life of lives.all)
    if (life.kind === 'scatterlist' && !life.end) for (const statement of life.stack) lists.set(statement, life);
  return { lives, lists, left: lastLeft(world) };
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

function coherentView(
  world: World,
  device: string,
  { handle, size, physical, statement }: CoherentAllocation,
  life: Life | undefined,
  transfers: readonly number[],
  leaked: boolean,
): MappingView {
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
    mappedAt: life?.from ?? null,
    endedAt: null,
    transfers,
    place: placeOfStack(world, life?.stack ?? (statement === null ? [] : [statement])),
    endPlace: null,
    leaked,
  };
}

function lifeOfCoherent({ lives }: Books, device: string, { handle }: CoherentAllocation): Life | undefined {
  return openLife(lives, device, handle, ({ kind }) => kind === 'coherent');
}

function streamingView(
  world: World,
  mapping: WatchedMapping,
  life: Life | undefined,
  transfers: readonly number[],
  leaked: boolean,
): MappingView {
  const { device, handle, size, physical, direction, held, written, stack } = mapping;
  const target = targetOf(world, device, mapping);
  const bounced = target !== null && isInPool(world.kernel.dma.swiotlb, target) && target !== physical;
  const forCpu = held.reduce((sum, [from, to]) => sum + to - from, 0);
  const owner = forCpu === 0 ? 'device' : forCpu === size ? 'cpu' : 'split';
  const address = hex(handle);
  return {
    id: `${device} ${address} ${life?.sequence ?? ''} ${physical}`,
    device,
    kind: life?.kind ?? 'single',
    handle: address,
    bytes: size,
    direction: directions[direction] ?? 'both',
    physical: hex(physical),
    bounce: bounced ? hex(target) : null,
    owner,
    ownerText: ownerTexts[owner](mapping),
    written: written.reduce((sum, [from, to]) => sum + to - from, 0),
    mappedAt: life?.from ?? null,
    endedAt: null,
    transfers,
    place: placeOfStack(world, life?.stack ?? stack),
    endPlace: null,
    leaked,
  };
}

const ownerTexts = {
  device: ({ device }: WatchedMapping) => `${device}: the CPU may not touch it`,
  cpu: () => 'the CPU: synchronised for it',
  split: ({ held, device }: WatchedMapping) =>
    `the CPU has ${held.map(([from, to]) => `${from}–${to - 1}`).join(', ')}, ${device} the rest`,
};

/** The record names the first piece of a scatterlist; the others were mapped by the same statement. */
function lifeOfMapping({ lives, lists }: Books, { device, handle, stack }: WatchedMapping): Life | undefined {
  return openLife(lives, device, handle, ({ kind }) => kind !== 'coherent') ?? lists.get(stack[0] ?? -1);
}

/** Where the device's accesses really end. */
function targetOf(world: World, device: string, { single, target, handle, size }: WatchedMapping): number | null {
  if (single) return target;
  const newest = world.kernel.dma.lists.get(device)?.newest.get(Math.floor(Number(handle) / 4096));
  for (let each: StreamingMapping | null = newest ?? null; each; each = each.older)
    if (each.handle === handle && each.size === size) return each.physical;
  return null;
}

function endedView(world: World, life: Life, transfers: readonly number[]): MappingView {
  const { device, kind, handle, size, direction, physical, sequence, from, end, stack } = life;
  const address = hex(handle);
  return {
    id: `${device} ${address} ${sequence}`,
    device,
    kind,
    handle: address,
    bytes: size,
    direction,
    physical: physical === null ? null : hex(physical),
    bounce: null,
    owner: 'gone',
    ownerText: kind === 'coherent' ? 'freed' : 'unmapped: the CPU’s',
    written: null,
    mappedAt: from,
    endedAt: end?.at ?? null,
    transfers,
    place: placeOfStack(world, stack),
    endPlace: placeOfStack(world, end?.stack ?? []),
    leaked: false,
  };
}

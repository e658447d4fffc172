/** What stands in the way of a device's addresses: domains with their tables and free addresses, the IOTLB, faults, the walk of one address. */
import { recordsOfKind } from '../journal.ts';
import { describeIotlb, leafBytes, lookupIotlb, iotlbRight, type IotlbEntry } from '../hardware/iommu/iotlb.ts';
import { sourceIdOf, type RemappingUnit } from '../hardware/iommu/remapping-unit.ts';
import { readContext, secondLevel, walkSecondLevel } from '../hardware/iommu/second-level.ts';
import { intendedBuffer } from '../dma-watch.ts';
import { deviceGiven, findMapping, type FoundMapping } from '../kernel/dma/find-mapping.ts';
import type { IommuDomain } from '../kernel/dma/iommu/domain.ts';
import { forEachLeaf } from '../kernel/dma/iommu/second-level-tables.ts';
import { mappingOf } from '../kernel/dma/watch/mapping-columns.ts';
import { allSlots, mappingsInBusPage } from '../kernel/dma/watch/mappings.ts';
import type { World } from '../world.ts';
import { hex } from './formatting.ts';
import { ownerOfFrame, placeOfStatement } from './owners.ts';
import type { IommuDomainView, IommuMappingView, IommuView, IommuWalkView, IotlbEntryView } from './view-models.ts';

const pageBytes = 4096;
const shownFaults = 100;
const defaultMappingLimit = 500;

export function inspectIommu(world: World, mappingLimit = defaultMappingLimit): IommuView {
  const { iommu } = world.kernel;
  const { counters } = world.hardware;
  return {
    mode: world.machine.iommu,
    domains: iommu.domains.flatMap((domain) =>
      domain.type === 'freed' ? [] : [domainView(world, domain, domain.type, mappingLimit)],
    ),
    iotlb: world.hardware.iommu ? iotlbView(world, world.hardware.iommu) : [],
    counters: {
      hits: counters.iotlbHits,
      misses: counters.iotlbMisses,
      invalidations: counters.iotlbInvalidations,
      entriesDropped: counters.iotlbEntriesDropped,
      walkReads: counters.iommuWalkReads,
      faults: counters.iommuFaults,
    },
    faults: faults(world),
  };
}

/** `device` null: the first behind the IOMMU. null: the machine has none, or no such device behind it. */
export function inspectIommuWalk(world: World, device: string | null, address: bigint): IommuWalkView | null {
  const unit = world.hardware.iommu;
  const name = device ?? deviceGiven(world.kernel, [...world.kernel.iommu.domainOf.keys()], address);
  if (!unit || name === undefined || !world.kernel.iommu.domainOf.has(name)) return null;
  const context = readContext(world.hardware, unit, sourceIdOf(name));
  const common = { device: name, address: hex(address), buffer: intendedBuffer(world, name, address, 1) };
  if (typeof context === 'number')
    return { ...common, levels: [], result: null, failure: 'no context entry', iotlb: null };
  if (context.passthrough) {
    const result = resultOf(world, Number(address), pageBytes, 'rw');
    return { ...common, levels: [], result, failure: null, iotlb: null };
  }
  if (address >> BigInt(unit.width) !== 0n)
    return { ...common, levels: [], result: null, failure: `beyond the unit's ${unit.width} bits`, iotlb: null };
  return { ...common, ...walkOf(world, unit, context, Number(address)) };
}

type Context = Exclude<ReturnType<typeof readContext>, number>;

function walkOf(
  world: World,
  unit: RemappingUnit,
  context: Context,
  address: number,
): Pick<IommuWalkView, 'levels' | 'result' | 'failure' | 'iotlb'> {
  const levels: IommuWalkView['levels'][number][] = [];
  const found = walkSecondLevel(world.hardware, context.table, context.levels, address, (step) =>
    levels.push({
      level: step.level,
      table: hex(step.table),
      index: step.index,
      entry: hex(step.entry),
      flags: flagsOf(Number(step.entry & 0xfffn)),
    }),
  );
  const entry = lookupIotlb(unit.iotlb, context.domain, address, false);
  const kept =
    entry < 0 ? null : describeIotlb(unit.iotlb).find((each) => each.set * unit.iotlb.ways + each.way === entry)!;
  const iotlb = kept && {
    physical: hex(kept.physical + (address % kept.pageSize)),
    access: accessOf(kept.readable, kept.writable),
    stale: isStale(world, kept),
  };
  if ('reason' in found) return { levels, result: null, failure: 'a table stands where there is no memory', iotlb };
  const mapped = found.read || found.write;
  const size = leafBytes[found.level]!;
  return {
    levels,
    result: mapped ? resultOf(world, found.frame + (address % size), size, accessOf(found.read, found.write)) : null,
    failure: mapped ? null : `the entry of level ${found.level} allows nothing: nothing is mapped here`,
    iotlb,
  };
}

function resultOf(world: World, physical: number, bytes: number, access: string): NonNullable<IommuWalkView['result']> {
  const { owner } = ownerOfFrame(world, Math.floor(physical / pageBytes));
  return { physical: hex(physical), pageBytes: bytes, access, owner };
}

function domainView(world: World, domain: IommuDomain, type: IommuDomainView['type'], limit: number): IommuDomainView {
  const runs = mappingRuns(world, domain);
  const range = (first: number, pages: number) => ({ start: hex(first * pageBytes), bytes: pages * pageBytes });
  const waiting = domain.queue?.cpus.flat() ?? [];
  const cached = domain.iova.caches.flatMap(({ cpus, depot }) => [
    ...cpus.flatMap(({ loaded, previous }) => [loaded.length, previous.length]),
    ...depot.map(({ length }) => length),
  ]);
  return {
    id: domain.id,
    group: domain.group,
    devices: [...domain.devices],
    type,
    table: hex(domain.table),
    mappings: runs.slice(0, limit).map((run) => mappingView(world, domain, run)),
    mappingsLeftOut: Math.max(0, runs.length - limit),
    reserved: domain.reserved.map(([first, last]) => range(first, last - first + 1)),
    waiting: waiting.map(({ page, pages }) => range(page, pages)),
    cachedRanges: cached.reduce((sum, count) => sum + count, 0),
  };
}

interface Run {
  readonly page: number;
  pages: number;
  readonly frame: number;
  readonly access: string;
  readonly size: number;
}

function mappingRuns(world: World, domain: IommuDomain): Run[] {
  const runs: Run[] = [];
  if (domain.type === 'passthrough') return runs;
  forEachLeaf(world.hardware, domain, (page, level, entry) => {
    const frame = Number((entry & 0x000f_ffff_ffff_f000n) >> 12n);
    const access = accessOf((entry & 1n) !== 0n, (entry & 2n) !== 0n);
    const size = leafBytes[level]!;
    const last = runs.at(-1);
    const follows = last && last.page + last.pages === page && last.frame + last.pages === frame;
    if (follows && last.access === access && last.size === size) last.pages += size / pageBytes;
    else runs.push({ page, pages: size / pageBytes, frame, access, size });
  });
  return runs;
}

function mappingView(world: World, domain: IommuDomain, { page, pages, frame, access, size }: Run): IommuMappingView {
  const iova = BigInt(page * pageBytes);
  const mapping = bufferOf(world, domain, iova);
  return {
    iova: hex(iova),
    bytes: pages * pageBytes,
    physical: hex(frame * pageBytes),
    access,
    pageBytes: size,
    buffer: mapping
      ? `${mapping.kind} buffer of ${mapping.size} bytes at ${hex(mapping.handle)}`
      : 'no buffer of the driver',
    owner: ownerOfFrame(world, frame).owner,
    place: placeOfStatement(world, mapping?.statement ?? null),
  };
}

/** Of the first device of the domain that has one there: a mapping may begin anywhere in its first page. */
function bufferOf(world: World, { devices }: IommuDomain, iova: bigint): FoundMapping | null {
  for (const device of devices) {
    const buffer = bufferIn(world, device, iova);
    if (buffer) return buffer;
  }
  return null;
}

/** The buffer at the beginning of a page, or one that begins later in it. */
function bufferIn(world: World, device: string, iova: bigint): FoundMapping | null {
  const begun = findMapping(world.kernel, device, iova, 1);
  if (begun) return begun;
  const [first] = mappingsInBusPage(world.kernel.dmaWatch, device, Number(iova) / pageBytes);
  const handle = first?.handle ?? iova | BigInt(pageBytes - 1);
  return findMapping(world.kernel, device, handle, 1);
}

function iotlbView(world: World, unit: RemappingUnit): IotlbEntryView[] {
  return describeIotlb(unit.iotlb).map((entry) => ({
    set: entry.set,
    way: entry.way,
    lruRank: entry.lruRank,
    domain: entry.domain,
    iova: hex(entry.address),
    physical: hex(entry.physical),
    pageBytes: entry.pageSize,
    access: accessOf(entry.readable, entry.writable),
    stale: isStale(world, entry),
  }));
}

/** The tables of the entry's domain lead elsewhere, or allow something else. */
function isStale(world: World, entry: IotlbEntry): boolean {
  const domain = world.kernel.iommu.domains.find(({ id }) => id === entry.domain);
  if (!domain) return true;
  const now = walkSecondLevel(world.hardware, domain.table, domain.levels, entry.address);
  if ('reason' in now) return true;
  const rights = (now.read ? iotlbRight.read : 0) | (now.write ? iotlbRight.write : 0);
  const kept = (entry.readable ? iotlbRight.read : 0) | (entry.writable ? iotlbRight.write : 0);
  return now.frame !== entry.physical || rights !== kept || leafBytes[now.level] !== entry.pageSize;
}

function faults(world: World): IommuView['faults'] {
  const found = recordsOfKind(world.journal, 'iommu-fault').slice(-shownFaults);
  return found.flatMap((record) =>
    record.kind === 'iommu-fault'
      ? [
          {
            sequence: record.sequence,
            at: record.at,
            device: record.device,
            direction: record.direction,
            address: hex(record.address),
            reason: record.reason,
            text: record.text,
            hint: takenForHandle(world, record.device, Number(record.address)),
          },
        ]
      : [],
  );
}

/** Beyond so many mappings nobody waits for a guess. */
const mostSearched = 20_000;

/** The commonest mistake: the device was given the buffer's physical address. */
function takenForHandle({ kernel }: World, device: string, address: number): string | null {
  const told = (handle: number | bigint): string =>
    `this is the physical address of the buffer that is mapped at ${hex(handle)}: the device has to be given that`;
  const coherent = kernel.dma.coherent
    .get(device)
    ?.find(({ handle, physical, size }) => Number(handle) !== physical && within(address, physical, size));
  if (coherent) return told(coherent.handle);
  const { mappings } = kernel.dmaWatch;
  const slots = allSlots(kernel.dmaWatch);
  if (slots.length > mostSearched) return null;
  const slot = slots.find((each) => {
    const { device: own, handle, physical, size } = mappingOf(mappings, each);
    return own === device && Number(handle) !== physical && within(address, physical, size);
  });
  return slot === undefined ? null : told(mappingOf(mappings, slot).handle);
}

function within(address: number, start: number | null, size: number): boolean {
  return start !== null && address >= start && address < start + size;
}

const flagNames: readonly (readonly [number, string])[] = [
  [secondLevel.read, 'read'],
  [secondLevel.write, 'write'],
  [secondLevel.large, 'large'],
  [secondLevel.snoop, 'snoop'],
];

function flagsOf(low: number): string[] {
  return flagNames.filter(([bit]) => low & bit).map(([, name]) => name);
}

function accessOf(read: boolean, write: boolean): string {
  return `${read ? 'r' : ''}${write ? 'w' : ''}`;
}

/** What memory is free, and how it lies: the buddy's lists by zone, order and migrate type, slab caches, the slots of the bounce buffers. */
import type { StreamingMapping } from '../kernel/dma/dma-state.ts';
import {
  isInPool,
  mappedFrom,
  originalOf,
  slotAt,
  slotBytes,
  usedSlots,
  type SwiotlbPool,
} from '../kernel/dma/swiotlb/pool.ts';
import { allMappings } from '../kernel/dma/watch/mappings.ts';
import { describeZones } from '../kernel/page-allocator.ts';
import { migratetypeNames } from '../kernel/page-allocator/gfp.ts';
import type { KmemCache } from '../kernel/slab/state.ts';
import type { World } from '../world.ts';
import { hex } from './formatting.ts';
import type { FreeMemoryView, SlabCacheView, SwiotlbView } from './view-models.ts';

const mostTaken = 1000;

export function inspectFreeMemory(world: World): FreeMemoryView {
  const { pageAllocator, slab, dma } = world.kernel;
  return {
    zones: describeZones(pageAllocator).map((zone) => ({
      name: zone.name,
      managedPages: zone.managedFrames,
      freePages: zone.freeFrames,
      freeCmaPages: zone.freeCmaFrames,
      perCpuPages: zone.perCpuFrames,
      watermark: zone.watermark,
      freeByType: zone.freeByType,
    })),
    migrateTypes: migratetypeNames,
    slabs: slab.caches.filter(({ users, slabs }) => users > 0 && slabs > 0).map(cacheView),
    large: {
      count: slab.large.size,
      bytes: [...slab.large.values()].reduce((sum, { size }) => sum + size, 0),
    },
    swiotlb: dma.swiotlb && swiotlbView(world, dma.swiotlb),
  };
}

function cacheView({ name, objectSize, objects, slabs, inUse, order, partial }: KmemCache): SlabCacheView {
  return {
    name,
    objectBytes: objectSize,
    objects: inUse,
    capacity: slabs * objects,
    slabs,
    slabPages: 2 ** order,
    partial: partial.size,
  };
}

function swiotlbView(world: World, pool: SwiotlbPool): SwiotlbView {
  const used = usedSlots(pool);
  const slots = pool.slots / pool.areas.length;
  return {
    start: hex(pool.start),
    slotBytes,
    slots: pool.slots,
    used,
    areas: pool.areas.map(({ used }) => ({ used, slots })),
    force: pool.force,
    taken: used === 0 ? [] : takenRuns(world, pool),
  };
}

function takenRuns(world: World, pool: SwiotlbPool): SwiotlbView['taken'] {
  const owners = slotOwners(world, pool);
  const taken: SwiotlbView['taken'][number][] = [];
  for (let slot = 0; slot < pool.slots && taken.length < mostTaken;) {
    if (mappedFrom(pool, slot) === 0) slot++;
    else {
      const run = mappingFrom(pool, slot, owners);
      taken.push(run);
      slot += run.count;
    }
  }
  return taken;
}

/** The device for which a slot is the first of a mapping. */
function slotOwners({ kernel: { dma, dmaWatch } }: World, pool: SwiotlbPool): Map<number, string> {
  const owners = new Map<number, string>();
  const note = (device: string, target: number | null): void => {
    if (target !== null && isInPool(pool, target)) owners.set(slotAt(pool, target), device);
  };
  for (const { device, target } of allMappings(dmaWatch)) note(device, target);
  for (const [device, entries] of dma.lists) {
    for (const newest of entries.newest.values())
      for (let each: StreamingMapping | null = newest; each; each = each.older) note(device, each.physical);
  }
  return owners;
}

/** The bytes left of a mapping fall by a slot's size from slot to slot. */
function mappingFrom(
  pool: SwiotlbPool,
  first: number,
  owners: ReadonlyMap<number, string>,
): SwiotlbView['taken'][number] {
  const bytes = mappedFrom(pool, first);
  let count = 1;
  while (
    first + count < pool.slots &&
    mappedFrom(pool, first + count) === bytes - count * slotBytes &&
    bytes > count * slotBytes
  )
    count++;
  const device = owners.get(first);
  return {
    first,
    count,
    original: hex(originalOf(pool, first)),
    bytes,
    owner: device === undefined ? 'no device' : `for ${device}`,
  };
}

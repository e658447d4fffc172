/** The caches as they stand: states of all lines, one set in full, and one line of memory as everybody sees it. */
import { coherentRead } from '../hardware/coherent-access.ts';
import { describeCache, findLine, lineData, stateNames, Invalid, Modified, type Cache } from '../hardware/cache.ts';
import { hasMemory, readPhysical } from '../hardware/physical-memory.ts';
import type { World } from '../world.ts';
import { hex, hexBytes } from './formatting.ts';
import { ownerOfFrame } from './owners.ts';
import type { CacheLineView, CacheSetView, CachesView, CacheView } from './view-models.ts';

interface NamedCache {
  readonly name: string;
  readonly cache: Cache;
}

function cachesOf(world: World): NamedCache[] {
  const { cpus, lastLevel } = world.hardware;
  return [
    ...cpus.map((cpu) => ({ name: `CPU ${cpu.id} L1D`, cache: cpu.l1 })),
    { name: 'last level', cache: lastLevel },
  ];
}

export function inspectCaches(world: World): CachesView {
  return { coherent: world.hardware.coherent, caches: cachesOf(world).map(cacheView) };
}

function cacheView({ name, cache }: NamedCache): CacheView {
  let states = '';
  let valid = 0;
  let dirty = 0;
  for (const state of cache.states) {
    states += stateNames[state]!;
    if (state !== Invalid) valid++;
    if (state === Modified) dirty++;
  }
  return { name, sets: cache.sets, ways: cache.ways, lineBytes: 64, states, valid, dirty };
}

/** null: there is no such cache or set. */
export function inspectCacheSet(world: World, name: string, set: number): CacheSetView | null {
  const found = cachesOf(world).find((each) => each.name === name);
  if (!found || set < 0 || set >= found.cache.sets) return null;
  const lines = describeCache(found.cache).filter((line) => line.set === set);
  return {
    cache: name,
    set,
    lines: Array.from({ length: found.cache.ways }, (_, way) => {
      const line = lines.find((each) => each.way === way);
      if (!line)
        return { way, state: 'I' as const, physical: null, dirty: false, age: found.cache.ways - 1, owner: '' };
      return {
        way,
        state: line.state,
        physical: hex(line.physical),
        dirty: line.dirty,
        age: line.lruRank,
        owner: ownerOfFrame(world, Math.floor(line.physical / 4096)).owner,
      };
    }),
  };
}

/** null: no RAM there. */
export function inspectCacheLine(world: World, physicalAddress: number, virtual: bigint | null): CacheLineView | null {
  const physical = physicalAddress - (physicalAddress % 64);
  if (!hasMemory(world.hardware.memory, physical, 64)) return null;
  const memory = readPhysical(world.hardware.memory, physical, 64);
  const memoryText = hexBytes(memory);
  const copies = cachesOf(world).flatMap(({ name, cache }) => {
    const line = findLine(cache, physical / 64);
    if (line < 0) return [];
    const bytes = hexBytes(lineData(cache, line));
    const state = stateNames[cache.states[line]!] as 'S' | 'E' | 'M';
    return [
      {
        cache: name,
        set: Math.floor(line / cache.ways),
        way: line % cache.ways,
        state,
        dirty: state === 'M',
        bytes,
        differs: bytes !== memoryText,
      },
    ];
  });
  const cpus = world.hardware.cpus.map((cpu) => ({
    cpu: cpu.id,
    bytes: hexBytes(coherentRead(world.hardware, physical, 64, cpu.id)),
  }));
  return {
    physical: hex(physical),
    virtual: virtual === null ? null : hex(virtual - (virtual % 64n)),
    memory: memoryText,
    copies,
    seenByCpus: cpus,
    seenByDevices: world.hardware.coherent ? hexBytes(coherentRead(world.hardware, physical, 64)) : memoryText,
    owner: ownerOfFrame(world, Math.floor(physical / 4096)).owner,
  };
}

/** CPUs and a bus master on a coherent machine against one flat array; LRU and MESI against lists. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cacheLineAt, describeCache } from '../../simulator/hardware/cache.ts';
import type { Cache } from '../../simulator/hardware/cache.ts';
import { acquireLine, cleanInvalidateLine, cleanLine, prefetchLine } from '../../simulator/hardware/coherence.ts';
import { coherentRead, coherentWrite } from '../../simulator/hardware/coherent-access.ts';
import { snoopForRead, snoopForWrite } from '../../simulator/hardware/coherence.ts';
import type { Hardware } from '../../simulator/hardware/hardware.ts';
import { readPhysical, writePhysical } from '../../simulator/hardware/physical-memory.ts';
import {
  costs,
  isFilterRight,
  kernelPage,
  loadAsVm,
  pageTables,
  port,
  smallHardware,
  storeAsVm,
} from './small-machine.ts';

const windowStart = 0x1000;
const windowSize = 40 * 64; // 40 lines over an L1 of 8 and a last level of 16
const base = 0xffff_8880_0000_0000n;

type Step = {
  readonly do: string;
  readonly cpu: number;
  readonly offset: number;
  readonly size: number;
  readonly value: bigint;
};
const step: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom(
    'load',
    'load',
    'load',
    'store',
    'store',
    'store',
    'dma-read',
    'dma-write',
    'dma-line',
    'poke',
    'clean',
    'flush',
    'prefetch',
  ),
  cpu: fc.nat(2),
  offset: fc.nat(windowSize - 65),
  size: fc.constantFrom(1, 2, 4, 8),
  value: fc.bigInt(0n, 2n ** 64n - 1n),
});

function littleEndian(value: bigint, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn));
}

/** What the invariants of MESI say about any moment. */
function checkStates(hardware: Hardware): void {
  for (let line = windowStart / 64; line < (windowStart + windowSize) / 64; line++) {
    const states = hardware.cpus.map(({ l1 }) => cacheLineAt(l1, line * 64)?.state ?? 'I');
    const exclusive = states.filter((state) => state === 'M' || state === 'E').length;
    if (exclusive > (states.includes('S') ? 0 : 1)) throw new Error(`line ${line} is ${states.join()}`);
  }
}

describe('coherence', () => {
  it.each([1, 2, 3])('%i CPUs and a bus master never see a stale byte', (cpus) => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 250 }), (steps) => {
        const hardware = smallHardware({ cpus });
        const tables = pageTables(hardware);
        for (let page = 0; page < 3; page++) tables.map(base + BigInt(page * 4096), page * 4096, kernelPage);
        const ports = hardware.cpus.map(({ id }) => (tables.use(id), port(hardware, id)));
        const flat = new Uint8Array(windowSize);
        for (const action of steps) {
          const { offset, size } = action;
          const physical = windowStart + offset;
          const memory = ports[action.cpu % cpus]!;
          const va = base + BigInt(physical);
          const bytes = littleEndian(action.value, size);
          const seen = flat.slice(offset, offset + size);
          switch (action.do) {
            case 'load':
              expect(littleEndian(loadAsVm(memory, va, size)!, size)).toEqual(seen);
              break;
            case 'store':
              expect(storeAsVm(memory, va, size, action.value)).toBe(true);
              flat.set(bytes, offset);
              break;
            case 'dma-read':
              for (let tag = Math.floor(physical / 64); tag * 64 < physical + size; tag++) snoopForRead(hardware, tag);
              expect(readPhysical(hardware.memory, physical, size)).toEqual(seen);
              break;
            case 'dma-write':
              for (let tag = Math.floor(physical / 64); tag * 64 < physical + size; tag++)
                snoopForWrite(hardware, tag, false);
              writePhysical(hardware.memory, physical, bytes);
              flat.set(bytes, offset);
              break;
            case 'dma-line': {
              const line = Math.floor(offset / 64) * 64;
              snoopForWrite(hardware, (windowStart + line) / 64, true);
              const whole = new Uint8Array(64).fill(Number(action.value & 0xffn));
              writePhysical(hardware.memory, windowStart + line, whole);
              flat.set(whole, line);
              break;
            }
            case 'poke':
              expect(coherentRead(hardware, physical, size)).toEqual(seen);
              coherentWrite(hardware, physical, bytes);
              flat.set(bytes, offset);
              break;
            case 'clean':
              cleanLine(hardware, physical);
              break;
            case 'flush':
              cleanInvalidateLine(hardware, physical);
              break;
            case 'prefetch':
              prefetchLine(hardware, memory.cpu.id, physical);
              break;
          }
          checkStates(hardware);
        }
        expect(isFilterRight(hardware)).toBe(true);
        expect(coherentRead(hardware, windowStart, windowSize)).toEqual(flat);
        for (let line = 0; line < windowSize; line += 64) cleanLine(hardware, windowStart + line);
        expect(readPhysical(hardware.memory, windowStart, windowSize)).toEqual(flat);
      }),
      { seed: 2, numRuns: 60 },
    );
  });

  // Goodman/Papamarcos-Patel as in every textbook: state of CPU 0's and CPU 1's copy after each pair of accesses.
  it.each([
    ['read', 'nothing', 'E', 'I'],
    ['write', 'nothing', 'M', 'I'],
    ['read', 'read', 'S', 'S'],
    ['write', 'read', 'S', 'S'],
    ['read', 'write', 'I', 'M'],
    ['write', 'write', 'I', 'M'],
  ])('%s by CPU 0, then %s by CPU 1: %s and %s', (first, second, state0, state1) => {
    const hardware = smallHardware({ cpus: 2 });
    acquireLine(hardware, hardware.cpus[0]!, costs, 5, first === 'write');
    if (second !== 'nothing') acquireLine(hardware, hardware.cpus[1]!, costs, 5, second === 'write');
    expect(hardware.cpus.map(({ l1 }) => cacheLineAt(l1, 5 * 64)?.state ?? 'I')).toEqual([state0, state1]);
  });

  it('refuses lines that are not RAM and counts nothing for them', () => {
    const hardware = smallHardware();
    expect(acquireLine(hardware, hardware.cpus[0]!, costs, 0x10_0000_0000 / 64, false)).toBe(-1);
    expect(hardware.counters.l1Misses).toBe(0);
  });
});

describe('LRU', () => {
  /** A set as a list, most recent first, beside the cache. */
  function checkRanks(cache: Cache, sets: readonly (readonly number[])[]): void {
    const found = Array.from({ length: cache.sets }, () => [] as number[]);
    for (const { set, physical, lruRank } of describeCache(cache)) found[set]![lruRank] = physical / 64;
    expect(found).toEqual(sets);
  }

  it('evicts exactly the line that a list with move-to-front would drop', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ line: fc.nat(39), write: fc.boolean() }), { maxLength: 120 }), (accesses) => {
        const hardware = smallHardware({
          caches: { l1Bytes: 1024, l1Ways: 4, lastLevelBytes: 4096, lastLevelWays: 2, lineBytes: 64 },
        });
        const tables = pageTables(hardware);
        for (let page = 0; page < 3; page++) tables.map(base + BigInt(page * 4096), page * 4096, kernelPage);
        tables.use();
        const memory = port(hardware);
        const { l1 } = hardware.cpus[0]!;
        const lists: number[][] = Array.from({ length: l1.sets }, () => []);
        let misses = 0;
        for (const { line, write } of accesses) {
          const va = base + BigInt(line * 64);
          if (write) storeAsVm(memory, va, 8, 1n);
          else loadAsVm(memory, va, 8);
          const list = lists[line % l1.sets]!;
          const at = list.indexOf(line);
          if (at >= 0) list.splice(at, 1);
          else misses++;
          list.unshift(line);
          list.length = Math.min(list.length, l1.ways);
          checkRanks(l1, lists);
        }
        expect(hardware.counters.l1Misses).toBe(misses);
      }),
      { seed: 3, numRuns: 100 },
    );
  });
});

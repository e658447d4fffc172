/** The port with fast lines against the port without: everything that can be seen must be the same, at every step. */
import { Attention } from '../../simulator/c-language/memory-port.ts';
import { setWatchedRanges } from '../../simulator/hardware/watch-unit.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currentCounters, takePendingCost } from '../../simulator/hardware/access-counts.ts';
import { describeCache, lineData } from '../../simulator/hardware/cache.ts';
import { cleanLine, invalidateLine, snoopForRead, snoopForWrite } from '../../simulator/hardware/coherence.ts';
import { coherentWrite, coherentWrite64 } from '../../simulator/hardware/coherent-access.ts';
import { readBulk } from '../../simulator/hardware/cpu-bulk.ts';
import { createPeekPort, dropFastLines } from '../../simulator/hardware/cpu-port.ts';
import type { Hardware } from '../../simulator/hardware/hardware.ts';
import { pte, switchAddressSpace } from '../../simulator/hardware/mmu.ts';
import { readPhysical, writePhysical } from '../../simulator/hardware/physical-memory.ts';
import { describeTlb, flushTlbAll, flushTlbAsid, flushTlbPage } from '../../simulator/hardware/tlb.ts';
import {
  costs,
  kernelPage,
  load,
  loadAsVm,
  pageTables,
  port,
  smallHardware,
  store,
  storeAsVm,
  userPage,
} from './small-machine.ts';

/** Pages of the test's address space: aliases of one frame, rights of every kind, a large page, a hole. */
const pages: readonly [va: bigint, physical: number, bits: bigint, size?: 0x1000 | 0x20_0000][] = [
  [0x40_0000n, 0x1000, userPage],
  [0x40_1000n, 0x2000, userPage],
  [0x40_2000n, 0x1000, userPage], // alias of the first
  [0x40_3000n, 0x2000, userPage & ~pte.writable], // alias, read-only
  [0x41_0000n, 0x1000, userPage], // alias with the same place in the fast table (64 KiB apart)
  [0x40_5000n, 0x3000, userPage | pte.cacheDisable],
  [0xffff_8880_0000_0000n, 0, kernelPage | pte.global, 0x20_0000],
  [0xffff_c900_0000_0000n, 0x1000, kernelPage],
];
const starts = [...pages.map(([va]) => va), 0x40_4000n, 0xffff_8880_0000_1000n, 0x8000_0000_0000n];

const step = fc.record({
  do: fc.constantFrom(
    ...new Array<string>(20).fill('load'),
    ...new Array<string>(16).fill('store'),
    ...[
      'flush-page',
      'flush-asid',
      'flush-all',
      'switch',
      'dma-read',
      'dma-write',
      'clean',
      'invalidate',
      'poke',
      'protect',
    ],
  ),
  cpu: fc.nat(1),
  user: fc.boolean(),
  start: fc.constantFrom(...starts),
  offset: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(0, 8, 24, 64, 72, 128) },
    { weight: 1, arbitrary: fc.nat(130) },
    { weight: 1, arbitrary: fc.integer({ min: 4088, max: 4095 }) },
  ),
  repeat: fc.nat(3),
  size: fc.constantFrom(1, 2, 4, 8),
  value: fc.bigInt(0n, 2n ** 64n - 1n),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function build(fastLines: boolean, coherent: boolean) {
  const hardware = smallHardware({ cpus: 2, coherent });
  const first = pageTables(hardware, 0x80_0000);
  const second = pageTables(hardware, 0x90_0000);
  const entries = pages.map(([va, physical, bits, size]) => first.map(va, physical, bits, size));
  for (const [va, physical, bits, size] of pages) second.map(va, physical ^ (va < 2n ** 47n ? 0x2000 : 0), bits, size);
  first.use(0, 1);
  first.use(1, 1);
  const ports = [0, 1].map((cpu) =>
    (['kernel', 'user'] as const).map((mode) => port(hardware, cpu, mode, { fastLines })),
  );
  return { hardware, roots: [first.root, second.root], entries, ports };
}

/** Does one step and returns everything that the one who did it can tell. */
function act({ hardware, roots, entries, ports }: ReturnType<typeof build>, action: Step): unknown {
  const { cpu, offset, size, value, repeat } = action;
  const memory = ports[cpu]![action.user ? 1 : 0]!;
  const va = action.start + BigInt(offset);
  const physical = 0x1000 + offset;
  const bytes = new Uint8Array(size).fill(Number(value & 0xffn));
  switch (action.do) {
    case 'load':
      for (let time = 0; time < repeat; time++) loadAsVm(memory, va + BigInt(time * size), size);
      return loadAsVm(memory, va, size) ?? memory.fault;
    case 'store':
      for (let time = 0; time < repeat; time++) storeAsVm(memory, va + BigInt(time * size), size, value);
      return storeAsVm(memory, va, size, value) || memory.fault;
    case 'flush-page':
      return flushTlbPage(hardware, cpu, 1 + Number(value & 1n), va);
    case 'flush-asid':
      return flushTlbAsid(hardware, cpu, 1 + Number(value & 1n));
    case 'flush-all':
      return flushTlbAll(hardware, cpu);
    case 'switch':
      return switchAddressSpace(hardware, cpu, roots[Number(value & 1n)]!, 1 + Number(value & 1n));
    case 'dma-read':
      for (let tag = Math.floor(physical / 64); tag * 64 < physical + size; tag++) snoopForRead(hardware, tag);
      return readPhysical(hardware.memory, physical, size);
    case 'dma-write':
      for (let tag = Math.floor(physical / 64); tag * 64 < physical + size; tag++) snoopForWrite(hardware, tag, false);
      return writePhysical(hardware.memory, physical, bytes);
    case 'clean':
      return cleanLine(hardware, physical);
    case 'invalidate':
      return invalidateLine(hardware, physical);
    case 'poke':
      return coherentWrite(hardware, physical, bytes);
    default: {
      const index = Number(value % BigInt(pages.length - 2));
      const [, frame, bits] = pages[index]!;
      return coherentWrite64(hardware, entries[index]!, BigInt(frame) | (value & 32n ? bits : bits & ~pte.writable));
    }
  }
}

function everything(hardware: Hardware) {
  const caches = [...hardware.cpus.map(({ l1 }) => l1), hardware.lastLevel];
  return {
    counters: currentCounters(hardware),
    lines: caches.map((cache) =>
      describeCache(cache).map((line) => ({ ...line, data: lineData(cache, line.line).join() })),
    ),
    tlbs: hardware.cpus.map(describeTlb),
    uses: hardware.cpus.map(({ l1, tlb }) => [...l1.use, ...tlb.use, l1.clock[0]]),
  };
}

describe('fast lines', () => {
  it.each([true, false])('change nothing but speed (coherent: %s)', (coherent) => {
    let fastHits = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 30, maxLength: 160 }), (steps) => {
        const fast = build(true, coherent);
        const exact = build(false, coherent);
        for (const [index, action] of steps.entries()) {
          expect(act(fast, action), `step ${index}`).toEqual(act(exact, action));
          expect(everything(fast.hardware)).toEqual(everything(exact.hardware));
          if (index % 16 === 0) {
            fastHits += currentCounters(fast.hardware).accesses - fast.hardware.counters.accesses;
            expect(takePendingCost(fast.hardware, 0, costs)).toBe(takePendingCost(exact.hardware, 0, costs));
          }
        }
        expect(takePendingCost(fast.hardware, 1, costs)).toBe(takePendingCost(exact.hardware, 1, costs));
      }),
      { seed: 4, numRuns: 120 },
    );
    expect(fastHits).toBeGreaterThan(1000); // or the test would prove nothing
  });

  it('are dropped without effect', () => {
    const { hardware, ports } = build(true, true);
    storeAsVm(ports[0]![0]!, 0xffff_8880_0000_1000n, 8, 7n);
    const before = everything(hardware);
    dropFastLines(hardware.cpus[0]!);
    expect(everything(hardware)).toEqual(before);
    expect(loadAsVm(ports[0]![0]!, 0xffff_8880_0000_1000n, 8)).toBe(7n);
  });

  it('never hold a watched line, and every access to it is told', () => {
    const hardware = smallHardware();
    const tables = pageTables(hardware);
    tables.map(0x40_0000n, 0x1000, userPage);
    tables.use();
    setWatchedRanges(hardware, [{ start: 0x1008, end: 0x100c, reads: true, writes: true }]);
    const memory = port(hardware, 0, 'user');
    storeAsVm(memory, 0x40_0008n, 4, 1n);
    storeAsVm(memory, 0x40_0040n, 4, 1n);
    memory.attention = 0;
    loadAsVm(memory, 0x40_0008n, 8);
    storeAsVm(memory, 0x40_0010n, 4, 1n);
    const by = { by: 'cpu', cpu: 0, device: null, physical: 0x1008 };
    expect(hardware.watch.hits).toEqual([
      { ...by, size: 4, write: true },
      { ...by, size: 8, write: false },
    ]);
    expect(memory.attention).toBe(Attention.debugger);
  });
});

describe('faults', () => {
  it.each([
    ['user', 'read', 0x40_4000n, 4, 'not-present', 0x40_4000n],
    ['user', 'read', 0x40_3ffdn, 8, 'not-present', 0x40_4000n],
    ['user', 'write', 0x40_3000n, 4, 'protection', 0x40_3000n],
    ['kernel', 'write', 0x40_3000n, 4, 'protection', 0x40_3000n], // CR0.WP
    ['user', 'write', 0x40_2ffcn, 8, 'protection', 0x40_3000n],
    ['user', 'read', 0xffff_8880_0000_0000n, 1, 'protection', 0xffff_8880_0000_0000n],
    ['kernel', 'read', 0x8000_0000_0000n, 1, 'non-canonical', 0x8000_0000_0000n],
    ['kernel', 'write', 0xffff_7fff_ffff_ffffn, 1, 'non-canonical', 0xffff_7fff_ffff_ffffn],
  ] as const)('%s %s at %s of %i bytes: %s at %s', (mode, access, va, size, kind, address) => {
    const { hardware, ports } = build(true, true);
    const memory = ports[0]![mode === 'user' ? 1 : 0]!;
    const before = readPhysical(hardware.memory, 0x1000, 0x3000);
    const result = access === 'read' ? load(memory, va, size) : store(memory, va, size, ~0n);
    expect(result).toBe(access === 'read' ? null : false);
    expect(memory.fault).toMatchObject({ kind, access, mode, address });
    for (const { l1 } of hardware.cpus) expect(describeCache(l1).filter(({ dirty }) => dirty)).toEqual([]);
    expect(readPhysical(hardware.memory, 0x1000, 0x3000)).toEqual(before);
  });

  it('tells a bus error where neither RAM nor a device is', () => {
    const hardware = smallHardware();
    const tables = pageTables(hardware);
    tables.map(0x40_0000n, 0x8000_0000, userPage);
    tables.use();
    const memory = port(hardware, 0, 'user');
    expect(load(memory, 0x40_0010n, 4)).toBe(null);
    expect(memory.fault).toMatchObject({ kind: 'bus-error', address: 0x40_0010n });
  });
});

describe('devices', () => {
  it('get every access to their region, with offset and size, and the VM is told to look up', () => {
    const hardware = smallHardware();
    hardware.mmio.push({ start: 0xfe00_0000, end: 0xfe00_1000, device: '0000:00:02.0', bar: 0 });
    const tables = pageTables(hardware);
    tables.map(0xffff_c900_0000_0000n, 0xfe00_0000, kernelPage | pte.cacheDisable);
    tables.map(0xffff_c900_0000_1000n, 0xfe00_0000, kernelPage); // a missing PCD changes nothing
    tables.use();
    const log: unknown[] = [];
    const memory = port(hardware, 0, 'kernel', {
      readMmio: (region, offset, size) => (log.push([region.bar, offset, size]), 0x1_2345_6789n),
      writeMmio: (_, offset, size, value) => void log.push([offset, size, value]),
    });
    expect(load(memory, 0xffff_c900_0000_0010n, 4)).toBe(0x2345_6789n);
    expect(memory.attention).toBe(Attention.hardware);
    expect(load(memory, 0xffff_c900_0000_1010n, 8)).toBe(0x1_2345_6789n);
    store(memory, 0xffff_c900_0000_0098n, 8, 0xfedc_ba98_7654_3210n);
    expect(log).toEqual([
      [0, 0x10, 4],
      [0, 0x10, 8],
      [0x98, 8, 0xfedc_ba98_7654_3210n],
    ]);
    expect(currentCounters(hardware)).toMatchObject({ mmioReads: 2, mmioWrites: 1, accesses: 3, l1Misses: 0 });
  });
});

describe('addresses', () => {
  it.each([0x1_0000_0000n, 0xffff_c901_0000_0000n])('carry over 32 bits: %s', (boundary) => {
    const hardware = smallHardware();
    const tables = pageTables(hardware);
    tables.map(boundary - 0x1000n, 0x2000, userPage);
    tables.map(boundary, 0x1000, userPage);
    tables.use();
    const memory = port(hardware);
    expect(store(memory, boundary - 3n, 8, 0x8877_6655_4433_2211n)).toBe(true);
    expect(load(memory, boundary, 4)).toBe(0x7766_5544n);
    expect(load(memory, boundary - 3n, 8)).toBe(0x8877_6655_4433_2211n);
    expect([...readBulk(memory, boundary - 3n, 8)]).toEqual([0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88]);
    const peek = createPeekPort(hardware, () => tables.root, 'kernel');
    expect(load(peek, boundary - 3n, 8)).toBe(0x8877_6655_4433_2211n);
  });
});

describe('peeking', () => {
  it('sees dirty lines, pokes what the CPU then sees, and disturbs nothing', () => {
    const { hardware, roots, ports } = build(true, false);
    const peek = createPeekPort(hardware, () => roots[0]!, 'user');
    storeAsVm(ports[0]![1]!, 0x40_0ffcn, 4, 0xaabb_ccddn);
    storeAsVm(ports[1]![1]!, 0x40_1000n, 4, 0x1122_3344n);
    const before = everything(hardware);
    expect(load(peek, 0x40_0ffcn, 8)).toBe(0x1122_3344_aabb_ccddn);
    expect(everything(hardware)).toEqual(before);
    expect(store(peek, 0x40_0fffn, 2, 0x0102n)).toBe(true);
    expect(load(ports[0]![1]!, 0x40_0ffcn, 8)).toBe(0x1122_3301_02bb_ccddn);
  });

  it.each([
    [0x40_3000n, 4, true, 'protection'],
    [0xffff_c900_0000_0000n, 1, false, 'protection'],
    [0x40_3ffen, 4, false, 'not-present'],
    [0x8000_0000_0000n, 4, false, 'non-canonical'],
  ] as const)('respects rights: %s', (va, size, write, kind) => {
    const { hardware, roots } = build(true, true);
    const peek = createPeekPort(hardware, () => roots[0]!, 'user');
    expect(write ? store(peek, va, size, 0n) : load(peek, va, size)).toBe(write ? false : null);
    expect(peek.fault?.kind).toBe(kind);
  });
});

/** Machines whose bus masters do not snoop: maintenance by line, uncached aliases, atomic pools, and what happens when a driver leaves a call out. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { busRead, busWrite } from '../../../simulator/hardware/bus.ts';
import { cacheLineAt } from '../../../simulator/hardware/cache.ts';
import { endLoadsAhead } from '../../../simulator/hardware/load-ahead.ts';
import { drainStores } from '../../../simulator/hardware/store-buffer.ts';
import { readBulk, writeBulk } from '../../../simulator/hardware/cpu-bulk.ts';
import { growAtomicPools } from '../../../simulator/kernel/dma/atomic-pools.ts';
import { directAddress, directPhysical, peekKernel } from '../../../simulator/kernel/kernel-memory.ts';
import { GFP_ATOMIC, GFP_KERNEL } from '../../../simulator/kernel/page-allocator/gfp.ts';
import { boot, GiB, KiB, makeDevice, MiB, referenceMachine } from '../memory/memory-machine.ts';
import type { BootedMachine } from '../memory/memory-machine.ts';

const mask = (bits: number): bigint => (1n << BigInt(bits)) - 1n;
const [both, toDevice, fromDevice] = [0, 1, 2];
const skipCpuSync = 1n << 5n;
const arm = { arch: 'arm64', coherent: false } as const;

interface Buffer {
  readonly machine: BootedMachine;
  readonly device: bigint;
  /** Of a page that nobody else has. */
  readonly address: bigint;
  readonly physical: number;
}

function bufferOn(changes: Parameters<typeof boot>[0]): Buffer {
  const machine = boot(changes);
  const device = makeDevice(machine, 'nic', mask(64));
  const page = machine.call('alloc_pages', GFP_KERNEL, 0) as bigint;
  const address = directAddress(Number((page - 0xffff_ea00_0000_0000n) / 64n) * 4096);
  return { machine, device, address, physical: directPhysical(address)! };
}

const pageOf = (address: bigint): bigint => 0xffff_ea00_0000_0000n + ((address - 0xffff_8880_0000_0000n) >> 12n) * 64n;

function map({ machine, device, address }: Buffer, offset: number, size: number, way: number, attributes = 0n): bigint {
  return machine.call(
    'dma_map_page_attrs',
    device,
    pageOf(address),
    BigInt(offset),
    BigInt(size),
    way,
    attributes,
  ) as bigint;
}
function unmap({ machine, device }: Buffer, handle: bigint, size: number, way: number, attributes = 0n): void {
  machine.call('dma_unmap_page_attrs', device, handle, BigInt(size), way, attributes);
}
const write = ({ machine, address }: Buffer, offset: number, bytes: number[] | Uint8Array): void =>
  writeBulk(machine.context.port, address + BigInt(offset), Uint8Array.from(bytes));
const read = ({ machine, address }: Buffer, offset: number, size: number): Uint8Array =>
  readBulk(machine.context.port, address + BigInt(offset), size);
const isCached = ({ machine: { hardware } }: Buffer, physical: number): boolean =>
  [hardware.lastLevel, ...hardware.cpus.map(({ l1 }) => l1)].some((cache) => cacheLineAt(cache, physical) !== null);

describe('lines that a mapping of three lines names, reference/kernel-facts §4.2', () => {
  type Work = [cleaned: number, invalidated: number];
  const rows: [string, string, string, number, Work, Work][] = [
    ['arm64', '6.1', 'to the device', toDevice, [3, 0], [0, 0]],
    ['arm64', '6.1', 'from the device', fromDevice, [3, 0], [0, 3]],
    ['arm64', '6.1', 'both ways', both, [3, 0], [0, 3]],
    ['arm64', '5.10', 'from the device', fromDevice, [0, 3], [0, 3]],
    ['armv7', '6.1', 'to the device', toDevice, [3, 0], [0, 0]],
    ['armv7', '6.1', 'from the device', fromDevice, [0, 3], [0, 3]],
    ['armv7', '6.1', 'both ways', both, [3, 0], [0, 3]],
    ['x86_64', '6.1', 'both ways', both, [0, 0], [0, 0]],
  ];
  it.each(rows)('%s %s %s', (arch, kernel, _, way, forDevice, forCpu) => {
    const buffer = bufferOn({ arch, kernel, coherent: arch === 'x86_64' } as Parameters<typeof boot>[0]);
    const { counters } = buffer.machine.hardware;
    const worked = (): Work => {
      const work: Work = [counters.linesCleaned, counters.linesInvalidated];
      Object.assign(counters, { linesCleaned: 0, linesInvalidated: 0 });
      return work;
    };
    worked();
    const handle = map(buffer, 64, 192, way);
    expect(worked()).toEqual(forDevice);
    unmap(buffer, handle, 192, way);
    expect(worked()).toEqual(forCpu);
    for (const [name, expected] of [
      ['dma_sync_single_for_cpu', forCpu],
      ['dma_sync_single_for_device', forDevice],
    ] as const) {
      buffer.machine.call(name, buffer.device, handle, 192n, way);
      expect(worked()).toEqual(expected);
    }
    unmap(buffer, map(buffer, 64, 192, way, skipCpuSync), 192, way, skipCpuSync);
    expect(worked()).toEqual([0, 0]);
  });
  it('cleans before it forgets a line of which the range covers only a part', () => {
    const buffer = bufferOn(arm);
    const { counters } = buffer.machine.hardware;
    const handle = map(buffer, 70, 180, fromDevice); // lines at 64, 128 and 192, the outer ones in part
    Object.assign(counters, { linesCleaned: 0, linesInvalidated: 0 });
    unmap(buffer, handle, 180, fromDevice);
    expect([counters.linesCleaned, counters.linesInvalidated]).toEqual([2, 3]);
  });
});

describe('a driver', () => {
  it('that unmaps sees what the device wrote, whatever the caches held; one that does not sees it where nothing was cached', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(15), { maxLength: 12 }),
        fc.nat(15),
        fc.integer({ min: 1, max: 16 }),
        fc.boolean(),
        fc.integer({ min: 0, max: 1000 }),
        (touched, first, count, syncs, seed) => {
          const buffer = bufferOn({ ...arm, seed });
          const lines = Math.min(count, 16 - first);
          const [offset, size] = [first * 64, lines * 64];
          write(buffer, 0, new Uint8Array(1024).fill(1));
          const handle = map(buffer, offset, size, fromDevice);
          for (const line of touched) read(buffer, line * 64, 8); // against the rules: the device owns them
          busWrite(buffer.machine.hardware, buffer.physical + offset, new Uint8Array(size).fill(2));
          const cached = Array.from({ length: lines }, (_, i) => isCached(buffer, buffer.physical + offset + i * 64));
          unmap(buffer, handle, size, fromDevice, syncs ? 0n : skipCpuSync);
          const seen = Array.from({ length: lines }, (_, i) => read(buffer, offset + i * 64, 1)[0]);
          expect(seen).toEqual(cached.map((stale) => (stale && !syncs ? 1 : 2)));
        },
      ),
      { numRuns: 25 },
    );
  });
  it('that maps sends what it wrote; one that does not sends what RAM held', () => {
    for (const [attributes, expected] of [
      [0n, 7],
      [skipCpuSync, 0],
    ] as const) {
      const buffer = bufferOn(arm);
      write(buffer, 0, new Uint8Array(64).fill(7));
      map(buffer, 0, 64, toDevice, attributes);
      expect(busRead(buffer.machine.hardware, buffer.physical, 64)![0]).toBe(expected);
    }
  });
  it('on a machine that snoops never sees an old byte, with or without maintenance', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.boolean(), fc.nat(1000), fc.integer({ min: 1, max: 300 })), { maxLength: 30 }),
        (steps) => {
          const buffer = bufferOn({ arch: 'arm64', coherent: true });
          const model = new Uint8Array(2048);
          steps.forEach(([device, offset, size], step) => {
            const bytes = new Uint8Array(size).fill(step + 1);
            if (device) busWrite(buffer.machine.hardware, buffer.physical + offset, bytes);
            else write(buffer, offset, bytes);
            model.set(bytes, offset);
            expect(read(buffer, offset, size)).toEqual(model.slice(offset, offset + size));
            expect(busRead(buffer.machine.hardware, buffer.physical, 1400)).toEqual(model.slice(0, 1400));
          });
        },
      ),
      { numRuns: 20 },
    );
  });
  it('whose buffer shares a line with its own data loses what the device wrote there', () => {
    const buffer = bufferOn(arm);
    const handle = map(buffer, 32, 32, fromDevice); // the second half of a line
    write(buffer, 0, [9]); // the first half, meanwhile: the line is dirty
    busWrite(buffer.machine.hardware, buffer.physical + 32, new Uint8Array(32).fill(2));
    unmap(buffer, handle, 32, fromDevice);
    expect([...read(buffer, 0, 1), ...read(buffer, 32, 1)]).toEqual([9, 0]);
  });
  it('that writes a buffer which the device owns loses it when the line is forgotten', () => {
    const buffer = bufferOn(arm);
    const handle = map(buffer, 0, 64, fromDevice);
    write(buffer, 0, [9]);
    busWrite(buffer.machine.hardware, buffer.physical, new Uint8Array(64).fill(2));
    unmap(buffer, handle, 64, fromDevice);
    expect(read(buffer, 0, 2)).toEqual(Uint8Array.of(2, 2));
  });
});

function allocate(
  machine: BootedMachine,
  device: bigint,
  size: number,
  flags: number,
): { address: bigint; handle: bigint } {
  const place = machine.call('kmalloc', 8n, GFP_KERNEL) as bigint;
  const address = machine.call('dma_alloc_attrs', device, BigInt(size), place, flags, 0n) as bigint;
  return { address, handle: new DataView(peekKernel(machine.world, place, 8).buffer).getBigUint64(0, true) };
}

describe('coherent memory', () => {
  it.each(['arm64', 'armv7'] as const)(
    'of %s is an uncached alias: what either side writes, the other sees, behind a barrier',
    (arch) => {
      const machine = boot({ ...arm, arch });
      const { address, handle } = allocate(machine, makeDevice(machine, 'nic', mask(32)), 5000, GFP_KERNEL);
      expect(address >= 0xffff_c900_0000_0000n && address < 0xffff_e900_0000_0000n).toBe(true);
      for (let round = 1; round < 20; round++) {
        writeBulk(machine.context.port, address + 100n, Uint8Array.of(round));
        drainStores(machine.hardware); // a barrier
        expect(busRead(machine.hardware, Number(handle) + 100, 1)).toEqual(Uint8Array.of(round));
        busWrite(machine.hardware, Number(handle) + 100, Uint8Array.of(round + 100));
        endLoadsAhead(machine.hardware);
        expect(readBulk(machine.context.port, address + 100n, 1)).toEqual(Uint8Array.of(round + 100));
      }
    },
  );
  it('is zero in RAM, whatever its pages were dirty with', () => {
    const machine = boot(arm);
    const device = makeDevice(machine, 'nic', mask(32));
    const page = machine.call('alloc_pages', GFP_KERNEL, 1) as bigint;
    const address = directAddress(Number((page - 0xffff_ea00_0000_0000n) / 64n) * 4096);
    writeBulk(machine.context.port, address, new Uint8Array(8192).fill(0xa5));
    machine.call('__free_pages', page, 1);
    const given = allocate(machine, device, 8192, GFP_KERNEL);
    expect(Number(given.handle)).toBe(directPhysical(address));
    drainStores(machine.hardware); // as writel() has it
    expect(busRead(machine.hardware, Number(given.handle), 8192)!.every((byte) => byte === 0)).toBe(true);
    expect(isCached({ machine, device, address, physical: 0 }, Number(given.handle))).toBe(false);
  });
  it('of 32-bit ARM from CMA stays where it is in the linear map, which is uncached there', () => {
    const cma = { size: 16 * MiB, start: null, end: null, fixed: false };
    const machine = boot({ ...arm, arch: 'armv7', memory: [[0, 512 * MiB]], cma });
    const device = makeDevice(machine, 'nic', mask(32));
    const { address, handle } = allocate(machine, device, 64 * KiB, GFP_KERNEL);
    expect(address).toBe(directAddress(Number(handle)));
    busWrite(machine.hardware, Number(handle), Uint8Array.of(1));
    endLoadsAhead(machine.hardware);
    readBulk(machine.context.port, address, 1);
    busWrite(machine.hardware, Number(handle), Uint8Array.of(2));
    endLoadsAhead(machine.hardware);
    expect(readBulk(machine.context.port, address, 1)).toEqual(Uint8Array.of(2));
    machine.call('dma_free_attrs', device, BigInt(64 * KiB), address, handle, 0n);
    writeBulk(machine.context.port, address, Uint8Array.of(9)); // cacheable again
    expect(busRead(machine.hardware, Number(handle), 1)).toEqual(Uint8Array.of(2));
  });
  it('has CMA below 4 GiB', () => {
    const { cma } = boot({ ...referenceMachine, ...arm }).kernel;
    expect(cma.areas[0]!.baseFrame * 4096).toBeLessThan(4 * GiB);
  });
});

describe('atomic pools', () => {
  const pools = (machine: BootedMachine) =>
    [0, 1, 2].map((which) => Number(machine.call('__dma_atomic_pool_size', which)));
  const started = (changes: Parameters<typeof boot>[0]): BootedMachine => {
    const machine = boot({ ...arm, ...changes });
    machine.call('__dma_atomic_pool_init');
    return machine;
  };
  // kernel/dma/pool.c: 128 KiB for each GiB, at least that, rounded up to a power of two of pages
  it.each([
    [256 * MiB, 128 * KiB],
    [6 * GiB, 1024 * KiB],
    [40 * GiB, 4096 * KiB],
  ])('of a machine of %i bytes have %i', (bytes, size) => {
    const memory: [number, number][] =
      bytes > 2 * GiB
        ? [
            [0, 2 * GiB],
            [4 * GiB, 2 * GiB + bytes],
          ]
        : [[0, bytes]];
    expect(pools(started({ memory }))).toEqual([size, size, size]);
  });
  it('serve callers that may not sleep, grow in the background, and say when they are exhausted', () => {
    const machine = started({});
    const device = makeDevice(machine, 'nic', mask(64));
    const given = Array.from({ length: 32 }, () => allocate(machine, device, 4096, GFP_ATOMIC));
    expect(given.every(({ address }) => address !== 0n)).toBe(true);
    expect(new Set(given.map(({ handle }) => handle)).size).toBe(32);
    expect(allocate(machine, device, 128 * KiB, GFP_ATOMIC).address).not.toBe(0n); // of another pool
    expect(allocate(machine, device, 256 * KiB, GFP_ATOMIC).address).toBe(0n);
    expect(machine.journal).toContainEqual(
      expect.objectContaining({ kind: 'log', text: 'DMA pool exhausted for nic' }),
    );
    growAtomicPools(machine.context);
    expect(pools(machine)[0]).toBe(256 * KiB);
    expect(allocate(machine, device, 128 * KiB, GFP_ATOMIC).address).not.toBe(0n);
  });
  it('take back what was theirs', () => {
    const machine = started({});
    const device = makeDevice(machine, 'nic', mask(64));
    const first = allocate(machine, device, 8192, GFP_ATOMIC);
    machine.call('dma_free_attrs', device, 8192n, first.address, first.handle, 0n);
    expect(allocate(machine, device, 8192, GFP_ATOMIC)).toEqual(first);
  });
});

/** User memory that borrowed CMA's pages makes room for a coherent buffer. */
import { describe, expect, it } from 'vitest';
import { describeZones, ownerRuns } from '../../../simulator/kernel/page-allocator.ts';
import { drainZone } from '../../../simulator/kernel/page-allocator/per-cpu-pages.ts';
import { cmaAllocateForCaller } from '../../../simulator/kernel/cma/for-caller.ts';
import { pageblockType } from '../../../simulator/kernel/page-allocator/buddy.ts';
import { readPhysical } from '../../../simulator/hardware/physical-memory.ts';
import { driverFile } from '../run-driver.ts';
import { finish, logOf, outputOf, powerOn, recordsOf } from '../../support/simulated-run.ts';
import { boot, MiB } from './memory-machine.ts';
import { createAddressSpace } from '../../../simulator/kernel/process/space-lifetime.ts';
import {
  allocateUserPage,
  dropReference,
  mapPage,
  pageEntry,
  takeReference,
} from '../../../simulator/kernel/process/user-pages.ts';
import { switchAddressSpace } from '../../../simulator/hardware/mmu.ts';
import { coherentWrite } from '../../../simulator/hardware/coherent-access.ts';

const owner = { kind: 'dma-coherent', what: 'test', statement: null } as const;
// More than half of the free memory is CMA's, so user memory goes there first (__rmqueue of Linux 6.1).
const mostlyCma = { memory: [[0, 128 * MiB]], cma: { size: 80 * MiB, start: null, end: null, fixed: false } } as const;
const rights = { writable: true, executable: false, dirty: true };

function machineWithUserPages(count: number, changes: Parameters<typeof boot>[0] = mostlyCma) {
  const machine = boot(changes);
  const [area] = machine.kernel.cma.areas;
  // What the boot left on the CPUs' lists would be given first.
  for (const zone of machine.kernel.pageAllocator.zones) drainZone(machine.kernel.pageAllocator, zone);
  const space = createAddressSpace(machine.world, 'app')!;
  // It runs: a space that no CPU has loaded needs no flush.
  switchAddressSpace(machine.hardware, 0, space.root, space.asid);
  const frames = Array.from({ length: count }, (_, index) => {
    const frame = allocateUserPage(machine.world, space, 'anonymous')!;
    coherentWrite(machine.hardware, frame * 4096, Uint8Array.of(index + 1));
    mapPage(machine.world, space, 0x10_0000n + BigInt(index) * 4096n, frame, rights);
    return frame;
  });
  const frameOf = (index: number): number =>
    Number(pageEntry(machine.world, space, 0x10_0000n + BigInt(index) * 4096n)! >> 12n) & 0xf_ffff;
  return { ...machine, area: area!, space, frames, frameOf };
}

describe('user memory in the way of a CMA allocation', () => {
  it('moves with its content, and its entries follow', () => {
    const machine = machineWithUserPages(20);
    const { area, frames, frameOf, hardware, context } = machine;
    expect(frames.every((frame) => frame >= area.baseFrame && frame < area.baseFrame + area.frames)).toBe(true);
    const first = Math.min(...frames) - (Math.min(...frames) % 512);
    const taken = cmaAllocateForCaller(context, area, area.frames - 512, 0, owner, false);
    expect(taken).not.toBeNull();
    frames.forEach((before, index) => {
      const now = frameOf(index);
      const inRange = before >= taken! && before < taken! + area.frames - 512;
      expect(now === before).toBe(!inRange);
      expect(now < taken! || now >= taken! + area.frames - 512).toBe(true);
      expect(readPhysical(hardware.memory, now * 4096, 1)[0]).toBe(index + 1);
    });
    expect(first).toBeGreaterThanOrEqual(area.baseFrame);
  });

  it('stays where somebody pinned it: that range is busy, the next one is tried', () => {
    const machine = machineWithUserPages(20);
    const { area, frames, kernel, context, journal } = machine;
    for (const frame of frames) takeReference(kernel.pageAllocator, frame);
    const taken = cmaAllocateForCaller(context, area, 256, 8, owner, false)!;
    expect(frames.some((frame) => frame >= taken && frame < taken + 256)).toBe(false);
    const all = cmaAllocateForCaller(context, area, area.frames - 512, 8, owner, false);
    expect(all).toBeNull();
    // The words of mm/cma.c, as a real 6.1.192 logged them for another size.
    expect(journal.flatMap((each) => (each.kind === 'log' ? [each.text] : []))).toEqual([
      `cma: cma_alloc: reserved: alloc failed, req-size: ${area.frames - 512} pages, ret: -16`,
    ]);
    expect(kernel.pageAllocator.events.pgmigrateFail).toBeGreaterThan(0);
  });

  it('comes back to the free lists when all is given back', () => {
    const machine = machineWithUserPages(3);
    const { kernel, area, context } = machine;
    const free = (): number => describeZones(kernel.pageAllocator).reduce((sum, { freeFrames }) => sum + freeFrames, 0);
    const before = free();
    const taken = cmaAllocateForCaller(context, area, 700, 8, owner, false)!;
    expect(before - free()).toBe(700);
    expect(taken % 256).toBe(0);
  });
});

describe('user memory in frames that a driver names', () => {
  const withoutCma = { memory: [[0, 128 * MiB]] } as const;
  const movable = 1;

  /** Index of a page in whose pageblock nothing else is that cannot move. */
  function amongMovable({ frames, kernel }: ReturnType<typeof machineWithUserPages>): number {
    const index = frames.findIndex((frame) => {
      const block = frame - (frame % 512);
      return ownerRuns(kernel.pageAllocator, block, block + 512).every(({ owner: { kind } }) =>
        /^(free|user)$/.test(kind),
      );
    });
    expect(index).toBeGreaterThanOrEqual(0);
    return index;
  }

  it('moves away, and the pageblock is one for movable memory then', () => {
    const machine = machineWithUserPages(3000, withoutCma);
    const { frames, frameOf, hardware, call, kernel } = machine;
    const chosen = frames[amongMovable(machine)]!;
    const block = BigInt(chosen - (chosen % 512));
    expect(call('alloc_contig_range', block, block + 512n, movable, 0xcc0)).toBe(0);
    const inside = frames.map((before) => before >= Number(block) && before < Number(block) + 512);
    expect(frames.map((before, index) => frameOf(index) !== before)).toEqual(inside);
    const bytes = frames.map((_, index) => readPhysical(hardware.memory, frameOf(index) * 4096, 1)[0]);
    expect(bytes).toEqual(frames.map((_, index) => (index + 1) % 256));
    expect(kernel.pageAllocator.events.pgmigrateSuccess).toBeGreaterThan(0);
    expect(pageblockType(kernel.pageAllocator, Number(block))).toBe(movable);
  });

  it('makes the range busy where somebody pinned a page of it', () => {
    const machine = machineWithUserPages(3000, withoutCma);
    const { frames, frameOf, call, kernel } = machine;
    const index = amongMovable(machine);
    const chosen = frames[index]!;
    takeReference(kernel.pageAllocator, chosen);
    const take = () => call('alloc_contig_range', BigInt(chosen), BigInt(chosen + 1), movable, 0xcc0);
    expect(take()).toBe(-16);
    expect(frameOf(index)).toBe(chosen);
    dropReference(kernel.pageAllocator, chosen, 0);
    expect(take()).toBe(0);
    expect(frameOf(index)).not.toBe(chosen);
  });
});

describe('a block of many pages between those of a program', () => {
  /** Every other page of the machine is the program's: half of memory is free, and no two pages of it are neighbours. */
  function fragmented() {
    const machine = boot({ memory: [[0, 48 * MiB]] });
    const space = createAddressSpace(machine.world, 'app')!;
    switchAddressSpace(machine.hardware, 0, space.root, space.asid);
    const { pageAllocator } = machine.kernel;
    const all: number[] = [];
    for (let frame; (frame = allocateUserPage(machine.world, space, 'anonymous')) !== null;) all.push(frame);
    const kept = all.filter((frame) => frame % 2 === 0);
    for (const frame of all) if (frame % 2 !== 0) dropReference(pageAllocator, frame, 0);
    const addressOf = (index: number): bigint => 0x10_0000n + BigInt(index) * 4096n;
    kept.forEach((frame, index) => {
      coherentWrite(machine.hardware, frame * 4096, Uint8Array.of(index));
      mapPage(machine.world, space, addressOf(index), frame, rights);
    });
    const bytes = () =>
      kept.map((_, index) => {
        const frame = Number(pageEntry(machine.world, space, addressOf(index))! >> 12n) & 0xf_ffff;
        return readPhysical(machine.hardware.memory, frame * 4096, 1)[0];
      });
    return { ...machine, kept, bytes };
  }
  const [GFP_ATOMIC, GFP_NOIO, GFP_KERNEL] = [0xa20, 0xc00, 0xcc0];
  const noWarn = 0x2000;

  it('is made by whoever may wait, and the program keeps its bytes', () => {
    const { call, kernel, bytes } = fragmented();
    const before = bytes();
    const { events } = kernel.pageAllocator;
    expect(call('alloc_pages', GFP_ATOMIC | noWarn, 9)).toBe(0n);
    expect(call('alloc_pages', GFP_NOIO | noWarn, 9)).toBe(0n);
    expect(events.compactStall).toBe(0);
    expect(call('alloc_pages', GFP_KERNEL, 9)).not.toBe(0n);
    expect([events.compactStall, events.compactSuccess, events.compactFail]).toEqual([1, 1, 0]);
    expect(bytes()).toEqual(before);
  });

  // A real 6.1.192 with 6 GiB, of which the program had 600 MiB: these lines. (It needed two attempts: compact_stall 2, compact_fail 1, compact_success 1.)
  it('is had by a driver as on a real kernel', () => {
    const simulation = powerOn({
      driver: driverFile('fragmentation.c'),
      app: driverFile('fragmentation-app.c'),
      machine: '{ "memory": "128M", "cma": "0", "cpus": 2 }',
      arguments: ['0x1000000'],
    });
    expect(finish(simulation)).toBe(0);
    expect(logOf(simulation)).toContain('frag: atomic 0, kernel 1');
    expect(outputOf(simulation)).toBe('0 wrong\n');
    const { events } = simulation.world.kernel.pageAllocator;
    expect([events.compactSuccess, events.pgmigrateSuccess > 0]).toEqual([1, true]);
  });

  it('is none where the pages are pinned', () => {
    const { call, kernel, kept } = fragmented();
    for (const frame of kept) takeReference(kernel.pageAllocator, frame);
    expect(call('alloc_pages', GFP_KERNEL | noWarn, 9)).toBe(0n);
    const { events } = kernel.pageAllocator;
    expect([events.compactStall, events.compactSuccess, events.compactFail]).toEqual([1, 0, 1]);
  });
});

describe('a program whose memory borrows CMA', () => {
  // A real 6.1.192 with 2176 MiB and cma=80M: the buffer at frame 0x100000, no byte wrong.
  it('does not notice that a driver takes all of it', () => {
    const simulation = powerOn({
      driver: driverFile('cma-migration.c'),
      app: driverFile('cma-migration-app.c'),
      machine: `{"memory":[["0x1000","0x9f000"],["0x100000","0x7ffdf000"],["0x100000000","0x108000000"]],"cma":"80M","cpus":2,
        "devices":[{"model":"fpga-accelerator","name":"0000:00:02.0"}]}`,
      arguments: ['0x5000000'],
    });
    expect(finish(simulation)).toBe(0);
    const output = recordsOf(simulation, 'output').map(({ text }) => text);
    expect(output.join('')).toBe('buffer at frame 100000\n0 bytes wrong\ndone\n');
    expect(simulation.world.kernel.pageAllocator.events.pgmigrateSuccess).toBeGreaterThan(39);
    expect(recordsOf(simulation, 'finding')).toEqual([]);
  });
});

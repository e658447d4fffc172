/** What the views show of a machine that stands still, compared with the architecture's rules and with what the driver's text did. */
import { beforeAll, describe, expect, test } from 'vitest';
import {
  evaluate,
  inspectAddressSpaces,
  inspectAddressSpacesOf,
  inspectCacheLine,
  inspectCaches,
  inspectCacheSet,
  inspectDevices,
  inspectPageTable,
  inspectPageWalk,
  inspectPhysicalMemory,
  inspectTlbs,
  inspectTransfers,
  readMemory,
  writeMemory,
  type Simulation,
} from '../../simulator/index.ts';
import { boardDriver, boardMachine, lineOfBuffer } from '../support/board.ts';
import { again, breakAt, lineOf, powerOn, proceed, recordsOf } from '../support/simulated-run.ts';

/** Before the job, with the buffer as the CPU wrote it, and after. */
let before: Simulation;
let after: Simulation;
let buffer: { readonly address: bigint; readonly physical: number; readonly handle: bigint };
beforeAll(() => {
  before = powerOn({ driver: boardDriver, machine: boardMachine });
  after = again(before);
  breakAt(before, 'board->low = 5;');
  proceed(before);
  breakAt(after, 'jobs += square(1);');
  proceed(after);
  buffer = recordsOf(after, 'coherent-alloc')[0]!;
});

const hex = (value: number | bigint): string => `0x${value.toString(16)}`;
/** Indices of a four-level walk: bits 47:39, 38:30, 29:21, 20:12 (Intel SDM 3A, 4.5). */
const indices = (address: bigint): number[] => [39n, 30n, 21n, 12n].map((bit) => Number((address >> bit) & 511n));

function pointerOf(simulation: Simulation, text: string): bigint {
  const task = recordsOf(simulation, 'task').find(({ name }) => name === 'insmod')!.other;
  const outcome = evaluate(simulation, { task, depth: 0 }, `(unsigned long)(${text})`, { sideEffects: false });
  if (!outcome.ok) throw new Error(outcome.message);
  return new DataView(outcome.value.bytes!.buffer).getBigUint64(0, true);
}

describe('page walk', () => {
  test('of the coherent buffer: through a large page of the direct map', () => {
    const walk = inspectPageWalk(after.world, 0, buffer.address)!;
    expect(walk.levels.map(({ name }) => name)).toEqual(['PGD', 'PUD', 'PMD']);
    expect(walk.levels.map(({ index }) => index)).toEqual(indices(buffer.address).slice(0, 3));
    expect(walk.levels[2]!.flags).toEqual(expect.arrayContaining(['present', 'writable', 'large', 'no-execute']));
    expect(walk.result).toMatchObject({ physical: hex(buffer.physical), pageBytes: 2 * 2 ** 20 });
    expect(walk.result!.permissions).toBe('read-write, kernel only, no execute');
    expect(walk.result!.owner).toContain('coherent buffer of 0000:01:00.0');
    expect(walk.failure).toBeNull();
  });
  test('each level stands where the one above points, and is what memory holds there', () => {
    const { levels } = inspectPageWalk(after.world, 0, pointerOf(after, 'board->regs'))!;
    expect(levels).toHaveLength(4);
    levels.forEach((level, i) => {
      expect(BigInt(level.entryAddress)).toBe(BigInt(level.table) + 8n * BigInt(level.index));
      const stored = readMemory(after, 'physical', BigInt(level.entryAddress), 8).bytes;
      expect(new DataView(stored.buffer, stored.byteOffset).getBigUint64(0, true)).toBe(BigInt(level.entry));
      if (i > 0) expect(BigInt(levels[i - 1]!.entry) & 0x000f_ffff_ffff_f000n).toBe(BigInt(level.table));
    });
  });
  test('of the registers: one uncached page of the BAR', () => {
    const bar = inspectPhysicalMemory(after.world).mmio.find(({ device }) => device === '0000:01:00.0')!;
    const walk = inspectPageWalk(after.world, 0, pointerOf(after, 'board->regs'))!;
    expect(walk.result).toMatchObject({ physical: bar.start, pageBytes: 4096, owner: 'BAR 0 of 0000:01:00.0' });
    expect(walk.levels[3]!.flags).toContain('uncached');
    expect(bar.bytes).toBe(0x10000);
  });
  test.each([
    ['NULL', 0n, /not present/],
    ['the hole below the kernel half', 0x0000_8000_0000_0000n, /not canonical/],
    ['the hole above user memory', 0xffff_0000_0000_0000n, /not canonical/],
    ['direct map behind the end of RAM', 0xffff_8900_0000_0000n, /not present/],
  ])('of %s fails, in words', (_, address, words) => {
    const walk = inspectPageWalk(after.world, 0, address)!;
    expect(walk.result).toBeNull();
    expect(walk.failure).toMatch(words);
  });
  test('in an address space that is not there: none', () => {
    expect(inspectPageWalk(after.world, 99, 0n)).toBeNull();
    expect(inspectPageTable(after.world, 99, null)).toBeNull();
  });
  test('the top table has the direct map’s entry, and leads to the next', () => {
    const top = inspectPageTable(after.world, 0, null)!;
    const [index] = indices(buffer.address);
    const entry = top.entries.find((each) => each.index === index)!;
    expect(entry).toMatchObject({ virtual: '0xffff888000000000', leaf: false });
    const next = inspectPageTable(after.world, 0, {
      table: Number(entry.target),
      virtual: BigInt(entry.virtual),
      level: 'PUD',
    })!;
    expect(next.entries[0]).toMatchObject({ index: 0, virtual: '0xffff888000000000', pageBytes: 2 ** 30 });
  });
});

describe('TLB', () => {
  test('has the shape the machine file gives it', () => {
    for (const tlb of inspectTlbs(after.world)) {
      expect(tlb.sets * tlb.ways).toBe(64);
      expect(tlb.entries.length).toBeLessThanOrEqual(64);
      for (const entry of tlb.entries) expect(entry.set).toBeLessThan(tlb.sets);
    }
  });
  test('an entry agrees with the tables until they change without a flush', () => {
    const simulation = again(after);
    breakAt(simulation, 'board->low = 5;');
    proceed(simulation);
    const walk = inspectPageWalk(simulation.world, 0, buffer.address)!;
    const held = walk.tlb.find(({ cpu }) => cpu === 0)!;
    expect(held).toMatchObject({
      stale: false,
      entry: { pageBytes: 2 * 2 ** 20, flags: expect.arrayContaining(['writable']) },
    });
    expect(walk.tlb.find(({ cpu }) => cpu === 1)).toEqual({ cpu: 1, entry: null, stale: false });

    const { entry, entryAddress } = walk.levels.at(-1)!;
    const flags = new Uint8Array(8);
    new DataView(flags.buffer).setBigUint64(0, BigInt(entry) & ~2n, true); // bit 1: writable
    expect(writeMemory(simulation, 'physical', BigInt(entryAddress), flags)).toBe(8);
    const changed = inspectPageWalk(simulation.world, 0, buffer.address)!;
    expect(changed.result!.permissions).toMatch(/^read-only/);
    expect(changed.tlb[0]).toMatchObject({ stale: true, entry: held.entry });
  });
});

describe('caches', () => {
  test('have the shape of the default machine', () => {
    const { coherent, caches } = inspectCaches(after.world);
    expect(coherent).toBe(true);
    expect(caches.map(({ name, sets, ways }) => [name, sets * ways * 64])).toEqual([
      ['CPU 0 L1D', 32 * 1024],
      ['CPU 1 L1D', 32 * 1024],
      ['last level', 1024 * 1024],
    ]);
    for (const { states, sets, ways, valid, dirty } of caches) {
      expect(states).toMatch(new RegExp(`^[ISEM]{${sets * ways}}$`));
      expect(states.replace(/I/g, '')).toHaveLength(valid);
      expect(states.replace(/[^M]/g, '')).toHaveLength(dirty);
    }
  });
  test('a line that the CPU just wrote is dirty there; devices see it all the same', () => {
    const line = inspectCacheLine(before.world, buffer.physical + 127 * 64 + 5, buffer.address + 127n * 64n + 5n)!;
    const bytes = lineOfBuffer(127, false);
    expect(line).toMatchObject({
      physical: hex(buffer.physical + 127 * 64),
      virtual: hex(buffer.address + 127n * 64n),
      seenByDevices: bytes,
      seenByCpus: [
        { cpu: 0, bytes },
        { cpu: 1, bytes },
      ],
    });
    expect(line.copies[0]).toMatchObject({ cache: 'CPU 0 L1D', state: 'M', dirty: true, bytes, differs: true });
    expect(line.memory).not.toBe(bytes);
    expect(line.owner).toContain('coherent buffer');
  });
  test('after the device has written, everybody sees its bytes and no copy differs', () => {
    for (const number of [0, 1, 64, 127]) {
      const line = inspectCacheLine(after.world, buffer.physical + 64 * number, null)!;
      const bytes = lineOfBuffer(number, true);
      expect([line.memory, line.seenByDevices, ...line.seenByCpus.map((each) => each.bytes)]).toEqual(
        Array(4).fill(bytes),
      );
      expect(line.copies.every(({ differs, dirty }) => !differs && !dirty)).toBe(true);
      expect(line.virtual).toBeNull();
    }
  });
  test('one set: its ways, with the line that belongs there', () => {
    const physical = buffer.physical + 127 * 64;
    const { sets, ways } = inspectCaches(before.world).caches[0]!;
    const set = inspectCacheSet(before.world, 'CPU 0 L1D', (physical / 64) % sets)!;
    expect(set.lines.map(({ way }) => way)).toEqual(Array.from({ length: ways }, (_, i) => i));
    expect(set.lines.find((line) => line.physical === hex(physical))).toMatchObject({ state: 'M', dirty: true });
    expect(inspectCacheSet(before.world, 'CPU 0 L1D', sets)).toBeNull();
    expect(inspectCacheSet(before.world, 'CPU 7 L1D', 0)).toBeNull();
  });
  test('where there is no RAM there is no line', () => expect(inspectCacheLine(after.world, 2 ** 40, null)).toBeNull());
});

test('transfers: what was programmed, where it went, who started it', () => {
  const { transfers, dropped, findings } = inspectTransfers(after.world);
  const address = hex(buffer.handle);
  const common = { device: '0000:01:00.0', length: 8192, programmed: address, driven: address, bridged: address, physical: hex(buffer.physical), bytesMoved: 8192, bursts: 2, status: 'done', wrongTarget: false }; // prettier-ignore
  expect(transfers).toMatchObject([
    { ...common, direction: 'to-device', framesChanged: 0, purpose: 'fetch image' },
    { ...common, direction: 'from-device', framesChanged: 2, purpose: 'write result' },
  ]);
  const line = lineOf(boardDriver, 'writel(1, board->regs + 0x08)');
  expect(transfers[0]!.place).toMatchObject({ path: 'driver.c', line, function: 'job' });
  // The device goes on to its second transfer by itself: what led to it is the same register write.
  for (const { begunBy, place } of transfers)
    expect({ begunBy, line: place!.line }).toEqual({ begunBy: 'CONTROL = 0x1', line });
  for (const { intended, hit } of transfers) expect(`${intended} ${hit}`).toMatch(/coherent buffer.*coherent buffer/);
  expect(transfers[0]!.endedAt!).toBeLessThanOrEqual(transfers[1]!.startedAt);
  expect([dropped, findings]).toEqual([0, []]);
  expect(inspectTransfers(after.world, 1)).toEqual({
    transfers: [transfers[1]],
    dropped: 1,
    findings: [],
    findingsDropped: 0,
  });
  expect(inspectTransfers(before.world).transfers).toEqual([]);
});

test('physical memory: what the last transfer changed is what the driver meant', () => {
  const view = inspectPhysicalMemory(after.world);
  const frames = [{ first: buffer.physical / 4096, count: 2 }];
  expect(view.lastTransfer).toMatchObject({
    direction: 'from-device',
    touched: frames,
    changed: frames,
    intended: frames,
  });
  expect(view.cma).toMatchObject([{ frames: 2048, usedFrames: 2 }]);
  // All frames of all zones are in exactly one run, or are holes.
  const covered = view.runs.reduce((sum, { count }) => sum + count, 0);
  const present = view.zones.reduce((sum, { presentFrames }) => sum + presentFrames, 0);
  expect(covered).toBeGreaterThanOrEqual(present);
  view.runs.forEach(
    (run, i) => i > 0 && expect(run.first).toBeGreaterThanOrEqual(view.runs[i - 1]!.first + view.runs[i - 1]!.count),
  );
  for (const zone of view.zones)
    expect(zone.freeByOrder.reduce((sum, blocks, order) => sum + blocks * 2 ** order, 0)).toBeLessThanOrEqual(
      zone.freeFrames,
    );
  expect(inspectPhysicalMemory(before.world).lastTransfer).toBeNull();
});

test('devices: registers as the model’s manual names them', () => {
  const [board] = inspectDevices(after.world);
  expect(board).toMatchObject({ name: '0000:01:00.0', model: 'fpga-accelerator' });
  expect(board!.configuration.find(({ name }) => name === 'bridge.addressBits')!.value).toBe('34');
  const register = (name: string) => board!.registers.find((each) => each.name === name)!;
  expect(register('STATUS').value).toBe('0x2');
  expect(register('STATUS').fields.map(({ name, value }) => [name, value])).toEqual([
    ['BUSY', '0x0'],
    ['DONE', '0x1'],
    ['ERROR', '0x0'],
  ]);
  expect(register('LENGTH').value).toBe(hex(8192));
  // Sum of i / 64 for 8192 bytes, as they were fetched: 64 · (0 + … + 127).
  expect(register('CHECKSUM').value).toBe(hex((64 * 127 * 128) / 2));
});

describe('address spaces', () => {
  test('of a driver: the kernel’s, with its fixed areas', () => {
    const spaces = inspectAddressSpaces(after.world);
    expect(spaces.map(({ id, name }) => [id, name])).toEqual([[0, 'kernel']]);
    // Documentation/arch/x86/x86_64/mm.rst, four-level page tables.
    expect(spaces[0]!.areas.map(({ start, what }) => [start, what])).toEqual([
      ['0xffff888000000000', 'direct map of all RAM'],
      ['0xffffc90000000000', 'vmalloc and ioremap'],
      ['0xffffea0000000000', 'struct page array'],
      ['0xffffffff81000000', 'kernel and module text'],
      ['0xffffffffc0400000', 'kernel data'],
      ['0xffffffffc0800000', 'module data'],
    ]);
  });
  test('of a program: text, data and stack, apart and ascending', () => {
    const simulation = powerOn({
      app: 'int global = 7;\nint main(void)\n{\n\tint local = global;\n\n\treturn local;\n}\n',
    });
    breakAt(simulation, 'return local;');
    const { task } = proceed(simulation) as { task: number };
    const { spaces, current } = inspectAddressSpacesOf(simulation);
    const own = spaces.find(({ id }) => id === current)!;
    expect(own.name).toBe(`app (pid ${task})`);
    own.areas.forEach((area, i) => {
      expect(BigInt(area.start)).toBeLessThan(BigInt(area.end));
      if (i > 0) expect(BigInt(area.start)).toBeGreaterThanOrEqual(BigInt(own.areas[i - 1]!.end));
    });
    const at = (address: bigint) =>
      own.areas.find((area) => address >= BigInt(area.start) && address < BigInt(area.end));
    expect(at(0x40_1000n)?.permissions).toBe('r-xp');
    const address = (text: string): bigint => {
      const outcome = evaluate(simulation, { task, depth: 0 }, text, { sideEffects: false });
      return outcome.ok ? outcome.value.address! : 0n;
    };
    expect(at(address('global'))?.permissions).toBe('rw-p');
    expect(at(0x7fff_ffff_eff8n)).toMatchObject({ permissions: 'rw-p', end: '0x7ffffffff000' });
    expect([...readMemory(simulation, task, address('global'), 4).bytes]).toEqual([7, 0, 0, 0]);
    expect(readMemory(simulation, 'kernel', address('global'), 4)).toMatchObject({ unreadable: 4 });
  });
});

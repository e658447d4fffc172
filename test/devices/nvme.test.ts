/**
 * The NVMe controller alone, over a bus with memory of its own. Expected values follow the NVM Express Base Specification 1.4: registers
 * chapter 3.1, statuses figures 126 to 128, PRP entries chapter 4.3, commands chapters 5 and 6.
 */
import { describe, expect, test } from 'vitest';
import { nvme as model } from '../../simulator/devices/nvme/device.ts';
import {
  createCompletionQueue,
  createSubmissionQueue,
  host,
  ioHost,
  queueEntries,
  readyHost,
  type Command,
} from './nvme-host.ts';

const page = 4096;
const identifyController: Command = { opcode: 0x06, prp1: 0x10000, dwords: [1] };

describe('enabling and resetting', () => {
  test('CAP says what the machine file says', () => {
    const one = host({ queueEntries: 64, doorbellStride: 2 });
    const capabilities = one.read('CAP');
    expect([capabilities & 0xffffn, (capabilities >> 32n) & 15n, (capabilities >> 37n) & 1n]).toEqual([63n, 2n, 1n]);
  });
  test('CSTS.RDY follows CC.EN, and falls with it', () => {
    const one = host();
    one.write('AQA', 0x0007_0007);
    one.write('ASQ', 0x1000);
    one.write('ACQ', 0x2000);
    one.write('CC', 0x0046_0001);
    expect(one.read('CSTS')).toBe(0n);
    one.run();
    expect(one.read('CSTS')).toBe(1n);
    one.write('CC', 0x0046_0000);
    one.run();
    expect(one.read('CSTS')).toBe(0n);
    expect(one.read('ASQ')).toBe(0x1000n);
  });
  test.each([
    ['admin queues of one entry', { AQA: 0 }],
    ['a queue that does not start a page', { ASQ: 0x1040 }],
    ['pages of 8 KiB', { CC: 0x0046_0081 }],
    ['another command set', { CC: 0x0046_0061 }],
  ])('%s: CSTS.CFS', (_, changes) => {
    const one = host();
    const values = { AQA: 0x0007_0007, ASQ: 0x1000, ACQ: 0x2000, CC: 0x0046_0001, ...changes };
    for (const [name, value] of Object.entries(values)) one.write(name, value);
    one.run();
    expect(one.read('CSTS')).toBe(2n);
  });
  test('64-bit registers take words', () => {
    const one = host();
    const half = (offset: number) => {
      const found = model.decodeAccess!(0, offset, 4);
      if (!('name' in found)) throw new Error('no register');
      return found;
    };
    model.writeRegister(one.state, half(0x2c), 0x12n, one.bus);
    model.writeRegister(one.state, half(0x28), 0xffff_f000n, one.bus);
    expect(one.read('ASQ')).toBe(0x12_ffff_f000n);
    expect(model.readRegister(one.state, half(0x2c), one.bus)).toBe(0x12n);
    expect(model.readRegister(one.state, half(0x04), one.bus) & 0xffff_ffffn).toBe(one.read('CAP') >> 32n);
  });
  test('shutdown: CSTS.SHST becomes 2', () => {
    const one = readyHost();
    one.write('CC', 0x0046_4001);
    one.run();
    expect(one.read('CSTS')).toBe(1n | (2n << 2n));
  });
  test('a reset ends the transfer that is under way, and what was scheduled does nothing', () => {
    const one = readyHost();
    one.push(0, identifyController);
    one.run(1);
    one.write('CC', 0x0046_0000);
    one.run();
    expect(one.bus.trace).toEqual(['begin read 0x1000 64', 'end read: stopped by controller reset']);
    expect(one.bus.messages).toBe(0);
  });
  test('doorbells before CSTS.RDY do nothing', () => {
    const one = host();
    one.write('SQ0TDBL', 1);
    expect([one.run(), one.read('SQ0TDBL')]).toEqual([0, 0n]);
  });
});

test('Identify Controller: one command on the bus', () => {
  const one = readyHost();
  const done = one.submit(0, identifyController);
  expect(one.bus.trace).toEqual([
    'begin read 0x1000 64',
    'read 0x1000 64',
    'end read: done',
    'begin write 0x10000 4096',
    'write 0x10000 4096',
    'end write: done',
    'begin write 0x2000 16',
    'write 0x2000 16',
    'end write: done',
  ]);
  expect(done).toEqual({ status: 0, doNotRetry: false, result: 0, identifier: 101, queue: 0, head: 1, phase: 1 });
  const data = one.bus.memory.subarray(0x10000, 0x11000);
  expect([data[0]! | (data[1]! << 8), data[77], data[512], data[513], data[516]]).toEqual([0x1b36, 10, 0x66, 0x44, 1]);
  expect(one.bus.messages).toBe(1);
});

test('Identify Namespace: size in blocks, and their size', () => {
  const one = readyHost({ namespace: 1024 * 1024, lbads: 12 });
  expect(one.submit(0, { opcode: 0x06, nsid: 1, prp1: 0x10000, dwords: [0] }).status).toBe(0);
  expect(new DataView(one.bus.memory.buffer).getBigUint64(0x10000, true)).toBe(256n);
  expect(one.bus.memory[0x10000 + 130]).toBe(12);
});

test.each([
  ['0: all of it is in the list', 0, 1],
  ['1: nothing above it', 1, 0],
])('active namespaces above %s', (_, above, first) => {
  const one = readyHost();
  expect(one.submit(0, { opcode: 0x06, nsid: above, prp1: 0x10000, dwords: [2] }).status).toBe(0);
  expect(one.bus.memory[0x10000]).toBe(first);
});

const sq = createSubmissionQueue;
const cq = createCompletionQueue;
const size = (queueEntries - 1) << 16;

// Figures 126 (generic) and 127 (command specific): name, commands before, command, status.
test.each<[string, readonly Command[], Command, number]>([
  ['Create CQ', [], cq, 0x000],
  ['Create CQ 0: invalid queue identifier', [], { ...cq, dwords: [size, 3] }, 0x101],
  ['Create CQ 2 of 1', [], { ...cq, dwords: [size | 2, 3] }, 0x101],
  ['Create CQ twice', [cq], cq, 0x101],
  ['Create CQ of one entry: invalid queue size', [], { ...cq, dwords: [1, 3] }, 0x102],
  ['Create CQ larger than MQES', [], { ...cq, dwords: [(1024 << 16) | 1, 3] }, 0x102],
  ['Create CQ as large as MQES', [], { ...cq, dwords: [(1023 << 16) | 1, 3] }, 0x000],
  ['Create CQ inside of a page: PRP offset invalid', [], { ...cq, prp1: 0x4010 }, 0x013],
  ['Create CQ, vector 5 of 0 to 4: invalid interrupt vector', [], { ...cq, dwords: [size | 1, (5 << 16) | 3] }, 0x108],
  ['Create CQ in pieces although CAP.CQR: invalid field', [], { ...cq, dwords: [size | 1, 2] }, 0x002],
  ['Create SQ', [cq], sq, 0x000],
  ['Create SQ without its CQ: completion queue invalid', [], sq, 0x100],
  ['Create SQ on the admin CQ', [cq], { ...sq, dwords: [size | 1, 1] }, 0x100],
  ['Create SQ twice', [cq, sq], sq, 0x101],
  ['Create SQ of one entry', [cq], { ...sq, dwords: [1, (1 << 16) | 1] }, 0x102],
  ['Create SQ inside of a page', [cq], { ...sq, prp1: 0x3040 }, 0x013],
  ['Delete SQ', [cq, sq], { opcode: 0x00, dwords: [1] }, 0x000],
  ['Delete SQ 0', [], { opcode: 0x00, dwords: [0] }, 0x101],
  ['Delete SQ that is not there', [], { opcode: 0x00, dwords: [1] }, 0x101],
  ['Delete CQ before its SQ: invalid queue deletion', [cq, sq], { opcode: 0x04, dwords: [1] }, 0x10c],
  ['Delete CQ', [cq], { opcode: 0x04, dwords: [1] }, 0x000],
  ['Identify a namespace that is not there', [], { opcode: 0x06, nsid: 2, prp1: 0x10000, dwords: [0] }, 0x00b],
  ['Identify, CNS 7fh: invalid field', [], { opcode: 0x06, prp1: 0x10000, dwords: [0x7f] }, 0x002],
  [
    'Identify across two pages, PRP2 with an offset',
    [],
    { ...identifyController, prp1: 0x10800, prp2: 0x12004 },
    0x013,
  ],
  ['Identify across two pages', [], { ...identifyController, prp1: 0x10800, prp2: 0x12000 }, 0x000],
  ['Set Features, Number of Queues 65536: invalid field', [], { opcode: 0x09, dwords: [7, 0xffff_ffff] }, 0x002],
  ['Set Features, Number of Queues too late', [cq], { opcode: 0x09, dwords: [7, 0] }, 0x00c],
  ['Set Features, Volatile Write Cache: not supported', [], { opcode: 0x09, dwords: [6, 1] }, 0x002],
  ['Get Log Page: none', [], { opcode: 0x02, prp1: 0x10000, dwords: [2] }, 0x109],
  ['Format NVM', [], { opcode: 0x80, nsid: 1 }, 0x001],
  ['SGL in an admin command: invalid field', [], { ...identifyController, flags: 0x40 }, 0x002],
])('admin: %s', (_, before, command, expected) => {
  const one = readyHost();
  for (const each of before) expect(one.submit(0, each).status).toBe(0);
  const done = one.submit(0, command);
  expect(done.status.toString(16)).toBe(expected.toString(16));
  // A queue may be deleted later on.
  expect(done.doNotRetry).toBe(expected !== 0 && expected !== 0x10c);
});

test('Number of Queues: as many as there are, less one, in both halves', () => {
  const one = readyHost({ ioQueues: 4 });
  expect(one.submit(0, { opcode: 0x09, dwords: [7, 0x000f_000f] }).result).toBe(0x0003_0003);
  expect(one.submit(0, { opcode: 0x0a, dwords: [7] }).result).toBe(0x0003_0003);
});

test('Abort answers that the command was not aborted', () => {
  expect(readyHost().submit(0, { opcode: 0x08, dwords: [0x0001_0001] })).toMatchObject({ status: 0, result: 1 });
});

test('asynchronous event requests wait; the fifth is one too many', () => {
  const one = readyHost();
  for (let i = 0; i < 4; i++) one.push(0, { opcode: 0x0c });
  one.run();
  expect(one.take(0)).toBeNull();
  expect(one.submit(0, { opcode: 0x0c }).status).toBe(0x105);
});

const blocks = 2048; // of 512 bytes in 1 MiB

test.each<[string, Command, number]>([
  ['Flush', { opcode: 0, nsid: 1 }, 0x000],
  ['Flush of all namespaces', { opcode: 0, nsid: 0xffff_ffff }, 0x000],
  ['Flush of namespace 0', { opcode: 0, nsid: 0 }, 0x00b],
  ['Read of namespace 2', { opcode: 2, nsid: 2, prp1: 0x10000 }, 0x00b],
  ['Read of the last block', { opcode: 2, nsid: 1, prp1: 0x10000, dwords: [blocks - 1, 0, 0] }, 0x000],
  ['Read behind the last block', { opcode: 2, nsid: 1, prp1: 0x10000, dwords: [blocks - 1, 0, 1] }, 0x080],
  ['Read with an LBA of 64 bits', { opcode: 2, nsid: 1, prp1: 0x10000, dwords: [0, 1, 0] }, 0x080],
  ['Write with an LBA that wraps', { opcode: 1, nsid: 1, prp1: 0x10000, dwords: [0xffff_ffff, 0xffff_ffff, 0] }, 0x080],
  ['Read of more than MDTS', { opcode: 2, nsid: 1, prp1: 0x10000, prp2: 0x20000, dwords: [0, 0, 32] }, 0x002],
  ['Read of MDTS', { opcode: 2, nsid: 1, prp1: 0x10000, prp2: 0x20000, dwords: [0, 0, 31] }, 0x000],
  ['Compare: not supported', { opcode: 5, nsid: 1, prp1: 0x10000 }, 0x001],
  ['Read, fused', { opcode: 2, nsid: 1, flags: 1, prp1: 0x10000 }, 0x002],
  ['PRP1 at an odd address', { opcode: 2, nsid: 1, prp1: 0x10001 }, 0x013],
  ['PRP1 at 2 mod 4', { opcode: 2, nsid: 1, prp1: 0x10002 }, 0x013],
  ['PRP1 at 4 mod 4096', { opcode: 2, nsid: 1, prp1: 0x10004 }, 0x000],
  ['PRP2, a page, with an offset', { opcode: 2, nsid: 1, prp1: 0x10000, prp2: 0x11200, dwords: [0, 0, 15] }, 0x013],
  [
    'PRP2, not needed, is not looked at',
    { opcode: 2, nsid: 1, prp1: 0x10000, prp2: 0x11201, dwords: [0, 0, 7] },
    0x000,
  ],
  [
    'PRP2, a list, not at a multiple of 8',
    { opcode: 2, nsid: 1, prp1: 0x10000, prp2: 0x20004, dwords: [0, 0, 31] },
    0x013,
  ],
  [
    'PRP2, a list behind all memory: data transfer error',
    { opcode: 2, nsid: 1, prp1: 0x10000, prp2: 0x900000, dwords: [0, 0, 31] },
    0x004,
  ],
  ['Write from behind all memory', { opcode: 1, nsid: 1, prp1: 0x900000 }, 0x004],
  ['Read to behind all memory: nobody tells the controller', { opcode: 2, nsid: 1, prp1: 0x900000 }, 0x000],
])('I/O: %s', (_, command, expected) => {
  // MDTS 2: 16 KiB.
  const one = ioHost({ namespace: 1024 * 1024, mdts: 2 });
  one.bus.refusedFrom = BigInt(one.bus.memory.length);
  const list = new DataView(one.bus.memory.buffer, 0x20000);
  for (let i = 0; i < 512; i++) list.setBigUint64(8 * i, BigInt(0x30000 + page * i), true);
  const done = one.submit(1, command);
  expect(done.status.toString(16)).toBe(expected.toString(16));
});

test('what was written is read, also across pages of the media', () => {
  const one = ioHost();
  for (let i = 0; i < 0x1000; i++) one.bus.memory[0x10000 + i] = (i * 7) % 251;
  const wanted = one.bus.memory.slice(0x10000, 0x11000);
  const at = { nsid: 1, dwords: [5, 0, 7] };
  expect(one.submit(1, { opcode: 1, prp1: 0x10000, ...at }).status).toBe(0);
  expect(one.submit(1, { opcode: 2, prp1: 0x12e00, prp2: 0x15000, ...at }).status).toBe(0);
  expect(Buffer.compare(one.bus.memory.subarray(0x12e00, 0x13000), wanted.subarray(0, 0x200))).toBe(0);
  expect(Buffer.compare(one.bus.memory.subarray(0x15000, 0x15e00), wanted.subarray(0x200))).toBe(0);
  expect(one.submit(1, { opcode: 2, prp1: 0x10000, nsid: 1, dwords: [64, 0, 7] }).status).toBe(0);
  expect(one.bus.memory.subarray(0x10000, 0x11000).every((byte) => byte === 0)).toBe(true);
});

describe('queues', () => {
  test('phase and places over three rounds', () => {
    const one = ioHost();
    const seen = Array.from({ length: 20 }, () => one.submit(1, { opcode: 0, nsid: 1 }));
    // Eight entries a round, the phase of the first is 1.
    expect(seen.map(({ phase }) => phase).join('')).toBe('11111111000000001111');
    expect(seen.map(({ head }) => head)).toEqual(seen.map((_, i) => (i + 1) % queueEntries));
    expect(seen.map(({ queue }) => queue)).toEqual(seen.map(() => 1));
  });
  test('a completion waits while its queue is full', () => {
    const one = ioHost();
    const push = (count: number) => Array.from({ length: count }, () => one.push(1, { opcode: 0, nsid: 1 }));
    const first = push(queueEntries - 1);
    one.run();
    const more = push(2);
    one.run();
    const taken = first.map(() => one.take(1)?.identifier);
    expect([taken, one.take(1)]).toEqual([first, null]);
    one.run();
    expect(more.map(() => one.take(1)?.identifier)).toEqual(more);
  });
  test('round robin between the queues', () => {
    const one = ioHost();
    one.bus.trace.length = 0;
    for (let i = 0; i < 2; i++) one.push(1, { opcode: 0, nsid: 1 });
    for (let i = 0; i < 2; i++) one.push(0, { opcode: 0x08, dwords: [0] });
    one.run();
    const fetched = one.bus.trace.filter((line) => /^begin read/.test(line)).map((line) => line.slice(11, 17));
    // Two commands went through the admin queue before: the places are its entries 2 and 3.
    expect(fetched).toEqual(['0x3000', '0x1080', '0x3040', '0x10c0']);
  });
  test.each([0, 1, 3])('doorbells with CAP.DSTRD %s', (doorbellStride) => {
    const one = ioHost({ doorbellStride });
    expect(one.submit(1, { opcode: 0, nsid: 1 }).status).toBe(0);
    const layout = model.registersOf!(one.bus.configuration);
    // Chapter 3.1.16: 1000h + (2y * (4 << CAP.DSTRD)), and one step further.
    const offset = (name: string) => layout.find((each) => each.name === name)!.offset;
    expect([offset('SQ1TDBL'), offset('CQ1HDBL')]).toEqual([
      0x1000 + 2 * (4 << doorbellStride),
      0x1000 + 3 * (4 << doorbellStride),
    ]);
  });
  test('a doorbell that names no entry is ignored', () => {
    const one = ioHost();
    one.write('SQ1TDBL', queueEntries);
    expect([one.run(), one.read('SQ1TDBL')]).toEqual([0, 0n]);
  });
  test('an entry that cannot be fetched is fatal', () => {
    const one = ioHost();
    one.bus.refusedFrom = 0n;
    one.push(1, { opcode: 0, nsid: 1 });
    one.run();
    expect(one.read('CSTS')).toBe(3n);
    one.push(1, { opcode: 0, nsid: 1 });
    expect(one.run()).toBe(0);
  });
});

describe('interrupts', () => {
  test('the pin is up while a completion is unread, unless masked', () => {
    const one = readyHost();
    one.bus.messageInterrupts = false;
    one.push(0, { opcode: 0x08 });
    one.run();
    expect(one.bus.pin).toBe(true);
    one.write('INTMS', 1);
    expect([one.bus.pin, one.read('INTMC')]).toEqual([false, 1n]);
    one.write('INTMC', 1);
    expect(one.bus.pin).toBe(true);
    one.take(0);
    expect(one.bus.pin).toBe(false);
  });
  test('a queue without interrupts sends none', () => {
    const one = readyHost();
    one.submit(0, { ...createCompletionQueue, dwords: [size | 1, 1] });
    one.submit(0, createSubmissionQueue);
    const before = one.bus.messages;
    one.submit(1, { opcode: 0, nsid: 1 });
    expect([before, one.bus.messages]).toEqual([2, 2]);
  });
});

/** The accelerator alone, over a bus with memory of its own. Expected values follow simulator/devices/fpga-accelerator/README.md. */
import { describe, expect, test } from 'vitest';
import type { Configuration } from '../../simulator/devices/device.ts';
import { fpgaAccelerator as model } from '../../simulator/devices/fpga-accelerator/device.ts';
import { createBoard, type Board } from './board.ts';

const START = 1n;
const IRQ_ENABLE = 2n;
const RESET = 4n;
const BUSY = 1n;
const DONE = 2n;
const ERROR = 4n;

const board = (changes: Configuration = {}): Board => createBoard(model, changes);

function start(each: Board, source: number, destination: number, length: number, flags = 0n): void {
  each.write('SRC_LO', source);
  each.write('DST_LO', destination);
  each.write('LENGTH', length);
  each.write('CONTROL', START | flags);
}

test('a job inverts every byte, counts and sums', () => {
  const one = board();
  const source = one.bus.memory.slice(0x1000, 0x1000 + 100);
  start(one, 0x1000, 0x3000, 100);
  expect(one.read('STATUS')).toBe(BUSY);
  expect(one.run()).toBe(2);
  expect(one.read('STATUS')).toBe(DONE);
  expect([...one.bus.memory.slice(0x3000, 0x3000 + 100)]).toEqual([...source].map((byte) => 255 - byte));
  expect(one.bus.memory[0x3000 + 100]).toBe((7 * (0x3000 + 100)) % 251);
  expect([one.read('BYTES_READ'), one.read('BYTES_WRITTEN')]).toEqual([100n, 100n]);
  expect(one.read('CHECKSUM')).toBe(BigInt(source.reduce((sum, byte) => sum + byte, 0)));
});

test('addresses have 64 bits', () => {
  const one = board();
  one.write('SRC_HI', 4);
  one.write('DST_HI', 0x1_0000_0002n); // the register keeps 32 bits
  one.bus.refusedFrom = 0n;
  start(one, 0x3000_0000, 0x4000_0000, 64);
  expect(one.bus.trace).toEqual(['begin read 0x430000000 64']);
  expect(one.read('DST_HI')).toBe(2n);
});

// AXI4 (IHI 0022, A3.4.1): a burst must not cross a 4 KiB address boundary.
test.each([
  ['aligned', 0x1000, 8192, 4096, ['0x1000 4096', '0x2000 4096']],
  ['across a boundary', 0x1f00, 512, 4096, ['0x1f00 256', '0x2000 256']],
  ['up to a boundary', 0x1f00, 256, 4096, ['0x1f00 256']],
  ['from the last byte of a page', 0x1fff, 4098, 4096, ['0x1fff 1', '0x2000 4096', '0x3000 1']],
  ['shorter bursts', 0x1000, 1025, 512, ['0x1000 512', '0x1200 512', '0x1400 1']],
  ['shorter bursts across a boundary', 0x1fc0, 256, 128, ['0x1fc0 64', '0x2000 128', '0x2080 64']],
  ['one byte', 0x1234, 1, 4096, ['0x1234 1']],
] as const)('bursts, %s', (_, address, length, burstBytes, bursts) => {
  const one = board({ burstBytes });
  start(one, address, address, length);
  one.run();
  const made = (name: string) => one.bus.trace.filter((line) => line.startsWith(`${name} `));
  expect(made('read')).toEqual(bursts.map((burst) => `read ${burst}`));
  expect(made('write')).toEqual(bursts.map((burst) => `write ${burst}`));
});

test('the order of things: all is fetched before anything is written, time passes between bursts', () => {
  const one = board({ burstNanoseconds: 10 });
  start(one, 0x1000, 0x5000, 8192);
  one.run();
  expect(one.bus.trace).toEqual([
    'begin read 0x1000 8192',
    'read 0x1000 4096',
    'read 0x2000 4096',
    'end read: done',
    'begin write 0x5000 8192',
    'write 0x5000 4096',
    'write 0x6000 4096',
    'end write: done',
  ]);
  expect(one.bus.now).toBe(40);
});

test('the transfer is announced before any byte has moved', () => {
  const one = board();
  start(one, 0x1000, 0x5000, 64);
  expect(one.bus.trace).toEqual(['begin read 0x1000 64']);
  expect(one.bus.waiting).toHaveLength(1);
});

describe('errors', () => {
  test.each([
    ['length 0', 0],
    ['more than its memory holds', 4097],
    ['a length with all bits', 0xffff_ffff],
  ])('%s: ERROR, nothing on the bus', (_, length) => {
    const one = board({ onBoardMemory: 4096 });
    start(one, 0x1000, 0x2000, length);
    expect(one.read('STATUS')).toBe(ERROR);
    expect(one.bus.trace).toEqual([]);
    expect(one.run()).toBe(0);
  });
  test('as much as its memory holds is fine', () => {
    const one = board({ onBoardMemory: 4096 });
    start(one, 0x1000, 0x2000, 4096);
    one.run();
    expect(one.read('STATUS')).toBe(DONE);
  });
  test('a read that is refused ends the job, with what had come counted', () => {
    const one = board();
    one.bus.refusedFrom = 0x3000n;
    start(one, 0x2000, 0x5000, 8192);
    one.run();
    expect(one.read('STATUS')).toBe(ERROR);
    expect(one.read('BYTES_READ')).toBe(4096n);
    expect(one.bus.trace.slice(-2)).toEqual(['read 0x3000 4096', 'end read: refused']);
    start(one, 0x1000, 0x5000, 64);
    one.run();
    expect(one.read('STATUS')).toBe(DONE);
  });
  test('a write that nobody takes is posted: the engine says DONE all the same', () => {
    const one = board();
    start(one, 0x1000, 0x10000, 64);
    one.run();
    expect(one.read('STATUS')).toBe(DONE);
    expect(one.read('BYTES_WRITTEN')).toBe(64n);
  });
});

test('START while busy changes nothing', () => {
  const one = board();
  start(one, 0x1000, 0x5000, 8192);
  one.run(1);
  one.write('CONTROL', START);
  one.run();
  expect(one.bus.trace.filter((line) => line.startsWith('begin'))).toHaveLength(2);
  expect(one.read('BYTES_WRITTEN')).toBe(8192n);
});

test.each([
  ['while it reads', 1, 'end read: stopped by reset'],
  ['while it writes', 3, 'end write: stopped by reset'],
])('RESET %s ends the transfer; the burst that was on its way does nothing', (_, events, last) => {
  const one = board();
  start(one, 0x1000, 0x5000, 8192, IRQ_ENABLE);
  one.run(events);
  one.write('CONTROL', RESET);
  expect(one.read('STATUS')).toBe(0n);
  expect(one.read('CONTROL')).toBe(0n);
  one.run();
  expect(one.bus.trace.at(-1)).toBe(last);
  expect([one.bus.pin, one.bus.messages]).toEqual([false, 0]);
});

test('a job started right after RESET is not disturbed by the old burst', () => {
  const one = board();
  start(one, 0x1000, 0x5000, 8192);
  one.write('CONTROL', RESET);
  start(one, 0x2000, 0x6000, 64);
  one.run();
  expect(one.bus.trace.filter((line) => /^(read|write)/.test(line))).toEqual(['read 0x2000 64', 'write 0x6000 64']);
});

describe('interrupts', () => {
  test('the pin goes up with DONE and down when DONE is written', () => {
    const one = board();
    start(one, 0x1000, 0x2000, 64, IRQ_ENABLE);
    expect(one.bus.pin).toBe(false);
    one.run();
    expect(one.bus.pin).toBe(true);
    one.write('STATUS', ERROR);
    expect(one.bus.pin).toBe(true);
    one.write('STATUS', DONE);
    expect([one.bus.pin, one.read('STATUS')]).toEqual([false, 0n]);
  });
  test('ERROR raises it as well', () => {
    const one = board();
    start(one, 0x1000, 0x2000, 0, IRQ_ENABLE);
    expect(one.bus.pin).toBe(true);
  });
  test('without IRQ_ENABLE it stays down', () => {
    const one = board();
    start(one, 0x1000, 0x2000, 64);
    one.run();
    expect([one.bus.pin, one.bus.messages]).toEqual([false, 0]);
  });
  test('a message is sent once for each event, and the pin is left alone', () => {
    const one = board();
    one.bus.messageInterrupts = true;
    for (const count of [1, 2]) {
      start(one, 0x1000, 0x2000, 64, IRQ_ENABLE);
      one.run();
      expect([one.bus.messages, one.bus.pin]).toEqual([count, false]);
      one.write('STATUS', 0);
      one.write('STATUS', DONE);
      expect(one.bus.messages).toBe(count);
    }
  });
  test('BUSY cannot be cleared', () => {
    const one = board();
    start(one, 0x1000, 0x2000, 64);
    one.write('STATUS', 0xffff_ffffn);
    expect(one.read('STATUS')).toBe(BUSY);
  });
});

/** edu alone, over a bus with memory of its own. Expected values: QEMU docs/specs/edu.rst and hw/misc/edu.c. */
import { expect, test } from 'vitest';
import type { Configuration } from '../../simulator/devices/device.ts';
import { edu as model } from '../../simulator/devices/edu/device.ts';
import { createBoard, type Board } from './board.ts';

const board = (changes: Configuration = {}): Board => createBoard(model, changes);

function transfer(each: Board, source: number, destination: number, count: number, flags: number): void {
  each.write('DMA_SRC', source);
  each.write('DMA_DST', destination);
  each.write('DMA_COUNT', count);
  each.write('DMA_CMD', flags);
}

test('identification and liveness', () => {
  const one = board();
  expect(one.read('ID')).toBe(0x0100_00edn);
  one.write('LIVENESS', 0x1234_5678);
  expect(one.read('LIVENESS')).toBe(0xedcb_a987n);
});

test.each([
  [0, 1n],
  [1, 1n],
  [5, 120n],
  [13, 1_932_053_504n], // 13! modulo 2^32
  [34, 0n],
])('%d! is %d', (number, result) => {
  const one = board();
  one.write('FACTORIAL', number);
  expect(one.read('STATUS')).toBe(1n);
  one.write('FACTORIAL', 3); // ignored while computing
  expect(one.run()).toBe(1);
  expect([one.read('FACTORIAL'), one.read('STATUS'), one.bus.pin]).toEqual([result, 0n, false]);
});

test('the factorial interrupt is wanted by bit 0x80 of STATUS, the only one that can be written', () => {
  const one = board();
  one.write('STATUS', 0xffff_ffff);
  expect(one.read('STATUS')).toBe(0x80n);
  one.write('FACTORIAL', 4);
  one.run();
  expect([one.read('IRQ_STATUS'), one.bus.pin]).toEqual([1n, true]);
});

test('causes gather; the pin falls with the last one', () => {
  const one = board();
  one.write('IRQ_RAISE', 0x30);
  one.write('IRQ_RAISE', 0x01);
  expect([one.read('IRQ_STATUS'), one.bus.pin]).toEqual([0x31n, true]);
  one.write('IRQ_ACK', 0x11);
  expect([one.read('IRQ_STATUS'), one.bus.pin]).toEqual([0x20n, true]);
  one.write('IRQ_ACK', 0xff);
  expect([one.read('IRQ_STATUS'), one.bus.pin]).toEqual([0n, false]);
  one.write('IRQ_RAISE', 0);
  expect(one.bus.pin).toBe(false);
});

test('a message is sent for each raise, also while causes are left', () => {
  const one = board();
  one.bus.messageInterrupts = true;
  one.write('IRQ_RAISE', 1);
  one.write('IRQ_RAISE', 2);
  expect([one.bus.messages, one.bus.pin]).toEqual([2, false]);
});

test('a transfer begins 100 ms after its command and cannot be changed meanwhile', () => {
  const one = board();
  transfer(one, 0x1000, 0x40010, 64, 5);
  transfer(one, 0x2000, 0x40000, 1, 3);
  expect(one.bus.waiting.map(({ at }) => at)).toEqual([100_000_000]);
  expect([one.read('DMA_SRC'), one.read('DMA_CMD')]).toEqual([0x1000n, 5n]);
  one.run();
  expect([one.read('DMA_CMD'), one.read('IRQ_STATUS')]).toEqual([4n, 0x100n]);
  transfer(one, 0x40010, 0x3000, 64, 3);
  one.run();
  expect(one.bus.memory.slice(0x3000, 0x3040)).toEqual(one.bus.memory.slice(0x1000, 0x1040));
});

test('a command without RUN does nothing', () => {
  const one = board();
  one.write('DMA_CMD', 6);
  expect([one.read('DMA_CMD'), one.bus.waiting]).toEqual([0n, []]);
});

test.each([
  ['the whole buffer', 0x40000, 4096, 'end write: done'],
  ['beyond its end', 0x40f00, 512, 'end write: 256 of 512 bytes: the rest is outside the buffer'],
])('%s', (_, source, count, end) => {
  const one = board();
  transfer(one, source, 0x1000, count, 3);
  one.run();
  expect(one.bus.trace.at(-1)).toBe(end);
});

test('outside the buffer nothing moves, and the interrupt comes all the same', () => {
  const one = board();
  transfer(one, 0x1000, 0x1234, 16, 5);
  one.run();
  expect([one.bus.trace, one.read('IRQ_STATUS')]).toEqual([[], 0x100n]);
});

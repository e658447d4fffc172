/** What a device shows beside its registers: pictures as their formats say, the entries of long tables, and the bytes a real job left. */
import { expect, test } from 'vitest';
import { littleEndian, shownEntries, type DeviceImage } from '../../simulator/devices/device.ts';
import { busAddressText, inspectBusAddress, inspectDevices } from '../../simulator/index.ts';
import { imageView } from '../../simulator/inspect/images.ts';
import { boardDriver, boardMachine } from '../support/board.ts';
import { breakAt, powerOn, proceed, recordsOf } from '../support/simulated-run.ts';

const noHost = () => null;
const picture = { name: 'picture', meaning: '', width: 2, height: 1 };
const colors = (pixels: Uint8Array | null): number[] | null => pixels && [...pixels];

test.each<[DeviceImage['format'], number[], number[]]>([
  ['gray8', [0x10, 0xff], [16, 16, 16, 255, 255, 255]],
  // The leftmost pixel is the highest bit.
  ['mono1', [0b0100_0000], [0, 0, 0, 255, 255, 255]],
  // Red in the five highest bits of a little-endian word, blue in the five lowest.
  ['rgb565', [0x00, 0xf8, 0x1f, 0x00], [255, 0, 0, 0, 0, 255]],
  ['rgb888', [1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6]],
  // The words 0xff112233 and 0xff445566.
  ['xrgb8888', [0x33, 0x22, 0x11, 0xff, 0x66, 0x55, 0x44, 0xff], [0x11, 0x22, 0x33, 0x44, 0x55, 0x66]],
])('pixels in %s', (format, bytes, expected) => {
  const view = imageView({ ...picture, format, pixels: new Uint8Array(bytes) }, noHost);
  expect(colors(view.pixels)).toEqual(expected);
});

test('a picture that nobody answers for has no pixels; a short last row ends in black', () => {
  expect(imageView({ ...picture, format: 'gray8', pixels: 0x1000n }, noHost).pixels).toBeNull();
  const short = imageView({ ...picture, format: 'gray8', pixels: new Uint8Array([9]) }, noHost);
  expect(colors(short.pixels)).toEqual([9, 9, 9, 0, 0, 0]);
});

test('a large picture is made smaller by leaving pixels out', () => {
  const pixels = Uint8Array.from({ length: 400 * 400 }, (_, i) => (i % 400) & 255);
  const view = imageView({ ...picture, width: 400, height: 400, format: 'gray8', pixels }, noHost);
  expect([view.step, view.shownWidth, view.shownHeight]).toEqual([3, 134, 134]);
  expect(colors(view.pixels)!.slice(0, 9)).toEqual([0, 0, 0, 3, 3, 3, 6, 6, 6]);
});

test.each([
  [4, [], 8, [0, 1, 2, 3]],
  [100, [50], 4, [49, 50, 51, 52]],
  [100, [0], 4, [0, 1, 2, 99]],
  [100, [10, 99], 4, [10, 11, 99, 0].sort((a, b) => a - b)],
] as const)('of %i entries with marks at %j and room for %i: %j', (count, marks, limit, expected) =>
  expect(shownEntries(count, marks, limit)).toEqual(expected),
);

test('little-endian numbers', () => expect(littleEndian(new Uint8Array([9, 1, 2, 3]), 1, 3)).toBe(0x030201n));

test('the accelerator’s pictures: what it fetched, inverted, and what stands in host memory', () => {
  const simulation = powerOn({ driver: boardDriver, machine: boardMachine });
  breakAt(simulation, 'jobs += square(1);');
  proceed(simulation);
  const { images } = inspectDevices(simulation.world)[0]!;
  expect(images.map(({ name, width, height }) => [name, width, height])).toEqual([
    ['on-board memory', 128, 64],
    ['source in host memory', 128, 64],
    ['destination in host memory', 128, 64],
  ]);
  // Byte i of the buffer was i / 64; the engine inverts, and writes back to where it read.
  const inverted = Array.from({ length: 8192 }, (_, i) => 255 - (i >> 6));
  for (const { pixels } of images) expect(colors(pixels)!.filter((_, i) => i % 3 === 0)).toEqual(inverted);
});

test('where the device does not reach the driver’s buffer, that one is shown beside what it reaches', () => {
  const machine = boardMachine.replace('"addressBits": 34', '"addressBits": 24');
  const simulation = powerOn({ driver: boardDriver.replace('DMA_BIT_MASK(34)', 'DMA_BIT_MASK(64)'), machine });
  breakAt(simulation, 'jobs += square(1);');
  proceed(simulation);
  const { images } = inspectDevices(simulation.world)[0]!;
  expect(images.map(({ name }) => name)).toContain('source in host memory: the buffer that was meant');
  const [seen, meant] = images.filter(({ name }) => name.startsWith('source')).map(({ pixels }) => colors(pixels)!);
  // As the CPU filled it: byte i is i / 64. What the engine reached is not that.
  expect(meant!.filter((_, i) => i % 3 === 0)).toEqual(Array.from({ length: 8192 }, (_, i) => i >> 6));
  expect(seen).not.toEqual(meant);
});

test.each([
  [34, 'DMA_BIT_MASK(34)', null, 'coherent buffer of 0000:01:00.0'],
  [24, 'DMA_BIT_MASK(64)', 24, 'free'],
] as const)('a bus address on %i lines: its way to memory, and what stands there', (bits, mask, cut, owner) => {
  const machine = boardMachine.replace('"addressBits": 34', `"addressBits": ${bits}`);
  const simulation = powerOn({ driver: boardDriver.replace('DMA_BIT_MASK(34)', mask), machine });
  breakAt(simulation, 'board->low = 5;');
  proceed(simulation);
  const { handle, physical } = recordsOf(simulation, 'coherent-alloc')[0]!;
  const reached = cut === null ? physical : Number(BigInt.asUintN(cut, handle));
  const hex = (value: number | bigint): string => `0x${value.toString(16)}`;
  const view = inspectBusAddress(simulation.world, null, handle + 8128n)!;
  expect(view).toMatchObject({
    device: '0000:01:00.0',
    buffer: `coherent buffer of 8192 bytes at ${hex(handle)}, byte 8128`,
    driven: cut === null ? null : hex(reached + 8128),
    iova: null,
    physical: hex(reached + 8128),
    // Below 16 MiB and below 4 GiB (Documentation/mm, zones of x86-64).
    zone: reached < 2 ** 24 ? 'DMA' : 'DMA32',
    ownerNow: 'CPU and 0000:01:00.0 at any time',
  });
  expect(view.owner).toContain(owner);
  // The CPU has just written the buffer's last line.
  expect(view.cache).toMatch(cut === null ? /^dirty in CPU 0's L1/ : /^in no cache$/);
  expect(busAddressText(view)).toContain(`physical ${hex(reached + 8128)} (zone ${view.zone}): `);
  expect(inspectBusAddress(simulation.world, 'nobody', handle)).toBeNull();
});

/** Sizes, the `cma=` parameter and the RAM map of a PC. */
import { expect, test } from 'vitest';
import { parseCma, parseSize, pcMemory } from '../../simulator/machine-file/sizes.ts';

test.each([
  ['0', 0],
  ['4096', 4096],
  ['64K', 65536],
  ['64k', 65536],
  ['64M', 67108864],
  ['6G', 6442450944],
  ['1T', 1099511627776],
  ['64MiB', 67108864],
  ['64MB', 67108864],
  ['0x430000000', 0x4_3000_0000],
  ['0x10K', 16384],
  [' 1M ', 1048576],
])('%s', (text, bytes) => expect(parseSize(text)).toBe(bytes));

test.each(['', 'M', '-1', '1.5G', '64Q', '64 M', '0x', '1e9', '99999999T', 'four'])('no size: "%s"', (text) =>
  expect(parseSize(text)).toBeNull(),
);

// Documentation/admin-guide/kernel-parameters.txt: cma=nn[MG]@[start[MG][-end[MG]]]
const [M, G] = [2 ** 20, 2 ** 30];
test.each([
  ['64M', { size: 64 * M, start: null, end: null, fixed: false }],
  ['0', { size: 0, start: null, end: null, fixed: false }],
  ['256M@0x430000000', { size: 256 * M, start: 0x4_3000_0000, end: null, fixed: true }],
  ['256M@0-4G', { size: 256 * M, start: 0, end: 4 * G, fixed: false }],
  ['16M@1G-2G', { size: 16 * M, start: G, end: 2 * G, fixed: false }],
])('cma=%s', (text, parameter) => expect(parseCma(text)).toEqual(parameter));

test.each(['', '@1G', '64M@', '64M@x', '64M@0-', '64M@0-x'])('no cma: "%s"', (text) =>
  expect(parseCma(text)).toBeNull(),
);

// The machine measured for the golden rows: usable RAM as a real Linux 6.1 printed it on a q35 with 6 GiB.
test('6 GiB are laid out as on the measured machine', () =>
  expect(pcMemory(6 * G)).toEqual([
    [0x1000, 0x9f000],
    [0x10_0000, 0x7ffd_f000],
    [0x1_0000_0000, 0x2_0000_0000],
  ]));

// hw/i386/pc_q35.c: 2 GiB low from 2.75 GiB on (0xb0000000), everything low below.
test.each([
  ['512M', 0.5 * G, 0.5 * G - 0x21000, null],
  ['2G', 2 * G, 2 * G - 0x21000, null],
  ['just below 2.75 GiB', 0xafff_f000, 0xafff_f000 - 0x21000, null],
  ['2.75 GiB', 0xb000_0000, 0x7ffd_f000, 0x1_3000_0000],
  ['64G', 64 * G, 0x7ffd_f000, 66 * G],
])('PC memory of %s', (_, bytes, lowEnd, highEnd) => {
  const ranges = pcMemory(bytes);
  expect(ranges[1]![1]).toBe(lowEnd);
  expect(ranges[2]?.[1] ?? null).toBe(highEnd);
});

/** The bus addresses of machines unlike the reference: the rules are arch/x86/kernel/e820.c's and those of QEMU's q35 (hw/i386/pc_q35.c). */
import { expect, it } from 'vitest';
import { parseMachine } from '../../../simulator/machine-file/parse-machine.ts';
import { busRanges } from '../../../simulator/kernel/boot-memory/bus-ranges.ts';

function rangesOf(machine: object): string[] {
  const { machine: parsed } = parseMachine(JSON.stringify(machine), 'machine.json');
  if (!parsed) throw new Error('not a machine');
  return busRanges(parsed)
    .map(({ name, start, end }) => `${start.toString(16)}-${(end - 1).toString(16)} ${name}`)
    .sort();
}

it('pads the end of RAM that is listed to 64 MiB, and has no firmware that reserves', () => {
  const ranges = rangesOf({ memory: [['0', '3G'], ['4G', 4 * 2 ** 30 + 2 ** 20]] }); // prettier-ignore
  expect(ranges.filter((text) => /RAM/.test(text))).toEqual([
    '1000-bfffffff System RAM',
    '100000000-1000fffff System RAM',
    '100100000-103ffffff RAM buffer',
  ]);
  expect(ranges).toContain('0-fff Reserved');
  // RAM stands where the configuration space and the window below it would be.
  expect(ranges.filter((text) => /MMCONFIG|PCI Bus/.test(text))).toEqual([
    '140000000-93fffffff PCI Bus 0000:00',
    'c0000000-febfffff PCI Bus 0000:00',
  ]);
});

// The oracle's /proc/iomem with --mode iommu differs from the plain machine's in this line alone.
it.each([
  ['off', false],
  ['passthrough', true],
  ['lazy', true],
])('with iommu %s shows the remapping unit: %s', (iommu, shown) =>
  expect(rangesOf({ iommu }).includes('fed90000-fed90fff dmar0')).toBe(shown),
);

it('has nothing of a PC on an ARM', () =>
  expect(rangesOf({ arch: 'arm64', memory: [['1G', '2G']] })).toEqual([
    '40000000-7fffffff System RAM',
    'c0000000-febfffff PCI Bus 0000:00',
  ]));

/**
 * What stands in /proc/iomem from the boot on: RAM, the kernel's image in it, what a Q35's firmware reserves, the host bridge's windows and the
 * chipset's registers. Places of the chipset and of the image are those that the oracle's /proc/iomem shows (Linux 6.1.192, QEMU's q35). The VGA's and
 * the option ROMs' entries are missing, as those functions are; a machine whose RAM is listed range by range has no firmware that reserves.
 */
import { interruptRange } from '../../hardware/iommu/remapping-unit.ts';
import type { Machine } from '../../machine.ts';
import { without } from '../page-allocator/create.ts';
import type { FrameRange } from '../page-allocator/create.ts';

export interface BusRange {
  readonly name: string;
  readonly start: number;
  /** The byte behind it. */
  readonly end: number;
  readonly kind: 'ram' | 'image' | 'busy' | 'window' | 'reserved';
}

const fourGiB = 2 ** 32;
const firmwareBytes = 0x2_1000;

/** In an order in which each can be inserted: a range that holds others comes behind them where they are equal. */
export function busRanges(machine: Machine): BusRange[] {
  const pc = machine.arch === 'x86_64';
  const ram = machine.memory.map(([start, end]): FrameRange => [pc ? Math.max(start, 0x1000) : start, end]);
  const firmware = pc && isFirmwareMap(machine.memory);
  if (firmware) ram[0] = [0x1000, 0x9_fc00];
  const ranges = ram.map(([start, end]) => range('System RAM', start, end, 'ram'));
  ranges.push(...imageRanges(ram, pc), ...windows(machine, ram));
  if (!pc) return ranges;
  ranges.push(range('Reserved', 0, 0x1000, 'reserved'));
  if (firmware) ranges.push(...firmwareRanges(ram));
  ranges.push(...chipset(machine));
  ranges.push(...ramBuffers(ram, ranges));
  return ranges.filter(({ kind, start, end }) => kind === 'ram' || kind === 'image' || !overlaps(ram, start, end));
}

/** Windows of the PCI host bridge, as a Q35's firmware lays them around RAM: [start, end). */
export function hostBridgeWindows(memory: readonly (readonly [number, number])[]): [number, number][] {
  const low = Math.max(...memory.map(([, end]) => (end <= fourGiB ? end : 0)), 0);
  const high = Math.max(...memory.map(([, end]) => end), fourGiB);
  const lowWindow = Math.ceil(low / 2 ** 24) * 2 ** 24;
  const highWindow = Math.ceil(high / 2 ** 30) * 2 ** 30;
  const ranges: [number, number][] = [
    [0xa_0000, 0xc_0000],
    [lowWindow, 0xb000_0000],
    [Math.max(lowWindow, 0xc000_0000), 0xfec0_0000],
    [highWindow, highWindow + 2 ** 35],
  ];
  return ranges.filter(([start, end]) => start < end);
}

function windows(machine: Machine, ram: readonly FrameRange[]): BusRange[] {
  const all = hostBridgeWindows(machine.memory);
  const shown = machine.arch === 'x86_64' ? all : all.filter(([, end]) => end === 0xfec0_0000);
  return shown
    .filter(([start, end]) => !overlaps(ram, start, end))
    .map(([start, end]) => range('PCI Bus 0000:00', start, end, 'window'));
}

/** As a size in the machine file is laid out (machine-file/sizes.ts). */
function isFirmwareMap([first, second]: Machine['memory']): boolean {
  return first?.[0] === 0x1000 && first[1] === 0x9_f000 && second?.[0] === 0x10_0000;
}

function firmwareRanges(ram: readonly FrameRange[]): BusRange[] {
  const lowEnd = ram[1]![1];
  return [
    range('Reserved', 0x9_fc00, 0xa_0000, 'busy'),
    range('System ROM', 0xf_0000, 0x10_0000, 'busy'),
    range('Reserved', 0xf_0000, 0x10_0000, 'busy'),
    range('Reserved', lowEnd, lowEnd + firmwareBytes, 'reserved'),
    range('Reserved', 0xfffc_0000, fourGiB, 'reserved'),
    range('Reserved', 0xfd_0000_0000, 0x100_0000_0000, 'reserved'),
  ];
}

function chipset({ iommu }: Machine): BusRange[] {
  return [
    range('pnp 00:05', 0xb000_0000, 0xc000_0000, 'reserved'),
    range('Reserved', 0xb000_0000, 0xc000_0000, 'reserved'),
    range('PCI MMCONFIG 0000 [bus 00-ff]', 0xb000_0000, 0xc000_0000, 'busy'),
    range('IOAPIC 0', 0xfec0_0000, 0xfec0_0400, 'busy'),
    range('PNP0103:00', 0xfed0_0000, 0xfed0_0400, 'busy'),
    range('HPET 0', 0xfed0_0000, 0xfed0_0400, 'busy'),
    range('Reserved', 0xfed1_c000, 0xfed2_0000, 'reserved'),
    ...(iommu === 'off' ? [] : [range('dmar0', 0xfed9_0000, 0xfed9_1000, 'busy')]),
    range('Local APIC', interruptRange.start, interruptRange.start + 0x1000, 'busy'),
  ];
}

/** On the ARMs code and read-only data are one entry (arch/arm64/kernel/setup.c). */
function imageRanges(ram: readonly FrameRange[], pc: boolean): BusRange[] {
  if (!ram.some(([start, end]) => start <= 0x100_0000 && end >= 0x2a1_1000)) return [];
  if (!pc) {
    return [
      range('Kernel code', 0x100_0000, 0x200_0000, 'image'),
      range('Kernel data', 0x200_0000, 0x2a0_0000, 'image'),
    ];
  }
  return [
    range('Kernel code', 0x100_0000, 0x1a0_1d32, 'image'),
    range('Kernel rodata', 0x1c0_0000, 0x1ee_5000, 'image'),
    range('Kernel data', 0x200_0000, 0x21f_19c0, 'image'),
    range('Kernel bss', 0x265_6000, 0x2a0_0000, 'image'),
  ];
}

/** RAM that may be hidden behind an end that is not round: to 64 KiB, 1 MiB or 64 MiB, by where it is (arch/x86/kernel/e820.c). */
function ramBuffers(ram: readonly FrameRange[], taken: readonly BusRange[]): BusRange[] {
  const wanted = ram.map(([, end]): FrameRange => {
    const alignment = end < 2 ** 20 ? 2 ** 16 : end < 2 ** 24 ? 2 ** 20 : 2 ** 26;
    return [end, Math.ceil(end / alignment) * alignment];
  });
  const holes = taken.map(({ start, end }): FrameRange => [start, end]);
  return without(wanted, holes).map(([start, end]) => range('RAM buffer', start, end, 'busy'));
}

function range(name: string, start: number, end: number, kind: BusRange['kind']): BusRange {
  return { name, start, end, kind };
}

function overlaps(ranges: readonly FrameRange[], start: number, end: number): boolean {
  return ranges.some(([first, last]) => start < last && first < end);
}

/** The remapping unit alone: tables in RAM, IOTLB, rights, faults (VT-d specification 3.4: 7.1.3 fault reasons, 7.2.1 primary fault logging, 9 tables). */
import { describe, expect, it } from 'vitest';
import { describeIotlb, invalidateIotlb } from '../../simulator/hardware/iommu/iotlb.ts';
import { sourceIdOf, sourceName } from '../../simulator/hardware/iommu/remapping-unit.ts';
import { probeRemapping, recordFault, remap } from '../../simulator/hardware/iommu/translate.ts';
import type { Remapped } from '../../simulator/hardware/iommu/translate.ts';
import { allocateMessageInterrupts, createInterruptController } from '../../simulator/hardware/interrupt-controller.ts';
import { digestHardware } from '../../simulator/hardware/digest-hardware.ts';
import { writePhysical64 } from '../../simulator/hardware/physical-memory.ts';
import { restoreHardware, snapshotHardware } from '../../simulator/hardware/snapshot-hardware.ts';
import { smallHardware } from './small-machine.ts';

const [root, contexts, top, middle, bottom] = [0x1000, 0x2000, 0x3000, 0x4000, 0x5000] as const;
const source = sourceIdOf('0000:00:02.0');
const entry = { contextLow: contexts + source * 16, contextHigh: contexts + source * 16 + 8 };

/** Domain 7, three levels; the first pages: 0x6000 to be read, 0x7000 to be written, 0x8000 both, then none; 2 MiB at 2 MiB, 1 GiB at 1 GiB. */
function unitWithTables() {
  const hardware = smallHardware({ iommu: 'strict' });
  const unit = hardware.iommu!;
  const set = (address: number, value: number | bigint): void =>
    writePhysical64(hardware.memory, address, BigInt(value));
  set(root, contexts | 1);
  set(entry.contextLow, top | 1);
  set(entry.contextHigh, (7 << 8) | 1);
  set(top, middle | 3);
  set(top + 8, 0xc000_0000n | 0x83n);
  set(middle, bottom | 3);
  set(middle + 8, 0x40_0000 | 0x83);
  set(bottom, 0x6000 | 1);
  set(bottom + 8, 0x7000 | 2);
  set(bottom + 16, 0x8000 | 3);
  unit.rootTable = root;
  unit.enabled = true;
  const ask = (address: number | bigint, write = false, from = source): Remapped =>
    remap(hardware, unit, { sourceId: from, address: BigInt(address), write });
  return { hardware, unit, set, ask };
}

type Unit = ReturnType<typeof unitWithTables>;

describe('a request', () => {
  it.each([
    ['is read through a table', 0x0123, false, { physical: 0x6123 }],
    ['is written where only reading is allowed', 0x0123, true, { reason: 5 }],
    ['is read where only writing is allowed', 0x1123, false, { reason: 6 }],
    ['is written where only writing is allowed', 0x1123, true, { physical: 0x7123 }],
    ['is read where nothing is mapped', 0x3000, false, { reason: 6 }],
    ['is written where no table is', 0x4000_0000 * 2, true, { reason: 5 }],
    ['goes through a page of 2 MiB', 0x20_0000 + 0x1_2345, true, { physical: 0x40_0000 + 0x1_2345 }],
    ['goes through a page of 1 GiB', 0x4000_0000 + 0x12_3456, false, { physical: 0xc000_0000 + 0x12_3456 }],
    ['is above the 39 bits of the unit', 2n ** 39n, false, { reason: 4 }],
    ['has bits that no double holds', 0xffff_ffff_ffff_f001n, true, { reason: 4 }],
    ['is an interrupt message', 0xfee0_1004, true, { physical: 0xfee0_1004, iotlb: 'bypass' }],
  ] as const)('%s', (_, address, write, expected) => {
    expect(unitWithTables().ask(address, write)).toMatchObject(expected);
  });

  it.each([
    ['no root table in RAM', (u: Unit): void => void (u.unit.rootTable = 0x7000_0000), 8],
    ['a root entry that is not present', (u: Unit): void => u.set(root, contexts), 1],
    ['a context table outside RAM', (u: Unit): void => u.set(root, 0x7000_0001), 9],
    ['a context entry that is not present', (u: Unit): void => u.set(entry.contextLow, top), 2],
    ['a context of four levels', (u: Unit): void => u.set(entry.contextHigh, 0x702), 3],
    ['a table outside RAM', (u: Unit): void => u.set(middle, 0x7000_0003), 7],
  ] as const)('with %s', (_, spoil, reason) => {
    const unit = unitWithTables();
    spoil(unit);
    expect(unit.ask(0)).toMatchObject({ reason });
  });

  it('of a device that is passed through, or before translation is on, keeps its address', () => {
    const { unit, set, ask } = unitWithTables();
    set(entry.contextLow, top | (2 << 2) | 1);
    expect(ask(0x9_8765)).toEqual({ physical: 0x9_8765, iotlb: 'bypass' });
    unit.enabled = false;
    expect(ask(0x9_8765, true, 0x300)).toEqual({ physical: 0x9_8765, iotlb: 'bypass' });
  });
});

describe('the IOTLB', () => {
  it('is counted, and keeps what the tables said until it is invalidated', () => {
    const { hardware, unit, set, ask } = unitWithTables();
    expect([ask(0x2000), ask(0x2fff, true)].map(({ iotlb }) => iotlb)).toEqual(['miss', 'hit']);
    set(bottom + 16, 0);
    expect(ask(0x2000)).toEqual({ physical: 0x8000, iotlb: 'hit' });
    expect(invalidateIotlb(unit.iotlb, 8)).toBe(0);
    expect(invalidateIotlb(unit.iotlb, 7, 0x1000, 0x1000)).toBe(0);
    expect(invalidateIotlb(unit.iotlb, 7, 0x2000, 0x1000)).toBe(1);
    expect(ask(0x2000)).toEqual({ reason: 6, iotlb: 'miss' });
    const { iotlbHits, iotlbMisses, iommuWalkReads } = hardware.counters;
    expect([iotlbHits, iotlbMisses, iommuWalkReads]).toEqual([2, 2, 6]);
  });

  it('does not keep what faulted, and a probe changes nothing', () => {
    const { hardware, unit, ask } = unitWithTables();
    ask(0x3000);
    probeRemapping(hardware, unit, { sourceId: source, address: 0x2000n, write: false });
    expect(describeIotlb(unit.iotlb)).toEqual([]);
  });

  it('replaces the least recently used page of a set', () => {
    const { unit, set, ask } = unitWithTables();
    for (let index = 0; index < 512; index++) set(bottom + index * 8, 0x10_0000 + index * 0x1000 + 3);
    const page = (way: number): number => way * unit.iotlb.sets * 0x1000;
    for (const way of [0, 1, 2, 3, 0, 4]) ask(page(way));
    const kept = describeIotlb(unit.iotlb).map(({ address }) => address);
    expect(kept).toEqual([4, 0, 3, 2].map(page));
  });

  it('comes back with a snapshot', () => {
    const { hardware, set, ask } = unitWithTables();
    ask(0x2000);
    set(bottom + 16, 0);
    const snapshot = snapshotHardware(hardware);
    const digest = digestHardware(hardware);
    invalidateIotlb(hardware.iommu!.iotlb, null);
    ask(0x0000);
    expect(digestHardware(hardware)).not.toBe(digest);
    restoreHardware(hardware, snapshot);
    expect(digestHardware(hardware)).toBe(digest);
    expect(ask(0x2000)).toMatchObject({ physical: 0x8000, iotlb: 'hit' });
  });
});

describe('fault records', () => {
  // Linux 6.1 over QEMU's unit: two pages of one transfer are `fault status reg 2` and one line.
  it('fill one register: the same source once, another one overflows, and only the first sends a message', () => {
    const { unit } = unitWithTables();
    const interrupts = createInterruptController();
    unit.faultInterrupt = allocateMessageInterrupts(interrupts, 1)!;
    const fault = (address: bigint, sourceId = source) =>
      recordFault(unit, interrupts, { sourceId, address, write: true }, 5);
    expect(fault(0x1234n)).toBe(true);
    expect(unit.faultRecord).toEqual({ sourceId: source, address: 0x1000n, write: true, reason: 5 });
    expect([fault(0x2000n), unit.faultStatus]).toEqual([false, 2]);
    expect([fault(0x1000n, source + 8), unit.faultStatus]).toEqual([false, 3]);
    unit.faultRecord = null;
    expect([fault(0x3000n), unit.faultRecord]).toEqual([false, null]);
    unit.faultStatus = 0;
    expect(fault(0x3000n)).toBe(true);
  });

  it.each([
    ['0000:00:02.0', 0x10, '00:02.0'],
    ['0000:3a:1f.7', 0x3aff, '3a:1f.7'],
  ])('name %s', (name, id, short) => {
    expect([sourceIdOf(name), sourceName(id)]).toEqual([id, short]);
  });
});

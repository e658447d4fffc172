/** Bus masters: coherent against a flat array, non-coherent against what the ARM architecture lets happen when maintenance is left out. */
import { describe, expect, it } from 'vitest';
import { cleanInvalidateLine, cleanLine, invalidateLine, prefetchLine } from '../../simulator/hardware/coherence.ts';
import { busRead, busWrite } from '../../simulator/hardware/bus.ts';
import { readPhysical } from '../../simulator/hardware/physical-memory.ts';
import { kernelPage, load, pageTables, port, smallHardware, store } from './small-machine.ts';

const base = 0xffff_8880_0000_0000n;
const buffer = 0x1000;

function build(coherent: boolean) {
  const hardware = smallHardware({
    coherent,
    caches: { l1Bytes: 2048, l1Ways: 4, lastLevelBytes: 8192, lastLevelWays: 4, lineBytes: 64 },
  });
  const tables = pageTables(hardware);
  tables.map(base + BigInt(buffer), buffer, kernelPage);
  tables.use();
  const memory = port(hardware);
  const va = base + BigInt(buffer);
  return {
    hardware,
    cpuWrites: (value: bigint) => store(memory, va, 8, value),
    cpuReads: () => load(memory, va, 8),
    deviceWrites: (value: number) => busWrite(hardware, buffer, new Uint8Array(8).fill(value)),
    deviceReads: () => busRead(hardware, buffer, 8)![0],
  };
}

describe('a coherent machine', () => {
  it('shows each side what the other wrote, without maintenance', () => {
    const { cpuWrites, cpuReads, deviceWrites, deviceReads } = build(true);
    cpuWrites(0x1111n);
    expect(deviceReads()).toBe(0x11);
    deviceWrites(0x22);
    expect(cpuReads()).toBe(0x2222_2222_2222_2222n);
    cpuWrites(0x33n);
    expect(deviceReads()).toBe(0x33);
  });

  it('keeps the rest of a dirty line when a device writes a part of it', () => {
    const { hardware, cpuWrites, cpuReads } = build(true);
    cpuWrites(0x1122_3344_5566_7788n);
    busWrite(hardware, buffer + 2, Uint8Array.of(0xaa, 0xbb));
    expect(cpuReads()).toBe(0x1122_3344_bbaa_7788n);
  });
});

describe('a non-coherent machine', () => {
  // to-device: the CPU writes 1 (its line stays dirty), the device reads.
  it.each([
    ['nothing', () => false, 0],
    ['clean', cleanLine, 1],
    ['clean and invalidate', cleanInvalidateLine, 1],
    ['invalidate, which loses the write', invalidateLine, 0],
  ])('to the device after %s', (_, maintain, seen) => {
    const { hardware, cpuWrites, deviceReads } = build(false);
    cpuWrites(1n);
    maintain(hardware, buffer);
    expect(deviceReads()).toBe(seen);
  });

  // from-device: the CPU has read the old 0, the device writes 0x22.
  it.each([
    ['nothing', () => false, 0n],
    ['clean', cleanLine, 0n],
    ['invalidate', invalidateLine, 0x2222_2222_2222_2222n],
    ['clean and invalidate', cleanInvalidateLine, 0x2222_2222_2222_2222n],
  ])('from the device with %s afterwards', (_, maintain, seen) => {
    const { hardware, cpuReads, deviceWrites } = build(false);
    expect(cpuReads()).toBe(0n);
    deviceWrites(0x22);
    maintain(hardware, buffer);
    expect(cpuReads()).toBe(seen);
  });

  it("loses the device's data under a dirty line that is cleaned later", () => {
    const { hardware, cpuWrites, cpuReads, deviceWrites } = build(false);
    cpuWrites(1n);
    deviceWrites(0x22);
    cleanInvalidateLine(hardware, buffer);
    expect(cpuReads()).toBe(1n);
  });

  it('needs the second invalidate when a CPU refilled the line speculatively', () => {
    const { hardware, cpuReads, deviceWrites } = build(false);
    invalidateLine(hardware, buffer);
    prefetchLine(hardware, 0, buffer);
    deviceWrites(0x22);
    expect(cpuReads()).toBe(0n);
    invalidateLine(hardware, buffer);
    expect(cpuReads()).toBe(0x2222_2222_2222_2222n);
  });
});

describe('the bus', () => {
  it('names the frames whose content changed', () => {
    const { hardware } = build(true);
    expect(busWrite(hardware, 0x2ffe, Uint8Array.of(1, 1, 1, 1))).toEqual({ framesChanged: [2, 3] });
    expect(busWrite(hardware, 0x2ffe, Uint8Array.of(1, 1, 1, 2))).toEqual({ framesChanged: [3] });
    expect(busWrite(hardware, 0x2ffe, Uint8Array.of(1, 1, 1, 2))).toEqual({ framesChanged: [] });
  });

  it('refuses what is not all RAM, whole', () => {
    const { hardware } = build(true);
    expect(busRead(hardware, 0xff_fffc, 8)).toBe(null);
    expect(busWrite(hardware, 0xff_fffc, new Uint8Array(8).fill(1))).toBe(null);
    expect([...readPhysical(hardware.memory, 0xff_fffc, 4)]).toEqual([0, 0, 0, 0]);
    expect(hardware.counters).toMatchObject({ dmaBytesRead: 0, dmaBytesWritten: 0, snoops: 0 });
  });
});

/** Going back and forward again gives the digests taken live on the first pass; a planted fault shows that the test can fail. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { busWrite } from '../../simulator/hardware/bus.ts';
import { cleanLine } from '../../simulator/hardware/coherence.ts';
import { coherentWrite } from '../../simulator/hardware/coherent-access.ts';
import { digestHardware } from '../../simulator/hardware/digest-hardware.ts';
import type { Hardware } from '../../simulator/hardware/hardware.ts';
import { restoreHardware, snapshotHardware } from '../../simulator/hardware/snapshot-hardware.ts';
import type { HardwareSnapshot } from '../../simulator/hardware/snapshot-hardware.ts';
import { flushTlbAll } from '../../simulator/hardware/tlb.ts';
import { isFilterRight, kernelPage, loadAsVm, pageTables, port, smallHardware, storeAsVm } from './small-machine.ts';

const base = 0xffff_8880_0000_0000n;
const step = fc.record({
  do: fc.constantFrom('load', 'load', 'store', 'store', 'store', 'dma', 'poke', 'clean', 'flush'),
  cpu: fc.nat(1),
  offset: fc.nat(0x2ff8),
  value: fc.bigInt(0n, 2n ** 64n - 1n),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function build() {
  // 256 lines in the last level: more than one chunk.
  const hardware = smallHardware({
    cpus: 2,
    coherent: false,
    caches: { l1Bytes: 512, l1Ways: 2, lastLevelBytes: 16384, lastLevelWays: 2, lineBytes: 64 },
  });
  const tables = pageTables(hardware);
  for (let page = 0; page < 4; page++) tables.map(base + BigInt(page * 4096), page * 4096, kernelPage);
  tables.use(0);
  tables.use(1);
  return hardware;
}

function act(hardware: Hardware, { do: what, cpu, offset, value }: Step): void {
  const memory = port(hardware, cpu);
  const bytes = new Uint8Array(8).fill(Number(value & 0xffn));
  if (what === 'load') loadAsVm(memory, base + BigInt(offset), 8);
  if (what === 'store') storeAsVm(memory, base + BigInt(offset & ~7), 8, value);
  if (what === 'dma') busWrite(hardware, offset, bytes);
  if (what === 'poke') coherentWrite(hardware, offset, bytes);
  if (what === 'clean') cleanLine(hardware, offset);
  if (what === 'flush') flushTlbAll(hardware, cpu);
}

/** The first moment at which a replay from some checkpoint differs from the digests of the first pass, or -1. */
function firstDifference(steps: readonly Step[], every: number, restore: typeof restoreHardware): number {
  const hardware = build();
  const snapshots: HardwareSnapshot[] = [];
  const live: string[] = [];
  steps.forEach((action, index) => {
    if (index % every === 0) snapshots.push(snapshotHardware(hardware));
    act(hardware, action);
    live.push(digestHardware(hardware));
  });
  // Latest first, twice, on the same machine and on another one.
  for (const other of [hardware, build()]) {
    for (let checkpoint = snapshots.length - 1; checkpoint >= 0; checkpoint--) {
      restore(other, snapshots[checkpoint]!);
      if (!isFilterRight(other)) return checkpoint * every;
      for (let index = checkpoint * every; index < steps.length; index++) {
        act(other, steps[index]!);
        if (digestHardware(other) !== live[index]) return index;
      }
    }
  }
  return -1;
}

describe('hardware snapshots', () => {
  it('replay to the same digests from every checkpoint', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), fc.integer({ min: 1, max: 9 }), (steps, every) => {
        expect(firstDifference(steps, every, restoreHardware)).toBe(-1);
      }),
      { seed: 7, numRuns: 40 },
    );
  });

  it('would show a part that is not restored', () => {
    const steps = fc.sample(fc.array(step, { minLength: 40, maxLength: 40 }), { seed: 8, numRuns: 1 })[0]!;
    const withoutTlb: typeof restoreHardware = (hardware, snapshot) => {
      const kept = hardware.cpus.map(({ tlb }) => tlb.tagLow.slice());
      restoreHardware(hardware, snapshot);
      hardware.cpus.forEach(({ tlb }, index) => tlb.tagLow.set(kept[index]!));
    };
    expect(firstDifference(steps, 7, withoutTlb)).toBeGreaterThanOrEqual(0);
  });

  it('note a mere use of a line in the last level', () => {
    const hardware = build();
    loadAsVm(port(hardware, 0), base, 8);
    snapshotHardware(hardware);
    loadAsVm(port(hardware, 1), base, 8); // hits in the last level: only its LRU changes
    const live = digestHardware(hardware);
    const snapshot = snapshotHardware(hardware);
    for (let line = 1; line < 40; line++) loadAsVm(port(hardware), base + BigInt(line * 64), 8);
    restoreHardware(hardware, snapshot);
    expect(digestHardware(hardware)).toBe(live);
  });

  it('share every part of the last level that did not change', () => {
    const hardware = build();
    const first = snapshotHardware(hardware);
    loadAsVm(port(hardware), base, 8);
    const second = snapshotHardware(hardware);
    const changed = second.lastLevel.chunks.filter((chunk, index) => chunk !== first.lastLevel.chunks[index]);
    expect([second.lastLevel.chunks.length, changed.length]).toEqual([4, 1]);
  });
});

/** Weakly ordered loads (ARM architecture reference, Normal Non-cacheable memory): what a CPU may be given of a device's write before a barrier, and what it may not after. */
import { describe, expect, it } from 'vitest';
import { busWrite } from '../../simulator/hardware/bus.ts';
import { digestHardware } from '../../simulator/hardware/digest-hardware.ts';
import type { Hardware } from '../../simulator/hardware/hardware.ts';
import { endLoadsAhead, loadAhead } from '../../simulator/hardware/load-ahead.ts';
import { readPhysical } from '../../simulator/hardware/physical-memory.ts';
import { restoreHardware, snapshotHardware } from '../../simulator/hardware/snapshot-hardware.ts';
import { smallHardware } from './small-machine.ts';

const descriptor = 0x1000;
const seeds = Array.from({ length: 200 }, (_, seed) => seed);
const arm = (seed: number): Hardware => smallHardware({ arch: 'arm64', coherent: false, seed });

function load(hardware: Hardware, at: number): { value: number; outOfOrder: boolean } {
  const loaded = loadAhead(hardware.stores!, at, readPhysical(hardware.memory, at, 4));
  return { value: loaded.bytes[0]!, outOfOrder: loaded.outOfOrder };
}

/** The device writes owner and length of a descriptor at once; the CPU loads the owner, then the length, perhaps with a barrier between. */
function look(seed: number, barrier: boolean): string {
  const hardware = arm(seed);
  busWrite(hardware, descriptor, Uint8Array.of(1, 0, 0, 0, 1, 0, 0, 0));
  const owner = load(hardware, descriptor).value;
  if (barrier) endLoadsAhead(hardware);
  const length = load(hardware, descriptor + 4);
  return `${owner}${length.value}${length.outOfOrder ? ' out of order' : ''}`;
}

describe('a descriptor whose owner is loaded first', () => {
  it('may give its old length with its new owner, by some seeds, and that is told', () => {
    expect(new Set(seeds.map((seed) => look(seed, false)))).toEqual(new Set(['00', '01', '10 out of order', '11']));
  });
  it('gives its new length behind a barrier', () => {
    expect(new Set(seeds.map((seed) => look(seed, true)))).toEqual(new Set(['01', '11']));
  });
  it('is the same for the same seed', () => {
    expect(seeds.map((seed) => look(seed, false))).toEqual(seeds.map((seed) => look(seed, false)));
  });
});

it('what was seen once is not unseen: loads of the same word are in order', () => {
  for (const seed of seeds) {
    const hardware = arm(seed);
    busWrite(hardware, descriptor, Uint8Array.of(1, 0, 0, 0));
    const values = Array.from({ length: 8 }, () => load(hardware, descriptor).value);
    expect(values).toEqual([...values].sort());
  }
});

it('data of a packet is not noted, nor anything on a PC', () => {
  const hardware = arm(1);
  busWrite(hardware, descriptor, new Uint8Array(64).fill(1));
  expect(hardware.stores!.past).toEqual([]);
  const pc = smallHardware({ arch: 'x86_64' });
  busWrite(pc, descriptor, Uint8Array.of(1));
  expect(pc.stores).toBeNull();
});

it('goes back with the machine', () => {
  const hardware = arm(3);
  const before = snapshotHardware(hardware);
  const digest = digestHardware(hardware);
  busWrite(hardware, descriptor, Uint8Array.of(1));
  load(hardware, descriptor);
  expect(digestHardware(hardware)).not.toEqual(digest);
  restoreHardware(hardware, before);
  expect(digestHardware(hardware)).toEqual(digest);
  expect([hardware.stores!.past, hardware.stores!.seen]).toEqual([[], 0]);
});

/** Weakly ordered stores (ARM architecture reference, Normal Non-cacheable memory): what a bus master may see before a barrier, and what it may not after. */
import { describe, expect, it } from 'vitest';
import { busRead } from '../../simulator/hardware/bus.ts';
import { digestHardware } from '../../simulator/hardware/digest-hardware.ts';
import type { Hardware } from '../../simulator/hardware/hardware.ts';
import { restoreHardware, snapshotHardware } from '../../simulator/hardware/snapshot-hardware.ts';
import { bufferStore, drainSomeStores, drainStores, settleStores } from '../../simulator/hardware/store-buffer.ts';
import { coherentRead } from '../../simulator/hardware/coherent-access.ts';
import { smallHardware } from './small-machine.ts';

const arm = (seed: number): Hardware => smallHardware({ arch: 'arm64', coherent: false, seed });
const [data, owner] = [0x1000, 0x1040];
const put = (hardware: Hardware, at: number, byte: number): void =>
  bufferStore(hardware, hardware.stores!, at, Uint8Array.of(byte));
const seen = (hardware: Hardware): string => [data, owner].map((at) => busRead(hardware, at, 1)![0]).join('');

/** A descriptor's data, then its owner, perhaps with a barrier between; time passes; the device looks. */
function look(seed: number, barrier: boolean): string {
  const hardware = arm(seed);
  put(hardware, data, 1);
  if (barrier) drainStores(hardware);
  put(hardware, owner, 1);
  drainSomeStores(hardware);
  return seen(hardware);
}

describe('a descriptor whose owner is stored last', () => {
  const seeds = Array.from({ length: 200 }, (_, seed) => seed);
  it('may be seen without its data, by some seeds', () => {
    expect(new Set(seeds.map((seed) => look(seed, false)))).toEqual(new Set(['00', '10', '01', '11']));
  });
  it('is never seen without its data behind a barrier', () => {
    expect(new Set(seeds.map((seed) => look(seed, true)))).toEqual(new Set(['10', '11']));
  });
  it('is the same for the same seed', () => {
    expect(seeds.map((seed) => look(seed, false))).toEqual(seeds.map((seed) => look(seed, false)));
  });
});

it('stores to the same bytes stay in order, and none is lost', () => {
  const hardware = arm(3);
  for (let i = 1; i <= 100; i++) put(hardware, data + (i % 10), i);
  drainStores(hardware);
  expect([...busRead(hardware, data, 10)!]).toEqual([100, 91, 92, 93, 94, 95, 96, 97, 98, 99]);
});

it('a CPU sees them at once, and whoever peeks sees them without a change', () => {
  const hardware = arm(4);
  put(hardware, data, 7);
  const before = digestHardware(hardware);
  expect(coherentRead(hardware, data, 1)).toEqual(Uint8Array.of(7));
  expect([digestHardware(hardware), seen(hardware)]).toEqual([before, '00']);
  settleStores(hardware, data, 1);
  expect(seen(hardware)).toBe('70');
});

it('stand in snapshots', () => {
  const hardware = arm(5);
  put(hardware, data, 7);
  const snapshot = snapshotHardware(hardware);
  const digest = digestHardware(hardware);
  drainStores(hardware);
  restoreHardware(hardware, snapshot);
  expect(digestHardware(hardware)).toBe(digest);
  drainStores(hardware);
  expect(seen(hardware)).toBe('70');
});

it('x86 has none', () => {
  expect(smallHardware().stores).toBeNull();
});

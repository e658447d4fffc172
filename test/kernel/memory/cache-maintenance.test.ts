/** Maintenance of more lines than the caches hold comes to what it does line by line. */
import { expect, test } from 'vitest';
import { digestHardware } from '../../../simulator/hardware/digest-hardware.ts';
import { cleanRange, flushRange, invalidateRange } from '../../../simulator/kernel/dma/cache-maintenance.ts';
import { directAddress } from '../../../simulator/kernel/kernel-memory.ts';
import { fillBulk, readBulk } from '../../../simulator/hardware/cpu-bulk.ts';
import { boot, KiB, MiB } from './memory-machine.ts';

const from = 32 * MiB + 24;
const size = 2 * MiB;

/** Lines of two CPUs, clean and dirty, within the range, at its edges and outside. */
function withLines() {
  const machine = boot({ cpus: 2, coherent: false });
  const at = (offset: number): bigint => directAddress(from + offset);
  for (const [cpu, offset, length] of [
    [0, -200, 400],
    [1, 3000, 20 * KiB],
    [0, 70_000, 9000],
    [1, size - 90, 300],
  ]) {
    fillBulk(machine.onCpu(cpu!).port, at(offset!), length!, offset! & 0xff);
  }
  readBulk(machine.onCpu(1).port, at(200 * KiB), 5000);
  return machine;
}

test.each(Object.entries({ cleanRange, flushRange, invalidateRange }))('%s', (_, maintain) => {
  const whole = withLines();
  maintain(whole.context, from, size);
  const inParts = withLines();
  for (let done = 0; done < size;) {
    const room = Math.min(64 - ((from + done) % 64), size - done);
    maintain(inParts.context, from + done, room);
    done += room;
  }
  expect(digestHardware(whole.hardware)).toBe(digestHardware(inParts.hardware));
  expect(whole.hardware.counters).toEqual(inParts.hardware.counters);
  const untouched = withLines();
  expect(digestHardware(whole.hardware)).not.toBe(digestHardware(untouched.hardware));
});

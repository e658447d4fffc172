/** Bulk access against byte-by-byte loads and stores, and faults to the byte. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GuestFault } from '../../simulator/c-language/vm-contract.ts';
import { currentCounters, takePendingCost } from '../../simulator/hardware/access-counts.ts';
import { coherentRead } from '../../simulator/hardware/coherent-access.ts';
import { copyBulk, fillBulk, readBulk, writeBulk } from '../../simulator/hardware/cpu-bulk.ts';
import { createPeekPort } from '../../simulator/hardware/cpu-port.ts';
import { digestHardware } from '../../simulator/hardware/digest-hardware.ts';
import { pte } from '../../simulator/hardware/mmu.ts';
import { costs, pageTables, port, smallHardware, userPage } from './small-machine.ts';

const base = 0x40_0000n;
const frames = [0x5000, 0x2000, 0x9000]; // three pages, not contiguous
const size = 3 * 4096;

function build(links: Parameters<typeof port>[3] = {}, ways = 2) {
  const hardware = smallHardware({ tlb: { entries: 2 * ways, ways } });
  const tables = pageTables(hardware);
  frames.forEach((frame, page) => tables.map(base + BigInt(page * 4096), frame, userPage));
  tables.use();
  return { hardware, root: tables.root, memory: port(hardware, 0, 'user', links) };
}

const place = fc.oneof(fc.nat(size - 1), fc.integer({ min: 4000, max: 4200 }));
const step = fc.record({
  do: fc.constantFrom('read', 'write', 'fill', 'copy'),
  at: place,
  from: place,
  length: fc.oneof(fc.nat(300), fc.nat(6000)),
  byte: fc.nat(255),
});

function bytesFrom(byte: number, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, index) => byte + index);
}

function moveBytes(
  memory: ReturnType<typeof port>,
  what: 'read' | 'write' | 'fill' | 'copy',
  to: bigint,
  from: bigint,
  count: number,
  byte: number,
): void {
  if (what === 'read') readBulk(memory, to, count);
  if (what === 'write') writeBulk(memory, to, bytesFrom(byte, count));
  if (what === 'fill') fillBulk(memory, to, count, byte);
  if (what === 'copy') copyBulk(memory, to, memory, from, count);
}

describe('bulk access', () => {
  it.each([1, 2])(
    'moves what a plain array moves, and is line by line what single accesses are (TLB of %i ways)',
    (ways) => {
      fc.assert(
        fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
          const { hardware, root, memory } = build({}, ways);
          const exact = build({ fastLines: false }, ways);
          const peek = createPeekPort(hardware, () => root, 'user');
          const flat = new Uint8Array(size);
          for (const { do: what, at, from, length, byte } of steps) {
            const count = Math.min(length, size - Math.max(at, from));
            const va = base + BigInt(at);
            moveBytes(exact.memory, what, va, base + BigInt(from), count, byte);
            if (what === 'read') expect([...readBulk(memory, va, count)]).toEqual([...flat.subarray(at, at + count)]);
            else moveBytes(memory, what, va, base + BigInt(from), count, byte);
            if (what === 'write') flat.set(bytesFrom(byte, count), at);
            if (what === 'fill') flat.fill(byte, at, at + count);
            if (what === 'copy') flat.copyWithin(at, from, from + count);
          }
          expect(takePendingCost(hardware, 0, costs)).toBe(takePendingCost(exact.hardware, 0, costs));
          expect(digestHardware(hardware)).toBe(digestHardware(exact.hardware));
          expect(Buffer.compare(readBulk(peek, base, size), flat)).toBe(0);
          frames.forEach((frame, page) => {
            const seen = coherentRead(hardware, frame, 4096);
            expect(Buffer.compare(seen, flat.subarray(page * 4096, (page + 1) * 4096))).toBe(0);
          });
        }),
        { seed: 6, numRuns: 20 },
      );
    },
  );

  it.each([
    ['aligned', 0n, 4096, 64],
    ['from the middle of a line', 32n, 4096, 65],
    ['a byte', 63n, 1, 1],
  ])('makes one access a line: %s', (_, offset, length, lines) => {
    const { hardware, memory } = build();
    readBulk(memory, base + offset, length);
    expect(currentCounters(hardware)).toMatchObject({ accesses: lines, l1Misses: lines });
  });

  it.each([
    ['readBulk', (memory: ReturnType<typeof port>) => readBulk(memory, base + 4096n * 3n - 100n, 200)],
    [
      'writeBulk',
      (memory: ReturnType<typeof port>) => writeBulk(memory, base + 4096n * 3n - 100n, new Uint8Array(200)),
    ],
    ['fillBulk', (memory: ReturnType<typeof port>) => fillBulk(memory, base + 4096n * 3n - 100n, 200, 1)],
    [
      'copyBulk from',
      (memory: ReturnType<typeof port>) => copyBulk(memory, base, memory, base + 4096n * 3n - 100n, 200),
    ],
    ['copyBulk to', (memory: ReturnType<typeof port>) => copyBulk(memory, base + 4096n * 3n - 100n, memory, base, 200)],
  ])('%s names the first byte that failed', (_, act) => {
    const { memory } = build();
    let fault: unknown;
    try {
      act(memory);
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(GuestFault);
    expect((fault as GuestFault).fault).toMatchObject({ kind: 'not-present', address: base + 4096n * 3n });
  });

  it('has copied exactly the bytes before the fault', () => {
    const { memory } = build();
    fillBulk(memory, base, 300, 0xaa);
    expect(() => copyBulk(memory, base + 4096n * 3n - 77n, memory, base + 5n, 200)).toThrow(GuestFault);
    expect(readBulk(memory, base + 4096n * 3n - 77n, 77).every((byte) => byte === 0xaa)).toBe(true);
  });

  it('splits what goes to a device into naturally aligned accesses', () => {
    const hardware = smallHardware();
    hardware.mmio.push({ start: 0xfe00_0000, end: 0xfe00_1000, device: 'd', bar: 0 });
    const tables = pageTables(hardware);
    tables.map(base, 0xfe00_0000, userPage | pte.cacheDisable);
    tables.use();
    const writes: unknown[] = [];
    const memory = port(hardware, 0, 'user', {
      writeMmio: (_, offset, bytes, value) => void writes.push([offset, bytes, value]),
    });
    writeBulk(memory, base + 3n, Uint8Array.of(1, 2, 3, 4, 5, 6));
    expect(writes).toEqual([
      [3, 1, 1n],
      [4, 4, 0x0504_0302n],
      [8, 1, 6n],
    ]);
  });
});

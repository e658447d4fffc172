/** Bulk functions over memory whose pages appear at their first touch: every page faults once, and overlapping moves stay right. */
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { KernelContext } from '../../simulator/kernel/kernel-context.ts';
import { createFlatMemory, mapRange, readBytes, writeBytes, type FlatMemory } from '../support/flat-memory.ts';

const base = 0x10_0000n;
const pageBytes = 4096;

vi.mock('../../simulator/kernel/process/resolve-fault.ts', () => ({
  /** `world` is the flat memory; addresses below 2^32 get a page, with the low byte of its number in every byte. */
  resolveFault(
    world: FlatMemory,
    _cpu: number,
    _task: unknown,
    { address }: { address: bigint },
    record: (entry: object) => void,
  ) {
    record({ kind: 'page-fault' });
    if (address >= 1n << 32n) return { kind: 'signal' };
    const page = address & ~4095n;
    mapRange(world, page, pageBytes, new Uint8Array(pageBytes).fill(Number((page >> 12n) & 0xffn)));
    return { kind: 'handled' };
  },
}));
const { memoryFunctions } = await import('../../simulator/user/memory-functions.ts');

interface Fixture {
  readonly memory: FlatMemory;
  readonly context: KernelContext;
  readonly records: object[];
}

function fixture(): Fixture {
  const memory = createFlatMemory('user');
  const records: object[] = [];
  const record = (entry: object) => void records.push(entry);
  const context = { world: memory, cpu: 0, task: { pid: 7 }, port: memory.port, mode: 'user', record };
  return { memory, records, context: context as unknown as KernelContext };
}

function call(name: string, context: KernelContext, ...values: (bigint | number)[]): bigint | number {
  return memoryFunctions[name]!(context, ...(values as never[])) as bigint | number;
}

describe('128 KiB', () => {
  test.each([
    ['memset', (context: KernelContext) => call('memset', context, base, 0x5a, 128n << 10n), 32],
    ['memcpy', (context: KernelContext) => call('memcpy', context, base, base + (1n << 20n), 128n << 10n), 64],
    ['memcmp', (context: KernelContext) => call('memcmp', context, base, base + (1n << 20n), 128n << 10n), 64],
  ])('%s touches every page once', (_, act, faults) => {
    const { context, records } = fixture();
    act(context);
    expect(records).toHaveLength(faults);
  });
});

test('what cannot be resolved is thrown without a record, and what came before it is done', () => {
  const { context, memory, records } = fixture();
  const end = 1n << 32n;
  expect(() => call('memset', context, end - 5000n, 1, 9000n)).toThrow(/0x100000000: not-present/);
  expect(records).toHaveLength(2);
  expect(readBytes(memory, end - 4096n, 4096).every((byte) => byte === 1)).toBe(true);
});

test('without a task a fault goes to the VM', () => {
  const { context } = fixture();
  expect(() => call('strlen', { ...context, task: null }, base)).toThrow(/not-present/);
});

const place = fc.integer({ min: 0, max: 9000 });
const bytes = fc.uint8Array({ minLength: 20_000, maxLength: 20_000 });

test('memmove is as Uint8Array.copyWithin', () => {
  fc.assert(
    fc.property(bytes, place, place, place, (content, to, from, count) => {
      const { context, memory } = fixture();
      mapRange(memory, base + 24n, content.length, content);
      const expected = content.slice().copyWithin(to, from, from + count);
      call('memmove', context, base + 24n + BigInt(to), base + 24n + BigInt(from), BigInt(count));
      expect(Buffer.compare(readBytes(memory, base + 24n, content.length), expected)).toBe(0);
    }),
    { numRuns: 60, seed: 11 },
  );
});

test('searches and comparisons are as those of arrays', () => {
  const small = fc.array(fc.constantFrom(0, 1, 2, 3), { minLength: 1, maxLength: 400 });
  fc.assert(
    fc.property(
      small,
      small,
      fc.constantFrom(0, 1, 2, 3, 4),
      fc.integer({ min: 0, max: 80 }),
      (one: number[], other, byte, shift) => {
        const { context, memory } = fixture();
        const at = base + BigInt(shift);
        const second = base + 0x1000n + BigInt(shift * 3);
        mapRange(memory, base, 8192);
        writeBytes(memory, at, Uint8Array.from([...one, 0]));
        writeBytes(memory, second, Uint8Array.from([...other, 0]));
        const offset = (index: number): bigint => (index < 0 ? 0n : at + BigInt(index));
        const count = BigInt(one.length);
        expect(call('memchr', context, at, byte, count)).toBe(offset(one.indexOf(byte)));
        expect(call('memrchr', context, at, byte, count)).toBe(offset(one.lastIndexOf(byte)));
        expect(call('strlen', context, at)).toBe(BigInt([...one, 0].indexOf(0)));
        expect(call('strnlen', context, at, count)).toBe(BigInt(one.includes(0) ? one.indexOf(0) : one.length));
        const length = Math.min(one.length, other.length);
        const difference = Math.sign(Number(call('memcmp', context, at, second, BigInt(length))));
        expect(difference).toBe(Buffer.compare(Buffer.from(one.slice(0, length)), Buffer.from(other.slice(0, length))));
      },
    ),
    { numRuns: 200, seed: 5 },
  );
});

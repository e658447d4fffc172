/** User address spaces against a plain model: which page is mapped with which rights, and what its bytes are. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  mapAnonymous,
  map,
  planMapping,
  prot,
  setBrk,
  unmapRange,
} from '../../../simulator/kernel/process/mappings.ts';
import { createAddressSpace, destroyAddressSpace } from '../../../simulator/kernel/process/space-lifetime.ts';
import { countTables, translate } from '../../../simulator/kernel/process/user-pages.ts';
import { insertVma, vm } from '../../../simulator/kernel/process/vma.ts';
import { bareWorld, freeFrames, testWorld, type TestWorld } from './address-space-world.ts';

const base = 0x10_0000_0000n;
const heap = 0x4d_0000n;
const pages = 24;
const at = (page: number): bigint => base + BigInt(page) * 4096n;

function mapAt(test: TestWorld, address: bigint, length: bigint, rights: bigint, flags: bigint): void {
  const request = { address, length, prot: rights, flags, pageOffset: 0n, file: null };
  const plan = planMapping(test.world, test.space, request);
  if (typeof plan === 'number') throw new Error(`mmap: ${plan}`);
  mapAnonymous(test.world, test.space, plan, 'anonymous', 0, test.record);
}

type Step =
  | { kind: 'map'; page: number; count: number; writable: boolean; shared: boolean }
  | { kind: 'unmap'; page: number; count: number }
  | { kind: 'write'; page: number; value: bigint; cpu: number }
  | { kind: 'read'; page: number; cpu: number }
  | { kind: 'brk'; bytes: number };

const page = fc.nat(pages - 1);
const cpu = fc.nat(1);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('map' as const),
    page,
    count: fc.integer({ min: 1, max: 8 }),
    writable: fc.boolean(),
    shared: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('unmap' as const), page, count: fc.integer({ min: 1, max: 8 }) }),
  fc.record({ kind: fc.constant('write' as const), page, value: fc.bigInt(1n, 2n ** 64n - 1n), cpu }),
  fc.record({ kind: fc.constant('read' as const), page, cpu }),
  fc.record({ kind: fc.constant('brk' as const), bytes: fc.nat(5 * 4096) }),
);

describe('mmap, munmap, brk and faults', () => {
  it('agree with a Map of pages, whatever the order, and leave no frame behind', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const test = testWorld({ cpus: 2 });
        const before = freeFrames(test.world) + countTables(test.world, test.space);
        test.space.heapStart = test.space.heapEnd = heap;
        const model = new Map<bigint, { writable: boolean; value: bigint }>();
        for (const each of steps) take(test, model, each);
        compareAreas(test, model);
        destroyAddressSpace(test.world, test.space);
        expect(freeFrames(test.world)).toBe(before);
      }),
      { seed: 20240601, numRuns: 60 },
    );
  });
});

function take(test: TestWorld, model: Map<bigint, { writable: boolean; value: bigint }>, each: Step): void {
  const { world, space, record } = test;
  if (each.kind === 'map') {
    const rights = each.writable ? prot.READ | prot.WRITE : prot.READ;
    const flags = map.ANONYMOUS | map.FIXED | (each.shared ? map.SHARED : map.PRIVATE);
    mapAt(test, at(each.page), BigInt(each.count) * 4096n, rights, flags);
    for (let i = 0; i < each.count; i++) model.set(at(each.page + i), { writable: each.writable, value: 0n });
  } else if (each.kind === 'unmap') {
    unmapRange(world, space, at(each.page), at(each.page + each.count), 0, record);
    for (let i = 0; i < each.count; i++) model.delete(at(each.page + i));
  } else if (each.kind === 'brk') {
    expect(setBrk(world, space, heap + BigInt(each.bytes), 0, record)).toBe(heap + BigInt(each.bytes));
    const count = Math.ceil(each.bytes / 4096);
    for (let i = 0; i < 8; i++) {
      const address = heap + BigInt(i) * 4096n;
      if (i >= count) model.delete(address);
      else if (!model.has(address)) model.set(address, { writable: true, value: 0n });
    }
  } else {
    const address = each.page < 5 ? heap + BigInt(each.page) * 4096n : at(each.page);
    access(test, model, address, each);
  }
}

function access(
  test: TestWorld,
  model: Map<bigint, { writable: boolean; value: bigint }>,
  address: bigint,
  each: Extract<Step, { kind: 'read' | 'write' }>,
): void {
  const known = model.get(address);
  if (each.kind === 'read') {
    const got = test.read(address + 8n, 8, each.cpu);
    if (known) expect(got).toBe(known.value);
    else expect(got).toMatchObject({ kind: 'signal', signal: 'SIGSEGV' });
    return;
  }
  const got = test.write(address + 8n, each.value, 8, each.cpu);
  if (!known?.writable) expect(got).toMatchObject({ kind: 'signal', signal: 'SIGSEGV' });
  else {
    expect(got).toBe(true);
    known.value = each.value;
  }
}

function compareAreas({ space }: TestWorld, model: Map<bigint, { writable: boolean }>): void {
  const seen = new Map<bigint, boolean>();
  let end = 0n;
  for (const area of space.areas) {
    expect(area.start).toBeGreaterThanOrEqual(end);
    expect(area.end).toBeGreaterThan(area.start);
    end = area.end;
    for (let va = area.start; va < area.end; va += 4096n) seen.set(va, (area.flags & vm.WRITE) !== 0);
  }
  expect(space.mappedPages).toBe(seen.size);
  const wanted = [...model].map(([va, { writable }]) => [va, writable]);
  expect([...seen].sort(byAddress)).toEqual(wanted.sort(byAddress as never));
}

function byAddress([a]: readonly unknown[], [b]: readonly unknown[]): number {
  return (a as bigint) < (b as bigint) ? -1 : 1;
}

describe('anonymous memory', () => {
  it('reads from the page of zeros until it is written, as do_anonymous_page of Linux 6.1', () => {
    const test = testWorld();
    mapAt(test, base, 8192n, prot.READ | prot.WRITE, map.ANONYMOUS | map.PRIVATE | map.FIXED);
    const before = freeFrames(test.world);
    expect(test.read(base)).toBe(0n);
    expect(test.read(base + 4096n)).toBe(0n);
    expect(before - freeFrames(test.world)).toBe(3); // PUD, PMD and PTE tables only
    expect(translate(test.world, test.space, base)).toBe(translate(test.world, test.space, base + 4096n));
    expect(test.write(base, 7n)).toBe(true);
    expect(test.read(base + 4096n)).toBe(0n);
    expect(before - freeFrames(test.world)).toBe(4);
    const flushes = test.journal.filter(({ kind }) => kind === 'tlb-flush');
    expect(flushes).toEqual([{ kind: 'tlb-flush', target: 0, scope: 'page', address: base, pages: 1, ipi: false }]);
    const outcomes = test.journal.flatMap((each) => (each.kind === 'page-fault' ? [[each.access, each.outcome]] : []));
    expect(outcomes).toEqual([['read', 'handled'], ['read', 'handled'], ['write', 'handled']]); // prettier-ignore
  });

  it('never shows what a page held before', () => {
    const test = testWorld();
    const flags = map.ANONYMOUS | map.PRIVATE | map.FIXED;
    mapAt(test, base, 4096n, prot.READ | prot.WRITE, flags);
    test.write(base, 0x5ec2e7n);
    const frame = translate(test.world, test.space, base);
    mapAt(test, base, 4096n, prot.READ | prot.WRITE, flags);
    test.write(base + 8n, 1n);
    expect(translate(test.world, test.space, base)).toBe(frame);
    expect(test.read(base)).toBe(0n);
  });

  it('is lost to all CPUs at once when it is unmapped: the other one by interrupt', () => {
    const test = testWorld({ cpus: 2 });
    mapAt(test, base, 4096n, prot.READ | prot.WRITE, map.ANONYMOUS | map.PRIVATE | map.FIXED);
    test.write(base, 1n, 8, 0);
    expect(test.read(base, 8, 1)).toBe(1n);
    test.journal.length = 0;
    unmapRange(test.world, test.space, base, base + 4096n, 0, test.record);
    expect(test.journal).toEqual([
      { kind: 'tlb-flush', target: 0, scope: 'page', address: base, pages: 1, ipi: false },
      { kind: 'tlb-flush', target: 1, scope: 'page', address: base, pages: 1, ipi: true },
    ]);
    expect(test.read(base, 8, 1)).toMatchObject({ signal: 'SIGSEGV' });
  });

  it('flushes everything beyond 33 pages (tlb_single_page_flush_ceiling)', () => {
    for (const [count, scope] of [
      [33, 'range'],
      [34, 'all'],
    ] as const) {
      const test = testWorld();
      mapAt(test, base, BigInt(count) * 4096n, prot.READ, map.ANONYMOUS | map.PRIVATE | map.FIXED);
      test.read(base);
      test.read(base + BigInt(count - 1) * 4096n);
      unmapRange(test.world, test.space, base, base + BigInt(count) * 4096n, 0, test.record);
      expect(test.journal.at(-1)).toMatchObject({ kind: 'tlb-flush', scope, pages: count });
    }
  });

  it('ends with SIGBUS when RAM is used up', () => {
    const test = testWorld({ memory: [[0, 0x100_0000]] });
    const length = 0x400_0000n;
    mapAt(test, base, length, prot.READ | prot.WRITE, map.ANONYMOUS | map.PRIVATE | map.FIXED | map.NORESERVE);
    let outcome: unknown = true;
    for (let va = base; va < base + length && outcome === true; va += 4096n) outcome = test.write(va, 1n);
    expect(outcome).toEqual({ kind: 'signal', signal: 'SIGBUS', reason: 'Out of memory' });
  });
});

describe('the stack', () => {
  const top = 0x7fff_ffff_f000n;
  const withStack = (): TestWorld => {
    const test = testWorld();
    const flags = vm.READ | vm.WRITE | vm.GROWSDOWN;
    insertVma(test.space, { start: top - 4096n, end: top, flags, what: 'stack', structAddress: 0n });
    return test;
  };
  it.each([
    ['just below', top - 4096n - 8n, true],
    ['far below', top - 0x40_0000n, true],
    ['the last page of 8 MiB', top - 0x80_0000n, true],
    ['one byte more', top - 0x80_0000n - 1n, false],
  ])('grows to %s', (_, address, grows) => {
    const outcome = withStack().write(address, 1n, 1);
    if (grows) expect(outcome).toBe(true);
    else expect(outcome).toMatchObject({ signal: 'SIGSEGV' });
  });
  it('keeps 1 MiB from the mapping below (stack_guard_gap)', () => {
    const test = withStack();
    mapAt(test, top - 0x30_0000n, 4096n, prot.READ, map.ANONYMOUS | map.PRIVATE | map.FIXED);
    const end = top - 0x30_0000n + 4096n;
    expect(test.write(end + 0x10_0000n, 1n)).toBe(true);
    expect(test.write(end + 0x10_0000n - 8n, 1n)).toMatchObject({ signal: 'SIGSEGV' });
  });
});

describe('mmap errors of Linux 6.1 (mm/mmap.c, do_mmap)', () => {
  const anonymous = map.ANONYMOUS | map.PRIVATE;
  const file = { readable: true, writable: true, mappable: true };
  const top = 0x7fff_ffff_f000n;
  it.each([
    ['length 0', { length: 0n }, -22],
    ['length that overflows', { length: 2n ** 64n - 1n }, -12],
    ['length beyond user space', { length: top + 4096n, flags: anonymous | map.NORESERVE }, -12],
    ['neither shared nor private', { flags: map.ANONYMOUS }, -22],
    ['SHARED_VALIDATE of anonymous memory', { flags: map.ANONYMOUS | 3n }, -22],
    ['shared and growing down', { flags: map.ANONYMOUS | map.SHARED | map.GROWSDOWN }, -22],
    ['FIXED at an unaligned address', { flags: anonymous | map.FIXED, address: base + 1n }, -22],
    ['FIXED beyond user space', { flags: anonymous | map.FIXED, address: top }, -12],
    ['FIXED_NOREPLACE of something', { flags: anonymous | map.FIXED_NOREPLACE, address: base }, -17],
    ['more than RAM', { length: 2n ** 40n }, -12],
    ['offset that overflows', { pageOffset: 2n ** 64n - 1n, length: 8192n }, -75],
    ['huge pages that are not there', { flags: anonymous | map.HUGETLB }, -12],
    ['file without mmap', { flags: map.SHARED, file: { ...file, mappable: false } }, -19],
    ['file not open for reading', { flags: map.PRIVATE, file: { ...file, readable: false } }, -13],
    ['shared writable, file read-only', { flags: map.SHARED, file: { ...file, writable: false } }, -13],
    ['unknown flag with VALIDATE', { flags: 3n | 0x8000_0000n, file }, -95],
    ['growing file mapping', { flags: map.PRIVATE | map.GROWSDOWN, file }, -22],
  ])('%s', (_, changes, error) => {
    const test = testWorld();
    mapAt(test, base, 4096n, prot.READ, anonymous | map.FIXED);
    const request = {
      address: 0n,
      length: 4096n,
      prot: prot.READ | prot.WRITE,
      flags: anonymous,
      pageOffset: 0n,
      file: null,
      ...changes,
    };
    expect(planMapping(test.world, test.space, request)).toBe(error);
  });

  it('takes the highest gap, or the hint if that is free', () => {
    const test = testWorld();
    const place = (address: bigint, length: bigint): bigint => {
      const request = { address, length, prot: prot.READ, flags: anonymous, pageOffset: 0n, file: null };
      const plan = planMapping(test.world, test.space, request);
      if (typeof plan === 'number') throw new Error(`${plan}`);
      mapAnonymous(test.world, test.space, plan, 'anonymous', 0, test.record);
      return plan.start;
    };
    const mmapTop = 0x7fff_f7ff_f000n;
    expect(place(0n, 8192n)).toBe(mmapTop - 8192n);
    expect(place(0n, 1n)).toBe(mmapTop - 12288n);
    expect(place(base + 5n, 4096n)).toBe(base);
    expect(place(base, 4096n)).toBe(mmapTop - 16384n);
    unmapRange(test.world, test.space, mmapTop - 8192n, mmapTop, 0, test.record);
    expect(place(0n, 4096n)).toBe(mmapTop - 4096n);
  });
});

describe('a kernel-mode fault', () => {
  it.each([
    [0x10n, 'BUG: kernel NULL pointer dereference, address: 0000000000000010'],
    [0xffff_c900_1234_0000n, 'BUG: unable to handle page fault for address: ffffc90012340000'],
  ])('at %x becomes an oops', async (address, reason) => {
    const { resolveFault } = await import('../../../simulator/kernel/process/resolve-fault.ts');
    const { world, record } = testWorld();
    const fault = { kind: 'not-present', access: 'read', mode: 'kernel', address, size: 4 } as const;
    const task = { pid: 3, addressSpace: 0 };
    expect(resolveFault(world, 0, task, fault, record)).toEqual({ kind: 'oops', reason });
  });
});

it('spaces have tags of their own and share the kernel half', () => {
  const world = bareWorld();
  const before = freeFrames(world);
  const spaces = [1, 2, 3].map((n) => createAddressSpace(world, `app ${n}`)!);
  expect(spaces.map(({ asid }) => asid)).toEqual([1, 2, 3]);
  expect(translate(world, spaces[0]!, 0xffff_8880_0010_0000n)).toBe(0x10_0000);
  destroyAddressSpace(world, spaces[1]!);
  expect(createAddressSpace(world, 'app 4')!.asid).toBe(2);
  for (const space of [...world.kernel.addressSpaces.spaces.values()]) if (space.id) destroyAddressSpace(world, space);
  expect(freeFrames(world)).toBe(before);
});

/** What mremap moves at each level of the tables and how often TLBs are flushed for it, by kernel version; who is interrupted; and what fork does with pinned pages. */
import { describe, expect, it } from 'vitest';
import { switchAddressSpace } from '../../../simulator/hardware/mmu.ts';
import type { KernelProfile } from '../../../simulator/machine.ts';
import { forkAddressSpace } from '../../../simulator/kernel/process/fork-space.ts';
import { map, mapAnonymous, planMapping, prot } from '../../../simulator/kernel/process/mappings.ts';
import { beginRemap, continueRemap, finishRemap, mremapFlag } from '../../../simulator/kernel/process/mremap.ts';
import { populateRange } from '../../../simulator/kernel/process/populate.ts';
import { flushUserRange } from '../../../simulator/kernel/process/tlb-shootdown.ts';
import { countTables, translate } from '../../../simulator/kernel/process/user-pages.ts';
import { freeFrames, testWorld, type TestWorld } from './address-space-world.ts';

const MiB = 1n << 20n;
const GiB = 1n << 30n;
const base = 64n * GiB;

function mapAt(test: TestWorld, address: bigint, length: bigint): void {
  const flags = map.ANONYMOUS | map.FIXED | map.PRIVATE | map.NORESERVE;
  const request = { address, length, prot: prot.READ | prot.WRITE, flags, pageOffset: 0n, file: null };
  const plan = planMapping(test.world, test.space, request);
  if (typeof plan === 'number') throw new Error(`mmap: ${plan}`);
  mapAnonymous(test.world, test.space, plan, 'anonymous', 0, test.record);
}

function move(test: TestWorld, from: bigint, length: bigint, to: bigint): void {
  const flags = mremapFlag.MAYMOVE | mremapFlag.FIXED;
  const request = { address: from, oldLength: length, newLength: length, flags, newAddress: to };
  const plan = beginRemap(test.world, test.space, request, 0, test.record);
  if (typeof plan === 'bigint') throw new Error(`mremap: ${plan}`);
  while (continueRemap(test.world, test.space, plan, 0, test.record) === 'again');
  finishRemap(test.world, test.space, plan, 0, test.record);
}

/** `touched`: offsets that are written before the move. Tables, entries: what moved; `rounds` of flushing by the move itself. */
const rows: readonly {
  readonly what: string;
  readonly kernel: KernelProfile;
  readonly length: bigint;
  readonly shift: bigint;
  readonly touched: readonly bigint[];
  readonly moved: { readonly puds: number; readonly pmds: number; readonly entries: number };
  readonly rounds: number;
}[] = [
  // kernel-facts 8.3: whole tables where old and new place are aligned; a flush for each extent that had something present.
  { what: '2 MiB apart: two tables of 2 MiB', kernel: '6.1', length: 4n * MiB, shift: 8n * MiB, touched: [0n, 2n * MiB, 3n * MiB], moved: { puds: 0, pmds: 2, entries: 0 }, rounds: 2 },
  { what: 'a page apart: entries, in extents up to the next 2 MiB of either', kernel: '6.1', length: 4n * MiB, shift: 8n * MiB + 4096n, touched: [0n, 2n * MiB, 3n * MiB], moved: { puds: 0, pmds: 0, entries: 3 }, rounds: 2 },
  { what: 'half a table is no table', kernel: '6.1', length: MiB, shift: 8n * MiB, touched: [0n, 4096n], moved: { puds: 0, pmds: 0, entries: 2 }, rounds: 1 },
  { what: '1 GiB apart: one table of 1 GiB', kernel: '6.1', length: GiB, shift: 2n * GiB, touched: [0n, 512n * MiB], moved: { puds: 1, pmds: 0, entries: 0 }, rounds: 1 },
  // HAVE_MOVE_PUD came with 5.11, HAVE_MOVE_PMD with 4.21.
  { what: '1 GiB apart in 5.10: tables of 2 MiB', kernel: '5.10', length: GiB, shift: 2n * GiB, touched: [0n, 512n * MiB], moved: { puds: 0, pmds: 2, entries: 0 }, rounds: 2 },
  { what: '2 MiB apart in 4.18: entries, 64 pages at a time', kernel: '4.18', length: 2n * MiB, shift: 4n * MiB, touched: [0n, 4096n, MiB], moved: { puds: 0, pmds: 0, entries: 3 }, rounds: 2 },
]; // prettier-ignore

describe('mremap moves', () => {
  it.each(rows)('$what', ({ kernel, length, shift, touched, moved, rounds }) => {
    const test = testWorld({ kernel });
    mapAt(test, base, length);
    for (const offset of touched) expect(test.write(base + offset, offset + 1n)).toBe(true);
    const frames = touched.map((offset) => translate(test.world, test.space, base + offset));
    const { events } = test.world.kernel.addressSpaces;
    const before = { ...events };
    move(test, base, length, base + shift);
    const { pudsMoved, pmdsMoved, entriesMoved, pagesCopied, tlbFlushRounds, faults } = events;
    expect({ puds: pudsMoved, pmds: pmdsMoved, entries: entriesMoved }).toEqual(moved);
    expect([pagesCopied, faults - before.faults]).toEqual([0, 0]);
    expect(tlbFlushRounds - before.tlbFlushRounds).toBe(rounds);
    expect(touched.map((offset) => translate(test.world, test.space, base + shift + offset))).toEqual(frames);
    expect(translate(test.world, test.space, base)).toBe(null);
    for (const offset of touched) expect(test.read(base + shift + offset)).toBe(offset + 1n);
  });

  it('256 MiB, every page there: 65,536 faults, then 128 tables, then 65,536 entries, and no fault (documented-bugs 4.1)', () => {
    const test = testWorld();
    const none = countTables(test.world, test.space);
    const length = 256n * MiB;
    mapAt(test, base, length);
    // The page of zeros in all of them: entries are what moves.
    const area = test.space.areas[0]!;
    expect(populateRange(test.world, 0, test.space, area, base, base + length, 'read', test.record)).toBe(0);
    const { events } = test.world.kernel.addressSpaces;
    const work = () => [events.faults, events.pmdsMoved, events.entriesMoved, events.pagesCopied];
    // A table of 1 GiB, one of 2 MiB, and 128 of 4 KiB.
    expect([...work(), countTables(test.world, test.space) - none]).toEqual([65536, 0, 0, 0, 130]);
    move(test, base, length, base + GiB);
    // The old table of 2 MiB goes with the area.
    expect([...work(), countTables(test.world, test.space) - none]).toEqual([65536, 128, 0, 0, 130]);
    move(test, base + GiB, length, base + 4096n);
    // A page aside, 129 tables of 4 KiB are needed.
    expect([...work(), countTables(test.world, test.space) - none]).toEqual([65536, 128, 65536, 0, 131]);
    expect(translate(test.world, test.space, base + 4096n)).toBe(test.world.kernel.addressSpaces.zeroFrame * 4096);
  });

  it('frees the tables of the old place that nobody needs, and has made those of the new one (documented-bugs 4.1: VmPTE)', () => {
    const test = testWorld();
    const none = countTables(test.world, test.space);
    mapAt(test, base, 2n * MiB);
    test.write(base, 1n);
    expect(countTables(test.world, test.space) - none).toBe(3);
    move(test, base, 2n * MiB, base + 8n * GiB + 4096n);
    // Its own table of 1 GiB, and two of 2 MiB because it is not aligned any more; one of the two was needed for nothing.
    expect(countTables(test.world, test.space) - none).toBe(4);
  });
});

describe('a shootdown', () => {
  const flush = (test: TestWorld): { target: number; ipi: boolean }[] => {
    test.journal.length = 0;
    flushUserRange(test.world, test.space, base, base + 4096n, 0, test.record);
    return test.journal.flatMap((each) => (each.kind === 'tlb-flush' ? [{ target: each.target, ipi: each.ipi }] : []));
  };

  it('interrupts the CPUs that run the space and no other (arch/x86/mm/tlb.c)', () => {
    const test = testWorld({ cpus: 3 });
    switchAddressSpace(test.world.hardware, 2, test.world.kernel.addressSpaces.spaces.get(0)!.root, 0);
    expect(flush(test)).toEqual([{ target: 0, ipi: false }, { target: 1, ipi: true }]); // prettier-ignore
    expect(test.world.kernel.addressSpaces.events.tlbInterrupts).toBe(1);
  });

  it('leaves a CPU alone that only borrows the space, unless tables were freed', () => {
    const test = testWorld({ cpus: 2 });
    const user = { kind: 'user' };
    const thread = { kind: 'kernel' };
    const tasks = { current: [1, 2], byPid: new Map([[1, user], [2, thread]]) }; // prettier-ignore
    const world = { ...test.world, kernel: { ...test.world.kernel, tasks: tasks as never } };
    const lazy = { ...test, world };
    expect(flush(lazy)).toEqual([{ target: 0, ipi: false }]);
    expect(world.kernel.addressSpaces.events.tlbLazySkipped).toBe(1);
    lazy.journal.length = 0;
    flushUserRange(world, lazy.space, base, base + 4096n, 0, lazy.record, { freedTables: true });
    expect(lazy.journal).toHaveLength(2);
  });
});

describe('fork', () => {
  it('copies a page that somebody works on by its address, so that the parent keeps the frame (page_needs_cow_for_dma)', () => {
    const test = testWorld();
    mapAt(test, base, 8192n);
    test.write(base, 1n);
    test.write(base + 4096n, 2n);
    const [pinned, plain] = [base, base + 4096n].map((va) => translate(test.world, test.space, va)!);
    test.world.kernel.addressSpaces.pins.set(pinned! / 4096, 1);
    const child = forkAddressSpace(test.world, test.space, 'child', new Map(), 0, test.record)!;
    expect(translate(test.world, child, base)).not.toBe(pinned);
    expect(translate(test.world, child, base + 4096n)).toBe(plain);
    expect(test.world.kernel.addressSpaces.events.pagesCopied).toBe(1);
    const free = freeFrames(test.world);
    test.write(base, 3n);
    expect(translate(test.world, test.space, base)).toBe(pinned);
    expect(freeFrames(test.world)).toBe(free);
  });
});

/** Page tables against a Map from pages to rights; the TLB's staleness; accessed and dirty bits. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coherentRead64, coherentWrite64 } from '../../simulator/hardware/coherent-access.ts';
import { pte, walk, walkTo } from '../../simulator/hardware/mmu.ts';
import { describeTlb, flushTlbAll, flushTlbAsid, flushTlbPage } from '../../simulator/hardware/tlb.ts';
import { kernelPage, load, loadAsVm, pageTables, port, smallHardware, store, userPage } from './small-machine.ts';

const megabyte = 0x10_0000n;
type Size = 0x1000 | 0x20_0000 | 0x4000_0000;
interface Mapping {
  readonly va: bigint;
  readonly physical: number;
  readonly size: Size;
  readonly bits: bigint;
}

const size: fc.Arbitrary<Size> = fc.constantFrom(0x1000, 0x1000, 0x20_0000, 0x4000_0000);
const mapping: fc.Arbitrary<Mapping> = fc
  .record({
    top: fc.constantFrom(0n, 0xffff_8000_0000_0000n),
    page: fc.nat(11),
    size,
    frame: fc.nat(7),
    bits: fc.nat(31),
  })
  .map(({ top, page, size: bytes, frame, bits }) => ({
    // Each size has a GiB range of its own, as a large entry and a table cannot share a slot.
    va:
      top +
      BigInt(bytes === 0x1000 ? 0 : bytes === 0x20_0000 ? 0x40_0000_0000 : 0x80_0000_0000) +
      BigInt(page) * BigInt(bytes),
    physical: bytes === 0x4000_0000 ? 0 : frame * bytes,
    size: bytes,
    bits:
      pte.present |
      (bits & 1 ? pte.writable : 0n) |
      (bits & 2 ? pte.user : 0n) |
      (bits & 4 ? pte.noExecute : 0n) |
      (bits & 8 ? pte.global : 0n) |
      (bits & 16 ? pte.cacheDisable : 0n),
  }));
const probe = fc.record({ index: fc.nat(11), offset: fc.nat(0x3fff_ffff), write: fc.boolean(), user: fc.boolean() });

describe('page tables', () => {
  it('translate and protect as a Map of pages does', () => {
    fc.assert(
      fc.property(
        fc.array(mapping, { minLength: 1, maxLength: 12 }),
        fc.array(probe, { maxLength: 40 }),
        (mappings, probes) => {
          const hardware = smallHardware({ memory: [[0, 0x8000_0000]] });
          const tables = pageTables(hardware, 0x7000_0000);
          const model = new Map<bigint, Mapping>();
          for (const each of mappings) {
            tables.map(each.va, each.physical, each.bits, each.size);
            model.set(each.va, each);
          }
          tables.use();
          const pages = [...model.values()];
          for (const { index, offset, write, user } of probes) {
            const page = pages[index % pages.length]!;
            // One page further may be another page or none.
            const va = page.va + (BigInt(offset) % BigInt(page.size)) + (offset % 5 === 0 ? BigInt(page.size) : 0n);
            const found = [...model.values()].find((each) => va >= each.va && va < each.va + BigInt(each.size));
            const { outcome } = walk(hardware, tables.root, va);
            expect(walkTo(hardware, tables.root, va)).toBe(outcome.kind === 'page' ? outcome.physical : null);
            const memory = port(hardware, 0, user ? 'user' : 'kernel');
            const done = write ? store(memory, va, 1, 0n) : load(memory, va, 1) !== null;
            if (!found) {
              expect(outcome.kind).toBe('not-present');
              expect(done || memory.fault?.kind).toBe('not-present');
              continue;
            }
            expect(outcome).toMatchObject({
              kind: 'page',
              physical: found.physical + Number(va - found.va),
              pageSize: found.size,
              writable: (found.bits & pte.writable) !== 0n,
              user: (found.bits & pte.user) !== 0n,
              executable: (found.bits & pte.noExecute) === 0n,
              uncached: (found.bits & pte.cacheDisable) !== 0n,
            });
            const allowed = (!write || (found.bits & pte.writable) !== 0n) && (!user || (found.bits & pte.user) !== 0n);
            expect(done || memory.fault?.kind).toBe(allowed || 'protection');
          }
        },
      ),
      { seed: 5, numRuns: 150 },
    );
  });

  it('combine rights over the levels: AND for writable and user, OR for no-execute (SDM 3A 4.6)', () => {
    const hardware = smallHardware();
    const tables = pageTables(hardware);
    tables.map(0x40_0000n, 0x1000, userPage);
    const pmd = walk(hardware, tables.root, 0x40_0000n).levels[2]!;
    coherentWrite64(hardware, pmd.entryAddress, (pmd.entry & ~pte.writable & ~pte.user) | pte.noExecute);
    expect(walk(hardware, tables.root, 0x40_0000n).outcome).toMatchObject({
      writable: false,
      user: false,
      executable: false,
    });
  });

  it('name each level and the entry there', () => {
    const hardware = smallHardware();
    const tables = pageTables(hardware);
    const entry = tables.map(0xffff_c900_1234_5000n, 0x3000, kernelPage);
    const { levels, outcome } = walk(hardware, tables.root, 0xffff_c900_1234_5678n);
    // 0xffffc90012345678: PGD 402, PUD 0, PMD 145, PTE 325 (by hand from bits 47:39, 38:30, 29:21, 20:12).
    expect(levels.map(({ name, index }) => [name, index])).toEqual([
      ['PGD', 402],
      ['PUD', 0],
      ['PMD', 145],
      ['PTE', 325],
    ]);
    expect(levels[3]).toMatchObject({ entryAddress: entry, entry: 0x3003n });
    expect(outcome).toMatchObject({ kind: 'page', physical: 0x3678, pageSize: 4096, user: false });
    expect(walk(hardware, tables.root, 0x8000_0000_0000n).outcome).toEqual({ kind: 'non-canonical' });
    expect(walkTo(hardware, tables.root, 0x8000_0000_0000n)).toBeNull();
    expect(walkTo(hardware, 0x4000_0000, 0n)).toBeNull();
    expect(walk(hardware, 0x4000_0000, 0n).outcome).toMatchObject({ kind: 'table-outside-memory', level: 'PGD' });
  });

  it('get accessed and dirty bits from the CPU, dirty with the first write, none from a debugger or a refused access', () => {
    const hardware = smallHardware();
    const tables = pageTables(hardware);
    const entry = tables.map(0x40_0000n, 0x1000, userPage);
    const readOnly = tables.map(0x40_1000n, 0x2000, pte.present | pte.user);
    tables.use();
    const memory = port(hardware, 0, 'user');
    const bits = (address: number) => coherentRead64(hardware, address) & (pte.accessed | pte.dirty);
    walk(hardware, tables.root, 0x40_0000n);
    expect(bits(entry)).toBe(0n);
    load(memory, 0x40_0000n, 4);
    expect(bits(entry)).toBe(pte.accessed);
    store(memory, 0x40_0000n, 4, 1n);
    expect(bits(entry)).toBe(pte.accessed | pte.dirty);
    expect(store(memory, 0x40_1000n, 4, 1n)).toBe(false);
    expect(bits(readOnly)).toBe(0n);
    for (const level of walk(hardware, tables.root, 0x40_0000n).levels)
      expect(level.entry & pte.accessed).toBe(pte.accessed);
  });
});

describe('the TLB', () => {
  it('evicts exactly the entry that a list with move-to-front would drop', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(11), { maxLength: 120 }), (accesses) => {
        const hardware = smallHardware({ tlb: { entries: 8, ways: 4 } });
        const tables = pageTables(hardware);
        for (let page = 0; page < 12; page++) tables.map(BigInt(page * 4096), page * 4096, userPage);
        tables.use();
        const memory = port(hardware, 0, 'user');
        const lists: number[][] = [[], []];
        let misses = 0;
        for (const page of accesses) {
          loadAsVm(memory, BigInt(page * 4096 + 8), 8);
          const list = lists[page % 2]!;
          const at = list.indexOf(page);
          if (at >= 0) list.splice(at, 1);
          else misses++;
          list.unshift(page);
          list.length = Math.min(list.length, 4);
          const found: number[][] = [[], []];
          for (const entry of describeTlb(hardware.cpus[0]!))
            found[entry.set]![entry.lruRank] = Number(entry.virtual) / 4096;
          expect(found).toEqual(lists);
        }
        expect(hardware.counters.tlbMisses).toBe(misses);
      }),
      { seed: 9, numRuns: 60 },
    );
  });

  const build = (cpus = 1) => {
    const hardware = smallHardware({ cpus });
    const tables = pageTables(hardware);
    const entry = tables.map(0x40_0000n, 0x1000, userPage);
    const global = tables.map(0xffff_8880_0000_0000n, 0x1000, kernelPage | pte.global);
    for (let cpu = 0; cpu < cpus; cpu++) tables.use(cpu, 7);
    const ports = hardware.cpus.map(({ id }) => port(hardware, id));
    for (const memory of ports) {
      expect(store(memory, 0x40_0000n, 8, 0x11n)).toBe(true);
      load(memory, 0xffff_8880_0000_0000n, 8);
    }
    return { hardware, entry, global, tables, ports };
  };

  it.each([
    ['a page flush', (hardware: ReturnType<typeof smallHardware>) => flushTlbPage(hardware, 0, 7, 0x40_0abcn)],
    ['an address space flush', (hardware: ReturnType<typeof smallHardware>) => flushTlbAsid(hardware, 0, 7)],
    ['a whole flush', (hardware: ReturnType<typeof smallHardware>) => flushTlbAll(hardware, 0)],
  ])('keeps a translation that is gone from the tables until %s', (_, flush) => {
    const { hardware, entry, ports } = build(2);
    coherentWrite64(hardware, entry, 0n);
    expect(load(ports[0]!, 0x40_0000n, 8)).toBe(0x11n);
    expect(store(ports[0]!, 0x40_0008n, 8, 0x22n)).toBe(true);
    flush(hardware);
    expect(load(ports[0]!, 0x40_0000n, 8)).toBe(null);
    expect(ports[0]!.fault?.kind).toBe('not-present');
    // The other CPU heard nothing of it.
    expect(load(ports[1]!, 0x40_0008n, 8)).toBe(0x22n);
  });

  it.each([
    [
      'address space 7',
      (hardware: ReturnType<typeof smallHardware>) => flushTlbAsid(hardware, 0, 7),
      [0xffff_8880_0000_0000n],
    ],
    [
      'address space 8',
      (hardware: ReturnType<typeof smallHardware>) => flushTlbAsid(hardware, 0, 8),
      [0x40_0000n, 0xffff_8880_0000_0000n],
    ],
    [
      'the page in 8',
      (hardware: ReturnType<typeof smallHardware>) => flushTlbPage(hardware, 0, 8, 0x40_0000n),
      [0x40_0000n, 0xffff_8880_0000_0000n],
    ],
    [
      'the global page in 8',
      (hardware: ReturnType<typeof smallHardware>) => flushTlbPage(hardware, 0, 8, 0xffff_8880_0000_0000n),
      [0x40_0000n],
    ],
    ['all', (hardware: ReturnType<typeof smallHardware>) => flushTlbAll(hardware, 0), []],
  ])('flushing %s leaves the right entries', (_, flush, left) => {
    const { hardware } = build();
    flush(hardware);
    expect(
      describeTlb(hardware.cpus[0]!)
        .map((each) => each.virtual)
        .sort(),
    ).toEqual(left.sort());
  });

  it('keeps an address space over a switch there and back, and does not use it in between', () => {
    const { hardware, entry, tables, ports } = build();
    coherentWrite64(hardware, entry, 0n);
    tables.use(0, 8);
    expect(load(ports[0]!, 0x40_0000n, 8)).toBe(null);
    tables.use(0, 7);
    expect(load(ports[0]!, 0x40_0000n, 8)).toBe(0x11n);
  });

  it('forgets a translation that a large page took the place of only when flushed, the large one with any address in it', () => {
    const hardware = smallHardware();
    const tables = pageTables(hardware);
    tables.map(0x8000_0000n, 0, userPage, 0x20_0000);
    tables.use(0, 3);
    const memory = port(hardware, 0, 'user');
    load(memory, 0x8000_0000n + megabyte, 1);
    expect(describeTlb(hardware.cpus[0]!)).toMatchObject([{ virtual: 0x8000_0000n, pageSize: 0x20_0000, physical: 0 }]);
    expect(flushTlbPage(hardware, 0, 3, 0x8000_0000n + 0x5000n)).toBe(1);
  });
});

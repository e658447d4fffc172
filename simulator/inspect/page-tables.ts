/** Page tables and TLBs: the walk of one address, the entries of one table, what each CPU's TLB holds. All read from simulated RAM. */
import { coherentRead64 } from '../hardware/coherent-access.ts';
import { levelNames, pte, walk, type LevelName, type WalkOutcome } from '../hardware/mmu.ts';
import { hasMemory } from '../hardware/physical-memory.ts';
import { describeTlb, type TlbEntryDescription } from '../hardware/tlb.ts';
import type { World } from '../world.ts';
import { hex } from './formatting.ts';
import { ownerOfFrame } from './owners.ts';
import { addressSpaceById } from './address-spaces.ts';
import type { PageTableNodeView, PageWalkView, TlbEntryView, TlbView } from './view-models.ts';

/** null: there is no such address space. */
export function inspectPageWalk(world: World, addressSpace: number, address: bigint): PageWalkView | null {
  const space = addressSpaceById(world, addressSpace);
  if (!space) return null;
  const { levels, outcome } = walk(world.hardware, space.root, address);
  return {
    addressSpace,
    address: hex(address),
    levels: levels.map((level) => ({
      name: level.name,
      table: hex(level.table),
      index: level.index,
      entryAddress: hex(level.entryAddress),
      entry: hex(level.entry),
      flags: entryFlags(level.entry, level.name),
    })),
    result:
      outcome.kind === 'page'
        ? {
            physical: hex(outcome.physical),
            pageBytes: outcome.pageSize,
            permissions: permissions(outcome),
            owner: ownerOfFrame(world, Math.floor(outcome.physical / 4096)).owner,
          }
        : null,
    failure: failureText(outcome),
    tlb: world.hardware.cpus.map((cpu) => tlbAnswer(describeTlb(cpu), cpu.id, space.asid, address, outcome)),
  };
}

function permissions(page: {
  readonly writable: boolean;
  readonly user: boolean;
  readonly executable: boolean;
}): string {
  return `${page.writable ? 'read-write' : 'read-only'}, ${page.user ? 'user' : 'kernel only'}, ${page.executable ? 'executable' : 'no execute'}`;
}

function failureText(outcome: WalkOutcome): string | null {
  switch (outcome.kind) {
    case 'page':
      return null;
    case 'not-present':
      return `the ${outcome.level} entry is not present: nothing is mapped here`;
    case 'table-outside-memory':
      return `the ${outcome.level} table would stand at ${hex(outcome.table)}, where there is no memory`;
    case 'non-canonical':
      return 'the address is not canonical: bits 63 to 47 differ';
  }
}

const flagNames: readonly (readonly [bigint, string])[] = [
  [pte.present, 'present'],
  [pte.writable, 'writable'],
  [pte.user, 'user'],
  [pte.writeThrough, 'write-through'],
  [pte.cacheDisable, 'uncached'],
  [pte.accessed, 'accessed'],
  [pte.dirty, 'dirty'],
  [pte.global, 'global'],
  [pte.noExecute, 'no-execute'],
];

function entryFlags(entry: bigint, level: LevelName): string[] {
  const flags = flagNames.filter(([bit]) => (entry & bit) !== 0n).map(([, name]) => name);
  if (level !== 'PTE' && (entry & pte.large) !== 0n) flags.push('large');
  return flags;
}

function tlbAnswer(
  entries: readonly TlbEntryDescription[],
  cpu: number,
  asid: number,
  address: bigint,
  outcome: WalkOutcome,
): PageWalkView['tlb'][number] {
  const entry = entries.find(
    (each) =>
      (each.global || each.asid === asid) && address >= each.virtual && address < each.virtual + BigInt(each.pageSize),
  );
  if (!entry) return { cpu, entry: null, stale: false };
  const translated = entry.physical + Number(address - entry.virtual);
  const stale = outcome.kind !== 'page' || outcome.physical !== translated || (entry.writable && !outcome.writable);
  return { cpu, entry: tlbEntryView(entry), stale };
}

function tlbEntryView(entry: TlbEntryDescription): TlbEntryView {
  const flags = (['global', 'writable', 'user', 'executable', 'dirty', 'uncached'] as const).filter(
    (name) => entry[name],
  );
  return {
    set: entry.set,
    way: entry.way,
    asid: entry.asid,
    virtual: hex(entry.virtual),
    physical: hex(entry.physical),
    pageBytes: entry.pageSize,
    flags,
    age: entry.lruRank,
  };
}

export function inspectTlbs(world: World): TlbView[] {
  return world.hardware.cpus.map((cpu) => ({
    cpu: cpu.id,
    sets: cpu.tlb.sets,
    ways: cpu.tlb.ways,
    entries: describeTlb(cpu).map(tlbEntryView),
  }));
}

/** One table of an address space: the top one without `at`. null: there is no such space or table. */
export function inspectPageTable(
  world: World,
  addressSpace: number,
  at: { readonly table: number; readonly virtual: bigint; readonly level: LevelName } | null,
): PageTableNodeView | null {
  const space = addressSpaceById(world, addressSpace);
  if (!space) return null;
  const node = at ?? { table: space.root, virtual: 0n, level: 'PGD' as const };
  if (!hasMemory(world.hardware.memory, node.table, 4096)) return null;
  const depth = levelNames.indexOf(node.level);
  const span = 1n << BigInt(39 - 9 * depth);
  const entries: PageTableNodeView['entries'][number][] = [];
  let previous: { entry: bigint; index: number } | null = null;
  for (let index = 0; index < 512; index++) {
    const entry = coherentRead64(world.hardware, node.table + 8 * index);
    if ((entry & pte.present) === 0n) continue;
    const leaf = depth === 3 || (depth > 0 && (entry & pte.large) !== 0n);
    const last = entries.at(-1);
    if (leaf && last && previous && previous.index === index - 1 && entry - previous.entry === span) {
      entries[entries.length - 1] = { ...last, count: last.count + 1 };
    } else {
      const virtual = BigInt.asUintN(64, BigInt.asIntN(48, node.virtual + BigInt(index) * span));
      entries.push({
        index,
        count: 1,
        virtual: hex(virtual),
        target: hex(entry & pte.addressMask),
        leaf,
        pageBytes: Number(span),
        flags: entryFlags(entry, node.level),
      });
    }
    previous = leaf ? { entry, index } : null;
  }
  return { table: hex(node.table), level: node.level, entries };
}

/** Any sequence of mmap, munmap, mremap, mprotect, madvise, fork, exit, reads and writes against a plain model of bytes: same bytes, same refusals, no frame left behind. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pte } from '../../../simulator/hardware/mmu.ts';
import { switchAddressSpace } from '../../../simulator/hardware/mmu.ts';
import type { MemoryWorld } from '../../../simulator/kernel/memory-world.ts';
import { forEachLeaf, specialBit } from '../../../simulator/kernel/page-tables.ts';
import type { AddressSpace } from '../../../simulator/kernel/process/address-space.ts';
import { forkAddressSpace } from '../../../simulator/kernel/process/fork-space.ts';
import { map, mapAnonymous, planMapping, prot, unmapRange } from '../../../simulator/kernel/process/mappings.ts';
import { beginRemap, continueRemap, finishRemap, mremapFlag } from '../../../simulator/kernel/process/mremap.ts';
import { advice, advise } from '../../../simulator/kernel/process/advice.ts';
import { protect } from '../../../simulator/kernel/process/protect.ts';
import { resolveFault } from '../../../simulator/kernel/process/resolve-fault.ts';
import { mappingsOf } from '../../../simulator/kernel/process/reverse-map.ts';
import { createAddressSpace, destroyAddressSpace } from '../../../simulator/kernel/process/space-lifetime.ts';
import { frameOfEntry } from '../../../simulator/kernel/process/user-pages.ts';
import { load, port, store } from '../../hardware/small-machine.ts';
import { bareWorld, freeFrames } from './address-space-world.ts';

/** What a step calls a page: 4 KiB around a boundary of 2 MiB, so that tables are made, moved and freed; or a quarter of a huge page. */
const small = { base: 0x10_0000_0000n - 6n * 4096n, unit: 4096n, huge: false, runs: 80 };
const quarters = { base: 0x10_0000_0000n - 4n * 0x20_0000n, unit: 0x8_0000n, huge: true, runs: 25 };
let { base, unit } = small;
const pages = 16;
const at = (page: number): bigint => base + BigInt(page) * unit;
const mostSpaces = 4;

interface ModelPage {
  /** Shared pages are one object in all places. */
  cell: { value: bigint };
  readonly shared: boolean;
  writable: boolean;
}
type Model = Map<number, ModelPage>;
interface Process {
  readonly space: AddressSpace;
  readonly model: Model;
}

const page = fc.nat(pages - 1);
const count = fc.integer({ min: 1, max: 6 });
const process = fc.nat(mostSpaces - 1);
const weighted = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });
const step = fc.oneof(
  weighted(
    4,
    fc.record({
      kind: fc.constant('map' as const),
      process,
      page,
      count,
      shared: fc.boolean(),
      writable: fc.constantFrom(true, true, true, false),
    }),
  ),
  weighted(1, fc.record({ kind: fc.constant('unmap' as const), process, page, count })),
  weighted(
    4,
    fc.record({
      kind: fc.constant('move' as const),
      process,
      page,
      count,
      to: page,
      more: fc.nat(2),
      keep: fc.boolean(),
    }),
  ),
  weighted(
    2,
    fc.record({
      kind: fc.constant('protect' as const),
      process,
      page,
      count,
      writable: fc.constantFrom(true, true, false),
    }),
  ),
  weighted(1, fc.record({ kind: fc.constant('discard' as const), process, page, count })),
  weighted(2, fc.record({ kind: fc.constant('fork' as const), process })),
  weighted(1, fc.record({ kind: fc.constant('exit' as const), process })),
  weighted(10, fc.record({ kind: fc.constant('write' as const), process, page, value: fc.bigInt(1n, 2n ** 64n - 1n) })),
  weighted(6, fc.record({ kind: fc.constant('read' as const), process, page })),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const ignore = (): void => undefined;

it.each([
  ['of 4 KiB', small],
  ['of 2 MiB, whole or in parts', quarters],
])('memory in pages %s is what a plain model says it is', (_, { huge, runs, ...geometry }) => {
  ({ base, unit } = geometry);
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => {
      const world = bareWorld({ cpus: 1 });
      const before = freeFrames(world);
      if (huge) world.kernel.addressSpaces.hugeSettings.enabled = 'always';
      const processes: Process[] = [{ space: createAddressSpace(world, 'first')!, model: new Map() }];
      mapPages(world, processes[0]!, 0, pages, { shared: false, writable: true });
      for (const each of steps) {
        const chosen = processes[each.process % processes.length]!;
        take(world, processes, chosen, each);
      }
      for (const each of processes) checkAll(world, each);
      checkReverseMap(world);
      for (const { space } of processes) destroyAddressSpace(world, space);
      expect(world.kernel.addressSpaces.pages.size).toBe(0);
      expect(world.kernel.addressSpaces.committedPages).toBe(0);
      expect(world.kernel.addressSpaces.hugePages.size).toBe(0);
      const zeros = world.kernel.addressSpaces.hugeZeroFrame === null ? 0 : 512;
      expect(freeFrames(world)).toBe(before - zeros);
    }),
    { seed: 5, numRuns: runs },
  );
});

function take(world: MemoryWorld, processes: Process[], { space, model }: Process, each: Step): void {
  if (each.kind === 'fork') return forkOne(world, processes, { space, model });
  if (each.kind === 'exit') return exitOne(world, processes, space);
  if (each.kind === 'write') return write(world, { space, model }, each.page, each.value);
  if (each.kind === 'read') return read(world, { space, model }, each.page);
  const end = Math.min(each.page + each.count, pages);
  if (each.kind === 'map') return mapPages(world, { space, model }, each.page, end, each);
  if (each.kind === 'unmap') {
    unmapRange(world, space, at(each.page), at(end), 0, ignore);
    for (let index = each.page; index < end; index++) model.delete(index);
  } else if (each.kind === 'protect') protectPages(world, { space, model }, each.page, end, each.writable);
  else if (each.kind === 'discard') discard(world, { space, model }, each.page, end);
  else move(world, { space, model }, each.page, end, each);
}

function mapPages(
  world: MemoryWorld,
  { space, model }: Process,
  first: number,
  end: number,
  { shared, writable }: { readonly shared: boolean; readonly writable: boolean },
): void {
  const flags = map.ANONYMOUS | map.FIXED | (shared ? map.SHARED : map.PRIVATE);
  const rights = writable ? prot.READ | prot.WRITE : prot.READ;
  const request = { address: at(first), length: at(end) - at(first), prot: rights, flags, pageOffset: 0n, file: null };
  const plan = planMapping(world, space, request);
  if (typeof plan === 'number') throw new Error(`mmap: ${plan}`);
  mapAnonymous(world, space, plan, 'anonymous', 0, ignore);
  for (let index = first; index < end; index++) model.set(index, { cell: { value: 0n }, shared, writable });
}

/** A hole ends it with ENOMEM; what comes before is changed. */
function protectPages(
  world: MemoryWorld,
  { space, model }: Process,
  first: number,
  end: number,
  writable: boolean,
): void {
  const rights = writable ? prot.READ | prot.WRITE : prot.READ;
  const result = protect(world, space, at(first), at(end) - at(first), rights, 0, ignore);
  for (let index = first; index < end; index++) {
    const known = model.get(index);
    if (!known) {
      expect(result).toBe(-12);
      return;
    }
    known.writable = writable;
  }
  expect(result).toBe(0);
}

function discard(world: MemoryWorld, { space, model }: Process, first: number, end: number): void {
  advise(world, space, at(first), at(end) - at(first), advice.DONTNEED, 0, ignore);
  for (let index = first; index < end; index++) {
    const known = model.get(index);
    if (known && !known.shared) known.cell = { value: 0n };
  }
}

/** Within one area alone: what mremap refuses otherwise is left out here, but not the growth of shared memory beyond its end. */
function move(
  world: MemoryWorld,
  { space, model }: Process,
  first: number,
  end: number,
  { to, more, keep }: { readonly to: number; readonly more: number; readonly keep: boolean },
): void {
  const area = space.areas.find((each) => each.start <= at(first) && each.end >= at(end));
  const length = end - first;
  const grown = keep || area?.file !== null ? length : length + more;
  if (!area || to + grown > pages || (to < end && first < to + grown)) return;
  const flags = mremapFlag.MAYMOVE | mremapFlag.FIXED | (keep ? mremapFlag.DONTUNMAP : 0n);
  const [oldLength, newLength] = [BigInt(length) * unit, BigInt(grown) * unit];
  const request = { address: at(first), oldLength, newLength, flags, newAddress: at(to) };
  const plan = beginRemap(world, space, request, 0, ignore);
  if (typeof plan === 'bigint') throw new Error(`mremap: ${plan}`);
  while (continueRemap(world, space, plan, 0, ignore) === 'again');
  expect(finishRemap(world, space, plan, 0, ignore)).toBe(at(to));
  const moved = Array.from({ length }, (_, index) => model.get(first + index)!);
  const { shared, writable } = moved[0]!;
  for (let index = 0; index < grown; index++) {
    model.set(to + index, moved[index] ?? { cell: { value: 0n }, shared, writable });
  }
  for (let index = first; index < end; index++) {
    if (!keep) model.delete(index);
    else if (!shared) model.set(index, { cell: { value: 0n }, shared, writable });
    else model.set(index, { ...moved[index - first]! });
  }
}

function forkOne(world: MemoryWorld, processes: Process[], { space, model }: Process): void {
  if (processes.length === mostSpaces) return;
  const child = forkAddressSpace(world, space, 'child', new Map(), 0, ignore)!;
  const copy = [...model].map(
    ([index, known]) => [index, { ...known, cell: known.shared ? known.cell : { ...known.cell } }] as const,
  );
  processes.push({ space: child, model: new Map(copy) });
}

function exitOne(world: MemoryWorld, processes: Process[], space: AddressSpace): void {
  if (processes.length === 1) return;
  processes.splice(
    processes.findIndex((each) => each.space === space),
    1,
  );
  destroyAddressSpace(world, space);
}

function access<T>(
  world: MemoryWorld,
  space: AddressSpace,
  attempt: (memory: ReturnType<typeof port>) => T | null,
): T | 'refused' {
  switchAddressSpace(world.hardware, 0, space.root, space.asid);
  const memory = port(world.hardware, 0, 'user');
  for (let tries = 0; tries < 4; tries++) {
    const value = attempt(memory);
    if (value !== null) return value;
    const outcome = resolveFault(world, 0, { pid: 1, addressSpace: space.id }, memory.fault!, ignore);
    if (outcome.kind === 'signal') return 'refused';
    expect(outcome.kind).toBe('handled');
  }
  throw new Error('the fault comes again and again');
}

function write(world: MemoryWorld, { space, model }: Process, index: number, value: bigint): void {
  const known = model.get(index);
  const got = access(world, space, (memory) => (store(memory, at(index) + 8n, 8, value) ? true : null));
  expect(got).toBe(known?.writable ? true : 'refused');
  if (known?.writable) known.cell.value = value;
}

function read(world: MemoryWorld, { space, model }: Process, index: number): void {
  const got = access(world, space, (memory) => load(memory, at(index) + 8n, 8));
  expect(got).toBe(model.get(index)?.cell.value ?? 'refused');
}

function checkAll(world: MemoryWorld, each: Process): void {
  for (let index = 0; index < pages; index++) read(world, each, index);
  let end = 0n;
  for (const area of each.space.areas) {
    expect(area.start).toBeGreaterThanOrEqual(end);
    expect(area.end).toBeGreaterThan(area.start);
    end = area.end;
  }
}

/** Every entry is found from its frame, and nothing else is. */
function checkReverseMap(world: MemoryWorld): void {
  const entries = new Map<number, number>();
  const hugeEntries = new Map<number, number>();
  for (const { id, root } of world.kernel.addressSpaces.spaces.values()) {
    if (id === 0) continue;
    forEachLeaf(world.hardware, root, 0n, 1n << 47n, ({ entry, bytes }) => {
      if (entry & specialBit || !(entry & pte.present)) return;
      if (bytes > 4096) hugeEntries.set(frameOfEntry(entry), (hugeEntries.get(frameOfEntry(entry)) ?? 0) + 1);
      else entries.set(frameOfEntry(entry), (entries.get(frameOfEntry(entry)) ?? 0) + 1);
    });
  }
  for (const [frame, mapped] of entries) expect(mappingsOf(world, frame)).toHaveLength(mapped);
  for (const [frame, { mapCount }] of world.kernel.addressSpaces.pages) expect(mapCount).toBe(entries.get(frame) ?? 0);
  for (const [head, { mapCount }] of world.kernel.addressSpaces.hugePages) {
    expect(mapCount).toBe(hugeEntries.get(head) ?? 0);
  }
}

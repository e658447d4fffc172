/** CPUs as they stand: what each runs and for whom it waits, its TLB with what is stale in it, and the stores that have not reached memory. */
import { currentCounters } from '../hardware/access-counts.ts';
import { Modified } from '../hardware/cache.ts';
import type { Cpu } from '../hardware/hardware.ts';
import { walk } from '../hardware/mmu.ts';
import { storeCapacity } from '../hardware/store-buffer.ts';
import { describeTlb, type TlbEntryDescription } from '../hardware/tlb.ts';
import type { AddressSpace } from '../kernel/process/address-space.ts';
import type { World } from '../world.ts';
import { hex, hexBytes } from './formatting.ts';
import { ownerOfFrame } from './owners.ts';
import { taskState } from './tasks.ts';
import type { ProcessorsView, ProcessorTlbEntry, ProcessorView } from './view-models.ts';

export function inspectProcessors(world: World): ProcessorsView {
  const { stores } = world.hardware;
  const counters = currentCounters(world.hardware);
  return {
    cpus: world.hardware.cpus.map((cpu) => processorView(world, cpu)),
    stores: stores && {
      capacity: storeCapacity,
      entries: stores.entries.map(({ physical, bytes }) => ({
        physical: hex(physical),
        bytes: hexBytes(bytes),
        owner: ownerOfFrame(world, Math.floor(physical / 4096)).owner,
      })),
    },
    counters: Object.entries(counters).map(([name, value]) => ({ name, value: value as number })),
  };
}

function processorView(world: World, cpu: Cpu): ProcessorView {
  const { tasks, addressSpaces } = world.kernel;
  const pid = tasks.current[cpu.id] ?? null;
  const task = pid === null ? null : (tasks.byPid.get(pid) ?? null);
  const running = task && task.kind !== 'idle' ? task : null;
  const spaces = [...addressSpaces.spaces.values()];
  const lock = tasks.spinningOn[cpu.id] ?? 0n;
  const name = (each: number): string => `${tasks.byPid.get(each)?.name ?? '?'} (pid ${each})`;
  return {
    cpu: cpu.id,
    task: running && name(running.pid),
    state: running ? taskState(world, running) : 'idle',
    addressSpace: spaces.find(({ root }) => root === cpu.root)?.name ?? 'none',
    root: hex(cpu.root),
    asid: cpu.asid,
    spinningOn: lock === 0n ? null : hex(lock),
    servicing: tasks.servicing[cpu.id] ?? [],
    queue: (tasks.runQueues[cpu.id] ?? []).map(name),
    interruptsDisabled: task?.interruptsDisabled ?? false,
    preemptCount: task?.preemptCount ?? 0,
    dirtyLines: cpu.l1.states.reduce((sum, state) => sum + (state === Modified ? 1 : 0), 0),
    tlb: {
      sets: cpu.tlb.sets,
      ways: cpu.tlb.ways,
      entries: describeTlb(cpu).map((entry) => tlbEntry(world, spaces, entry)),
    },
  };
}

const flagNames = ['global', 'writable', 'user', 'executable', 'dirty', 'uncached'] as const;

function tlbEntry(world: World, spaces: readonly AddressSpace[], entry: TlbEntryDescription): ProcessorTlbEntry {
  // What is global is the kernel's, whatever space was current.
  const space = spaces.find(({ asid }) => asid === (entry.global ? 0 : entry.asid)) ?? null;
  const { set, way, asid, virtual, physical, pageSize, lruRank } = entry;
  return {
    set,
    way,
    asid,
    space: space?.name ?? 'gone',
    virtual: hex(virtual),
    physical: hex(physical),
    pageBytes: pageSize,
    flags: flagNames.filter((name) => entry[name]),
    age: lruRank,
    stale: space === null || isStale(world, space, entry),
  };
}

/** Rights that the tables give beyond the entry's do not make it stale: an access that needs them walks again. */
function isStale({ hardware }: World, { root }: AddressSpace, entry: TlbEntryDescription): boolean {
  const { outcome } = walk(hardware, root, entry.virtual);
  if (outcome.kind !== 'page') return true;
  return (
    outcome.physical !== entry.physical ||
    (entry.writable && !outcome.writable) ||
    (entry.user && !outcome.user) ||
    (entry.executable && !outcome.executable)
  );
}

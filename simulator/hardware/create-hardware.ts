/** A machine's hardware as it is at power-on: memory zero, caches and TLBs empty, no page tables, no devices placed. */
import type { Machine } from '../machine.ts';
import { createCache } from './cache.ts';
import { createCharges } from './charges.ts';
import { createCosts } from './costs.ts';
import { createFastTable } from './fast-table.ts';
import { createCounters } from './hardware.ts';
import type { Cpu, Hardware } from './hardware.ts';
import { createRemappingUnit } from './iommu/remapping-unit.ts';
import { createPhysicalMemory } from './physical-memory.ts';
import { createSnoopFilter } from './snoop-filter.ts';
import type { SnoopFilter } from './snoop-filter.ts';
import { createStoreBuffer } from './store-buffer.ts';
import { createWatchUnit } from './watch-unit.ts';
import { createStreams } from './streams.ts';
import { createTlb } from './tlb.ts';

/** Throws `RangeError` for cache or TLB shapes whose number of sets is not a power of two. */
export function createHardware(machine: Machine): Hardware {
  const { caches } = machine;
  const coherent = machine.coherent ?? machine.arch === 'x86_64';
  const filter = createSnoopFilter();
  return {
    memory: createPhysicalMemory(machine.memory),
    coherent,
    speculation: coherent ? null : machine.seed,
    cpus: Array.from({ length: machine.cpus }, (_, id) => createCpu(id, machine, filter)),
    lastLevel: createCache(caches.lastLevelBytes, caches.lastLevelWays, new Float64Array(1), filter),
    mmio: [],
    stores: machine.arch === 'x86_64' ? null : createStoreBuffer(machine.seed),
    dmaRanges: machine.dmaRanges ?? [],
    iommu: machine.iommu === 'off' ? null : createRemappingUnit(),
    streams: createStreams(),
    counters: createCounters(),
    costs: createCosts(machine.costs),
    charges: createCharges(),
    watch: createWatchUnit(),
  };
}

function createCpu(id: number, { caches, tlb: shape }: Machine, filter: SnoopFilter): Cpu {
  const clock = new Float64Array(1);
  const l1 = createCache(caches.l1Bytes, caches.l1Ways, clock, filter);
  const tlb = createTlb(shape.entries, shape.ways, clock);
  const fast = { kernel: createFastTable(l1, tlb), user: createFastTable(l1, tlb) };
  return { id, root: 0, asid: 0, tlb, l1, pendingCost: 0, countedTicks: 0, fast };
}

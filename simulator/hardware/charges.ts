/** Work that takes a CPU time: charged to it in virtual nanoseconds, and counted by the name of its cost, so that time can be told for other costs too. */
import { currentCounters } from './access-counts.ts';
import { costTable, withFastMembers, type CostName } from './costs.ts';
import type { Hardware } from './hardware.ts';

/** Pieces of work by the name of what one of them costs. */
export type Charges = Record<CostName, number>;

export function createCharges(): Charges {
  const charges: Partial<Charges> = {};
  for (const name in costTable) charges[name as CostName] = 0;
  return withFastMembers(charges) as Charges;
}

export function chargeCpu(hardware: Hardware, cpu: number, name: CostName, times: number): void {
  hardware.cpus[cpu]!.pendingCost += hardware.costs[name] * times;
  hardware.charges[name] += times;
}

/** All work since power-on. What memory accesses cost is not noted one by one: the counters say how many there were. */
export function currentCharges(hardware: Hardware): Charges {
  const counters = currentCounters(hardware);
  return {
    ...hardware.charges,
    l1Hit: counters.l1Hits + counters.l1Misses,
    lastLevelHit: counters.lastLevelHits,
    memory: counters.lastLevelMisses - counters.streamedMisses,
    memoryStreamed: counters.streamedMisses,
    walkRead: counters.walkReads,
    uncachedAccess: counters.uncachedAccesses,
    mmioRead: counters.mmioReads,
    mmioWrite: counters.mmioWrites,
  };
}

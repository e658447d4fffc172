/**
 * Counting what the fast path does not count. Each access to one line ticks its CPU's clock once, on the fast path too, so fast hits
 * are the ticks beyond those that the exact path has counted: each was a hit in TLB and L1.
 */
import type { Costs } from './costs.ts';
import type { Cpu, Hardware, HardwareCounters } from './hardware.ts';

/** Virtual ns of memory accesses since the last call, in whole 1/1024 ns; the counters know of all fast hits afterwards. */
export function takePendingCost(hardware: Hardware, cpu: number, costs: Costs): number {
  const owner = hardware.cpus[cpu]!;
  const fastHits = uncountedHits(owner);
  addHits(hardware.counters, fastHits);
  owner.countedTicks += fastHits;
  const cost = owner.pendingCost + fastHits * costs.l1Hit;
  owner.pendingCost = 0;
  return cost;
}

/** The counters with all fast hits; changes nothing. */
export function currentCounters(hardware: Hardware): HardwareCounters {
  const counters = { ...hardware.counters };
  for (const cpu of hardware.cpus) addHits(counters, uncountedHits(cpu));
  return counters;
}

function uncountedHits(cpu: Cpu): number {
  return cpu.l1.clock[0]! - cpu.countedTicks;
}

function addHits(counters: HardwareCounters, hits: number): void {
  counters.accesses += hits;
  counters.l1Hits += hits;
  counters.tlbHits += hits;
}

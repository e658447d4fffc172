/** Faults on demand: which calls fail, which interrupts do not come or come late, which transfers stop midway. Everything is counted from 1 within a run. */

export interface FaultPlan {
  /** Fallible calls that the driver makes, directly or inside of a kernel function. */
  readonly fail: readonly number[];
  /** Fallible calls on these lines of the driver, `driver.c:119`, as often as they are made. */
  readonly failAt?: readonly string[];
  /** What register reads on these lines of the driver give, one after another and the last one for good, such as `0x4`; the device is not asked. */
  readonly reads?: readonly { readonly at: string; readonly give: readonly string[] }[];
  /** What a device leaves in memory that is mapped for it, each time right before a statement on this line begins: `what` is an expression of the driver's. */
  readonly memory?: readonly { readonly at: string; readonly what: string; readonly give: readonly string[] }[];
  /** Interrupts that devices raise. */
  readonly loseInterrupts: readonly number[];
  /** `by`: virtual ns. */
  readonly delayInterrupts: readonly { readonly interrupt: number; readonly by: number }[];
  /** `after`: bytes that still move. */
  readonly stopTransfers: readonly { readonly transfer: number; readonly after: number }[];
  /** PCI functions that are pulled out, by name. `at`, and `noticed` after it: virtual ns; without `noticed` the kernel is not told. */
  readonly unplug: readonly { readonly device: string; readonly at: number; readonly noticed: number | null }[];
}

/** What has been counted, and where the fallible calls stood. Part of the world. */
export interface FaultState {
  /** null: nothing is counted. */
  readonly plan: FaultPlan | null;
  calls: number;
  /** Reads so far on each line of `reads`, and rounds of each row of `memory`. */
  readonly reads: Map<string, number>;
  interrupts: number;
  /** Devices whose line is asserted without anybody seeing it. */
  readonly heldLines: Set<string>;
  /** Functions that are gone and of which the kernel's hotplug interrupt has to tell; the interrupt's number, 0 while there is none. */
  readonly unplugged: string[];
  hotplugInterrupt: number;
  /** The first of the fallible calls. */
  readonly points: FaultPoint[];
}
export interface FaultPoint {
  readonly number: number;
  /** The kernel function that can fail, and what it gives when it does, in C's words. */
  readonly call: string;
  readonly gives: string;
  /** Statements, innermost first. */
  readonly stack: readonly number[];
}

/** Calls beyond these can fail, but are not listed. */
export const pointLimit = 10_000;

export function createFaultState(plan: FaultPlan | null): FaultState {
  return {
    plan,
    calls: 0,
    reads: new Map(),
    interrupts: 0,
    heldLines: new Set(),
    unplugged: [],
    hotplugInterrupt: 0,
    points: [],
  };
}

/** The plan of a run: what the request adds to the machine's own. */
export function joinPlans(one: FaultPlan | null, other: FaultPlan | null): FaultPlan | null {
  if (!one || !other) return one ?? other;
  return {
    fail: [...one.fail, ...other.fail],
    failAt: [...(one.failAt ?? []), ...(other.failAt ?? [])],
    reads: [...(one.reads ?? []), ...(other.reads ?? [])],
    memory: [...(one.memory ?? []), ...(other.memory ?? [])],
    loseInterrupts: [...one.loseInterrupts, ...other.loseInterrupts],
    delayInterrupts: [...one.delayInterrupts, ...other.delayInterrupts],
    stopTransfers: [...one.stopTransfers, ...other.stopTransfers],
    unplug: [...one.unplug, ...other.unplug],
  };
}

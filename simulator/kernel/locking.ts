/** Spinlocks at the point where a CPU takes one, and what is wrong with a lock. */
import { GuestFault } from '../c-language/vm-contract.ts';
import { recordFinding } from './call-site.ts';
import { readText } from './format/guest-text.ts';
import type { KernelContext, KernelFunctions } from './kernel-context.ts';

/** Reads the lock's word and, when it is free, writes this CPU's mark: one indivisible step. */
function exchange(context: KernelContext, lock: bigint, decide: (owner: number) => number | null): number {
  const low = Number(BigInt.asIntN(32, lock));
  const high = Number(BigInt.asIntN(32, lock >> 32n));
  const { port } = context;
  if (!port.load(low, high, 4)) throw new GuestFault(port.fault!);
  const owner = port.valueLow >>> 0;
  const next = decide(owner);
  if (next !== null && !port.store(low, high, 4, next, 0)) throw new GuestFault(port.fault!);
  return owner;
}

const messages: Readonly<Record<string, string>> = {
  'spinlock-recursion': 'this CPU already holds the spinlock that it waits for: it spins for ever',
  'spinlock-not-locked': 'a spinlock is unlocked that nobody holds',
  'mutex-double-lock': 'a mutex is locked again by its owner, which waits for itself for ever',
  'mutex-foreign-unlock': 'a mutex is unlocked by a task that does not own it',
  'mutex-not-locked': 'a mutex is unlocked that nobody holds',
};

function report(context: KernelContext, code: string, lock: bigint): void {
  recordFinding(context, {
    code,
    origin: 'simulator',
    severity: 'error',
    message: messages[code] ?? code,
    address: lock,
  });
}

/** Set beside the owner once the recursion was told, so that spinning tells it once. */
const toldFlag = 0x8000_0000;

export const lockingFunctions: KernelFunctions = {
  __spin_try(context: KernelContext, lock: bigint): number {
    const self = context.cpu + 1;
    const owner = exchange(context, lock, (found) =>
      found === 0 ? self : found === self ? (self | toldFlag) >>> 0 : null,
    );
    if (owner === self) report(context, 'spinlock-recursion', lock);
    return owner === 0 ? 1 : 0;
  },
  __spin_release(context: KernelContext, lock: bigint) {
    const owner = exchange(context, lock, () => 0);
    if (owner === 0) report(context, 'spinlock-not-locked', lock);
  },
  __report_lock: (context: KernelContext, code: bigint, lock: bigint) =>
    report(context, readText(context.port, code, 64), lock),
};

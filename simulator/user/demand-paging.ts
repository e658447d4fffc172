/**
 * Page faults of a library function that works through much memory, resolved where they happen: repeated from its start, as other builtins
 * are, a memcpy of 4 MiB into fresh memory would copy 2 GiB.
 */
import type { MemoryFault } from '../c-language/memory-port.ts';
import { GuestFault } from '../c-language/vm-contract.ts';
import type { JournalEntry } from '../journal.ts';
import type { KernelContext } from '../kernel/kernel-context.ts';
import { resolveFault } from '../kernel/process/resolve-fault.ts';

export const pageBytes = 4096;
/** Pages that one step touches, twice each (the page of zeros first, then one's own), with some to spare. */
const mostFaults = 8;

/** `step` touches few pages and may be repeated. Throws `GuestFault` for what cannot be resolved: the fault is then told by the VM's caller. */
export function withPages<Result>(context: KernelContext, step: () => Result): Result {
  for (let faults = 0; ; faults++) {
    try {
      return step();
    } catch (thrown) {
      if (!(thrown instanceof GuestFault) || faults === mostFaults || !resolve(context, thrown.fault)) throw thrown;
    }
  }
}

/** Records of a refused fault are dropped, because it is going to happen again. */
function resolve({ world, cpu, task, record }: KernelContext, fault: MemoryFault): boolean {
  if (!task) return false;
  const entries: JournalEntry[] = [];
  const { kind } = resolveFault(world, cpu, task, fault, (entry) => void entries.push(entry));
  if (kind !== 'handled') return false;
  for (const entry of entries) record(entry);
  return true;
}

/** Calls that failed on demand and whose error nobody looked at: told when the run has ended, for only then it is certain. */
import { isAllowed } from '../allowed-findings.ts';
import { endFollowing, followResult } from '../c-language/vm.ts';
import type { Following } from '../c-language/vm.ts';
import { appendRecord, type Finding } from '../journal.ts';
import type { Runtime } from '../runtime.ts';

export interface FollowedError {
  /** Where the driver made the call: statements, innermost first. */
  readonly stack: readonly number[];
  readonly following: Following;
}
/** Whose errors are meant to be ignored (Documentation/filesystems/debugfs.rst). */
const ignorable = /^debugfs_/;

/** From the running call on, where the run asks for it, unless an earlier one is still being followed. */
export function followError(runtime: Runtime, gives: string, stack: readonly number[]): void {
  const { followed, request, turn, vms } = runtime;
  if (!request.followErrors || !turn || followed.some(({ following }) => following.outcome === null)) return;
  const following = followResult(vms, turn.thread, gives === 'all bytes left');
  if (!following) return;
  followed.push({ stack, following });
  // The loop takes up code with stops in it when it is entered again.
  vms[turn.cpu]!.leave = true;
}

/** When the run has ended: nothing is followed any more, and what was ignored is in the journal. */
export function tellIgnoredErrors({ followed, world, request }: Runtime): void {
  for (const { following, stack } of followed.splice(0)) {
    const { awaited, outcome } = following;
    if (outcome === null) endFollowing(following);
    if (awaited || ignorable.test(following.callee) || (outcome !== null && outcome !== 'lost')) continue;
    const finding = ignored(following.callee);
    if (isAllowed(world, request.allow ?? [], finding, stack)) continue;
    appendRecord(world.journal, { at: world.now, cpu: null, task: null, stack }, finding);
  }
}

function ignored(callee: string): Finding {
  return {
    kind: 'finding',
    code: 'error-ignored',
    origin: 'simulator',
    severity: 'warning',
    message: `the error is ignored: nothing that the driver does depends on what ${callee} gave when it failed`,
    device: null,
    address: null,
    length: null,
    transfer: null,
  };
}

/** Locks at the point where a CPU or task takes one, and what is wrong with them. */
import { GuestFault } from '../c-language/vm-contract.ts';
import { callSite, recordFinding } from './call-site.ts';
import { readText } from './format/guest-text.ts';
import type { KernelContext, KernelFunctions } from './kernel-context.ts';
import { deadlockOf, describeTask, placeOf } from './deadlocks.ts';
import { type LockKind, type Task, type WaitTarget } from './tasks.ts';

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
  'spinlock-owner-sleeps': 'the spinlock that this CPU waits for is held by a task that sleeps',
  'spinlock-foreign-unlock': 'a spinlock is unlocked on another CPU than the one that holds it',
  'mutex-double-lock': 'a mutex is locked again by its owner, which waits for itself for ever',
  'mutex-foreign-unlock': 'a mutex is unlocked by a task that does not own it',
  'mutex-not-locked': 'a mutex is unlocked that nobody holds',
  'atomic-return': 'a system call returns with a spinlock held or preemption off',
  'rwsem-not-locked': 'a read/write semaphore is released that nobody holds',
  'stopped-thread-is-gone':
    'kthread_stop() of a thread that has ended by itself: without get_task_struct() its task_struct is freed memory',
};

function report(context: KernelContext, code: string, lock: bigint, more = ''): void {
  const message = (messages[code] ?? code) + more;
  recordFinding(context, { code, origin: 'simulator', severity: 'error', message, address: lock });
}

/** A taken spinlock holds its CPU + 1 in the low byte and above it the task's pid; the flag is set once a deadlock was told. */
const toldFlag = 0x8000_0000;

function takeSpinlock(context: KernelContext, lock: bigint): number {
  const { cpu, task } = context;
  const self = ((Math.max(0, task?.pid ?? 0) << 8) | (cpu + 1)) >>> 0;
  const before = exchange(context, lock, (found) => (found === 0 ? self : null));
  if (before === 0) return 1;
  if (before & toldFlag) return 0;
  const trouble = spinningInVain(context, lock, before);
  if (!trouble) return 0;
  exchange(context, lock, (found) => (found | toldFlag) >>> 0);
  report(context, trouble.code, lock, trouble.more);
  return 0;
}

/** A CPU that waits for itself, or for a task that cannot run before this one lets it. */
function spinningInVain(
  context: KernelContext,
  lock: bigint,
  word: number,
): { readonly code: string; readonly more: string } | null {
  const { tasks } = context.world.kernel;
  const cpu = (word & 0xff) - 1;
  const owner = tasks.byPid.get((word >>> 8) & 0x7f_ffff) ?? null;
  if (owner && owner.pid > 0 && owner.state !== 'running' && tasks.current[owner.cpu] !== owner.pid)
    return { code: 'spinlock-owner-sleeps', more: `:\n${describeTask(context.world, owner)}` };
  if (cpu === context.cpu) return { code: 'spinlock-recursion', more: '' };
  tasks.spinningOn[context.cpu] = lock;
  const other = tasks.spinningOn[cpu];
  if (other === undefined || other === 0n) return null;
  return crossedSpinlocks(context, cpu, other);
}

/** ABBA: the owner's CPU spins on a lock that this CPU holds. */
function crossedSpinlocks(
  context: KernelContext,
  cpu: number,
  other: bigint,
): { readonly code: string; readonly more: string } | null {
  const word = exchange(context, other, () => null);
  if ((word & 0xff) - 1 !== context.cpu) return null;
  exchange(context, other, (found) => (found | toldFlag) >>> 0);
  const { tasks } = context.world.kernel;
  const owner = tasks.byPid.get(tasks.current[cpu] ?? 0);
  const more = owner ? `:\n${describeTask(context.world, owner)}` : '';
  return {
    code: 'spinlock-deadlock',
    more: `two CPUs hold a spinlock each and wait for the other's (ABBA)${more}`,
  };
}

function releaseSpinlock(context: KernelContext, lock: bigint): void {
  const owner = exchange(context, lock, () => 0);
  if (owner === 0) report(context, 'spinlock-not-locked', lock);
}

/** `enum __wait_kind` of linux/sched.h. */
const kinds: readonly WaitTarget['kind'][] = [
  'mutex',
  'rw_semaphore',
  'rw_semaphore (read)',
  'semaphore',
  'completion',
  'wait queue',
  'work',
  'thread',
];

function current(context: KernelContext): Task {
  if (!context.task) throw new Error('a lock was taken while no task runs');
  return context.task;
}

function acquired(context: KernelContext, kind: LockKind, address: bigint): void {
  const task = current(context);
  task.waitsFor = null;
  task.locks.push({ kind, address, statement: callSite(context) });
}

/** `task` waits for a lock: if that one's owner waits for a lock of this task, neither ever goes on. */
function waitsFor(context: KernelContext, kind: WaitTarget['kind'], address: bigint): void {
  const task = current(context);
  task.waitsFor = { kind, address };
  const deadlock = deadlockOf(context.world, task);
  if (!deadlock) return;
  recordFinding(context, { code: 'lock-deadlock', origin: 'simulator', severity: 'error', message: deadlock, address });
}

/** Sleeping locks of a task that ends are never released. */
export function reportHeldLocks(context: KernelContext): void {
  const { name, locks } = current(context);
  for (const { kind, address, statement } of locks.splice(0)) {
    const where = statement === null ? '' : `, taken at ${placeOf(context.world.program, statement)},`;
    const message = `${name} ends and still holds a ${kind}${where} which nobody else can ever take`;
    recordFinding(context, { code: 'lock-held-at-exit', origin: 'simulator', severity: 'error', message, address });
  }
}

export const lockingFunctions: KernelFunctions = {
  __spin_try(context: KernelContext, lock: bigint): number {
    const taken = takeSpinlock(context, lock);
    if (taken) context.world.kernel.tasks.spinningOn[context.cpu] = 0n;
    return taken;
  },
  __spin_release: releaseSpinlock,
  __report_lock: (context: KernelContext, code: bigint, lock: bigint) =>
    report(context, readText(context.port, code, 64), lock),
  __report_task: (context: KernelContext, code: bigint, structAddress: bigint) =>
    report(context, readText(context.port, code, 64), structAddress),
  __lock_acquired: (context: KernelContext, kind: number, lock: bigint) =>
    acquired(context, kinds[kind] as LockKind, lock),
  __lock_released(context: KernelContext, lock: bigint) {
    const { locks } = current(context);
    const index = locks.map(({ address }) => address).lastIndexOf(lock);
    if (index >= 0) locks.splice(index, 1);
  },
  __waits_for: (context: KernelContext, kind: number, target: bigint) => waitsFor(context, kinds[kind]!, target),
  __report_held_locks: (context: KernelContext) => reportHeldLocks(context),
};

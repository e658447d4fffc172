/** What may not be called where nothing may sleep, or with interrupts off. */
import { acquisitions, under } from '../dma-functions.ts';
import type { Expression, Statement } from '../../c-language/syntax.ts';
import { callNames, expressionsOf, macrosOf } from '../expressions.ts';
import { renameFix } from '../fixes.ts';
import { ask } from '../questions.ts';
import { mark, numberMark } from '../state.ts';
import { placeKey } from '../terms.ts';
import { report, type CallHandler, type Family, type Walk } from '../walk.ts';

const atomic = 'atomic';
const interrupts = 'interrupts off';
const mayReclaim = 0x400n; // __GFP_DIRECT_RECLAIM, include/linux/gfp_types.h

/** Of several that are held the last one is given back first: what is left is held since where that one was taken. */
function counts(name: string, by: 1 | -1): CallHandler {
  return ({ state }, { place }) => {
    const held = numberMark(state, name);
    if (by > 0 && held < 7) {
      mark(state, `${name} ${held + 1}`, 1, place);
      mark(state, name, held + 1, place);
    } else if (by < 0) {
      state.marks.delete(`${name} ${held}`);
      if (held > 1) mark(state, name, held - 1, state.marks.get(`${name} ${held - 1}`)?.place ?? null);
      else state.marks.delete(name);
    }
    return null;
  };
}

function sets(name: string, on: boolean): CallHandler {
  return (walk, { place }) => {
    if (on) mark(walk.state, name, 1, place);
    else walk.state.marks.delete(name);
    return null;
  };
}

function all(...handlers: readonly CallHandler[]): CallHandler {
  return (walk, call) => {
    for (const handler of handlers) handler(walk, call);
    return null;
  };
}

const locks = counts(atomic, 1);
const unlocks = counts(atomic, -1);
const off = sets(interrupts, true);
const on = sets(interrupts, false);

function allocates(flags: number): CallHandler {
  return (walk, { values, place, name, expression }) => {
    const given = values[flags];
    if (given?.kind !== 'number' || (given.value & mayReclaim) === 0n) return null;
    reportSleep(walk, expression, place, `${name}() with these flags may sleep`);
    return null;
  };
}

function reportSleep(walk: Walk, call: Expression, place: Parameters<typeof report>[2], what: string): void {
  const lock = walk.state.marks.get(atomic);
  const masked = walk.state.marks.get(interrupts);
  const held = lock ?? masked;
  if (!held) return;
  const where = lock ? 'a spinlock is held' : masked?.place ? 'interrupts are off' : 'this runs in an interrupt';
  const handler = walk.state.marks.get('handler');
  const notes = held.place ? [{ message: 'since here', place: held.place }] : [];
  const message = `${what}, and ${handler && !held.place ? `'${walk.root.symbol.name}' runs in an interrupt` : where}: GFP_ATOMIC does not sleep`;
  report(walk, 'sleep-in-atomic', place, message, { notes, fixes: renameFix(walk, call, 'GFP_KERNEL', 'GFP_ATOMIC') });
}

const sleeps: CallHandler = (walk, { place, name }) => {
  const lock = walk.state.marks.get(atomic);
  const held = lock ?? walk.state.marks.get(interrupts);
  // wait_event_lock_irq() and its like give the lock back while they sleep.
  if (!held || (name === 'schedule' && macrosOf(place).some((each) => /wait_event\w*_(cmd|lock)/.test(each))))
    return null;
  if (name === 'mutex_lock' && locksEither(walk)) return null;
  const where = lock ? 'a spinlock is held' : 'interrupts are off';
  report(walk, 'sleep-in-atomic', place, `${name}() sleeps, and ${where}`, {
    notes: held.place ? [{ message: 'since here', place: held.place }] : [],
  });
  return null;
};

/** A lock that is a mutex for some objects and a spinlock for the others: that this one is a mutex says the same of what was taken before. */
function locksEither({ facts, stack }: Walk): boolean {
  const statements = facts.byName.get(stack.at(-1)!.symbol.name)?.statements ?? [];
  return statements.some((each) => each.kind === 'if' && each.whenFalse !== null && isEither(each.whenTrue, each.whenFalse)); // prettier-ignore
}

function isEither(one: Statement, other: Statement): boolean {
  return (has(one, mutexes) && has(other, spinlocks)) || (has(one, spinlocks) && has(other, mutexes));
}

const mutexes = /^mutex_lock/;
const spinlocks = /^(_?raw_)?(spin|read|write)_lock/;

function has(statement: Statement, calls: RegExp): boolean {
  return expressionsOf(statement).some((each) => each.kind === 'call' && callNames(each).some((name) => calls.test(name))); // prettier-ignore
}

const frees: CallHandler = (walk, { place, name }) => {
  const held = walk.state.marks.get(interrupts);
  if (!held) return null;
  const notes = held.place ? [{ message: 'interrupts are off since here', place: held.place }] : [];
  // All of them in one function leave together where the lock is given back earlier.
  const once = held.place ? `${placeKey(held.place)} ${walk.stack.at(-1)!.symbol.name}` : placeKey(place);
  report(walk, 'free-coherent-irqs-off', place, `${name}() may have to take down a mapping, which waits for other CPUs: not with interrupts off`, { notes, once }); // prettier-ignore
  return null;
};

const allocators = Object.fromEntries(
  Object.entries(acquisitions).flatMap(([name, { flags }]) => (flags === undefined ? [] : [[name, allocates(flags)]])),
);

export const context: Family = {
  name: 'context',
  rules: [
    { id: 'sleep-in-atomic', severity: 'error', title: 'something that may sleep where nothing may' },
    { id: 'free-coherent-irqs-off', severity: 'error', title: 'coherent memory is freed with interrupts off' },
  ],
  calls: {
    ...allocators,
    ...under(['_raw_spin_lock', 'spin_lock', '_raw_read_lock', '_raw_write_lock', 'raw_spin_lock', '_raw_spin_lock_bh', 'spin_lock_bh', 'preempt_disable', '__preempt_count_add', 'preempt_count_add'], locks), // prettier-ignore
    ...under(['_raw_spin_unlock', 'spin_unlock', '_raw_read_unlock', '_raw_write_unlock', 'raw_spin_unlock', '_raw_spin_unlock_bh', 'spin_unlock_bh', 'preempt_enable', '__preempt_count_sub', 'preempt_count_sub', '__preempt_count_dec_and_test', 'preempt_count_dec_and_test'], unlocks), // prettier-ignore
    ...under(['__local_irq_disable', '__local_irq_save', 'local_irq_disable', 'local_irq_save', 'arch_local_irq_disable', 'arch_local_irq_save'], off), // prettier-ignore
    ...under(['__local_irq_enable', '__local_irq_restore', 'local_irq_enable', 'local_irq_restore', 'arch_local_irq_enable', 'arch_local_irq_restore'], on), // prettier-ignore
    ...under(['_raw_spin_lock_irqsave', 'spin_lock_irqsave', '_raw_spin_lock_irq', 'spin_lock_irq'], all(locks, off)),
    ...under(['_raw_spin_unlock_irqrestore', 'spin_unlock_irqrestore', '_raw_spin_unlock_irq', 'spin_unlock_irq'], all(unlocks, on)), // prettier-ignore
    ...under(['msleep', 'usleep_range', 'ssleep', 'msleep_interruptible', 'mutex_lock', 'wait_for_completion', 'schedule', 'synchronize_irq'], sleeps), // prettier-ignore
    ...under(['dma_free_coherent', 'dma_free_attrs', 'dma_free_wc'], frees),
  },
  enter(walk) {
    const { name } = walk.root.symbol;
    if (!ask(walk.facts, 'is an interrupt handler', name)) return;
    mark(walk.state, interrupts, 1);
    mark(walk.state, 'handler', 1);
  },
};

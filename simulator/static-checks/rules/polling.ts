/** Loops that wait for a device and have no other way out. */
import type { Expression, Statement } from '../../c-language/syntax.ts';
import { registerReads } from '../dma-functions.ts';
import { callNames, everyExpression, everyStatement, isTruth, linesOf, withoutCasts } from '../expressions.ts';
import type { VariableSymbol } from '../../c-language/syntax.ts';
import { writtenPlace, type Family } from '../walk.ts';

const reads: ReadonlySet<string> = new Set(registerReads);
/** What a loop may do and still only wait. */
const waits =
  /^(__)?(cpu_relax|barrier|rmb|dma_rmb|smp_rmb|mb|udelay|ndelay|mdelay|msleep|usleep_range|schedule|cond_resched|touch_nmi_watchdog|memory_barrier|udelay_.*|const_udelay|delay)$/;

type Loop = Extract<Statement, { kind: 'while' | 'do' | 'for' }>;

function isPoll(loop: Loop): boolean {
  const { condition } = loop;
  if (condition === null || isTruth(condition) !== null) return false;
  if (loop.kind === 'for' && loop.step !== null) return false;
  const read = new Set<VariableSymbol>();
  for (const statement of everyStatement(loop.body)) if (!onlyWaits(statement, read)) return false;
  // Read and not looked at: what is waited for may be that all of it is read.
  if ([...read].some((each) => !everyExpression(condition).some((part) => part.kind === 'variable' && part.symbol === each))) return false; // prettier-ignore
  // Two readings that are not the same yet: a register that counts is read until it stands still.
  if (isComparedWithItself(condition, read) || isCounter(condition) || drains(condition)) return false;
  return looksAtDevice(condition, read);
}

/** `readl(counter) < ticks`: what counts by itself comes there. */
function isCounter(condition: Expression): boolean {
  return condition.kind === 'binary' && /^[<>]=?$/.test(condition.operator);
}

function isComparedWithItself(condition: Expression, read: ReadonlySet<VariableSymbol>): boolean {
  if (condition.kind !== 'binary' || condition.operator !== '!=') return false;
  const sides = [condition.left, condition.right].map((side) => withoutCasts(side));
  const isReading = (side: Expression): boolean => side.kind === 'load' && side.operand.kind === 'variable' && read.has(side.operand.symbol); // prettier-ignore
  return sides.some(isReading) && sides.every((side) => isReading(side) || readsDevice(side));
}

function onlyWaits(statement: Statement, read: Set<VariableSymbol>): boolean {
  switch (statement.kind) {
    case 'empty':
    case 'block':
    case 'asm':
      return true;
    case 'expression':
      return onlyWaitsFor(statement.expression, read);
    case 'do':
      return isTruth(statement.condition) === false;
    default:
      return false;
  }
}

function onlyWaitsFor(expression: Expression, read: Set<VariableSymbol>): boolean {
  const bare = withoutCasts(expression);
  // What is read and thrown away may be what is waited for to be read, as of a queue.
  if (bare.kind === 'call') return callNames(bare).some((name) => waits.test(name));
  if (bare.kind === 'integer') return true;
  if (bare.kind !== 'assignment' || bare.target.kind !== 'variable') return false;
  read.add(bare.target.symbol);
  return readsDevice(bare.value);
}

function readsDevice(expression: Expression): boolean {
  return everyExpression(expression).some((each) => callNames(each).some((name) => reads.has(name)) || isOnce(each));
}

/** A queue's own register: each reading takes one out, until none is left. */
function drains({ start, end }: Expression): boolean {
  const { file, line } = writtenPlace(start);
  return /\b\w*(read|in)[\w]*\((?:[^()]|\([^()]*\))*fifo(_data)?\s*\)/i.test(linesOf(file, line, writtenPlace(end).line)); // prettier-ignore
}

/** READ_ONCE() and volatile objects: somebody else writes them. */
function isOnce(expression: Expression): boolean {
  return (
    expression.kind === 'load' &&
    expression.operand.type.qualifiers.volatile &&
    expression.operand.kind === 'dereference'
  );
}

function looksAtDevice(condition: Expression, read: ReadonlySet<VariableSymbol>): boolean {
  let found = false;
  for (const each of everyExpression(condition)) {
    // Anything that counts, asks the time, or calls somebody else may end the loop.
    if (each.kind === 'increment' || each.kind === 'assignment' || each.kind === 'compound-assignment') return false;
    if (each.kind === 'call' && !callNames(each).some((name) => reads.has(name))) return false;
    if (each.kind === 'variable' && each.symbol.name === 'jiffies') return false;
    found ||= each.kind === 'variable' && read.has(each.symbol);
  }
  return found || readsDevice(condition);
}

export const polling: Family = {
  name: 'polling',
  rules: [{ id: 'poll-without-timeout', severity: 'warning', title: 'a device is waited for without a limit' }],
  tree({ summary: { definition, statements }, report }) {
    for (const statement of statements) {
      const isLoop = statement.kind === 'while' || statement.kind === 'do' || statement.kind === 'for';
      if (!isLoop || statement.place.expansion || !isPoll(statement)) continue;
      const message =
        'waits for the device for ever: one that is gone or hangs takes the CPU with it; readl_poll_timeout() gives up';
      report({ rule: 'poll-without-timeout', place: writtenPlace(statement.place), message, notes: [], fixes: [], failing: [], function: definition.symbol.name }); // prettier-ignore
    }
  },
};

/** What the dispatch loop works on while it runs one thread, and the seldom-taken ways out of the loop. */
import { Attention, type MemoryFault, type MemoryPort } from '../memory-port.ts';
import type { Program } from '../program.ts';
import type { ThreadState } from '../thread-state.ts';
import type { Vm } from '../vm-contract.ts';
import type { Following } from './follow-result.ts';
import { depthOfFrame, frameWord } from './frames.ts';
import type { ProgramTables } from './program-tables.ts';
import { Reason } from './reason.ts';
import type { Trace } from './trace.ts';

/** Links and scratch, rebuilt whenever the loop is entered; never part of the simulated state. */
export interface Execution {
  vm: RunningVm;
  thread: ThreadState;
  program: Program;
  tables: ProgramTables;
  port: MemoryPort;
  /** 0 kernel, 1 user: of the frame on top. */
  mode: number;
  code: Int32Array;
  registers: Int32Array;
  floats: Float32Array;
  doubles: Float64Array;
  signed: BigInt64Array;
  unsigned: BigUint64Array;
  frames: Int32Array;
  functionTable: Int32Array;
  breakpoints: Uint8Array;
  arrivals: Uint32Array;
  stepping: boolean;
  /** The lowest address the stack of this mode may reach. */
  stackLimitLow: number;
  stackLimitHigh: number;
  /** The top frame, as a word offset into `frames`. */
  fp: number;
  /** Statements that may still run. */
  remaining: number;
  /** `vm.statementsExecuted` when `remaining` will be 0. */
  statementsAtEnd: number;
  /** Executes what the loop leaves out; a link, because it needs the loop's opcodes. */
  readonly executeRare: (run: Execution, opcode: number, ip: number, base: number) => Reason;
  trap: Trap | null;
  fault: MemoryFault | null;
}

export interface Trap {
  readonly code: string;
  readonly message: string;
}

/** A statement at which the debugger has stopped already: going on from there must not stop again. */
export interface ReportedStop {
  readonly thread: number;
  readonly depth: number;
  readonly statement: number;
  readonly statementsExecuted: number;
}

/** The VM with what belongs to nobody else. */
export interface RunningVm extends Vm {
  /** The program's, or a copy with stops in it. */
  code: Int32Array;
  /** The stops in it are behind every instruction. */
  oneInstruction: boolean;
  tables: ProgramTables;
  reported: ReportedStop[];
  execution: Execution | null;
  following: Following | null;
  tracing: Trace | null;
}

/** In `breakpoints`: no reason to leave, but each time the statement is executed it counts in `arrivals`. */
export const countedMark = 0x80;

/** As a bound on `remaining`: leave the fast path at every statement. */
export const everyStatement = 0x7fffffff;

/** Makes thread and VM exact for whoever looks at them from outside of the loop. */
export function synchronize(run: Execution, fp: number, ip: number, remaining: number): void {
  run.frames[fp + frameWord.instruction] = ip;
  run.fp = fp;
  run.remaining = remaining;
  run.thread.depth = depthOfFrame(fp);
  run.vm.statementsExecuted = run.statementsAtEnd - remaining;
}

export function leave(run: Execution, fp: number, ip: number, remaining: number, reason: Reason): Reason {
  synchronize(run, fp, ip, remaining);
  return reason;
}

export function trap(run: Execution, fp: number, ip: number, remaining: number, what: Trap): Reason {
  run.trap = what;
  return leave(run, fp, ip, remaining, Reason.trap);
}

/** x86 takes the count modulo the width; C leaves it undefined, so it is worth a word. */
export function observeShift(
  run: Execution,
  fp: number,
  ip: number,
  remaining: number,
  count: number,
  width: number,
): void {
  synchronize(run, fp, ip, remaining);
  run.vm.onObservation('shift-width', `Shift by ${count} bits of a value that has ${width} bits.`);
}

/** Asked before a statement that may not simply run: the budget is used up, it is marked, or somebody wants attention. */
export function reasonToStop(run: Execution, fp: number, ip: number, statement: number, remaining: number): Reason {
  synchronize(run, fp, ip, remaining);
  const first = reasonBefore(run);
  if (first !== Reason.none) return first;
  if ((run.breakpoints[statement]! & ~countedMark) === 0 && !run.stepping) return Reason.none;
  return alreadyReported(run, statement) ? Reason.none : Reason.statement;
}

/** What comes before any stop at a statement, so that turns end where they end without the stop. */
export function reasonBefore({ port, remaining }: Execution): Reason {
  const asked = port.attention;
  if (asked !== 0) {
    port.attention = 0;
    return asked & Attention.hardware ? Reason.attention : Reason.watch;
  }
  return remaining <= 0 ? Reason.budget : Reason.none;
}

function alreadyReported(run: Execution, statement: number): boolean {
  const { vm, thread } = run;
  const known = vm.reported.findIndex(
    (stop) =>
      stop.thread === thread.id &&
      stop.depth === thread.depth &&
      stop.statement === statement &&
      // Nothing has run since: a later arrival, when the mark was away in between, is another one.
      stop.statementsExecuted === vm.statementsExecuted,
  );
  if (known >= 0) {
    vm.reported.splice(known, 1);
    return true;
  }
  noteReported(vm, thread, statement);
  return false;
}

/** Stops of the thread in this frame and in those that it called are forgotten: it has gone on. */
export function noteReported(vm: RunningVm, thread: ThreadState, statement: number): void {
  vm.reported = vm.reported.filter((stop) => stop.thread !== thread.id || stop.depth < thread.depth);
  vm.reported.push({
    thread: thread.id,
    depth: thread.depth,
    statement,
    statementsExecuted: vm.statementsExecuted,
  });
}

/** Stops that lie in the future of where the history was set back to have not been reported any more. */
export function forgetFutureStops(vm: RunningVm): void {
  if (vm.reported.length > 0) {
    vm.reported = vm.reported.filter((stop) => stop.statementsExecuted <= vm.statementsExecuted);
  }
}

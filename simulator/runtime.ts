/**
 * The links around a world while it runs in this process: VMs, memory ports, device buses, breakpoints. None of it is simulated state; all of
 * it can be made again from a world.
 */
import { isAllowed } from './allowed-findings.ts';
import { Attention, type MemoryPort } from './c-language/memory-port.ts';
import type { ThreadState } from './c-language/thread-state.ts';
import { frameCount, frameStatement } from './c-language/vm.ts';
import type { Vm } from './c-language/vm-contract.ts';
import type { DeviceBus } from './devices/device.ts';
import { takePendingCost } from './hardware/access-counts.ts';
import type { Costs } from './hardware/costs.ts';
import { appendRecord, type Circumstances, type JournalEntry, type JournalRecord } from './journal.ts';
import type { FollowedError } from './faults/ignored-errors.ts';
import type { KernelContext, KernelFunction } from './kernel/kernel-context.ts';
import type { RunControl } from './run-control/run-control.ts';
import type { RunRequest } from './simulation.ts';
import type { World } from './world.ts';

export interface Runtime {
  readonly world: World;
  readonly request: RunRequest;
  readonly costs: Costs;
  /** One for each CPU. */
  readonly vms: Vm[];
  /** By CPU, made when a function is first called there: what is the same for all of its calls. */
  readonly deeds: ContextDeeds[];
  readonly ports: { readonly kernel: MemoryPort; readonly user: MemoryPort }[];
  /** By builtin index. */
  readonly builtins: readonly (KernelFunction | null)[];
  /** By bus name. */
  readonly buses: Map<string, DeviceBus>;
  readonly control: RunControl;
  /** What is running right now; null between turns. */
  turn: Turn | null;
  /** The TypeScript function that C code is calling right now. */
  builtin: string | null;
  /** The debugger left the running thread inside of a statement: not a place where a budget ends. */
  midStatement: boolean;
  /** Sequence number of the register write that a device is answering right now, at once or by an event that it led to. */
  cause: number | undefined;
  /** What bytes that builtins moved have counted as, in statements, since the runtime was made: work that `World.statements` does not show. */
  movingWork: number;
  /** Whether whoever runs the machine wants to look after other things (`RunLimit`). */
  isOver: (() => boolean) | null;
  /** Calls that failed on demand and whose error is followed (`RunRequest.followErrors`). */
  readonly followed: FollowedError[];
}

export type ContextDeeds = Required<Pick<KernelContext, 'record' | 'failed' | 'callStack' | 'leave'>>;

export interface Turn {
  readonly cpu: number;
  readonly task: number;
  readonly thread: ThreadState;
  /** `vm.statementsExecuted` up to which `world.now` and `world.statements` account. */
  accounted: number;
}

/** Brings `world.now` up to what the running CPU has done. Time moves here and, when all are idle, in `advance`. */
export function accountTime(runtime: Runtime): void {
  const { turn, world } = runtime;
  if (!turn) return;
  const executed = runtime.vms[turn.cpu]!.statementsExecuted - turn.accounted;
  turn.accounted += executed;
  world.statements += executed;
  world.now += executed * runtime.costs.statement + takePendingCost(world.hardware, turn.cpu, runtime.costs);
}

const deepestRecordedStack = 16;

/** The statements of the running thread's frames, innermost first. */
export function statementStack(world: World, thread: ThreadState): number[] {
  const stack: number[] = [];
  const depth = Math.min(frameCount(thread), deepestRecordedStack);
  for (let i = 0; i < depth; i++) stack.push(frameStatement(world.program, thread, i));
  return stack;
}

/** The statement of the running thread's innermost frame; -1: it has none. */
export function statementOf(world: World, thread: ThreadState): number {
  return frameCount(thread) > 0 ? frameStatement(world.program, thread, 0) : -1;
}

export function circumstances(runtime: Runtime): Circumstances {
  const { turn, world } = runtime;
  accountTime(runtime);
  if (!turn) return { at: world.now, cpu: null, task: null, stack: [] };
  return { at: world.now, cpu: turn.cpu, task: turn.task, stack: statementStack(world, turn.thread) };
}

/** The one way into the journal: event filters see every record here. A finding that the user allows is not kept. */
export function record(runtime: Runtime, entry: JournalEntry): void {
  const { world, request } = runtime;
  const around = circumstances(runtime);
  if (entry.kind === 'finding' && isAllowed(world, request.allow ?? [], entry, around.stack)) return;
  noticeRecord(runtime, appendRecord(world.journal, around, entry), entry.kind);
}

/** Lets event filters see a record that somebody else appended. */
export function noticeRecord(runtime: Runtime, sequence: number, kind: JournalRecord['kind']): void {
  const { control, turn, world } = runtime;
  control.observe(world.journal, sequence, kind);
  if (!turn || !(control.stopRecord || control.arrived)) return;
  runtime.vms[turn.cpu]!.leave = true;
  // Of an access that no function of the kernel made, at the end of its statement.
  const { kernel, user } = runtime.ports[turn.cpu]!;
  if (runtime.builtin === null) for (const port of [kernel, user]) port.attention |= Attention.debugger;
}

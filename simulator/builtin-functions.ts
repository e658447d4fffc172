/** Which C function is provided by which TypeScript function: the one place that lists the rooms' tables. */
import type { Program } from './c-language/program.ts';
import { unfinishedBelow, unfinishedCall } from './c-language/vm.ts';
import { Attention } from './c-language/memory-port.ts';
import type { BuiltinCall, BuiltinValue } from './c-language/thread-state.ts';
import { GuestFault } from './c-language/vm-contract.ts';
import { recordFinding } from './kernel/call-site.ts';
import { bytesBetweenCuts, CutHere, zeroLeft, type Cutting } from './kernel/cut-work.ts';
import type { KernelContext, KernelFunction, KernelFunctions } from './kernel/kernel-context.ts';
import { BadKernelAddress } from './kernel/kernel-memory.ts';
import { kernelFunctions } from './kernel/kernel-rooms.ts';
import { memoryFunctions } from './kernel/memory-rooms.ts';
import { oopsOf } from './kernel/oops.ts';
import { followError } from './faults/ignored-errors.ts';
import { faultFunctions, injectedResult } from './faults/inject.ts';
import { taskFunctions } from './kernel/task-functions.ts';
import { currentTask } from './kernel/tasks.ts';
import { accountTime, record, statementStack, type ContextDeeds, type Runtime } from './runtime.ts';
import { withPages } from './user/demand-paging.ts';
import { userFunctions } from './user/user-functions.ts';

function tableOf(rooms: readonly KernelFunctions[]): Map<string, KernelFunction> {
  const table = new Map<string, KernelFunction>();
  for (const room of rooms) for (const [name, implementation] of Object.entries(room)) table.set(name, implementation);
  return table;
}

const kernelTable = tableOf([faultFunctions, ...memoryFunctions, ...kernelFunctions, taskFunctions]);
const userTable = tableOf(userFunctions);

export function hasKernelFunction(name: string): boolean {
  return kernelTable.has(name);
}

export function hasUserFunction(name: string): boolean {
  return userTable.has(name);
}

/** By builtin index; null where nothing is modelled (calling it is a trap of the VM). */
export function builtinsOf(program: Program): (KernelFunction | null)[] {
  return program.builtins.map(
    ({ name, image }) => (program.images[image]!.mode === 'kernel' ? kernelTable : userTable).get(name) ?? null,
  );
}

/** Runs a TypeScript function on behalf of the thread's C code, with the world's clock brought up to date. */
export function callBuiltin(runtime: Runtime, cpu: number, call: BuiltinCall): BuiltinValue | undefined {
  const implementation = runtime.builtins[call.builtin];
  if (!implementation) throw new Error(`${call.name} has no implementation`);
  accountTime(runtime);
  const { images, builtins } = runtime.world.program;
  const { mode } = images[builtins[call.builtin]!.image]!;
  const context = kernelContext(runtime, cpu, mode);
  const cutting = cuttingOf(runtime);
  if (cutting) context.cutting = cutting;
  if (cutting && mode === 'user' && isRepeated(runtime)) cutting.withPages = (step) => withPages(context, step);
  if (!isRepeated(runtime)) {
    const injected = injectedResult(context, call);
    if (injected !== undefined) return injected;
  }
  runtime.builtin = call.name;
  try {
    return callInParts(runtime, context, cpu, () => implementation(context, ...(call.arguments as never[])));
  } catch (thrown) {
    if (!(thrown instanceof BadKernelAddress)) throw thrown;
    dieOfPointer(context, call.name, thrown.address);
    return undefined;
  } finally {
    runtime.builtin = null;
    if (runtime.isOver?.()) runtime.vms[cpu]!.leave = true;
    if (runtime.world.hardware.watch.hits.length > 0) context.port.attention |= Attention.debugger;
  }
}

/** Whether the running call has been begun before. */
function isRepeated({ turn }: Runtime): boolean {
  return turn !== null && unfinishedCall(turn.thread) !== null;
}

function cuttingOf(runtime: Runtime): Cutting | null {
  const { turn, world } = runtime;
  if (!turn || !world.turn) return null;
  const before = unfinishedCall(turn.thread);
  const pieces = before ? [...before.pieces] : [];
  return { moved: world.turn.moved, done: before?.done ?? 0, zeroing: [], pieces, next: 0, inPiece: false, level: 0 };
}

/** Makes the call, or goes on with it, up to where the VM is to be left. */
function callInParts(
  runtime: Runtime,
  context: KernelContext,
  cpu: number,
  implementation: () => BuiltinValue | undefined | void,
): BuiltinValue | undefined {
  const { cutting } = context;
  if (!cutting) return implementation() ?? undefined;
  const { thread } = runtime.turn!;
  const vm = runtime.vms[cpu]!;
  const before = unfinishedCall(thread);
  const others = unfinishedBelow(thread, thread.depth);
  const rest = { value: before?.value, zeroing: before?.zeroing ?? [] };
  try {
    if (rest.zeroing.length === 0) {
      rest.value = implementation() ?? undefined;
      rest.zeroing = cutting.zeroing;
      if (rest.zeroing.length > 0) cutting.done = 0;
    }
    if (rest.zeroing.length > 0) zeroLeft(context, rest.zeroing);
    thread.unfinished = others;
    if (before && (runtime.control.stopRecord || runtime.control.arrived)) vm.leave = true;
  } catch (thrown) {
    const { done, pieces } = cutting;
    // A fault is resolved by C code on top of the call where it takes waiting, and the call made again: it goes on where it was.
    const isBegun = thrown instanceof CutHere || (thrown instanceof GuestFault && (done > 0 || pieces.length > 0));
    thread.unfinished = isBegun ? [...others, { depth: thread.depth, done, ...rest, pieces }] : others;
    if (!(thrown instanceof CutHere)) throw thrown;
    vm.repeat = true;
  } finally {
    runtime.world.turn!.moved = cutting.moved;
    if (cutting.moved >= bytesBetweenCuts) vm.leave = true;
  }
  return rest.value;
}

/** A kernel function met a wild pointer that its caller gave: the kernel would have died of reading there. */
function dieOfPointer(context: KernelContext, name: string, address: bigint): void {
  const message = oopsOf(
    context,
    { kind: 'not-present', access: 'read', mode: 'kernel', address, size: 8 },
    null,
    name,
  );
  const code = address < 4096n ? 'null-pointer' : 'bad-address';
  recordFinding(context, { code, origin: 'kernel', severity: 'error', message, address });
}

export function kernelContext(
  runtime: Runtime,
  cpu: number,
  mode: 'user' | 'kernel',
): KernelContext & { cutting?: Cutting } {
  const { record, failed, callStack, leave } = (runtime.deeds[cpu] ??= deedsOf(runtime, cpu));
  const { world, ports } = runtime;
  return { world, cpu, task: currentTask(world, cpu), port: ports[cpu]![mode], mode, record, failed, callStack, leave };
}

function deedsOf(runtime: Runtime, cpu: number): ContextDeeds {
  const vm = runtime.vms[cpu]!;
  return {
    record: (entry) => record(runtime, entry),
    failed: (gives, stack) => followError(runtime, gives, stack),
    callStack: () => (runtime.turn ? statementStack(runtime.world, runtime.turn.thread) : []),
    leave() {
      vm.leave = true;
      if (runtime.world.turn) runtime.world.turn.over = true;
    },
  };
}

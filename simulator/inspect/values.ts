/** Variables and expressions at a stopped frame, as C objects whose bytes are read when somebody looks at them. */
import { evaluateExpression, type Evaluated, type EvaluationFrame } from '../c-language/expression-evaluation.ts';
import { sizeOf } from '../c-language/layout.ts';
import type { CType } from '../c-language/types.ts';
import type { Program } from '../c-language/program.ts';
import type { Vm } from '../c-language/vm-contract.ts';
import { createVm, frameAt, frameCount, readRegister, type VmSurroundings } from '../c-language/vm.ts';
import type { BuiltinCall, BuiltinValue } from '../c-language/thread-state.ts';
import { callBuiltin } from '../builtin-functions.ts';
import type { LinkedSimulation } from '../create-simulation.ts';
import { peekDevice } from '../device-links.ts';
import { createPeekPort } from '../hardware/peek-port.ts';
import type { Runtime } from '../runtime.ts';
import type { Simulation } from '../simulation.ts';
import { rootOf, type AddressSpaceName } from './memory.ts';

export interface CValue {
  readonly type: CType;
  /** Where `address` is, and where pointers of this value lead. */
  readonly space: AddressSpaceName;
  /** null: a variable in a register, or the result of an expression. */
  readonly address: bigint | null;
  readonly bitField: { readonly bitOffset: number; readonly width: number } | null;
  /** Little-endian, when there is no address. */
  readonly bytes: Uint8Array | null;
}
export interface NamedValue {
  readonly name: string;
  readonly value: CValue;
  /** A variable of an inner block has the same name: expressions do not find this one. */
  readonly shadowed: boolean;
}
export interface FrameOfTask {
  readonly task: number;
  readonly depth: number;
}
export type EvaluateOutcome =
  { readonly ok: true; readonly value: CValue } | { readonly ok: false; readonly message: string };

/** Statements that a function called from an expression may take. */
const evaluationBudget = 5_000_000;

function frameOf(runtime: Runtime, { task, depth }: FrameOfTask): EvaluationFrame | null {
  const thread = runtime.world.threads.get(task);
  return thread && depth >= 0 && depth < frameCount(thread) ? { thread, depth } : null;
}

export function runtimeOf(simulation: Simulation): Runtime {
  return (simulation as LinkedSimulation).runtime;
}

/** Addresses of a task's frames are looked up in its process' tables, which contain the kernel's half. */
function spaceOf(runtime: Runtime, task: number): AddressSpaceName {
  return (runtime.world.kernel.tasks.byPid.get(task)?.addressSpace ?? 0) === 0 ? 'kernel' : task;
}

/** Innermost declarations last, as they were written. */
export function frameVariables(simulation: Simulation, frame: FrameOfTask): NamedValue[] {
  const runtime = runtimeOf(simulation);
  const found = frameOf(runtime, frame);
  if (!found) return [];
  const { program } = runtime.world;
  const view = frameAt(program, found.thread, found.depth);
  const visible = program.functions[view.functionIndex]!.locals.filter(
    ({ symbol, from, to }) => view.pc >= from && view.pc < to && !symbol.name.startsWith('.'),
  );
  const space = spaceOf(runtime, frame.task);
  return visible.map(({ symbol, location }, i) => {
    const shadowed = visible.some((other, j) => j > i && other.symbol.name === symbol.name);
    const at = (address: bigint): CValue => ({ type: symbol.type, space, address, bitField: null, bytes: null });
    switch (location.kind) {
      case 'register':
        return {
          name: symbol.name,
          shadowed,
          value: { ...at(0n), address: null, bytes: registerBytes(found, location.register, symbol.type) },
        };
      case 'frame':
        return { name: symbol.name, shadowed, value: at(view.frameAddress + BigInt(location.offset)) };
      case 'static':
        return { name: symbol.name, shadowed, value: at(location.address) };
      case 'indirect':
        return { name: symbol.name, shadowed, value: at(readRegister(found.thread, found.depth, location.register)) };
    }
  });
}

function registerBytes({ thread, depth }: EvaluationFrame, register: number, type: CType): Uint8Array {
  const value = readRegister(thread, depth, register);
  return Uint8Array.from({ length: Math.min(8, Math.max(1, sizeOf(type))) }, (_, i) =>
    Number((value >> BigInt(8 * i)) & 0xffn),
  );
}

/** Of the image that the frame runs in; the user's own files only. */
export function globalVariables(simulation: Simulation, frame: FrameOfTask): NamedValue[] {
  const runtime = runtimeOf(simulation);
  const { program } = runtime.world;
  const space = spaceOf(runtime, frame.task);
  return program.images[imageOf(runtime, frame)]!.globals.filter(({ symbol }) => !symbol.place.file.builtIn).map(
    ({ name, symbol, address }) => ({
      name,
      shadowed: false,
      value: { type: symbol.type, space, address, bitField: null, bytes: null },
    }),
  );
}

function imageOf(runtime: Runtime, frame: FrameOfTask): number {
  const found = frameOf(runtime, frame);
  if (!found) return 0;
  const { program } = runtime.world;
  return program.functions[frameAt(program, found.thread, found.depth).functionIndex]!.image;
}

/** Reads caches and memory as they are and disturbs neither; what an expression writes goes to memory as if it had always been there. */
export function evaluate(
  simulation: Simulation,
  frame: FrameOfTask | null,
  text: string,
  options: { readonly sideEffects: boolean },
): EvaluateOutcome {
  const runtime = runtimeOf(simulation);
  const harmless = evaluateInRuntime(runtime, frame, text, { sideEffects: false });
  if (harmless.ok || !options.sideEffects) return harmless;
  const outcome = simulation.timeline.attempt(() => evaluateInRuntime(runtime, frame, text, { sideEffects: true }));
  if (outcome.ok) simulation.timeline.noteChange();
  return outcome;
}

/** `repeated`: the same text will be evaluated there again and again. */
export function evaluateInRuntime(
  runtime: Runtime,
  frame: FrameOfTask | null,
  text: string,
  { sideEffects, repeated }: { readonly sideEffects: boolean; readonly repeated?: boolean },
): EvaluateOutcome {
  const { world } = runtime;
  const place = frame ? { image: imageOf(runtime, frame), task: frame.task } : placeOfNames(runtime, text);
  if (typeof place === 'string') return { ok: false, message: place };
  const { image, task } = place;
  const cpu = world.kernel.tasks.byPid.get(task)?.cpu ?? 0;
  const space = spaceOf(runtime, task);
  const links = {
    cpu,
    peekMmio: (region: Parameters<typeof peekDevice>[1], offset: number, size: number) =>
      peekDevice(world, region, offset, size),
  };
  const root = (): number => rootOf(world, space)!;
  const outcome = evaluateExpression(world.program, image, frame && frameOf(runtime, frame), text, {
    sideEffects,
    repeated: repeated ?? false,
    budget: evaluationBudget,
    createVm: (program) =>
      vmOf(program, {
        kernelPort: createPeekPort(world.hardware, root, 'kernel', links),
        userPort: createPeekPort(world.hardware, root, 'user', links),
        onObservation: () => undefined,
        callBuiltin: (call) => callFromExpression(runtime, cpu, frame?.task ?? null, call),
      }),
  });
  return outcome.ok ? { ok: true, value: { ...(outcome.value satisfies Evaluated), space } } : outcome;
}

/** Whole, whatever the stopped thread is in the middle of. `current` is whose frame it is, who may be waiting. */
function callFromExpression(
  runtime: Runtime,
  cpu: number,
  task: number | null,
  call: BuiltinCall,
): BuiltinValue | undefined {
  const own = task === null ? undefined : runtime.world.kernel.tasks.byPid.get(task);
  if (call.name === '__current' && own) return own.structAddress;
  const { turn } = runtime;
  runtime.turn = null;
  try {
    return callBuiltin(runtime, cpu, call);
  } finally {
    runtime.turn = turn;
  }
}

/** Of programs that are run again; what a VM runs on may be another each time. */
const vms = new WeakMap<Program, { readonly vm: Vm; surroundings: VmSurroundings }>();

function vmOf(program: Program, surroundings: VmSurroundings): Vm {
  let known = vms.get(program);
  if (!known) {
    const links = { surroundings };
    const vm = createVm(program, {
      ...surroundings,
      callBuiltin: (call, thread) => {
        // Nobody else gets the CPU: who computes the expression is to see that it was given up.
        if (call.name === '__schedule') vm.leave = true;
        return links.surroundings.callBuiltin(call, thread);
      },
    });
    vms.set(program, (known = Object.assign(links, { vm })));
  }
  const { kernelPort, userPort } = surroundings;
  known.surroundings = surroundings;
  return Object.assign(known.vm, { kernelPort, userPort, leave: false, repeat: false });
}

/** Of an expression that no frame goes with: the image that knows most of its names, the kernel with its modules before programs; a sentence: no process runs that program. */
function placeOfNames(runtime: Runtime, text: string): { readonly image: number; readonly task: number } | string {
  const { images } = runtime.world.program;
  const names = text.match(/(?<![\w.]|->\s*)[A-Za-z_]\w*/g) ?? [];
  const known = images.map(({ scope }) => names.filter((name) => scope.ordinary.has(name)).length);
  const image = known.indexOf(Math.max(...known));
  if (images[image]!.mode === 'kernel') return { image, task: 0 };
  const task = processOf(runtime, image);
  return task === null ? `no process runs ${images[image]!.name} now` : { image, task };
}

/** The oldest process that is alive and runs the program. */
function processOf({ world }: Runtime, image: number): number | null {
  const { program, threads, kernel } = world;
  for (const { pid, state } of kernel.tasks.byPid.values()) {
    const thread = threads.get(pid);
    if (state === 'dead' || !thread || frameCount(thread) === 0) continue;
    const outermost = frameAt(program, thread, frameCount(thread) - 1);
    if (program.functions[outermost.functionIndex]!.image === image) return pid;
  }
  return null;
}

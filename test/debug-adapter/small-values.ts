/** The values of the small simulator: variables of real frames, memory of its flat ranges, and an evaluator for the expressions that tests use. */
import { parseExpression } from '../../simulator/c-language/parse.ts';
import { tokenize } from '../../simulator/c-language/preprocess.ts';
import type { Expression, Scope } from '../../simulator/c-language/syntax.ts';
import { frameAt, readRegister, writeRegister } from '../../simulator/c-language/vm.ts';
import type { Simulation } from '../../simulator/index.ts';
import type { Journal } from '../../simulator/journal.ts';
import type { World } from '../../simulator/world.ts';
import { sizeOf } from '../../debug-adapter/presentation/parts.ts';
import { integerOf } from '../../debug-adapter/presentation/reading.ts';
import type {
  CValue,
  EvaluateOutcome,
  FrameOfTask,
  NamedValue,
  SimulatorDoor,
} from '../../debug-adapter/simulator-door.ts';
import type { Machine } from '../support/compiled-program.ts';

const machines = new WeakMap<Simulation, Machine>();

export function smallSimulation(machine: Machine, journal: Journal, simulation: Omit<Simulation, 'world'>): Simulation {
  // Spreading would freeze `stopOnEntry`, which is an accessor.
  const whole = Object.defineProperty(simulation, 'world', { value: { journal } as World }) as Simulation;
  machines.set(whole, machine);
  return whole;
}

export function machineOf(simulation: Simulation): Machine {
  return machines.get(simulation)!;
}

export const smallValues: Pick<
  SimulatorDoor,
  'frameVariables' | 'globalVariables' | 'evaluate' | 'readMemory' | 'physicalRanges' | 'writeMemory'
> = {
  frameVariables,
  globalVariables: (simulation) =>
    machineOf(simulation)
      .program.images[0]!.globals.filter((each) => !each.name.startsWith('.'))
      .map(({ name, symbol, address }) => ({ name, shadowed: false, value: inMemory(symbol.type, address) })),
  evaluate(simulation, frame, text, { sideEffects }): EvaluateOutcome {
    try {
      return { ok: true, value: evaluateText(simulation, frame ?? { task: 1, depth: 0 }, text, sideEffects) };
    } catch (error) {
      return { ok: false, message: (error as Error).message };
    }
  },
  physicalRanges: (_simulation, _space, address, length) => [[Number(address), Number(address) + length]],
  readMemory(simulation, _space, address, length) {
    const bytes = bytesAt(simulation, address).slice(0, length);
    return { bytes, unreadable: length - bytes.length };
  },
  writeMemory(simulation, _space, address, bytes) {
    bytesAt(simulation, address).set(bytes);
    return bytes.length;
  },
};

/** From the address to the end of its range, not copied; empty where nothing is mapped. */
function bytesAt(simulation: Simulation, address: bigint): Uint8Array {
  const { ranges } = machineOf(simulation).memory;
  const range = ranges.find((each) => address >= each.base && address < each.base + BigInt(each.bytes.length));
  return range ? range.bytes.subarray(Number(address - range.base)) : new Uint8Array();
}

function inMemory(type: CValue['type'], address: bigint): CValue {
  return { type, space: 'kernel', address, bitField: null, bytes: null };
}

function inBytes(type: CValue['type'], value: bigint): CValue {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt.asUintN(64, value), true);
  return { type, space: 'kernel', address: null, bitField: null, bytes };
}

function frameVariables(simulation: Simulation, { depth }: FrameOfTask): NamedValue[] {
  const { program, thread } = machineOf(simulation);
  const frame = frameAt(program, thread, depth);
  return program.functions[frame.functionIndex]!.locals.filter(
    (local) => frame.pc >= local.from && frame.pc < local.to,
  ).map(({ symbol, location }) => {
    const value =
      location.kind === 'register'
        ? inBytes(symbol.type, readRegister(thread, depth, location.register))
        : location.kind === 'frame'
          ? inMemory(symbol.type, frame.frameAddress + BigInt(location.offset))
          : inMemory(symbol.type, location.kind === 'static' ? location.address : 0n);
    return { name: symbol.name, shadowed: false, value };
  });
}

// ---- expressions ------------------------------------------------------------------------------------------------

interface Evaluation {
  readonly simulation: Simulation;
  readonly frame: FrameOfTask;
  readonly sideEffects: boolean;
}

function evaluateText(simulation: Simulation, frame: FrameOfTask, text: string, sideEffects: boolean): CValue {
  const { program, thread } = machineOf(simulation);
  const at = frameAt(program, thread, frame.depth);
  const scope = innermostScope(program.functions[at.functionIndex]!.scope);
  const { expression, diagnostics } = parseExpression(tokenize({ path: 'expression', text, builtIn: false }), scope);
  const error = diagnostics.find((each) => each.severity === 'error');
  if (error || !expression) throw new Error(error?.message ?? 'not an expression');
  return evaluate({ simulation, frame, sideEffects }, expression);
}

function innermostScope(scope: Scope): Scope {
  return scope.children.length === 1 ? innermostScope(scope.children[0]!) : scope;
}

function evaluate(evaluation: Evaluation, expression: Expression): CValue {
  const value = (each: Expression): CValue => evaluate(evaluation, each);
  const number = (each: Expression): bigint => numberOf(evaluation.simulation, value(each));
  switch (expression.kind) {
    case 'integer':
      return inBytes(expression.type, expression.value);
    case 'variable':
      return variable(evaluation, expression.symbol.name);
    case 'load':
      return value(expression.operand);
    case 'decay':
      return inBytes(expression.type, value(expression.operand).address!);
    case 'address-of':
      return inBytes(expression.type, value(expression.operand).address!);
    case 'cast':
      return inBytes(expression.type, number(expression.operand));
    case 'dereference':
      return inMemory(expression.type, number(expression.operand));
    case 'member': {
      const base = value(expression.base);
      const { offset, bitField } = expression.member;
      return { ...inMemory(expression.type, base.address! + BigInt(offset)), bitField };
    }
    case 'pointer-offset':
      return inBytes(
        expression.type,
        number(expression.pointer) + number(expression.index) * BigInt(expression.elementSize),
      );
    case 'binary':
      if (expression.operator === '+')
        return inBytes(expression.type, number(expression.left) + number(expression.right));
      break;
    case 'unary':
      if (expression.operator === '-') return inBytes(expression.type, -number(expression.operand));
      break;
    case 'assignment':
      return assign(evaluation, expression.target, value(expression.value));
  }
  throw new Error(`the small simulator cannot evaluate ${expression.kind}`);
}

function variable({ simulation, frame }: Evaluation, name: string): CValue {
  const found = [...frameVariables(simulation, frame).reverse(), ...smallValues.globalVariables(simulation, frame)];
  const value = found.find((each) => each.name === name)?.value;
  if (!value) throw new Error(`'${name}' is not in scope here`);
  return value;
}

function assign(evaluation: Evaluation, target: Expression, value: CValue): CValue {
  if (!evaluation.sideEffects) throw new Error('this expression would change something');
  const { simulation, frame } = evaluation;
  const place = evaluate(evaluation, target);
  const bits = numberOf(simulation, value);
  if (place.address !== null) {
    const bytes = inBytes(place.type, bits).bytes!.subarray(0, sizeOf(place.type));
    smallValues.writeMemory(simulation, place.space, place.address, bytes);
  } else if (target.kind === 'variable') {
    const { program, thread } = machineOf(simulation);
    const info = program.functions[frameAt(program, thread, frame.depth).functionIndex]!;
    const local = [...info.locals].reverse().find((each) => each.symbol.name === target.symbol.name)!;
    if (local.location.kind === 'register') writeRegister(thread, frame.depth, local.location.register, bits);
  }
  return inBytes(place.type, bits);
}

function numberOf(simulation: Simulation, value: CValue): bigint {
  const source = {
    read: (space: CValue['space'], address: bigint, length: number) =>
      smallValues.readMemory(simulation, space, address, length).bytes,
    symbolAt: () => null,
    memoryOfHandle: () => null,
  };
  const signed = value.type.kind === 'integer' && value.type.signed;
  return integerOf(source, value, sizeOf(value.type), signed);
}

/**
 * C expressions evaluated at a stopped frame: compiled like any other code, with the frame's variables in place of their names, and run in a thread of
 * their own. What it costs and what it may touch is decided by the VM it is given.
 */
import { typeInFrame } from './frame-types.ts';
import { sizeOf } from './layout.ts';
import { continueCode } from './lowering/code-buffer.ts';
import type { Resolver } from './lowering/function-lowering.ts';
import { lowerFunction } from './lowering.ts';
import { parseExpression } from './parse.ts';
import { tokenize } from './preprocess.ts';
import type { FunctionInfo, LocalInfo, Program } from './program.ts';
import type { Diagnostic, Place } from './source.ts';
import type { BlockStatement, Expression, FunctionDefinition, FunctionSymbol, OrdinarySymbol, Scope, Statement, VariableSymbol } from './syntax.ts'; // prettier-ignore
import type { ThreadState } from './thread-state.ts';
import { functionOf, longType, pointerTo, sizeType, voidType } from './type-operations/basic-types.ts';
import { isScalar } from './type-operations/predicates.ts';
import type { CType } from './types.ts';
import type { Vm } from './vm-contract.ts';
import { createThread, frameAt, pushCall, readRegister, run, writeRegister } from './vm.ts';
import { extendTables } from './vm/program-tables.ts';

export interface EvaluationFrame {
  readonly thread: ThreadState;
  /** 0 is the innermost frame. */
  readonly depth: number;
}

/** An object has an address (and, for a bit-field, its place there); any other value comes as its bytes, little-endian. */
export interface Evaluated {
  readonly type: CType;
  readonly address: bigint | null;
  readonly bitField: { readonly bitOffset: number; readonly width: number } | null;
  readonly bytes: Uint8Array | null;
}
export type Evaluation =
  { readonly ok: true; readonly value: Evaluated } | { readonly ok: false; readonly message: string };

export interface EvaluationOptions {
  /** Assignments and calls are refused where false. */
  readonly sideEffects: boolean;
  /** At most this many statements of called functions. */
  readonly budget: number;
  /** A VM for the extended program on ports of the caller's choice. */
  readonly createVm: (program: Program) => Vm;
}

/** A name that the frame gives a value, as the guest expression sees it. */
interface FrameVariable {
  readonly symbol: VariableSymbol;
  readonly location:
    { readonly kind: 'register'; readonly register: number } | { readonly kind: 'memory'; readonly address: bigint };
}

/** Evaluates in a frame, or, with null, among the globals of an image. Never throws on any text. */
export function evaluateExpression(
  program: Program,
  image: number,
  frame: EvaluationFrame | null,
  text: string,
  options: EvaluationOptions,
): Evaluation {
  const variables = frame ? frameVariables(program, frame) : [];
  const scope = guestScope(enclosingScope(program, image, frame), variables);
  const { expression, diagnostics } = parseExpression(tokenize({ path: '<expression>', text, builtIn: false }), scope);
  const error = diagnostics.find(({ severity }) => severity === 'error');
  if (error || !expression) return fail(error?.message ?? `'${text}' is not an expression`);
  if (!options.sideEffects && hasEffect(expression))
    return fail('the expression changes something or calls a function; evaluate it in the debug console');
  const escaped = variables.find(
    ({ symbol, location }) => symbol.addressTaken && location.kind === 'register' && isScalar(symbol.type),
  );
  if (escaped) return fail(`'${escaped.symbol.name}' is kept in a register here: it has no address`);
  return new Guest(program, image, frame, variables, options).evaluate(expression);
}

function fail(message: string): Evaluation {
  return { ok: false, message };
}

/** Variables whose names are known at the frame's instruction; an inner block's come after, and so replace, an outer one's. */
function frameVariables(program: Program, { thread, depth }: EvaluationFrame): FrameVariable[] {
  const frame = frameAt(program, thread, depth);
  const { locals } = program.functions[frame.functionIndex]!;
  return locals
    .filter(({ from, to }) => frame.pc >= from && frame.pc < to)
    .map(({ symbol, location }) => {
      const type = typeInFrame(program, thread, depth, symbol.type);
      return frameVariable({ ...symbol, type }, location, frame.frameAddress, thread, depth);
    });
}

function frameVariable(
  symbol: VariableSymbol,
  location: LocalInfo['location'],
  frameAddress: bigint,
  thread: ThreadState,
  depth: number,
): FrameVariable {
  const inMemory = (address: bigint): FrameVariable => ({
    symbol: { ...symbol, storage: 'extern', functionName: null, initializer: null },
    location: { kind: 'memory', address },
  });
  switch (location.kind) {
    case 'register':
      return {
        symbol: { ...symbol, storage: 'parameter', addressTaken: false, initializer: null, attributes: [] },
        location,
      };
    case 'frame':
      return inMemory(frameAddress + BigInt(location.offset));
    case 'static':
      return inMemory(location.address);
    case 'indirect':
      return inMemory(readRegister(thread, depth, location.register));
  }
}

function enclosingScope(program: Program, image: number, frame: EvaluationFrame | null): Scope {
  const outer = program.images[image]!.scope;
  if (!frame) return outer;
  const { functionIndex, pc } = frameAt(program, frame.thread, frame.depth);
  const { scope } = program.functions[functionIndex]!;
  return innermost(scope, program.places[program.placeOfInstruction[pc]!]!);
}

function innermost(scope: Scope, place: Place): Scope {
  const inner = scope.children.find(
    ({ place: covered }) =>
      covered && covered.start.file === place.file && isBefore(covered.start, place) && isBefore(place, covered.end),
  );
  return inner ? innermost(inner, place) : scope;
}

function isBefore(a: Place, b: Place): boolean {
  return a.line < b.line || (a.line === b.line && a.column <= b.column);
}

function guestScope(parent: Scope, variables: readonly FrameVariable[]): Scope {
  const ordinary = new Map<string, OrdinarySymbol>(variables.map(({ symbol }) => [symbol.name, symbol]));
  return { parent, ordinary, tags: new Map(), place: null, children: [] };
}

/** Whether evaluating could change anything. */
function hasEffect(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if (Array.isArray(node)) return node.some(hasEffect);
  const { kind } = node as { kind?: string };
  if (
    kind === 'assignment' ||
    kind === 'compound-assignment' ||
    kind === 'increment' ||
    kind === 'call' ||
    kind === 'statement-expression'
  )
    return true;
  if (kind === 'intrinsic') return /^__(sync|atomic)/.test((node as { name: string }).name);
  const operands = [
    'operand',
    'left',
    'right',
    'pointer',
    'index',
    'condition',
    'whenTrue',
    'whenFalse',
    'base',
    'arguments',
    'callee',
  ] as const;
  return operands.some((name) => hasEffect((node as Record<string, unknown>)[name]));
}

/** One evaluation: the compiled expression behind the program's own code, and the thread that runs it. */
class Guest {
  readonly #errors: Diagnostic[] = [];
  readonly #traps: { code: string; message: string }[];

  constructor(
    private readonly program: Program,
    private readonly image: number,
    private readonly frame: EvaluationFrame | null,
    private readonly variables: readonly FrameVariable[],
    private readonly options: EvaluationOptions,
  ) {
    this.#traps = [...program.traps];
  }

  evaluate(expression: Expression): Evaluation {
    if (!expression.lvalue) return this.#valueOf(expression);
    const register = this.#registerOf(expression);
    if (register !== null) return this.#registerValue(expression.type, register);
    if (expression.kind === 'member' && expression.member.bitField) {
      const base = this.#run(addressOf(expression.base), sizeType);
      if (!base.ok) return base;
      return object(expression.type, base.result + BigInt(expression.member.offset), expression.member.bitField);
    }
    const address = this.#run(addressOf(expression), sizeType);
    return address.ok ? object(expression.type, address.result, null) : address;
  }

  #valueOf(expression: Expression): Evaluation {
    const { type } = expression;
    if (type.kind === 'function') {
      const address = this.#run(addressOf(expression), sizeType);
      return address.ok ? object(type, address.result, null) : address;
    }
    if (type.kind === 'record' || type.kind === 'array')
      return fail('a structure that stands nowhere in memory cannot be shown; show one of its members');
    const outcome = this.#run(expression, type);
    if (!outcome.ok) return outcome;
    if (type.kind === 'void')
      return { ok: true, value: { type, address: null, bitField: null, bytes: new Uint8Array(0) } };
    return {
      ok: true,
      value: { type, address: null, bitField: null, bytes: littleEndian(outcome.result, sizeOf(type)) },
    };
  }

  #registerOf(expression: Expression): number | null {
    if (expression.kind !== 'variable') return null;
    const found = this.variables.find(({ symbol }) => symbol === expression.symbol);
    return found?.location.kind === 'register' ? found.location.register : null;
  }

  #registerValue(type: CType, register: number): Evaluation {
    const { thread, depth } = this.frame!;
    return {
      ok: true,
      value: {
        type,
        address: null,
        bitField: null,
        bytes: littleEndian(readRegister(thread, depth, register), sizeOf(type)),
      },
    };
  }

  #run(expression: Expression, type: CType): { ok: true; result: bigint } | { ok: false; message: string } {
    const inRegisters = this.variables.filter(({ location }) => location.kind === 'register');
    const extended = this.#compile(
      expression,
      type,
      inRegisters.map(({ symbol }) => symbol),
    );
    const error = this.#errors[0];
    if (error) return { ok: false, message: error.message };
    const thread = this.#thread();
    pushCall(extended, thread, extended.functions.length - 1, [0n, ...inRegisters.map(() => 0n)]);
    this.#copyIn(thread, inRegisters);
    const outcome = finish(this.options.createVm(extended), thread, this.options.budget);
    if (outcome !== null) return { ok: false, message: outcome };
    this.#copyOut(thread, inRegisters);
    return { ok: true, result: thread.result };
  }

  /** Parameter i of the guest is register i of the outermost window; the first is a dummy that the result overwrites. */
  #copyIn(thread: ThreadState, variables: readonly FrameVariable[]): void {
    variables.forEach((variable, i) => {
      if (variable.location.kind !== 'register') return;
      writeRegister(thread, 0, i + 1, readRegister(this.frame!.thread, this.frame!.depth, variable.location.register));
    });
  }

  #copyOut(thread: ThreadState, variables: readonly FrameVariable[]): void {
    if (!this.options.sideEffects) return;
    variables.forEach((variable, i) => {
      if (variable.location.kind !== 'register') return;
      const low = BigInt(thread.registers[2 * (i + 1)]! >>> 0);
      const high = BigInt(thread.registers[2 * (i + 1) + 1]! >>> 0);
      writeRegister(this.frame!.thread, this.frame!.depth, variable.location.register, (high << 32n) | low);
    });
  }

  /** Its stack is what is free below the stopped thread's. */
  #thread(): ThreadState {
    const stopped = this.frame?.thread;
    if (!stopped) return createThread(-1, { limit: 0x10000n, top: 0x20000n }, { limit: 0x10000n, top: 0x20000n });
    const below = (mode: 'kernel' | 'user', range: ThreadState['kernelStack']): ThreadState['kernelStack'] => {
      for (let depth = 0; depth < stopped.depth; depth++) {
        const frame = frameAt(this.program, stopped, depth);
        if (frame.mode === mode) return { limit: range.limit, top: (frame.frameAddress - 256n) & ~15n };
      }
      return range;
    };
    return createThread(
      -1,
      below('kernel', stopped.kernelStack),
      stopped.userStack && below('user', stopped.userStack),
    );
  }

  #compile(expression: Expression, type: CType, parameters: readonly VariableSymbol[]): Program {
    const { program } = this;
    const code = continueCode(program);
    const index = program.functions.length;
    const definition = guestFunction(expression, type, parameters, this.image);
    const lowered = lowerFunction(code, this.#resolver(), definition, index);
    const info: FunctionInfo = {
      index,
      name: '<expression>',
      image: this.image,
      type: definition.symbol.type as FunctionInfo['type'],
      entry: lowered.entry,
      end: lowered.end,
      address: 0n,
      registerCount: lowered.registerCount,
      frameBytes: lowered.frameBytes,
      frameAlignment: lowered.frameAlignment,
      place: definition.place,
      endPlace: definition.end,
      builtIn: true,
      locals: [],
      scope: definition.scope,
    };
    const extended: Program = {
      ...program,
      code: code.words,
      functions: [...program.functions, info],
      statements: code.statements,
      statementOfInstruction: code.statementOf,
      placeOfInstruction: code.placeOf,
      places: code.places,
      traps: this.#traps,
    };
    extendTables(program, extended);
    return extended;
  }

  #resolver(): Resolver {
    const { program, image } = this;
    const named = (name: string): { kind: 'function' | 'builtin'; index: number } | null => {
      const found = program.functions.find((each) => each.image === image && each.name === name);
      if (found) return { kind: 'function', index: found.index };
      const builtin = program.builtins.find((each) => each.image === image && each.name === name);
      return builtin ? { kind: 'builtin', index: builtin.index } : null;
    };
    const problem = (message: string, place: Place): void =>
      void this.#errors.push({ severity: 'error', message, place, notes: [], code: 'not-in-program' });
    return {
      variable: (symbol) => ({ kind: 'absolute', address: this.#addressOfVariable(symbol, problem) }),
      callee: (symbol, place) => {
        const found = named(symbol.name);
        if (!found) problem(`the program has no function '${symbol.name}': nothing in it calls one`, place);
        return found ?? { kind: 'trap', index: 0 };
      },
      functionAddress: (symbol, place) => {
        const found = program.functions.find((each) => each.image === image && each.name === symbol.name);
        if (!found) problem(`'${symbol.name}' has no address in this program`, place);
        return { kind: 'absolute', address: found?.address ?? 0n };
      },
      functionNamed: named,
      string: () => null,
      trap: (code, message) => this.#traps.push({ code, message }) - 1,
      report: (diagnostic) => void this.#errors.push(diagnostic),
    };
  }

  #addressOfVariable(symbol: VariableSymbol, problem: (message: string, place: Place) => void): bigint {
    const own = this.variables.find((each) => each.symbol === symbol);
    if (own?.location.kind === 'memory') return own.location.address;
    const { globals } = this.program.images[this.image]!;
    const found = globals.find((each) => each.symbol === symbol) ?? globals.find((each) => each.name === symbol.name);
    if (!found) problem(`'${symbol.name}' is nowhere in memory: nothing in the program uses it`, symbol.place);
    return found?.address ?? 0n;
  }
}

function object(type: CType, address: bigint, bitField: Evaluated['bitField']): Evaluation {
  return { ok: true, value: { type, address: BigInt.asUintN(64, address), bitField, bytes: null } };
}

function addressOf(operand: Expression): Expression {
  const { place, start, end } = operand;
  const pointer: Expression = {
    kind: 'address-of',
    operand,
    type: pointerTo(operand.type),
    place,
    start,
    end,
    lvalue: false,
  };
  return { kind: 'cast', operand: pointer, implicit: true, type: sizeType, place, start, end, lvalue: false };
}

/** `type <expression>(long, …) { return expression; }` */
function guestFunction(
  expression: Expression,
  type: CType,
  parameters: readonly VariableSymbol[],
  image: number,
): FunctionDefinition {
  const { place, end } = expression;
  const dummy: VariableSymbol = {
    symbol: 'variable',
    name: '.result',
    type: longType,
    place,
    attributes: [],
    storage: 'parameter',
    functionName: null,
    addressTaken: false,
    alignedTo: 0,
    initializer: null,
    defined: true,
    addressSpace: null,
  };
  const all = [dummy, ...parameters];
  const functionType = functionOf(
    type,
    all.map((each) => ({ name: each.name, type: each.type, place })),
  );
  const symbol: FunctionSymbol = {
    symbol: 'function',
    name: `<expression ${image}>`,
    type: functionType,
    place,
    attributes: [],
    storage: 'static',
    inline: false,
    definition: null,
    used: true,
  };
  const scope: Scope = { parent: null, ordinary: new Map(), tags: new Map(), place: null, children: [] };
  const statement: Statement =
    type === voidType || type.kind === 'void'
      ? { kind: 'expression', expression, place, end }
      : { kind: 'return', value: expression, place, end };
  const body: BlockStatement = { kind: 'block', statements: [statement], scope, place, end };
  return { symbol, parameters: all, locals: [], body, scope, place, end };
}

/** null: it returned; else why it did not. */
function finish(vm: Vm, thread: ThreadState, budget: number): string | null {
  for (let left = budget; left > 0;) {
    const before = vm.statementsExecuted;
    const exit = run(vm, thread, left);
    left -= Math.max(1, vm.statementsExecuted - before);
    switch (exit.kind) {
      case 'finished':
        return null;
      case 'fault':
        return `cannot ${exit.fault.access} ${exit.fault.size} bytes at 0x${exit.fault.address.toString(16)}`;
      case 'trap':
        return exit.message;
    }
  }
  return `the expression takes more than ${budget.toLocaleString('en')} statements`;
}

function littleEndian(value: bigint, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
}

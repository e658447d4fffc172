/** The function that computes an expression, compiled to the end of a program that is otherwise the same. */
import { continueCode, cutBack, type CodeBuffer } from '../lowering/code-buffer.ts';
import type { Callee, Resolver } from '../lowering/function-lowering.ts';
import { lowerFunction } from '../lowering.ts';
import type { LoweredFunction } from '../lowering.ts';
import type { FunctionInfo, Program } from '../program.ts';
import type { Diagnostic, Place } from '../source.ts';
import type { BlockStatement, Expression, FunctionDefinition, FunctionSymbol, Scope, Statement, VariableSymbol } from '../syntax.ts'; // prettier-ignore
import { functionOf, longType, pointerTo, sizeType } from '../type-operations/basic-types.ts';
import type { CType } from '../types.ts';
import { signatureOf } from '../vm/call-signature.ts';
import { extendTables } from '../vm/program-tables.ts';
import type { FrameVariable } from './frame-variables.ts';

/** The last function of the program computes the expression. Its parameters are a dummy, then the variables in registers. */
export interface GuestCode {
  readonly program: Program;
  readonly errors: readonly Diagnostic[];
  /** Those whose places in memory stand in the code. */
  readonly placed: ReadonlySet<FrameVariable>;
}

/** Where the expressions of one program are compiled: its code is copied once, and each expression stands behind it only while it is computed. */
interface Workshop {
  readonly code: CodeBuffer;
  /** The program with the guests that are kept. */
  base: Program;
  /** Where the code of the next guest begins. */
  end: { readonly count: number; readonly places: number; readonly statements: number };
  kept: number;
}
const workshops = new WeakMap<Program, Workshop>();
/** More guests are forgotten together: what is kept of them may be asked for again. */
const mostKept = 64;

function workshopOf(program: Program): Workshop {
  const known = workshops.get(program);
  if (known && known.kept < mostKept) return known;
  const code = continueCode(program);
  const workshop = { code, base: program, end: endOf(code), kept: 0 };
  workshops.set(program, workshop);
  return workshop;
}

function endOf({ count, places, statements }: CodeBuffer): Workshop['end'] {
  return { count, places: places.length, statements: statements.length };
}

/** `keep`: the code is run again later, when others have been compiled. */
export function compileGuest(
  surroundings: Surroundings,
  expression: Expression,
  type: CType,
  keep: boolean,
): GuestCode {
  const { program, image, variables } = surroundings;
  const workshop = workshopOf(program);
  const { code, base } = workshop;
  cutBack(code, workshop.end);
  const errors: Diagnostic[] = [];
  const placed = new Set<FrameVariable>();
  const traps = [...base.traps];
  const inRegisters = variables.filter(({ location }) => location.kind === 'register');
  const parameters = inRegisters.map(({ symbol }) => symbol);
  const definition = guestFunction(expression, type, parameters);
  const resolver = guestResolver(surroundings, traps, errors, placed);
  const lowered = lowerFunction(code, resolver, definition, base.functions.length);
  const extended: Program = {
    ...base,
    code: code.words,
    functions: [...base.functions, functionInfo(lowered, image)],
    statements: code.statements,
    statementOfInstruction: code.statementOf,
    placeOfInstruction: code.placeOf,
    places: code.places,
    traps,
  };
  extendTables(base, extended);
  if (keep) Object.assign(workshop, { base: extended, end: endOf(code), kept: workshop.kept + 1 });
  return { program: extended, errors, placed };
}

function functionInfo(lowered: LoweredFunction, image: number): FunctionInfo {
  const { index, entry, end, registerCount, frameBytes, frameAlignment, definition } = lowered;
  return {
    index,
    name: definition.symbol.name,
    image,
    type: definition.symbol.type as FunctionInfo['type'],
    signature: signatureOf(definition.symbol.type as FunctionInfo['type']),
    entry,
    end,
    address: 0n,
    registerCount,
    frameBytes,
    frameAlignment,
    place: definition.place,
    endPlace: definition.end,
    builtIn: true,
    locals: [],
    scope: definition.scope,
  };
}

export interface Surroundings {
  readonly program: Program;
  readonly image: number;
  readonly variables: readonly FrameVariable[];
  /** Of the stopped thread; 0 for the first. */
  readonly threadPointer: bigint;
}

/** Names as the linker has resolved them. */
function guestResolver(
  surroundings: Surroundings,
  traps: { readonly code: string; readonly message: string }[],
  errors: Diagnostic[],
  placed: Set<FrameVariable>,
): Resolver {
  const { program, image } = surroundings;
  const problem = (message: string, place: Place): void =>
    void errors.push({ severity: 'error', message, place, notes: [], code: 'not-in-program' });
  return {
    variable: (symbol) => ({
      kind: 'absolute',
      address: addressOfVariable(surroundings, symbol, problem, placed),
    }),
    callee: (symbol, place) => {
      const found = calleeNamed(program, image, symbol.name);
      if (!found) problem(`the program has no function '${symbol.name}': nothing in it calls one`, place);
      return found ?? { kind: 'trap', index: 0 };
    },
    functionAddress: (symbol, place) => {
      const found = program.functions.find((each) => each.image === image && each.name === symbol.name);
      if (!found) problem(`'${symbol.name}' has no address in this program`, place);
      return { kind: 'absolute', address: found?.address ?? 0n };
    },
    functionNamed: (name) => calleeNamed(program, image, name),
    // Addresses are absolute here, those of a thread's own objects too.
    threadSection: () => ({ image, name: '' }),
    string: () => null,
    trap: (code, message) => traps.push({ code, message }) - 1,
    report: (diagnostic) => void errors.push(diagnostic),
  };
}

function calleeNamed(program: Program, image: number, name: string): Callee | null {
  const found = program.functions.find((each) => each.image === image && each.name === name);
  if (found) return { kind: 'function', index: found.index };
  const builtin = program.builtins.find((each) => each.image === image && each.name === name);
  return builtin ? { kind: 'builtin', index: builtin.index } : null;
}

function addressOfVariable(
  { program, image, variables, threadPointer }: Surroundings,
  symbol: VariableSymbol,
  problem: (message: string, place: Place) => void,
  placed: Set<FrameVariable>,
): bigint {
  const own = variables.find((each) => each.symbol === symbol);
  if (own?.location.kind === 'memory') {
    placed.add(own);
    return own.location.address;
  }
  const { globals } = program.images[image]!;
  const found = globals.find((each) => each.symbol === symbol) ?? globals.find((each) => each.name === symbol.name);
  if (!found) problem(`'${symbol.name}' is nowhere in memory: nothing in the program uses it`, symbol.place);
  if (found?.symbol.storage !== 'thread' || threadPointer === 0n) return found?.address ?? 0n;
  const first = globals.reduce((least, each) => (each.symbol.storage === 'thread' && each.address < least ? each.address : least), found.address); // prettier-ignore
  return threadPointer + (found.address - first);
}

/** `(unsigned long)&operand`, also of a record that is only a value: it stands on the guest's stack. */
export function addressOf(operand: Expression): Expression {
  const { place, start, end } = operand;
  const extent = { place, start, end, lvalue: false };
  const pointer: Expression = { kind: 'address-of', operand, type: pointerTo(operand.type), ...extent };
  return { kind: 'cast', operand: pointer, implicit: true, type: sizeType, ...extent };
}

/** `type <expression>(long, …) { return expression; }` */
function guestFunction(expression: Expression, type: CType, variables: readonly VariableSymbol[]): FunctionDefinition {
  const { place, end } = expression;
  const parameters = [dummyParameter(place), ...variables];
  const symbol: FunctionSymbol = {
    symbol: 'function',
    name: '<expression>',
    type: functionOf(
      type,
      parameters.map((each) => ({ name: each.name, type: each.type, place })),
    ),
    place,
    attributes: [],
    storage: 'static',
    inline: false,
    definition: null,
    used: true,
  };
  const scope: Scope = { parent: null, ordinary: new Map(), tags: new Map(), place: null, children: [] };
  const statement: Statement =
    type.kind === 'void'
      ? { kind: 'expression', expression, place, end }
      : { kind: 'return', value: expression, place, end };
  const body: BlockStatement = { kind: 'block', statements: [statement], scope, place, end };
  return {
    symbol,
    parameters,
    locals: [],
    body,
    scope,
    place,
    end,
    measured: new Set(),
    doubtful: false,
    readBody: null,
  };
}

/** The result overwrites the first register, which must not be a variable's. */
function dummyParameter(place: Place): VariableSymbol {
  return {
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
}

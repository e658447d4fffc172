/** Lowering: one function of the typed tree to bytecode at the end of a code buffer. */
import { lowerCondition } from './lowering/conditions.ts';
import { newLabel } from './lowering/code-buffer.ts';
import type { CodeBuffer } from './lowering/code-buffer.ts';
import { lowerEffect, lowerExpression } from './lowering/expressions.ts';
import { beginStatement, constant, emit, place, take, takeFrame } from './lowering/function-lowering.ts';
import type { FunctionLowering, LoweringParts, PendingLocal, Resolver } from './lowering/function-lowering.ts';
import { lowerInitializer } from './lowering/initializers.ts';
import { at, copyBlock, storeScalar } from './lowering/location.ts';
import { frameLocation, lowerLocation } from './lowering/lvalues.ts';
import { collectLabels } from './lowering/scopes.ts';
import { lowerBlock, lowerStatement } from './lowering/statements.ts';
import { shapeOf } from './lowering/value-shape.ts';
import { isShipped } from './source.ts';
import { alignmentOf, hasVariableSize, staticSize } from './lowering/variable-length.ts';
import type { FunctionDefinition, VariableSymbol } from './syntax.ts';
import { Opcode } from './vm/dispatch.ts';

/** What the linker needs to make a `FunctionInfo` of it. */
export interface LoweredFunction {
  readonly index: number;
  readonly definition: FunctionDefinition;
  /** First pc, and one past the last. */
  readonly entry: number;
  readonly end: number;
  readonly registerCount: number;
  readonly frameBytes: number;
  readonly frameAlignment: number;
  readonly locals: readonly PendingLocal[];
  /** pcs of the labels whose addresses were taken or that are jumped to. */
  readonly labels: ReadonlyMap<string, number>;
}

const parts: LoweringParts = {
  expression: lowerExpression,
  effect: lowerEffect,
  location: lowerLocation,
  condition: lowerCondition,
  statement: lowerStatement,
  block: lowerBlock,
  initialize: lowerInitializer,
};

/** Bytes that a frame has beside its objects: return address and saved frame pointer on a real machine. */
const linkageBytes = 16;

export function lowerFunction(
  code: CodeBuffer,
  resolver: Resolver,
  definition: FunctionDefinition,
  index: number,
): LoweredFunction {
  const f = startFunction(code, resolver, definition, index);
  const placeholder = emit(f, Opcode.frameAddress, f.frameRegister);
  copyParametersToFrame(f);
  noteParameters(f);
  beginStatement(f, definition.body.place, definition.body.place, 'entry');
  lowerBlock(f, definition.body, false);
  f.place = definition.end;
  // C11 5.1.2.2.3: a `main` that ends without a return gives 0.
  if (definition.symbol.name === 'main') constant(f, 0n, false, f.resultRegister);
  place(f, f.exit);
  beginStatement(f, definition.end, definition.end, 'exit');
  emit(f, Opcode.return, f.resultRegister);
  return finishFunction(f, placeholder);
}

function startFunction(
  code: CodeBuffer,
  resolver: Resolver,
  definition: FunctionDefinition,
  index: number,
): FunctionLowering {
  const f: FunctionLowering = {
    code,
    resolver,
    parts,
    definition,
    index,
    storage: new Map(),
    locals: [],
    labels: new Map(),
    labelScopes: collectLabels(definition.body),
    cases: new Map(),
    firstTemporary: 0,
    next: 0,
    highest: 0,
    frameBytes: 0,
    frameAlignment: 16,
    frameRegister: 0,
    frameUsed: false,
    resultRegister: 0,
    resultAddress: -1,
    variadicAddress: -1,
    exit: newLabel(),
    scope: null,
    breakTarget: null,
    continueTarget: null,
    place: definition.place,
    statement: code.statements.length,
    firstStatement: code.statements.length,
  };
  assignRegisters(f);
  return f;
}

/** A function of the user's own may get some more locals, and its temporaries stay where they are. */
const roomForLocals = 8;

/** The window begins with what the caller passes, in the order that `calls.ts` describes. */
function assignRegisters(f: FunctionLowering): void {
  const { symbol, parameters, locals } = f.definition;
  const type = symbol.type.kind === 'function' ? symbol.type : null;
  if (type && shapeOf(type.result).kind === 'record') f.resultAddress = take(f);
  for (const parameter of parameters) f.storage.set(parameter, { kind: 'register', register: take(f) });
  if (type?.variadic) f.variadicAddress = take(f);
  f.frameRegister = take(f);
  f.resultRegister = take(f);
  for (const local of locals) {
    if (local.storage === 'automatic' && !livesInMemory(local))
      f.storage.set(local, { kind: 'register', register: take(f) });
  }
  if (!isShipped(f.definition.place)) take(f, roomForLocals - ((f.next / 2) % roomForLocals));
  f.firstTemporary = f.next;
  for (const local of locals) {
    if (local.storage === 'automatic' && livesInMemory(local) && !hasVariableSize(local.type)) keepInFrame(f, local);
  }
}

function livesInMemory(variable: VariableSymbol): boolean {
  const { kind, qualifiers } = variable.type;
  const aggregate = shapeOf(variable.type).kind === 'record' || kind === 'array' || kind === 'error';
  const cleanup = variable.attributes.some(({ name }) => name === 'cleanup');
  return variable.addressTaken || aggregate || cleanup || qualifiers.volatile || qualifiers.atomic;
}

function keepInFrame(f: FunctionLowering, variable: VariableSymbol): number {
  const offset = takeFrame(f, Math.max(staticSize(variable.type), 1), alignmentOf(variable));
  f.storage.set(variable, { kind: 'frame', offset });
  return offset;
}

function copyParametersToFrame(f: FunctionLowering): void {
  for (const parameter of f.definition.parameters) {
    const storage = f.storage.get(parameter);
    if (storage?.kind !== 'register' || !livesInMemory(parameter)) continue;
    const shape = shapeOf(parameter.type);
    const location = frameLocation(f, keepInFrame(f, parameter));
    if (shape.kind === 'record') copyBlock(f, location, at(storage.register), shape.size);
    else storeScalar(f, location, shape, storage.register);
  }
}

function noteParameters(f: FunctionLowering): void {
  for (const symbol of f.definition.parameters) {
    f.locals.push({ symbol, storage: f.storage.get(symbol)!, from: f.code.count, to: -1 });
  }
}

function finishFunction(f: FunctionLowering, placeholder: number): LoweredFunction {
  const end = f.code.count;
  for (const local of f.locals) if (local.to < 0) local.to = end;
  const labels = new Map([...f.labels].map(([name, label]) => [name, label.pc]));
  return {
    index: f.index,
    definition: f.definition,
    entry: f.frameUsed ? placeholder : placeholder + 1,
    end,
    registerCount: f.highest / 2,
    frameBytes: Math.ceil((f.frameBytes + linkageBytes) / 16) * 16,
    frameAlignment: f.frameAlignment,
    locals: f.locals,
    labels,
  };
}

/** Statements as instructions. Each thing that a debugger can stop at begins with a `statement` instruction. */
import type { BlockStatement, Expression, Statement, SwitchCase, VariableSymbol } from '../syntax.ts';
import { Opcode } from '../vm/dispatch.ts';
import { newLabel } from './code-buffer.ts';
import type { Label } from './code-buffer.ts';
import { beginStatement, emit, jump, move, place, take } from './function-lowering.ts';
import type { FunctionLowering, JumpTarget, Register } from './function-lowering.ts';
import { at, copyBlock } from './location.ts';
import { keepRoom } from './room.ts';
import { closeScope, leaveForLabel, leaveScopesUntil, noteCleanup, openScope, saveStack } from './scopes.ts';
import { dispatch } from './switches.ts';
import { isWide, shapeOf } from './value-shape.ts';
import { alignmentOf, hasVariableSize, sizeInRegister } from './variable-length.ts';

/** See `LoweringParts.statement`. */
export function lowerStatement(f: FunctionLowering, statement: Statement): void {
  switch (statement.kind) {
    case 'block':
      f.parts.block(f, statement, false);
      return;
    case 'expression':
      beginStatement(f, statement.place, statement.end, 'expression');
      f.parts.effect(f, statement.expression);
      return;
    case 'declaration':
      lowerDeclaration(f, statement);
      return;
    case 'if':
      lowerIf(f, statement);
      return;
    case 'while':
      lowerWhile(f, statement);
      return;
    case 'do':
      lowerDo(f, statement);
      return;
    case 'for':
      lowerFor(f, statement);
      return;
    case 'switch':
      lowerSwitch(f, statement);
      return;
    case 'case':
      place(f, caseLabel(f, statement.case));
      f.parts.statement(f, statement.body);
      return;
    case 'label':
      place(f, labelNamed(f, statement.name));
      f.parts.statement(f, statement.body);
      return;
    default:
      lowerJumpStatement(f, statement);
  }
}

type JumpStatement = Extract<
  Statement,
  { kind: 'goto' | 'computed-goto' | 'break' | 'continue' | 'return' | 'asm' | 'empty' }
>;

function lowerJumpStatement(f: FunctionLowering, statement: JumpStatement): void {
  switch (statement.kind) {
    case 'return':
      beginStatement(f, statement.place, statement.end, 'return');
      lowerReturn(f, statement.value);
      return;
    case 'goto':
      beginStatement(f, statement.place, statement.end, 'other');
      leaveForLabel(f, statement.label);
      jump(f, labelNamed(f, statement.label));
      return;
    case 'computed-goto': {
      beginStatement(f, statement.place, statement.end, 'other');
      const mark = f.next;
      emit(f, Opcode.jumpPointer, f.parts.expression(f, statement.target));
      f.next = mark;
      return;
    }
    case 'break':
      leaveTo(f, statement, f.breakTarget);
      return;
    case 'continue':
      leaveTo(f, statement, f.continueTarget);
      return;
    default:
      return;
  }
}

function leaveTo(f: FunctionLowering, statement: JumpStatement, target: JumpTarget | null): void {
  beginStatement(f, statement.place, statement.end, 'other');
  if (!target) return;
  leaveScopesUntil(f, target.scope);
  jump(f, target.label);
}

/** The value is kept in a register of its own while cleanups run. */
function lowerReturn(f: FunctionLowering, value: Expression | null): void {
  const mark = f.next;
  const shape = value ? shapeOf(value.type) : null;
  if (value && shape?.kind === 'record' && f.resultAddress >= 0) {
    copyBlock(f, at(f.resultAddress), at(f.parts.expression(f, value)), shape.size);
    move(f, f.resultRegister, f.resultAddress, true);
  } else if (value && shape?.kind === 'void') f.parts.effect(f, value);
  else if (value) f.parts.expression(f, value, f.resultRegister);
  f.next = mark;
  leaveScopesUntil(f, null);
  jump(f, f.exit);
}

function labelNamed(f: FunctionLowering, name: string): Label {
  let label = f.labels.get(name);
  if (!label) f.labels.set(name, (label = newLabel()));
  return label;
}

function lowerDeclaration(f: FunctionLowering, statement: Extract<Statement, { kind: 'declaration' }>): void {
  for (const variable of statement.variables) {
    const variableLength = hasVariableSize(variable.type);
    if (variable.initializer || variableLength) beginStatement(f, variable.place, statement.end, 'declaration');
    if (variableLength) allocateArray(f, variable);
    noteLocal(f, variable);
    if (variable.initializer) f.parts.initialize(f, variable);
    noteCleanup(f.scope!, variable);
  }
}

/** The registers stay taken until the block ends. */
function allocateArray(f: FunctionLowering, variable: VariableSymbol): void {
  saveStack(f, f.scope!);
  const register = take(f);
  const sizeRegister = take(f);
  const mark = f.next;
  move(f, sizeRegister, sizeInRegister(f, variable.type), true);
  emit(f, Opcode.allocateStack, register, sizeRegister, Math.max(alignmentOf(variable), 16));
  f.next = mark;
  f.storage.set(variable, { kind: 'indirect', register, sizeRegister });
}

/** From here to the end of the block the variable has its name. */
function noteLocal(f: FunctionLowering, symbol: VariableSymbol): void {
  const storage = f.storage.get(symbol);
  if (storage) f.locals.push({ symbol, storage, from: f.code.count, to: -1 });
}

/** See `LoweringParts.block`. */
export function lowerBlock(f: FunctionLowering, block: BlockStatement, wantValue: boolean): Register {
  const mark = f.next;
  const result = wantValue ? take(f) : -1;
  const inside = f.next;
  const scope = openScope(f, block);
  const firstLocal = f.locals.length;
  noteStatics(f, block);
  const last = wantValue ? lastExpression(block) : null;
  let value = result;
  for (const [position, statement] of block.statements.entries()) {
    scope.position = position;
    if (statement !== last) f.parts.statement(f, statement);
    else value = lowerLast(f, last, result, scope.cleanups.length > 0);
  }
  closeScope(f, scope);
  f.next = wantValue ? inside : mark;
  for (const local of f.locals.slice(firstLocal)) if (local.to < 0) local.to = f.code.count;
  return value;
}

type ExpressionStatement = Extract<Statement, { kind: 'expression' }>;

function lastExpression(block: BlockStatement): ExpressionStatement | null {
  const last = block.statements[block.statements.length - 1];
  return last?.kind === 'expression' ? last : null;
}

/** A variable's own register will do, unless a cleanup may still change the variable. */
function lowerLast(
  f: FunctionLowering,
  { place, end, expression }: ExpressionStatement,
  into: Register,
  cleanups: boolean,
): Register {
  beginStatement(f, place, end, 'expression');
  const shape = shapeOf(expression.type);
  if (!cleanups) {
    const value = f.parts.expression(f, expression);
    return value < f.firstTemporary ? value : move(f, into, value, isWide(shape) || shape.kind === 'record');
  }
  return f.parts.expression(f, expression, into);
}

/** Static locals are in scope in their whole block; their addresses come with the link. */
function noteStatics(f: FunctionLowering, block: BlockStatement): void {
  for (const symbol of block.scope.ordinary.values()) {
    if (symbol.symbol !== 'variable' || symbol.storage !== 'static') continue;
    f.locals.push({
      symbol,
      storage: { kind: 'static', target: f.resolver.variable(symbol) },
      from: f.code.count,
      to: -1,
    });
  }
}

function lowerIf(f: FunctionLowering, { condition, whenTrue, whenFalse }: Extract<Statement, { kind: 'if' }>): void {
  const then = newLabel();
  const otherwise = newLabel();
  beginStatement(f, condition.start, condition.end, 'condition');
  f.parts.condition(f, condition, then, otherwise, then);
  place(f, then);
  const done = newLabel();
  lowerBranch(f, whenTrue, whenFalse ? done : null);
  place(f, otherwise);
  if (whenFalse) {
    lowerBranch(f, whenFalse, null);
    place(f, done);
  }
}

/** `leave`: where it goes on; null: behind it. */
function lowerBranch(f: FunctionLowering, branch: Statement, leave: Label | null): void {
  const { count, statements } = f.code;
  const before = { count, statements: statements.length };
  f.parts.statement(f, branch);
  if (leave) jump(f, leave);
  if (f.resolver.spread) keepRoom(f, before, { fallsThrough: leave === null, block: branch.kind === 'block' });
}

/** Lowers the body of a loop with the targets of its `break` and `continue`. */
function lowerLoopBody(f: FunctionLowering, body: Statement, breakLabel: Label, continueLabel: Label): void {
  const { breakTarget, continueTarget } = f;
  f.breakTarget = { label: breakLabel, scope: f.scope };
  f.continueTarget = { label: continueLabel, scope: f.scope };
  f.parts.statement(f, body);
  f.breakTarget = breakTarget;
  f.continueTarget = continueTarget;
}

/** The test stands behind the body, so that an iteration takes one jump. */
function lowerWhile(f: FunctionLowering, { condition, body }: Extract<Statement, { kind: 'while' }>): void {
  const top = newLabel();
  const test = newLabel();
  const done = newLabel();
  jump(f, test);
  place(f, top);
  lowerLoopBody(f, body, done, test);
  place(f, test);
  beginStatement(f, condition.start, condition.end, 'condition');
  f.parts.condition(f, condition, top, done, done);
  place(f, done);
}

function lowerDo(f: FunctionLowering, { condition, body }: Extract<Statement, { kind: 'do' }>): void {
  const top = newLabel();
  const test = newLabel();
  const done = newLabel();
  place(f, top);
  lowerLoopBody(f, body, done, test);
  place(f, test);
  beginStatement(f, condition.start, condition.end, 'condition');
  f.parts.condition(f, condition, top, done, done);
  place(f, done);
}

function lowerFor(f: FunctionLowering, loop: Extract<Statement, { kind: 'for' }>): void {
  const { initial, condition, step, body } = loop;
  const top = newLabel();
  const next = newLabel();
  const test = newLabel();
  const done = newLabel();
  const mark = f.next;
  const scope = openScope(f, loop);
  const firstLocal = f.locals.length;
  if (initial) f.parts.statement(f, initial);
  if (condition) jump(f, test);
  place(f, top);
  const statements = f.code.statements.length;
  lowerLoopBody(f, body, done, next);
  place(f, next);
  if (step) {
    beginStatement(f, step.start, step.end, 'expression');
    f.parts.effect(f, step);
  }
  place(f, test);
  if (condition) {
    beginStatement(f, condition.start, condition.end, 'condition');
    f.parts.condition(f, condition, top, done, done);
  } else {
    // Every round must pass a statement, which is where the VM counts and where it can be stopped.
    if (f.code.statements.length === statements) beginStatement(f, loop.place, loop.place, 'other');
    jump(f, top);
  }
  place(f, done);
  closeScope(f, scope);
  f.next = mark;
  for (const local of f.locals.slice(firstLocal)) if (local.to < 0) local.to = f.code.count;
}

function caseLabel(f: FunctionLowering, one: SwitchCase): Label {
  let label = f.cases.get(one);
  if (!label) f.cases.set(one, (label = newLabel()));
  return label;
}

function lowerSwitch(f: FunctionLowering, { value, body, cases }: Extract<Statement, { kind: 'switch' }>): void {
  const done = newLabel();
  const mark = f.next;
  beginStatement(f, value.start, value.end, 'condition');
  for (const one of cases) caseLabel(f, one);
  const fallback = cases.find(({ low }) => low === null);
  const otherwise = fallback ? caseLabel(f, fallback) : done;
  dispatch(f, f.parts.expression(f, value), shapeOf(value.type), cases, otherwise);
  f.next = mark;
  const { breakTarget } = f;
  f.breakTarget = { label: done, scope: f.scope };
  f.parts.statement(f, body);
  f.breakTarget = breakTarget;
  place(f, done);
}

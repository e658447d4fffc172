/** Blocks as things to be left: running `cleanup` functions and giving back the stack of variable length arrays. */
import type { BlockStatement, FunctionSymbol, Statement, VariableSymbol } from '../syntax.ts';
import { Opcode } from '../vm/dispatch.ts';
import { callNamed } from './calls.ts';
import { emit, take } from './function-lowering.ts';
import type { Cleanup, FunctionLowering, OpenScope, ScopeOwner } from './function-lowering.ts';
import { addressIn } from './location.ts';
import { locationOfVariable } from './lvalues.ts';

export function openScope(f: FunctionLowering, owner: ScopeOwner): OpenScope {
  const scope: OpenScope = { parent: f.scope, owner, cleanups: [], position: 0, savedStack: -1, savedAt: 0 };
  f.scope = scope;
  return scope;
}

/** At the end of a block that control reaches. */
export function closeScope(f: FunctionLowering, scope: OpenScope): void {
  leaveScope(f, scope);
  f.scope = scope.parent;
}

/** What a jump out of all scopes inside of `outer` has to do before it. */
export function leaveScopesUntil(f: FunctionLowering, outer: OpenScope | null): void {
  for (let scope = f.scope; scope && scope !== outer; scope = scope.parent) leaveScope(f, scope);
}

/** What a `goto` has to do: leave the scopes that the label is not in, and undo what was declared behind the label. */
export function leaveForLabel(f: FunctionLowering, label: string): void {
  const around = f.labelScopes.get(label);
  if (!around) return;
  for (let scope = f.scope; scope; scope = scope.parent) {
    const position = around.get(scope.owner);
    if (position === undefined) leaveScope(f, scope);
    else {
      runCleanups(
        f,
        scope.cleanups.filter((cleanup) => cleanup.position >= position),
      );
      if (scope.savedStack >= 0 && scope.savedAt >= position) giveStackBack(f, scope);
    }
  }
}

function leaveScope(f: FunctionLowering, scope: OpenScope): void {
  runCleanups(f, scope.cleanups);
  if (scope.savedStack >= 0) giveStackBack(f, scope);
}

function giveStackBack(f: FunctionLowering, { savedStack }: OpenScope): void {
  emit(f, Opcode.writeStackPointer, savedStack);
}

/** The youngest first. */
function runCleanups(f: FunctionLowering, cleanups: readonly Cleanup[]): void {
  for (const { variable, callback } of [...cleanups].reverse()) callCleanup(f, variable, callback);
}

function callCleanup(f: FunctionLowering, variable: VariableSymbol, callback: FunctionSymbol): void {
  const mark = f.next;
  const location = locationOfVariable(f, variable);
  if (location.kind !== 'register' && location.kind !== 'bit-field') {
    const address = addressIn(f, location);
    callNamed(f, f.resolver.callee(callback, variable.place), [{ register: address, wide: true }]);
  }
  f.next = mark;
}

/** Before the first variable length array of a block: its end gives the stack back. */
export function saveStack(f: FunctionLowering, scope: OpenScope): void {
  if (scope.savedStack >= 0) return;
  scope.savedStack = take(f);
  scope.savedAt = scope.position;
  emit(f, Opcode.readStackPointer, scope.savedStack);
}

/** Notes a variable whose scope's end calls a function. */
export function noteCleanup(scope: OpenScope, variable: VariableSymbol): void {
  const attribute = variable.attributes.find(({ name }) => name === 'cleanup');
  const callback = attribute?.arguments[0];
  if (callback?.kind === 'function')
    scope.cleanups.push({ variable, callback: callback.symbol, position: scope.position });
}

/** Finds the scopes around every label before anything is lowered, because a jump forward has to know what it leaves. */
export function collectLabels(body: BlockStatement): Map<string, ReadonlyMap<ScopeOwner, number>> {
  const found = new Map<string, ReadonlyMap<ScopeOwner, number>>();
  visit(body, new Map(), found);
  return found;
}

function visit(
  statement: Statement | null,
  around: ReadonlyMap<ScopeOwner, number>,
  found: Map<string, ReadonlyMap<ScopeOwner, number>>,
): void {
  switch (statement?.kind) {
    case 'block':
      statement.statements.forEach((child, position) =>
        visit(child, new Map([...around, [statement, position]]), found),
      );
      return;
    case 'label':
      found.set(statement.name, around);
      visit(statement.body, around, found);
      return;
    case 'if':
      visit(statement.whenTrue, around, found);
      visit(statement.whenFalse, around, found);
      return;
    case 'for':
      // The declarations stand at position 0, what can hold a label behind them.
      visit(statement.body, new Map([...around, [statement, 1]]), found);
      return;
    case 'while':
    case 'do':
    case 'switch':
    case 'case':
      visit(statement.body, around, found);
      return;
  }
}

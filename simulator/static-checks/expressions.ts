/** Reading the tree of an expression: what it is made of, what it is once casts are taken away, which names it was written with. */
import { childrenOf } from '../c-language/children.ts';
import { evaluateConstant } from '../c-language/constant-expression.ts';
import type { Place, SourceFile } from '../c-language/source.ts';
import type { Expression, Statement } from '../c-language/syntax.ts';

const none: readonly Expression[] = [];

/** Every expression in it, itself included, those of statement expressions too. */
export function everyExpression(expression: Expression): readonly Expression[] {
  const found: Expression[] = [];
  gather(expression, found);
  return found;
}

function gather(expression: Expression, found: Expression[]): void {
  found.push(expression);
  for (const child of childrenOf(expression)) gather(child, found);
  if (expression.kind === 'statement-expression') gatherIn(expression.body, found);
}

function gatherIn(statement: Statement, found: Expression[]): void {
  for (const each of everyStatement(statement))
    for (const expression of ownExpressions(each)) gather(expression, found);
}

export function* everyStatement(statement: Statement): Generator<Statement> {
  yield statement;
  switch (statement.kind) {
    case 'block':
      for (const each of statement.statements) yield* everyStatement(each);
      return;
    case 'if':
      yield* everyStatement(statement.whenTrue);
      if (statement.whenFalse) yield* everyStatement(statement.whenFalse);
      return;
    case 'for':
      if (statement.initial) yield* everyStatement(statement.initial);
      yield* everyStatement(statement.body);
      return;
    case 'while':
    case 'do':
    case 'switch':
    case 'case':
    case 'label':
      yield* everyStatement(statement.body);
  }
}

/** Those that stand in the statement itself, not in the statements within it. */
export function ownExpressions(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case 'expression':
      return [statement.expression];
    case 'declaration':
      return statement.variables.flatMap(({ initializer }) => initializer?.leaves.map(({ value }) => value) ?? none);
    case 'if':
    case 'while':
    case 'do':
      return [statement.condition];
    case 'for':
      return [statement.condition, statement.step].filter((each) => each !== null);
    case 'switch':
      return [statement.value];
    case 'return':
      return statement.value ? [statement.value] : none;
    case 'computed-goto':
      return [statement.target];
    default:
      return none;
  }
}

export function expressionsOf(statement: Statement): readonly Expression[] {
  const found: Expression[] = [];
  gatherIn(statement, found);
  return found;
}

/** Without conversions, comparisons with zero, and what only tells the compiler how likely something is. */
export function withoutWrapping(expression: Expression): Expression {
  let at = expression;
  for (;;) {
    if (at.kind === 'cast' && at.type.kind !== 'void') at = at.operand;
    else if (at.kind === 'intrinsic' && at.name.startsWith('__builtin_expect') && at.arguments[0]) at = at.arguments[0];
    else if (at.kind === 'unary' && at.operator === '!') {
      const inner = withoutCasts(at.operand);
      if (inner.kind !== 'unary' || inner.operator !== '!') return at;
      at = inner.operand;
    } else return at;
  }
}

export function withoutCasts(expression: Expression): Expression {
  let at = expression;
  while (at.kind === 'cast') at = at.operand;
  return at;
}

/** Without the casts that nobody wrote. */
export function withoutImplicit(expression: Expression): Expression {
  let at = expression;
  while (at.kind === 'cast' && at.implicit) at = at.operand;
  return at;
}

/** `(long)&((struct s *)0)->member` */
export function isOffset(expression: Expression): boolean {
  const { kind, type } = expression;
  return kind === 'cast' && type.kind === 'integer' && withoutCasts(expression).kind === 'address-of';
}

/** Of a condition that is always the same. */
export function isTruth(expression: Expression): boolean | null {
  if (expression.kind === 'intrinsic' && expression.name === '__builtin_constant_p') return false;
  const constant = evaluateConstant(expression);
  if (constant?.kind === 'integer') return constant.value !== 0n;
  return constant?.kind === 'address' ? true : null;
}

/** The function that is called by name, or null. */
export function calledFunction(expression: Expression): string | null {
  if (expression.kind !== 'call') return null;
  const callee = withoutCasts(expression.callee);
  const named = callee.kind === 'decay' ? callee.operand : callee;
  return named.kind === 'function' ? named.symbol.name : null;
}

const noNames: readonly string[] = [];

/** Macros that a token came out of, innermost first. */
export function macrosOf(place: Place): readonly string[] {
  if (!place.expansion) return noNames;
  const names: string[] = [];
  for (let at: Place['expansion'] = place.expansion; at && names.length < 8; at = at.place.expansion)
    names.push(at.macro);
  return names;
}

/** The called function and the macros that the call was written with. */
export function callNames(expression: Expression): readonly string[] {
  const name = calledFunction(expression);
  return name === null ? noNames : [name, ...macrosOf(expression.start)];
}

/** Whether any part of it was written with a macro or named by an enumerator of such a name. */
export function isWrittenWith(expression: Expression, name: RegExp): boolean {
  for (const part of everyExpression(expression)) {
    if ([...macrosOf(part.start), ...macrosOf(part.place)].some((each) => name.test(each))) return true;
    if (part.kind === 'integer' && part.place.length > 0 && name.test(textAt(part.place))) return true;
  }
  return false;
}

/** As it is spelled, on its line. */
export function textAt({ file, line, column, length }: Place): string {
  return lineAt(file, line).slice(column - 1, column - 1 + length);
}

/** Where the lines of a file begin; files are remembered as long as somebody has them. */
const starts = new WeakMap<SourceFile, readonly number[]>();

export function lineAt(file: SourceFile, line: number): string {
  const known = startsOf(file);
  const end = known[line];
  return file.text.slice(known[line - 1] ?? file.text.length, end === undefined ? undefined : end - 1);
}

/** From the one to the other, both included; empty where there are none. */
export function linesOf(file: SourceFile, first: number, last: number): string {
  const end = startsOf(file)[last];
  return file.text.slice(lineStart(file, Math.max(1, first)), end === undefined ? undefined : end - 1);
}

/** What is said in the comments of a stretch of text. */
export function commentsIn(text: string): string {
  return (text.match(/\/\*[^]*?\*\/|\/\/.*/g) ?? []).join(' ');
}

export function lineCount(file: SourceFile): number {
  return startsOf(file).length;
}

/** The offset of its first character. */
export function lineStart(file: SourceFile, line: number): number {
  return startsOf(file)[line - 1] ?? file.text.length;
}

function startsOf(file: SourceFile): readonly number[] {
  let known = starts.get(file);
  if (!known) {
    const found = [0];
    for (let at = file.text.indexOf('\n'); at >= 0; at = file.text.indexOf('\n', at + 1)) found.push(at + 1);
    starts.set(file, (known = found));
  }
  return known;
}

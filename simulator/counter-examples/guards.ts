/** Who calls whom in a driver, and which conditions have to come out how for a call to be reached. */
import type { Expression, FunctionDefinition, Statement, SwitchCase, TranslationUnit } from '../c-language/syntax.ts';
import { calledFunction, everyStatement, expressionsOf, isTruth, ownExpressions, everyExpression, withoutCasts, withoutWrapping } from '../static-checks/expressions.ts'; // prettier-ignore
import type { RouteStep } from '../static-checks/walk.ts';

/** From a function that the kernel calls down to the one that is wanted. */
export interface Chain {
  readonly entry: FunctionDefinition;
  readonly steps: readonly RouteStep[];
}

/** The shortest first; the function itself if the kernel calls it, or nobody in the file does. */
export function chainsTo(unit: TranslationUnit, name: string, isEntry: (name: string) => boolean): readonly Chain[] {
  const own = unit.functions.filter(({ place }) => place.file.path === unit.path);
  const found: Chain[] = [];
  const seen = new Set<string>([name]);
  const open: { readonly name: string; readonly steps: readonly RouteStep[] }[] = [{ name, steps: [] }];
  for (const { name: callee, steps } of open) {
    const definition = own.find(({ symbol }) => symbol.name === callee);
    const callers = own.filter(({ symbol, body }) => !seen.has(symbol.name) && expressionsOf(body).some((each) => calledFunction(each) === callee)); // prettier-ignore
    if (definition && (isEntry(callee) || (callers.length === 0 && open.length === 1)))
      found.push({ entry: definition, steps });
    for (const caller of callers) {
      seen.add(caller.symbol.name);
      const isCall = (each: Expression): boolean => calledFunction(each) === callee;
      open.push({ name: caller.symbol.name, steps: [...(guardsOf(caller.body, isCall) ?? []), ...steps] });
    }
  }
  return found;
}

/** Of conditions that but choose a text, as for a message: how they come out is of no matter to any finding. */
export function ofTexts({ functions, path }: TranslationUnit): ReadonlySet<Expression> {
  const own = functions.filter(({ place }) => place.file.path === path).flatMap(({ body }) => expressionsOf(body));
  return new Set(own.flatMap((each) => (each.kind === 'conditional' && isText(each.whenTrue) && isText(each.whenFalse) ? everyExpression(each.condition) : []))); // prettier-ignore
}

function isText(expression: Expression | null): boolean {
  const bare = expression && withoutCasts(expression);
  return bare?.kind === 'string' || (bare?.kind === 'decay' && bare.operand.kind === 'string');
}

type Wanted = (expression: Expression) => boolean;

/** null: it is not in there. */
function guardsOf(statement: Statement, wanted: Wanted): readonly RouteStep[] | null {
  const within = (each: Statement): readonly RouteStep[] | null => guardsOf(each, wanted);
  switch (statement.kind) {
    case 'block':
      return inBlock(statement.statements, wanted);
    case 'if': {
      const { condition, whenTrue, whenFalse } = statement;
      if (isIn(condition, wanted)) return [];
      const then = within(whenTrue);
      if (then) return [...decided(condition, true), ...then];
      const otherwise = whenFalse && within(whenFalse);
      return otherwise ? [...decided(condition, false), ...otherwise] : null;
    }
    case 'while':
    case 'for': {
      const inside = within(statement.body);
      return inside && statement.condition ? [...decided(statement.condition, true), ...inside] : (inside ?? own(statement, wanted)); // prettier-ignore
    }
    case 'switch':
      return inSwitch(statement, wanted);
    case 'do':
    case 'case':
    case 'label':
      return within(statement.body) ?? own(statement, wanted);
    default:
      return own(statement, wanted);
  }
}

function own(statement: Statement, wanted: Wanted): readonly RouteStep[] | null {
  return ownExpressions(statement).some((each) => isIn(each, wanted)) ? [] : null;
}

function isIn(expression: Expression, wanted: Wanted): boolean {
  return everyExpression(expression).some(wanted);
}

/** What comes before it must not leave. */
function inBlock(statements: readonly Statement[], wanted: Wanted): readonly RouteStep[] | null {
  const steps: RouteStep[] = [];
  for (const each of statements) {
    const inside = guardsOf(each, wanted);
    if (inside) return [...steps, ...inside];
    if (each.kind === 'if' && leaves(each.whenTrue)) steps.push(...decided(each.condition, false));
  }
  return null;
}

function leaves(statement: Statement): boolean {
  if (statement.kind === 'block') return statement.statements.some(leaves);
  return /^(return|goto|break|continue)$/.test(statement.kind);
}

function inSwitch(statement: Extract<Statement, { kind: 'switch' }>, wanted: Wanted): readonly RouteStep[] | null {
  const { value, body } = statement;
  const inside = guardsOf(body, wanted);
  if (!inside) return own(statement, wanted);
  let label: SwitchCase | null = null;
  for (const each of everyStatement(body)) {
    if (each.kind === 'case') label = each.case;
    if (ownExpressions(each).some((one) => isIn(one, wanted))) break;
  }
  if (!label) return inside;
  const isDefault = label.low === null;
  const cases = (isDefault ? statement.cases : [label]).flatMap(({ low, high }) => (low === null ? [] : [{ low, high: high ?? low }])); // prettier-ignore
  return [{ expression: value, truth: !isDefault, cases }, ...inside];
}

/** Of `a && b` that has to hold, both; where there is a choice, nothing is said. */
function decided(whole: Expression, truth: boolean): readonly RouteStep[] {
  const condition = withoutWrapping(whole);
  if (isTruth(condition) !== null) return [];
  if (condition.kind === 'unary' && condition.operator === '!') return decided(condition.operand, !truth);
  if (condition.kind !== 'logical') return [{ expression: condition, truth, cases: undefined }];
  if ((condition.operator === '&&') !== truth) return [];
  return [...decided(condition.left, truth), ...decided(condition.right, truth)];
}

/** From the statements of a function to its control flow. */
import { childrenOf } from '../c-language/children.ts';
import type { BlockStatement, Expression, FunctionDefinition, Statement } from '../c-language/syntax.ts';
import type { Place } from '../c-language/source.ts';
import { isTruth, textAt, withoutWrapping } from './expressions.ts';
import { largestGraph, type Graph, type GraphNode } from './graph.ts';

interface Building {
  readonly graph: Graph;
  readonly isOwn: (call: Extract<Expression, { kind: 'call' }>) => FunctionDefinition | null;
  readonly labels: Map<string, number>;
  readonly loops: { readonly onBreak: number; readonly onContinue: number }[];
  /** Of the innermost switch: where its cases begin. */
  cases: { low: bigint | null; high: bigint | null; next: number }[];
  temporaries: number;
  readonly stop: number;
}

/** `isOwn` tells the calls that are to be followed. Null for a function beyond all measure. */
export function buildGraph(definition: FunctionDefinition, isOwn: Building['isOwn']): Graph | null {
  const graph: Graph = { definition, nodes: [{ kind: 'stop' }], entry: 0, lifted: new Map() };
  const building: Building = { graph, isOwn, labels: new Map(), loops: [], cases: [], temporaries: 0, stop: 0 };
  const end = add(building, { kind: 'return', value: null, place: definition.end });
  graph.entry = buildBlock(building, definition.body, end);
  return graph.nodes.length > largestGraph ? null : graph;
}

function add({ graph }: Building, node: GraphNode): number {
  return graph.nodes.push(node) - 1;
}

function buildBlock(building: Building, { statements }: BlockStatement, follow: number): number {
  let next = follow;
  for (let at = statements.length - 1; at >= 0; at--) next = buildStatement(building, statements[at]!, next);
  return next;
}

function buildStatement(building: Building, statement: Statement, follow: number): number {
  if (building.graph.nodes.length > largestGraph) return building.stop;
  switch (statement.kind) {
    case 'block':
      return buildBlock(building, statement, follow);
    case 'expression':
      return buildEvaluation(building, statement.expression, null, follow);
    case 'declaration':
      return buildDeclaration(building, statement, follow);
    case 'if': {
      const join = joined(building, follow);
      const whenTrue = buildStatement(building, statement.whenTrue, join);
      const whenFalse = statement.whenFalse ? buildStatement(building, statement.whenFalse, join) : join;
      return buildCondition(building, statement.condition, statement.place, whenTrue, whenFalse);
    }
    case 'while':
      return buildLoop(building, statement.condition, null, statement.body, statement.place, follow);
    case 'for': {
      const head = buildLoop(building, statement.condition, statement.step, statement.body, statement.place, follow);
      return statement.initial ? buildStatement(building, statement.initial, head) : head;
    }
    case 'do':
      return buildDo(building, statement, follow);
    case 'switch':
      return buildSwitch(building, statement, follow);
    case 'case': {
      const next = joined(building, buildStatement(building, statement.body, follow));
      building.cases.push({ ...statement.case, next });
      return next;
    }
    case 'label': {
      const join = labelJoin(building, statement.name);
      (building.graph.nodes[join] as { next: number }).next = buildStatement(building, statement.body, follow);
      return join;
    }
    case 'goto':
      return labelJoin(building, statement.label);
    case 'break':
      return building.loops.at(-1)?.onBreak ?? follow;
    case 'continue':
      return innermostLoop(building) ?? follow;
    case 'return':
      return buildReturn(building, statement.value, statement.place);
    case 'asm':
      return add(building, { kind: 'barrier', place: statement.place, next: follow });
    case 'computed-goto':
      return building.stop;
    case 'empty':
      return follow;
  }
}

function innermostLoop({ loops }: Building): number | null {
  for (let at = loops.length - 1; at >= 0; at--) if (loops[at]!.onContinue >= 0) return loops[at]!.onContinue;
  return null;
}

function joined(building: Building, next: number): number {
  return building.graph.nodes[next]?.kind === 'join' ? next : add(building, { kind: 'join', head: false, next });
}

function labelJoin(building: Building, name: string): number {
  let join = building.labels.get(name);
  if (join === undefined) {
    // Until the label is met, behind it is nothing; a goto may lead back.
    join = add(building, { kind: 'join', head: 'label', next: building.stop });
    building.labels.set(name, join);
  }
  return join;
}

function buildDeclaration(
  building: Building,
  { variables }: Extract<Statement, { kind: 'declaration' }>,
  follow: number,
): number {
  let next = follow;
  for (let at = variables.length - 1; at >= 0; at--) {
    const variable = variables[at]!;
    next = add(building, { kind: 'declare', variable, next });
    const leaves = variable.initializer?.leaves ?? [];
    for (let leaf = leaves.length - 1; leaf >= 0; leaf--) next = liftFrom(building, leaves[leaf]!.value, next);
  }
  return next;
}

function buildReturn(building: Building, value: Expression | null, place: Place): number {
  const node = add(building, { kind: 'return', value, place });
  return value ? liftFrom(building, value, node) : node;
}

function buildLoop(
  building: Building,
  condition: Expression | null,
  step: Expression | null,
  body: Statement,
  place: Place,
  follow: number,
): number {
  const head = add(building, { kind: 'join', head: true, next: building.stop });
  const onContinue = step ? buildEvaluation(building, step, null, head) : head;
  const after = joined(building, follow);
  building.loops.push({ onBreak: after, onContinue });
  const inside = buildStatement(building, body, onContinue);
  building.loops.pop();
  const entry = condition ? buildCondition(building, condition, place, inside, after, true) : inside;
  (building.graph.nodes[head] as { next: number }).next = entry;
  return head;
}

function buildDo(
  building: Building,
  { body, condition, place }: Extract<Statement, { kind: 'do' }>,
  follow: number,
): number {
  const once = isTruth(condition) === false;
  const head = add(building, { kind: 'join', head: !once, next: building.stop });
  const after = joined(building, follow);
  const test = once ? after : buildCondition(building, condition, place, head, after);
  building.loops.push({ onBreak: after, onContinue: test });
  const inside = buildStatement(building, body, test);
  building.loops.pop();
  (building.graph.nodes[head] as { next: number }).next = inside;
  return head;
}

function buildSwitch(
  building: Building,
  { value, body, place }: Extract<Statement, { kind: 'switch' }>,
  follow: number,
): number {
  const outer = building.cases;
  building.cases = [];
  const after = joined(building, follow);
  building.loops.push({ onBreak: after, onContinue: -1 });
  buildStatement(building, body, after);
  building.loops.pop();
  const found = building.cases;
  building.cases = outer;
  const cases = found.flatMap(({ low, high, next }) => (low === null ? [] : [{ low, high: high ?? low, next }]));
  const otherwise = found.find(({ low }) => low === null)?.next ?? (cases.length > 1 ? null : after);
  return liftFrom(building, value, add(building, { kind: 'switch', value, place, cases, otherwise }));
}

/** Where to go on for a condition: `!`, `&&` and `||` are ways of their own. */
function buildCondition(
  building: Building,
  whole: Expression,
  place: Place,
  whenTrue: number,
  whenFalse: number,
  counts = false,
): number {
  const condition = withoutWrapping(whole);
  const constant = isTruth(condition);
  if (constant !== null) return constant ? whenTrue : whenFalse;
  if (condition.kind === 'unary' && condition.operator === '!') {
    return buildCondition(building, condition.operand, place, whenFalse, whenTrue);
  }
  if (condition.kind === 'logical') {
    const right = buildCondition(building, condition.right, place, whenTrue, whenFalse);
    return condition.operator === '&&'
      ? buildCondition(building, condition.left, place, right, joined(building, whenFalse))
      : buildCondition(building, condition.left, place, joined(building, whenTrue), right);
  }
  const node = add(building, {
    kind: 'branch',
    condition,
    place,
    counts: counts && isRelation(condition),
    whenTrue,
    whenFalse,
  });
  return liftFrom(building, condition, node);
}

function isRelation(condition: Expression): boolean {
  if (condition.kind === 'binary') return relation.test(condition.operator);
  // Of something whose type no header here tells.
  return condition.kind === 'error' && condition.parts?.length === 2 && relation.test(textAt(condition.place));
}

const relation = /^(<|<=|>|>=|!=)$/;

function buildEvaluation(building: Building, expression: Expression, into: number | null, follow: number): number {
  const node = add(building, { kind: 'evaluate', expression, into, next: follow });
  return liftFrom(building, expression, node);
}

/** Sub-expressions with a control flow of their own, evaluated in front of `node`. */
function liftFrom(building: Building, expression: Expression, node: number): number {
  const found: Expression[] = [];
  collectLifted(building, expression, found);
  let next = node;
  for (let at = found.length - 1; at >= 0; at--) {
    const each = found[at]!;
    const into = building.temporaries++;
    building.graph.lifted.set(each, into);
    next = buildLifted(building, each, into, next);
  }
  return next;
}

function collectLifted(building: Building, expression: Expression, found: Expression[]): void {
  if (building.graph.lifted.has(expression)) return;
  switch (expression.kind) {
    case 'conditional':
    case 'logical':
    case 'statement-expression':
      found.push(expression);
      return;
    case 'call':
      if (building.isOwn(expression)) {
        found.push(expression);
        return;
      }
  }
  for (const child of childrenOf(expression)) collectLifted(building, child, found);
}

function buildLifted(building: Building, expression: Expression, into: number, follow: number): number {
  switch (expression.kind) {
    case 'conditional': {
      const join = joined(building, follow);
      const { condition, whenTrue, whenFalse, place } = expression;
      const yes = buildEvaluation(building, whenTrue ?? condition, into, join);
      return buildCondition(building, condition, place, yes, buildEvaluation(building, whenFalse, into, join));
    }
    case 'logical': {
      const join = joined(building, follow);
      const yes = add(building, { kind: 'constant', value: 1n, into, next: join });
      const no = add(building, { kind: 'constant', value: 0n, into, next: join });
      return buildCondition(building, expression, expression.place, yes, no);
    }
    case 'statement-expression':
      return buildValueBlock(building, expression.body, into, follow);
    case 'call': {
      const definition = building.isOwn(expression)!;
      let next = add(building, { kind: 'call', call: expression, definition, into, next: follow });
      for (let at = expression.arguments.length - 1; at >= 0; at--) {
        next = liftFrom(building, expression.arguments[at]!, next);
      }
      return next;
    }
    default:
      return follow;
  }
}

function buildValueBlock(building: Building, { statements }: BlockStatement, into: number, follow: number): number {
  const last = statements.at(-1);
  if (last?.kind !== 'expression') return buildBlock(building, { ...emptyBlock, statements }, follow);
  const value = buildEvaluation(building, last.expression, into, follow);
  return buildBlock(building, { ...emptyBlock, statements: statements.slice(0, -1) }, value);
}

const emptyBlock = { kind: 'block' } as BlockStatement;

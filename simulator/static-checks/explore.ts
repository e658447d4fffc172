/**
 * Walks the paths of a function. Paths that come to a join with the same knowledge go on as one; where too many differ, only those go on that differ in what
 * rules look at. So the work is bounded, and what is found lies on a path that nothing known speaks against.
 */
import type { FunctionDefinition } from '../c-language/syntax.ts';
import type { Place } from '../c-language/source.ts';
import { assume, compare, factOf } from './assume.ts';
import { assign, declare, evaluate, forgetPointedLocals, hearCall, temporary } from './evaluate.ts';
import { macrosOf } from './expressions.ts';
import type { Graph, GraphNode } from './graph.ts';
import {
  copyState,
  createState,
  keyOf,
  kindOfPath,
  mark,
  outcomeOf,
  change,
  retire,
  write,
  type Held,
  type State,
} from './state.ts';
import { resourcesIn } from './resources.ts';
import { number, placeKey, resourceTerm, symbol, typeOfLocation, variableLocation, type Term } from './terms.ts';
import { guarded, step, tell, type Walk } from './walk.ts';

/** Bounds of the work on one function. */
export const limits = {
  /** Nodes visited from one root, those of called functions included. */
  visits: 4_000,
  /** Different states that go on from one join, and as many more as differ in what rules look at. */
  states: 3,
  kinds: 12,
  /** Functions of the same file within each other. */
  depth: 4,
  /** Nodes of a function that is followed at each call. */
  calledNodes: 300,
  /** So small a function is always followed. */
  smallNodes: 15,
  /** Different ways out of a called function. */
  exits: 8,
} as const;

interface Exit {
  readonly state: State;
  readonly value: Term | null;
  readonly place: Place;
}

interface Visits {
  readonly seen: Set<string>;
  readonly kinds: Set<string>;
  count: number;
}

/** From its beginning, with nothing known. */
export function exploreFunction(walk: Walk): void {
  const { graph } = walk;
  walk.state = createState();
  tell(walk, 'enter');
  for (const { state, value, place } of run(walk, graph, walk.state)) {
    walk.state = state;
    tell(walk, 'leave', value, place);
  }
}

function run(walk: Walk, graph: Graph, entry: State): readonly Exit[] {
  const visits = new Map<number, Visits>();
  const exits: Exit[] = [];
  const open: { node: number; state: State }[] = [{ node: graph.entry, state: entry }];
  while (open.length > 0) {
    const path = open.pop()!;
    walk.state = path.state;
    walk.graph = graph;
    follow(walk, path.node, visits, open, exits);
  }
  return exits;
}

/** Along one path, until it forks, ends, or comes where another has been with the same knowledge. */
function follow(
  walk: Walk,
  from: number,
  visits: Map<number, Visits>,
  open: { node: number; state: State }[],
  exits: Exit[],
): void {
  // prettier-ignore
  const { graph } = walk;
  let at = from;
  for (;;) {
    if (--walk.budget < 0) return;
    const node = graph.nodes[at]!;
    switch (node.kind) {
      case 'stop':
        return;
      case 'join':
        if (node.head) widen(walk, at, node.head === 'label');
        if (!goesOn(walk.state, at, visits)) return;
        at = node.next;
        break;
      case 'return':
        exits.push({ state: walk.state, value: node.value ? evaluate(walk, node.value) : null, place: node.place });
        return;
      case 'branch':
        fork(walk, node, open);
        return;
      case 'switch':
        forkSwitch(walk, node, open);
        return;
      case 'call':
        for (const state of enterCall(walk, node)) open.push({ node: node.next, state });
        return;
      default:
        perform(walk, node);
        at = node.next;
    }
  }
}

function perform(
  walk: Walk,
  node: Extract<GraphNode, { kind: 'evaluate' | 'constant' | 'declare' | 'barrier' }>,
): void {
  switch (node.kind) {
    case 'evaluate': {
      const value = evaluate(walk, node.expression);
      if (node.into !== null) write(walk.state, temporary(walk, node.into), value);
      return;
    }
    case 'constant':
      write(walk.state, temporary(walk, node.into), number(node.value));
      return;
    case 'declare':
      declare(walk, node.variable);
      return;
    case 'barrier':
      tell(walk, 'barrier', macrosOf(node.place), node.place);
  }
}

function goesOn(state: State, at: number, visits: Map<number, Visits>): boolean {
  let known = visits.get(at);
  if (!known) visits.set(at, (known = { seen: new Set(), kinds: new Set(), count: 0 }));
  const key = keyOf(state);
  if (known.seen.has(key)) return false;
  if (known.seen.size < limits.states) {
    known.seen.add(key);
    known.kinds.add(kindOfPath(state));
    return true;
  }
  const kind = kindOfPath(state);
  if (known.kinds.has(kind) || known.kinds.size >= limits.kinds) return false;
  known.kinds.add(kind);
  return true;
}

/**
 * The second time around a loop, what the first time has changed is known no more, but called by a name of its own: so the third time is like the second.
 */
function widen(walk: Walk, head: number, isLabel: boolean): void {
  const { state } = walk;
  const id = head + walk.frame * 100_000;
  const before = state.loops.get(id);
  if (!before) {
    state.loops.set(id, { values: new Map(state.values), resources: new Set(state.resources.keys()) });
    return;
  }
  if (isLabel && !before.again) {
    state.loops.set(id, { values: new Map(state.values), resources: before.resources, again: true });
    return;
  }
  // What was mapped in the last round is not what the same words mean in this one.
  for (const [name, { kind }] of state.resources) {
    if (before.resources.has(name)) continue;
    change(state, name, {
      buffer: null,
      ...(kind === 'sg' || kind === 'sgtable' ? { escaped: true, homes: ['*'] } : {}),
    });
  }
  const changed: [Held, Term][] = [];
  /** At the beginning, and by the condition of each round. */
  const nonzero: Term[] = [];
  for (const [key, held] of state.values) {
    const first: Held | undefined = before.values.get(key);
    if (first?.value.key === held.value.key) continue;
    const fresh = symbol(`loop${id}:${key}`);
    if (held.value.kind === 'resource' || isNoPointer(held)) continue;
    changed.push([held, fresh]);
    if (first && isNonzero(state, first.value) && isNonzero(state, held.value)) nonzero.push(fresh);
  }
  if (changed.length === 0) return;
  retire(state, symbol(`loop${id}:`));
  for (const [{ location }, value] of changed) state.values.set(location.key, { location, value });
  for (const { key } of nonzero) state.facts.set(key, { low: null, high: null, nonzero: true });
}

/** A pointer that is null when a round ends is that in the next one, too; what has a type that is not known may be one. */
function isNoPointer({ location, value }: Held): boolean {
  return value.kind === 'number' && value.value === 0n && /^(pointer|error)$/.test(typeOfLocation(location)?.kind ?? ''); // prettier-ignore
}

function isNonzero(state: State, value: Term): boolean {
  return factOf(state, value).nonzero;
}

function fork(
  walk: Walk,
  { condition, counts, whenTrue, whenFalse }: Extract<GraphNode, { kind: 'branch' }>,
  open: { node: number; state: State }[],
): void {
  // prettier-ignore
  const value = evaluate(walk, condition);
  const entered =
    !counts || value.kind === 'number' || walk.state.marks.has(`entered ${walk.path}${placeKey(condition.place)}`);
  const other = copyState(walk.state);
  const took = (truth: boolean, next: number): void => {
    tell(walk, 'branch', condition, value, truth);
    const possible = guarded(walk, 'assume', () => assume(walk, value, truth, condition.place));
    if (possible === false) return;
    if (value.kind !== 'number') step(walk, condition, truth, condition.start);
    open.push({ node: next, state: walk.state });
  };
  if (entered) took(false, whenFalse);
  walk.state = other;
  if (counts) mark(walk.state, `entered ${walk.path}${placeKey(condition.place)}`, 1);
  took(true, whenTrue);
}

function forkSwitch(
  walk: Walk,
  { value, cases, otherwise, place }: Extract<GraphNode, { kind: 'switch' }>,
  open: { node: number; state: State }[],
): void {
  // prettier-ignore
  const term = evaluate(walk, value);
  const whole = walk.state;
  const ways = cases.length > 40 ? cases.slice(0, 40) : cases;
  walk.state = copyState(whole);
  const excluded =
    otherwise !== null && ways.every(({ low, high }) => low !== high || compare(walk, '!=', term, number(low), place));
  const took = (cases: typeof ways, truth: boolean): void => {
    const { trail } = walk.state;
    if (term.kind !== 'number') walk.state.trail = { what: value, truth, place: value.start, cases, before: trail }; // prettier-ignore
  };
  if (excluded) {
    took(ways, false);
    open.push({ node: otherwise, state: walk.state });
  }
  for (const { low, high, next } of ways) {
    walk.state = copyState(whole);
    const possible = low === high ? compare(walk, '==', term, number(low), place) : compare(walk, '>=', term, number(low), place) && compare(walk, '<=', term, number(high), place); // prettier-ignore
    if (!possible) continue;
    took([{ low, high, next }], true);
    open.push({ node: next, state: walk.state });
  }
}

/** What is known behind a call of a function of the same file, for each way out of it. */
function enterCall(walk: Walk, { call, definition, into }: Extract<GraphNode, { kind: 'call' }>): readonly State[] {
  const { graph, frame } = walk;
  const result = temporary(walk, into);
  const values = call.arguments.map((each) => evaluate(walk, each));
  for (const value of values) for (const name of resourcesIn(value)) mark(walk.state, `${name} told`, 1);
  const checked = checksHandle.test(definition.symbol.name) ? values.find(isHandle) : undefined;
  if (checked?.kind === 'resource') {
    write(walk.state, result, resourceTerm('check', checked.resource));
    return [walk.state];
  }
  const called = walk.stack.length < limits.depth && !walk.stack.includes(definition) ? walk.graphOf(definition) : null;
  if (called && !isWorthFollowing(walk, definition, called, values)) {
    tell(walk, 'skipped', definition.symbol.name);
    write(walk.state, result, unfollowed(walk, call, values));
    return [walk.state];
  }
  if (!called || called.nodes.length > limits.calledNodes) {
    write(walk.state, result, hearCall(walk, call, values));
    return [walk.state];
  }
  walk.stack.push(definition);
  walk.frame = walk.stack.length;
  for (const [index, parameter] of definition.parameters.entries()) {
    const value = values[index];
    if (value) assign(walk, variableLocation(parameter, walk.frame), value, call, call.arguments[index]!);
  }
  const outerPath = walk.path;
  walk.path = `${outerPath}/${placeKey(call.place)}`;
  const exits = run(walk, called, walk.state);
  walk.path = outerPath;
  walk.stack.pop();
  const inner = walk.frame;
  walk.frame = frame;
  walk.graph = graph;
  return distinct(exits).map(({ state, value }) => {
    dropFrame(state, inner);
    write(state, result, value ?? number(0n));
    return state;
  });
}

/** A function of its own that asks whether a mapping failed, in one of several ways. */
const checksHandle = /(dma|map|mapping)_error$/;

function isHandle(value: Term): boolean {
  return value.kind === 'resource' && value.aspect === 'handle';
}

/** A function that does nothing with DMA, and is given nothing that has to do with it, is left aside. */
function isWorthFollowing(
  { facts, state }: Walk,
  { symbol: { name } }: FunctionDefinition,
  graph: Graph,
  values: readonly Term[],
): boolean {
  // prettier-ignore
  if (graph.nodes.length <= limits.smallNodes || facts.relevant.has(name)) return true;
  return values.some(
    (value) =>
      value.kind === 'device' ||
      !resourcesIn(value).next().done ||
      [...state.resources.values()].some((each) => each.kind === 'single' && each.buffer?.key === value.key),
  );
}

function unfollowed(walk: Walk, call: Extract<GraphNode, { kind: 'call' }>['call'], values: readonly Term[]): Term {
  forgetPointedLocals(walk, call, values);
  return outcomeOf(walk.state, symbol(`own/${placeKey(call.place)}`));
}

function distinct(exits: readonly Exit[]): readonly Exit[] {
  const kinds = new Map<string, Exit>();
  for (const exit of exits) {
    const key = `${kindOfPath(exit.state)} ${exit.value?.kind === 'number' || exit.value?.kind === 'resource' ? exit.value.key : ''}`;
    if (!kinds.has(key) && kinds.size < limits.exits) kinds.set(key, exit);
  }
  return [...kinds.values()];
}

function dropFrame({ values, loops }: State, frame: number): void {
  const names = [`v${frame}:`, `t${frame}:`];
  for (const key of values.keys()) if (names.some((name) => key.startsWith(name))) values.delete(key);
  for (const id of loops.keys()) if (Math.floor(id / 100_000) === frame) loops.delete(id);
}

/** What a walk along the paths of a function is made of, and what families of rules can hear on it. */
import type { Place } from '../c-language/source.ts';
import type { Expression, FunctionDefinition } from '../c-language/syntax.ts';
import type { CType, RecordDeclaration } from '../c-language/types.ts';
import { linesOf, textAt } from './expressions.ts';
import type { FunctionSummary } from './file-facts.ts';
import type { Graph } from './graph.ts';
import { ask, type SeenFacts } from './questions.ts';
import type { State, Step } from './state.ts';
import { placeKey, type Location, type Term } from './terms.ts';

export interface Walk {
  readonly facts: SeenFacts;
  readonly ears: Ears;
  readonly graphOf: (definition: FunctionDefinition) => Graph | null;
  /** The function that the walk began in. */
  readonly root: FunctionDefinition;
  readonly findings: Map<string, Finding>;
  /** Findings that count only if the function releases that resource on another path, by resource. */
  readonly suspected: Map<string, Finding>;
  /** Resources that some path releases, and the calls that do. */
  readonly released: Map<string, Set<Expression>>;
  /** Those that a function which undoes this one releases. */
  readonly undone: Set<string>;
  /** By resource that is left behind: how conditions came out on that path. */
  readonly decided: Map<string, Step | null>;
  /** By key of a finding: what takes it back if a path shows it. */
  readonly conditions: Map<string, string>;
  readonly acquitted: Set<string>;
  /** Records whose layout was asked for. */
  readonly measured: Set<RecordDeclaration>;
  readonly crashes: Crash[];
  state: State;
  /** What a `load` handler found to be the value instead. */
  loaded: Term | null;
  graph: Graph;
  frame: number;
  /** The calls that led into the function being walked. */
  path: string;
  /** Functions that are being walked, outermost first. */
  readonly stack: FunctionDefinition[];
  /** Nodes that may still be visited. */
  budget: number;
}

export interface Crash {
  readonly where: string;
  readonly error: string;
}

/** A condition that the path needs to come out so, or a switch that it needs to take one of these cases of, or (`truth` false) none. */
export interface RouteStep {
  readonly expression: Expression;
  readonly truth: boolean;
  readonly cases: Step['cases'];
}

export interface Finding {
  readonly rule: string;
  readonly place: Place;
  readonly message: string;
  readonly notes: readonly { readonly message: string; readonly place: Place }[];
  readonly fixes: readonly Fix[];
  readonly function: string;
  /** Calls on the path that have to fail, for the path to be taken. */
  readonly failing: readonly Place[];
  /** How the path goes, from the beginning of `root` on; only where that was asked for. */
  readonly route?: { readonly root: string; readonly steps: readonly RouteStep[] };
}

/** Edits of the finding's own file. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
}
/** What stands between two offsets of the text is replaced. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export interface CallEvent {
  /** The one that it was heard by. */
  readonly name: string;
  readonly expression: Extract<Expression, { kind: 'call' }>;
  readonly values: readonly Term[];
  readonly arguments: readonly Expression[];
  readonly place: Place;
}

export type CallHandler = (walk: Walk, call: CallEvent) => Term | null;

export interface Rule {
  readonly id: string;
  readonly severity: 'error' | 'warning' | 'note';
  /** What is wrong, in one line. */
  readonly title: string;
  /** Right in kind but seldom to be proven: off unless it is asked for by name. */
  readonly asked?: boolean;
}

/** Rules that belong together, and what they listen to. */
export interface Family {
  readonly name: string;
  readonly rules: readonly Rule[];
  readonly calls?: Readonly<Record<string, CallHandler>>;
  readonly load?: (walk: Walk, location: Location, expression: Expression, value: Term) => void;
  readonly store?: (walk: Walk, location: Location, value: Term, expression: Expression, written: Expression) => void;
  readonly branch?: (walk: Walk, condition: Expression, value: Term, truth: boolean) => void;
  /** A comparison is known to hold, or not to. */
  readonly compared?: (walk: Walk, operator: string, left: Term, right: Term) => void;
  readonly convert?: (walk: Walk, expression: Extract<Expression, { kind: 'cast' }>, value: Term) => void;
  readonly index?: (walk: Walk, index: Term, place: Place, pointer: Expression) => void;
  readonly dereference?: (walk: Walk, pointer: Term, place: Place, type: CType) => void;
  /** A function that nobody here knows gets these values. */
  readonly unknownCall?: (walk: Walk, name: string | null, values: readonly Term[], place: Place) => void;
  /** A function of the file that has nothing to do with DMA is not followed. */
  readonly skipped?: (walk: Walk, name: string) => void;
  readonly barrier?: (walk: Walk, names: readonly string[], place: Place) => void;
  /** Before the first node of the function that the walk begins in. */
  readonly enter?: (walk: Walk) => void;
  /** The function that the walk began in is left. */
  readonly leave?: (walk: Walk, value: Term | null, place: Place) => void;
  /** Once for each function, over the tree alone. */
  readonly tree?: (look: TreeLook) => void;
}

export interface TreeLook {
  readonly facts: SeenFacts;
  readonly summary: FunctionSummary;
  readonly report: (finding: Finding) => void;
}

/** All families' handlers, by what they listen to. */
export interface Ears {
  readonly families: readonly Family[];
  readonly calls: ReadonlyMap<string, readonly { readonly family: string; readonly handler: CallHandler }[]>;
  /** Those who listen to each event. */
  readonly events: Readonly<Record<Event, readonly { readonly where: string; readonly hear: Hear }[]>>;
}

type Hear = (walk: Walk, ...what: unknown[]) => void;

export function earsOf(families: readonly Family[]): Ears {
  const calls = new Map<string, { family: string; handler: CallHandler }[]>();
  for (const family of families) {
    for (const [name, handler] of Object.entries(family.calls ?? {})) {
      calls.set(name, [...(calls.get(name) ?? []), { family: family.name, handler }]);
    }
  }
  const hearing = (event: Event): Ears['events'][Event] =>
    families.flatMap((family) => (family[event] ? [{ where: `${family.name}/${event}`, hear: family[event] as Hear }] : [])); // prettier-ignore
  const heard = Object.fromEntries(events.map((event) => [event, hearing(event)]));
  return { families, calls, events: heard as Ears['events'] };
}

const events = ['load', 'store', 'branch', 'compared', 'convert', 'index', 'dereference', 'unknownCall', 'skipped', 'barrier', 'enter', 'leave'] as const; // prettier-ignore
type Event = (typeof events)[number];

/** Tells every family; one that fails is written down and does not keep the others from hearing. */
export function tell<E extends Event>(
  walk: Walk,
  event: E,
  ...what: Parameters<NonNullable<Family[E]>> extends [Walk, ...infer Rest] ? Rest : never
): void {
  // prettier-ignore
  for (const { where, hear } of walk.ears.events[event]) {
    try {
      hear(walk, ...what);
    } catch (error) {
      writeDown(walk, where, error);
    }
  }
}

export function guarded<T>(walk: Pick<Walk, 'crashes'>, where: string, action: () => T): T | null {
  try {
    return action();
  } catch (error) {
    writeDown(walk, where, error);
    return null;
  }
}

function writeDown({ crashes }: Pick<Walk, 'crashes'>, where: string, error: unknown): void {
  if (crashes.length < 20) crashes.push({ where, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }); // prettier-ignore
}

export interface Report {
  readonly notes?: Finding['notes'];
  readonly fixes?: readonly Fix[];
  /** One finding of the rule for everything of this name. */
  readonly once?: string;
  /** Taken back if any path acquits it under this name. */
  readonly unless?: string;
}

/** A path shows that findings which depend on this are none. */
export function acquit({ acquitted }: Walk, name: string): void {
  acquitted.add(name);
}

/** One finding of a rule for one place. */
export function report(walk: Walk, rule: string, place: Place, message: string, more: Report = {}): void {
  const { file, line, column } = writtenPlace(place);
  const key = `${rule} ${more.once ?? `${file.path}:${line}:${column}`}`;
  if (walk.findings.has(key) || contradicts(walk)) return;
  walk.findings.set(key, findingOf(walk, rule, place, message, more));
  if (more.unless !== undefined) walk.conditions.set(key, more.unless);
}

export function findingOf(walk: Walk, rule: string, place: Place, message: string, more: Report = {}): Finding {
  const outer = writtenPlace(place);
  const { trail } = walk.state;
  const given = (more.notes ?? []).map((note) => ({ ...note, place: writtenPlace(note.place) }));
  const notes = [...given, ...stepsOf(trail)];
  const function_ = walk.stack.at(-1)?.symbol.name ?? walk.root.symbol.name;
  return {
    rule,
    place: outer,
    message,
    notes,
    fixes: more.fixes ?? [],
    function: function_,
    failing: failuresOf(trail),
    ...(walk.facts.wantsRoutes ? { route: { root: walk.root.symbol.name, steps: routeOf(trail) } } : {}),
  };
}

/** Where the outermost macro was used: what the programmer sees. */
export function writtenPlace(place: Place): Place {
  let at = place;
  while (at.expansion) at = at.expansion.place;
  return at;
}

const mostSteps = 12;

function stepsOf(trail: Step | null): Finding['notes'] {
  const steps: Finding['notes'][number][] = [];
  for (let at = trail; at && steps.length < mostSteps; at = at.before) {
    if (at.cases) continue;
    const place = writtenPlace(at.place);
    steps.push({ message: describe(at), place });
  }
  return steps.reverse();
}

function routeOf(trail: Step | null): readonly RouteStep[] {
  const steps: RouteStep[] = [];
  for (let at = trail; at; at = at.before)
    if (typeof at.what !== 'string') steps.push({ expression: at.what, truth: at.truth, cases: at.cases });
  return steps.reverse();
}

function failuresOf(trail: Step | null): readonly Place[] {
  const places: Place[] = [];
  for (let at = trail; at; at = at.before) if (at.what === failure) places.push(writtenPlace(at.place));
  return places.reverse();
}

/** What is said of a call that is taken to fail. */
export const failure = 'fails on this path';

export function step(walk: Walk, what: Expression | string, truth: boolean, place: Place): void {
  walk.state.trail = { what, truth, place, before: walk.state.trail };
}

/** A condition in the words of the source; empty where it is no single line of them. */
export function conditionText({ what, cases }: Step): string {
  if (typeof what === 'string' || cases) return '';
  const first = writtenPlace(what.start);
  const last = writtenPlace(what.end);
  const oneLine = first.line === last.line && first.file === last.file && last.column >= first.column;
  return oneLine ? textAt({ ...first, length: last.column + last.length - first.column }) : '';
}

const mayChange = /read|error|alloc|get|test|try|empty|pop|busy|poll|wait|next|in\d*\(|\+\+|--|[^=!<>]=[^=]/i;

/** Whether a path needs a condition to hold in one place and not in another, with nothing in sight that changes what is asked. */
export function contradicts({ facts, state: { trail } }: Pick<Walk, 'facts' | 'state'>): boolean {
  const asked = new Map<string, Step[]>();
  const places = new Set<string>();
  for (let at = trail; at; at = at.before) {
    const text = conditionText(at);
    const here = placeKey(at.place);
    if (text === '' || mayChange.test(text)) continue;
    // What is asked in each round of a loop may change in its body.
    const later = places.has(here) ? (asked.get(text) ?? []).filter((other) => placeKey(other.place) !== here) : (asked.get(text) ?? []); // prettier-ignore
    const isOther = (other: Step): boolean => isUnchanged(text, at.place, other.place) || isOfOneMember(facts, text, at.place, other.place); // prettier-ignore
    if (later.some((other) => other.truth !== at.truth && isOther(other))) return true;
    asked.set(text, places.has(here) ? [...later] : [...later, at]);
    places.add(here);
  }
  return false;
}

/** The same member by the same words in two functions that are called one behind the other, and nobody but who made the object writes it. */
function isOfOneMember(facts: SeenFacts, text: string, first: Place, second: Place): boolean {
  const member = /^\w+->(\w+) *[!=]= *[A-Z_]\w*$/.exec(text)?.[1];
  return member !== undefined && writtenPlace(first).file === writtenPlace(second).file && ask(facts, 'is assigned once', member); // prettier-ignore
}

function isUnchanged(text: string, first: Place, second: Place): boolean {
  const from = writtenPlace(first);
  const to = writtenPlace(second);
  if (from.file !== to.file || to.line <= from.line) return false;
  const between = linesOf(from.file, from.line, to.line);
  if (/^}/m.test(between)) return false;
  return [...text.matchAll(/[A-Za-z_]\w*/g)].every(([name]) => !new RegExp(`(\\b${name}\\s*(=[^=]|\\+\\+|--|[-+|&^*/]=|<<=|>>=))|(\\+\\+|--|(?<![&\\w)\\]]\\s*)&(?!&))\\s*([\\w]+(->|\\.))*${name}\\b(?!\\s*(->|\\.|\\[))`).test(between)); // prettier-ignore
}

/** In the words of the source. */
function describe(step: Step): string {
  const { what, truth } = step;
  if (typeof what === 'string') return what;
  const text = conditionText(step);
  return text === '' ? `when the condition here is ${truth}` : `when '${text}' is ${truth}`;
}

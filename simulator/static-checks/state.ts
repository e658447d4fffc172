/** What is known at one point of one path through a function: plain data, copied where the path forks. */
import type { Place } from '../c-language/source.ts';
import type { Expression } from '../c-language/syntax.ts';
import { initial, isLocal, parts, zero, type Location, type Term } from './terms.ts';

export interface State {
  readonly values: Map<string, Held>;
  readonly facts: Map<string, Fact>;
  readonly resources: Map<string, Resource>;
  /** What rules remember, by names of their own. */
  readonly marks: Map<string, Mark>;
  /** At the head of each loop that was entered: the values found there first. */
  readonly loops: Map<number, LoopEntry>;
  /** Calls made on this path: a second time, their outcome is another value. */
  readonly sites: Set<string>;
  /** How the path got here, last step first. */
  trail: Step | null;
}
export interface LoopEntry {
  /** A label that was jumped back to once: such loops go round once more as they are. */
  readonly again?: true;
  readonly values: ReadonlyMap<string, Held>;
  readonly resources: ReadonlySet<string>;
}
export interface Held {
  readonly location: Location;
  readonly value: Term;
}
/** Between `low` and `high`, both inclusive; `nonzero` on top. */
export interface Fact {
  readonly low: bigint | null;
  readonly high: bigint | null;
  readonly nonzero: boolean;
}
export interface Mark {
  readonly value: string | number;
  readonly place: Place | null;
}
export interface Step {
  /** A condition that is taken to be so, or words of our own. */
  readonly what: Expression | string;
  readonly truth: boolean;
  readonly place: Place;
  /** Of a switch: the values that the path goes on with, or (`truth` false) does not. */
  readonly cases?: readonly { readonly low: bigint; readonly high: bigint }[];
  readonly before: Step | null;
}

export type ResourceKind =
  'single' | 'page' | 'resource' | 'sg' | 'sgtable' | 'coherent' | 'managed' | 'pool' | 'heap' | 'vmalloc' | 'kvmalloc' | 'devm'; // prettier-ignore

/** A mapping, or memory that was asked for. */
export interface Resource {
  readonly kind: ResourceKind;
  readonly place: Place;
  readonly device: Term | null;
  /** The CPU's address, the page, or the list. */
  readonly buffer: Term | null;
  /** In bytes; entries of a list. */
  readonly size: Term | null;
  readonly direction: Term | null;
  readonly pool: Term | null;
  readonly released: Place | null;
  readonly failed: boolean;
  /** Whether it is known that it did not fail. */
  readonly proven: boolean;
  /** Whether the device was told of it before that was known. */
  readonly usedUnproven: Place | null;
  readonly owner: 'device' | 'cpu';
  /** The CPU wrote while it owned the buffer. */
  readonly dirty: boolean;
  /** Somebody else knows of it: a field, the caller, another function. */
  readonly escaped: boolean;
  /** Fields that keep it, where there is but one object of them. */
  readonly homes: readonly string[];
}

export function createState(): State {
  return {
    values: new Map(),
    facts: new Map(),
    resources: new Map(),
    marks: new Map(),
    loops: new Map(),
    sites: new Set(),
    trail: null,
  };
}

export function copyState(state: State): State {
  return {
    values: new Map(state.values),
    facts: new Map(state.facts),
    resources: new Map(state.resources),
    marks: new Map(state.marks),
    loops: new Map(state.loops),
    sites: new Set(state.sites),
    trail: state.trail,
  };
}

export function read(state: State, location: Location): Term {
  return state.values.get(location.key)?.value ?? initial(location);
}

export function write(state: State, location: Location, value: Term): void {
  // A whole object is written: what was known of its parts is not true any more.
  if (location.kind !== 'member') forgetParts(state, location);
  state.values.set(location.key, { location, value });
}

/** All bytes are zero, as far as anything is known of them. */
export function clear(state: State, { key }: Location): void {
  for (const [at, { location }] of state.values) {
    if (at.length > key.length && at.startsWith(key) && /^[.[]/.test(at.slice(key.length)))
      state.values.set(at, { location, value: zero });
  }
}

export function forgetParts(state: State, { key }: Location): void {
  for (const each of state.values.keys()) {
    if (each.length > key.length && each.startsWith(key) && (each[key.length] === '.' || each[key.length] === '[')) {
      state.values.delete(each);
    }
  }
}

export function isLive(resource: Resource): boolean {
  return resource.released === null && !resource.failed;
}

export function change(state: State, name: string, changes: Partial<Resource>): void {
  const resource = state.resources.get(name);
  if (resource) state.resources.set(name, { ...resource, ...changes });
}

export function mentions(term: Term, resource: string): boolean {
  for (const part of parts(term)) if (part.kind === 'resource' && part.resource === resource) return true;
  return false;
}

/** Whether anything that outlives the function holds it. */
export function isKept(state: State, resource: string): boolean {
  for (const { location, value } of state.values.values()) {
    if (!isLocal(location) && mentions(value, resource)) return true;
  }
  return false;
}

/** A name stands for another value from here on: what was known of the old one is kept under no name. */
export function retire(state: State, { key }: Term): void {
  for (const [at, { value }] of state.values) if (at.includes(key) || value.key.includes(key)) state.values.delete(at);
  for (const at of state.facts.keys()) if (at.includes(key)) state.facts.delete(at);
  for (const at of state.marks.keys()) if (at.includes(key)) state.marks.delete(at);
  for (const [name, resource] of state.resources) {
    const { buffer, size, device, pool } = resource;
    const stale = (term: Term | null): boolean => term?.key.includes(key) ?? false;
    if (![buffer, size, device, pool].some(stale)) continue;
    const kept = (term: Term | null): Term | null => (stale(term) ? null : term);
    state.resources.set(name, { ...resource, buffer: kept(buffer), size: kept(size), device: kept(device), pool: kept(pool), escaped: true, homes: ['*'] }); // prettier-ignore
  }
}

/** What a call gives: another value each time that it is made. */
export function outcomeOf(state: State, outcome: Term): Term {
  if (state.sites.has(outcome.key)) retire(state, outcome);
  else state.sites.add(outcome.key);
  return outcome;
}

export function mark(state: State, name: string, value: string | number, place: Place | null = null): void {
  state.marks.set(name, { value, place });
}

export function numberMark(state: State, name: string): number {
  const value = state.marks.get(name)?.value;
  return typeof value === 'number' ? value : 0;
}

export function clearMarks(state: State, prefix: string): void {
  for (const name of state.marks.keys()) if (name.startsWith(prefix)) state.marks.delete(name);
}

/** What became of resources and rules' marks: paths that differ only in other things are of one kind. */
export function kindOfPath({ resources, marks }: State): string {
  const words: string[] = [];
  for (const [name, each] of resources) {
    words.push(
      `${name}${each.released ? 'r' : ''}${each.failed ? 'f' : ''}${each.proven ? 'p' : ''}${each.owner[0]}${each.dirty ? 'd' : ''}${each.escaped ? 'e' : ''}`,
    );
  }
  for (const [name, { value }] of marks) words.push(`${name}=${value}`);
  return words.join(' ');
}

export function keyOf(state: State): string {
  const words = [kindOfPath(state)];
  for (const [key, { value }] of state.values) words.push(`${key}=${value.key}`);
  for (const [key, { low, high, nonzero }] of state.facts) words.push(`${key}:${low}:${high}:${nonzero}`);
  return words.join('\n');
}

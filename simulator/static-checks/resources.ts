/** What was mapped or asked for on the path so far, and who holds it. */
import type { Acquisition } from './dma-functions.ts';
import { clearMarks, mentions, write, type Resource, type ResourceKind, type State } from './state.ts';
import {
  enclosing,
  isLocal,
  parts,
  placeKey,
  resourceTerm,
  rootOf,
  target,
  type Location,
  type Term,
} from './terms.ts';
import { writtenPlace, type CallEvent, type Walk } from './walk.ts';

export function resourceName({ path }: Walk, { expression }: CallEvent): string {
  return `${path}/${placeKey(expression.place)}`;
}

/** A new one; what the last round of a loop got at this place is known by this name no more. */
export function acquire(walk: Walk, call: CallEvent, shape: Acquisition): Term {
  const { state } = walk;
  const name = resourceName(walk, call);
  forget(state, name);
  const at = (index: number | undefined): Term | null => (index === undefined ? null : (call.values[index] ?? null));
  state.resources.set(name, {
    kind: shape.kind,
    place: writtenPlace(call.place),
    device: at(shape.device),
    buffer: shape.gives === 'memory' ? resourceTerm('memory', name) : at(shape.buffer),
    size: at(shape.size),
    direction: at(shape.direction),
    pool: at(shape.pool),
    released: null,
    failed: false,
    proven: false,
    usedUnproven: null,
    owner: 'device',
    dirty: false,
    escaped: false,
    homes: [],
  });
  const handleAt = at(shape.handleAt);
  if (handleAt) holdHandle(walk, target(handleAt), name);
  return resourceTerm(shape.gives, name);
}

function holdHandle({ state }: Walk, location: Location, name: string): void {
  write(state, location, resourceTerm('handle', name));
  keep(state, location, resourceTerm('handle', name));
}

function forget(state: State, name: string): void {
  for (const [key, { value }] of state.values) if (mentions(value, name)) state.values.delete(key);
  for (const aspect of ['memory', 'count', 'status', 'check', 'handle']) state.facts.delete(`${aspect}:${name}`);
  clearMarks(state, `${name} `);
}

/** A value is stored: what it mentions is known to whoever can read that place later. */
export function keep(state: State, location: Location, value: Term): void {
  const alone = ![...enclosing(location)].some(({ kind }) => kind === 'element');
  // A variable of its own is looked after on this path, and so is a struct until somebody is given its address.
  if (isLocal(location) && alone) return;
  escapeHeld(state, value);
  for (const name of resourcesIn(value)) {
    const resource = state.resources.get(name);
    if (!resource) continue;
    const homes = alone && location.kind === 'member' ? [...resource.homes, location.key] : resource.homes;
    state.resources.set(name, { ...resource, escaped: true, homes: alone ? homes : [...homes, '*'] });
  }
}

export function* resourcesIn(value: Term): Generator<string> {
  for (const part of parts(value)) {
    if (part.kind === 'resource') yield part.resource;
    else if (part.kind === 'address') {
      const root = rootOf(part.location);
      if (root.kind === 'target') yield* resourcesIn(root.pointer);
    }
  }
}

/** What a local struct holds goes where its address, or its contents, go. */
export function escapeHeld(state: State, value: Term): void {
  if ((value.kind !== 'address' && value.kind !== 'initial') || !isLocal(value.location)) return;
  const { key } = rootOf(value.location);
  for (const [at, held] of state.values)
    if (at.startsWith(key) && /^[.[]/.test(at.slice(key.length))) escapeResources(state, held.value);
}

export function escape(state: State, value: Term): void {
  escapeHeld(state, value);
  escapeResources(state, value);
}

function escapeResources(state: State, value: Term): void {
  for (const name of resourcesIn(value)) {
    const resource = state.resources.get(name);
    if (resource) state.resources.set(name, { ...resource, escaped: true, homes: [...resource.homes, '*'] });
  }
}

/** Found by handle, or by the CPU's address, page or list. */
export function findResource(
  state: State,
  handle: Term | null,
  buffer: Term | null,
  lists = true,
): [string, Resource] | null {
  for (const term of [handle, buffer]) {
    if (term?.kind !== 'resource') continue;
    const resource = state.resources.get(term.resource);
    if (resource) return [term.resource, resource];
  }
  if (handle !== null || buffer === null || !lists) return null;
  return findLast(state, (each) => each.buffer?.key === buffer.key && (each.kind === 'sg' || each.kind === 'sgtable'));
}

/** A handle that is read from a field of an object that was got anew, such as a driver's data: the one that such a field keeps. */
export function keptIn(
  state: State,
  handle: Term | null,
  kinds: readonly ResourceKind[] | null = null,
): [string, Resource] | null {
  if (handle?.kind !== 'initial' || handle.location.kind !== 'member') return null;
  const member = `.${handle.location.member.name}`;
  // One of many is not the only one.
  const isOfArray = handle.location.key.includes('[');
  return findLast(
    state,
    (each) =>
      each.released === null &&
      (kinds?.includes(each.kind) ?? true) &&
      each.homes.some((home) => home.endsWith(member) && (!isOfArray || home.includes('['))),
  );
}

/** The newest one that is still in use, else the newest. */
function findLast(state: State, fits: (resource: Resource) => boolean): [string, Resource] | null {
  let found: [string, Resource] | null = null;
  for (const [name, each] of state.resources) {
    if (fits(each) && (found === null || each.released === null || found[1].released !== null)) found = [name, each];
  }
  return found;
}

/** Whether a place lies within the memory that a pointer points to. */
export function liesWithin(location: Location, pointer: Term): boolean {
  const whole = pointer.kind === 'address' ? withoutFirst(pointer.location).key : null;
  for (const at of enclosing(location)) {
    if (whole !== null && at.key === whole) return true;
    if (at.kind === 'target' && at.pointer.key === pointer.key) return true;
  }
  return false;
}

/** `a[0]` as a beginning is `a`. */
export function withoutFirst(location: Location): Location {
  const isFirst = location.kind === 'element' && location.index.kind === 'number' && location.index.value === 0n;
  return isFirst ? location.base : location;
}

/** Two sizes that cannot be the same. */
export function differ(left: Term | null, right: Term | null): boolean {
  if (!left || !right || left.key === right.key) return false;
  const [base, added] = split(left);
  const [otherBase, otherAdded] = split(right);
  return base === otherBase && added !== otherAdded;
}

function split(term: Term): [string, bigint] {
  if (term.kind === 'number') return ['', term.value];
  if (term.kind === 'operation' && term.operator === '+' && term.operands[1]?.kind === 'number') {
    return [term.operands[0]!.key, term.operands[1].value];
  }
  return [term.key, 0n];
}

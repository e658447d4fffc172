/** Values that a device puts into coherent memory: any moment, any value. What they index, measure or point to has to be checked first, on the copy that is used. */
import type { Place } from '../../c-language/source.ts';
import type { Expression } from '../../c-language/syntax.ts';
import type { RecordDeclaration } from '../../c-language/types.ts';
import { ask } from '../questions.ts';
import { mark } from '../state.ts';
import {
  enclosing,
  deviceValue,
  fieldName,
  isLocal,
  parts,
  rootOf,
  typeOfLocation,
  type Location,
  type Term,
} from '../terms.ts';
import { resourcesIn } from '../resources.ts';
import { report, type CallHandler, type Family, type Walk } from '../walk.ts';

/** Whether a place lies in memory of dma_alloc_coherent(), by the path or by the field that holds its address. */
export function isCoherent(walk: Walk, location: Location): boolean {
  for (const each of enclosing(location)) {
    if (each.kind !== 'target') continue;
    const { pointer } = each;
    if (pointer.kind === 'resource' && pointer.aspect === 'memory') {
      const kind = walk.state.resources.get(pointer.resource)?.kind;
      if (walk.state.marks.has(`${pointer.resource} filled`)) return false;
      if (kind === 'coherent' || kind === 'managed') return true;
    }
    if (pointer.kind === 'initial') {
      const field = fieldName(pointer.location);
      return field !== null && pointer.location.kind === 'member' && ask(walk.facts, 'holds coherent memory', field);
    }
  }
  return false;
}

/** A record with pointers, locks and the like in it is the driver's own, wherever it got its memory from. */
export function isPrivate(location: Location): boolean {
  for (const each of enclosing(location)) {
    if (each.kind !== 'member' || each.base.kind === 'member') continue;
    return isPrivateRecord(each.owner);
  }
  return false;
}

export function isPrivateRecord({ members }: Pick<RecordDeclaration, 'members'>): boolean {
  return members.some(({ type }) => type.kind === 'pointer' || (type.kind === 'record' && /lock|list_head|completion|work_struct|wait_queue/.test(type.declaration.tag ?? ''))); // prettier-ignore
}

/** The device's values in a term that came through nothing which bounds them. */
function* unbounded(term: Term): Generator<Term> {
  if (term.kind === 'device') yield term;
  if (term.kind === 'operation' && /^(\+|-|\*|<<|>>|\|)$/.test(term.operator)) {
    if (term.operator === '>>' && term.operands[1]?.kind === 'number' && term.operands[1].value >= 24n) return;
    for (const each of term.operands) yield* unbounded(each);
  }
}

function unchecked(walk: Walk, term: Term): Term | null {
  for (const each of unbounded(term)) if (!walk.state.marks.has(`checked ${each.key}`)) return each;
  const bound = [...parts(term)].find((part) => walk.state.marks.has(`up to ${part.key}`));
  return bound ?? null;
}

function use(walk: Walk, term: Term, place: Place, as: string): void {
  const found = unchecked(walk, term);
  if (!found) return;
  const where = found.kind === 'device' ? fieldName(found.location) : null;
  const what = where ? `'${where.slice(where.lastIndexOf('.') + 1)}'` : 'a value';
  const message = `${what} is read from memory that the device writes, and used as ${as} without a check of this very copy: a device that errs or is hostile reaches other memory`;
  report(walk, 'device-value-unchecked', place, message, { once: where ?? `${walk.root.symbol.name} ${found.key}` });
}

/** A byte cannot lead out of an array of 256. */
function reachesAll(index: Term, pointer: Expression): boolean {
  const array = pointer.kind === 'decay' && pointer.operand.type.kind === 'array' ? pointer.operand.type.length : null;
  const type = index.kind === 'device' ? typeOfLocation(index.location) : null;
  return (
    typeof array === 'number' && type?.kind === 'integer' && !type.signed && type.bits < 31 && array >= 2 ** type.bits
  );
}

/** Which argument is a length. */
const lengths: Readonly<Record<string, number>> = {
  memcpy: 2,
  memmove: 2,
  memset: 2,
  copy_to_user: 2,
  copy_from_user: 2,
  memcmp: 2,
};

function measures(name: string, index: number): CallHandler {
  return (walk, { values, place }) => {
    if (name === 'memcpy' && values[0])
      for (const each of resourcesIn(values[0])) mark(walk.state, `${each} filled`, 1);
    if (values[index]) use(walk, values[index], place, 'a length');
    return null;
  };
}

export const deviceValues: Family = {
  name: 'device-values',
  rules: [
    {
      id: 'device-value-unchecked',
      severity: 'warning',
      title: "a device's value is used as an index, a length or a pointer",
    },
  ],
  calls: Object.fromEntries(Object.entries(lengths).map(([name, index]) => [name, measures(name, index)])),
  load(walk, location, expression, value) {
    if (value.kind !== 'initial' || isLocal(location) || location.kind === 'variable') return;
    const { type } = expression;
    if (type.kind !== 'integer' || !isCoherent(walk, location)) return;
    const field = fieldName(location);
    if (field === null || ask(walk.facts, 'is written', field) || isPrivate(location)) return;
    walk.loaded = deviceValue(location, expression.place);
  },
  compared(walk, operator, left, right) {
    bound(walk, operator, left, right);
    const turned = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' }[operator] ?? operator;
    bound(walk, turned, right, left);
  },
  index(walk, index, place, pointer) {
    if (!reachesAll(index, pointer)) use(walk, index, place, 'an index');
  },
  dereference(walk, pointer, place) {
    if (pointer.kind === 'device') use(walk, pointer, place, 'a pointer');
    const at = pointer.kind === 'address' ? rootOf(pointer.location) : null;
    if (at?.kind === 'target' && at.pointer.kind === 'device') use(walk, at.pointer, place, 'a pointer');
  },
};

/** `left operator right` holds: an upper bound for the left one, or for what the left one counts up to. */
function bound(walk: Walk, operator: string, left: Term, right: Term): void {
  const isUpper = operator === '<' || operator === '<=';
  const isEqual = operator === '==' && !(right.kind === 'number' && right.value === 0n);
  if (isUpper || isEqual) {
    const outer = unchecked(walk, right);
    if (!outer) for (const each of unbounded(left)) mark(walk.state, `checked ${each.key}`, 1);
    else if (isUpper && (left.kind === 'symbol' || left.kind === 'operation')) {
      for (const each of parts(left)) if (each.kind === 'symbol') mark(walk.state, `up to ${each.key}`, 1);
    }
    if (!outer) for (const each of parts(left)) walk.state.marks.delete(`up to ${each.key}`);
  }
}

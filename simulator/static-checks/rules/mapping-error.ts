/** Whether the outcome of a mapping is looked at before the device hears of it. */
import { factOf } from '../assume.ts';
import { acquisitions, mappings, registerWrites, relaxedWrites, under, type Acquisition } from '../dma-functions.ts';
import type { Place } from '../../c-language/source.ts';
import type { Expression } from '../../c-language/syntax.ts';
import { everyExpression, lineAt, withoutCasts } from '../expressions.ts';
import { checkFix, textOf } from '../fixes.ts';
import { acquire, escape, escapeHeld, keep, resourceName, resourcesIn } from '../resources.ts';
import { keepsNoHandle } from '../known-users.ts';
import { ask } from '../questions.ts';
import { change, isLive, mark, read } from '../state.ts';
import { addressOf, isLocal, parts, resourceTerm, typeOfLocation, variableLocation, type Term } from '../terms.ts';
import { report, writtenPlace, type CallEvent, type CallHandler, type Family, type Walk } from '../walk.ts';
import { reportOverwritten } from './unmap.ts';

function acquirer(shape: Acquisition): CallHandler {
  return (walk, call) => {
    reportOverwritten(walk, resourceName(walk, call));
    return acquire(walk, call, shape);
  };
}

const handlers: Record<string, CallHandler> = Object.fromEntries(
  Object.entries(acquisitions).map(([name, shape]) => [name, acquirer(shape)]),
);

/** The device, or somebody who will tell it, is given a handle. */
function useHandle(walk: Walk, value: Term, call: CallEvent['place']): void {
  for (const name of resourcesIn(value)) {
    const resource = walk.state.resources.get(name);
    if (!resource || resource.proven || resource.usedUnproven || !mappings.has(resource.kind)) continue;
    // The driver takes it for one that failed.
    if (factOf(walk.state, resourceTerm('handle', name)).high === 0n) continue;
    change(walk.state, name, { usedUnproven: call });
  }
}

function isOfDescriptor(register: Expression): boolean {
  return everyExpression(register).some((each) => each.kind === 'member' && each.base.type.kind === 'record' && /desc|_bd$/i.test(each.base.type.declaration.tag ?? '')); // prettier-ignore
}

const writesRegister: CallHandler = (walk, { values, place, arguments: given }) => {
  if (values[0]) {
    useHandle(walk, values[0], place);
    // A function of its own that writes it may just as well write a descriptor; some descriptors lie in the device's memory.
    if (walk.stack.length > 1 || (given[1] && isOfDescriptor(given[1]))) escape(walk.state, values[0]);
  }
  return null;
};

/** Of the handle, or of what a descriptor keeps of it in its own byte order. */
const checks: CallHandler = ({ state }, { values }) => {
  for (const part of values[1] ? parts(values[1]) : []) {
    if (part.kind === 'resource' && part.aspect === 'handle') return resourceTerm('check', part.resource);
  }
  // Which one is asked for is not known: it may be any that is kept somewhere.
  for (const [name, each] of state.resources)
    if (each.escaped && single.has(each.kind)) change(state, name, { proven: true });
  return null;
};

/** Whether any function of the file looks at a handle that is kept in a field of this name. */
function isCheckedElsewhere({ facts }: Walk, homes: readonly string[]): boolean {
  return homes.some((home) => ask(facts, 'is checked', home.slice(home.lastIndexOf('.') + 1)));
}

/** A struct of its own that is copied elsewhere takes along what it holds. */
function escapeCopied(walk: Walk, written: Expression): void {
  const bare = withoutCasts(written);
  const literal = bare.kind === 'load' ? bare.operand : bare;
  if (literal.kind === 'compound-literal') escapeLiteral(walk, literal);
  if (bare.kind !== 'load' || bare.type.kind !== 'record') return;
  if (bare.operand.kind === 'variable')
    escapeHeld(walk.state, addressOf(variableLocation(bare.operand.symbol, walk.frame)));
  const pointer = bare.operand.kind === 'dereference' ? withoutCasts(bare.operand.operand) : null;
  if (pointer?.kind === 'load' && pointer.operand.kind === 'variable')
    escapeHeld(walk.state, read(walk.state, variableLocation(pointer.operand.symbol, walk.frame)));
}

/** With what its members hold; of a type that no header here tells, with all that its text names. */
function escapeLiteral({ state, frame }: Walk, literal: Extract<Expression, { kind: 'compound-literal' }>): void {
  escapeHeld(state, addressOf(variableLocation(literal.symbol, frame)));
  if (literal.symbol.initializer?.leaves.length !== 0) return;
  const words = new Set(textOf(literal)?.match(/\w+/g));
  for (const { location, value } of state.values.values())
    if (location.kind === 'variable' && words.has(location.symbol.name)) escape(state, value);
}

const copies: CallHandler = (walk, { values }) => {
  const from = values[1];
  if (!from) return null;
  escapeHeld(walk.state, from);
  if (from.kind === 'address' && isLocal(from.location)) escape(walk.state, read(walk.state, from.location));
  return null;
};

const single: ReadonlySet<string> = new Set(['single', 'page', 'resource']);

export const mappingError: Family = {
  name: 'mapping-error',
  rules: [
    {
      id: 'map-error-unchecked',
      severity: 'warning',
      title: 'a DMA handle is used without dma_mapping_error()',
    },
    { id: 'sg-map-unchecked', severity: 'warning', title: 'the outcome of mapping a list is not looked at' },
  ],
  calls: {
    ...handlers,
    ...under([...registerWrites, ...relaxedWrites], writesRegister),
    dma_mapping_error: checks,
    pci_dma_mapping_error: checks,
    memcpy: copies,
    memmove: copies,
  },
  store(walk, location, value, expression, written) {
    keep(walk.state, location, value);
    if (!isLocal(location)) escapeCopied(walk, written);
    // A descriptor's address is as good as told to the device.
    const type = typeOfLocation(location)?.typedefName ?? '';
    if (/^__[lb]e(16|32|64)$/.test(type)) useHandle(walk, value, expression.start);
  },
  compared(walk, operator, left, right) {
    if (right.kind !== 'number') for (const each of [...resourcesIn(left), ...resourcesIn(right)]) mark(walk.state, `${each} seen`, 1); // prettier-ignore
    // A handle that is the same as another address can be told from that one.
    if (left.kind === 'resource' && left.aspect === 'handle' && right.kind !== 'number') escape(walk.state, left);
    if (right.kind === 'resource' && right.aspect === 'handle' && left.kind !== 'number') escape(walk.state, right);
    if (left.kind !== 'resource' || right.kind !== 'number') return;
    if (left.aspect === 'handle' && right.value === 0n) mark(walk.state, `${left.resource} zero`, 1);
    if (left.aspect === 'status') mark(walk.state, `${left.resource} seen`, 1);
    if (left.aspect !== 'count') return;
    const backwards = (operator === '<' || operator === '>=') && right.value === 0n;
    mark(walk.state, `${left.resource} ${backwards ? 'negative' : 'seen'}`, 1);
  },
  unknownCall(walk, name, values, place) {
    for (const value of values) {
      if (!isHandleAlone(walk, value, name, place)) escape(walk.state, value);
      // KUNIT_ASSERT_EQ(test, ret, 0): what is given to somebody who is not printing is looked at there.
      if (name !== null && !prints.test(name)) markSeen(walk, value);
      if (!/error|check|valid/.test(name ?? '') && !lineAt(place.file, place.line).includes('dma_mapping_error('))
        useHandle(walk, value, place);
      // A function of another file that looks at it is taken to ask for us.
      else for (const each of resourcesIn(value)) change(walk.state, each, { proven: true });
    }
  },
  leave(walk, value) {
    if (value) {
      escape(walk.state, value);
      // Whoever called is told.
      for (const name of resourcesIn(value)) mark(walk.state, `${name} seen`, 1);
    }
    for (const [name, resource] of walk.state.resources) {
      if (!mappings.has(resource.kind) || resource.proven || resource.failed) continue;
      if (single.has(resource.kind)) leaveHandle(walk, name);
      else leaveList(walk, name);
    }
  },
};

/** Of memory that nobody can give back by its handle alone, or told to somebody who does not give back. */
function isHandleAlone({ state }: Walk, value: Term, name: string | null, { file, line, column }: Place): boolean {
  if (keepsNoHandle(name, lineAt(file, line).slice(column - 1)))
    return [...parts(value)].every((part) => part.kind !== 'resource' || part.aspect === 'handle');
  if (value.kind !== 'resource' || value.aspect !== 'handle') return false;
  const kind = state.resources.get(value.resource)?.kind;
  return kind === 'coherent' || kind === 'pool';
}

const prints = /print|_(err|warn|info|dbg|debug|notice|log|trace|emerg)|^trace_/;

function markSeen({ state }: Walk, value: Term): void {
  for (const part of parts(value))
    if (part.kind === 'resource' && (part.aspect === 'status' || part.aspect === 'count')) mark(state, `${part.resource} seen`, 1); // prettier-ignore
}

function leaveHandle(walk: Walk, name: string): void {
  const resource = walk.state.resources.get(name)!;
  if (!resource.usedUnproven && !(resource.released && isLive({ ...resource, released: null }))) return;
  if (resource.escaped && isCheckedElsewhere(walk, resource.homes)) return;
  const zero = walk.state.marks.has(`${name} zero`);
  const message = zero
    ? 'the handle is compared with 0, which a mapping that failed is not: only dma_mapping_error() tells'
    : 'the handle is used without a call of dma_mapping_error(): where mapping failed, the device gets an address that is none';
  const used = resource.usedUnproven ? [{ message: 'used here', place: resource.usedUnproven }] : [];
  report(walk, 'map-error-unchecked', resource.place, message, { notes: used, fixes: checkFix(walk, resource) });
}

/** `return a ? dma_map_sg(…) : …`: whoever called is told. */
function isReturned(place: Place): boolean {
  const { file, line, column } = writtenPlace(place);
  return /^\s*return\b[^;]*$/.test(lineAt(file, line).slice(0, column - 1));
}

function leaveList(walk: Walk, name: string): void {
  const { kind, place } = walk.state.resources.get(name)!;
  if (walk.state.marks.has(`${name} seen`) || isReturned(place)) return;
  const message = walk.state.marks.has(`${name} negative`)
    ? 'dma_map_sg() never gives a negative number: 0 says that mapping failed'
    : `the outcome of ${kind === 'sg' ? 'dma_map_sg(), 0 for failure,' : 'dma_map_sgtable()'} is not looked at`;
  report(walk, 'sg-map-unchecked', place, message);
}

/** Whether everything that was mapped or allocated is given back: once, and as it was got. */
import { directions, leaks, mappings, releasedBy, releases, type Release } from '../dma-functions.ts';
import type { Expression } from '../../c-language/syntax.ts';
import { callNames, everyExpression, macrosOf, withoutCasts, withoutWrapping } from '../expressions.ts';
import { offsetOf, renameFix, replaceArgument, textOf } from '../fixes.ts';
import { differ, findResource, keptIn } from '../resources.ts';
import { change, isKept, isLive, mark, mentions, type Resource, type State, type Step } from '../state.ts';
import { parts, type Term } from '../terms.ts';
import { madeAt, tellLeftBehind } from './left-behind.ts';
import { reaches } from '../file-facts.ts';
import {
  acquit,
  conditionText,
  contradicts,
  failure,
  report,
  writtenPlace,
  type CallEvent,
  type CallHandler,
  type Family,
  type Walk,
} from '../walk.ts';

function releaser(shape: Release): CallHandler {
  return (walk, call) => {
    const at = (index: number | undefined): Term | null => (index === undefined ? null : (call.values[index] ?? null));
    const handle = at(shape.handle);
    const buffer = at(shape.buffer);
    if (shape.handle !== undefined && isWrongHandle(walk, call, shape.handle)) return null;
    if (buffer) reportFreedWhileMapped(walk, call, buffer, shape);
    const lists = shape.kinds.some((kind) => kind === 'sg' || kind === 'sgtable');
    const found = findResource(walk.state, handle, buffer, lists);
    if (found) release(walk, call, shape, ...found);
    else releaseQuietly(walk, call, handle, shape);
    return null;
  };
}

function releaseQuietly(walk: Walk, { place }: CallEvent, handle: Term | null, { kinds }: Release): void {
  const kept = keptIn(walk.state, handle, kinds);
  if (kept) {
    change(walk.state, kept[0], { released: writtenPlace(place) });
    mark(walk.state, `${kept[0]} ${byName}`, 1);
  }
  // Which mapping that was is not known: it may be any.
  else mark(walk.state, unknownUnmap, 1);
}

/** Given back by a handle in a member that is called like the one which keeps it. */
const byName = 'by name';

function release(walk: Walk, call: CallEvent, shape: Release, name: string, resource: Resource): void {
  // What a function that has returned did is known less well: its ways out were many.
  const near = walk.path.startsWith(name.slice(0, name.lastIndexOf('/')));
  if (resource.failed) {
    if (!near) return;
    if (resource.kind === 'sgtable') {
      report(
        walk,
        'sg-map-unchecked',
        resource.place,
        'dma_map_sgtable() gives 0 when it has mapped the list, and something else when it has not',
      );
    } else if (mappings.has(resource.kind) && !isByFlag(walk)) {
      report(
        walk,
        'unmap-failed-mapping',
        call.place,
        'on this path the mapping failed: there is nothing to unmap',
        madeAt(resource),
      );
    }
    return;
  }
  // What a function of its own does with what a field keeps, it does by flags that stand beside.
  const beside = walk.stack.length > 1 && resource.escaped && name.slice(0, name.lastIndexOf('/')) !== walk.path;
  if (resource.released) {
    // What was given back may have been another one, in a member of the same name.
    if (beside || walk.state.marks.has(`${name} ${byName}`)) return;
    // A single function in between is still looked through.
    if ((near || madeByHelper(walk, name)) && leaks.has(resource.kind)) reportTwice(walk, call, resource);
    return;
  }
  change(walk.state, name, { released: writtenPlace(call.place) });
  if (walk.stack.length === 1) rememberRelease(walk, name, call.expression);
  if (!near) return;
  if (beside && !shape.kinds.includes(resource.kind)) return;
  if (!shape.kinds.includes(resource.kind) && !resource.homes.includes('*')) reportKind(walk, call, resource);
  else if (shape.kinds.includes(resource.kind)) compareArguments(walk, call, shape, resource, name);
}

function rememberRelease({ released }: Walk, name: string, call: Expression): void {
  released.set(name, (released.get(name) ?? new Set()).add(call));
}

/** `if (flags & MAPPED)`: such a flag is set where mapping has worked. */
function isByFlag({ state }: Walk): boolean {
  for (let at = state.trail; at && at.what !== failure; at = at.before) {
    if (!at.truth || typeof at.what === 'string' || at.cases) continue;
    const bare = withoutWrapping(at.what);
    if ((bare.kind === 'binary' && bare.operator === '&') || /\w\s*&\s*\w/.test(conditionText(at))) return true;
    const isCount = bare.kind === 'load' && bare.operand.kind === 'member' && bare.type.kind === 'integer' && bare.type.typedefName !== 'dma_addr_t'; // prettier-ignore
    if (isCount && !wasSo(at)) return true;
  }
  return false;
}

/** The same was asked with the same outcome before. */
function wasSo(step: Step): boolean {
  const text = conditionText(step);
  for (let at = step.before; at; at = at.before) if (at.truth === step.truth && conditionText(at) === text) return true;
  return false;
}

function madeByHelper({ stack }: Walk, name: string): boolean {
  return stack.length === 1 && name.split('/').length === 3;
}

function reportTwice(walk: Walk, { place }: CallEvent, resource: Resource): void {
  const what = mappings.has(resource.kind) ? 'unmapped' : 'freed';
  const { notes } = madeAt(resource);
  report(walk, 'unmap-twice', place, `${what} a second time on this path`, {
    notes: [...notes, { message: `${what} here first`, place: resource.released! }],
  });
}

function reportKind(walk: Walk, { place, name, expression }: CallEvent, resource: Resource): void {
  if (resource.kind === 'managed' || resource.kind === 'devm') {
    const message = `${name}() takes away what the device core frees once more when the driver is unbound`;
    const managed = resource.kind === 'managed' && name === 'dma_free_coherent';
    const fixes = managed ? renameFix(walk, expression, name, `dmam_free_coherent`) : [];
    return report(walk, 'devm-freed-by-hand', place, message, { ...madeAt(resource), fixes });
  }
  if (!leaks.has(resource.kind)) return;
  const right = releasedBy[resource.kind];
  report(
    walk,
    'unmap-wrong-function',
    place,
    `${name}() does not fit: this is given back by ${right}`,
    madeAt(resource),
  );
}

function compareArguments(walk: Walk, call: CallEvent, shape: Release, resource: Resource, name: string): void {
  const { place } = call;
  const at = (index: number | undefined): Term | null => (index === undefined ? null : (call.values[index] ?? null));
  const size = at(shape.size);
  if (resource.kind === 'sg' || resource.kind === 'sgtable') compareEntries(walk, call, shape, resource);
  else if (differ(size, resource.size) && !isWrittenAlike(call, shape, resource)) {
    report(
      walk,
      'unmap-wrong-size',
      place,
      `another size than it was ${mappings.has(resource.kind) ? 'mapped' : 'allocated'} with`,
      {
        ...madeAt(resource),
        fixes: replaceArgument(walk, call, shape.size!, resource.size),
      },
    );
  }
  const direction = at(shape.direction);
  const given = shape.direction === undefined ? undefined : call.arguments[shape.direction];
  // What another function tells of it, or goes by, may be the same.
  const asked =
    given !== undefined &&
    everyExpression(given).some(
      ({ kind }) => kind === 'call' || (kind === 'conditional' && name.slice(0, name.lastIndexOf('/')) !== walk.path),
    );
  if (direction && resource.direction && !asked && differ(direction, resource.direction) && !contradicts(walk)) {
    // prettier-ignore
    const { key } = resource.direction;
    const mapped = directions[key.slice(1)] ?? 'that of the mapping';
    report(walk, 'unmap-wrong-direction', place, `mapped with another direction: ${mapped}`, {
      ...madeAt(resource),
      fixes: replaceArgument(walk, call, shape.direction!, mapped),
    });
  }
  const pool = at(shape.pool);
  if (pool && resource.pool && isOtherPool(pool, resource.pool)) {
    report(walk, 'pool-wrong-pool', place, 'the block came from another pool', madeAt(resource));
  }
}

/** The size stands there in the very words that it was got with, whatever they meant in between: a macro that looks at the object. */
function isWrittenAlike({ arguments: given }: CallEvent, { size }: Release, { place }: Resource): boolean {
  const argument = size === undefined ? undefined : given[size];
  if (!argument) return false;
  const from = offsetOf(place);
  const there = place.file.text.slice(from, place.file.text.indexOf(';', from));
  const macro = macrosOf(argument.start).at(-1);
  if (macro !== undefined && there.includes(`${macro}(`)) return true;
  const text = textOf(argument);
  if (text === null) return false;
  // What a function says of the object, which may have taken another way there.
  const bare = (words: string): string => words.replace(/\s+/g, '');
  if (/[a-z]\w*\(/.test(text.replace(/\bsizeof\b/g, '')) && bare(there).includes(bare(text))) return true;
  return /^[A-Z_\d]+\([\w, >-]*\)$/.test(text) && there.includes(text);
}

/** Two fields of one object, or two pools that were made here: not just two names for what may be the same. */
function isOtherPool(one: Term, other: Term): boolean {
  if (one.key === other.key) return false;
  const isField = (term: Term): boolean => term.kind === 'initial' && term.location.kind === 'member';
  if (!isField(one) || !isField(other))
    return one.kind === 'symbol' && other.kind === 'symbol' && !one.key.includes('loop');
  const base = (term: Term): string =>
    term.kind === 'initial' && term.location.kind === 'member' ? term.location.base.key : '';
  return base(one) === base(other);
}

export function compareEntries(walk: Walk, call: CallEvent, shape: Pick<Release, 'size'>, resource: Resource): void {
  const count = shape.size === undefined ? null : call.values[shape.size];
  if (!count || resource.kind !== 'sg') return;
  const mapped = count.kind === 'resource' && count.aspect === 'count';
  if (mapped) {
    const message =
      'this wants the number of entries that were given to dma_map_sg(), not what it returned: entries may have been joined';
    report(walk, 'sg-unmap-count', call.place, message, {
      ...madeAt(resource),
      fixes: replaceArgument(walk, call, shape.size!, resource.size),
    });
  } else if (differ(count, resource.size)) {
    report(walk, 'unmap-wrong-size', call.place, 'another number of entries than was mapped', madeAt(resource));
  }
}

const physical = /^(virt_to_phys|virt_to_bus|__pa|page_to_phys)$/;

/** A CPU's address, a physical one, or a handle that was counted on. */
function isWrongHandle(walk: Walk, call: CallEvent, index: number): boolean {
  const value = call.values[index];
  const argument = call.arguments[index];
  if (!value || !argument) return false;
  const bare = withoutCasts(argument);
  const wrong =
    bare.type.kind === 'pointer' && (bare.kind === 'load' || bare.kind === 'decay') && !carriesHandle(bare, argument)
      ? "a CPU's address is no DMA handle"
      : callNames(bare).some((name) => physical.test(name))
        ? 'a physical address is no DMA handle'
        : value.kind === 'operation' && value.operator === '+' && isMovedHandle(walk.state, value)
          ? 'the handle was counted on since it was mapped: what is unmapped must be what dma_map_*() gave'
          : null;
  if (wrong === null) return false;
  report(walk, 'unmap-wrong-handle', argument.start, wrong);
  const moved = [...parts(value)].find((part) => part.kind === 'resource');
  if (moved?.kind === 'resource') change(walk.state, moved.resource, { released: writtenPlace(call.place) });
  return true;
}

/** A pointer that by its own name is no address of the CPU's, and is turned into a handle on purpose. */
function carriesHandle(bare: Expression, argument: Expression): boolean {
  if (bare === argument || bare.kind !== 'load') return false;
  const { operand } = bare;
  const name =
    operand.kind === 'member' ? operand.member.name : operand.kind === 'variable' ? operand.symbol.name : null;
  return name !== null && /phys|dma|(^|_)(bus|iova|paddr|pa|hw_?addr|ioaddr)(_|$)|handle/i.test(name);
}

function isMovedHandle(state: State, value: Extract<Term, { kind: 'operation' }>): boolean {
  const [base, added] = value.operands;
  if (base?.kind !== 'resource' || base.aspect !== 'handle' || added?.kind !== 'number') return false;
  const resource = state.resources.get(base.resource);
  return resource !== undefined && isLive(resource);
}

const managed = 'managed action';
/** Of which mapping is not known. */
export const unknownUnmap = 'unmaps something';

/** Memory is given back that a device still may write to. */
function reportFreedWhileMapped(walk: Walk, call: CallEvent, buffer: Term, shape: Release): void {
  if (!shape.kinds.some((kind) => kind === 'heap' || kind === 'devm')) return;
  // Such an action may unmap it, at once where it cannot be kept.
  if (walk.state.marks.has(managed) || walk.state.marks.has(unknownUnmap) || unmapsBefore(walk)) return;
  for (const [name, each] of walk.state.resources) {
    if (each.kind !== 'single' || !isLive(each) || each.buffer?.key !== buffer.key || buffer.kind === 'number')
      continue;
    if (!each.proven && !each.usedUnproven) continue;
    // How a function of its own takes down what another has mapped goes by what stands beside.
    if (name.lastIndexOf('/') > 0 && reachesUnmap(walk, walk.stack.at(-1)!.symbol.name)) continue;
    report(
      walk,
      'free-while-mapped',
      call.place,
      'the buffer is freed while it is mapped for the device',
      madeAt(each),
    );
    // That it stays mapped is told with it.
    change(walk.state, name, { escaped: true, homes: ['*'] });
  }
}

/** A function of its own that frees, and unmaps what the object says to be mapped. */
function unmapsBefore({ facts, stack }: Walk): boolean {
  const { name } = stack.at(-1)!.symbol;
  return stack.length > 1 && [...(facts.byName.get(name)?.calls ?? [])].some((each) => unmaps.test(each));
}

const unmaps = /^dma_unmap_/;

function reachesUnmap({ facts }: Walk, name: string): boolean {
  return reaches(facts, name).some((each) => [...(facts.byName.get(each)?.calls ?? [])].some((call) => unmaps.test(call))); // prettier-ignore
}

/** A chain may hang on a local struct. */
function isInStruct({ values }: State, name: string): boolean {
  return [...values.values()].some(({ location, value }) => location.kind === 'member' && mentions(value, name));
}

/** The only variable that knew of a mapping is about to know another. */
export function reportOverwritten(walk: Walk, name: string): void {
  const resource = walk.state.resources.get(name);
  if (resource?.escaped) acquit(walk, `kept ${name}`);
  if (!resource || !isLive(resource) || !resource.proven || resource.escaped || !leaks.has(resource.kind)) return;
  if (isKept(walk.state, name) || isInStruct(walk.state, name) || resource.kind === 'sg' || resource.kind === 'sgtable')
    return;
  const message =
    'mapped again in the next round of the loop, and the handle of this round is lost without being unmapped';
  report(walk, 'unmap-missing', resource.place, message, { unless: `kept ${name}` });
}

export const unmap: Family = {
  name: 'unmap',
  rules: [
    { id: 'unmap-missing', severity: 'warning', title: 'a mapping or DMA memory is not given back on a path' },
    { id: 'unmap-twice', severity: 'error', title: 'unmapped or freed twice' },
    { id: 'unmap-failed-mapping', severity: 'warning', title: 'a mapping that failed is unmapped' },
    { id: 'unmap-wrong-size', severity: 'error', title: 'given back with another size' },
    { id: 'unmap-wrong-direction', severity: 'error', title: 'unmapped with another direction' },
    { id: 'unmap-wrong-function', severity: 'error', title: 'given back by the wrong function' },
    { id: 'unmap-wrong-handle', severity: 'error', title: 'unmapped by something that is not the handle' },
    { id: 'free-while-mapped', severity: 'error', title: 'a buffer is freed while it is mapped' },
    { id: 'sg-unmap-count', severity: 'warning', title: 'a list is unmapped with the count that mapping returned' },
    { id: 'pool-wrong-pool', severity: 'error', title: 'a block goes back to another pool' },
    { id: 'devm-freed-by-hand', severity: 'error', title: 'managed memory is freed by hand' },
  ],
  calls: Object.fromEntries(Object.entries(releases).map(([name, shape]) => [name, releaser(shape)])),
  unknownCall(walk, name) {
    if (name !== null && reachesUnmap(walk, name)) mark(walk.state, unknownUnmap, 1);
    if (name !== null && /^_*devm_add_action/.test(name)) mark(walk.state, managed, 1);
  },
  leave: tellLeftBehind,
};

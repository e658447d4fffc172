/** In what order a device sees the driver's stores, and the driver the device's: barriers around the ownership bit of a descriptor, and relaxed doorbells. */
import type { Expression } from '../../c-language/syntax.ts';
import { registerWrites, relaxedWrites, under } from '../dma-functions.ts';
import { everyExpression, isWrittenWith, lineAt, linesOf, withoutWrapping } from '../expressions.ts';
import { ask } from '../questions.ts';
import { clearMarks, mark } from '../state.ts';
import { fieldName, parts, typeOfLocation, type Location } from '../terms.ts';
import { report, writtenPlace, type CallHandler, type Family, type Fix, type Walk } from '../walk.ts';
import { isCoherent, isPrivate } from './device-values.ts';
import { barrierFix, offsetOf } from '../fixes.ts';
import type { Place } from '../../c-language/source.ts';

const owner = /(^|_)OWN(ER|ED)?(_|$|BIT|bit)|HWOWN|_OWN$|DescOwn/;
const wireType = /^__[lb]e(16|32|64)$/;

/** A field of a descriptor in memory that the device reads too. */
function descriptorOf(walk: Walk, location: Location): Location | null {
  if (location.kind !== 'member') return null;
  const isWire = wireType.test(typeOfLocation(location)?.typedefName ?? '');
  return isWire || isCoherent(walk, location) ? location.base : null;
}

const stores = 'stored ';
const pending = 'pending store';
const owned = 'given back ';

const orders: CallHandler = (walk) => {
  clearMarks(walk.state, stores);
  walk.state.marks.delete(pending);
  return null;
};

const ordersReads: CallHandler = (walk) => {
  clearMarks(walk.state, owned);
  return null;
};

const ordersBoth: CallHandler = (walk, call) => {
  orders(walk, call);
  return ordersReads(walk, call);
};

/** writel() and its like wait for what was stored before. */
const writes: CallHandler = (walk, call) => {
  walk.state.marks.delete(relaxed);
  return orders(walk, call);
};

/** Registers that tell a device of no descriptor. */
const quiet = /INT|IRQ|IMR|ISR|MASK|STAT|CLR|ENA(BLE)?(_|$)/;

const writesRelaxed: CallHandler = (walk, { place, name, arguments: given }) => {
  if (given[1] && isWrittenWith(given[1], quiet)) return null;
  const store = walk.state.marks.get(pending);
  // What comes later is what starts the device.
  walk.state.marks.delete(relaxed);
  // What a function that has returned stored is another's affair.
  if (!store || !walk.stack.some(({ symbol }) => symbol.name === store.value)) return null;
  mark(walk.state, relaxed, name, place);
  mark(walk.state, relaxedStore, 1, store.place);
  walk.state.marks.delete(pending);
  return null;
};

const relaxed = 'relaxed';
const relaxedStore = 'store before relaxed';

/** With no other write behind it, it was what starts the device. */
function tellRelaxed(walk: Walk): void {
  const write = walk.state.marks.get(relaxed);
  const store = walk.state.marks.get(relaxedStore);
  if (!write?.place || !store || ask(walk.facts, 'is only reached from', `${walk.root.symbol.name} ${begins.source}`))
    return;
  const { place } = write;
  const name = String(write.value);
  const message = `${name}() does not wait for the stores before it: the device may be told of a descriptor that is not in memory yet`;
  const fixes = name.endsWith('_relaxed') ? renamed(walk, place, name) : [];
  report(walk, 'relaxed-doorbell', place, message, {
    notes: store.place ? [{ message: 'stored here', place: store.place }] : [],
    fixes,
  });
}

function renamed(walk: Walk, place: Place, name: string): readonly Fix[] {
  let at = place;
  while (at.expansion) at = at.expansion.place;
  if (at.file !== walk.facts.file || at.length !== name.length) return [];
  const from = offsetOf(at);
  const ordered = name.replace('_relaxed', '');
  return [{ title: `Use ${ordered}()`, edits: [{ from, to: from + name.length, text: ordered }] }];
}

function before(walk: Walk, expression: Expression, call: string): readonly Fix[] {
  let at = expression.start;
  while (at.expansion) at = at.expansion.place;
  if (at.file !== walk.facts.file) return [];
  const line = lineAt(at.file, at.line);
  const indent = line.slice(0, at.column - 1);
  if (indent.trim() !== '') return [];
  const from = offsetOf(at);
  return [{ title: `Put ${call} before it`, edits: [{ from, to: from, text: `${call}\n${indent}` }] }];
}

/** Functions that fill rings before the device runs: what starts it waits for all stores. */
const setsUp = /init|alloc|setup|open|_up$|reset|probe|start$/;

/** A device that is told by an index how far the ring is filled looks at nothing behind it, whoever owns it. */
function goesByIndex({ facts }: Walk): boolean {
  return ask(facts, 'goes by index');
}

/** A chain that the device cannot enter before its first descriptor is handed over, behind a barrier further down. */
function isGivenFirst({ graph }: Walk, { start }: Expression): boolean {
  const { file, line } = writtenPlace(start);
  const rest = linesOf(file, line + 1, graph.definition.end.line);
  const behind = /\b(dma_)?wmb\s*\(\s*\)([^]{0,600})/.exec(rest)?.[2];
  return graph.definition.place.file === file && behind !== undefined && /first/i.test(rest) && /OWN/i.test(behind);
}

/** Nothing runs yet in these, nor in what they alone call. */
const begins = /init|alloc|setup|reset|request/;

function isSettingUp({ facts, root, stack }: Walk): boolean {
  return (
    setsUp.test(stack.at(-1)!.symbol.name) || ask(facts, 'is only reached from', `${root.symbol.name} ${setsUp.source}`)
  );
}

export const ordering: Family = {
  name: 'ordering',
  rules: [
    { id: 'ownership-write-barrier', severity: 'warning', title: 'a descriptor is handed over without dma_wmb()' },
    {
      id: 'ownership-read-barrier',
      severity: 'warning',
      title: 'a descriptor is read without dma_rmb() after its ownership bit',
    },
    { id: 'relaxed-doorbell', severity: 'warning', title: 'a relaxed write starts a transfer' },
  ],
  calls: {
    ...under(['wmb', 'dma_wmb', 'smp_wmb'], orders),
    ...under(['rmb', 'dma_rmb', 'smp_rmb'], ordersReads),
    ...under(['mb', 'dma_mb', 'smp_mb'], ordersBoth),
    ...under([...registerWrites], writes),
    ...under([...relaxedWrites], writesRelaxed),
  },
  barrier(walk, names) {
    const isWrite = names.some((name) => /wmb$|^mb$|^dma_mb$|^smp_mb$/.test(name));
    const isRead = names.some((name) => /rmb$|^mb$|^dma_mb$|^smp_mb$/.test(name));
    if (isWrite) {
      clearMarks(walk.state, stores);
      walk.state.marks.delete(pending);
    }
    if (isRead) clearMarks(walk.state, owned);
  },
  store(walk, location, _value, expression, written) {
    const descriptor = descriptorOf(walk, location);
    if (!descriptor) return;
    const name = `${stores}${descriptor.key}`;
    const gives = isWrittenWith(written, owner) && !isTakenAway(expression) && !isAsked(expression);
    const earlier = walk.state.marks.get(name);
    if (
      gives &&
      earlier &&
      earlier.value !== location.key &&
      !isSettingUp(walk) &&
      !goesByIndex(walk) &&
      !isGivenFirst(walk, expression)
    ) {
      const message =
        "the descriptor is the device's from here on, and the stores before may be seen later than this one: dma_wmb() is missing";
      report(walk, 'ownership-write-barrier', expression.start, message, {
        notes: earlier.place ? [{ message: 'stored here', place: earlier.place }] : [],
        fixes: before(walk, expression, 'dma_wmb();'),
      });
    }
    // Handed over: what was stored until then went with it.
    if (gives) walk.state.marks.delete(name);
    else mark(walk.state, name, location.key, expression.start);
    if (!isPrivate(location)) mark(walk.state, pending, walk.stack.at(-1)!.symbol.name, expression.start);
  },
  branch(walk, condition, value, truth) {
    const test = ownershipTest(condition);
    if (!test || test.setWhenTrue === truth || isBehindBarrier(condition)) return;
    for (const part of parts(value)) {
      if ((part.kind !== 'initial' && part.kind !== 'device') || part.location.kind !== 'member') continue;
      const descriptor = descriptorOf(walk, part.location);
      if (descriptor) mark(walk.state, `${owned}${descriptor.key}`, part.location.key, condition.start);
    }
  },
  leave: tellRelaxed,
  load(walk, location, expression) {
    if (location.kind !== 'member') return;
    const name = `${owned}${location.base.key}`;
    const seen = walk.state.marks.get(name);
    if (!seen || seen.value === location.key) return;
    if (isDriversOwn(walk, location) || isSameCondition(seen.place, expression.start)) return;
    const message =
      "read after the descriptor's ownership bit without a barrier: the CPU may have fetched it while the device still had the descriptor: dma_rmb() is missing";
    report(walk, 'ownership-read-barrier', expression.start, message, {
      notes: seen.place ? [{ message: 'the ownership bit is looked at here', place: seen.place }] : [],
      fixes: barrierFix(walk, expression, 'dma_rmb();'),
    });
    walk.state.marks.delete(name);
  },
};

/** `status = ring->status; dma_rmb(); if (status & OWN)`: what was read before is in order already. */
function isBehindBarrier(condition: Expression): boolean {
  const { file, line } = writtenPlace(condition.start);
  const variables = everyExpression(condition).flatMap((each) => (each.kind === 'variable' ? [each.symbol.name] : []));
  const before = linesOf(file, line - 12, line - 1);
  return variables.some((name) => {
    const read = before.search(new RegExp(`\\b${name}\\s*=[^=](?![\\s\\S]*\\b${name}\\s*=[^=])`));
    return read >= 0 && /\b(dma_|smp_)?r?mb\s*\(\)/.test(before.slice(read));
  });
}

/** `a & OWN || b & DONE`: both tell whose it is. */
function isSameCondition(first: Place | null, second: Place): boolean {
  if (!first) return false;
  const from = writtenPlace(first);
  const to = writtenPlace(second);
  if (from.file !== to.file || to.line < from.line || to.line > from.line + 2) return false;
  const between = from.file.text.slice(offsetOf(from), offsetOf(to));
  return /\|\||&&/.test(between) && !between.includes(';');
}

/** What the driver itself writes there is no news from the device: addresses of buffers, and all but the status of what it sends. */
function isDriversOwn(walk: Walk, location: Location): boolean {
  const field = fieldName(location);
  if (field === null || !ask(walk.facts, 'is written', field)) return false;
  const sends = /tx|xmit|transmit|send/i.test(walk.stack.at(-1)!.symbol.name);
  return sends || /addr|ptr|dma|phys|handle|buf/i.test(field.slice(field.lastIndexOf('.')));
}

/** `if (tx_own) …`: whoever calls says when, and answers for the order. */
function isAsked({ start }: Expression): boolean {
  const { file, line } = writtenPlace(start);
  return /\bif\s*\(\s*(\w+_)?own(er)?\s*\)/.test(linesOf(file, line - 1, line));
}

/** `flags &= ~OWN` takes it from the device. */
function isTakenAway(expression: Expression): boolean {
  return expression.kind === 'compound-assignment' && expression.operator === '&';
}

/** `x & OWN`, and whether the bit is set where the condition is true. */
function ownershipTest(condition: Expression): { readonly setWhenTrue: boolean } | null {
  const bare = withoutWrapping(condition);
  if (bare.kind === 'binary' && (bare.operator === '==' || bare.operator === '!=')) {
    const constant = withoutWrapping(bare.right);
    const isZero = constant.kind === 'integer' && constant.value === 0n;
    const inner = ownershipTest(bare.left);
    if (!inner || !isZero) return null;
    return { setWhenTrue: bare.operator === '!=' };
  }
  if (bare.kind !== 'binary' || bare.operator !== '&') return null;
  const named = [bare.left, bare.right].some((side) => everyExpression(side).some((each) => each.kind === 'integer') && isWrittenWith(side, owner)); // prettier-ignore
  return named ? { setWhenTrue: true } : null;
}

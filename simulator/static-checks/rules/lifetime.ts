/** What has to stand before an interrupt may come, and what has to be quiet before memory goes. */
import type { Expression } from '../../c-language/syntax.ts';
import type { CType } from '../../c-language/types.ts';
import { registerReads, registerWrites, relaxedWrites, releases, under } from '../dma-functions.ts';
import { callNames, everyExpression, isWrittenWith, ownExpressions } from '../expressions.ts';
import { reaches } from '../file-facts.ts';
import { fieldRead, functionNamed } from '../function-digest.ts';
import { ask, type SeenFacts } from '../questions.ts';
import { clearMarks, mark } from '../state.ts';
import { fieldName, parts, rootOf, type Location, type Term } from '../terms.ts';
import {
  report,
  writtenPlace,
  type CallEvent,
  type CallHandler,
  type Family,
  type TreeLook,
  type Walk,
} from '../walk.ts';

const stopWord = /(^|_)(STOP|RESET|RST|SRST|SWRST|SOFTRESET|DISABLE|HALT|ABORT)(_|$)/;
const stopped = 'stopped';
const posted = 'posted';
const requested = 'irq ';
const freed = 'freed ';

function requests(handlerAt: number, flagsAt: number, cookieAt: number): CallHandler {
  return (walk, call) => {
    const handler = call.arguments[handlerAt] ? functionNamed(call.arguments[handlerAt]) : null;
    const flags = call.values[flagsAt];
    const noAutoEnable = flags?.kind === 'number' && (flags.value & 0x80000n) !== 0n; // IRQF_NO_AUTOEN
    if (handler && walk.facts.byName.has(handler) && !noAutoEnable) {
      mark(walk.state, `${requested}${handler}`, call.values[cookieAt]?.key ?? '', writtenPlace(call.place));
    }
    return null;
  };
}

/** Whether a handler uses the field before it has asked anything: an early way out may be what keeps it from a device that is not ready. */
function usesAtOnce({ byName }: SeenFacts, name: string, field: string): boolean {
  for (const statement of byName.get(name)?.definition.body.statements ?? []) {
    if (/^(if|for|while|do|switch|return|goto)$/.test(statement.kind)) return false;
    if (mentionsField(ownExpressions(statement), field)) return true;
  }
  return false;
}

function mentionsField(expressions: readonly Expression[], field: string): boolean {
  return expressions.some((whole) => everyExpression(whole).some((each) => each.kind === 'member' && fieldRead(each) === field)); // prettier-ignore
}

/** A field comes into being after an interrupt that uses it was asked for. */
function comesLate(walk: Walk, field: string | null, what: string, within: Location | null): void {
  if (field === null || walk.state.marks.has(`ready ${field}`)) return;
  mark(walk.state, `ready ${field}`, 1);
  for (const [name, { place, value }] of walk.state.marks) {
    if (!name.startsWith(requested) || !place || isOfAnother(within, value)) continue;
    const handler = name.slice(requested.length);
    if (!usesAtOnce(walk.facts, handler, field)) continue;
    const member = field.slice(field.lastIndexOf('.') + 1);
    report(
      walk,
      'irq-before-ready',
      place,
      `from here on '${handler}' may run, and it uses '${member}', which ${what} only later`,
    );
  }
}

/** In memory that was got here, and the handler was given other memory that was got here. */
function isOfAnother(within: Location | null, cookie: string | number): boolean {
  const root = within ? rootOf(within) : null;
  const got = root?.kind === 'target' && root.pointer.kind === 'resource' ? root.pointer.key : null;
  return got !== null && got !== cookie && /^memory:/.test(String(cookie));
}

const initializers = ['spin_lock_init', 'raw_spin_lock_init', '__raw_spin_lock_init', 'init_waitqueue_head', '__init_waitqueue_head', 'init_completion', 'mutex_init', '__mutex_init', 'tasklet_init', 'tasklet_setup']; // prettier-ignore

const initializes: CallHandler = (walk, { values, arguments: given }) => {
  const index = values.findIndex((value) => value.kind === 'address' && fieldName(value.location) !== null);
  const argument = given[index];
  const value = values[index];
  if (argument) comesLate(walk, outerField(argument), 'is initialised', value?.kind === 'address' ? value.location : null); // prettier-ignore
  return null;
};

/** Of `&board->lock.rlock`, the member of the driver's own struct. */
function outerField(expression: Expression): string | null {
  let found: string | null = null;
  for (const each of everyExpression(expression)) {
    const name = each.kind === 'member' ? fieldRead(each) : null;
    if (!name) continue;
    // What a struct within holds beside is ready all the same.
    if (found !== null && each.kind === 'member' && !isInitialized(each.type)) break;
    found = name;
  }
  return found;
}

/** A lock and the like. */
function isInitialized(type: CType): boolean {
  return type.kind === 'record' && /lock|mutex|completion|wait_queue|tasklet/.test(type.declaration.tag ?? '');
}

function isStop(call: CallEvent): boolean {
  return call.arguments.some((argument) => isWrittenWith(argument, stopWord));
}

const writes: CallHandler = (walk, call) => {
  if (!isStop(call)) {
    walk.state.marks.delete(posted);
    // What is written before anything is freed is taken to quieten the device.
    if (![...walk.state.marks.keys()].some((name) => name.startsWith(freed))) mark(walk.state, stopped, 1);
    return null;
  }
  blameEarlierFree(walk, call, 'the device is stopped only afterwards');
  mark(walk.state, stopped, 1);
  mark(walk.state, posted, 1, writtenPlace(call.place));
  return null;
};

const flushes: CallHandler = (walk) => {
  walk.state.marks.delete(posted);
  return null;
};

const disables: CallHandler = (walk, call) => {
  blameEarlierFree(walk, call, 'the device may master the bus until here');
  mark(walk.state, stopped, 1);
  return null;
};

const freesIrq: CallHandler = (walk, call) => {
  for (const [name, { place }] of walk.state.marks) {
    if (!name.startsWith(freed) || !place) continue;
    const field = name.slice(freed.length);
    const user = ask(walk.facts, 'is used by handler', field);
    if (user !== '') blame(walk, place, call, `'${user}' uses it, and may run until free_irq()`);
  }
  mark(walk.state, stopped, 1);
  walk.state.marks.delete(posted);
  return null;
};

function blameEarlierFree(walk: Walk, call: CallEvent, why: string): void {
  for (const [name, { place }] of walk.state.marks) {
    if (name.startsWith(freed) && place && !walk.state.marks.has(stopped)) blame(walk, place, call, why);
  }
  clearMarks(walk.state, freed);
}

function blame(walk: Walk, place: CallEvent['place'], call: CallEvent, why: string): void {
  report(walk, 'free-before-stop', place, `memory that the device or its interrupt uses goes too early: ${why}`, {
    notes: [{ message: 'only here', place: writtenPlace(call.place) }],
  });
}

/** Functions after which the device is not to run. */
const ends = /stop|remove|close|down|exit|free|reset|disable|kill|fini|detach|disconnect|suspend|destroy|release/;

const beginnings = /probe|init|attach|setup|alloc|create|register_/;

/** Freed by the function that the walk began in, which nobody of the file calls: what callers, or functions called before, have done to the device cannot be told. */
function isOwnEnd({ facts, root, stack }: Walk): boolean {
  const { name } = root.symbol;
  const summary = facts.byName.get(name);
  // Before it was set up, the device does not run.
  if (stack.length > 1 || !summary || ask(facts, 'is called', name) || beginnings.test(name)) return false;
  return ![...summary.calls].some((each) => facts.byName.has(each) && ends.test(each));
}

/** Memory that stands in a field, not what this function got itself. */
function releasesField(handleAt: number | undefined): CallHandler {
  return (walk, call) => {
    const handle = handleAt === undefined ? undefined : call.values[handleAt];
    const bufferField = memberOfArguments(call);
    if (handle?.kind !== 'initial' || bufferField === null) return null;
    const wait = walk.state.marks.get(posted);
    if (wait?.place && ends.test(walk.root.symbol.name)) {
      const message =
        'the write that stops the device may still be on its way: a read of one of its registers waits for it';
      report(walk, 'posted-stop', call.place, message, { notes: [{ message: 'written here', place: wait.place }] });
      walk.state.marks.delete(posted);
    }
    if (!walk.state.marks.has(stopped) && isOwnEnd(walk))
      mark(walk.state, `${freed}${bufferField}`, 1, writtenPlace(call.place));
    return null;
  };
}

function memberOfArguments({ name, arguments: given }: CallEvent): string | null {
  const { buffer, handle } = releases[name]!;
  const argument = given[buffer ?? handle ?? -1];
  return argument ? fieldRead(argument) : null;
}

const dmaReleases = Object.entries(releases).filter(([name]) => /^dma_(unmap_(single|page)|free_)/.test(name));

/** A managed interrupt outlives what remove() frees by hand. */
function checkManagedOrder({ facts, summary: { definition, expressions }, report: tell }: TreeLook): void {
  for (const each of expressions) {
    const index = callNames(each).includes('devm_request_irq') ? 2 : callNames(each).includes('devm_request_threaded_irq') ? 2 : -1; // prettier-ignore
    if (each.kind !== 'call' || index < 0 || !each.arguments[index]) continue;
    const handler = functionNamed(each.arguments[index]);
    const freed = handler ? ask(facts, 'is freed elsewhere', `${handler} ${definition.symbol.name}`) : '';
    if (freed === '') continue;
    const [member, by] = freed.split(' ') as [string, string];
    const { place } = facts.byName.get(by)!.definition.symbol;
    const message = `'${handler}' may run until the device core gives the interrupt back, after '${by}' has freed '${member}' that it uses`;
    tell({ rule: 'devm-order', place: writtenPlace(each.start), message, notes: [{ message: 'it is freed in here', place: writtenPlace(place) }], fixes: [], failing: [], function: definition.symbol.name }); // prettier-ignore
  }
}

/** What other files call to have a device stand still. */
const quietsElsewhere = /unregister|deregister|_del_|stop|disable|halt|reset|shutdown|remove/;

/** Of registers: one that writes may stop the device. */
const accesses: ReadonlySet<string> = new Set([...registerWrites, ...relaxedWrites]);

export const lifetime: Family = {
  name: 'lifetime',
  rules: [
    { id: 'irq-before-ready', severity: 'warning', title: 'an interrupt is asked for before what it uses is ready' },
    { id: 'free-before-stop', severity: 'warning', title: 'memory is freed before the device is stopped' },
    { id: 'posted-stop', severity: 'note', title: 'memory is freed while the stop is on its way' },
    { id: 'devm-order', severity: 'warning', title: 'a managed interrupt outlives memory that is freed by hand' },
  ],
  calls: {
    request_irq: requests(1, 2, 4),
    devm_request_irq: requests(2, 3, 5),
    request_threaded_irq: requests(1, 3, 5),
    free_irq: freesIrq,
    devm_free_irq: freesIrq,
    ...under(initializers, initializes),
    ...under([...registerWrites, ...relaxedWrites], writes),
    ...under([...registerReads], flushes),
    // Who orders the write against what follows knows of it.
    ...under(['wmb', 'mb'], flushes),
    ...under(['pci_clear_master', 'pci_disable_device'], disables),
    ...under(['udelay', 'mdelay', 'msleep', 'usleep_range', 'disable_irq', 'synchronize_irq', '__const_udelay', '__udelay'], flushes), // prettier-ignore
    ...Object.fromEntries(dmaReleases.map(([name, { handle }]) => [name, releasesField(handle)])),
  },
  skipped(walk, name) {
    const calls = reaches(walk.facts, name).flatMap((each) => [...walk.facts.byName.get(each)!.calls]);
    walk.state.marks.delete(posted);
    if (calls.some((each) => accesses.has(each))) mark(walk.state, stopped, 1);
  },
  unknownCall(walk, name) {
    walk.state.marks.delete(posted);
    if (name !== null && quietsElsewhere.test(name)) mark(walk.state, stopped, 1);
    clearMarks(walk.state, freed);
  },
  store(walk, location: Location, value: Term, expression) {
    const got = [...parts(value)].some((part) => part.kind === 'resource' && part.aspect === 'memory');
    if (got) comesLate(walk, fieldName(location), 'is allocated', location);
    // spin_lock_init() may be a macro that stores.
    else if (isWrittenWith(expression, /^(spin_lock_init|mutex_init|init_completion|init_waitqueue_head)$/)) {
      for (let at: Location = location; at.kind === 'member'; at = at.base) {
        comesLate(walk, fieldName(at), 'is initialised', at);
        if (at.base.kind !== 'member' || !isInitialized(at.base.member.type)) break;
      }
    }
  },
  tree: checkManagedOrder,
};

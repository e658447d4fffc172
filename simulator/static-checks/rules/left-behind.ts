/** What is still mapped or allocated where the function that the walk began in is left. */
import { leaks, mappings, releasedBy } from '../dma-functions.ts';
import { commentsIn, linesOf } from '../expressions.ts';
import { unmapFix } from '../fixes.ts';
import { isErrorReturn, isFailing } from '../outcome.ts';
import { ask } from '../questions.ts';
import { isLive, mentions, type Resource, type State } from '../state.ts';
import { isLocal, placeKey, type Term } from '../terms.ts';
import { acquit, conditionText, contradicts, findingOf, writtenPlace, type CallEvent, type Walk } from '../walk.ts';

type Place = CallEvent['place'];

export function madeAt({ place, kind }: Resource): { notes: { message: string; place: Place }[] } {
  return { notes: [{ message: mappings.has(kind) ? 'mapped here' : 'allocated here', place }] };
}

export function tellLeftBehind(walk: Walk, value: Term | null, place: Place): void {
  for (const [name, resource] of walk.state.resources) {
    // Where one way of being done stores it, another that does not is taken not to be possible.
    if (resource.escaped && isLive(resource))
      acquit(walk, isFailing(walk, value) ? keptAt(name, place) : `kept ${name}`);
    if (!leaks.has(resource.kind) || !isLive(resource) || !resource.proven) continue;
    const isList = resource.kind === 'sg' || resource.kind === 'sgtable';
    if (!resource.escaped && !isList) suspect(walk, name, resource, place, value, true);
    else if (isErrorReturn(walk, value, isList && !isLastOfAll(place)) && isOwnAffair(walk, name, resource))
      suspect(walk, name, resource, place, value, false);
  }
}

/** What stands before the labels that undo things is how a function ends that went well: who is told that the device is done gives the list back. */
function isLastOfAll(place: Place): boolean {
  const { file, line } = writtenPlace(place);
  return /^[^\n]*\breturn\s*;\s*\n\s*\w+:\s*(\n|$)/.test(linesOf(file, line, line + 2));
}

/** A way out by which others that have it kept come, too. */
function keptAt(name: string, place: Place): string {
  return `kept ${name} ${placeKey(place)}`;
}

/** Made by this function itself, which nobody of the file calls and could unwind for. */
function isOwnAffair({ facts, root, state }: Walk, name: string, resource: Resource): boolean {
  const called = ask(facts, 'is called', root.symbol.name);
  const { homes } = resource;
  return !called && !homes.includes('*') && name.lastIndexOf('/') === 0 && !isOnceGot(state, resource);
}

/** `if (!board->buffer) board->buffer = …`: it is there for the next time, too. */
function isOnceGot({ trail }: State, { homes, place }: Resource): boolean {
  const { line } = writtenPlace(place);
  const members = homes.flatMap((home) => {
    const name = /\.(\w+)$/.exec(home)?.[1];
    return name === undefined ? [] : [new RegExp(`(->|\\.)${name}\\b`)];
  });
  for (let at = trail; at; at = at.before)
    if (writtenPlace(at.place).line < line && members.some((member) => member.test(conditionText(at)))) return true;
  return false;
}

/** Mapped by a function that was called, or told to one of the file: how such a mapping is kept is by flags and fields of its own. */
function isHelpers({ state }: Walk, name: string, { kind }: Resource): boolean {
  const isHeld = [...state.values.values()].some(({ location, value }) => isLocal(location) && mentions(value, name));
  // What a function of its own has lost is told of that function.
  return (mappings.has(kind) && state.marks.has(`${name} told`)) || (name.lastIndexOf('/') > 0 && !isHeld);
}

/** `probe` fails, and only `remove`, which is not called then, gives it back. */
function isUndone({ facts, root }: Walk, { kind, homes }: Resource): boolean {
  const members = homes.map((home) => home.slice(home.lastIndexOf('.') + 1)).filter((member) => /^\w+$/.test(member));
  return kind === 'coherent' && members.some((member) => ask(facts, 'is freed only by what undoes', `${member} ${root.symbol.name}`)); // prettier-ignore
}

const meant =
  /\bleak|\blos(e|t|es)\b|(cannot|can't|can not|not safe to|must not|do not|don't)\s+(be\s+)?(free|unmap|release)/i;

/** A comment at the way out says that it stays. */
function isMeant(place: Place, how: string): boolean {
  const { file, line } = writtenPlace(place);
  const said = commentsIn(linesOf(file, line - 6, line));
  return meant.test(said) || said.includes(how.slice(0, how.indexOf(')')));
}

function suspect(
  walk: Walk,
  name: string,
  resource: Resource,
  place: Place,
  value: Term | null,
  certain: boolean,
): void {
  // prettier-ignore
  const what = mappings.has(resource.kind) ? 'the mapping' : 'the memory for DMA';
  const how = releasedBy[resource.kind];
  const finding = findingOf(walk, 'unmap-missing', place, `${what} is left behind here: ${how} is missing on this path`, { ...madeAt(resource), fixes: unmapFix(walk, resource, place) }); // prettier-ignore
  if (contradicts(walk) || isHelpers(walk, name, resource) || isMeant(place, how)) return;
  if (certain) {
    const key = `unmap-missing ${name}`;
    if (walk.findings.has(key)) return;
    walk.findings.set(key, finding);
    walk.decided.set(name, walk.state.trail);
    walk.conditions.set(key, isFailing(walk, value) ? keptAt(name, place) : `kept ${name}`);
  } else if (!walk.suspected.has(name)) {
    walk.suspected.set(name, finding);
    if (isUndone(walk, resource)) walk.undone.add(name);
    walk.decided.set(name, walk.state.trail);
  }
}

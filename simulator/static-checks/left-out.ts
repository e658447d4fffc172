/** An edit within one function leaves the bodies of most others as they were: these need not be read again. */
import type { Diagnostic, Place, SourceFile } from '../c-language/source.ts';
import { outermostPlace } from '../c-language/source.ts';
import type { CheckCache, Remembered } from './check-cache.ts';

export interface LeftOut {
  /** Functions whose bodies are blank in `text`. */
  readonly names: ReadonlySet<string>;
  /** What remains to be read; lines and columns are those of the file. */
  readonly text: string;
  /** Lines that the edited function has more than before. */
  readonly more: number;
  /** Its last line, before the edit. */
  readonly last: number;
}

/** Null where everything has to be read, as it was not one body that changed, or the brackets of the new one do not match. */
export function leaveOut(cache: CheckCache, text: string): LeftOut | null {
  const before = cache.read?.text;
  if (before === undefined) return null;
  const [from, to] = changed(before, text);
  const edited = [...cache.functions].find(([, { body }]) => body && body.open < from && to <= body.close);
  if (!edited?.[1].body) return null;
  const [name, { body, extent }] = edited;
  const added = text.length - before.length;
  const inner = text.slice(body.open, body.close + added + 1);
  if (!body.standsAlone || !standsAlone(inner)) return null;
  const kept = reading(cache.functions, name);
  const names = new Set<string>();
  let rest = '';
  let at = 0;
  for (const [each, known] of cache.functions) {
    if (kept.has(each) || !known.body?.standsAlone) continue;
    const moved = known.body.open > body.close ? added : 0;
    if (known.body.open + moved < at) return null;
    rest += text.slice(at, known.body.open + moved + 1) + known.body.blank;
    at = known.body.close + moved;
    names.add(each);
  }
  const more = linesOf(inner) - linesOf(before.slice(body.open, body.close + 1));
  return { names, text: rest + text.slice(at), more, last: extent.last };
}

/** What was said of a text, and of another in which bodies are left out: together what is said of all of it; null where that cannot be told. */
export function together(
  said: readonly Diagnostic[],
  now: readonly Diagnostic[],
  cache: CheckCache,
  { names, more, last }: LeftOut,
  file: SourceFile,
): readonly Diagnostic[] | null {
  const extents = [...cache.functions].flatMap(([name, { extent }]) => (names.has(name) ? [extent] : []));
  const isLeftOut = ({ place }: Diagnostic, moved: number): boolean => {
    const { line, file: within } = outermostPlace(place);
    const before = line > last + moved ? line - moved : line;
    return within.path === file.path && extents.some((extent) => extent.first <= before && before <= extent.last);
  };
  const old = said.filter((each) => isLeftOut(each, 0));
  if (more !== 0 && old.some(({ message }) => /\bline \d/.test(message))) return null;
  const fresh = now.filter((each) => !isLeftOut(each, more));
  const isSaid = (each: Diagnostic): boolean => fresh.some(({ message }) => message === each.message);
  // Said of the first use only: with it gone, the next one is the first.
  if (said.some((each) => once.has(each.code) && !isLeftOut(each, 0) && !isSaid(each))) return null;
  const place = (at: Place): Place => movedPlace(at, file, last, more);
  const moved = old.map((each) => ({
    ...each,
    place: place(each.place),
    notes: each.notes.map((note) => ({ ...note, place: place(note.place) })),
  }));
  return [...fresh.filter((each) => isFirst(each, moved)), ...moved.filter((each) => isFirst(each, fresh))];
}

const once: ReadonlySet<string> = new Set(['undeclared-function', 'old-name']);

function isFirst({ code, message, place }: Diagnostic, others: readonly Diagnostic[]): boolean {
  if (!once.has(code)) return true;
  const { line } = outermostPlace(place);
  return !others.some((other) => other.message === message && outermostPlace(other.place).line < line);
}

function movedPlace(place: Place, file: SourceFile, last: number, more: number): Place {
  const { expansion } = place;
  const outer = expansion && { ...expansion, place: movedPlace(expansion.place, file, last, more) };
  if (place.file.path !== file.path) return outer ? { ...place, expansion: outer } : place;
  return { ...place, file, line: place.line > last ? place.line + more : place.line, expansion: outer };
}

/** The stretch of the first text that is another in the second: from, and up to. */
function changed(before: string, text: string): [number, number] {
  const shorter = Math.min(before.length, text.length);
  let from = 0;
  while (from < shorter && before.charCodeAt(from) === text.charCodeAt(from)) from++;
  let same = 0;
  while (same < shorter - from && before.charCodeAt(before.length - 1 - same) === text.charCodeAt(text.length - 1 - same)) same++; // prettier-ignore
  return [from, before.length - same];
}

/** The function, whoever reaches it, and whatever those reach. */
function reading(functions: ReadonlyMap<string, Remembered>, name: string): ReadonlySet<string> {
  const callers = new Set([name]);
  for (const each of callers) {
    for (const [other, { digest }] of functions) if (digest.mentions.has(each)) callers.add(other);
  }
  for (const each of callers) {
    for (const called of functions.get(each)?.digest.mentions ?? []) if (functions.has(called)) callers.add(called);
  }
  return callers;
}

const token = /\/\*[^]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[{}()[\]"'#\\]|\bextern\b|\/\*/g;
const closing: Readonly<Record<string, string>> = { '}': '{', ')': '(', ']': '[' };

/** Whether a body in braces says nothing to what stands behind it: all brackets, comments and strings closed, no directive, no declaration of others. */
export function standsAlone(body: string): boolean {
  const open: string[] = [];
  for (const [found] of body.matchAll(token)) {
    if (found.length > 1) {
      if (found === 'extern' || found === '/*') return false;
    } else if (/[{([]/.test(found)) open.push(found);
    else if (closing[found] === undefined || open.pop() !== closing[found]) return false;
  }
  return open.length === 0;
}

function linesOf(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

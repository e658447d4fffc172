/** An edit within one body leaves all others as they are, and what stands between functions too: most need not even be preprocessed. */
import type { FunctionDefinition } from '../c-language/syntax.ts';
import { outermostPlace, type Diagnostic } from '../c-language/source.ts';
import { blank } from '../headers-once.ts';
import type { CheckCache, Layout, Remembered } from './check-cache.ts';

/** Offsets of the braces within a function's text, for a body that is written there. */
export interface Body {
  readonly open: number;
  readonly close: number;
  readonly blank: string;
}

export interface BlankBodies {
  /** What remains to be read; lines and columns are those of the file. */
  readonly text: string;
  /** Functions whose bodies are blank in it. */
  readonly names: ReadonlySet<string>;
  /** Where the function ends that was edited. */
  readonly edited: { readonly name: string; readonly line: number; readonly column: number };
}

/** Null where it was not one body that changed, or where it may say something to what stands behind it. `read`: those that have to be there. */
export function blankBodies(
  { functions, read: before }: CheckCache,
  [from, to]: readonly [number, number],
  text: string,
  read: ReadonlySet<string>,
): BlankBodies | null {
  const added = text.length - before!.text.length;
  const [editedName, edited] = [...functions].find(([, each]) => each.body && openOf(each) < from && to <= closeOf(each)) ?? []; // prettier-ignore
  if (!editedName || !edited || edited.tellsOutside) return null;
  const close = closeOf(edited) + added;
  if (!keepsToItself(text.slice(openOf(edited), close + 1))) return null;
  const names = new Set<string>();
  let rest = '';
  let at = 0;
  for (const [name, each] of functions) {
    if (read.has(name) || !each.body || each.tellsOutside) continue;
    const moved = openOf(each) > closeOf(edited) ? added : 0;
    if (openOf(each) + moved < at) return null;
    rest += text.slice(at, openOf(each) + moved + 1) + each.body.blank;
    at = closeOf(each) + moved;
    names.add(name);
  }
  const line = text.slice(0, close).split('\n').length;
  return { text: rest + text.slice(at), names, edited: { name: editedName, line, column: close - text.lastIndexOf('\n', close) } }; // prettier-ignore
}

function openOf({ extent, body }: Remembered): number {
  return extent.offset + body!.open;
}

function closeOf({ extent, body }: Remembered): number {
  return extent.offset + body!.close;
}

export function bodyOf({ place, end }: FunctionDefinition, text: string, first: number): Body | null {
  if (place.expansion || end.expansion) return null;
  const open = offsetIn(text, place.line - first) + place.column - 1;
  const close = offsetIn(text, end.line - first) + end.column - 1;
  if (text[open] !== '{' || text[close] !== '}' || !standsAlone(text.slice(open, close + 1))) return null;
  return { open, close, blank: blank(text.slice(open + 1, close)) };
}

function offsetIn(text: string, lines: number): number {
  let at = 0;
  for (let line = 0; line < lines; line++) at = text.indexOf('\n', at) + 1;
  return at;
}

/** Functions in whose text something is said. */
export function toldIn({ extents }: Layout, diagnostics: readonly Pick<Diagnostic, 'place'>[]): ReadonlySet<string> {
  const lines = diagnostics.map(({ place }) => outermostPlace(place).line);
  if (lines.length === 0) return new Set();
  const told = [...extents].filter(([, { first, last }]) => lines.some((line) => first <= line && line <= last));
  return new Set(told.map(([{ symbol }]) => symbol.name));
}

const token = /\/\*[^]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|[{}()[\]#\\]|\bextern\b|\/\*/g;
const literal = /^(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[^"'].*)$/s;
const closing: Readonly<Record<string, string>> = { '}': '{', ')': '(', ']': '[' };

/** Whether a text has no directive, no declaration of others, and closes its comments. */
function keepsToItself(body: string): boolean {
  for (const [found] of body.matchAll(token)) if (/^(extern|\/\*|#|\\)$/.test(found)) return false;
  return true;
}

/** Whether the edited function ends where it did, and all others are there: brackets that are open in it take nothing else with them. */
export function isAsBefore(
  { functions }: CheckCache,
  { edited }: BlankBodies,
  own: readonly FunctionDefinition[],
): boolean {
  const found = own.find(({ symbol }) => symbol.name === edited.name);
  const { line, column, expansion } = found?.end ?? { line: 0, column: 0, expansion: null };
  return line === edited.line && column === edited.column && !expansion && own.length === functions.size && own.every(({ symbol }) => functions.has(symbol.name)); // prettier-ignore
}

/** Whether a body in braces says nothing to what stands behind it, and all its brackets, comments and strings are closed. */
function standsAlone(body: string): boolean {
  const open: string[] = [];
  for (const [found] of body.matchAll(token)) {
    if (!literal.test(found)) return false;
    if (found.length > 1) {
      if (found === 'extern' || found === '/*') return false;
    } else if (/[{([]/.test(found)) open.push(found);
    else if (closing[found] === undefined || open.pop() !== closing[found]) return false;
  }
  return open.length === 0;
}

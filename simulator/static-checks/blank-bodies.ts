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
}

/** Null where it was not one body that changed, or its brackets do not match. `read`: those that have to be there. */
export function blankBodies(
  { functions, read: before }: CheckCache,
  [from, to]: readonly [number, number],
  text: string,
  read: ReadonlySet<string>,
): BlankBodies | null {
  const added = text.length - before!.text.length;
  const edited = [...functions.values()].find((each) => each.body && openOf(each) < from && to <= closeOf(each));
  if (!edited || edited.tellsOutside || !standsAlone(text.slice(openOf(edited), closeOf(edited) + added + 1))) return null; // prettier-ignore
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
  return { text: rest + text.slice(at), names };
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

const token = /\/\*[^]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[{}()[\]"'#\\]|\bextern\b|\/\*/g;
const closing: Readonly<Record<string, string>> = { '}': '{', ')': '(', ']': '[' };

/** Whether a body in braces says nothing to what stands behind it: all brackets, comments and strings closed, no directive, no declaration of others. */
function standsAlone(body: string): boolean {
  const open: string[] = [];
  for (const [found] of body.matchAll(token)) {
    if (found.length > 1) {
      if (found === 'extern' || found === '/*') return false;
    } else if (/[{([]/.test(found)) open.push(found);
    else if (closing[found] === undefined || open.pop() !== closing[found]) return false;
  }
  return open.length === 0;
}

/** How a function is left where something failed, for quick fixes: the label that gives back what it has got so far, or a plain return. */
import type { Place } from '../c-language/source.ts';
import { lineAt, lineCount, linesOf, lineStart } from './expressions.ts';
import type { Edit } from './walk.ts';

export interface Around {
  /** Lines: of its name and of its last brace. */
  readonly first: number;
  readonly last: number;
  /** Up to the `{`. */
  readonly head: string;
}

/** The function whose lines these are, as kernel style has it: braces of functions begin their lines. */
export function functionAround({ file, line }: Place): Around | null {
  let open = line;
  while (open > 0 && !lineAt(file, open).startsWith('{')) open--;
  let last = line;
  const end = lineCount(file);
  while (last <= end && !lineAt(file, last).startsWith('}')) last++;
  let first = open;
  while (first > 1 && !/^[\w*]/.test(lineAt(file, first))) first--;
  if (open === 0 || last > end || first === open) return null;
  const head = linesOf(file, first, open - 1).replaceAll('\n', ' ');
  return { first, last, head };
}

export interface Exit {
  /** The statement under an `if` of that indentation, with a line's end before it where it has braces. */
  readonly text: (indent: string) => string;
  readonly edits: readonly Edit[];
}

/** What a function may have got before that a plain return would leave behind. */
const gets =
  /=\s*(?!devm_|pcim_|dmam_|netdev_priv|to_|container_of)\w*(alloc|dup|request|map|_get|create|open)\w*\s*\(/;

/** `target`: of the mapping in that line; null where it is not told safely. */
export function exitBehind(place: Place, target: string | null, error: string): Exit | null {
  const around = functionAround(place);
  if (!around) return null;
  const before = linesOf(place.file, around.first, place.line - 1).split('\n');
  const held = before.some((line) => gets.test(line) || /\bgoto\b|_lock\w*\(/.test(line));
  const returns = /\bvoid\s+\w+\s*\(/.test(around.head) ? '' : /\b(int|ssize_t|long)\s+\w+\s*\(/.test(around.head) ? error : null; // prettier-ignore
  if (returns === null) return null;
  if (!held) return { text: (indent) => `${indent}\treturn${returns === '' ? '' : ` ${returns}`};`, edits: [] };
  return target ? behindLabel(place, around, target, error) : null;
}

/** Behind the label that unmaps it, where what follows gives back the rest. */
function behindLabel({ file, line }: Place, { last, head }: Around, target: string, error: string): Exit | null {
  for (let at = line + 1; at + 1 < last; at++) {
    const release = lineAt(file, at + 1);
    if (!/^\w+:\s*$/.test(lineAt(file, at)) || !/\bdma_unmap_\w+\(/.test(release) || !release.includes(` ${target},`)) continue; // prettier-ignore
    const next = /^(\w+):\s*$/.exec(lineAt(file, at + 2))?.[1];
    const label = next ?? 'err_not_mapped';
    if (!next && file.text.includes(label)) return null;
    const behind = lineStart(file, at + 2);
    const edits = next ? [] : [{ from: behind, to: behind, text: `${label}:\n` }];
    const result = /^\s*return (\w+);/.exec(lineAt(file, last - 1))?.[1];
    if (/\bvoid\s+\w+\s*\(/.test(head) || !result || /^\d|^[A-Z]/.test(result)) return { text: (indent) => `${indent}\tgoto ${label};`, edits }; // prettier-ignore
    return { text: (indent) => `${indent}\t${result} = ${error};\n${indent}\tgoto ${label};`, edits };
  }
  return null;
}

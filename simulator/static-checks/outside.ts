/** What stands between the functions of a file, declaration by declaration: which names mean something else after an edit there. */
import type { TranslationUnit } from '../c-language/syntax.ts';

/** A declaration, a directive, or the name of a function that is defined there, without comments. */
export type Chunk = string;

const piece = /\/\*[^]*?(?:\*\/|$)|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|^[ \t]*#(?:[^\n\\]|\\[^])*|[A-Za-z_]\w*|[{}()[\];,:=*]|[^\s]/gm; // prettier-ignore

/** Of the text between two functions. */
export function chunksOf(text: string): readonly Chunk[] {
  const chunks: Chunk[] = [];
  let words: string[] = [];
  let depth = 0;
  for (const [found] of text.matchAll(piece)) {
    if (found.startsWith('/*') || found.startsWith('//')) continue;
    if (/^[ \t]*#/.test(found)) {
      chunks.push(found.trim());
      continue;
    }
    words.push(found);
    if (found === '{' || found === '(') depth++;
    if (found === '}' || found === ')') depth--;
    if (found !== ';' || depth > 0) continue;
    chunks.push(words.join(' '));
    words = [];
    depth = 0;
  }
  return words.length > 0 ? [...chunks, words.join(' ')] : chunks;
}

/** Names that mean something else; null: any may. */
export function changedNames(
  before: readonly Chunk[],
  after: readonly Chunk[],
  { macros }: Pick<TranslationUnit, 'macros'>,
): ReadonlySet<string> | null {
  const [from, same] = unchanged(before, after);
  const changed = [...before.slice(from, before.length - same), ...after.slice(from, after.length - same)];
  const names = new Set<string>();
  for (const chunk of changed) {
    const declared = namesIn(chunk);
    if (declared === null) return null;
    for (const name of declared) names.add(name);
  }
  if (names.size === 0) return names;
  const later = after.slice(from);
  const ofMacros = changed.some((chunk) => chunk.startsWith('#'));
  for (let size = -1; size !== names.size && names.size <= mostNames;) {
    size = names.size;
    if (ofMacros) for (const [name, { body }] of macros) if (body.some(({ text }) => names.has(text))) names.add(name);
    for (const chunk of later) if (wordsOf(chunk).some((word) => names.has(word))) for (const name of namesIn(chunk) ?? []) names.add(name); // prettier-ignore
  }
  return names.size > mostNames ? null : names;
}

/** More than that, and nearly every function has one of them. */
const mostNames = 500;

function unchanged(before: readonly Chunk[], after: readonly Chunk[]): [number, number] {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from++;
  let same = 0;
  while (same < shorter - from && before.at(-1 - same) === after.at(-1 - same)) same++;
  return [from, same];
}

export function wordsOf(text: string): readonly string[] {
  return text.match(/[A-Za-z_]\w*/g) ?? [];
}

/** Names that a chunk may declare, rather too many than too few; null for a directive that may change anything. */
function namesIn(chunk: Chunk): readonly string[] | null {
  const directive = /^#\s*(\w+)\s*(\w*)/.exec(chunk);
  if (directive) return /^(define|undef)$/.test(directive[1]!) ? [directive[2]!] : null;
  const words = chunk.match(piece) ?? [];
  // DEFINE_SPINLOCK(lock);
  const isMacro = words.some((word, at) => words[at + 1] === '(' && /^[A-Z_0-9]+$/.test(word)) || words[1] === '(';
  if (isMacro) return wordsOf(chunk);
  const names: string[] = [];
  let parentheses = 0;
  let braces = 0;
  let value = false;
  for (const [at, word] of words.entries()) {
    if (word === '(') parentheses++;
    else if (word === ')') parentheses--;
    else if (word === '{') braces++;
    else if (word === '}') braces--;
    else if (word === '=' && braces === 0) value = true;
    else if ((word === ',' || word === ';') && braces === 0 && parentheses === 0) value = false;
    const next = words[at + 1] ?? '';
    const isPointer = words[at - 1] === '*' && words[at - 2] === '(';
    const isLast = next !== '*' && (!/^\w/.test(next) || next.startsWith('__'));
    if (/^[A-Za-z_]/.test(word) && !value && isLast && (parentheses === 0 || isPointer)) names.push(word);
  }
  return names;
}

/** `#pragma pack(n)`, `pack(push, name, n)`, `pack(pop, name)` and `pack()`, as gcc has them. */
import type { Place } from '../source.ts';
import type { Token } from '../token.ts';
import type { Packing, Preprocessor } from './state.ts';
import { report } from './state.ts';

/** `line` begins with `pack`. A form that gcc ignores is a warning and ignored. */
export function obeyPack(preprocessor: Preprocessor, line: readonly Token[], place: Place): void {
  const words = line.slice(1).map(({ text }) => text);
  const arguments_ = readArguments(words);
  const { packing, output } = preprocessor;
  const complaint = arguments_ ? change(packing, arguments_) : "expected '(' and ')'";
  if (complaint) report(preprocessor, 'warning', 'invalid-pragma', `'#pragma pack' ignored: ${complaint}`, place);
  packing.changes.push({ token: output.length, pack: packing.current });
}

/** What stands between the parentheses and the commas; null for another form. */
function readArguments(words: readonly string[]): string[] | null {
  if (words[0] !== '(' || words.at(-1) !== ')') return null;
  const inner = words.slice(1, -1);
  if (inner.length === 0) return [];
  return inner.some((word, index) => (word === ',') !== (index % 2 === 1))
    ? null
    : inner.filter((word) => word !== ',');
}

/** Why it is ignored, or null. */
function change(packing: Packing, [action, ...rest]: readonly string[]): string | null {
  if (action === undefined) packing.current = 0;
  else if (action === 'push') return push(packing, rest);
  else if (action === 'pop') return pop(packing, rest);
  else return setPack(packing, action);
  return null;
}

function push(packing: Packing, words: readonly string[]): string | null {
  const name = words.find((word) => !startsNumber(word)) ?? null;
  const pack = words.find(startsNumber);
  packing.stack.push({ name, pack: packing.current });
  return pack === undefined ? null : setPack(packing, pack);
}

/** With a name, everything pushed after it goes too. */
function pop(packing: Packing, [name]: readonly string[]): string | null {
  const { stack } = packing;
  let index = stack.length - 1;
  if (name !== undefined) while (index >= 0 && stack[index]!.name !== name) index--;
  if (index < 0) return name === undefined ? 'nothing was pushed' : `nothing was pushed as '${name}'`;
  packing.current = stack[index]!.pack;
  stack.length = index;
  return null;
}

function setPack(packing: Packing, word: string): string | null {
  const pack = Number(word);
  if (![0, 1, 2, 4, 8, 16].includes(pack)) return `the alignment '${word}' is not 1, 2, 4, 8 or 16`;
  packing.current = pack;
  return null;
}

function startsNumber(word: string): boolean {
  return /^[0-9]/.test(word);
}

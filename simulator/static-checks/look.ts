/** One look at a document that was looked at before: functions that mean what they meant then are known while it is parsed, and their bodies are put off. */
import type { BodyAhead } from '../c-language/parser/state.ts';
import type { Scope } from '../c-language/syntax.ts';
import type { RecordDeclaration } from '../c-language/types.ts';
import { outermostPlace, type SourceFile } from '../c-language/source.ts';
import type { CheckCache, Remembered } from './check-cache.ts';
import { blankBodies, type BlankBodies } from './blank-bodies.ts';
import { linesOf } from './expressions.ts';
import { createMeanings, layoutsOf, meaningOf } from './meaning.ts';

export interface Look {
  /** What is read of the file. */
  readonly text: string;
  readonly putsOff: (ahead: BodyAhead) => boolean;
  /** Bodies that are not even there. */
  readonly bodies: BlankBodies | null;
  /** And whose they are. */
  readonly blank: ReadonlySet<string>;
  /** By name of function. */
  readonly meanings: Map<string, string>;
  /** As they were: what is outside of them means the same, too. */
  readonly same: Set<string>;
  /** Whose bodies were not read. */
  readonly leftOut: Set<string>;
  /** Of records of these names, as they are known where a function stands. */
  readonly layouts: (names: Iterable<string>, function_: string) => string;
}

/** Of a document that nothing is known of. */
export function lookWholly(cache: CheckCache): Look {
  return createLook(cache, { path: '', text: '', builtIn: false }, null);
}

/** `needed`: bodies that are read in any case; null: every one. */
export function createLook(
  cache: CheckCache,
  file: SourceFile,
  needed: readonly string[] | null,
  mayBlank = true,
): Look {
  const meanings = createMeanings();
  let headersAre: HeadersAre | null = null;
  const stretch = needed && changed(cache.read!.text, file.text);
  const read = stretch && readForEdit(cache, stretch, needed);
  // What turned out to be needed later may be any.
  const bodies = read && mayBlank && needed.length === 0 ? blankBodies(cache, stretch, file.text, read) : null;
  let scope: Scope | null = null;
  let records: readonly RecordDeclaration[] = [];
  const completed = new Map<string, number>();
  const look: Look = {
    text: bodies?.text ?? file.text,
    bodies,
    blank: bodies?.names ?? new Set(),
    meanings: new Map(),
    same: new Set(),
    leftOut: new Set(),
    layouts: (names, function_) => (scope ? layoutsOf(names, scope, records, completed.get(function_) ?? 0) : ''),
    putsOff(ahead) {
      ({ scope, records } = ahead);
      const { name } = ahead.symbol;
      completed.set(name, records.length);
      const known = cache.functions.get(name);
      // One body is another, and nothing else.
      const meaning = bodies && known && (look.blank.has(name) || known.text === textOf(ahead, file)) ? known.meaning : meaningOf(meanings, ahead); // prettier-ignore
      look.meanings.set(name, meaning);
      headersAre ??= compareHeaders(cache);
      if (headersAre === 'others' || (headersAre === 'more or fewer' && known?.doubtful)) return false;
      if (!known || !isSame(known, meaning, look.layouts(known.measured, name), textOf(ahead, file))) return false;
      look.same.add(name);
      if (!read || read.has(name) || !known.standsAlone) return false;
      look.leftOut.add(name);
      return true;
    },
  };
  return look;
}

type HeadersAre = 'the same' | 'more or fewer' | 'others';

/** Of the file's first lines; what is included is seen in what names mean. */
function compareHeaders({ headers: { latest }, headersThen }: CheckCache): HeadersAre {
  if (latest === headersThen) return 'the same';
  return conditionsOf(latest) === conditionsOf(headersThen) ? 'more or fewer' : 'others';
}

function conditionsOf(lines: string): string {
  return (lines.match(/^[ \t]*#[ \t]*(define|undef|if|el|end|pragma|line).*$/gm) ?? []).join('\n');
}

function isSame(known: Remembered, meaning: string, layouts: string, text: string): boolean {
  return known.text === text && known.meaning === meaning && known.layouts === layouts;
}

function textOf({ symbol, tokens, close }: BodyAhead, file: SourceFile): string {
  return linesOf(file, outermostPlace(symbol.place).line, outermostPlace(tokens[close]!.place).line);
}

/** Functions that are to be read since the text of one of them is another. */
function readForEdit(
  { functions }: CheckCache,
  [from, to]: readonly [number, number],
  needed: readonly string[],
): ReadonlySet<string> {
  const edited = [...functions].filter(
    ([, { extent }]) => extent.offset <= to && from <= extent.offset + extent.length,
  );
  return new Set([...reading(functions, edited.map(([name]) => name)), ...needed]); // prettier-ignore
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

/** The functions, whoever reaches them, and whatever those reach. */
function reading(functions: ReadonlyMap<string, Remembered>, names: readonly string[]): ReadonlySet<string> {
  const reached = new Set(names);
  for (const each of reached) {
    for (const [other, { digest }] of functions) if (digest.mentions.has(each)) reached.add(other);
  }
  for (const each of reached) {
    for (const called of functions.get(each)?.digest.mentions ?? []) if (functions.has(called)) reached.add(called);
  }
  return reached;
}

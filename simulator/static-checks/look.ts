/** One look at a document that was looked at before: functions that mean what they meant then are known while it is parsed, and their bodies are put off. */
import type { BodyAhead } from '../c-language/parser/state.ts';
import type { Scope } from '../c-language/syntax.ts';
import type { RecordDeclaration } from '../c-language/types.ts';
import { outermostPlace, type SourceFile } from '../c-language/source.ts';
import type { CheckCache, Remembered } from './check-cache.ts';
import { linesOf } from './expressions.ts';
import { createMeanings, layoutsOf, meaningOf } from './meaning.ts';

export interface Look {
  readonly putsOff: (ahead: BodyAhead) => boolean;
  /** By name of function. */
  readonly meanings: Map<string, string>;
  /** As they were: what is outside of them means the same, too. */
  readonly same: Set<string>;
  /** Whose bodies were not read. */
  readonly leftOut: Set<string>;
  readonly layouts: (names: Iterable<string>) => string;
}

/** Of a document that nothing is known of. */
export function lookWholly(cache: CheckCache): Look {
  return createLook(cache, { path: '', text: '', builtIn: false }, true);
}

/** `wholly`: every body is read. */
export function createLook(cache: CheckCache, file: SourceFile, wholly: boolean): Look {
  const meanings = createMeanings();
  let headersAre: HeadersAre | null = null;
  const read = wholly ? null : readForEdit(cache, file.text);
  let scope: Scope | null = null;
  let records: readonly RecordDeclaration[] = [];
  const look: Look = {
    meanings: new Map(),
    same: new Set(),
    leftOut: new Set(),
    layouts: (names) => (scope ? layoutsOf(names, scope, records) : ''),
    putsOff(ahead) {
      ({ scope, records } = ahead);
      const { name } = ahead.symbol;
      const known = cache.functions.get(name);
      const meaning = meaningOf(meanings, ahead);
      look.meanings.set(name, meaning);
      headersAre ??= compareHeaders(cache);
      if (headersAre === 'others' || (headersAre === 'more or fewer' && known?.doubtful)) return false;
      if (!known || !isSame(known, meaning, look, textOf(ahead, file))) return false;
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

function isSame(known: Remembered, meaning: string, look: Look, text: string): boolean {
  return known.text === text && known.meaning === meaning && known.layouts === look.layouts(known.measured);
}

function textOf({ symbol, tokens, close }: BodyAhead, file: SourceFile): string {
  return linesOf(file, outermostPlace(symbol.place).line, outermostPlace(tokens[close]!.place).line);
}

/** Functions that are to be read since the text of one of them is another; null: all. */
function readForEdit({ read, functions }: CheckCache, text: string): ReadonlySet<string> | null {
  if (!read) return null;
  const [from, to] = changed(read.text, text);
  const edited = [...functions].filter(
    ([, { extent }]) => extent.offset <= to && from <= extent.offset + extent.length,
  );
  return reading(functions, edited.map(([name]) => name)); // prettier-ignore
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

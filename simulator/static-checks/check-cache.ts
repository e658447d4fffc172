/** What was found in each function the last time: one that has not changed, nor anything that it depends on, is not looked at again. */
import type { Diagnostic, Place, SourceFile } from '../c-language/source.ts';
import type { FunctionDefinition, TranslationUnit } from '../c-language/syntax.ts';
import { createHeadersRead, type HeadersRead } from '../headers-once.ts';
import { dependsOn, type FileFacts, type FunctionSummary } from './file-facts.ts';
import { digestOf, type Digest } from './function-digest.ts';
import { lineAt, lineCount } from './expressions.ts';
import { namesOfRecords } from './meaning.ts';
import { bodyOf, type Body } from './blank-bodies.ts';
import type { Look } from './look.ts';
import { isAnsweredAlike, type Asked } from './questions.ts';
import type { Finding } from './walk.ts';

/** Of one document. */
export interface CheckCache {
  /** Functions that mean something else since they were looked at. */
  readonly stale: Set<string>;
  /** In the order of the file. */
  functions: Map<string, Remembered>;
  /** The whole text, and what the parser says of it. */
  read: {
    readonly text: string;
    readonly parsed: readonly Diagnostic[];
    /** A body declares a function, and so tells others what it is. */
    readonly declaresWithin: boolean;
  } | null;
  readonly headers: HeadersRead;
  /** The file's first lines when its functions were looked at. */
  headersThen: string;
}

export interface Remembered {
  readonly text: string;
  readonly extent: Extent;
  /** Where its body begins. */
  readonly open: Place;
  readonly standsAlone: boolean;
  readonly body: Body | null;
  /** The preprocessor, or who knows old names, says something of its text. */
  readonly tellsOutside: boolean;
  /** It may mean something else with other headers. */
  readonly doubtful: boolean;
  readonly digest: Digest;
  /** See meaning.ts. */
  readonly meaning: string;
  /** Records on whose layout it depends, and what that was. */
  readonly measured: readonly string[];
  readonly layouts: string;
  /** Its own text, and those of the functions that it calls. */
  readonly key: string;
  readonly findings: readonly Finding[];
  /** What rules asked of the whole file. */
  readonly asked: Asked;
}

/** Lines from 1, both inclusive; `offset` of the first line's beginning, and the length of its text. */
export interface Extent {
  readonly first: number;
  readonly last: number;
  readonly offset: number;
  readonly length: number;
}

export function createCheckCache(): CheckCache {
  return { stale: new Set(), functions: new Map(), read: null, headers: createHeadersRead(), headersThen: '' }; // prettier-ignore
}

/** Where the functions of a file stand, and the text of each and of the rest. */
export interface Layout {
  readonly texts: ReadonlyMap<FunctionDefinition, string>;
  readonly extents: ReadonlyMap<FunctionDefinition, Extent>;
}

/** Of the file itself, not of its headers. */
export function ownFunctions({ functions, path }: TranslationUnit): readonly FunctionDefinition[] {
  return functions.filter(({ place }) => place.file.path === path);
}

export function layoutOf(unit: TranslationUnit): Layout {
  const functions = ownFunctions(unit);
  const file = functions[0]?.place.file;
  return file ? layOut(functions, file) : { texts: new Map(), extents: new Map() };
}

function layOut(functions: readonly FunctionDefinition[], file: SourceFile): Layout {
  const lines = file.text.split('\n');
  const offsets = [0];
  for (const line of lines) offsets.push(offsets.at(-1)! + line.length + 1);
  const texts = new Map<FunctionDefinition, string>();
  const extents = new Map<FunctionDefinition, Extent>();
  for (const definition of functions) {
    const first = outermostLine(definition.symbol.place);
    const last = outermostLine(definition.end);
    const text = lines.slice(first - 1, last).join('\n');
    texts.set(definition, text);
    extents.set(definition, { first, last, offset: offsets[first - 1] ?? 0, length: text.length });
  }
  return { texts, extents };
}

function outermostLine(place: Place): number {
  let at = place;
  while (at.expansion) at = at.expansion.place;
  return at.line;
}

/** `touched`: see compareMeanings. */
export function knownDigest(
  { functions }: CheckCache,
  { same }: Look,
  touched: ReadonlySet<string>,
  { symbol: { name } }: FunctionDefinition,
): Digest | null {
  return same.has(name) && !touched.has(name) ? functions.get(name)!.digest : null;
}

/** Before anything that is remembered of functions is asked for. Those are returned that name a function which is defined no more, or only now. */
export function compareMeanings(
  { functions, stale }: CheckCache,
  { same }: Look,
  own: readonly FunctionDefinition[],
): ReadonlySet<string> {
  const names = new Set(own.map(({ symbol }) => symbol.name));
  const gone = [...functions.keys()].filter((name) => !names.has(name));
  const others = [...gone, ...[...names].filter((name) => !functions.has(name))];
  const touched = new Set<string>();
  for (const [name, { digest }] of functions) {
    if (others.some((other) => digest.mentions.has(other))) touched.add(name);
    if (!same.has(name) || touched.has(name)) stale.add(name);
  }
  return touched;
}

export interface FunctionKey {
  readonly text: string;
  /** What stands outside of functions means something else to it, or to one that it depends on. */
  readonly isStale: boolean;
}

export function keyOfFunction(
  { stale }: CheckCache,
  facts: FileFacts,
  { texts }: Layout,
  { definition }: FunctionSummary,
): FunctionKey {
  // prettier-ignore
  const reached = dependsOn(facts, definition.symbol.name);
  const text = reached.map((name) => texts.get(facts.byName.get(name)!.definition) ?? '').join('\0');
  return { text, isStale: reached.some((name) => stale.has(name)) };
}

/** The findings of a function that is as it was, where it stands now. */
export function remembered(
  cache: CheckCache,
  { facts, given, key }: { readonly facts: FileFacts; readonly given: Asked; readonly key: FunctionKey },
  { definition }: FunctionSummary,
  layout: Layout,
  moved: Mover,
): readonly Finding[] | null {
  // prettier-ignore
  const known = cache.functions.get(definition.symbol.name);
  if (!known || key.isStale || known.key !== key.text || !isAnsweredAlike(facts, given, known.asked)) return null;
  const edits = known.findings.flatMap(({ fixes }) => fixes.flatMap((fix) => fix.edits));
  const shifts = new Map(edits.map((edit) => [edit, shiftOf(cache, layout, definition, edit)]));
  if ([...shifts.values()].includes(null)) return null;
  return known.findings.map((finding) => ({
    ...finding,
    place: moved(finding.place),
    notes: finding.notes.map((note) => ({ ...note, place: moved(note.place) })),
    failing: finding.failing.map(moved),
    fixes: finding.fixes.map((fix) => ({
      ...fix,
      edits: fix.edits.map((edit) => ({
        from: edit.from + shifts.get(edit)!,
        to: edit.to + shifts.get(edit)!,
        text: edit.text,
      })),
    })),
  }));
}

/** By how much what it mends has moved, with the function that it stands in; null where that is none, such as a macro, or another text by now. */
function shiftOf(
  { functions }: CheckCache,
  { extents, texts }: Layout,
  own: FunctionDefinition,
  { from, to }: Finding['fixes'][number]['edits'][number],
): number | null {
  for (const definition of [own, ...extents.keys()]) {
    const known = functions.get(definition.symbol.name);
    if (!known || from < known.extent.offset || to > known.extent.offset + known.extent.length) continue;
    return known.text === texts.get(definition) ? extents.get(definition)!.offset - known.extent.offset : null;
  }
  return null;
}

export type Mover = (place: Place) => Place;

/** Moves places by as many lines as the function has moved that they are in, or behind. */
export function moverOf({ functions }: CheckCache, { extents }: Layout, file: SourceFile): Mover {
  const steps: { readonly before: Extent; readonly now: Extent }[] = [];
  for (const [definition, now] of extents) {
    const before = functions.get(definition.symbol.name)?.extent;
    if (before) steps.push({ before, now });
  }
  steps.sort((one, other) => one.before.first - other.before.first);
  const moved = new Map<number, number>();
  const lineOf = (place: Place): number => {
    const { line } = place;
    let low = 0;
    for (let high = steps.length; low < high;) {
      const middle = (low + high) >> 1;
      if (steps[middle]!.before.first <= line) low = middle + 1;
      else high = middle;
    }
    const step = steps[low - 1];
    if (step && line <= step.before.last) return line + step.now.first - step.before.first;
    // Between functions: with the one before it, or with the one behind it.
    const next = steps[low];
    const ways = [step ? step.now.last - step.before.last : 0, next ? next.now.first - next.before.first : lineCount(file) - lineCount(place.file)]; // prettier-ignore
    return line + (ways.find((by) => lineAt(file, line + by) === lineAt(place.file, line)) ?? ways[0]!);
  };
  return (place) => {
    if (place.file.path !== file.path) return place;
    let line = moved.get(place.line);
    if (line === undefined) moved.set(place.line, (line = lineOf(place)));
    return { file, line, column: place.column, length: place.length, expansion: null };
  };
}

/** What was found in a function, and what it depends on beside what it reaches; `looked` is null where it was not looked at. */
export interface FoundIn {
  readonly key: FunctionKey;
  findings: readonly Finding[];
  looked: {
    /** Names of the records whose layout counts. */
    readonly measured: readonly string[];
    readonly asked: Asked;
  } | null;
}

export function remember(
  cache: CheckCache,
  { texts, extents }: Layout,
  look: Look,
  told: ReadonlySet<string>,
  found: ReadonlyMap<FunctionSummary, FoundIn>,
): void {
  const before = cache.functions;
  cache.functions = new Map();
  cache.stale.clear();
  cache.headersThen = cache.headers.latest;
  for (const [summary, { key, findings, looked }] of found) {
    const { definition } = summary;
    const { name } = definition.symbol;
    const text = texts.get(definition)!;
    const known = before.get(name);
    const measured = look.leftOut.has(name) && known && !looked ? known.measured : [...new Set([...namesOfRecords(definition.measured), ...summary.measured, ...(looked?.measured ?? known?.measured ?? [])])]; // prettier-ignore
    cache.functions.set(name, {
      text,
      extent: extents.get(definition)!,
      open: definition.place,
      standsAlone: known?.text === text ? known.standsAlone : !/\bextern\b/.test(text),
      body: known?.text === text ? known.body : bodyOf(definition, text, extents.get(definition)!.first),
      tellsOutside: told.has(name),
      doubtful: look.leftOut.has(name) ? (known?.doubtful ?? true) : definition.doubtful,
      digest: digestOf(summary),
      meaning: look.meanings.get(name) ?? '',
      measured,
      layouts: look.layouts(measured, name),
      key: key.text,
      findings,
      asked: looked?.asked ?? known?.asked ?? new Map(),
    });
  }
}

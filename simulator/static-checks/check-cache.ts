/** What was found in each function the last time: one that has not changed, nor anything that it depends on, is not looked at again. */
import type { Diagnostic, Place, SourceFile } from '../c-language/source.ts';
import type { FunctionDefinition } from '../c-language/syntax.ts';
import { blank, createHeadersRead, type HeadersRead } from '../headers-once.ts';
import { dependsOn, digestOf, reaches, type Digest, type FileFacts, type FunctionSummary } from './file-facts.ts';
import { standsAlone } from './left-out.ts';
import type { Finding } from './walk.ts';

/** Of one document. */
export interface CheckCache {
  /** Everything outside of functions: declarations and directives. */
  outside: string;
  signature: string;
  /** Counts the changes of these two: what was found before one of them counts no more. */
  epoch: number;
  /** In the order of the file. */
  functions: Map<string, Remembered>;
  /** The whole text, and what the front end says of it. */
  read: { readonly text: string; readonly diagnostics: readonly Diagnostic[] } | null;
  readonly headers: HeadersRead;
}

export interface Remembered {
  readonly text: string;
  readonly extent: Extent;
  readonly body: Body | null;
  readonly digest: Digest;
  /** Its own text, those of the functions that it calls, and what the file says beside. */
  readonly key: string;
  readonly findings: readonly Finding[];
}

/** Lines from 1, both inclusive; `offset` of the first line's beginning. */
export interface Extent {
  readonly first: number;
  readonly last: number;
  readonly offset: number;
}

/** Offsets of the braces in the text, for a body that is written there. */
export interface Body {
  readonly open: number;
  readonly close: number;
  readonly blank: string;
  readonly standsAlone: boolean;
}

export function createCheckCache(): CheckCache {
  return { outside: '', signature: '', epoch: 0, functions: new Map(), read: null, headers: createHeadersRead() };
}

/** Where the functions of a file stand, and the text of each and of the rest. */
export interface Layout {
  readonly texts: ReadonlyMap<FunctionDefinition, string>;
  readonly extents: ReadonlyMap<FunctionDefinition, Extent>;
  readonly outside: string;
}

export function layOut(functions: readonly FunctionDefinition[], file: SourceFile): Layout {
  const lines = file.text.split('\n');
  const offsets = [0];
  for (const line of lines) offsets.push(offsets.at(-1)! + line.length + 1);
  const texts = new Map<FunctionDefinition, string>();
  const extents = new Map<FunctionDefinition, Extent>();
  let outside = '';
  let at = 0;
  const sorted = [...functions].sort((one, other) => one.symbol.place.line - other.symbol.place.line);
  for (const definition of sorted) {
    const first = outermostLine(definition.symbol.place);
    const last = outermostLine(definition.end);
    texts.set(definition, lines.slice(first - 1, last).join('\n'));
    extents.set(definition, { first, last, offset: offsets[first - 1] ?? 0 });
    outside += `${lines.slice(at, first - 1).join('\n')}\n\n`;
    at = Math.max(at, last);
  }
  return { texts, extents, outside: outside + lines.slice(at).join('\n') };
}

function outermostLine(place: Place): number {
  let at = place;
  while (at.expansion) at = at.expansion.place;
  return at.line;
}

export function knownDigest(
  cache: CheckCache,
  { texts, outside }: Layout,
  definition: FunctionDefinition,
): Digest | null {
  const known = cache.functions.get(definition.symbol.name);
  return known && cache.outside === outside && known.text === texts.get(definition) ? known.digest : null;
}

/** What the walk of any function may depend on beside its own text and its callees'. */
export function signatureOf(facts: FileFacts): string {
  const inHandlers = new Set([...facts.interruptHandlers].flatMap((name) => reaches(facts, name)));
  const words = facts.functions.map((each) => {
    const { name } = each.definition.symbol;
    const calls = [...each.calls].filter((call) => facts.byName.has(call) || matters.test(call));
    const fields = inHandlers.has(name) ? [...each.fields] : [];
    const frees = each.freedFields.length > 0 ? [...each.calls] : [];
    return [name, each.called, ...frees, '|', ...calls, '|', ...fields, '|', ...each.coherentFields, '|', ...each.freedFields, '|', ...each.interruptHandlers, ...each.atomicCallbacks, '|', ...each.coherentHandles, '|', ...each.checkedMembers, ...each.masks.map((mask) => Object.values(mask).join('/'))].join(' '); // prettier-ignore
  });
  return [...words, ...facts.writtenFields, '|', ...facts.convertedFields].join('\n');
}

/** Calls of others that a rule asks for: see masks.ts, scatter.ts and lifetime.ts. */
const matters = /irq|is_vmalloc|sg_init_one|max_seg|mask|master|enable_device/;

/** To be called once for each look at the file, before the keys. */
export function beginEpoch(cache: CheckCache, { outside }: Layout, signature: string): void {
  if (cache.outside !== outside || cache.signature !== signature) cache.epoch++;
  cache.outside = outside;
  cache.signature = signature;
}

export function keyOfFunction(
  { epoch }: CheckCache,
  facts: FileFacts,
  { texts }: Layout,
  { definition }: FunctionSummary,
): string {
  // prettier-ignore
  const reached = dependsOn(facts, definition.symbol.name).map((name) => texts.get(facts.byName.get(name)!.definition) ?? '');
  return [epoch, ...reached].join('\0');
}

/** The findings of a function that is as it was, where it stands now. */
export function remembered(
  cache: CheckCache,
  key: string,
  { definition }: FunctionSummary,
  layout: Layout,
  moved: Mover,
): readonly Finding[] | null {
  // prettier-ignore
  const known = cache.functions.get(definition.symbol.name);
  if (!known || known.key !== key) return null;
  const { offset } = layout.extents.get(definition)!;
  return known.findings.map((finding) => ({
    ...finding,
    place: moved(finding.place),
    notes: finding.notes.map((note) => ({ ...note, place: moved(note.place) })),
    failing: finding.failing.map(moved),
    fixes: finding.fixes.map((fix) => ({
      ...fix,
      edits: fix.edits.map(({ from, to, text }) => ({
        from: from + offset - known.extent.offset,
        to: to + offset - known.extent.offset,
        text,
      })),
    })),
  }));
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
  const lineOf = (line: number): number => {
    let low = 0;
    for (let high = steps.length; low < high;) {
      const middle = (low + high) >> 1;
      if (steps[middle]!.before.first <= line) low = middle + 1;
      else high = middle;
    }
    const step = steps[low - 1];
    if (!step) return line;
    return line + (line <= step.before.last ? step.now.first - step.before.first : step.now.last - step.before.last);
  };
  return (place) => {
    if (place.file.path !== file.path) return place;
    let line = moved.get(place.line);
    if (line === undefined) moved.set(place.line, (line = lineOf(place.line)));
    return { file, line, column: place.column, length: place.length, expansion: null };
  };
}

export function remember(
  cache: CheckCache,
  { texts, extents }: Layout,
  found: ReadonlyMap<FunctionSummary, { readonly key: string; readonly findings: readonly Finding[] }>,
): void {
  const before = cache.functions;
  cache.functions = new Map();
  for (const [summary, { key, findings }] of found) {
    const { definition } = summary;
    const { name } = definition.symbol;
    const text = texts.get(definition)!;
    const extent = extents.get(definition)!;
    const body = bodyOf(definition, text, extent, before.get(name));
    cache.functions.set(name, { text, extent, body, digest: digestOf(summary), key, findings });
  }
}

function bodyOf(
  { place, end }: FunctionDefinition,
  text: string,
  { first, offset }: Extent,
  known: Remembered | undefined,
): Body | null {
  // prettier-ignore
  if (known?.text === text && known.body) {
    const moved = offset - known.extent.offset;
    return { ...known.body, open: known.body.open + moved, close: known.body.close + moved };
  }
  if (place.expansion || end.expansion) return null;
  const open = offsetIn(text, place.line - first) + place.column - 1;
  const close = offsetIn(text, end.line - first) + end.column - 1;
  if (text[open] !== '{' || text[close] !== '}') return null;
  const inner = text.slice(open, close + 1);
  return { open: offset + open, close: offset + close, blank: blank(inner.slice(1, -1)), standsAlone: standsAlone(inner) }; // prettier-ignore
}

function offsetIn(text: string, lines: number): number {
  let at = 0;
  for (let line = 0; line < lines; line++) at = text.indexOf('\n', at) + 1;
  return at;
}

/** A file that is read again and again while it is edited: the headers that its first lines include are preprocessed and parsed once. */
import { preprocess, preprocessBeginning, preprocessBehind, type Beginning, type PreprocessorOptions, type PreprocessorResult } from './c-language/preprocess.ts'; // prettier-ignore
import { parse, parseBeginning, parseBehind, type ParsedBeginning, type ParseOptions, type ParseResult } from './c-language/parse.ts'; // prettier-ignore
import type { Diagnostic, SourceFile } from './c-language/source.ts';
import type { Token } from './c-language/token.ts';
import { notesOnOldNames } from './old-names.ts';

/** Of one document; to be thrown away when any header may have changed. */
export interface HeadersRead {
  /** Those that were read once; while one of the first lines is being typed, those in front of it. */
  lines: string;
  /** All of the first lines, as they were the last time. */
  latest: string;
  beginning: Beginning | null;
  parsed: ParsedBeginning | null;
  oldNames: ReadonlyMap<string, Diagnostic>;
}

export function createHeadersRead(): HeadersRead {
  return { lines: '', latest: '', beginning: null, parsed: null, oldNames: new Map() };
}

/** `text`: what is read of the file behind its first lines. */
export function preprocessAgain(
  read: HeadersRead,
  file: SourceFile,
  options: PreprocessorOptions,
  text = file.text,
): PreprocessorResult {
  const ends = endsOfFirstLines(file.text);
  const latest = file.text.slice(0, ends.at(-1) ?? 0);
  if (latest === '') {
    Object.assign(read, createHeadersRead());
    return preprocess(file, options, text);
  }
  const lines = linesToRead(read, latest, ends);
  read.latest = latest;
  if (read.lines !== lines || !read.beginning) {
    read.lines = lines;
    read.beginning = preprocessBeginning({ ...file, text: lines }, options);
    const { tokens, state } = read.beginning;
    read.parsed = parseRead(file.path, read.beginning, missingIn(state, options));
    read.oldNames = notesOnOldNames(tokens);
  }
  return preprocessBehind(read.beginning, file, options, blank(lines) + text.slice(lines.length));
}

/** The same headers with symbols of their own, for a unit beside those that the first reading gives. */
export function readOnceMore(read: HeadersRead, path: string): HeadersRead {
  const { beginning } = read;
  if (!beginning) return createHeadersRead();
  return { ...read, parsed: parseRead(path, beginning, missingIn(beginning.state, beginning.state.options)) };
}

function parseRead(path: string, { tokens, state }: Beginning, missingHeaders: Missing): ParsedBeginning | null {
  return parseBeginning(path, tokens, { packing: state.packing.changes, missingHeaders, putsOffShipped: true });
}

/** While one of the first lines is typed, those in front of it; all of them once they stay as they are. */
function linesToRead(
  { lines, latest: before, beginning }: HeadersRead,
  latest: string,
  ends: readonly number[],
): string {
  if (!beginning || before === latest) return latest;
  const kept = ends.filter((end) => before.startsWith(latest.slice(0, end))).at(-1) ?? 0;
  if (lines !== before && latest.startsWith(lines) && kept >= lines.length) return lines;
  return kept > 0 ? latest.slice(0, kept) : latest;
}

/** As many lines, and nothing on them but what the last one takes up. */
export function blank(text: string): string {
  const end = text.lastIndexOf('\n') + 1;
  return '\n'.repeat(text.slice(0, end).split('\n').length - 1) + ' '.repeat(text.length - end);
}

/** Bodies of functions in shipped files are put off, and those that `putsOff` names. */
export function parseAgain(
  read: HeadersRead,
  path: string,
  preprocessed: PreprocessorResult,
  putsOff: NonNullable<ParseOptions['putsOff']>,
  asked: Pick<PreprocessorOptions, 'tolerateMissingIncludes'>,
): ParseResult {
  const { parsed } = read;
  const { tokens, packing } = preprocessed;
  const options = { packing, missingHeaders: missingIn(preprocessed, asked), putsOff };
  return parsed && inFront(read, tokens) > 0
    ? parseBehind(parsed, tokens, options)
    : parse(path, tokens, { ...options, putsOffShipped: true });
}

/** Whoever has a document open goes on without the headers that are missing. */
function missingIn(
  { missingIncludes }: Pick<PreprocessorResult, 'missingIncludes'>,
  { tolerateMissingIncludes }: Pick<PreprocessorOptions, 'tolerateMissingIncludes'>,
): Missing {
  return missingIncludes.length === 0 ? null : tolerateMissingIncludes ? 'silent' : 'told';
}

type Missing = NonNullable<ParseOptions['missingHeaders']> | null;

export function oldNamesAgain(read: HeadersRead, { tokens }: PreprocessorResult): ReturnType<typeof notesOnOldNames> {
  const from = inFront(read, tokens);
  return from > 0 ? notesOnOldNames(tokens, from, read.oldNames) : notesOnOldNames(tokens);
}

/** How many of the tokens are those of the beginning; 0 where they have become others. */
function inFront({ beginning }: HeadersRead, tokens: readonly Token[]): number {
  const length = beginning?.tokens.length ?? 0;
  return length > 0 && beginning!.tokens[length - 1] === tokens[length - 1] ? length : 0;
}

/** Where what is in front of each `#include`'s end could be read once, before anything that is neither directive, comment nor blank. */
function endsOfFirstLines(text: string): readonly number[] {
  const ends: number[] = [];
  let comment = false;
  let open = 0;
  for (let at = 0; at < text.length;) {
    const next = text.indexOf('\n', at);
    const stop = next < 0 ? text.length : next + 1;
    const line = text.slice(at, stop);
    if (/\\\r?\n$/.test(line)) break;
    const bare = withoutComments(line, comment);
    comment = bare.open;
    const code = bare.code.trim();
    if (code !== '' && !code.startsWith('#')) break;
    if (/^#\s*if/.test(code)) open++;
    if (/^#\s*endif/.test(code)) open--;
    if (/^#\s*include/.test(code) && open === 0 && !comment) ends.push(stop);
    at = stop;
  }
  return ends;
}

function withoutComments(line: string, inside: boolean): { readonly code: string; readonly open: boolean } {
  let code = '';
  let open = inside;
  for (let at = 0; at < line.length;) {
    const mark = line.indexOf(open ? '*/' : '/*', at);
    if (!open) code += line.slice(at, mark < 0 ? undefined : mark).replace(/\/\/.*/, '');
    if (mark < 0) break;
    open = !open;
    at = mark + 2;
  }
  return { code, open };
}

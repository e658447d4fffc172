/** A file that is read again and again while it is edited: the headers that its first lines include are preprocessed and parsed once. */
import { preprocess, preprocessBeginning, preprocessBehind, type Beginning, type PreprocessorOptions, type PreprocessorResult } from './c-language/preprocess.ts'; // prettier-ignore
import { parse, parseBeginning, parseBehind, type ParsedBeginning, type ParseResult } from './c-language/parse.ts';
import type { SourceFile } from './c-language/source.ts';

/** Of one document; to be thrown away when any header may have changed. */
export interface HeadersRead {
  lines: string;
  beginning: Beginning | null;
  parsed: ParsedBeginning | null;
}

export function createHeadersRead(): HeadersRead {
  return { lines: '', beginning: null, parsed: null };
}

export function preprocessAgain(read: HeadersRead, file: SourceFile, options: PreprocessorOptions): PreprocessorResult {
  const lines = firstLines(file.text);
  if (lines === '') {
    Object.assign(read, createHeadersRead());
    return preprocess(file, options);
  }
  if (read.lines !== lines || !read.beginning) {
    read.lines = lines;
    read.beginning = preprocessBeginning({ ...file, text: lines }, options);
    const { tokens, state } = read.beginning;
    read.parsed = parseBeginning(file.path, tokens, state.packing.changes, true);
  }
  // Lines and columns, and offsets in the text, stay what they are.
  const text = lines.replace(/[^\n]/g, ' ') + file.text.slice(lines.length);
  return preprocessBehind(read.beginning, { ...file, text }, options);
}

/** Bodies of functions in shipped files are put off. */
export function parseAgain(
  { beginning, parsed }: HeadersRead,
  path: string,
  { tokens, packing }: PreprocessorResult,
): ParseResult {
  // prettier-ignore
  const last = (beginning?.tokens.length ?? 0) - 1;
  const same = parsed !== null && last >= 0 && beginning!.tokens[last] === tokens[last];
  return same ? parseBehind(parsed, tokens, packing) : parse(path, tokens, packing, true);
}

/** Up to the last `#include` before anything that is neither directive, comment nor blank; empty where a condition is left open. */
function firstLines(text: string): string {
  let end = 0;
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
    if (/^#\s*include/.test(code) && open === 0 && !comment) end = stop;
    at = stop;
  }
  return text.slice(0, end);
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

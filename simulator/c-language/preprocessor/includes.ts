/** `#include`, `#include_next` and `#import`, with the shortcuts for files that guard themselves. */
import type { LexedFile } from '../lexer.ts';
import type { Place, SourceFile } from '../source.ts';
import type { Token } from '../token.ts';
import { continuesConditional, opensConditional, warnOfExtraTokens } from './conditionals.ts';
import { expandList } from './expand.ts';
import type { HeaderName } from './header-name.ts';
import { findInclude, readHeaderName } from './header-name.ts';
import { endOfDirective, enterFile, openFile } from './open-files.ts';
import type { OpenFile, Preprocessor } from './state.ts';
import { limits, report } from './state.ts';

/** `rest` is what follows the directive's name. */
export function obeyInclude(preprocessor: Preprocessor, directive: Token, rest: readonly Token[]): void {
  const written = readHeaderName(rest);
  const line = written === null ? expandList(preprocessor, rest) : rest;
  const header = written ?? readHeaderName(line);
  const first = rest[0];
  if (header === null || first === undefined) {
    const message = `'#${directive.text}' takes "name" or <name>`;
    report(preprocessor, 'error', 'invalid-include', message, (first ?? directive).place);
    return;
  }
  warnOfExtraTokens(preprocessor, directive, line.slice(header.tokens));
  const next = directive.text === 'include_next' && preprocessor.file.depth > 0; // in the main file it is a plain include
  const found = findInclude(preprocessor, header, next);
  if (found === null) goWithout(preprocessor, header, first.place);
  else includeFile(preprocessor, found, first.place, directive.text === 'import');
}

function goWithout(preprocessor: Preprocessor, header: HeaderName, place: Place): void {
  const { missingIncludes, options, once, file } = preprocessor;
  missingIncludes.push({ name: header.name, place });
  const severity = options.tolerateMissingIncludes ? 'warning' : 'error';
  report(preprocessor, severity, 'missing-include', `the file '${header.name}' was not found`, place);
  const instead = options.insteadOf?.(header.name, file.lexed.file) ?? null;
  if (!instead || once.has(instead.path)) return;
  once.add(instead.path);
  enterFile(preprocessor, openFile(instead, file));
}

function includeFile(preprocessor: Preprocessor, found: SourceFile, place: Place, onlyOnce: boolean): void {
  const { file, includes, once } = preprocessor;
  if (!admitsAnother(preprocessor, found, place)) return;
  includes.push({ place, file: found });
  if (once.has(found.path)) return;
  if (onlyOnce) once.add(found.path);
  const opened = openFile(found, file);
  const guard = guardOf(opened.lexed);
  if (guard === null || !preprocessor.macros.has(guard)) enterFile(preprocessor, opened);
}

/** After the first inclusion too many nothing is read any more, as by gcc: a file that includes itself twice would never end, and what is missing has no meaning of its own. */
function admitsAnother(preprocessor: Preprocessor, found: SourceFile, place: Place): boolean {
  const { file, includes } = preprocessor;
  if (file.depth + 1 < limits.includeDepth && includes.length < limits.inclusions) return true;
  const itself = found.path === file.lexed.file.path;
  const message = itself
    ? `'${found.path}' includes itself without end`
    : `files include one another more than ${limits.includeDepth} deep, or ${limits.inclusions} times`;
  report(preprocessor, 'error', 'include-depth', message, place);
  for (let open: OpenFile | null = file; open; open = open.parent) {
    open.conditionals.length = 0;
    open.index = open.lexed.tokens.length - 1;
    open.nextDirective = open.lexed.directives.length;
  }
  return false;
}

const guards = new WeakMap<LexedFile, { readonly macro: string | null }>();

/** The macro of an `#ifndef` that encloses all of a file: while it is defined the file need not be read again. */
function guardOf(lexed: LexedFile): string | null {
  const known = guards.get(lexed);
  if (known) return known.macro;
  const macro = findGuard(lexed);
  guards.set(lexed, { macro });
  return macro;
}

function findGuard(lexed: LexedFile): string | null {
  const { tokens, directives } = lexed;
  const closing = directives.at(-1);
  if (directives[0] !== 0 || closing === undefined || endOfDirective(lexed, closing) !== tokens.length - 1) return null;
  if (tokens[1]!.text !== 'ifndef' || tokens[2]!.kind !== 'identifier') return null;
  let depth = 0;
  for (const hash of directives) {
    const name = tokens[hash + 1]!.text;
    if (opensConditional(name)) depth++;
    else if (depth === 1 && continuesConditional(name)) return null;
    else if (name === 'endif' && --depth === 0) return hash === closing ? tokens[2]!.text : null;
  }
  return null;
}

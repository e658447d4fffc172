/** The operand of `#include` and `__has_include`: a header name as written, or as macros make it (C11 6.10.2). */
import type { SourceFile } from '../source.ts';
import type { Token } from '../token.ts';
import type { Preprocessor } from './state.ts';

export interface HeaderName {
  readonly name: string;
  readonly form: 'quote' | 'angle';
  /** How many tokens it took. */
  readonly tokens: number;
}

/** null when `tokens` do not start with a header name. */
export function readHeaderName(tokens: readonly Token[]): HeaderName | null {
  const first = tokens[0];
  if (first === undefined) return null;
  if (first.kind === 'string' && first.text.startsWith('"')) {
    return named(first.text.slice(1, -1), 'quote', 1);
  }
  if (first.kind === 'other' && first.text.startsWith('<')) return named(first.text.slice(1, -1), 'angle', 1);
  return first.text === '<' ? spelledHeaderName(tokens) : null;
}

export function findInclude(preprocessor: Preprocessor, header: HeaderName, next: boolean): SourceFile | null {
  const { options, file } = preprocessor;
  return options.findInclude(header.name, header.form, file.lexed.file, next);
}

function spelledHeaderName(tokens: readonly Token[]): HeaderName | null {
  let name = '';
  for (let index = 1; index < tokens.length; index++) {
    const token = tokens[index]!;
    if (token.text === '>') return named(name, 'angle', index + 1);
    name += (token.spaceBefore && index > 1 ? ' ' : '') + token.text;
  }
  return null;
}

function named(name: string, form: HeaderName['form'], tokens: number): HeaderName | null {
  return name === '' ? null : { name, form, tokens };
}

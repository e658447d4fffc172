/** Panic mode: where reading goes on after a mistake in the grammar. */
import { advance, peek, type Parser } from './state.ts';
import { currentToken, placeAfterPrevious, reportSyntaxError } from './diagnostics.ts';
import type { Token } from '../token.ts';
import { isDeclarationKeyword, type Kind } from './token-kinds.ts';

/** Consumes `kind`, or says that it is missing and leaves the current token alone. */
export function expect(parser: Parser, kind: Kind): boolean {
  if (parser.kind === kind) {
    advance(parser);
    return true;
  }
  if (followsUnclosedLiteral(parser)) parser.syntaxErrorIndex = parser.index;
  reportSyntaxError(
    parser,
    'expected-token',
    `expected '${kind}' before ${currentToken(parser)}`,
    placeAfterPrevious(parser),
  );
  return false;
}

/** The preprocessor closes (and reports) a literal that runs to the end of its line: what is missing was swallowed by it. */
function followsUnclosedLiteral({ previous }: Parser): boolean {
  return (previous.kind === 'string' || previous.kind === 'character') && previous.text.length > previous.place.length;
}

/** Consumes the `)` or `]` that closes a bracket; without one, skips to it on this statement. */
export function expectClosing(parser: Parser, kind: ')' | ']'): void {
  if (expect(parser, kind)) return;
  skipTo(parser, kind);
  if (parser.kind === kind) advance(parser);
}

/** Consumes the `;` at the end of a statement or declaration; without one, skips the rest of it. */
export function expectSemicolon(parser: Parser): void {
  if (expect(parser, ';')) return;
  if (startsAfresh(parser)) return;
  skipTo(parser, ';');
  if (parser.kind === ';') advance(parser);
}

/** A `;` was merely forgotten when the next token begins a line, a block's end, or a statement. */
function startsAfresh(parser: Parser): boolean {
  const { kind, token, previous, index, syntaxErrorIndex } = parser;
  if (kind === '}' || kind === 'end') return true;
  if (index !== syntaxErrorIndex) return false;
  // A macro that nobody declares may begin a loop.
  if (kind === '{' && previous.text === ')') return true;
  if (!token.startsLine) return false;
  return kind === 'identifier' || kind === '{' || beginsStatement(kind);
}

/** Behind `unsigned` at the end of a line a name is still to be typed: what the next line begins with, as in `size_t n;`, is another declaration. Said, if so. */
export function lacksDeclarator(parser: Parser): boolean {
  const { kind, token, fileScope } = parser;
  if (kind !== 'identifier' || !token.startsLine || token.place.expansion) return false;
  if (fileScope.ordinary.get(token.text)?.symbol !== 'typedef' || !/^(identifier|\*)$/.test(peek(parser))) return false;
  reportSyntaxError(parser, 'expected-identifier', `expected a name before ${currentToken(parser)}`, placeAfterPrevious(parser)); // prettier-ignore
  return true;
}

export function beginsStatement(kind: Kind): boolean {
  switch (kind) {
    case 'if':
    case 'for':
    case 'while':
    case 'do':
    case 'switch':
    case 'case':
    case 'default':
    case 'return':
    case 'goto':
    case 'break':
    case 'continue':
      return true;
    default:
      return isDeclarationKeyword(kind);
  }
}

/**
 * Skips to `target`, over balanced brackets, but not beyond the statement: it stops at `;`, at an unmatched `)`, `]`
 * or `}`, at a declaration in column 1, and at the end of the file.
 */
export function skipTo(parser: Parser, target: Kind): void {
  let depth = 0;
  while (parser.kind !== 'end') {
    const { kind } = parser;
    if (depth === 0 && (kind === target || kind === ';' || kind === '}')) return;
    if (startsTopLevel(parser)) return;
    if (kind === '(' || kind === '[' || kind === '{') depth++;
    else if (kind === ')' || kind === ']' || kind === '}') {
      if (depth === 0) return;
      depth--;
    }
    advance(parser);
  }
}

/** A keyword or a name in column 1 that stands outside of any macro: most likely a new declaration begins there. */
export function startsTopLevel(parser: Parser): boolean {
  return isInColumnOne(parser.token) && isDeclarationKeyword(parser.kind);
}

export function isInColumnOne({ startsLine, place }: Token): boolean {
  return startsLine && place.column === 1 && !place.expansion;
}

/**
 * The lexer: one pass over a file's characters (C11 translation phases 1 to 3, trigraphs off). Its result never changes, so
 * a header is read once however many files include it.
 */
import type { Diagnostic, Place, SourceFile } from './source.ts';
import type { Token, TokenKind } from './token.ts';
import { physicalEnd, unsplice } from './preprocessor/line-splices.ts';
import { measuredEnd, measuredKind, measureToken, spliced } from './preprocessor/measure-token.ts';
import type { MacroDefinition } from './preprocessor/macro-definition.ts';
import type { Scanner } from './preprocessor/scanner.ts';
import { placeHere } from './preprocessor/scanner.ts';
import { skipBlockComment, skipLineComment, skipSpace } from './preprocessor/white-space.ts';

export interface LexedFile {
  readonly file: SourceFile;
  /** The last one is an `end` token. There are no newline tokens: `startsLine` says the same. */
  readonly tokens: readonly Token[];
  /** Index of every `#` that starts a line, ascending. */
  readonly directives: readonly number[];
  readonly diagnostics: readonly Diagnostic[];
  /** By index of the `#`: what a `#define` says, once somebody has read it and found it right. */
  readonly definitions: Map<number, MacroDefinition>;
  /** There are stray characters or digraphs, which the parser must not see as they are. */
  readonly unusual: boolean;
}

/** The tokens of a text as they are written, without preprocessing; ends with an `end` token. */
export function tokenize(file: SourceFile): Token[] {
  return [...lexFile(file).tokens];
}

const lexedFiles = new WeakMap<SourceFile, LexedFile>();

/** The tokens of `file`; remembered for as long as the file object lives. */
export function lexFile(file: SourceFile): LexedFile {
  const known = lexedFiles.get(file);
  if (known) return known;
  const lexed = lexText(file, file.text);
  lexedFiles.set(file, lexed);
  return lexed;
}

export function makeToken(
  kind: TokenKind,
  text: string,
  place: Place,
  spaceBefore: boolean,
  startsLine: boolean,
): Token {
  return { kind, text, place, spaceBefore, startsLine, hideSet: null };
}

/** Not remembered. `text`: what is read of the file, where blanks stand for what is left out; lines and columns are those of the file. */
export function lexText(file: SourceFile, text: string): LexedFile {
  const scanner: Scanner = {
    file,
    text,
    tokens: [],
    directives: [],
    diagnostics: [],
    position: text.charCodeAt(0) === 0xfeff ? 1 : 0, // a byte order mark
    line: 1,
    lineStart: 0,
    spaceBefore: false,
    startsLine: true,
    unusual: false,
    universalNames: /\\[uU]/.test(text),
    header: 'none',
  };
  for (skipSpace(scanner); scanner.position < text.length; skipSpace(scanner)) {
    scanToken(scanner);
    scanner.spaceBefore = false;
    scanner.startsLine = false;
  }
  scanner.tokens.push(makeToken('end', '', placeHere(scanner, 0), true, true));
  return {
    file,
    tokens: scanner.tokens,
    directives: scanner.directives,
    diagnostics: scanner.diagnostics,
    definitions: new Map(),
    unusual: scanner.unusual,
  };
}

function scanToken(scanner: Scanner): void {
  const { text, position } = scanner;
  if (scanner.header === 'expected' && scanHeaderName(scanner)) return;
  const measured = measureToken(text, position);
  if (measured === spliced) {
    scanSplicedToken(scanner);
    return;
  }
  const end = measuredEnd(measured);
  addToken(scanner, measuredKind(measured), text.slice(position, end), end - position);
  scanner.position = end;
}

/** An identifier is the same however its letters are spelled. */
function withUniversalNames(identifier: string): string {
  return identifier.replace(/\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})/g, (spelled, short, long) => {
    const code = Number.parseInt(short ?? long, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : spelled;
  });
}

const spellings = new Map<string, string>();
const mostSpellings = 50_000;
const longestKept = 100; // characters

/** The same string for the same letters, so that tables find it without a comparison. */
function once(text: string): string {
  if (text.length > longestKept) return text;
  const known = spellings.get(text);
  if (known !== undefined) return known;
  if (spellings.size > mostSpellings) spellings.clear();
  const kept = ofItsOwn(text);
  spellings.set(kept, kept);
  return kept;
}

/** The letters without the file they were cut from, which V8 keeps as long as a piece of it is kept. */
function ofItsOwn(text: string): string {
  return ` ${text}`.slice(1);
}

function addToken(scanner: Scanner, kind: TokenKind, spelling: string, length: number): void {
  const text = once(scanner.universalNames && kind === 'identifier' ? withUniversalNames(spelling) : spelling);
  const token = makeToken(kind, text, placeHere(scanner, length), scanner.spaceBefore, scanner.startsLine);
  if (kind === 'punctuator') {
    if (scanner.startsLine && (text === '#' || text === '%:')) {
      scanner.directives.push(scanner.tokens.length);
      scanner.header = 'directive';
    }
    if (isDigraph(text)) scanner.unusual = true;
  } else if (kind === 'other') scanner.unusual = true;
  else if (scanner.header !== 'none') {
    const first = scanner.header === 'directive' && takesHeaderName(text);
    scanner.header = first ? 'expected' : 'none';
  }
  scanner.tokens.push(token);
}

function takesHeaderName(directive: string): boolean {
  return directive === 'include' || directive === 'include_next' || directive === 'import';
}

function isDigraph(text: string): boolean {
  const first = text.charCodeAt(0);
  const second = text.charCodeAt(1);
  if (first === 0x3c) return second === 0x3a || second === 0x25;
  return (first === 0x25 && (second === 0x3a || second === 0x3e)) || (first === 0x3a && second === 0x3e);
}

/** `<name>` after `#include` is one token of kind `other`; nothing inside it is a comment or a literal. */
function scanHeaderName(scanner: Scanner): boolean {
  const { text, position } = scanner;
  scanner.header = 'none';
  if (text.charCodeAt(position) !== 0x3c) return false;
  const close = text.indexOf('>', position);
  const newline = text.indexOf('\n', position);
  if (close < 0 || (newline >= 0 && newline < close)) return false;
  const length = close + 1 - position;
  scanner.tokens.push(
    makeToken('other', text.slice(position, close + 1), placeHere(scanner, length), scanner.spaceBefore, false),
  );
  scanner.position = close + 1;
  return true;
}

/** A token that a splice touches is measured in unspliced text, as much of it as the token needs. */
function scanSplicedToken(scanner: Scanner): void {
  const { text, position } = scanner;
  const longestPunctuator = 4;
  for (let splices = 1; ; splices *= 2) {
    const logical = unsplice(text, position, splices);
    if (isCommentStart(logical.text)) {
      skipSplicedComment(scanner, logical.text);
      return;
    }
    const measured = measureToken(logical.text, 0);
    const length = measuredEnd(measured);
    if (!logical.complete && length + longestPunctuator > logical.text.length) continue;
    const end = physicalEnd(text, position, length);
    addToken(scanner, measuredKind(measured), logical.text.slice(0, length), end.firstLength);
    moveTo(scanner, end.end, end.lines, end.lineStart);
    return;
  }
}

function isCommentStart(text: string): boolean {
  return text.startsWith('//') || text.startsWith('/*');
}

/** A comment whose two opening characters are on two lines. */
function skipSplicedComment(scanner: Scanner, logical: string): void {
  const end = physicalEnd(scanner.text, scanner.position, 2);
  moveTo(scanner, end.end, end.lines, end.lineStart);
  if (logical.charCodeAt(1) === 0x2f) skipLineComment(scanner, end.end);
  else skipBlockComment(scanner, end.end);
}

function moveTo(scanner: Scanner, position: number, lines: number, lineStart: number): void {
  scanner.position = position;
  scanner.line += lines;
  if (lineStart >= 0) scanner.lineStart = lineStart;
}

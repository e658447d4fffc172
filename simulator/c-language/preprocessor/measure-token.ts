/** Finds the extent and the kind of the one token at a place in text: pure, and the innermost loop of the front end. */
import type { TokenKind } from '../token.ts';
import {
  characterClasses,
  digit,
  identifierPart,
  identifierStart,
  isExtendedIdentifierPart,
  singlePunctuator,
} from './character-classes.ts';
import { spliceEnd } from './line-splices.ts';

const kinds: readonly TokenKind[] = ['identifier', 'number', 'character', 'string', 'punctuator', 'other'];
const identifierKind = 0;
const numberKind = 1;
const characterKind = 2;
const stringKind = 3;
const punctuatorKind = 4;
const otherKind = 5;

/** Returned when a line splice touches the token: it must be measured in unspliced text. */
export const spliced = -1;

/**
 * Measures the token at `at`, which is neither white space nor a comment. The answer packs the end position and the kind
 * into one number, so that nothing is allocated: see `measuredEnd` and `measuredKind`.
 */
export function measureToken(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code >= 128) return measureExtended(text, at);
  const classes = characterClasses[code]!;
  if (classes & identifierStart) return measureWord(text, at, code);
  if (classes & digit) return measureNumber(text, at);
  switch (code) {
    case 0x22: // "
      return measureQuoted(text, at + 1, code, stringKind);
    case 0x27: // '
      return measureQuoted(text, at + 1, code, characterKind);
    case 0x2e: // .
      if (isDigit(text.charCodeAt(at + 1))) return measureNumber(text, at);
      return measurePunctuator(text, at, code);
    case 0x5c: // a universal character name, or a stray backslash
      return universalNameLength(text, at) > 0 ? measureWord(text, at, code) : pack(at + 1, otherKind);
    default:
      return measurePunctuator(text, at, code);
  }
}

export function measuredEnd(measured: number): number {
  return measured >>> 3;
}

export function measuredKind(measured: number): TokenKind {
  return kinds[measured & 7]!;
}

function pack(end: number, kind: number): number {
  return (end << 3) | kind;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function measureWord(text: string, at: number, first: number): number {
  const end = endOfWord(text, at);
  const next = text.charCodeAt(end);
  if (next === 0x22 || next === 0x27) {
    const prefixed = isLiteralPrefix(text, at, end, first, next);
    if (prefixed) return measureQuoted(text, end + 1, next, next === 0x22 ? stringKind : characterKind);
  } else if (next === 0x5c && spliceEnd(text, end) >= 0) return spliced;
  return pack(end, identifierKind);
}

function endOfWord(text: string, at: number): number {
  let end = at;
  for (;;) {
    const code = text.charCodeAt(end);
    if (code < 128) {
      if (characterClasses[code]! & identifierPart) end++;
      else if (code === 0x5c && universalNameLength(text, end) > 0) end += universalNameLength(text, end);
      else return end;
    } else if (end < text.length && isExtendedIdentifierPart(text, end)) {
      end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
    } else return end;
  }
}

/** L, u and U for both kinds of literal, u8 for strings only (C11 6.4.4.4, 6.4.5). */
function isLiteralPrefix(text: string, at: number, end: number, first: number, quote: number): boolean {
  if (end - at === 1) return first === 0x4c || first === 0x75 || first === 0x55;
  return end - at === 2 && first === 0x75 && text.charCodeAt(at + 1) === 0x38 && quote === 0x22;
}

/** The length of `\uXXXX` or `\UXXXXXXXX` at `at`; 0 when there is none. */
function universalNameLength(text: string, at: number): number {
  const letter = text.charCodeAt(at + 1);
  const length = letter === 0x75 ? 6 : letter === 0x55 ? 10 : 0;
  if (length === 0) return 0;
  return /^[0-9a-fA-F]+$/.test(text.slice(at + 2, at + length)) && at + length <= text.length ? length : 0;
}

/** A preprocessing number (C11 6.4.8): wider than any real constant; the parser converts it. */
function measureNumber(text: string, at: number): number {
  let end = at + 1;
  for (;;) {
    const code = text.charCodeAt(end);
    if (code < 128) {
      if (characterClasses[code]! & identifierPart || code === 0x2e) end++;
      else if ((code === 0x2b || code === 0x2d) && isExponent(text.charCodeAt(end - 1))) end++;
      else if (code === 0x5c && universalNameLength(text, end) > 0) end += universalNameLength(text, end);
      else if (code === 0x5c && spliceEnd(text, end) >= 0) return spliced;
      else return pack(end, numberKind);
    } else if (end < text.length && isExtendedIdentifierPart(text, end)) {
      end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
    } else return pack(end, numberKind);
  }
}

function isExponent(code: number): boolean {
  return code === 0x65 || code === 0x45 || code === 0x70 || code === 0x50; // e E p P
}

/** A literal that is not closed on its line is one stray token up to the end of the line. */
function measureQuoted(text: string, start: number, quote: number, kind: number): number {
  let end = start;
  for (;;) {
    const code = text.charCodeAt(end);
    if (code === quote) return pack(end + 1, kind);
    if (code === 0x5c) {
      if (spliceEnd(text, end) >= 0) return spliced;
      if (text.charCodeAt(end + 1) === 0x5c && spliceEnd(text, end + 1) >= 0) return spliced;
      end += end + 1 < text.length ? 2 : 1;
    } else if (code === 0x0a || end >= text.length) {
      return pack(end > start && text.charCodeAt(end - 1) === 0x0d ? end - 1 : end, otherKind);
    } else end++;
  }
}

function measureExtended(text: string, at: number): number {
  if (isExtendedIdentifierPart(text, at)) return measureWord(text, at, 0x80);
  return pack(at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1), otherKind);
}

function measurePunctuator(text: string, at: number, code: number): number {
  const length = punctuatorLength(text, at, code);
  if (length === 0) return pack(at + 1, otherKind);
  if (text.charCodeAt(at + length) === 0x5c && spliceEnd(text, at + length) >= 0) return spliced;
  return pack(at + length, punctuatorKind);
}

/** Longest match (C11 6.4.6), digraphs included; 0 when no punctuator begins so. */
function punctuatorLength(text: string, at: number, code: number): number {
  if (characterClasses[code]! & singlePunctuator) return 1;
  const next = text.charCodeAt(at + 1);
  switch (code) {
    case 0x2d: // - -- -= ->
      return next === code || next === 0x3d || next === 0x3e ? 2 : 1;
    case 0x2b:
    case 0x26:
    case 0x7c: // + ++ +=, & && &=, | || |=
      return next === code || next === 0x3d ? 2 : 1;
    case 0x2a:
    case 0x21:
    case 0x5e:
    case 0x3d:
    case 0x2f: // * ! ^ = / and the same with =
      return next === 0x3d ? 2 : 1;
    case 0x3c: // < <= << <<= <: <%
      if (next === code) return text.charCodeAt(at + 2) === 0x3d ? 3 : 2;
      return next === 0x3d || next === 0x3a || next === 0x25 ? 2 : 1;
    case 0x3e: // > >= >> >>=
      if (next === code) return text.charCodeAt(at + 2) === 0x3d ? 3 : 2;
      return next === 0x3d ? 2 : 1;
    case 0x23: // # ##
      return next === code ? 2 : 1;
    case 0x3a: // : :>
      return next === 0x3e ? 2 : 1;
    case 0x2e: // . ...
      return next === code && text.charCodeAt(at + 2) === code ? 3 : 1;
    case 0x25: // % %= %> %: %:%:
      if (next === 0x3a) return text.charCodeAt(at + 2) === code && text.charCodeAt(at + 3) === 0x3a ? 4 : 2;
      return next === 0x3d || next === 0x3e ? 2 : 1;
    default:
      return 0;
  }
}

/** What the lexer skips between tokens. */
import { spliceEnd } from './line-splices.ts';
import type { Scanner } from './scanner.ts';
import { placeAt, startLine } from './scanner.ts';

/** Skips white space, comments and splices between tokens. */
export function skipSpace(scanner: Scanner): void {
  const text = scanner.text;
  for (;;) {
    const code = text.charCodeAt(scanner.position);
    if (code === 0x20 || code === 0x09 || code === 0x0d || code === 0x0b || code === 0x0c) {
      scanner.position++;
      scanner.spaceBefore = true;
    } else if (code === 0x0a) {
      scanner.position++;
      startLine(scanner);
      scanner.spaceBefore = true;
      scanner.startsLine = true;
      scanner.header = 'none';
    } else if (code === 0x2f) {
      const next = text.charCodeAt(scanner.position + 1);
      if (next === 0x2f) skipLineComment(scanner, scanner.position + 2);
      else if (next === 0x2a) skipBlockComment(scanner, scanner.position + 2);
      else return;
    } else if (code === 0x5c) {
      if (!skipSplice(scanner)) return;
    } else return;
  }
}

/** A backslash that ends the file is taken for a splice as well, as gcc does. */
function skipSplice(scanner: Scanner): boolean {
  const end = spliceEnd(scanner.text, scanner.position);
  if (end >= 0) {
    scanner.position = end;
    startLine(scanner);
    return true;
  }
  if (scanner.position + 1 < scanner.text.length) return false;
  scanner.position++;
  return true;
}

/** A line comment goes on after a splice. */
export function skipLineComment(scanner: Scanner, from: number): void {
  const text = scanner.text;
  scanner.spaceBefore = true;
  scanner.position = from;
  for (;;) {
    const newline = text.indexOf('\n', scanner.position);
    const end = newline < 0 ? text.length : newline;
    let last = end - 1;
    while (last >= scanner.position && isTrailingBlank(text.charCodeAt(last))) last--;
    const continues = newline >= 0 && last >= scanner.position && text.charCodeAt(last) === 0x5c;
    scanner.position = continues ? newline + 1 : end;
    if (!continues) return;
    startLine(scanner);
  }
}

function isTrailingBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0d;
}

const splicedCommentEnd = /\*(?:\\[ \t\r]*\n)+\//;

export function skipBlockComment(scanner: Scanner, from: number): void {
  const { text, position } = scanner;
  let end = text.indexOf('*/', from);
  if (end < 0) end = text.length;
  else end += 2;
  const backslash = text.indexOf('\\', from);
  if (backslash >= 0 && backslash < end) {
    const early = splicedCommentEnd.exec(text.slice(from, end));
    if (early) end = from + early.index + early[0].length;
  }
  if (end === text.length && !/\*(?:\\[ \t\r]*\n)*\/$/.test(text.slice(from, end))) {
    const place = placeAt(scanner, position, 2);
    const message = 'this comment is not closed';
    scanner.diagnostics.push({ severity: 'error', code: 'unterminated-comment', message, place, notes: [] });
  }
  for (
    let newline = text.indexOf('\n', from);
    newline >= 0 && newline < end;
    newline = text.indexOf('\n', newline + 1)
  ) {
    scanner.position = newline + 1;
    startLine(scanner);
  }
  scanner.position = end;
  scanner.spaceBefore = true;
}

/** A JSON reader that keeps the place of every value, so that a mistake in a machine file is reported where it stands. Comments are allowed, as VS Code allows them in its own files. */
import type { Diagnostic, Place, SourceFile } from '../c-language/source.ts';

export type JsonNode = { readonly place: Place } & (
  | {
      readonly kind: 'object';
      readonly entries: readonly { readonly key: string; readonly keyPlace: Place; readonly value: JsonNode }[];
    }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
);

export interface JsonResult {
  readonly root: JsonNode | null;
  readonly diagnostics: readonly Diagnostic[];
}

class JsonError extends Error {
  constructor(
    readonly place: Place,
    message: string,
  ) {
    super(message);
  }
}

const maximumDepth = 64;

export function readJson(file: SourceFile): JsonResult {
  const reader = { file, at: 0 };
  try {
    skipBlanks(reader);
    const root = readValue(reader, 0);
    skipBlanks(reader);
    if (reader.at < file.text.length)
      throw new JsonError(placeAt(file, reader.at, 1), 'nothing may follow the machine description');
    return { root, diagnostics: [] };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return {
      root: null,
      diagnostics: [
        { severity: 'error', code: 'machine-syntax', message: error.message, place: error.place, notes: [] },
      ],
    };
  }
}

export function placeAt(file: SourceFile, offset: number, length: number): Place {
  const before = file.text.slice(0, offset);
  const line = before.split('\n').length;
  return { file, line, column: offset - before.lastIndexOf('\n'), length: Math.max(1, length), expansion: null };
}

interface Reader {
  readonly file: SourceFile;
  at: number;
}

function fail(reader: Reader, message: string): never {
  throw new JsonError(placeAt(reader.file, reader.at, 1), message);
}

function skipBlanks(reader: Reader): void {
  const blank = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
  blank.lastIndex = reader.at;
  blank.exec(reader.file.text);
  reader.at = blank.lastIndex;
}

function readValue(reader: Reader, depth: number): JsonNode {
  if (depth > maximumDepth) fail(reader, `nested deeper than ${maximumDepth} levels`);
  const character = reader.file.text[reader.at];
  if (character === '{') return readObject(reader, depth);
  if (character === '[') return readArray(reader, depth);
  if (character === '"') return readString(reader);
  return readWord(reader);
}

function readObject(reader: Reader, depth: number): JsonNode {
  const start = reader.at;
  const entries: { key: string; keyPlace: Place; value: JsonNode }[] = [];
  reader.at++;
  for (skipBlanks(reader); reader.file.text[reader.at] !== '}'; skipBlanks(reader)) {
    if (entries.length > 0) expectComma(reader, '}');
    if (reader.file.text[reader.at] === '}') break;
    if (reader.file.text[reader.at] !== '"') fail(reader, 'expected a field name in double quotes');
    const key = readString(reader);
    skipBlanks(reader);
    if (reader.file.text[reader.at] !== ':') fail(reader, "expected ':' after the field name");
    reader.at++;
    skipBlanks(reader);
    entries.push({
      key: key.kind === 'string' ? key.value : '',
      keyPlace: key.place,
      value: readValue(reader, depth + 1),
    });
  }
  reader.at++;
  return { kind: 'object', entries, place: placeAt(reader.file, start, 1) };
}

function readArray(reader: Reader, depth: number): JsonNode {
  const start = reader.at;
  const items: JsonNode[] = [];
  reader.at++;
  for (skipBlanks(reader); reader.file.text[reader.at] !== ']'; skipBlanks(reader)) {
    if (items.length > 0) expectComma(reader, ']');
    if (reader.file.text[reader.at] === ']') break;
    items.push(readValue(reader, depth + 1));
  }
  reader.at++;
  return { kind: 'array', items, place: placeAt(reader.file, start, 1) };
}

function expectComma(reader: Reader, closing: string): void {
  if (reader.file.text[reader.at] !== ',') fail(reader, `expected ',' or '${closing}'`);
  reader.at++;
  skipBlanks(reader);
}

function readString(reader: Reader): JsonNode {
  const string = /"(?:[^"\\\n]|\\.)*"/y;
  string.lastIndex = reader.at;
  const found = string.exec(reader.file.text);
  if (!found) fail(reader, 'a string is not closed');
  try {
    const value = JSON.parse(found[0]) as string;
    const place = placeAt(reader.file, reader.at, found[0].length);
    reader.at = string.lastIndex;
    return { kind: 'string', value, place };
  } catch {
    fail(reader, 'a string has a bad escape');
  }
}

function readWord(reader: Reader): JsonNode {
  const word = /[-+.\w]+/y;
  word.lastIndex = reader.at;
  const found = word.exec(reader.file.text)?.[0] ?? '';
  const place = placeAt(reader.file, reader.at, found.length);
  reader.at += found.length;
  if (found === 'true' || found === 'false') return { kind: 'boolean', value: found === 'true', place };
  if (found === 'null') return { kind: 'null', place };
  if (/^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/.test(found)) return { kind: 'number', value: Number(found), place };
  throw new JsonError(
    place,
    found === '' ? 'expected a value' : `'${found}' is no JSON value (text needs double quotes)`,
  );
}

/** Which definitions and objects are there as compiled code, and how that names what it refers to. */
import { isShipped } from '../source.ts';
import type { FunctionDefinition, FunctionSymbol, TranslationUnit, VariableSymbol } from '../syntax.ts';
import type { RecordType } from '../types.ts';
import { signatureFromText, signatureOf, type CallSignature } from '../vm/call-signature.ts';
import { referenceKinds, type ObjectRow } from './compiled-unit.ts';
import { LateDefinition, LateFunction, LateVariable, type CompiledTables } from './late-symbols.ts';
import { readNumber, writeNumber, type NumberReader } from './numbers.ts';
import type { Reference } from './references.ts';

export interface CompiledObject {
  readonly row: ObjectRow;
  readonly tables: CompiledTables;
}

/** The definition where there is compiled code of it. */
export function compiledDefinition(
  definition: FunctionDefinition,
): (LateDefinition & { row: { code: string } }) | null {
  return definition instanceof LateDefinition && definition.row.code !== null
    ? (definition as LateDefinition & { row: { code: string } })
    : null;
}

/** Defined by a shipped file. */
export function isShippedDefinition(definition: FunctionDefinition): boolean {
  return definition instanceof LateDefinition || isShipped(definition.place);
}

/** The object behind a variable where its content is compiled. */
export function compiledObject(symbol: VariableSymbol): CompiledObject | null {
  return symbol instanceof LateVariable && symbol.row.object
    ? { row: symbol.row.object, tables: symbol.unit.tables }
    : null;
}

/** Structs and unions of embedded units by tag, as far as their layouts go. */
export const compiledRecordsOfUnits = new WeakMap<TranslationUnit, (tag: string) => RecordType | null>();

/** All of its files are shipped ones. */
export function isEmbedded(unit: TranslationUnit): boolean {
  return compiledRecordsOfUnits.has(unit);
}

const erroneous: CallSignature = { parameters: [], result: 'signed32', builtinResult: 'signed32' };

export function callSignature(symbol: FunctionSymbol): CallSignature {
  if (symbol instanceof LateFunction) return signatureFromText(symbol.row.signature);
  return symbol.type.kind === 'function' ? signatureOf(symbol.type) : erroneous;
}

/** All compiled ones have. */
export function hasPrototype(symbol: FunctionSymbol): boolean {
  return symbol instanceof LateFunction || symbol.type.kind !== 'function' || !symbol.type.oldStyle;
}

/** Positions of things in the tables, which grow as they are asked for. */
export interface Numbering {
  readonly function: (symbol: FunctionSymbol) => number;
  readonly variable: (symbol: VariableSymbol) => number;
  readonly text: (text: string) => number;
}

export function writeReference(out: string[], reference: Reference, numbering: Numbering): void {
  for (const operand of [referenceKinds.indexOf(reference.kind), ...operandsOf(reference, numbering)])
    writeNumber(out, operand);
}

function operandsOf(reference: Reference, numbering: Numbering): number[] {
  switch (reference.kind) {
    case 'variable':
      return [numbering.variable(reference.symbol)];
    case 'callee':
    case 'address':
      return [numbering.function(reference.symbol)];
    case 'named':
      return [numbering.text(reference.name)];
    case 'string':
      return [numbering.text(textOfBytes(reference.bytes)), reference.alignment];
    case 'trap':
      return [numbering.text(reference.code), numbering.text(reference.message)];
    case 'thread-section':
      return [];
  }
}

export function readReference(reader: NumberReader, { functions, variables, texts }: CompiledTables): Reference {
  const kind = referenceKinds[readNumber(reader)]!;
  switch (kind) {
    case 'variable':
      return { kind, symbol: variables[readNumber(reader)]! };
    case 'callee':
    case 'address':
      return { kind, symbol: functions[readNumber(reader)]! };
    case 'named':
      return { kind, name: texts[readNumber(reader)]! };
    case 'string': {
      const bytes = bytesOfText(texts[readNumber(reader)]!);
      return { kind, bytes, alignment: readNumber(reader) };
    }
    case 'trap': {
      const code = texts[readNumber(reader)]!;
      return { kind, code, message: texts[readNumber(reader)]! };
    }
    case 'thread-section':
      return { kind };
  }
}

function textOfBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

function bytesOfText(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

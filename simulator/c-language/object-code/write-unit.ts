/** Compiles a parsed unit of shipped files to what is embedded of it: links all of it once, and keeps what linking it again needs. */
import { linkImage, newProgramLinker } from '../link.ts';
import { indexOfFunction, functionOfIndex } from '../link/functions.ts';
import { newImageLinker, type DataObject, type ImageLinker } from '../link/image-linker.ts';
import { mergeSymbols } from '../link/symbols.ts';
import type { AddressTarget } from '../lowering/code-buffer.ts';
import { lowerFunction } from '../lowering.ts';
import { outermostPlace, type Place } from '../source.ts';
import type { FunctionDefinition, FunctionSymbol, TranslationUnit, VariableSymbol } from '../syntax.ts';
import type { FunctionType } from '../types.ts';
import { signatureOf, signatureText } from '../vm/call-signature.ts';
import { writeReference, type Numbering } from './compiled-parts.ts';
import type { AttributeRow, CompiledUnit, DefinitionRow, FunctionRow, Spot, VariableRow } from './compiled-unit.ts';
import { writeContent } from './objects.ts';
import { recordRows } from './record-layouts.ts';
import { recording, type Recording, type Reference } from './references.ts';
import { writeFunction } from './write-function.ts';

/** Throws for what cannot be embedded; its bodies may be put off. */
export function compileToRows(unit: TranslationUnit, mode: 'kernel' | 'user'): CompiledUnit {
  const writer = newWriter(unit, mode);
  const code = compileAll(writer);
  const definitions = unit.functions.map((definition) =>
    definitionRow(writer, definition, code.get(definition) ?? null),
  );
  // Writing the variables' initial values may name further ones.
  const variables: VariableRow[] = [];
  for (let at = 0; at < writer.variables.length; at++) variables.push(variableRow(writer, writer.variables[at]!));
  return {
    path: unit.path,
    files: writer.files,
    definitions,
    functions: unit.functionSymbols.map(functionRow),
    variables,
    fileScopeVariables: writer.fileScopeVariables,
    texts: writer.texts,
    ...recordRows(unit.scope.tags),
  };
}

interface Writer {
  readonly unit: TranslationUnit;
  readonly image: ImageLinker;
  readonly recordings: Map<FunctionDefinition, Recording & { readonly start: number }>;
  readonly numbering: Numbering;
  readonly files: string[];
  readonly texts: string[];
  readonly variables: VariableSymbol[];
  readonly fileScopeVariables: number;
}

function newWriter(unit: TranslationUnit, mode: 'kernel' | 'user'): Writer {
  const recordings: Writer['recordings'] = new Map();
  const program = newProgramLinker((code, resolver, definition, index) => {
    const record = { references: [], ofTarget: new Map(), start: code.count };
    recordings.set(definition, record);
    return lowerFunction(code, recording(resolver, record), definition, index);
  });
  const source = { name: unit.path, mode, units: [unit], textBase: 0n, dataBase: 0n, hasBuiltin: () => true };
  const image = newImageLinker(program, source, 0);
  program.images.push(image);
  const fileScope = unit.variables.filter((each) => each.functionName === null);
  const [functions, variables, texts] = [numbered(unit.functionSymbols), numbered(fileScope), numbered<string>([])];
  const byName = new Map(unit.functionSymbols.map((symbol) => [symbol.name, symbol]));
  const numbering: Numbering = {
    function: (symbol) => functions.numberOf(byName.get(symbol.name) ?? symbol),
    variable: variables.numberOf,
    text: texts.numberOf,
  };
  if (functions.list.length !== unit.functionSymbols.length) throw new Error('a function is declared twice');
  return {
    unit,
    image,
    recordings,
    numbering,
    files: [],
    texts: texts.list,
    variables: variables.list,
    fileScopeVariables: fileScope.length, // prettier-ignore
  };
}

function numbered<T>(first: readonly T[]): { list: T[]; numberOf: (item: T) => number } {
  const list = [...first];
  const numbers = new Map(list.map((item, number) => [item, number]));
  const numberOf = (item: T): number => {
    const known = numbers.get(item);
    if (known !== undefined) return known;
    numbers.set(item, list.length);
    return list.push(item) - 1;
  };
  return { list, numberOf };
}

/** Code of every function that a program can come to need: those with external linkage, and what they lead to. */
function compileAll(writer: Writer): Map<FunctionDefinition, string> {
  const { image, numbering, recordings } = writer;
  mergeSymbols(image);
  for (const { symbol, definition } of image.functionsByName.values()) indexOfFunction(image, definition, symbol);
  linkImage(image);
  const { diagnostics, functions, code } = image.program;
  const error = diagnostics.find(({ severity }) => severity === 'error');
  if (error) throw new Error(`${error.place.file.path}:${error.place.line}: ${error.message}`);
  return new Map(
    functions.flatMap(({ definition, lowered }) => {
      if (!definition || !lowered) return [];
      const record = recordings.get(definition)!;
      const write = (out: string[], index: number): void => writeReference(out, record.references[index]!, numbering);
      return [[definition, writeFunction(code, record.start, lowered, record, write)] as const];
    }),
  );
}

function attributeRows({ attributes }: FunctionSymbol | VariableSymbol): AttributeRow[] {
  const kept = ['weak', 'alias', 'weakref', 'section', 'constructor', 'destructor'];
  return attributes.filter(({ name }) => kept.includes(name)).map(({ name, words }) => ({ name, words }));
}

function functionRow(symbol: FunctionSymbol): FunctionRow {
  const { name, storage, inline, type } = symbol;
  return {
    name,
    static: storage === 'static',
    inline,
    signature: signatureText(signatureOf(type as FunctionType)),
    attributes: attributeRows(symbol),
  };
}

function definitionRow(
  { numbering, files }: Writer,
  { symbol, place, end }: FunctionDefinition,
  code: string | null,
): DefinitionRow {
  const { path } = outermostPlace(place).file;
  if (!files.includes(path)) files.push(path);
  return { function: numbering.function(symbol), file: files.indexOf(path), place: spot(place), end: spot(end), code };
}

function spot(place: Place): Spot {
  const { line, column, length } = outermostPlace(place);
  return [line, column, length];
}

function variableRow(writer: Writer, symbol: VariableSymbol): VariableRow {
  const { name, storage, functionName, defined, initializer } = symbol;
  if (storage === 'automatic' || storage === 'parameter') throw new Error(`${name} is no object with static storage`);
  const number = writer.image.objectOf.get(symbol);
  const object = number === undefined ? null : writer.image.program.objects[number]!;
  return {
    name,
    storage,
    functionName,
    defined,
    initialized: initializer !== null,
    attributes: attributeRows(symbol),
    object: object && {
      size: object.bytes.length,
      alignment: object.alignment,
      readOnly: object.readOnly,
      content: contentOf(writer, object),
    },
  };
}

function contentOf({ image, numbering }: Writer, { bytes, relocations }: DataObject): string {
  return writeContent(bytes, relocations, (out, target) => writeReference(out, referenceTo(image, target), numbering));
}

function referenceTo({ program }: ImageLinker, target: AddressTarget): Reference {
  if (target.kind === 'function') return { kind: 'address', symbol: functionOfIndex(program, target.index) };
  if (target.kind !== 'data') throw new Error('an address in shipped data is not one that can be embedded');
  const { symbol, bytes, alignment } = program.objects[target.object]!;
  return symbol ? { kind: 'variable', symbol } : { kind: 'string', bytes, alignment };
}

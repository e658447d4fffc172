/** An embedded unit as one that was parsed: symbols that have what linking needs, and ask the sources for the rest when somebody wants it. */
import type { SourceFile, Place } from '../source.ts';
import type {
  Attribute,
  FunctionDefinition,
  FunctionSymbol,
  Scope,
  TranslationUnit,
  VariableSymbol,
} from '../syntax.ts';
import type { RecordType } from '../types.ts';
import {
  compiledDefinitions,
  compiledObjects,
  compiledRecordsOfUnits,
  compiledSignatures,
  type CompiledTables,
} from './compiled-parts.ts';
import type { AttributeRow, CompiledUnit, DefinitionRow, FunctionRow, Spot, VariableRow } from './compiled-unit.ts';
import { recordType } from './record-layouts.ts';

/** Where an embedded unit comes from. */
export interface UnitSource {
  readonly file: (path: string) => SourceFile;
  /** The unit from its sources; asked for once at most. */
  readonly parse: () => TranslationUnit;
}

interface LateUnit {
  readonly compiled: CompiledUnit;
  readonly source: UnitSource;
  parsed: TranslationUnit | null;
  /** Functions and file-scope variables of the parsed unit by name. */
  functions: ReadonlyMap<string, FunctionSymbol> | null;
  variables: ReadonlyMap<string, VariableSymbol> | null;
}

export function lateUnit(compiled: CompiledUnit, source: UnitSource): TranslationUnit {
  const late: LateUnit = { compiled, source, parsed: null, functions: null, variables: null };
  const functionSymbols = compiled.functions.map((row) => lateFunction(late, row));
  const allVariables = compiled.variables.map((row) => lateVariable(late, row));
  const tables: CompiledTables = { functions: functionSymbols, variables: allVariables, texts: compiled.texts };
  compiled.variables.forEach(({ object }, number) => {
    if (object) compiledObjects.set(allVariables[number]!, { row: object, tables });
  });
  const unit: TranslationUnit = {
    path: compiled.path,
    functions: compiled.definitions.map((row) => lateDefinition(late, row, tables)),
    variables: allVariables.slice(0, compiled.fileScopeVariables),
    functionSymbols,
    get scope() {
      return parsedUnit(late).scope;
    },
    get macros() {
      return parsedUnit(late).macros;
    },
    get inactiveRegions() {
      return parsedUnit(late).inactiveRegions;
    },
  };
  compiledRecordsOfUnits.set(unit, recordsOf(late));
  return unit;
}

function parsedUnit(late: LateUnit): TranslationUnit {
  return (late.parsed ??= late.source.parse());
}

function parsedFunction(late: LateUnit, name: string): FunctionSymbol {
  late.functions ??= new Map(parsedUnit(late).functionSymbols.map((symbol) => [symbol.name, symbol]));
  return late.functions.get(name)!;
}

/** Static locals have nobody who asks. */
function parsedVariable(late: LateUnit, name: string): VariableSymbol {
  late.variables ??= new Map(
    parsedUnit(late)
      .variables.filter((each) => each.functionName === null)
      .map((symbol) => [symbol.name, symbol]),
  );
  return late.variables.get(name)!;
}

function lateFunction(late: LateUnit, row: FunctionRow): FunctionSymbol {
  const { name } = row;
  const place = latePlace(() => parsedFunction(late, name).place);
  const symbol: FunctionSymbol = {
    symbol: 'function',
    name,
    place,
    attributes: attributesOf(row.attributes, place),
    storage: row.static ? 'static' : 'global',
    inline: row.inline,
    definition: null,
    used: true,
    get type() {
      return parsedFunction(late, name).type;
    },
  };
  compiledSignatures.set(symbol, row.signature);
  return symbol;
}

function lateVariable(late: LateUnit, row: VariableRow): VariableSymbol {
  const { name, storage, functionName, defined } = row;
  const place = latePlace(() => parsedVariable(late, name).place);
  return {
    symbol: 'variable',
    name,
    storage,
    functionName,
    defined,
    place,
    attributes: attributesOf(row.attributes, place),
    addressTaken: true,
    alignedTo: 0,
    addressSpace: null,
    // What it says is in the object's bytes.
    initializer: row.initialized ? { leaves: [], place } : null,
    get type() {
      return parsedVariable(late, name).type;
    },
  };
}

function lateDefinition(late: LateUnit, row: DefinitionRow, tables: CompiledTables): FunctionDefinition {
  const symbol = tables.functions[row.function]!;
  const file = late.source.file(late.compiled.files[row.file]!);
  const source = (): FunctionDefinition => parsedFunction(late, symbol.name).definition!;
  const definition: FunctionDefinition = {
    symbol,
    place: placeOf(file, row.place),
    end: placeOf(file, row.end),
    readBody: null,
    get parameters() {
      return source().parameters;
    },
    get locals() {
      return source().locals;
    },
    get body() {
      return source().body;
    },
    get scope(): Scope {
      return source().scope;
    },
  };
  symbol.definition = definition;
  if (row.code !== null) compiledDefinitions.set(definition, { code: row.code, file, source, tables });
  return definition;
}

function attributesOf(rows: readonly AttributeRow[], place: Place): Attribute[] {
  return rows.map(({ name, words }) => ({ name, words, arguments: [], place }));
}

function placeOf(file: SourceFile, [line, column, length]: Spot): Place {
  return { file, line, column, length, expansion: null };
}

function latePlace(find: () => Place): Place {
  return {
    get file() {
      return find().file;
    },
    get line() {
      return find().line;
    },
    get column() {
      return find().column;
    },
    get length() {
      return find().length;
    },
    get expansion() {
      return find().expansion;
    },
  };
}

function recordsOf({ compiled, source }: LateUnit): (tag: string) => RecordType | null {
  const known = new Map<number, RecordType>();
  return (tag) => {
    const number = compiled.tags[tag];
    if (number === undefined) return null;
    let type = known.get(number);
    const file = source.file(compiled.files[0]!);
    if (!type) known.set(number, (type = recordType(compiled.records, number, placeOf(file, [1, 1, 0]))));
    return type;
  };
}

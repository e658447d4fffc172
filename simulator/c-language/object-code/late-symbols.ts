/**
 * Symbols and definitions of an embedded unit: they have what linking needs, and ask the sources for the rest when somebody wants it. Classes, because there are
 * thousands that nobody looks at.
 */
import type { Expansion, Place, SourceFile } from '../source.ts';
import type { Attribute, BlockStatement, FunctionDefinition, FunctionSymbol, Scope, TranslationUnit, VariableSymbol } from '../syntax.ts'; // prettier-ignore
import type { CType, RecordDeclaration } from '../types.ts';
import type { AttributeRow, CompiledUnit, DefinitionRow, FunctionRow, Spot, VariableRow } from './compiled-unit.ts';

/** Where an embedded unit comes from. */
export interface UnitSource {
  readonly file: (path: string) => SourceFile;
  /** The unit from its sources; asked for once at most. */
  readonly parse: () => TranslationUnit;
}

/** The tables that numbers in compiled code are positions in. */
export interface CompiledTables {
  readonly functions: readonly FunctionSymbol[];
  readonly variables: readonly VariableSymbol[];
  readonly texts: readonly string[];
}

/** An embedded unit, and the parsed one once somebody has asked for it. */
export interface LateUnit {
  readonly compiled: CompiledUnit;
  readonly source: UnitSource;
  readonly tables: CompiledTables;
  parsed: TranslationUnit | null;
  /** Functions and file-scope variables of the parsed unit by name. */
  functions: ReadonlyMap<string, FunctionSymbol> | null;
  variables: ReadonlyMap<string, VariableSymbol> | null;
}

export function parsedUnit(late: LateUnit): TranslationUnit {
  return (late.parsed ??= late.source.parse());
}

export class LateFunction implements FunctionSymbol {
  readonly symbol = 'function';
  readonly used = true;
  readonly name: string;
  definition: FunctionDefinition | null = null;
  constructor(
    readonly unit: LateUnit,
    readonly row: FunctionRow,
  ) {
    this.name = row.name;
  }
  get storage(): 'static' | 'global' {
    return this.row.static ? 'static' : 'global';
  }
  get inline(): boolean {
    return this.row.inline;
  }
  get attributes(): readonly Attribute[] {
    return attributesOf(this.row.attributes, this.place);
  }
  get place(): Place {
    return new SymbolPlace(this);
  }
  get type(): CType {
    return this.parsed.type;
  }
  get parsed(): FunctionSymbol {
    const { unit } = this;
    unit.functions ??= new Map(parsedUnit(unit).functionSymbols.map((symbol) => [symbol.name, symbol]));
    return unit.functions.get(this.name)!;
  }
}

export class LateVariable implements VariableSymbol {
  readonly symbol = 'variable';
  readonly addressTaken = true;
  readonly alignedTo = 0;
  readonly addressSpace = null;
  readonly name: string;
  constructor(
    readonly unit: LateUnit,
    readonly row: VariableRow,
  ) {
    this.name = row.name;
  }
  get storage(): VariableRow['storage'] {
    return this.row.storage;
  }
  get functionName(): string | null {
    return this.row.functionName;
  }
  get defined(): boolean {
    return this.row.defined;
  }
  get attributes(): readonly Attribute[] {
    return attributesOf(this.row.attributes, this.place);
  }
  get place(): Place {
    return new SymbolPlace(this);
  }
  /** What it says is in the object's bytes. */
  get initializer(): VariableSymbol['initializer'] {
    return this.row.initialized ? { leaves: [], place: this.place } : null;
  }
  get type(): CType {
    return this.parsed.type;
  }
  /** Of a variable of file scope: of static locals nobody asks. */
  get parsed(): VariableSymbol {
    const { unit } = this;
    unit.variables ??= new Map(
      parsedUnit(unit).variables.flatMap((symbol) => (symbol.functionName === null ? [[symbol.name, symbol]] : [])),
    );
    return unit.variables.get(this.name)!;
  }
}

export class LateDefinition implements FunctionDefinition {
  readonly measured: ReadonlySet<RecordDeclaration> = new Set();
  readonly doubtful = false;
  readonly readBody = null;
  constructor(
    readonly unit: LateUnit,
    readonly row: DefinitionRow,
    readonly symbol: LateFunction,
  ) {}
  get file(): SourceFile {
    return this.unit.source.file(this.unit.compiled.files[this.row.file]!);
  }
  get place(): Place {
    return placeOf(this.file, this.row.place);
  }
  get end(): Place {
    return placeOf(this.file, this.row.end);
  }
  get parameters(): readonly VariableSymbol[] {
    return this.parsed.parameters;
  }
  get locals(): readonly VariableSymbol[] {
    return this.parsed.locals;
  }
  get body(): BlockStatement {
    return this.parsed.body;
  }
  get scope(): Scope {
    return this.parsed.scope;
  }
  get parsed(): FunctionDefinition {
    return this.symbol.parsed.definition!;
  }
}

class SymbolPlace implements Place {
  constructor(private readonly symbol: { readonly parsed: { readonly place: Place } }) {}
  get file(): SourceFile {
    return this.symbol.parsed.place.file;
  }
  get line(): number {
    return this.symbol.parsed.place.line;
  }
  get column(): number {
    return this.symbol.parsed.place.column;
  }
  get length(): number {
    return this.symbol.parsed.place.length;
  }
  get expansion(): Expansion | null {
    return this.symbol.parsed.place.expansion;
  }
}

const noAttributes: readonly Attribute[] = [];

function attributesOf(rows: readonly AttributeRow[], place: Place): readonly Attribute[] {
  return rows.length === 0 ? noAttributes : rows.map(({ name, words }) => ({ name, words, arguments: [], place }));
}

export function placeOf(file: SourceFile, [line, column, length]: Spot): Place {
  return { file, line, column, length, expansion: null };
}

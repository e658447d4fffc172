/** An embedded unit as one that was parsed. */
import type { FunctionSymbol, TranslationUnit, VariableSymbol } from '../syntax.ts';
import type { RecordType } from '../types.ts';
import { compiledRecordsOfUnits } from './compiled-parts.ts';
import type { CompiledUnit } from './compiled-unit.ts';
import { LateDefinition, LateFunction, LateVariable, parsedUnit, placeOf, type LateUnit, type UnitSource } from './late-symbols.ts'; // prettier-ignore
import { recordType } from './record-layouts.ts';

export function lateUnit(compiled: CompiledUnit, source: UnitSource): TranslationUnit {
  const functions: FunctionSymbol[] = [];
  const variables: VariableSymbol[] = [];
  const tables = { functions, variables, texts: compiled.texts };
  const late: LateUnit = { compiled, source, tables, parsed: null, functions: null, variables: null };
  const symbols = compiled.functions.map((row) => new LateFunction(late, row));
  functions.push(...symbols);
  for (const row of compiled.variables) variables.push(new LateVariable(late, row));
  const unit: TranslationUnit = {
    path: compiled.path,
    functions: compiled.definitions.map((row) => {
      const symbol = symbols[row.function]!;
      return (symbol.definition = new LateDefinition(late, row, symbol));
    }),
    variables: variables.slice(0, compiled.fileScopeVariables),
    functionSymbols: functions,
    get scope() {
      return parsedUnit(late).scope;
    },
    get macros() {
      return parsedUnit(late).macros;
    },
    get inactiveRegions() {
      return parsedUnit(late).inactiveRegions;
    },
    get designations() {
      return parsedUnit(late).designations;
    },
  };
  compiledRecordsOfUnits.set(unit, recordsOf(late));
  return unit;
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

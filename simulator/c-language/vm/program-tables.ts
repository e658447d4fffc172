/** What the VM derives from a program once, to find functions quickly. */
import type { Program } from '../program.ts';
import type { CType, FunctionType } from '../types.ts';
import { instructionWords } from './instruction.ts';
import { valueKind } from './marshalling.ts';
import type { ValueKind } from './marshalling.ts';

export interface ProgramTables {
  /** Eight words a function: entry as word offset, frame bytes, words of its window, mode, alignment mask of the frame. */
  readonly functions: Int32Array;
  /** From a function's first pc to its index. */
  readonly functionOfEntry: ReadonlyMap<number, number>;
  readonly builtins: readonly BuiltinSignature[];
  /** How each function takes its parameters, hidden ones included, and gives its result. */
  readonly parameters: readonly (readonly ValueKind[])[];
  readonly results: readonly ValueKind[];
}

export interface BuiltinSignature {
  readonly name: string;
  readonly parameters: readonly ValueKind[];
  readonly result: ValueKind;
}

const tablesOfPrograms = new WeakMap<Program, ProgramTables>();

export function programTables(program: Program): ProgramTables {
  const known = tablesOfPrograms.get(program);
  if (known) return known;
  const tables = makeTables(program);
  tablesOfPrograms.set(program, tables);
  return tables;
}

function makeTables(program: Program): ProgramTables {
  const functions = new Int32Array(program.functions.length * 8);
  const functionOfEntry = new Map<number, number>();
  for (const { index, entry, frameBytes, registerCount, image, frameAlignment } of program.functions) {
    const mode = program.images[image]!.mode === 'kernel' ? 0 : 1;
    functions.set([entry * instructionWords, frameBytes, registerCount * 2, mode, -frameAlignment], index * 8);
    // An alias shares the entry; the first record is the function's own.
    if (!functionOfEntry.has(entry)) functionOfEntry.set(entry, index);
  }
  const builtins = program.builtins.map(({ name, type }) => ({
    name,
    parameters: parameterKinds(type),
    result: resultKind(type),
  }));
  const parameters = program.functions.map(({ type }) => parameterKinds(type));
  const results = program.functions.map(({ type }) => valueKind(type.result));
  return { functions, functionOfEntry, builtins, parameters, results };
}

/** The address of a record result stays in its register while the builtin writes there. */
function resultKind({ result }: FunctionType): ValueKind {
  return result.kind === 'record' ? 'void' : valueKind(result);
}

/** A record result is written through a hidden first argument; variadic arguments are passed as their address. */
function parameterKinds(type: FunctionType): ValueKind[] {
  const isRecord = (of: CType): boolean => of.kind === 'record';
  return [
    ...(isRecord(type.result) ? (['unsigned64'] as const) : []),
    ...type.parameters.map((parameter) => valueKind(parameter.type)),
    ...(type.variadic ? (['unsigned64'] as const) : []),
  ];
}

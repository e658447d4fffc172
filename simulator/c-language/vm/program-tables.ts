/** What the VM derives from a program once, to find functions quickly. */
import type { FunctionInfo, Program } from '../program.ts';
import { travelsByAddress } from '../type-operations/predicates.ts';
import type { FunctionType } from '../types.ts';
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

/** Of a program that is `base` and one more function at the end, which nothing has the address of. */
export function extendTables(base: Program, extended: Program): void {
  const known = programTables(base);
  const added = extended.functions[extended.functions.length - 1]!;
  const functions = new Int32Array(known.functions.length + 8);
  functions.set(known.functions);
  functions.set(functionRow(extended, added), known.functions.length);
  tablesOfPrograms.set(extended, {
    ...known,
    functions,
    parameters: [...known.parameters, parameterKinds(added.type)],
    results: [...known.results, valueKind(added.type.result)],
  });
}

/** No stack has room for it: entering such a function is a stack overflow. */
const largestFrame = 0x7fff_ff00;

function functionRow(
  program: Program,
  { entry, frameBytes, registerCount, image, frameAlignment }: FunctionInfo,
): number[] {
  const stackBytes = Math.min(frameBytes, largestFrame);
  const mode = program.images[image]!.mode === 'kernel' ? 0 : 1;
  return [entry * instructionWords, stackBytes, registerCount * 2, mode, -frameAlignment];
}

function makeTables(program: Program): ProgramTables {
  const functions = new Int32Array(program.functions.length * 8);
  const functionOfEntry = new Map<number, number>();
  for (const info of program.functions) {
    const { index, entry } = info;
    functions.set(functionRow(program, info), index * 8);
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
  return travelsByAddress(result) ? 'void' : valueKind(result);
}

/** A record result is written through a hidden first argument; variadic arguments are passed as their address. */
function parameterKinds(type: FunctionType): ValueKind[] {
  return [
    ...(travelsByAddress(type.result) ? (['unsigned64'] as const) : []),
    ...type.parameters.map((parameter) => valueKind(parameter.type)),
    ...(type.variadic ? (['unsigned64'] as const) : []),
  ];
}

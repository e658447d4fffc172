/** What the VM derives from a program once, to find functions quickly. */
import type { FunctionInfo, Program } from '../program.ts';
import { instructionWords } from './instruction.ts';
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
    parameters: [...known.parameters, added.signature.parameters],
    results: [...known.results, added.signature.result],
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
  const builtins = program.builtins.map(({ name, signature: { parameters, builtinResult } }) => ({
    name,
    parameters,
    result: builtinResult,
  }));
  const parameters = program.functions.map(({ signature }) => signature.parameters);
  const results = program.functions.map(({ signature }) => signature.result);
  return { functions, functionOfEntry, builtins, parameters, results };
}

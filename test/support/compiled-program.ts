/** Compiles C text with the product's own front end and runs it in the VM over flat memory. */
import { link } from '../../simulator/c-language/link.ts';
import { parse } from '../../simulator/c-language/parse.ts';
import { preprocess } from '../../simulator/c-language/preprocess.ts';
import type { Program } from '../../simulator/c-language/program.ts';
import type { Diagnostic, SourceFile } from '../../simulator/c-language/source.ts';
import type { TranslationUnit } from '../../simulator/c-language/syntax.ts';
import type { Exit, ThreadState } from '../../simulator/c-language/thread-state.ts';
import type { Vm } from '../../simulator/c-language/vm-contract.ts';
import { createThread, createVm, pushCall, run } from '../../simulator/c-language/vm.ts';
import { createFlatMemory, mapRange } from './flat-memory.ts';
import type { FlatMemory } from './flat-memory.ts';
import { callLibc, hasLibcFunction, libcHeader } from './test-libc.ts';
import type { TestLibc } from './test-libc.ts';

const header: SourceFile = { path: 'test-libc.h', text: libcHeader, builtIn: true };

export const textBase = 0xffffffff81000000n;
export const dataBase = 0xffffffff82000000n;
const heapBase = 0xffff888000000000n;
const stackTop = 0xffffc90000010000n;
const stackBytes = 64 * 1024;

export interface Compiled {
  readonly program: Program | null;
  readonly diagnostics: readonly Diagnostic[];
}

export function compileUnit(path: string, text: string): { unit: TranslationUnit; diagnostics: Diagnostic[] } {
  const file: SourceFile = { path, text, builtIn: false };
  const options = { findInclude: () => header, defines: [], tolerateMissingIncludes: false };
  const preprocessed = preprocess(file, options);
  const parsed = parse(path, preprocessed.tokens, { packing: preprocessed.packing });
  return {
    unit: { ...parsed.unit, macros: preprocessed.macros },
    diagnostics: [...preprocessed.diagnostics, ...parsed.diagnostics],
  };
}

/** One kernel image of one or more files, by path. */
export function compile(files: Readonly<Record<string, string>>): Compiled {
  const parsed = Object.entries(files).map(([path, text]) => compileUnit(path, text));
  const diagnostics = parsed.flatMap((each) => each.diagnostics);
  if (diagnostics.some(({ severity }) => severity === 'error')) return { program: null, diagnostics };
  const units = parsed.map(({ unit }) => unit);
  const linked = link([{ name: 'test', mode: 'kernel', units, textBase, dataBase, hasBuiltin: hasLibcFunction }]);
  return { program: linked.program, diagnostics: [...diagnostics, ...linked.diagnostics] };
}

/** Throws with the messages when it cannot be compiled. */
export function compileOrThrow(text: string, path = 'test.c'): Program {
  const { program, diagnostics } = compile({ [path]: text });
  const messages = diagnostics.map(
    ({ message, place, severity }) => `${place.file.path}:${place.line}:${place.column}: ${severity}: ${message}`,
  );
  if (!program) throw new Error(messages.join('\n'));
  return program;
}

export interface Machine {
  readonly program: Program;
  readonly vm: Vm;
  readonly thread: ThreadState;
  readonly memory: FlatMemory;
  readonly libc: TestLibc;
  readonly observations: string[];
}

/** A machine that has the program loaded and nothing to run. */
export function load(program: Program, heapBytes = 1 << 20): Machine {
  const memory = createFlatMemory('kernel');
  for (const { dataBase: base, data } of program.images) mapRange(memory, base, Math.max(data.length, 8), data);
  mapRange(memory, heapBase, heapBytes);
  const limit = stackTop - BigInt(stackBytes);
  mapRange(memory, limit, stackBytes);
  const libc: TestLibc = { memory, output: '', heap: heapBase };
  const observations: string[] = [];
  const vm = createVm(program, {
    kernelPort: memory.port,
    userPort: memory.port,
    onObservation: (code) => observations.push(code),
    callBuiltin: (call) => callLibc(libc, call),
  });
  const thread = createThread(1, { limit, top: stackTop }, null);
  return { program, vm, thread, memory, libc, observations };
}

export function functionNamed(program: Program, name: string): number {
  const found = program.functions.findIndex((each) => each.name === name);
  if (found < 0) throw new Error(`There is no function ${name}.`);
  return found;
}

/** A machine about to run the function. */
export function start(text: string, name = 'main', values: readonly (bigint | number)[] = []): Machine {
  const machine = load(compileOrThrow(text));
  pushCall(machine.program, machine.thread, functionNamed(machine.program, name), values);
  return machine;
}

export function runToEnd(machine: Machine, budget = 50_000_000): Exit {
  return run(machine.vm, machine.thread, budget);
}

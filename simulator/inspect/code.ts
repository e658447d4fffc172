/** The code of a program as a debugger shows it: instructions as text, functions by name, calls of a line; and going on elsewhere. */
import { Opcode } from '../c-language/bytecode.ts';
import {
  disassemblyRows,
  functionAt,
  instructionAtAddress,
  isCode,
  type DisassemblyRow,
} from '../c-language/debug-info.ts';
import type { FunctionInfo, Program } from '../c-language/program.ts';
import { outermostPlace, type Place } from '../c-language/source.ts';
import { frameAt, frameCount, setInstruction } from '../c-language/vm.ts';
import { instructionWords } from '../c-language/vm/instruction.ts';
import type { Simulation } from '../simulation.ts';

export interface InstructionText {
  readonly pc: number;
  readonly address: bigint;
  readonly text: string;
  readonly function: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** `count` instructions, the first being `offset` after the one at `address`; null where there is none (any more). */
export function disassembly(
  program: Program,
  address: bigint,
  offset: number,
  count: number,
): readonly (InstructionText | null)[] | null {
  const pc = pcAt(program, address);
  if (pc === null) return null;
  const { firstInstruction, endInstruction } = program.images.find(
    (each) => pc >= each.firstInstruction && pc < each.endInstruction,
  )!;
  const pcs: (number | null)[] = [];
  const step = (from: number, by: 1 | -1): number => {
    let at = from + by;
    while (at > firstInstruction && at < endInstruction && !isCode(program, at)) at += by;
    return at;
  };
  let at = pc;
  for (let left = Math.abs(offset); left > 0; left--) at = step(at, offset < 0 ? -1 : 1);
  for (; pcs.length < count; at = step(at, 1)) pcs.push(at >= firstInstruction && at < endInstruction ? at : null);
  return pcs.map((each) => (each === null ? null : textAt(program, each)));
}

function textAt(program: Program, pc: number): InstructionText {
  const [{ address, text, function: owner, place }] = disassemblyRows(program, pc, 1) as [DisassemblyRow];
  const { file, line, column } = outermostPlace(place);
  return { pc, address, text, function: owner?.name ?? '', path: file.path, line, column };
}

/** The instruction at a virtual address of any image. */
export function pcAt(program: Program, address: bigint): number | null {
  for (let image = 0; image < program.images.length; image++) {
    const pc = instructionAtAddress(program, image, address);
    if (pc !== null) return pc;
  }
  return null;
}

/**
 * First statements of all functions of that name: the user's own and the shipped C. Of what has no C code of its own, a built-in or a macro, the statements of
 * the user's that call it. Empty: there is neither.
 */
export function functionStatements(program: Program, name: string): number[] {
  const own = program.functions.filter((each) => each.name === name);
  return own.length > 0 ? own.flatMap((each) => firstStatement(program, each) ?? []) : callingStatements(program, name);
}

function callingStatements(program: Program, name: string): number[] {
  const builtins = new Set(program.builtins.flatMap((each) => (each.name === name ? [each.index] : [])));
  const { code, places, placeOfInstruction, statementOfInstruction } = program;
  /** By where the call is written: a macro may be several statements. */
  const found = new Map<Place, number>();
  for (const { builtIn, entry, end } of program.functions) {
    for (let pc = builtIn ? end : entry; pc < end; pc++) {
      const word = pc * instructionWords;
      const place = places[placeOfInstruction[pc]!]!;
      const calls = code[word] === Opcode.callBuiltin && builtins.has(code[word + 1]!);
      const written = calls ? outermostPlace(place) : useOfMacro(place, name);
      if (written && !found.has(written)) found.set(written, statementOfInstruction[pc]!);
    }
  }
  return [...new Set(found.values())];
}

/** Where the macro is used; null: the place does not come of it. */
function useOfMacro(place: Place, name: string): Place | null {
  for (let { expansion } = place; expansion; { expansion } = expansion.place)
    if (expansion.macro === name) return outermostPlace(expansion.place);
  return null;
}

function firstStatement(program: Program, { index }: FunctionInfo): number | null {
  return program.statements.find((info) => info.function === index && info.kind !== 'entry')?.index ?? null;
}

/** The user's own functions that the line at which a task stands calls by name, in the order of the code. */
export function callsOfLine({ world }: Simulation, task: number, depth: number): readonly FunctionInfo[] {
  const thread = world.threads.get(task);
  if (!thread || depth >= frameCount(thread)) return [];
  const { program } = world;
  const { functionIndex, statement } = frameAt(program, thread, depth);
  const { entry, end } = program.functions[functionIndex]!;
  const line = lineOf(program, statement);
  const found = new Set<FunctionInfo>();
  for (let pc = entry; pc < end; pc++) {
    if (program.code[pc * instructionWords] !== Opcode.call) continue;
    if (lineOf(program, program.statementOfInstruction[pc]!) !== line) continue;
    const called = program.functions[program.code[pc * instructionWords + 1]!];
    if (called && !called.builtIn) found.add(called);
  }
  return [...found];
}

function lineOf(program: Program, statement: number): number {
  return outermostPlace(program.statements[statement]!.place).line;
}

/** Makes a task go on at another statement of the function that it is in; a sentence says why it cannot. */
export function jumpTo(simulation: Simulation, task: number, statement: number): string | null {
  const { world, timeline } = simulation;
  const thread = world.threads.get(task);
  const info = world.program.statements[statement];
  if (!info) return 'no statement has that number: targets are what gotoTargets gives for a line';
  if (!thread || frameCount(thread) === 0) return 'the thread has nothing that could go on';
  const here = functionAt(world.program, frameAt(world.program, thread, 0).pc);
  if (here?.index !== info.function)
    return `it is in another function, ${world.program.functions[info.function]!.name}(), than the one that is running${here ? `, ${here.name}()` : ''}`;
  setInstruction(thread, 0, info.pc);
  timeline.noteChange();
  return null;
}

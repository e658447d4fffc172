/** Questions that a debugger asks about a program's code: which function, which address, which text. */
import { disassemble } from './bytecode.ts';
import type { FunctionInfo, LocalInfo, Program, ProgramImage } from './program.ts';
import type { Place } from './source.ts';
import { pcAtAddress } from './vm/calls.ts';

export interface DisassemblyRow {
  readonly pc: number;
  readonly address: bigint;
  readonly text: string;
  /** Null before the first instruction of a function that needs no frame: it belongs to none. */
  readonly function: FunctionInfo | null;
  /** Where the source has it, down to the macro that produced it. */
  readonly place: Place;
  readonly statement: number;
}

/** Bytes between the addresses of two instructions. */
export const instructionBytes = 16;

export function imageAt(program: Program, pc: number): ProgramImage | null {
  return (
    program.images.find(({ firstInstruction, endInstruction }) => pc >= firstInstruction && pc < endInstruction) ?? null
  );
}

/** Virtual address of an instruction; throws `RangeError` for a pc that no image has. */
export function addressOfInstruction(program: Program, pc: number): bigint {
  const image = imageAt(program, pc);
  if (!image) throw new RangeError(`The program has no instruction ${pc}.`);
  return image.textBase + BigInt(instructionBytes * (pc - image.firstInstruction));
}

/** The instruction at a virtual address of an image; null for an address that is none's. */
export function instructionAtAddress(program: Program, image: number, address: bigint): number | null {
  return pcAtAddress(program.images[image]!, address);
}

const functionsByEntry = new WeakMap<Program, readonly FunctionInfo[]>();

/** The function whose code an instruction is; of a function with several names the one it is defined under. */
export function functionAt(program: Program, pc: number): FunctionInfo | null {
  let sorted = functionsByEntry.get(program);
  if (!sorted) {
    sorted = [...program.functions].sort((x, y) => x.entry - y.entry || x.index - y.index);
    functionsByEntry.set(program, sorted);
  }
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.end <= pc) low = middle + 1;
    else high = middle;
  }
  const found = sorted[low];
  return found && pc >= found.entry ? found : null;
}

/** The function that starts at a virtual address of an image: what a function pointer points to. */
export function functionAtAddress(program: Program, image: number, address: bigint): FunctionInfo | null {
  const pc = instructionAtAddress(program, image, address);
  const found = pc === null ? null : functionAt(program, pc);
  return found && found.entry === pc ? found : null;
}

/** Names in scope at an instruction, in order of declaration: a later one hides an earlier one of the same name. */
export function localsAt(program: Program, pc: number): readonly LocalInfo[] {
  return (functionAt(program, pc)?.locals ?? []).filter(({ from, to }) => pc >= from && pc < to);
}

/** What a name stands for at an instruction. */
export function localNamed(program: Program, pc: number, name: string): LocalInfo | undefined {
  return localsAt(program, pc)
    .filter(({ symbol }) => symbol.name === name)
    .at(-1);
}

/** False: the instruction only keeps room, between functions or behind the end of one, and the statement that it belongs to is none. */
export function isCode({ statements, statementOfInstruction }: Program, pc: number): boolean {
  const statement = statementOfInstruction[pc]!;
  return statementOfInstruction[statements[statement]!.pc] === statement;
}

/** Rows of `count` instructions from `pc` on, as far as the program has them. */
export function disassemblyRows(program: Program, pc: number, count: number): DisassemblyRow[] {
  const rows: DisassemblyRow[] = [];
  const end = Math.min(pc + count, program.statementOfInstruction.length);
  for (let at = Math.max(pc, 0); at < end; at++) {
    rows.push({
      pc: at,
      address: addressOfInstruction(program, at),
      text: disassemble(program, at),
      function: functionAt(program, at),
      place: program.places[program.placeOfInstruction[at]!]!,
      statement: program.statementOfInstruction[at]!,
    });
  }
  return rows;
}

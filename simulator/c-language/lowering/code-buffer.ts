/** Where lowered instructions go: the code of a program under construction with its line tables, labels and relocations. */
import type { Program, StatementInfo } from '../program.ts';
import type { Place } from '../source.ts';
import type { Opcode } from '../vm/dispatch.ts';
import { instructionWords } from '../vm/instruction.ts';

export interface CodeBuffer {
  words: Int32Array;
  /** Instructions emitted so far, the first one's pc included. */
  count: number;
  statementOf: Int32Array;
  placeOf: Int32Array;
  readonly places: Place[];
  readonly placeIndex: Map<Place, number>;
  readonly statements: StatementInfo[];
  readonly relocations: Relocation[];
  /** See `Program.falseJumps`. */
  readonly falseJumps: Set<number>;
}

/** An instruction whose operands 2 and 3 are an address that is known when everything has been laid out. */
export interface Relocation {
  readonly pc: number;
  readonly target: AddressTarget;
  readonly addend: bigint;
}

/** Something with an address that the linker chooses (or, when an expression is evaluated, has chosen). */
export type AddressTarget =
  | { readonly kind: 'data'; readonly object: number }
  | { readonly kind: 'function'; readonly index: number }
  | { readonly kind: 'label'; readonly function: number; readonly name: string }
  /** How far a thread's own object lies from the thread pointer. */
  | { readonly kind: 'thread'; readonly object: number }
  /** Where the objects of a section begin, or end. */
  | { readonly kind: 'section'; readonly image: number; readonly name: string; readonly end: boolean }
  | { readonly kind: 'absolute'; readonly address: bigint };

/** A jump target; `uses` are the words to fill in once its place is known. */
export interface Label {
  pc: number;
  readonly uses: number[];
}

export function newCodeBuffer(): CodeBuffer {
  const instructions = 1024;
  return {
    words: new Int32Array(instructions * instructionWords),
    count: 0,
    statementOf: new Int32Array(instructions),
    placeOf: new Int32Array(instructions),
    places: [],
    placeIndex: new Map(),
    statements: [],
    relocations: [],
    falseJumps: new Set(),
  };
}

/** The code of a program, to be continued behind its end; the program itself stays as it is. */
export function continueCode(program: Program): CodeBuffer {
  const count = program.statementOfInstruction.length;
  const room = count + 256;
  const extended = (array: Int32Array, length: number): Int32Array => {
    const copy = new Int32Array(length);
    copy.set(array);
    return copy;
  };
  return {
    words: extended(program.code, room * instructionWords),
    count,
    statementOf: extended(program.statementOfInstruction, room),
    placeOf: extended(program.placeOfInstruction, room),
    places: program.places.slice(),
    placeIndex: new Map(),
    statements: program.statements.slice(),
    relocations: [],
    falseJumps: new Set(),
  };
}

/** Takes away what was appended behind an end. */
export function cutBack(
  code: CodeBuffer,
  end: { readonly count: number; readonly places: number; readonly statements: number },
): void {
  code.count = end.count;
  code.places.length = end.places;
  code.statements.length = end.statements;
  code.placeIndex.clear();
  code.relocations.length = 0;
}

/** Appends an instruction and returns its pc. */
export function append(
  code: CodeBuffer,
  place: Place,
  statement: number,
  opcode: Opcode,
  a: number,
  b: number,
  c: number,
  d: number,
): number {
  const pc = code.count++;
  if (code.count > code.statementOf.length) grow(code);
  const word = pc * instructionWords;
  code.words[word] = opcode;
  code.words[word + 1] = a;
  code.words[word + 2] = b;
  code.words[word + 3] = c;
  code.words[word + 4] = d;
  code.statementOf[pc] = statement;
  code.placeOf[pc] = indexOfPlace(code, place);
  return pc;
}

function indexOfPlace(code: CodeBuffer, place: Place): number {
  const known = code.placeIndex.get(place);
  if (known !== undefined) return known;
  code.placeIndex.set(place, code.places.length);
  return code.places.push(place) - 1;
}

/** Makes room for instructions up to `end`. */
export function roomFor(code: CodeBuffer, end: number): void {
  while (end > code.statementOf.length) grow(code);
}

function grow(code: CodeBuffer): void {
  code.words = doubled(code.words);
  code.statementOf = doubled(code.statementOf);
  code.placeOf = doubled(code.placeOf);
}

function doubled(array: Int32Array): Int32Array {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

export function newLabel(): Label {
  return { pc: -1, uses: [] };
}

/** Makes operand `operand` (1 to 4) of the instruction at `pc` the label's word offset. */
export function useLabel(code: CodeBuffer, label: Label, pc: number, operand: number): void {
  const word = pc * instructionWords + operand;
  if (label.pc >= 0) code.words[word] = label.pc * instructionWords;
  else label.uses.push(word);
}

export function placeLabel(code: CodeBuffer, label: Label): void {
  label.pc = code.count;
  for (const word of label.uses) code.words[word] = label.pc * instructionWords;
  label.uses.length = 0;
}

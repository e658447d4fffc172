/**
 * How far two programs run alike: what their runs so far have been given, data and code, is the same and stands at the same places. As long as nothing else has been
 * begun, one run is the other's, down to every byte. Rather says no than yes.
 */
import type { DataSegment, Program } from '../c-language/program.ts';
import { outermostPlace } from '../c-language/source.ts';
import { beginsStatement, frameAt, frameCount } from '../c-language/vm.ts';
import { signatureText, type CallSignature } from '../c-language/vm/call-signature.ts';
import { Opcode } from '../c-language/vm/dispatch.ts';
import { instructionWords } from '../c-language/vm/instruction.ts';
import type { World } from '../world.ts';

/** What tells which code a run has been given so far: of a checkpoint, or of the machine as it stands. */
export type GivenState = Pick<World, 'phase' | 'arrivals' | 'threads'>;

export interface CommonCode {
  /** Of the first program, 1: the statement is not the same in both. */
  readonly statements: Uint8Array;
  /** 1: the instruction is not the same in both. */
  readonly instructions: Uint8Array;
  /** A statement that is the same stands on another line. */
  readonly linesMoved: boolean;
  /** What else is the same: all that the driver was given, and the programs, too. The kernel always is. */
  readonly driver: boolean;
  readonly programs: boolean;
}

/** null: not even the kernel is the same that is there without the user's code. */
export function commonCode(before: Program, after: Program): CommonCode | null {
  if (!isSameFrame(before, after)) return null;
  const statements = new Uint8Array(before.statements.length);
  const instructions = new Uint8Array(before.statementOfInstruction.length);
  compareFunctions(before, after, statements);
  compareStatements(before, after, statements);
  compareInstructions(before, after, statements, instructions);
  const { resident } = before;
  if (statements.subarray(0, resident.statements).includes(1)) return null;
  const kernel = imagesSame(before, after, 'kernel') && shippedSame(before, statements, 'kernel');
  return {
    statements,
    instructions,
    linesMoved: hasMovedLines(before, after, statements),
    driver: kernel,
    programs: kernel && imagesSame(before, after, 'user') && shippedSame(before, statements, 'user'),
  };
}

/** Whether the run up to here is that of both programs. */
export function isCommon(before: Program, common: CommonCode, state: GivenState): boolean {
  const { statements, instructions } = common;
  if (!isGivenTheSame(common, state.phase.name)) return false;
  for (let index = 0; index < statements.length; index++)
    if (statements[index] === 1 && state.arrivals[index]! > 0) return false;
  for (const thread of state.threads.values())
    for (let depth = 0; depth < frameCount(thread); depth++) {
      const { statement, pc } = frameAt(before, thread, depth);
      const begun = depth > 0 || !beginsStatement(before, pc);
      if (instructions[pc] === 1 || (begun && statements[statement] === 1)) return false;
    }
  return true;
}

/** Arrivals tell of the user's own statements alone: shipped code that may have run has to be the same as a whole. */
function isGivenTheSame({ driver, programs }: CommonCode, phase: World['phase']['name']): boolean {
  return phase === 'boot' || (phase === 'insmod' ? driver : programs);
}

function isSameFrame(before: Program, after: Program): boolean {
  const { resident } = before;
  return (
    resident.statements > 0 &&
    resident.statements === after.resident.statements &&
    resident.instructions === after.resident.instructions &&
    resident.builtins === after.resident.builtins &&
    before.images.length === after.images.length &&
    before.images.every((image, index) => {
      const other = after.images[index]!;
      const { name, mode, textBase } = image;
      if (name !== other.name || mode !== other.mode || textBase !== other.textBase) return false;
      return mode === 'user' || sameSegment(image, other);
    })
  );
}

function sameSegment(one: DataSegment, other: DataSegment): boolean {
  const { data } = one;
  return (
    one.dataBase === other.dataBase &&
    one.readOnlyBytes === other.readOnlyBytes &&
    data.length === other.data.length &&
    data.every((byte, index) => byte === other.data[index])
  );
}

/** What the loader brings, and which addresses are code. */
function imagesSame(before: Program, after: Program, mode: 'kernel' | 'user'): boolean {
  return before.images.every((image, index) => {
    const other = after.images[index]!;
    if (image.mode !== mode) return true;
    return (
      image.firstInstruction === other.firstInstruction &&
      image.endInstruction === other.endInstruction &&
      sameSegment(image, other) &&
      (image.module && other.module ? sameSegment(image.module, other.module) : image.module === other.module)
    );
  });
}

function shippedSame(
  { functions, images, statements }: Program,
  changed: Uint8Array,
  mode: 'kernel' | 'user',
): boolean {
  for (let index = 0; index < changed.length; index++) {
    if (changed[index] === 0) continue;
    const { builtIn, image } = functions[statements[index]!.function]!;
    if (builtIn && images[image]!.mode === mode) return false;
  }
  return true;
}

function isSameCall(one: CallSignature, other: CallSignature): boolean {
  return one === other || signatureText(one) === signatureText(other);
}

/** Where a function is, and what a call of it makes of the stack; the size is what kernel messages tell. */
function compareFunctions(before: Program, after: Program, statements: Uint8Array): void {
  const changed = new Set<number>();
  before.functions.forEach((each, index) => {
    const other = after.functions[index];
    if (
      each !== other &&
      (each.name !== other?.name ||
        each.image !== other.image ||
        each.entry !== other.entry ||
        each.address !== other.address ||
        each.builtIn !== other.builtIn ||
        each.end !== other.end ||
        each.registerCount !== other.registerCount ||
        each.frameBytes !== other.frameBytes ||
        each.frameAlignment !== other.frameAlignment ||
        !isSameCall(each.signature, other.signature))
    )
      changed.add(index);
  });
  if (changed.size === 0) return;
  for (const program of [before, after])
    for (const { index, function: owner } of program.statements)
      if (changed.has(owner) && index < statements.length) statements[index] = 1;
}

function compareStatements(before: Program, after: Program, statements: Uint8Array): void {
  for (let index = 0; index < statements.length; index++) {
    const [one, other] = [before.statements[index]!, after.statements[index]];
    if (one === other) continue;
    if (one.function !== other?.function || one.pc !== other.pc || isOtherKind(before, one, other))
      statements[index] = 1;
  }
}

/** Stepping goes by the kinds of the user's own statements alone. */
function isOtherKind(program: Program, one: Program['statements'][number], other: typeof one): boolean {
  return !program.functions[one.function]!.builtIn && one.kind !== other.kind;
}

/** A statement is changed when an instruction is that belongs to it, or that stands between its beginning and the next one's. */
function compareInstructions(before: Program, after: Program, statements: Uint8Array, instructions: Uint8Array): void {
  const [one, other] = [before.code, after.code];
  const meansOther = namesCompared(before, after);
  for (let pc = 0; pc < instructions.length; pc++) {
    const word = pc * instructionWords;
    let same = before.statementOfInstruction[pc] === after.statementOfInstruction[pc];
    for (let at = word; same && at < word + instructionWords; at++) same = one[at] === other[at];
    if (same && !meansOther(one[word]!, one[word + 1]!)) continue;
    instructions[pc] = 1;
    for (const program of [before, after]) {
      if (pc >= program.statementOfInstruction.length) continue;
      const [own, begun] = [program.statementOfInstruction[pc]!, lastBegun(program, pc)];
      if (own < statements.length) statements[own] = 1;
      // What stands before a function's first statement is not the function's before it.
      if (begun < statements.length && program.statements[begun]!.function === program.statements[own]!.function)
        statements[begun] = 1;
    }
  }
}

/** Of an instruction that is the same in both: whether what it names by a number is another thing. */
function namesCompared(before: Program, after: Program): (opcode: number, operand: number) => boolean {
  const builtins = before.builtins.map((each, index) => {
    const other = after.builtins[index];
    return other?.name !== each.name || other.image !== each.image || !isSameCall(each.signature, other.signature);
  });
  const traps = before.traps.map(({ code, message }, index) => {
    const other = after.traps[index];
    return other?.code !== code || other.message !== message;
  });
  return (opcode, operand) =>
    opcode === Opcode.callBuiltin ? builtins[operand]! : opcode === Opcode.trap ? traps[operand]! : false;
}

/** The statement that begins at an instruction or last before it. */
function lastBegun(program: Program, pc: number): number {
  let at = pc;
  while (at > 0 && !beginsStatement(program, at)) at--;
  return program.statementOfInstruction[at]!;
}

function hasMovedLines(before: Program, after: Program, statements: Uint8Array): boolean {
  for (let index = before.resident.statements; index < statements.length; index++) {
    if (statements[index] === 1) continue;
    const one = before.statements[index]!;
    if (before.functions[one.function]!.builtIn) continue;
    if (outermostPlace(one.place).line !== outermostPlace(after.statements[index]!.place).line) return true;
  }
  return false;
}

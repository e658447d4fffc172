/**
 * How far two programs run alike: the same code at the same places, but for some statements of the user's own. As long as none of those has been begun, one run is the
 * other's, down to every byte. Rather says no than yes.
 */
import type { Program } from '../c-language/program.ts';
import { outermostPlace } from '../c-language/source.ts';
import { beginsStatement, frameAt, frameCount } from '../c-language/vm.ts';
import { signatureText, type CallSignature } from '../c-language/vm/call-signature.ts';
import { instructionWords } from '../c-language/vm/instruction.ts';
import type { Checkpoint } from './checkpoint.ts';

export interface CommonCode {
  /** 1: the statement is not the same in both. */
  readonly statements: Uint8Array;
  /** 1: the instruction is not the same in both. */
  readonly instructions: Uint8Array;
  /** A statement that is the same stands on another line. */
  readonly linesMoved: boolean;
}

/** null: more differs than statements of the user's own, such as data, or what lies where. */
export function commonCode(before: Program, after: Program): CommonCode | null {
  if (!isSameFrame(before, after)) return null;
  const statements = new Uint8Array(before.statements.length);
  const instructions = new Uint8Array(before.statementOfInstruction.length);
  compareFunctions(before, after, statements);
  compareStatements(before, after, statements);
  compareInstructions(before, after, statements, instructions);
  for (let index = 0; index < statements.length; index++)
    if (statements[index] === 1 && (isShipped(before, index) || isShipped(after, index))) return null;
  return { statements, instructions, linesMoved: hasMovedLines(before, after, statements) };
}

/** Whether the run up to here is that of both programs. */
export function isCommon(before: Program, { statements, instructions }: CommonCode, { state }: Checkpoint): boolean {
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

function isShipped({ functions, statements }: Program, index: number): boolean {
  return functions[statements[index]!.function]!.builtIn;
}

/** Everything but code is the same, and there is as much of that. */
function isSameFrame(before: Program, after: Program): boolean {
  return (
    before.statements.length === after.statements.length &&
    before.statementOfInstruction.length === after.statementOfInstruction.length &&
    sameAll(before.images, after.images, ['name', 'mode', 'textBase', 'firstInstruction', 'endInstruction']) &&
    sameAll(before.images, after.images, ['dataBase', 'readOnlyBytes']) &&
    before.images.every(({ data }, index) => sameBytes(data, after.images[index]!.data)) &&
    sameAll(before.functions, after.functions, ['name', 'image', 'entry', 'address', 'builtIn']) &&
    sameAll(before.builtins, after.builtins, ['name', 'image']) &&
    before.builtins.every(({ signature }, index) => isSameCall(signature, after.builtins[index]!.signature)) &&
    sameAll(before.traps, after.traps, ['code', 'message'])
  );
}

function sameAll<Item>(before: readonly Item[], after: readonly Item[], fields: readonly (keyof Item)[]): boolean {
  return (
    before.length === after.length &&
    before.every((each, index) => fields.every((field) => each[field] === after[index]![field]))
  );
}

function sameBytes(before: Uint8Array, after: Uint8Array): boolean {
  return before.length === after.length && before.every((byte, index) => byte === after[index]);
}

function isSameCall(one: CallSignature, other: CallSignature): boolean {
  return one === other || signatureText(one) === signatureText(other);
}

/** What a call of a function makes of the stack, and the size that kernel messages tell. */
function compareFunctions(before: Program, after: Program, statements: Uint8Array): void {
  const changed = new Set<number>();
  before.functions.forEach((each, index) => {
    const other = after.functions[index]!;
    if (
      each.end !== other.end ||
      each.registerCount !== other.registerCount ||
      each.frameBytes !== other.frameBytes ||
      each.frameAlignment !== other.frameAlignment ||
      !isSameCall(each.signature, other.signature)
    )
      changed.add(index);
  });
  if (changed.size === 0) return;
  for (const program of [before, after])
    for (const { index, function: owner } of program.statements) if (changed.has(owner)) statements[index] = 1;
}

function compareStatements(before: Program, after: Program, statements: Uint8Array): void {
  for (let index = 0; index < statements.length; index++) {
    const [one, other] = [before.statements[index]!, after.statements[index]!];
    if (one.function !== other.function || one.pc !== other.pc || one.kind !== other.kind) statements[index] = 1;
  }
}

/** A statement is changed when an instruction is that belongs to it, or that stands between its beginning and the next one's. */
function compareInstructions(before: Program, after: Program, statements: Uint8Array, instructions: Uint8Array): void {
  const [one, other] = [before.code, after.code];
  for (let pc = 0; pc < instructions.length; pc++) {
    const word = pc * instructionWords;
    let same = before.statementOfInstruction[pc] === after.statementOfInstruction[pc];
    for (let at = word; same && at < word + instructionWords; at++) same = one[at] === other[at];
    if (same) continue;
    instructions[pc] = 1;
    for (const program of [before, after]) {
      const [own, begun] = [program.statementOfInstruction[pc]!, lastBegun(program, pc)];
      statements[own] = 1;
      // What stands before a function's first statement is not the function's before it.
      if (program.statements[begun]!.function === program.statements[own]!.function) statements[begun] = 1;
    }
  }
}

/** The statement that begins at an instruction or last before it. */
function lastBegun(program: Program, pc: number): number {
  let at = pc;
  while (at > 0 && !beginsStatement(program, at)) at--;
  return program.statementOfInstruction[at]!;
}

function hasMovedLines(before: Program, after: Program, statements: Uint8Array): boolean {
  return before.statements.some((each, index) => {
    if (statements[index] === 1 || isShipped(before, index)) return false;
    return outermostPlace(each.place).line !== outermostPlace(after.statements[index]!.place).line;
  });
}

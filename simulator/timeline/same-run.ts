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
  /** By index of a function of the first program: the second one's that it is; -1: it has none. */
  readonly functions: Int32Array;
}

/** null: not even the kernel is the same that is there without the user's code. */
export function commonCode(before: Program, after: Program): CommonCode | null {
  if (!isSameFrame(before, after)) return null;
  const statements = new Uint8Array(before.statements.length);
  const instructions = new Uint8Array(before.statementOfInstruction.length);
  const functions = matchFunctions(before, after);
  compareFunctions(before, after, functions, statements);
  compareStatements(before, after, functions, statements);
  compareInstructions(before, after, functions, statements, instructions);
  const { resident } = before;
  if (statements.subarray(0, resident.statements).includes(1)) return null;
  const shippedSame = (mode: 'kernel' | 'user'): boolean => isShippedSame(before, statements, functions, mode);
  const kernel = imagesSame(before, after, 'kernel') && shippedSame('kernel');
  return {
    statements,
    instructions,
    linesMoved: hasMovedLines(before, after, statements),
    driver: kernel,
    programs: kernel && imagesSame(before, after, 'user') && shippedSame('user'),
    functions,
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
  return (
    one.dataBase === other.dataBase && one.readOnlyBytes === other.readOnlyBytes && sameBytes(one.data, other.data)
  );
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) return false;
  return true;
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

/** What the second program has no more nothing has called that is the same in both. */
function isShippedSame(program: Program, changed: Uint8Array, others: Int32Array, mode: 'kernel' | 'user'): boolean {
  const { functions, images, statements } = program;
  for (let index = 0; index < changed.length; index++) {
    if (changed[index] === 0 || !isReal(program, index)) continue;
    const owner = statements[index]!.function;
    const { builtIn, image } = functions[owner]!;
    if (builtIn && images[image]!.mode === mode && others[owner]! >= 0) return false;
  }
  return true;
}

/** False: the number is nobody's. */
function isReal({ statements, statementOfInstruction }: Program, index: number): boolean {
  return statementOfInstruction[statements[index]!.pc] === index;
}

/** By image, name, and which of that name: whether they are the same is another question. */
function matchFunctions(before: Program, after: Program): Int32Array {
  const found = Int32Array.from(before.functions, (_, index) => index);
  let first = 0;
  while (first < found.length && before.functions[first] === after.functions[first]) first++;
  const places = new Map<string, number>();
  eachByKey(after, first, (key, index) => places.set(key, index));
  eachByKey(before, first, (key, index) => (found[index] = places.get(key) ?? -1));
  return found;
}

function eachByKey({ functions }: Program, first: number, visit: (key: string, index: number) => void): void {
  const seen = new Map<string, number>();
  functions.slice(first).forEach(({ image, name, builtIn, index }) => {
    const key = `${image} ${builtIn} ${name}`;
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    visit(`${key} ${count}`, index);
  });
}

function isSameCall(one: CallSignature, other: CallSignature): boolean {
  return one === other || signatureText(one) === signatureText(other);
}

/** Where a function is, and what a call of it makes of the stack; the size is what kernel messages tell. */
function compareFunctions(before: Program, after: Program, functions: Int32Array, statements: Uint8Array): void {
  const [changed, changedAfter] = [new Set<number>(), new Set<number>()];
  before.functions.forEach((each, index) => {
    const other = after.functions[functions[index]!];
    if (
      each !== other &&
      (!other ||
        each.entry !== other.entry ||
        each.address !== other.address ||
        each.end !== other.end ||
        each.registerCount !== other.registerCount ||
        each.frameBytes !== other.frameBytes ||
        each.frameAlignment !== other.frameAlignment ||
        !isSameCall(each.signature, other.signature))
    ) {
      changed.add(index);
      if (other) changedAfter.add(functions[index]!);
    }
  });
  if (changed.size === 0) return;
  const { resident } = before;
  for (const [{ statements: all }, owners] of [
    [before, changed],
    [after, changedAfter],
  ] as const)
    for (let index = resident.statements; index < Math.min(all.length, statements.length); index++)
      if (owners.has(all[index]!.function)) statements[index] = 1;
}

function compareStatements(before: Program, after: Program, functions: Int32Array, statements: Uint8Array): void {
  for (let index = 0; index < statements.length; index++) {
    const [one, other] = [before.statements[index]!, after.statements[index]];
    if (one === other) continue;
    if (!other || functions[one.function] !== other.function || one.pc !== other.pc || isOtherKind(before, one, other))
      statements[index] = 1;
  }
}

/** Stepping goes by the kinds of the user's own statements alone. */
function isOtherKind(program: Program, one: Program['statements'][number], other: typeof one): boolean {
  return !program.functions[one.function]!.builtIn && one.kind !== other.kind;
}

/** A statement is changed when an instruction is that belongs to it, or that stands between its beginning and the next one's. */
function compareInstructions(
  before: Program,
  after: Program,
  functions: Int32Array,
  statements: Uint8Array,
  instructions: Uint8Array,
): void {
  const [one, other] = [before.code, after.code];
  const meansSame = namesCompared(before, after, functions);
  for (let pc = 0; pc < instructions.length; pc++) {
    const word = pc * instructionWords;
    if (
      before.statementOfInstruction[pc] === after.statementOfInstruction[pc] &&
      one[word] === other[word] &&
      one[word + 2] === other[word + 2] &&
      one[word + 3] === other[word + 3] &&
      one[word + 4] === other[word + 4] &&
      meansSame(one[word]!, one[word + 1]!, other[word + 1]!)
    )
      continue;
    instructions[pc] = 1;
    for (const program of [before, after]) {
      if (pc >= program.statementOfInstruction.length) continue;
      const own = program.statementOfInstruction[pc]!;
      if (!isReal(program, own)) continue;
      const begun = lastBegun(program, pc);
      if (own < statements.length) statements[own] = 1;
      // What stands before a function's first statement is not the function's before it.
      if (begun < statements.length && program.statements[begun]!.function === program.statements[own]!.function)
        statements[begun] = 1;
    }
  }
}

/** Of the first operands of an instruction that both have: whether they name the same thing. */
function namesCompared(
  before: Program,
  after: Program,
  functions: Int32Array,
): (opcode: number, one: number, other: number) => boolean {
  const places = new Map(after.builtins.map(({ image, name }, index) => [`${image} ${name}`, index]));
  const builtins = before.builtins.map((each) => {
    const index = places.get(`${each.image} ${each.name}`) ?? -1;
    return index >= 0 && isSameCall(each.signature, after.builtins[index]!.signature) ? index : -1;
  });
  const traps = before.traps.map(({ code, message }) =>
    after.traps.findIndex((each) => each.code === code && each.message === message),
  );
  return (opcode, one, other) => {
    if (opcode === Opcode.call) return functions[one] === other;
    if (opcode === Opcode.callBuiltin) return builtins[one] === other;
    return opcode === Opcode.trap ? traps[one] === other : one === other;
  };
}

/** The statement that begins at an instruction or last before it. */
function lastBegun(program: Program, pc: number): number {
  let at = pc;
  while (at > 0 && !beginsStatement(program, at)) at--;
  return program.statementOfInstruction[at]!;
}

function hasMovedLines(before: Program, after: Program, statements: Uint8Array): boolean {
  for (let index = before.resident.statements; index < statements.length; index++) {
    if (statements[index] === 1 || !isReal(before, index)) continue;
    const one = before.statements[index]!;
    if (before.functions[one.function]!.builtIn) continue;
    if (outermostPlace(one.place).line !== outermostPlace(after.statements[index]!.place).line) return true;
  }
  return false;
}

/** The state of lowering one function, and what every part of lowering does with it: emit, take registers, take frame memory. */
import type { FunctionDefinition, Expression, Statement, BlockStatement, VariableSymbol, FunctionSymbol } from '../syntax.ts'; // prettier-ignore
import type { Diagnostic, Place } from '../source.ts';
import { outermostPlace } from '../source.ts';
import type { StatementInfo } from '../program.ts';
import { Opcode } from '../vm/dispatch.ts';
import { append, placeLabel, useLabel } from './code-buffer.ts';
import type { AddressTarget, CodeBuffer, Label } from './code-buffer.ts';
import type { Location } from './location.ts';

/** A register operand: the word offset of a register in its window. */
export type Register = number;

/** What lowering asks of the linker (or of the evaluator). Names that resolve to nothing have been reported by it. */
export interface Resolver {
  variable(symbol: VariableSymbol): AddressTarget;
  callee(symbol: FunctionSymbol, place: Place): Callee;
  functionAddress(symbol: FunctionSymbol, place: Place): AddressTarget;
  /** The section of the image's `__thread` objects. */
  threadSection(): { readonly image: number; readonly name: string };
  /** A function that the compiler itself calls, such as `memcpy`; null when the image has none. */
  functionNamed(name: string): Callee | null;
  /** Null: there is no memory for literals, they must be built on the stack. */
  string(bytes: Uint8Array, alignment: number): AddressTarget | null;
  /** Operand of a `trap` instruction. */
  trap(code: string, message: string): number;
  report(diagnostic: Diagnostic): void;
  /** Branches get room to grow. */
  readonly spread?: boolean;
}

export type Callee =
  | { readonly kind: 'function'; readonly index: number }
  | { readonly kind: 'builtin'; readonly index: number }
  | { readonly kind: 'trap'; readonly index: number };

/** Where a variable of the function lives. */
export type Storage =
  | { readonly kind: 'register'; readonly register: Register }
  | { readonly kind: 'frame'; readonly offset: number }
  | { readonly kind: 'indirect'; readonly register: Register; readonly sizeRegister: Register };

/** What opens a scope: a block, or a `for` with its declarations. */
export type ScopeOwner = BlockStatement | Extract<Statement, { kind: 'for' }>;

/** A scope that is being lowered, for what leaving it must undo. */
export interface OpenScope {
  readonly parent: OpenScope | null;
  readonly owner: ScopeOwner;
  /** Variables with a `cleanup` attribute, oldest first, as far as their declarations have been passed. */
  readonly cleanups: Cleanup[];
  /** Which of the block's statements is being lowered. */
  position: number;
  /** Holds the stack pointer as it was before the first variable length array of the block; -1 without any. */
  savedStack: Register;
  /** The position of that array's declaration. */
  savedAt: number;
}
export interface Cleanup {
  readonly variable: VariableSymbol;
  readonly callback: FunctionSymbol;
  /** Position of its declaration in the scope. */
  readonly position: number;
}

export interface JumpTarget {
  readonly label: Label;
  readonly scope: OpenScope | null;
}

/** The mutually recursive parts of lowering, linked here so that their files need not import one another. */
export interface LoweringParts {
  /** Result in some register; in `into` if that is given. A record's result is its address. */
  expression(f: FunctionLowering, expression: Expression, into?: Register): Register;
  /** For its effects only. */
  effect(f: FunctionLowering, expression: Expression): void;
  location(f: FunctionLowering, lvalue: Expression): Location;
  /** Jumps to one of the labels; falls through to `next`, which is one of them and placed right behind. */
  condition(f: FunctionLowering, expression: Expression, whenTrue: Label, whenFalse: Label, next: Label): void;
  statement(f: FunctionLowering, statement: Statement): void;
  /** Lowers a block; the value of its last expression statement goes to a register if `wantValue`. */
  block(f: FunctionLowering, block: BlockStatement, wantValue: boolean): Register;
  initialize(f: FunctionLowering, variable: VariableSymbol): void;
}

export interface FunctionLowering {
  readonly code: CodeBuffer;
  readonly resolver: Resolver;
  readonly parts: LoweringParts;
  readonly definition: FunctionDefinition;
  readonly index: number;
  readonly storage: Map<VariableSymbol, Storage>;
  readonly locals: PendingLocal[];
  readonly labels: Map<string, Label>;
  /** The scopes around each label, with its position in each. */
  readonly labelScopes: ReadonlyMap<string, ReadonlyMap<ScopeOwner, number>>;
  readonly cases: Map<object, Label>;
  /** Registers from here on are temporaries; those below belong to variables. */
  firstTemporary: Register;
  /** First free register of the temporaries, which are a stack. */
  next: Register;
  highest: Register;
  frameBytes: number;
  frameAlignment: number;
  /** Holds the frame's address. */
  frameRegister: Register;
  frameUsed: boolean;
  resultRegister: Register;
  /** Address to write a record result to; -1 without. */
  resultAddress: Register;
  /** Address of the variadic arguments; -1 without. */
  variadicAddress: Register;
  readonly exit: Label;
  scope: OpenScope | null;
  breakTarget: JumpTarget | null;
  continueTarget: JumpTarget | null;
  place: Place;
  statement: number;
  readonly firstStatement: number;
}

/** A `LocalInfo` before addresses are known. */
export interface PendingLocal {
  readonly symbol: VariableSymbol;
  readonly storage: Storage | { readonly kind: 'static'; readonly target: AddressTarget };
  readonly from: number;
  to: number;
}

export function emit(f: FunctionLowering, opcode: Opcode, a = 0, b = 0, c = 0, d = 0): number {
  return append(f.code, f.place, f.statement, opcode, a, b, c, d);
}

/** Emits a jump instruction; the target is the operand after those given. */
export function emitJump(f: FunctionLowering, label: Label, opcode: Opcode, ...operands: number[]): void {
  const pc = emit(f, opcode, operands[0] ?? 0, operands[1] ?? 0);
  useLabel(f.code, label, pc, operands.length + 1);
}

export function jump(f: FunctionLowering, label: Label): void {
  emitJump(f, label, Opcode.jump);
}

export function place(f: FunctionLowering, label: Label): void {
  placeLabel(f.code, label);
}

/** Marks where a statement begins; the VM counts these and can stop at them. */
export function beginStatement(f: FunctionLowering, start: Place, end: Place, kind: StatementInfo['kind']): void {
  const { statements } = f.code;
  f.place = start;
  f.statement = statements.length;
  statements.push({
    index: f.statement,
    function: f.index,
    pc: f.code.count,
    place: outermostPlace(start),
    end: outermostPlace(end),
    kind,
  });
  emit(f, Opcode.statement, f.statement);
}

/** A new temporary, valid until `next` is set back. */
export function take(f: FunctionLowering, count = 1): Register {
  const register = f.next;
  f.next += 2 * count;
  if (f.next > f.highest) f.highest = f.next;
  return register;
}

/** Runs `body` and gives back the temporaries that it took. */
export function withTemporaries<T>(f: FunctionLowering, body: () => T): T {
  const mark = f.next;
  const result = body();
  f.next = mark;
  return result;
}

/** Bytes of the frame that stay reserved for the whole function, so that a debugger can always read them. */
export function takeFrame(f: FunctionLowering, bytes: number, alignment: number): number {
  const offset = Math.ceil(f.frameBytes / alignment) * alignment;
  f.frameBytes = offset + bytes;
  if (alignment > f.frameAlignment) f.frameAlignment = alignment;
  f.frameUsed = true;
  return offset;
}

export function report(f: FunctionLowering, code: string, message: string): void {
  f.resolver.report({ severity: 'error', message, place: f.place, notes: [], code });
}

/** Loads a constant: the low word, and the high one if the value is wide. */
export function constant(f: FunctionLowering, value: bigint, wide: boolean, into = take(f)): Register {
  const low = Number(BigInt.asIntN(32, value));
  if (wide) emit(f, Opcode.constant64, into, low, Number(BigInt.asIntN(32, value >> 32n)));
  else emit(f, Opcode.constant32, into, low);
  return into;
}

/** Loads an address that the linker chooses. */
export function addressConstant(f: FunctionLowering, target: AddressTarget, addend: bigint, into = take(f)): Register {
  emitAddressed(f, Opcode.constant64, into, target, addend);
  return into;
}

/** An instruction whose second and third operands are an address. */
export function emitAddressed(
  f: FunctionLowering,
  opcode: Opcode,
  register: Register,
  target: AddressTarget,
  addend: bigint,
): void {
  const known = target.kind === 'absolute' ? target.address + addend : 0n;
  if (target.kind !== 'absolute') f.code.relocations.push({ pc: f.code.count, target, addend });
  emit(f, opcode, register, Number(BigInt.asIntN(32, known)), Number(BigInt.asIntN(32, known >> 32n)));
}

export function move(f: FunctionLowering, into: Register, from: Register, wide: boolean): Register {
  if (into !== from) emit(f, wide ? Opcode.move64 : Opcode.move32, into, from);
  return into;
}

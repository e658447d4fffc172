/** Follows through the user's own kernel code what values were computed from, and tells by what each branch is decided. */
import { operandKinds } from '../bytecode.ts';
import type { FunctionInfo, Program } from '../program.ts';
import type { ThreadState } from '../thread-state.ts';
import type { Vm } from '../vm-contract.ts';
import { Opcode } from './dispatch.ts';
import { addressOf, bytesOf, calleeOf, operand, registerAt, type Instruction } from './follow-flow.ts';
import { frameWord, frameWords, joinWords } from './frames.ts';
import { instructionWords } from './instruction.ts';
import { compute, operate, type Shadow } from './shadows.ts';
import { startTrace } from './trace.ts';

export interface Decision {
  readonly thread: number;
  readonly depth: number;
  readonly pc: number;
  /** Whether the condition at the instruction's place holds; null: the dispatch of a switch. */
  readonly truth: boolean | null;
  /** Of the comparison that the instruction makes: 0 or 1. */
  readonly value: bigint;
  /** null: nothing in it is known to come from outside. */
  readonly shadow: Shadow | null;
  /** What is compared: of the dispatch of a switch, what it asks. */
  readonly operand: bigint;
  readonly asked: Shadow | null;
}

/** Of a function that ships with the simulator, by the user's code. */
export interface Call {
  readonly thread: number;
  readonly name: string;
  readonly pc: number;
  readonly values: readonly bigint[];
  readonly shadows: readonly (Shadow | null)[];
  /** What it gives is an address. */
  readonly isPointer: boolean;
}

export interface Observer {
  /** At an instruction. */
  looked(): void;
  entered(thread: ThreadState, info: FunctionInfo): readonly (Shadow | null)[];
  left(thread: ThreadState): void;
  arrived(thread: ThreadState, statement: number): void;
  decided(decision: Decision): void;
  /** Gives who gave what the call gave. */
  returned(call: Call, value: bigint): Shadow | null;
  /** Gives who left there what is loaded; null: nobody outside. */
  loaded(pc: number, address: bigint, bytes: number, value: bigint): Shadow | null;
  /** null: there is no memory. */
  peek(address: bigint, bytes: number): bigint | null;
}

interface Flow {
  readonly program: Program;
  readonly observer: Observer;
  /** By thread and word offset. */
  readonly registers: Map<number, Map<number, Shadow>>;
  /** By address of a byte: what it is a byte of, and which. */
  readonly memory: Map<bigint, { readonly of: Shadow; readonly byte: number }>;
  readonly calls: Map<number, Awaited[]>;
}
interface Awaited extends Call {
  readonly depth: number;
  readonly word: number;
  readonly window: number;
  readonly gives: boolean;
}

/** Memory that somebody outside has filled. */
export type MarkMemory = (address: bigint, of: Shadow, bytes: number) => void;

export function traceValues(vms: readonly Vm[], observer: Observer): MarkMemory {
  const { program } = vms[0]!;
  const flow: Flow = { program, observer, registers: new Map(), memory: new Map(), calls: new Map() };
  startTrace(vms, (thread, word) => look(flow, thread, word));
  return (address, of, bytes) => put(flow, address, bytes, of);
}

function look(flow: Flow, thread: ThreadState, word: number): void {
  const { program, observer } = flow;
  observer.looked();
  const fp = (thread.depth - 1) * frameWords;
  const at: Instruction = { program, thread, word, base: thread.frames[fp + frameWord.window]! };
  settleCalls(flow, at);
  const info = program.functions[thread.frames[fp + frameWord.function]!]!;
  const pc = word / instructionWords;
  const held = heldBy(flow, thread.id);
  if (pc === info.entry) enter(flow, at, held, info);
  const name = Opcode[program.code[word]!]!;
  if (name === 'statement') observer.arrived(thread, program.code[word + 1]!);
  else if (name === 'return') comeBack(flow, at, held, fp);
  else if (/^call/.test(name)) beginCall(flow, at, held, name);
  else if (/^jump./.test(name)) decide(flow, at, held, name);
  else if (/^load/.test(name)) load(flow, at, held, name);
  else if (/^store/.test(name)) put(flow, addressOf(at, name), bytesOf(name), held.get(operand(at, 0)) ?? null);
  else if (/^(copy|zero)Block/.test(name)) copyTo(flow, at, name);
  else if (!/^(statement|trap|wide|write|setJump|longJump|jump)/.test(name)) derive(at, held, name);
}

function heldBy({ registers }: Flow, thread: number): Map<number, Shadow> {
  let held = registers.get(thread);
  if (!held) registers.set(thread, (held = new Map<number, Shadow>()));
  return held;
}

type Held = Map<number, Shadow>;

function mark(held: Held, register: number, shadow: Shadow | null): void {
  if (shadow) held.set(register, shadow);
  else held.delete(register);
}

function shadowAt(at: Instruction, held: Held, register: number, wide: boolean): Shadow {
  const value = registerAt(at, register);
  const known = held.get(register);
  const same = known && BigInt.asUintN(32, known.value) === BigInt.asUintN(32, value);
  return same ? known : { kind: 'number', value: wide ? value : BigInt.asUintN(32, value) };
}

/** Its parameters, if it is the kernel that calls. */
function enter({ program, observer }: Flow, at: Instruction, held: Held, info: FunctionInfo): void {
  const { thread, base } = at;
  const given = observer.entered(thread, info);
  const before = thread.frames[(thread.depth - 2) * frameWords + frameWord.function];
  if (thread.depth > 1 && !program.functions[before!]!.builtIn) return;
  for (const each of [...held.keys()]) if (each >= base) held.delete(each);
  given.forEach((shadow, index) => mark(held, base + 2 * index, shadow && { ...shadow, value: registerAt(at, base + 2 * index) })); // prettier-ignore
}

function comeBack({ program, observer }: Flow, at: Instruction, held: Held, fp: number): void {
  const { thread, base } = at;
  const { signature } = program.functions[thread.frames[fp + frameWord.function]!]!;
  const result = signature.result === 'void' ? undefined : held.get(operand(at, 0));
  for (const each of [...held.keys()]) if (each >= base) held.delete(each);
  mark(held, base, result ?? null);
  observer.left(thread);
}

function beginCall(flow: Flow, at: Instruction, held: Held, name: string): void {
  const { program, thread, word, base } = at;
  const window = operand(at, 1);
  const callee = name === 'callBuiltin' ? null : program.functions[calleeOf(program, thread, word, base) ?? -1];
  const called = name === 'callBuiltin' ? program.builtins[program.code[word + 1]!]! : callee;
  const count = called?.signature.parameters.length ?? 0;
  const slots = Array.from({ length: count }, (_, index) => window + 2 * index);
  const shadows = slots.map((each) => held.get(each) ?? null);
  const own = callee && !callee.builtIn;
  for (const each of [...held.keys()]) if (each >= (own ? window + 2 * count : window)) held.delete(each);
  if (own || !called) return;
  const values = slots.map((each) => registerAt(at, each));
  const calls = flow.calls.get(thread.id) ?? [];
  flow.calls.set(thread.id, calls);
  const gives = called.signature.result !== 'void';
  const isPointer = called.type.result.kind === 'pointer';
  calls.push({ thread: thread.id, depth: thread.depth, word, window, name: called.name, pc: word / instructionWords, values, shadows, gives, isPointer }); // prettier-ignore
}

/** Calls that have returned since. */
function settleCalls(flow: Flow, at: Instruction): void {
  const { thread, word } = at;
  const calls = flow.calls.get(thread.id) ?? [];
  for (let call = calls.at(-1); call && thread.depth <= call.depth; call = calls.at(-1)) {
    calls.pop();
    if (call.word === word || thread.depth < call.depth) continue;
    const shadow = flow.observer.returned(call, registerAt(at, call.window));
    mark(heldBy(flow, thread.id), call.window, call.gives ? shadow : null);
  }
}

function decide({ program, observer }: Flow, at: Instruction, held: Held, name: string): void {
  const { thread, word } = at;
  if (name === 'jumpPointer') return;
  const pc = word / instructionWords;
  const [, comparison, bits, constant] = /^jump([A-Z][A-Za-z]+?)(32|64)?(Constant)?$/.exec(name)!;
  const wide = bits === '64';
  const kinds = operandKinds(program.code[word]!);
  const operands = kinds.flatMap((kind, index): Shadow[] => (kind === 'r' ? [shadowAt(at, held, operand(at, index), wide)] : [])); // prettier-ignore
  const [first] = operands as [Shadow];
  const asked = first.kind === 'number' ? null : first;
  const about = { thread: thread.id, depth: thread.depth, pc, operand: first.value, asked };
  if (comparison === 'Table') {
    observer.decided({ ...about, truth: null, value: 1n, shadow: null });
    return;
  }
  if (constant) operands.push({ kind: 'number', value: BigInt(program.code[word + 2]!) });
  const how = `is${comparison}${bits}`;
  const value = compute(how, operands.map((each) => each.value)) ?? 0n; // prettier-ignore
  const truth = (value !== 0n) !== program.falseJumps.has(pc);
  observer.decided({ ...about, truth, value, shadow: operate(how, operands) });
}

function load(flow: Flow, at: Instruction, held: Held, name: string): void {
  const { observer } = flow;
  const address = addressOf(at, name);
  const bytes = bytesOf(name);
  const value = observer.peek(address, bytes);
  let shadow = value === null ? null : stored(flow, address, bytes, value);
  if (!shadow && value !== null) shadow = observer.loaded(at.word / instructionWords, address, bytes, value);
  if (shadow && name.startsWith('loadSigned')) shadow = operate(`signExtend${8 * bytes}`, [shadow]);
  mark(held, operand(at, 0), shadow);
}

/** What was stored there before, if it is there still. */
function stored({ memory }: Flow, address: bigint, bytes: number, value: bigint): Shadow | null {
  const first = memory.get(address);
  if (!first) return null;
  for (let i = 1; i < bytes; i++) {
    const next = memory.get(address + BigInt(i));
    if (next?.of !== first.of || next.byte !== first.byte + i) return null;
  }
  const { of, byte } = first;
  const shifted = byte === 0 ? of : operate('shiftRight64', [of, { kind: 'number', value: BigInt(8 * byte) }]);
  const part = shifted && operate(`zeroExtend${8 * bytes}`, [shifted]);
  return part?.value === value ? part : null;
}

function put({ memory }: Flow, to: bigint, bytes: number, of: Shadow | null): void {
  for (let i = 0; i < bytes; i++) {
    if (of) memory.set(to + BigInt(i), { of, byte: i });
    else memory.delete(to + BigInt(i));
  }
}

const largestCopy = 4096;

function copyTo({ memory }: Flow, at: Instruction, name: string): void {
  const { program, thread, word, base } = at;
  if (memory.size === 0) return;
  const given = program.code[word + 3]!;
  const bytes = Math.min(largestCopy, name.endsWith('Sized') ? thread.registers[base + given]! >>> 0 : given);
  const from = name.startsWith('copy') ? registerAt(at, operand(at, 1)) : null;
  const to = registerAt(at, operand(at, 0));
  const moved = Array.from({ length: bytes }, (_, i) => (from === null ? undefined : memory.get(from + BigInt(i))));
  moved.forEach((each, i) => (each ? memory.set(to + BigInt(i), each) : memory.delete(to + BigInt(i))));
}

function derive(at: Instruction, held: Held, name: string): void {
  const { program, word } = at;
  const kinds = operandKinds(program.code[word]!);
  if (kinds[0] !== 'r') return;
  const registers = kinds.flatMap((kind, i) => (kind === 'r' && i > 0 ? [operand(at, i)] : []));
  if (!registers.some((each) => held.has(each))) return mark(held, operand(at, 0), null);
  const wide = /64|zeroExtend|^index/.test(name);
  const operands = registers.map((each) => shadowAt(at, held, each, wide));
  const code = program.code;
  if (name === 'and64Constant') operands.push({ kind: 'number', value: joinWords(code[word + 3]!, code[word + 4]!) });
  else if (name.endsWith('Constant')) operands.push({ kind: 'number', value: BigInt(code[word + 3]!) });
  const moves = /^move/.test(name);
  mark(held, operand(at, 0), moves ? operands[0]!.kind === 'number' ? null : operands[0]! : operate(name, operands)); // prettier-ignore
}

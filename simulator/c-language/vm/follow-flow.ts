/** Where a value goes that is followed through a program: what one instruction carries on between registers and memory, and whether it decides by it. */
import { operandKinds } from '../bytecode.ts';
import type { Program } from '../program.ts';
import type { ThreadState } from '../thread-state.ts';
import { pcAtAddress } from './calls.ts';
import { Opcode } from './dispatch.ts';
import { frameWord, frameWords, joinWords } from './frames.ts';

/** Who holds the value, or something that was computed from it. */
export interface Carriers {
  /** Word offsets of registers, by thread. */
  readonly registers: Map<number, Set<number>>;
  /** Addresses of bytes. */
  readonly memory: Set<bigint>;
}

/** One instruction that is about to run. */
export interface Instruction {
  readonly program: Program;
  readonly thread: ThreadState;
  readonly word: number;
  readonly base: number;
}
interface Moment extends Instruction {
  readonly carriers: Carriers;
  readonly held: Set<number>;
}
type Outcome = 'decides' | 'handed-on' | null;

/** Says whether a jump depends on the value, or the function gives it back to code that ships with the simulator. */
export function carryOn(program: Program, thread: ThreadState, carriers: Carriers): Outcome {
  const fp = (thread.depth - 1) * frameWords;
  const word = thread.frames[fp + frameWord.instruction]!;
  let held = carriers.registers.get(thread.id);
  if (!held) carriers.registers.set(thread.id, (held = new Set()));
  const moment = { program, thread, carriers, held, word, base: thread.frames[fp + frameWord.window]! };
  const name = Opcode[program.code[word]!]!;
  if (name === 'return') return comeBack(moment, fp);
  if (/^call/.test(name)) return (callWith(moment, name), null);
  if (/^jump/.test(name)) return sources(moment, 0).some((each) => held.has(each)) ? 'decides' : null;
  if (/^load/.test(name))
    mark(moment, operand(moment, 0), held.size + carriers.memory.size > 0 && isLoaded(moment, name));
  else if (/^store/.test(name)) storeTo(moment, name);
  else if (/^(copy|zero)Block/.test(name)) copyTo(moment, name);
  else if (/^atomic/.test(name)) modify(moment, name);
  else if (!/^(statement|trap|wide|write|setJump|longJump)/.test(name)) compute(moment, name);
  return null;
}

/** The function that a call instruction calls: an index; null: one of TypeScript's, or none. */
export function calleeOf(program: Program, thread: ThreadState, word: number, base: number): number | null {
  const { code, functions, images } = program;
  if (code[word] === Opcode.call) return code[word + 1]!;
  if (code[word] !== Opcode.callPointer) return null;
  const at = base + code[word + 1]!;
  const address = joinWords(thread.registers[at]!, thread.registers[at + 1]!);
  const image = images[functions[thread.frames[(thread.depth - 1) * frameWords + frameWord.function]!]!.image]!;
  const pc = pcAtAddress(image, address);
  return functions.find(({ entry }) => entry === pc)?.index ?? null;
}

export function operand({ program, word, base }: Instruction, index: number): number {
  return base + program.code[word + 1 + index]!;
}

/** Registers among the operands from `first` on. */
function sources(moment: Moment, first: number): number[] {
  const kinds = operandKinds(moment.program.code[moment.word]!);
  return kinds.flatMap((kind, i) => (kind === 'r' && i >= first ? [operand(moment, i)] : []));
}

function mark({ held }: Moment, register: number, carries: boolean): void {
  if (carries) held.add(register);
  else held.delete(register);
}

function compute(moment: Moment, name: string): void {
  const carries = sources(moment, 1).some((each) => moment.held.has(each));
  mark(moment, operand(moment, 0), carries);
  if (name === 'overflowing') mark(moment, operand(moment, 0) + 2, carries);
}

export function registerAt({ thread: { registers } }: Instruction, word: number): bigint {
  return joinWords(registers[word]!, registers[word + 1]!);
}

/** Of a load or store. */
export function addressOf(moment: Instruction, name: string): bigint {
  const { program, word, thread } = moment;
  const code = program.code;
  if (name.includes('Absolute')) return joinWords(code[word + 2]!, code[word + 3]!);
  const start = registerAt(moment, operand(moment, 1));
  if (!name.includes('Indexed')) return BigInt.asUintN(64, start + BigInt(code[word + 3]!));
  const at = operand(moment, 2);
  const index = name.endsWith('32') ? BigInt(thread.registers[at]!) : registerAt(moment, at);
  return BigInt.asUintN(64, start + (index << BigInt(code[word + 4]!)));
}

export const bytesOf = (name: string): number => Number(/\d+/.exec(name)![0]) / 8;

function holds({ carriers: { memory } }: Moment, address: bigint, bytes: number): boolean {
  if (memory.size > 0) for (let i = 0; i < bytes; i++) if (memory.has(address + BigInt(i))) return true;
  return false;
}

function isLoaded(moment: Moment, name: string): boolean {
  return holds(moment, addressOf(moment, name), bytesOf(name));
}

function storeTo(moment: Moment, name: string): void {
  const carries = moment.held.has(operand(moment, 0));
  if (carries || moment.carriers.memory.size > 0) put(moment, addressOf(moment, name), bytesOf(name), () => carries);
}

function put({ carriers: { memory } }: Moment, to: bigint, bytes: number, carries: (byte: bigint) => boolean): void {
  for (let i = 0n; i < bytes; i++) {
    if (carries(i)) memory.add(to + i);
    else memory.delete(to + i);
  }
}

const largestCopy = 4096;

function copyTo(moment: Moment, name: string): void {
  const { carriers, program, thread, word } = moment;
  if (carriers.memory.size === 0) return;
  const given = program.code[word + 3]!;
  const bytes = name.endsWith('Sized') ? thread.registers[moment.base + given]! >>> 0 : given;
  const from = registerAt(moment, operand(moment, 1));
  const bytesHeld = new Set<bigint>();
  for (let i = 0n; name.startsWith('copy') && i < Math.min(bytes, largestCopy); i++)
    if (carriers.memory.has(from + i)) bytesHeld.add(i);
  put(moment, registerAt(moment, operand(moment, 0)), Math.min(bytes, largestCopy), (i) => bytesHeld.has(i));
}

/** An atomic read-modify-write: what it finds, and what it leaves. */
function modify(moment: Moment, name: string): void {
  const { held } = moment;
  const address = registerAt(moment, operand(moment, 1));
  const found = holds(moment, address, 8);
  const given = held.has(operand(moment, 2));
  mark(moment, operand(moment, 0), found || (given && name !== 'atomicModify'));
  if (given) put(moment, address, 8, () => true);
}

/**
 * Into code of the user's the value goes as an argument. What ships with the simulator may look at its arguments, and its result then tells: `IS_ERR`,
 * `dma_mapping_error`, and every function that is given a null pointer and returns an error.
 */
function callWith(moment: Moment, name: string): void {
  const { program, thread, held, word, base } = moment;
  const window = operand(moment, 1);
  const callee = calleeOf(program, thread, word, base);
  const { signature, builtIn } =
    name === 'callBuiltin'
      ? { ...program.builtins[program.code[word + 1]!]!, builtIn: true }
      : (program.functions[callee ?? -1] ?? { signature: null, builtIn: true });
  const end = window + 2 * (signature?.parameters.length ?? 0);
  const given = [...held].filter((each) => each >= window && each < end);
  for (const each of [...held]) if (each >= (builtIn ? window : end)) held.delete(each);
  if (builtIn && given.length > 0 && signature?.result !== 'void') held.add(window);
}

function comeBack(moment: Moment, fp: number): Outcome {
  const { held, base, program, thread } = moment;
  const { frames } = thread;
  const { signature } = program.functions[frames[fp + frameWord.function]!]!;
  const carries = signature.result !== 'void' && held.has(operand(moment, 0));
  for (const each of [...held]) if (each >= base) held.delete(each);
  if (!carries) return null;
  held.add(base);
  const caller =
    fp < frameWords || frames[fp + frameWord.flags]! !== 0 ? null : frames[fp - frameWords + frameWord.function]!;
  return caller === null || program.functions[caller]!.builtIn ? 'handed-on' : null;
}

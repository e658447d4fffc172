/** Puts a compiled function into the program that is being linked, as lowering its source would. */
import { roomFor, type CodeBuffer } from '../lowering/code-buffer.ts';
import type { Resolver } from '../lowering/function-lowering.ts';
import { instructionWords } from '../vm/instruction.ts';
import { Opcode } from '../vm/dispatch.ts';
import { callOpcodes, operandsOf } from './instruction-operands.ts';
import type { LatePart } from './late-parts.ts';
import { CompiledStatement, LatePlace } from './late-parts.ts';
import { readNumber, readSigned, type NumberReader } from './numbers.ts';
import { resolve, type Reference, type Resolved } from './references.ts';

export interface PlacedFunction {
  readonly entry: number;
  readonly end: number;
  readonly registerCount: number;
  readonly frameBytes: number;
  readonly frameAlignment: number;
}

/** `late` is what instructions and statements ask for their places; `readReference` reads what `writeReference` wrote. */
export function placeFunction(
  code: CodeBuffer,
  resolver: Resolver,
  reader: NumberReader,
  late: LatePart,
  readReference: (reader: NumberReader) => Reference,
): PlacedFunction {
  for (let count = readNumber(reader); count > 0; count--) late.answers.push(resolve(resolver, readReference(reader)));
  const start = code.count;
  const entry = start + readNumber(reader);
  const registerCount = readNumber(reader);
  const frameBytes = readNumber(reader);
  const frameAlignment = 2 ** readNumber(reader);
  const end = start + readNumber(reader);
  roomFor(code, end);
  code.count = end;
  late.start = start;
  placeInstructions(code, reader, start, end, late);
  correctStatements(code, reader, start, end);
  placeRelocations(code, reader, start, late.answers);
  late.statements = { text: reader.text, at: reader.at };
  return { entry, end, registerCount, frameBytes, frameAlignment };
}

function placeInstructions(code: CodeBuffer, reader: NumberReader, start: number, end: number, late: LatePart): void {
  const { words, statementOf, placeOf, statements, places } = code;
  let reference = 0;
  let statement = statements.length;
  const first = statement;
  for (let pc = start; pc < end; pc++) {
    const word = pc * instructionWords;
    const opcode = (words[word] = readNumber(reader));
    const kinds = operandsOf(opcode);
    if (opcode === Opcode.statement) {
      statement = statements.length;
      words[word + 1] = statement;
      statements.push(new CompiledStatement(statement, pc, late, statement - first));
    }
    for (let i = 0; i < kinds.length; i++) {
      const kind = kinds[i];
      if (kind === 'r') words[word + 1 + i] = readNumber(reader) * 2;
      else if (kind === 't') words[word + 1 + i] = (readSigned(reader) + pc) * instructionWords;
      else if (kind === 'n') words[word + 1 + i] = readSigned(reader);
      else if (kind === 'f' || kind === 'x') {
        reference += readSigned(reader);
        fillIn(words, word, i, late.answers[reference++]!);
      }
    }
    statementOf[pc] = statement;
    placeOf[pc] = places.length;
    places.push(new LatePlace(late, pc - start));
  }
}

function fillIn(words: Int32Array, word: number, operand: number, answer: Resolved): void {
  if (answer.kind === 'callee') {
    words[word] = callOpcodes[answer.callee.kind];
    words[word + 1 + operand] = answer.callee.index;
  } else if (answer.kind === 'trap') words[word + 1 + operand] = answer.index;
}

function correctStatements(code: CodeBuffer, reader: NumberReader, start: number, end: number): void {
  let at = start;
  for (let count = readNumber(reader); count > 0; count--) {
    at += readSigned(reader);
    const right = code.statementOf[at]! - readSigned(reader);
    for (let pc = at; pc < end; pc++) {
      if (pc > at && code.words[pc * instructionWords] === Opcode.statement) break;
      code.statementOf[pc] = right;
    }
  }
}

function placeRelocations(code: CodeBuffer, reader: NumberReader, start: number, answers: readonly Resolved[]): void {
  let pc = start;
  for (let count = readNumber(reader); count > 0; count--) {
    pc += readNumber(reader);
    const answer = answers[readNumber(reader)]!;
    const addend = BigInt(readSigned(reader));
    if (answer.kind === 'thread-section') {
      const { image, name } = answer;
      code.relocations.push({ pc, target: { kind: 'section', image, name, end: false }, addend });
    } else if (answer.kind === 'target') placeAddress(code, pc, answer.target, addend);
  }
}

function placeAddress(
  code: CodeBuffer,
  pc: number,
  target: Extract<Resolved, { kind: 'target' }>['target'],
  addend: bigint,
): void {
  if (target.kind !== 'absolute') {
    code.relocations.push({ pc, target, addend });
    return;
  }
  const address = target.address + addend;
  code.words[pc * instructionWords + 2] = Number(BigInt.asIntN(32, address));
  code.words[pc * instructionWords + 3] = Number(BigInt.asIntN(32, address >> 32n));
}

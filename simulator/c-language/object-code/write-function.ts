/** A lowered function as text, apart from the program it was lowered into. The counterpart of `read-function.ts`. */
import type { CodeBuffer, Relocation } from '../lowering/code-buffer.ts';
import type { LoweredFunction } from '../lowering.ts';
import { Opcode } from '../vm/dispatch.ts';
import { instructionWords } from '../vm/instruction.ts';
import { operandsOf } from './instruction-operands.ts';
import { writeNumber, writeSigned } from './numbers.ts';
import type { Recording } from './references.ts';
import { writeStatements } from './statement-rows.ts';

/** `start` is where its code begins in `code`; `writeReference` writes one of its references. */
export function writeFunction(
  code: CodeBuffer,
  start: number,
  lowered: LoweredFunction,
  recording: Recording,
  writeReference: (out: string[], index: number) => void,
): string {
  const out: string[] = [];
  writeNumber(out, recording.references.length);
  recording.references.forEach((_, index) => writeReference(out, index));
  const { entry, end, registerCount, frameBytes, frameAlignment } = lowered;
  for (const number of [entry - start, registerCount, frameBytes, Math.log2(frameAlignment), end - start])
    writeNumber(out, number);
  writeInstructions(out, code, start, end);
  writeStatementChanges(out, code, start, end);
  writeRelocations(out, code, start, end, lowered.index, recording);
  writeStatements(out, code.statements.slice(code.statementOf[start], code.statementOf[end - 1]! + 1));
  return out.join('');
}

function writeInstructions(out: string[], code: CodeBuffer, start: number, end: number): void {
  let reference = 0;
  let statement = code.statementOf[start]!;
  for (let pc = start; pc < end; pc++) {
    const words = code.words.subarray(pc * instructionWords, (pc + 1) * instructionWords);
    const [opcode = 0] = words;
    writeNumber(out, opcode);
    const kinds = operandsOf(opcode);
    for (let i = 0; i < instructionWords - 1; i++) {
      const word = words[i + 1]!;
      const kind = kinds[i] ?? '-';
      if (kind === 'r') writeNumber(out, word / 2);
      else if (kind === 't') writeSigned(out, word / instructionWords - pc);
      else if (kind === 'n') writeSigned(out, word);
      else if (kind === 'f' || kind === 'x') {
        writeSigned(out, word - reference);
        reference = word + 1;
      } else if (kind === 's') {
        if (word !== statement++) throw new Error('statements of a function are not in order');
      } else if (word !== 0) throw new Error(`operand ${i + 1} of ${Opcode[opcode]} has no meaning`);
    }
  }
}

/** An instruction belongs to the last statement that began, but for what comes behind a statement expression. */
function writeStatementChanges(out: string[], code: CodeBuffer, start: number, end: number): void {
  const changes: number[] = [];
  let expected = code.statementOf[start]!;
  let began = expected - 1;
  let last = start;
  for (let pc = start; pc < end; pc++) {
    if (code.words[pc * instructionWords] === Opcode.statement) expected = ++began;
    const actual = code.statementOf[pc]!;
    if (actual === expected) continue;
    changes.push(pc - last, expected - actual);
    [expected, last] = [actual, pc];
  }
  writeNumber(out, changes.length / 2);
  for (const number of changes) writeSigned(out, number);
}

function writeRelocations(
  out: string[],
  code: CodeBuffer,
  start: number,
  end: number,
  index: number,
  { ofTarget, references }: Recording,
): void {
  const { relocations } = code;
  const own: Relocation[] = [];
  for (let at = firstFrom(relocations, start); at < relocations.length && relocations[at]!.pc < end; at++)
    own.push(relocations[at]!);
  writeNumber(out, own.length);
  let last = start;
  for (const { pc, target, addend } of own) {
    const reference = ofTarget.get(target) ?? (target.kind === 'section' ? sectionBefore(references) : -1);
    if (reference < 0) throw new Error(`function ${index}: an address in its code is not one that can be embedded`);
    writeNumber(out, pc - last);
    writeNumber(out, reference);
    writeSigned(out, Number(addend));
    last = pc;
  }
}

/** They ascend by pc. */
function firstFrom(relocations: readonly Relocation[], pc: number): number {
  let low = 0;
  let high = relocations.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (relocations[middle]!.pc < pc) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** All questions for the section of threads' own objects have one answer. */
function sectionBefore(references: Recording['references']): number {
  return references.findIndex(({ kind }) => kind === 'thread-section');
}

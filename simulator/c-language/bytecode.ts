/** The bytecode as text: names and operands of instructions, for the disassembly view and for tests. */
import type { Program } from './program.ts';
import { Opcode } from './vm/dispatch.ts';
import { instructionWords } from './vm/instruction.ts';

export { Opcode } from './vm/dispatch.ts';
export { instructionWords } from './vm/instruction.ts';

/** What an operand word means: a register, a number, a jump target, an index into a table of the program, nothing. */
export type OperandKind = 'r' | 'n' | 't' | 'f' | 'b' | 's' | 'x' | '-';

/** Operands of an opcode, by the pattern of its name; the first that matches counts. */
const formats: readonly (readonly [RegExp, string])[] = [
  [/^statement$/, 's'],
  [/^trap$/, 'x'],
  [/^jump$/, 't'],
  [/^jumpTable$/, 'rnn'],
  [/^jumpPointer$/, 'r'],
  [/^jump(Zero|NotZero)/, 'rt'],
  [/^jump.*Constant$/, 'rnt'],
  [/^jump/, 'rrt'],
  [/^constant64$/, 'rnn'],
  [/^constant32$/, 'rn'],
  [/^and64Constant$/, 'rrnn'],
  [/Constant$/, 'rrn'],
  [/^index/, 'rrrn'],
  [/^(load|store).*Indexed/, 'rrrn'],
  [/^(load|store).*Absolute/, 'rnn'],
  [/^(load|store)\d|^loadSigned/, 'rrn'],
  [/^call$/, 'fr'],
  [/^callBuiltin$/, 'br'],
  [/^callPointer$/, 'rr'],
  [/^returnAddress$/, 'rn'],
  [/^(set|long)Jump$/, 'rr'],
  [/^readThreadPointer$/, 'rnn'],
  [/^writeThreadPointer$/, 'r'],
  [/^wide(Operate|Shift|Compare|Overflowing|Overflows)$/, 'rrrn'],
  [/^wide(Negate|Convert)$/, 'rrn'],
  [/^return$|^frameAddress$|StackPointer$/, 'r'],
  [/^allocateStack$|^copyBlock$/, 'rrn'],
  [/^zeroBlock$/, 'r-n'],
  [/^copyBlockSized$/, 'rrr'],
  [/^zeroBlockSized$/, 'r-r'],
  [/^atomic|^overflowing$/, 'rrrn'],
  [/^(add|subtract|multiply|divide|remainder|and|or|xor|shift|is(Not)?Equal|isLess|isBelow)/, 'rrr'],
  [/./, 'rr'],
];

const formatOfOpcode = new Map<number, readonly OperandKind[]>();

export function operandKinds(opcode: Opcode): readonly OperandKind[] {
  let format = formatOfOpcode.get(opcode);
  if (!format) {
    const name = Opcode[opcode] ?? '';
    format = [...formats.find(([pattern]) => pattern.test(name))![1]] as OperandKind[];
    formatOfOpcode.set(opcode, format);
  }
  return format;
}

/** One instruction, as in `add32 r2, r3, r4`. Jump targets are pcs, written `@12`. */
export function disassemble(program: Program, pc: number): string {
  const word = pc * instructionWords;
  const opcode = program.code[word]!;
  const operands = operandKinds(opcode).map((kind, i) => operandText(program, kind, program.code[word + 1 + i]!));
  return `${Opcode[opcode] ?? `unknown ${opcode}`} ${operands.filter((text) => text !== '').join(', ')}`.trimEnd();
}

function operandText(program: Program, kind: OperandKind, word: number): string {
  switch (kind) {
    case 'r':
      return `r${word / 2}`;
    case 't':
      return `@${word / instructionWords}`;
    case 'f':
      return program.functions[word]?.name ?? `function ${word}`;
    case 'b':
      return program.builtins[word]?.name ?? `builtin ${word}`;
    case 'x':
      return program.traps[word]?.code ?? `trap ${word}`;
    case '-':
      return '';
    default:
      return String(word);
  }
}

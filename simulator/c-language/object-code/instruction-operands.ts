/** Which operands an instruction has and what they mean, for those who move it from one program to another. */
import { operandKinds, type OperandKind } from '../bytecode.ts';
import { Opcode } from '../vm/dispatch.ts';

/** By opcode; an operand that is `-` is always 0. */
const kindsOfOpcode = new Map<number, readonly OperandKind[]>();

/** Operands that the disassembly leaves out, because they say nothing more. */
const hidden = new Map<Opcode, readonly OperandKind[]>([[Opcode.and32Constant, ['n']]]);

export function operandsOf(opcode: number): readonly OperandKind[] {
  let kinds = kindsOfOpcode.get(opcode);
  if (!kinds) kindsOfOpcode.set(opcode, (kinds = [...operandKinds(opcode), ...(hidden.get(opcode) ?? [])]));
  return kinds;
}

/** The opcodes of a call by what is called. */
export const callOpcodes = { function: Opcode.call, builtin: Opcode.callBuiltin, trap: Opcode.trap } as const;

/** 32-bit words of an instruction: an opcode and four operands. */
export const instructionWords = 5;

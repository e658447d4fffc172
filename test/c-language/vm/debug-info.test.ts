/** From instructions to functions, addresses and text, and back. */
import { describe, expect, test } from 'vitest';
import { disassemble } from '../../../simulator/c-language/bytecode.ts';
import {
  addressOfInstruction,
  disassemblyRows,
  functionAt,
  functionAtAddress,
  imageAt,
  instructionAtAddress,
} from '../../../simulator/c-language/debug-info.ts';
import { compileOrThrow, textBase } from '../../support/compiled-program.ts';

const program = compileOrThrow(`
#define DOUBLE(x) ((x) * 2)
static int helper(int a) { return DOUBLE(a) + 1; }
int data;
int entry(int *p, long n)
{
  if (n > 3)
    p[n] = helper(data);
  return 0;
}
`);
const named = (name: string) => program.functions.find((each) => each.name === name)!;

describe('functions', () => {
  test('are found by every one of their instructions', () => {
    for (const info of program.functions) {
      for (let pc = info.entry; pc < info.end; pc++) expect(functionAt(program, pc)).toBe(info);
    }
  });

  test('are found by their address, and only by that', () => {
    const { address } = named('helper');
    expect(functionAtAddress(program, 0, address)).toBe(named('helper'));
    expect(functionAtAddress(program, 0, address + 16n)).toBeNull();
    expect(functionAtAddress(program, 0, address + 1n)).toBeNull();
    expect(functionAtAddress(program, 0, 0n)).toBeNull();
  });
});

test('addresses and instructions are one to one', () => {
  const { firstInstruction, endInstruction } = program.images[0]!;
  for (let pc = firstInstruction; pc < endInstruction; pc++) {
    expect(instructionAtAddress(program, 0, addressOfInstruction(program, pc))).toBe(pc);
  }
  expect(instructionAtAddress(program, 0, textBase + 16n * BigInt(endInstruction))).toBeNull();
  expect(imageAt(program, endInstruction)).toBeNull();
  expect(() => addressOfInstruction(program, endInstruction)).toThrow(RangeError);
});

test('a function as text', () => {
  const { entry, end } = named('entry');
  const text = disassemblyRows(program, entry, end - entry).map((row) => row.text.replace(/@\d+/, '@'));
  expect(text[0]).toMatch(/^statement \d+$/);
  expect(text.slice(1).filter((row) => !row.startsWith('statement'))).toEqual([
    'jumpLessEqual64Constant r1, 3, @',
    expect.stringMatching(/^load32Absolute r8, -?\d+, -?\d+$/),
    'call helper, r8',
    'store32Indexed64 r8, r0, r1, 2',
    'constant32 r3, 0',
    'jump @',
    'return r3',
  ]);
});

test('rows know their place down to the macro', () => {
  const { entry, end } = named('helper');
  const row = disassemblyRows(program, entry, end - entry).find(
    ({ text }) => text.startsWith('multiply') || text.startsWith('shiftLeft'),
  )!;
  expect(row.function).toBe(named('helper'));
  expect(row.place).toMatchObject({ line: 2, expansion: { macro: 'DOUBLE', place: { line: 3 } } });
  expect(program.statements[row.statement]).toMatchObject({ kind: 'return', place: { line: 3 } });
});

test('rows end where the program ends', () => {
  const count = program.statementOfInstruction.length;
  expect(disassemblyRows(program, count - 2, 10)).toHaveLength(2);
  expect(disassemble(program, count - 1)).toMatch(/^return/);
});

/** Opcodes are numbers in one table: two of the same number would be one instruction. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Opcode, operandKinds } from '../../../simulator/c-language/bytecode.ts';

const names = Object.keys(Opcode).filter((name) => Number.isNaN(Number(name)));

it('every opcode has a number of its own, and operands', () => {
  // An enum's reverse mapping keeps the last name of a number.
  expect(names.filter((name) => Opcode[Opcode[name as keyof typeof Opcode]] !== name)).toEqual([]);
  expect(names.length).toBeGreaterThan(100);
  for (const name of names) expect(operandKinds(Opcode[name as keyof typeof Opcode]).length, name).toBeGreaterThan(0);
});

it('every opcode is one case of the dispatch', () => {
  const text = readFileSync(new URL('../../../simulator/c-language/vm/dispatch.ts', import.meta.url), 'utf8');
  const cases = [...text.matchAll(/^ *case Opcode\.(\w+):/gm)].map(([, name]) => name!);
  expect(cases.filter((name, i) => cases.indexOf(name) !== i)).toEqual([]);
});

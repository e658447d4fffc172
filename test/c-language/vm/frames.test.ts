/** What a debugger sees in frames: variables in registers and memory, at every depth, and that writing them counts. */
import { describe, expect, test } from 'vitest';
import type { LocalInfo } from '../../../simulator/c-language/program.ts';
import { localsAt } from '../../../simulator/c-language/debug-info.ts';
import {
  frameAt,
  frameCount,
  readRegister,
  run,
  setInstruction,
  writeRegister,
} from '../../../simulator/c-language/vm.ts';
import { runToEnd, start } from '../../support/compiled-program.ts';
import type { Machine } from '../../support/compiled-program.ts';
import { readBytes } from '../../support/flat-memory.ts';

/** Runs until the first statement on the line. */
function runToLine(machine: Machine, line: number): void {
  for (const { index, place } of machine.program.statements)
    machine.vm.breakpoints[index] = place.line === line ? 1 : 0;
  expect(runToEnd(machine).kind).toBe('statement');
}

function local(machine: Machine, depth: number, name: string): LocalInfo {
  const { pc } = frameAt(machine.program, machine.thread, depth);
  return localsAt(machine.program, pc)
    .filter(({ symbol }) => symbol.name === name)
    .pop()!;
}

/** Little-endian bytes of a variable, wherever it is, as a number. */
function value(machine: Machine, depth: number, name: string): number {
  const { location } = local(machine, depth, name);
  const { frameAddress } = frameAt(machine.program, machine.thread, depth);
  const word = (address: bigint): number =>
    new DataView(readBytes(machine.memory, address, 4).slice().buffer).getInt32(0, true);
  switch (location.kind) {
    case 'register':
      return Number(BigInt.asIntN(32, readRegister(machine.thread, depth, location.register)));
    case 'frame':
      return word(frameAddress + BigInt(location.offset));
    case 'static':
      return word(location.address);
    case 'indirect':
      return word(readRegister(machine.thread, depth, location.register));
  }
}

const nested = `
static int leaf(int a, int b)
{
  int r = a * b;
  return r + 1;
}
static int middle(int n)
{
  int inMemory = n + 1, *p = &inMemory;
  static int calls;
  calls++;
  return leaf(*p, n) + inMemory;
}
int main(void)
{
  int x = 5;
  int y = middle(x);
  return y + x;
}
`;

describe('in three frames', () => {
  test('every variable can be read', () => {
    const machine = start(nested);
    runToLine(machine, 5);
    const names = [0, 1, 2].map(
      (depth) => machine.program.functions[frameAt(machine.program, machine.thread, depth).functionIndex]!.name,
    );
    expect(names).toEqual(['leaf', 'middle', 'main']);
    expect(frameCount(machine.thread)).toBe(3);
    expect(['a', 'b', 'r'].map((name) => value(machine, 0, name))).toEqual([6, 5, 30]);
    expect(['n', 'inMemory', 'calls'].map((name) => value(machine, 1, name))).toEqual([5, 6, 1]);
    expect(value(machine, 2, 'x')).toBe(5);
    const lines = [0, 1, 2].map(
      (depth) => machine.program.statements[frameAt(machine.program, machine.thread, depth).statement]!.place.line,
    );
    expect(lines).toEqual([5, 12, 17]);
  });

  test.each([
    [0, 'r', 100, 101 + 6 + 5],
    [1, 'n', 9, 31 + 6 + 5],
    [2, 'x', 1000, 31 + 6 + 1000],
  ])('a register variable at depth %i can be written: %s', (depth, name, to, result) => {
    const machine = start(nested);
    runToLine(machine, 5);
    const { location } = local(machine, depth, name);
    if (location.kind !== 'register') throw new Error(`${name} is not in a register.`);
    writeRegister(machine.thread, depth, location.register, BigInt(to));
    machine.vm.breakpoints.fill(0);
    expect(runToEnd(machine)).toEqual({ kind: 'finished' });
    expect(machine.thread.result).toBe(BigInt(result));
  });

  test('frames lie below one another, aligned', () => {
    const machine = start(nested);
    runToLine(machine, 5);
    const addresses = [0, 1, 2].map((depth) => frameAt(machine.program, machine.thread, depth).frameAddress);
    expect(addresses[0]! < addresses[1]! && addresses[1]! < addresses[2]!).toBe(true);
    expect(addresses.every((address) => address % 16n === 0n)).toBe(true);
  });
});

test('names come into scope with their declarations and leave with their blocks', () => {
  const machine = start(`int main(void)
{
  int a = 1;
  {
    int b = a + 1;
    a += b;
  }
  for (int i = 0; i < 1; i++)
    a += i;
  int b = 7;
  return a + b;
}
`);
  machine.vm.stepping = true;
  const seen: Record<number, string> = {};
  while (run(machine.vm, machine.thread, 100).kind === 'statement') {
    const { pc, statement } = frameAt(machine.program, machine.thread, 0);
    seen[machine.program.statements[statement]!.place.line] = localsAt(machine.program, pc)
      .map(({ symbol }) => symbol.name)
      .join(' ');
  }
  expect(seen).toEqual({ 2: '', 3: '', 5: 'a', 6: 'a b', 8: 'a i', 9: 'a i', 10: 'a', 11: 'a b', 12: '' });
});

test('an array of variable length is found through its register', () => {
  const machine = start(`int main(void)
{
  int n = 3;
  int v[n];
  v[0] = 77;
  return v[0];
}
`);
  runToLine(machine, 6);
  expect(local(machine, 0, 'v').location.kind).toBe('indirect');
  expect(value(machine, 0, 'v')).toBe(77);
});

test('execution can be moved to another statement', () => {
  const machine = start(`int main(void)
{
  int a = 1;
  a = 10;
  a = a + 5;
  return a;
}
`);
  runToLine(machine, 4);
  const target = machine.program.statements.find(({ place }) => place.line === 5)!;
  setInstruction(machine.thread, 0, target.pc);
  machine.vm.breakpoints.fill(0);
  expect(runToEnd(machine)).toEqual({ kind: 'finished' });
  expect(machine.thread.result).toBe(6n);
});

test('a record result and record arguments are in memory of the frames', () => {
  const machine = start(`struct pair { int a, b; };
static struct pair swap(struct pair p)
{
  struct pair r = { p.b, p.a };
  return r;
}
int main(void)
{
  struct pair q = swap((struct pair){ 1, 2 });
  return q.a * 10 + q.b;
}
`);
  runToLine(machine, 5);
  expect(local(machine, 0, 'p').location.kind).toBe('frame');
  expect([value(machine, 0, 'p'), value(machine, 0, 'r')]).toEqual([1, 2]);
  machine.vm.breakpoints.fill(0);
  runToEnd(machine);
  expect(machine.thread.result).toBe(21n);
});

test('frames beyond the last are refused', () => {
  const machine = start('int main(void) { return 0; }');
  expect(() => frameAt(machine.program, machine.thread, 1)).toThrow(RangeError);
  expect(() => readRegister(machine.thread, -1, 0)).toThrow(RangeError);
});

/** Memory as a debugger reads and writes it, and where in the text breakpoints can be. */
import { beforeAll, describe, expect, test } from 'vitest';
import { breakpointLocations, readMemory, resolveLine, writeMemory, type Simulation } from '../../simulator/index.ts';
import { boardDriver, boardMachine } from '../support/board.ts';
import { breakAt, lineOf, powerOn, proceed, recordsOf } from '../support/simulated-run.ts';

let simulation: Simulation;
let bar: bigint;
let buffer: { readonly address: bigint; readonly physical: number };
beforeAll(() => {
  simulation = powerOn({ driver: boardDriver, machine: boardMachine });
  breakAt(simulation, 'board->low = 5;');
  proceed(simulation);
  bar = BigInt(simulation.world.hardware.mmio[0]!.start);
  buffer = recordsOf(simulation, 'coherent-alloc')[0]!;
});

describe('readMemory', () => {
  test('gives what the CPU would read, also across pages', () => {
    const { bytes, unreadable } = readMemory(simulation, 'kernel', buffer.address + 4000n, 200);
    expect([...bytes]).toEqual(Array.from({ length: 200 }, (_, i) => Math.floor((4000 + i) / 64) & 255));
    expect(unreadable).toBe(0);
  });
  test('is the same by physical address', () => {
    const [virtual, physical] = [
      readMemory(simulation, 'kernel', buffer.address, 8192),
      readMemory(simulation, 'physical', BigInt(buffer.physical), 8192),
    ];
    expect(Buffer.compare(virtual.bytes, physical.bytes)).toBe(0);
  });
  test.each([
    ['nothing', buffer0(0n), 0, 0, 0],
    ['a negative length', buffer0(0n), -5, 0, 0],
    ['NULL', () => 0n, 16, 0, 16],
    ['up to the last address', () => 0xffff_ffff_ffff_fff8n, 16, 0, 16],
  ])('%s', (_, address, length, read, unreadable) => {
    const content = readMemory(simulation, 'kernel', address(), length);
    expect([content.bytes.length, content.unreadable]).toEqual([read, unreadable]);
  });
  test('ends where RAM ends', () => {
    // 64M as a PC has it: up to 64 MiB - 0x21000 (see test/machine-file/sizes.test.ts).
    const end = 64 * 2 ** 20 - 0x21000;
    const content = readMemory(simulation, 'physical', BigInt(end - 10), 100);
    expect([content.bytes.length, content.unreadable]).toEqual([10, 90]);
  });
  test('reads device registers without a side effect', () => {
    // The first BAR; ID is "ACC1" with its most significant letter first.
    const { bytes } = readMemory(simulation, 'physical', bar, 6);
    expect([...bytes]).toEqual([0x31, 0x43, 0x43, 0x41, 0x00, 0x00]);
  });
});
function buffer0(offset: bigint): () => bigint {
  return () => buffer.address + offset;
}

describe('writeMemory', () => {
  test('is seen by CPU and memory alike, across pages, and nowhere else', () => {
    const at = buffer.address + 4090n;
    const around = () => [...readMemory(simulation, 'kernel', at - 1n, 14).bytes];
    const [first, ...rest] = around();
    expect(writeMemory(simulation, 'kernel', at, new Uint8Array(12).fill(0xee))).toBe(12);
    expect(around()).toEqual([first, ...Array<number>(12).fill(0xee), rest.at(-1)]);
  });
  test('says how many bytes it could write', () => {
    const end = 64 * 2 ** 20 - 0x21000;
    expect(writeMemory(simulation, 'physical', BigInt(end - 3), new Uint8Array(10))).toBe(3);
    expect(writeMemory(simulation, 'kernel', 0n, new Uint8Array(4))).toBe(0);
  });
  test('leaves device registers alone', () => {
    expect(writeMemory(simulation, 'physical', bar + 0x20n, new Uint8Array(4).fill(1))).toBe(0);
    expect([...readMemory(simulation, 'physical', bar + 0x20n, 4).bytes]).toEqual([0, 0, 0, 0]);
  });
});

describe('resolveLine', () => {
  const line = (part: string): number => lineOf(boardDriver, part);
  const resolved = (asked: number) => resolveLine(simulation.program, 'driver.c', asked);

  test.each([
    ['a statement', 'board->low = 5;', 'board->low = 5;'],
    ['a declaration with a value', 'int left = 1000;', 'int left = 1000;'],
    ['a declaration without code moves down', 'struct { int x, y; } place;', 'return x * x;'],
    ['a global moves down to the next function', 'static int jobs;', 'return x * x;'],
    ['a condition', 'if (!board->data)', 'if (!board->data)'],
    ['a loop', 'for (int i = 0', 'for (int i = 0'],
    ['a return', 'return x * x;', 'return x * x;'],
  ])('%s', (_, asked, found) => expect(resolved(line(asked))?.line).toBe(line(found)));

  test('the place is the statement’s, columns from 1', () => {
    const text = '\tboard->low = 5;';
    expect(resolved(line('board->low = 5;'))).toMatchObject({ column: 2, endColumn: text.length + 1 });
  });
  test('every statement found begins on the line, once for each function', () => {
    const found = resolved(line('jobs += square(1);'))!;
    expect(found.statements).toHaveLength(1);
    const info = simulation.program.statements[found.statements[0]!]!;
    expect(simulation.program.functions[info.function]!.name).toBe('job');
  });
  test.each([
    ['behind the last line', 'driver.c', 10_000],
    ['of another file', 'other.c', 10],
    ['of no file', '', 1],
  ])('none %s', (_, path, asked) => expect(resolveLine(simulation.program, path, asked)).toBeNull());
  test('a line far above all code is not moved into another part of the file', () => {
    const { program } = powerOn({ app: `${'\n'.repeat(40)}int main(void)\n{\n\treturn 0;\n}\n` });
    const lines = [1, 12, 13, 40].map((line) => resolveLine(program, 'app.c', line)?.line ?? null);
    expect(lines).toEqual([null, null, 43, 43]); // 30 lines below at most
  });
  test('paths are compared as Windows writes them', () => {
    const text = 'int main(void)\n{\n\treturn 0;\n}\n';
    const { program } = powerOn({ app: text });
    expect(resolveLine(program, 'app.c', 3)?.line).toBe(3);
    expect(resolveLine(program, 'APP.C', 3)).toBeNull();
  });
});

test('breakpointLocations lists the places of a range of lines', () => {
  const text = 'int main(void)\n{\n\tint a = 1; int b = 2;\n\n\ta += b; b = a;\n\treturn a + b;\n}\n';
  const { program } = powerOn({ app: text });
  const places = breakpointLocations(program, 'app.c', 3, 5).map(({ line, column }) => [line, column]);
  expect(places).toEqual([
    // a declaration is where its name stands: one line may declare several
    [3, 6],
    [3, 17],
    [5, 2],
    [5, 10],
  ]);
  expect(breakpointLocations(program, 'app.c', 4, 4)).toEqual([]);
});

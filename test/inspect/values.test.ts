/** Expressions and variables in a frame that stands still: C's own rules over registers, memory and device registers. */
import { allRecords } from '../../simulator/journal.ts';
import { beforeEach, beforeAll, describe, expect, test } from 'vitest';
import { sizeOf } from '../../simulator/c-language/layout.ts';
import {
  describeType,
  evaluate,
  frameVariables,
  globalVariables,
  readMemory,
  stackTrace,
  type FrameOfTask,
  type Simulation,
} from '../../simulator/index.ts';
import { boardDriver, boardMachine } from '../support/board.ts';
import { again, breakAt, finish, powerOn, proceed } from '../support/simulated-run.ts';

let first: Simulation;
let simulation: Simulation;
let frame: FrameOfTask;
beforeAll(() => {
  first = powerOn({ driver: boardDriver, machine: boardMachine });
});
beforeEach(() => {
  simulation = again(first);
  breakAt(simulation, 'jobs += square(1);');
  frame = { task: (proceed(simulation) as { task: number }).task, depth: 0 };
});

/** `type value`, or the error's words. */
function say(text: string, { sideEffects = false, at = frame as FrameOfTask | null } = {}): string {
  const outcome = evaluate(simulation, at, text, { sideEffects });
  if (!outcome.ok) return `error: ${outcome.message}`;
  const { type, address, bytes, bitField, space } = outcome.value;
  const size = sizeOf(type);
  const stored = bytes?.subarray(0, size) ?? readMemory(simulation, space, address!, size).bytes;
  const raw = stored.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const name = describeType(type);
  if (bitField) return `${name} bits ${(raw >> BigInt(bitField.bitOffset)) & ((1n << BigInt(bitField.width)) - 1n)}`;
  const width = 8 * size;
  const signed = !/unsigned|\*|^u\d|^size_t|enum|_Bool/.test(name);
  return `${name} ${signed ? BigInt.asIntN(width, raw) : BigInt.asUintN(width, raw)}`;
}
const valueOf = (text: string): string => say(text).replace(/^.* /, '');

describe('without a frame', () => {
  /** The program's globals stand in the address space of the process that runs it; who knows a name is asked. */
  test('the driver is seen, and the program while a process runs it', () => {
    const app = `#include <stdio.h>
static struct { int one; const char *name; } pair = { 41, "pair" };
int main(void)
{
	pair.one++;
	printf("%d\\n", pair.one);
	return 0;
}
`;
    simulation = powerOn({ driver: boardDriver, app, machine: boardMachine });
    expect(say('pair.one', { at: null })).toBe('error: no process runs app now');
    breakAt(simulation, 'printf("%d');
    proceed(simulation);
    expect(say('pair.one', { at: null })).toBe('int 42');
    expect(say('&pair.one == &pair', { at: null })).toContain('1');
    expect(say('pair.one = 7', { at: null, sideEffects: true })).toBe('int 7');
    expect(say('pair.one', { at: null })).toBe('int 7');
    expect(say('jobs + 1', { at: null })).toMatch(/^(unsigned )?int 2$/);
    expect(say('pair.two', { at: null })).toContain('error: ');
    expect(say('nobody', { at: null })).toContain("'nobody' undeclared");
  });
});

describe('expressions', () => {
  test.each([
    ['1 + 2 * 3', 'int 7'],
    ['7 / 2', 'int 3'],
    ['-7 / 2', 'int -3'],
    ['-7 % 3', 'int -1'],
    ['1 ? 2 : 3', 'int 2'],
    ['1u - 2 > 0', 'int 1'], // the usual arithmetic conversions make it unsigned
    ['sizeof(struct board)', 'unsigned long 56'], // as gcc says
    ['sizeof board->table', 'unsigned long 8'],
    ["'A'", 'int 65'],
    ['0x7fffffff + 1u', 'unsigned int 2147483648'],
    ['(unsigned char)300', 'unsigned char 44'],
    ['(unsigned int)GFP_KERNEL', 'unsigned int 3264'], // 0xcc0: include/linux/gfp_types.h of 6.1
    ['PAGE_SIZE', 'unsigned long 4096'],
    ['max(3, 4) + ARRAY_SIZE("abc")', 'unsigned long 8'],
  ])('%s is %s', (text, value) => expect(say(text)).toBe(value));

  // What probe() and job() stored, by the driver's text.
  test.each([
    ['board->table[2]', '48879'], // 0xbeef
    ['board->place.y', '-7'],
    ['(int)board->mode', '5'],
    ['board->mode == BUSY', '1'],
    ['BUSY', '5'],
    ['board->low', '5'],
    ['board->high', '17'],
    ['board->signed_part == -3', '1'],
    ['board->low + board->high', '22'],
    ['(*board).place.y * 2', '-14'],
    ['the_board.table[2]', '48879'],
    ['&the_board == board', '1'],
    ['jobs', '0'],
    ['left > 0 && left < 1000', '1'],
    ['big == 0x123456789abcdef0', '1'],
    ['big >> 60', '1'],
    ['(u8)big', '240'],
    ['board->name[0]', '98'],
    ['board->name[5]', '0'],
    ['*board->name', '98'],
    // the job has inverted the bytes: 255 - i / 64
    ['board->data[0]', '255'],
    ['board->data[64 * 9 + 3]', '246'],
    ['square(12)', '144'],
    ['square(board->low) + 1', '26'],
  ])('%s gives %s', (text, value) => {
    const sideEffects = text.includes('square');
    expect(say(text, { sideEffects }).replace(/^.* /, '')).toBe(value);
  });

  // Registers of the accelerator: ID at 0, STATUS at 0xc with DONE (README of the model).
  test.each([
    ['*(u32 *)board->regs', String(0x41434331)],
    ['*(u32 *)(board->regs + 0x0c)', '2'],
    ['*(u32 *)(board->regs + 0x24)', '8192'],
  ])('the device’s register %s', (text, value) => expect(valueOf(text)).toBe(value));

  test.each([
    ['nobody', /nobody/],
    ['board->nobody', /nobody/],
    ['1 +', /./],
    ['', /./],
    ['1 / 0', /zero/i],
    ['jobs / 0', /zero/i],
    ['*(int *)0 + 1', /0x0|NULL|mapped|read/i],
    ['*(int *)0xffff888100000000 + 1', /0xffff888100000000/],
    ['board + board', /./],
    ['square()', /./],
    ['the_board.x', /x/],
    ['if (1) 2', /./],
    ['jobs = 3', /./],
    ['square(3)', /./],
    ['jobs++', /./],
  ])('%s is told to be wrong, in words', (text, words) => {
    const outcome = evaluate(simulation, frame, text, { sideEffects: false });
    expect(outcome.ok).toBe(false);
    expect(outcome.ok ? '' : outcome.message).toMatch(words);
  });

  test.each([
    ['jobs = 41', 'jobs', '41'],
    ['jobs += 2', 'jobs', '2'],
    ['left = 7', 'left', '7'],
    ['board->high = 9', 'board->high', '9'],
    ['board->high = 33', 'board->high', '1'], // 5 bits
    ['board->place.x = -1', 'board->place.x', '-1'],
    ['board->table[3]++', 'board->table[3]', '1'],
    ['board->data[1] = 0x11', 'board->data[1]', '17'],
    ['board->mode = IDLE', '(int)board->mode', '0'],
    ['big = 1', 'big', '1'],
  ])('after %s, %s is %s', (assignment, text, value) => {
    expect(say(assignment, { sideEffects: true })).not.toMatch(/^error/);
    expect(valueOf(text)).toBe(value);
    // Neighbours of a bit-field stay.
    if (assignment.includes('high'))
      expect([valueOf('board->low'), valueOf('board->signed_part == -3')]).toEqual(['5', '1']);
  });

  test('what is written is what the program reads on', () => {
    expect(say('left = -1', { sideEffects: true })).toBe('int -1');
    simulation.setBreakpoints([]);
    // job() returns -EIO, so nothing is bound and the buffer is given back; the module itself stays.
    expect(finish(simulation)).toBe(0);
  });

  test('a global needs no frame', () => expect(say('jobs + 1', { at: null })).toBe('int 1'));
  test('frames of callers have their own variables', () => {
    const caller = stackTrace(simulation, frame.task).find((each) => each.function === 'probe')!;
    const at = { task: frame.task, depth: caller.depth };
    expect(say('err', { at })).toBe('int 0');
    expect(say('left', { at })).toMatch(/^error: .*left/);
    expect(say('pdev->vendor', { at })).toContain(String(0x10ee));
  });
  test('looking changes nothing', () => {
    const other = again(first);
    finish(other);
    for (const text of ['board->data[100]', 'square(3)', '*(u32 *)(board->regs + 0x0c)'])
      evaluate(simulation, frame, text, { sideEffects: text.startsWith('square') });
    simulation.setBreakpoints([]);
    finish(simulation);
    expect(allRecords(simulation.world.journal)).toEqual(allRecords(other.world.journal));
  });
});

describe('variables', () => {
  test('of the frame, in the order they were written', () => {
    const variables = frameVariables(simulation, frame);
    expect(variables.map(({ name, value }) => `${describeType(value.type)} ${name}`)).toEqual([
      'struct board * board',
      'int left',
      'u64 big',
    ]);
    expect(variables.every(({ shadowed }) => !shadowed)).toBe(true);
  });
  test('of the driver’s own files', () => {
    const names = globalVariables(simulation, frame).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['the_board', 'jobs', 'ids', 'driver']));
    expect(names).not.toContain('jiffies');
  });
  test('of a frame that is not there: none', () => {
    expect(frameVariables(simulation, { task: 999, depth: 0 })).toEqual([]);
    expect(frameVariables(simulation, { task: frame.task, depth: 99 })).toEqual([]);
  });
});

test('an inner variable hides the outer one of the same name', () => {
  const text = `int main(void)\n{\n\tint x = 1;\n\n\t{\n\t\tint x = 2;\n\n\t\tx++;\n\t}\n\treturn x;\n}\n`;
  const program = powerOn({ app: text });
  breakAt(program, 'x++;');
  const at = { task: (proceed(program) as { task: number }).task, depth: 0 };
  expect(frameVariables(program, at).map(({ name, shadowed }) => [name, shadowed])).toEqual([
    ['x', true],
    ['x', false],
  ]);
  const outcome = evaluate(program, at, 'x * 10 == 20', { sideEffects: false });
  expect(outcome.ok && [...outcome.value.bytes!]).toEqual([1, 0, 0, 0]);
});

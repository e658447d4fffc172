/** Expressions evaluated at stopped frames, as a debugger does it: what they give and what they change. */
import { describe, expect, test } from 'vitest';
import { evaluateExpression } from '../../../simulator/c-language/expression-evaluation.ts';
import type { Evaluation } from '../../../simulator/c-language/expression-evaluation.ts';
import { describeType } from '../../../simulator/c-language/type-operations.ts';
import { createVm } from '../../../simulator/c-language/vm.ts';
import { compileOrThrow, load, runToEnd, start } from '../../support/compiled-program.ts';
import type { Machine } from '../../support/compiled-program.ts';
import { readBytes } from '../../support/flat-memory.ts';

const source = `

struct inner { unsigned low : 4, high : 12; short tail; };
struct thing { int id; struct inner in; struct thing *next; char name[8]; };
struct thing first = { 1, { 3, 100, -7 }, 0, "first" };
struct thing second = { 2, { 5, 200, -9 }, &first, "second" };
enum color { RED, GREEN = 5 };
static int calls;
int bump(int by) { calls += by; return calls; }
int forever(void) { for (;;) calls++; }
long wide(long a, int b) { return a * b; }
struct inner made(int low) { struct inner in = { low, 2, 3 }; return in; }
static int leaf(int a, unsigned char b)
{
  static int visits = 40;
  int local = a + b;
  long big = 1L << 40;
  double ratio = 0.5;
  int memory[3] = { 10, 20, 30 };
  struct thing *p = &second;
  enum color shade = GREEN;
  visits++;
  {
    int local = 99;
    return local + memory[1] + p->id + (int)ratio + (int)big + shade;
  }
}
int main(void)
{
  int n = 4;
  int sizes[n];
  sizes[2] = 12;
  int result = leaf(7, 250);
  return result + sizes[2] + n;
}
#define LIMIT (GREEN << 4)
#define DOUBLE(x) ((x) * 2)
#define NEXT(node) ((node)->next)
#define NAME(member) member ## _id
#define max(a, b) ({ typeof(a) _a = (a); typeof(b) _b = (b); _a > _b ? _a : _b; })
#define memory there_is_a_variable_of_this_name
#define LOG(...) bump(sizeof(#__VA_ARGS__))
`;

/** Stopped in the innermost block of \`leaf\`, before its return. */
function stopped(): Machine {
  const machine = start(source);
  const statement = machine.program.statements.find(({ kind, place }) => kind === 'return' && place.line === 25)!;
  machine.vm.breakpoints[statement.index] = 1;
  expect(runToEnd(machine).kind).toBe('statement');
  machine.vm.breakpoints.fill(0);
  return machine;
}

function evaluate(machine: Machine, text: string, depth: number | null = 0, sideEffects = true): Evaluation {
  return evaluateExpression(machine.program, 0, depth === null ? null : { thread: machine.thread, depth }, text, {
    sideEffects,
    budget: 10_000,
    createVm: (program) => createVm(program, machine.vm),
  });
}

/** As a number, read from memory where the value is an object. */
function valueOf(machine: Machine, text: string, depth: number | null = 0): bigint {
  const outcome = evaluate(machine, text, depth);
  if (!outcome.ok) throw new Error(outcome.message);
  const { address, bytes, bitField, type } = outcome.value;
  const size = type.kind === 'integer' ? type.size : type.kind === 'enum' ? 4 : 8;
  const found = bytes ?? readBytes(machine.memory, address!, size);
  const bits = found.reduce((sum, byte, i) => sum | (BigInt(byte) << BigInt(8 * i)), 0n);
  return bitField
    ? BigInt.asUintN(bitField.width, bits >> BigInt(bitField.bitOffset))
    : BigInt.asIntN(8 * found.length, bits);
}

test('macros that change nothing are no effect', () => {
  const machine = stopped();
  expect(evaluate(machine, 'max(a, LIMIT)', 0, false)).toMatchObject({ ok: true });
  expect(evaluate(machine, 'LOG(1)', 0, false)).toMatchObject({ ok: false });
  expect(evaluate(machine, 'max(a, (calls = 1))', 0, false)).toMatchObject({ ok: false });
  expect(evaluate(machine, 'DOUBLE(1', 0, false)).toMatchObject({ ok: false });
  expect(evaluate(machine, 'NONE(1)', 0, false)).toMatchObject({ ok: false });
});

describe('at a stopped frame', () => {
  const machine = stopped();
  test.each([
    ['local', 99n],
    ['a', 7n],
    ['b', -6n],
    ['b + 1', 251n],
    ['a * 2 + 1', 15n],
    ['big', 1n << 40n],
    ['big >> 38', 4n],
    ['(int)(ratio * 8)', 4n],
    ['memory[2]', 30n],
    ['memory[a - 6] + *memory', 30n],
    ['&memory[2] - memory', 2n],
    ['p->id', 2n],
    ['p->next->in.tail', -7n],
    ['p->in.high', 200n],
    ['p->in.low + p->next->in.high', 105n],
    ['p->name[1]', 101n],
    ['sizeof memory', 12n],
    ['sizeof(struct thing)', 24n],
    ['shade == GREEN', 1n],
    ['RED', 0n],
    ['visits', 41n],
    ['second.id', 2n],
    ['p == &second && p->next == &first', 1n],
    ['a > 5 ? -1 : 1', -1n],
    ['(unsigned char)a << 4', 112n],
    ['wide(big, 3)', 3n << 40n],
    ['leaf(1, 2) > 0', 1n],
    ['({ int t = a; t * t; })', 49n],
    ['((struct thing *)p)->next->id', 1n],
    ['bump == 0', 0n],
    ['made(9).low', 9n],
    ['made(9).tail + 1', 4n],
    ['LIMIT', 80n],
    ['DOUBLE(a + 1)', 16n],
    ['NEXT(p)->id', 1n],
    ['max(a, DOUBLE(b))', 500n],
    ['memory[1]', 20n],
  ])('%s', (text, value) => expect(valueOf(machine, text)).toBe(value));

  test.each([
    ['n', 1, 4n],
    ['sizes[2]', 1, 12n],
    ['sizeof sizes', 1, 16n],
    ['first.id', null, 1n],
    ['calls', null, 0n],
  ])('%s at depth %s', (text, depth, value) => expect(valueOf(stopped(), text, depth)).toBe(value));

  test.each([
    ['local', 'int'],
    ['p->name', 'char[8]'],
    ['*p', 'struct thing'],
    ['&p->next', 'struct thing **'],
    ['ratio + 1', 'double'],
  ])('%s is of type %s', (text, type) => {
    const outcome = evaluate(machine, text);
    expect(outcome.ok ? describeType(outcome.value.type) : outcome.message).toBe(type);
  });

  test('an object gives its address', () => {
    const { globals } = machine.program.images[0]!;
    const { address } = globals.find(({ name }) => name === 'second')!;
    expect(evaluate(machine, '*p')).toMatchObject({ ok: true, value: { address, bytes: null } });
    expect(evaluate(machine, 'p->name')).toMatchObject({ ok: true, value: { address: address + 16n } });
    expect(evaluate(machine, 'p->in.high')).toMatchObject({
      ok: true,
      value: { address: address + 4n, bitField: { bitOffset: 4, width: 12 } },
    });
  });

  test('a struct that a function returned comes as its bytes', () => {
    expect(evaluate(machine, 'made(5)')).toMatchObject({
      ok: true,
      value: { address: null, bytes: Uint8Array.of(0x25, 0, 3, 0) },
    });
  });

  test.each([
    ['nothing_of_that_name', /nothing_of_that_name/],
    ['a +', /expected/],
    ['*(int *)8 + 1', /cannot read 4 bytes at 0x8/],
    ['1 / (a - 7)', /zero/],
    ['forever()', /10,000 statements/],
    ['&local', /register/],
    ['p->missing', /missing/],
    ['', /./],
  ])('%s cannot be evaluated', (text, message) => {
    const outcome = evaluate(stopped(), text);
    expect(outcome.ok ? 'a value' : outcome.message).toMatch(message);
  });
});

describe('changes', () => {
  test.each([
    ['memory[1] = 1000', 0, 99 + 1000 + 2 + 5 + 12 + 4],
    ['local = 1', 0, 1 + 20 + 2 + 5 + 12 + 4],
    ['local += 5', 0, 104 + 20 + 2 + 5 + 12 + 4],
    ['p->id = 50', 0, 99 + 20 + 50 + 5 + 12 + 4],
    ['p = &first', 0, 99 + 20 + 1 + 5 + 12 + 4],
    ['n = -1', 1, 99 + 20 + 2 + 5 + 12 - 1],
    ['sizes[2]++', 1, 99 + 20 + 2 + 5 + 13 + 4],
    ['bump(3)', 0, 99 + 20 + 2 + 5 + 12 + 4],
  ])('%s counts when the program goes on', (text, depth, result) => {
    const machine = stopped();
    expect(evaluate(machine, text, depth).ok).toBe(true);
    expect(runToEnd(machine)).toEqual({ kind: 'finished' });
    expect(machine.thread.result).toBe(BigInt(result));
  });

  test.each(['memory[1] = 1', 'a++', 'bump(1)', 'p->id += 2', '__sync_fetch_and_add(&calls, 1)'])(
    '%s is refused where nothing may change',
    (text) => {
      const machine = stopped();
      expect(evaluate(machine, text, 0, false).ok).toBe(false);
      expect(runToEnd(machine)).toEqual({ kind: 'finished' });
      expect(machine.thread.result).toBe(BigInt(99 + 20 + 2 + 5 + 12 + 4));
    },
  );

  test('a function called ten times has been called ten times', () => {
    const machine = stopped();
    for (let i = 1; i <= 10; i++) expect(valueOf(machine, 'bump(1)')).toBe(BigInt(i));
    expect(valueOf(machine, 'calls')).toBe(10n);
  });

  test('the program itself is never changed', () => {
    const machine = stopped();
    const { code, functions, places } = machine.program;
    const before = [code.length, functions.length, places.length, code.join()];
    valueOf(machine, 'bump(a) + memory[1]');
    expect([code.length, functions.length, places.length, code.join()]).toEqual(before);
  });
});

test('without a frame only globals are known', () => {
  const program = compileOrThrow('int g = 3; int twice(int x) { return 2 * x; }');
  const machine = load(program);
  expect(valueOf(machine, 'g + 1', null)).toBe(4n);
  expect(evaluate(machine, 'x', null).ok).toBe(false);
});

/** Every way in which the VM comes back, and that going on from there changes nothing. */
import { Attention } from '../../../simulator/c-language/memory-port.ts';
import { describe, expect, test } from 'vitest';
import { GuestFault } from '../../../simulator/c-language/vm-contract.ts';
import { createVm, frameAt, frameCount, pushCall, pushInterrupt, run } from '../../../simulator/c-language/vm.ts';
import { compileOrThrow, functionNamed, load, runToEnd, start } from '../../support/compiled-program.ts';
import type { Machine } from '../../support/compiled-program.ts';
import { mapRange } from '../../support/flat-memory.ts';

const sumOfSquares = `
static int square(int x) { return x * x; }
int total;
int main(void)
{
  int sum = 0;
  for (int i = 0; i < 10; i++)
    sum += square(i);
  total = sum;
  return sum;
}
`;

/** As counted by hand: entry, declaration, `i = 0`, 11 conditions, 10 steps, 10 sums with 3 statements of the callee, 2, exit. */
const statementsOfSum = 1 + 1 + 1 + 11 + 10 + 10 * (1 + 3) + 2 + 1;

function linesStoppedAt(machine: Machine): number[] {
  const lines: number[] = [];
  for (;;) {
    const exit = run(machine.vm, machine.thread, 1000);
    if (exit.kind !== 'statement') return lines;
    lines.push(machine.program.statements[exit.statement]!.place.line);
  }
}

describe('the budget', () => {
  test('counts statements', () => {
    const machine = start(sumOfSquares);
    expect(runToEnd(machine)).toEqual({ kind: 'finished' });
    expect(machine.vm.statementsExecuted).toBe(statementsOfSum);
    expect(machine.thread.result).toBe(285n);
  });

  test.each([1, 2, 3, 7, 64, 65])('in turns of %i gives the same', (turn) => {
    const machine = start(sumOfSquares);
    let turns = 0;
    while (run(machine.vm, machine.thread, turn).kind === 'budget') {
      turns++;
      expect(machine.vm.statementsExecuted).toBe(turns * turn);
    }
    expect(machine.vm.statementsExecuted).toBe(statementsOfSum);
    expect(machine.thread.result).toBe(285n);
  });

  test('of nothing does nothing', () => {
    const machine = start(sumOfSquares);
    expect(run(machine.vm, machine.thread, 0)).toEqual({ kind: 'budget' });
    expect(machine.vm.statementsExecuted).toBe(0);
  });
});

describe('breakpoints', () => {
  test('stop before the statement, once for each arrival', () => {
    const machine = start(sumOfSquares);
    const { statements } = machine.program;
    const marked = statements.find(({ place, kind }) => place.line === 2 && kind === 'return')!;
    machine.vm.breakpoints[marked.index] = 1;
    expect(linesStoppedAt(machine)).toEqual(Array.from({ length: 10 }, () => 2));
    expect(machine.thread.result).toBe(285n);
    expect(machine.vm.statementsExecuted).toBe(statementsOfSum);
  });

  test('stop again when history was set back to before them', () => {
    const machine = start(sumOfSquares);
    const main = functionNamed(machine.program, 'main');
    const entry = machine.program.statements.find(({ function: of, kind }) => of === main && kind === 'entry')!;
    machine.vm.breakpoints[entry.index + 1] = 1;
    const before = {
      registers: machine.thread.registers.slice(),
      frames: machine.thread.frames.slice(),
      depth: machine.thread.depth,
    };
    expect(run(machine.vm, machine.thread, 100)).toEqual({ kind: 'statement', statement: entry.index + 1 });
    Object.assign(machine.thread, before);
    machine.vm.statementsExecuted = 0;
    expect(run(machine.vm, machine.thread, 100)).toEqual({ kind: 'statement', statement: entry.index + 1 });
    expect(run(machine.vm, machine.thread, 1000)).toEqual({ kind: 'finished' });
  });

  test('are reported again by the next machine', () => {
    const machine = start(sumOfSquares);
    machine.vm.breakpoints.fill(1);
    expect(run(machine.vm, machine.thread, 100).kind).toBe('statement');
    const other = createVm(machine.program, machine.vm);
    other.breakpoints.fill(1);
    expect(run(other, machine.thread, 100).kind).toBe('statement');
    expect(other.statementsExecuted).toBe(0);
  });

  test('budget goes first: the stop comes with the next turn', () => {
    const machine = start(sumOfSquares);
    machine.vm.breakpoints.fill(1);
    expect(run(machine.vm, machine.thread, 0)).toEqual({ kind: 'budget' });
    expect(run(machine.vm, machine.thread, 1).kind).toBe('statement');
    expect(run(machine.vm, machine.thread, 1)).toEqual({ kind: 'budget' });
    expect(run(machine.vm, machine.thread, 1).kind).toBe('statement');
  });
});

test('stepping leaves before every statement, in the order of execution', () => {
  const machine = start(`int main(void)
{
  int n = 2;
  while (n > 0)
    n--;
  if (n)
    return 1;
  return 0;
}
`);
  machine.vm.stepping = true;
  expect(linesStoppedAt(machine)).toEqual([2, 3, 4, 5, 4, 5, 4, 6, 8, 9]);
});

describe('faults', () => {
  const writer = `
long *where = (long *)0x10000;
int calls;
static long value(void) { calls++; return 42; }
int main(void) { *where = value(); return calls * 100 + (int)*where; }
`;

  test('leave the instruction to be repeated', () => {
    const machine = start(writer);
    const fault = { kind: 'not-present', access: 'write', mode: 'kernel', address: 0x10000n, size: 8 };
    expect(runToEnd(machine)).toEqual({ kind: 'fault', fault });
    expect(runToEnd(machine)).toEqual({ kind: 'fault', fault });
    mapRange(machine.memory, 0x10000n, 8);
    expect(runToEnd(machine)).toEqual({ kind: 'finished' });
    expect(machine.thread.result).toBe(142n);
  });

  test('of builtins repeat the call', () => {
    const program = compileOrThrow('int putchar(int); int main(void) { return putchar(7) + 1; }');
    const machine = load(program);
    let calls = 0;
    const vm = createVm(program, {
      ...machine.vm,
      callBuiltin: ({ arguments: values }) => {
        calls++;
        if (calls === 1)
          throw new GuestFault({ kind: 'protection', access: 'read', mode: 'kernel', address: 5n, size: 1 });
        return values[0];
      },
    });
    pushCall(program, machine.thread, functionNamed(program, 'main'), []);
    expect(run(vm, machine.thread, 100)).toMatchObject({ kind: 'fault', fault: { kind: 'protection', address: 5n } });
    expect(run(vm, machine.thread, 100)).toEqual({ kind: 'finished' });
    expect(machine.thread.result).toBe(8n);
    expect(calls).toBe(2);
  });

  test('a copied struct that faults half way is copied again from the start', () => {
    const machine = start(`
struct big { long v[600]; };
struct big from = { { [0] = 1, [599] = 2 } };
int main(void) { struct big *to = (struct big *)0x20000; *to = from; return to->v[0] * 10 + to->v[599]; }
`);
    mapRange(machine.memory, 0x20000n, 4096);
    expect(runToEnd(machine)).toMatchObject({ kind: 'fault', fault: { access: 'write', address: 0x21000n } });
    mapRange(machine.memory, 0x21000n, 4096);
    expect(runToEnd(machine)).toEqual({ kind: 'finished' });
    expect(machine.thread.result).toBe(12n);
  });
});

describe('yields', () => {
  test('a builtin that asks to leave is complete', () => {
    const machine = start('int putchar(int); int main(void) { int a = putchar(65); return a + 1; }');
    const { callBuiltin } = machine.vm;
    const vm = createVm(machine.program, {
      ...machine.vm,
      callBuiltin: (call, thread) => {
        vm.leave = true;
        return callBuiltin(call, thread);
      },
    });
    expect(run(vm, machine.thread, 100)).toEqual({ kind: 'yield' });
    expect(machine.libc.output).toBe('A');
    expect(run(vm, machine.thread, 100)).toEqual({ kind: 'finished' });
    expect(machine.libc.output).toBe('A');
    expect(machine.thread.result).toBe(2n);
  });

  test('attention of the port leaves before the next statement', () => {
    const machine = start('int g; int main(void) { g = 5; g += 2; return g; }');
    const { port } = machine.memory;
    const { store } = port;
    let stores = 0;
    port.store = (...access) => {
      port.attention = ++stores === 1 ? Attention.hardware : 0;
      return store(...access);
    };
    expect(run(machine.vm, machine.thread, 100)).toEqual({ kind: 'attention' });
    expect(machine.vm.statementsExecuted).toBe(2);
    expect(port.attention).toBe(0);
    expect(runToEnd(machine)).toEqual({ kind: 'finished' });
    expect(machine.thread.result).toBe(7n);
  });
});

describe('traps', () => {
  test.each([
    ['division by zero', 'int z; int main(void) { return 5 / z; }', 'division-by-zero'],
    ['unsigned remainder by zero', 'unsigned z; int main(void) { return 5u % z; }', 'division-by-zero'],
    ['long division by zero', 'long z; int main(void) { return 5 / z; }', 'division-by-zero'],
    [
      'the most negative int by -1',
      'int m = -2147483647 - 1, d = -1; int main(void) { return m / d; }',
      'division-overflow',
    ],
    [
      'the most negative long by -1',
      'long m = -9223372036854775807L - 1, d = -1; int main(void) { return m % d; }',
      'division-overflow',
    ],
    ['a null function pointer', 'int (*f)(void); int main(void) { return f(); }', 'bad-function-pointer'],
    ['a data pointer called', 'int d; int main(void) { return ((int (*)(void))&d)(); }', 'bad-function-pointer'],
    [
      'the middle of a function called',
      'int g(void) { return 1; } int main(void) { return ((int (*)(void))((char *)g + 16))(); }',
      'bad-function-pointer',
    ],
    ['unreachable code', 'int main(void) { __builtin_unreachable(); }', 'unreachable'],
    ['endless recursion', 'int f(int n) { return f(n + 1) + 1; } int main(void) { return f(0); }', 'stack-overflow'],
    [
      'a large frame',
      'int f(void) { char big[20000]; big[0] = 1; return big[0]; } int main(void) { return f(); }',
      'stack-overflow',
    ],
    [
      'a large array at run time',
      'int main(void) { int n = 1 << 20; char big[n]; return sizeof big; }',
      'stack-overflow',
    ],
    ['a function that nothing implements', 'int missing(int); int main(void) { return missing(1); }', 'not-modelled'],
    [
      'such a function through a pointer',
      'int missing(int); int (*f)(int) = missing; int main(void) { return f(1); }',
      'not-modelled',
    ],
    ['a goto to nowhere', 'int main(void) { void *p = (void *)8; goto *p; }', 'bad-goto'],
  ])('%s', (_, text, code) => {
    const machine = start(text);
    const exit = runToEnd(withSmallStack(machine));
    expect(exit).toMatchObject({ kind: 'trap', code });
    expect(runToEnd(machine)).toEqual(exit);
  });

  function withSmallStack(machine: Machine): Machine {
    const { thread } = machine;
    Object.assign(thread, { kernelStack: { ...thread.kernelStack, limit: thread.kernelStack.top - 16384n } });
    return machine;
  }
});

describe('interrupts', () => {
  const handler = `
int ticks;
static int local_work(int n) { int a[4] = { n, n, n, n }; return a[0] + a[3]; }
int tick(int by) { ticks += by; return local_work(by); }
`;

  test('between any two statements change nothing', () => {
    const machine = start(handler + sumOfSquares);
    const tick = functionNamed(machine.program, 'tick');
    let pushed = 0;
    while (run(machine.vm, machine.thread, 1).kind === 'budget') {
      pushInterrupt(machine.program, machine.thread, tick, [3]);
      expect(frameAt(machine.program, machine.thread, 0)).toMatchObject({ functionIndex: tick, interrupt: true });
      expect(runToEnd(machine)).toEqual({ kind: 'interrupt-returned', result: 6n });
      pushed++;
    }
    expect(machine.thread.result).toBe(285n);
    expect(pushed).toBe(statementsOfSum - 1);
  });

  test('nest', () => {
    const machine = start(handler + sumOfSquares);
    const tick = functionNamed(machine.program, 'tick');
    run(machine.vm, machine.thread, 20);
    const depth = frameCount(machine.thread);
    for (let i = 1; i <= 3; i++) {
      pushInterrupt(machine.program, machine.thread, tick, [i]);
      run(machine.vm, machine.thread, 2);
      expect(frameCount(machine.thread)).toBe(depth + i);
    }
    for (let i = 3; i >= 1; i--)
      expect(runToEnd(machine)).toEqual({ kind: 'interrupt-returned', result: BigInt(2 * i) });
    expect(runToEnd(machine)).toEqual({ kind: 'finished' });
    expect(machine.thread.result).toBe(285n);
  });

  test('at a faulting instruction, which is repeated afterwards', () => {
    const machine = start(`${handler} int main(void) { return *(int *)0x30000; }`);
    expect(runToEnd(machine).kind).toBe('fault');
    pushInterrupt(machine.program, machine.thread, functionNamed(machine.program, 'tick'), [1]);
    expect(runToEnd(machine)).toEqual({ kind: 'interrupt-returned', result: 2n });
    mapRange(machine.memory, 0x30000n, 4, Uint8Array.of(9, 0, 0, 0));
    expect(runToEnd(machine)).toEqual({ kind: 'finished' });
    expect(machine.thread.result).toBe(9n);
  });
});

describe('observations', () => {
  test.each([
    ['1 << n', 33, 2n],
    ['-8 >> n', 35, -1n],
    ['1 << n', -1, -0x80000000n],
    ['(int)(1L << n)', 65, 2n],
    ['1 << n', 31, -0x80000000n],
  ])('%s with n = %i is what x86 computes', (expression, n, result) => {
    const machine = start(`int f(int n) { return ${expression}; }`, 'f', [n]);
    expect(runToEnd(machine)).toEqual({ kind: 'finished' });
    expect(machine.thread.result).toBe(result);
    expect(machine.observations).toEqual(n >= 0 && n <= 31 ? [] : ['shift-width']);
  });
});

describe('results', () => {
  test.each([
    ['signed char f(void) { return -1; }', -1n],
    ['unsigned char f(void) { return -1; }', 255n],
    ['unsigned f(void) { return -1; }', 0xffffffffn],
    ['int f(void) { return -1; }', -1n],
    ['long f(void) { return -1; }', -1n],
    ['unsigned long f(void) { return -1; }', 0xffffffffffffffffn],
    ['char *f(void) { return (char *)-16; }', 0xfffffffffffffff0n],
    ['_Bool f(void) { return 7; }', 1n],
  ])('%s', (text, result) => {
    const machine = start(text, 'f');
    runToEnd(machine);
    expect(machine.thread.result).toBe(result);
  });

  test('arguments arrive as their types say', () => {
    const machine = start(
      'long f(signed char a, unsigned short b, unsigned c, long d, void *e, double x) { return d + a + b + c + (long)e + (long)x; }',
      'f',
      [-1, 65535, 4294967295, -(2n ** 40n), 0xffff888000000000n, 2.5],
    );
    runToEnd(machine);
    expect(machine.thread.result).toBe(
      BigInt.asIntN(64, -1n + 65535n + 4294967295n - 2n ** 40n + 0xffff888000000000n + 2n),
    );
  });
});

/** Entry, steps and breakpoints over a small driver and its program. */
import { describe, expect, test } from 'vitest';
import {
  evaluate,
  readMemory,
  stackTrace,
  type BreakpointRequest,
  type RunCommand,
  type Simulation,
  type StopReason,
} from '../../simulator/index.ts';
import { again, breakAt, finish, powerOn, proceed, statementsAt } from '../support/simulated-run.ts';
import { app, driver } from './sources.ts';

const first = powerOn({ driver, app });
const fresh = (): Simulation => again(first);

/** The text of the line where a stop stands. */
function lineOfStop(simulation: Simulation, stop: StopReason): string {
  const [frame] = stackTrace(simulation, (stop as { task: number }).task);
  const source = [...simulation.request.driver, simulation.request.app!].find(({ path }) => path === frame!.path);
  return source!.text.split('\n')[frame!.line - 1]!.trim();
}

function step(simulation: Simulation, kind: 'step-into' | 'step-over' | 'step-out', from: StopReason): StopReason {
  return proceed(simulation, { kind, task: (from as { task: number }).task } satisfies RunCommand, 1000);
}

const plain = { condition: null, hitCondition: null, logMessage: null };
function breakpoint(simulation: Simulation, part: string, rest: Partial<BreakpointRequest> = {}): BreakpointRequest {
  return { id: 1, statements: statementsAt(simulation, part), ...plain, ...rest };
}

describe('stop on entry', () => {
  test('is at the first statement of the module’s init function, once', () => {
    const simulation = fresh();
    simulation.stopOnEntry = true;
    const stop = proceed(simulation);
    expect(stop.kind).toBe('entry');
    expect(lineOfStop(simulation, stop)).toBe('int err = misc_register(&adder);');
    expect(finish(simulation)).toBe(0);
  });
  test('of a program alone is in main', () => {
    const simulation = powerOn({ app });
    simulation.stopOnEntry = true;
    const stop = proceed(simulation);
    expect(stop.kind).toBe('entry');
    expect(lineOfStop(simulation, stop)).toBe('int last = 0;');
  });
});

/** Steps from the first stop at `from`: after each one, the line where it ends. As in gdb over unoptimised code, a function ends at its brace. */
const journeys: readonly [string, string, readonly (readonly ['into' | 'over' | 'out', string])[]][] = [
  [
    'into a function, through it and out of it',
    'sum = add((int)argument);',
    [
      ['into', 'calls++;'],
      ['over', 'total += twice(value);'],
      ['into', 'int result = value + value;'],
      ['over', 'return result;'],
      ['over', '}'],
      ['over', 'return total;'],
      ['over', '}'],
      ['over', 'return sum;'],
    ],
  ],
  [
    'over a call',
    'calls++;',
    [
      ['over', 'total += twice(value);'],
      ['over', 'return total;'],
    ],
  ],
  [
    'out of one function after the other, from the driver to the program',
    'int result = value + value;',
    [
      ['out', 'return total;'],
      ['out', 'return sum;'],
      ['out', 'return answer;'],
    ],
  ],
  [
    'into the driver through a system call, and back by steps over',
    'int answer = ioctl(fd, 1, value);',
    [
      ['into', 'sum = add((int)argument);'],
      ['over', 'return sum;'],
      ['over', '}'],
      ['over', 'return answer;'],
    ],
  ],
  [
    'around a loop',
    'last = ask(fd, i);',
    [
      ['over', 'for (int i = 1; i <= 5; i++)'],
      ['over', 'last = ask(fd, i);'],
      ['over', 'for (int i = 1; i <= 5; i++)'],
    ],
  ],
  ['into a kernel function that has no code of the user’s', 'pr_info("adder: ready', [['into', 'return err;']]],
];
test.each(journeys)('steps %s', (_, from, steps) => {
  const simulation = fresh();
  breakAt(simulation, from);
  let stop = proceed(simulation);
  expect(lineOfStop(simulation, stop)).toContain(from);
  simulation.setBreakpoints([]);
  for (const [kind, line] of steps) {
    stop = step(simulation, `step-${kind}`, stop);
    expect(stop.kind).toBe('step');
    expect(lineOfStop(simulation, stop)).toBe(line);
  }
  expect(finish(simulation)).toBe(0);
});

describe('a step', () => {
  test('ends at a breakpoint inside of what it steps over', () => {
    const simulation = fresh();
    simulation.setBreakpoints([breakpoint(simulation, 'sum = add')]);
    const stop = proceed(simulation);
    simulation.setBreakpoints([breakpoint(simulation, 'return result;', { id: 9 })]);
    expect(step(simulation, 'step-over', stop)).toMatchObject({ kind: 'breakpoint', breakpoints: [9] });
    // The step is over: it does not end a second time.
    simulation.setBreakpoints([]);
    expect(finish(simulation)).toBe(0);
  });
  test('that was cancelled does not end', () => {
    const simulation = fresh();
    breakAt(simulation, 'sum = add');
    const stop = proceed(simulation);
    simulation.setBreakpoints([]);
    const { task } = stop as { task: number };
    expect(simulation.run({ kind: 'step-over', task }, { statements: 1 })).toBeNull();
    simulation.cancelStep();
    expect(finish(simulation)).toBe(0);
  });
  test('out of the last function runs on to the next stop', () => {
    const simulation = fresh();
    breakAt(simulation, 'printf("last');
    expect(step(simulation, 'step-out', proceed(simulation)).kind).toBe('rest');
  });
});

describe('breakpoints', () => {
  /** The driver's `twice` is called with 1, 2, 3, 4, 5; which of these stop? */
  test.each<[Partial<BreakpointRequest>, number[]]>([
    [{}, [1, 2, 3, 4, 5]],
    [{ condition: 'value == 3' }, [3]],
    [{ condition: 'value > 1 && value < 4' }, [2, 3]],
    [{ condition: 'value == twice(2)' }, [4]],
    [{ condition: 'total == 6' }, [3]],
    [{ condition: '0' }, []],
    [{ condition: ' ' }, [1, 2, 3, 4, 5]],
    // As the program would have them, and as often: long calls are not cut for those who only ask.
    [{ condition: 'value == 3 && current->pid > 0 && !time_before(jiffies, INITIAL_JIFFIES)' }, [3]],
    [{ condition: 'value == 2 && memcpy((void *)0xffff888001000000, (void *)0xffff888001000000, 300000)' }, [2]],
    [{ condition: '&total' }, [1, 2, 3, 4, 5]],
    [{ hitCondition: '3' }, [3, 4, 5]],
    [{ hitCondition: '==3' }, [3]],
    [{ hitCondition: '>3' }, [4, 5]],
    [{ hitCondition: '<3' }, [1, 2]],
    [{ hitCondition: '%2' }, [2, 4]],
    [{ condition: 'value > 2', hitCondition: '==2' }, [4]],
    [{ logMessage: 'never stops' }, []],
  ])('with %j', (rest, values) => {
    const simulation = fresh();
    simulation.setBreakpoints([breakpoint(simulation, 'int result = value + value;', rest)]);
    const stops: number[] = [];
    for (let stop = proceed(simulation); stop.kind !== 'rest'; stop = proceed(simulation)) {
      expect(stop).toMatchObject({ kind: 'breakpoint', breakpoints: [1], note: null });
      stops.push(numberOf(simulation, stop, 'value'));
    }
    expect(stops).toEqual(values);
  });

  test.each([
    [{ condition: 'valeu == 3' }, /^the condition 'valeu == 3' cannot be evaluated: .*valeu/],
    [{ condition: 'value ==' }, /^the condition 'value ==' cannot be evaluated: /],
    [{ condition: 'adder' }, /^the condition 'adder' cannot be evaluated: it is not a number or pointer$/],
    [{ hitCondition: 'often' }, /^the hit condition 'often' is not understood/],
  ])('with %j stop and say why', (rest, note) => {
    const simulation = fresh();
    simulation.setBreakpoints([breakpoint(simulation, 'int result = value + value;', rest)]);
    expect(proceed(simulation)).toMatchObject({ kind: 'breakpoint', note: expect.stringMatching(note) });
  });

  test('log points say what they are asked, and change nothing', () => {
    const simulation = fresh();
    const logMessage = 'value {value}, total {total} + {twice(value)}, {nobody}, {&total == 0}';
    simulation.setBreakpoints([breakpoint(simulation, 'total += twice(value);', { logMessage })]);
    expect(finish(simulation)).toBe(0);
    const texts = simulation.takeLogged().map((each) => (each.kind === 'log-point' ? each.text : each.kind));
    expect(texts).toHaveLength(5);
    expect(texts[0]).toMatch(/^value 1, total 0 \+ 2, <.*nobody.*>, 0$/);
    expect(texts[3]).toMatch(/^value 4, total 12 \+ 8, /);
  });

  test('two at one place are both named; an expression is evaluated in their frame', () => {
    const simulation = fresh();
    const both = [4, 5].map((id) => breakpoint(simulation, 'return total;', { id }));
    simulation.setBreakpoints([...both, breakpoint(simulation, 'return total;', { id: 6, condition: '0' })]);
    const stop = proceed(simulation);
    expect(stop).toMatchObject({ kind: 'breakpoint', breakpoints: [4, 5] });
    expect(numberOf(simulation, stop, 'total')).toBe(2);
  });

  test('keep their count while others come and go', () => {
    const simulation = fresh();
    const counted = breakpoint(simulation, 'int result = value + value;', { hitCondition: '==3' });
    const other = breakpoint(simulation, 'return total;', { id: 2, condition: 'total == 2' });
    simulation.setBreakpoints([counted, other]);
    expect(proceed(simulation)).toMatchObject({ breakpoints: [2] });
    simulation.setBreakpoints([counted]);
    const stop = proceed(simulation);
    expect(numberOf(simulation, stop, 'value')).toBe(3);
  });
});

function numberOf(simulation: Simulation, stop: StopReason, name: string): number {
  const outcome = evaluate(simulation, { task: (stop as { task: number }).task, depth: 0 }, name, {
    sideEffects: false,
  });
  if (!outcome.ok) throw new Error(outcome.message);
  const { value } = outcome;
  const bytes = value.bytes ?? readMemory(simulation, value.space, value.address!, 4).bytes;
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getInt32(0, true);
}

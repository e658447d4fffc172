/** Stops of every kind, forwards and then backwards: the same ones, in opposite order, in the same state. */
import { expect, test } from 'vitest';
import { allRecords, evaluate, functionStatements, physicalRanges } from '../../simulator/index.ts';
import type { Moment, Simulation, StopReason } from '../../simulator/index.ts';
import { again, powerOn, proceed, statementsAt, stopAtEvents } from '../support/simulated-run.ts';
import { boardDriver, boardMachine } from '../support/board.ts';
import { app, driver } from '../run-control/sources.ts';

/** Two programs on two CPUs: their turns are cut by dice, and many stops come right behind a change of tasks. */
const first = powerOn({ driver, app, moreApps: [{ path: 'other.c', text: app.replace('i <= 5', 'i <= 9') }] });
const transfers = powerOn({ driver: boardDriver, machine: boardMachine });
const conditions = { condition: null, hitCondition: null };

function recorded(): Simulation {
  const simulation = again(first);
  simulation.timeline.keep();
  return simulation;
}

const atEnd = again(first);
proceed(atEnd);

interface Stopped {
  readonly stop: StopReason;
  readonly moment: Moment;
}

function noted(simulation: Simulation, stop: StopReason): Stopped {
  return { stop, moment: simulation.timeline.moment };
}

function allForwards(simulation: Simulation): Stopped[] {
  const passed: Stopped[] = [];
  for (let stop = proceed(simulation); stop.kind !== 'rest'; stop = proceed(simulation))
    passed.push(noted(simulation, stop));
  return passed;
}

function back(simulation: Simulation): StopReason {
  for (;;) {
    const stop = simulation.timeline.runBack({ kind: 'continue' }, { statements: 50_000 });
    if (stop) return stop;
  }
}

function goTo({ timeline }: Simulation, moment: Moment): void {
  while (!timeline.goTo(moment, { statements: 50_000 }));
}

/** Instructions of the statements of the line with `part`: where each begins, or the `offset`-th behind it. */
function instructionsAt(simulation: Simulation, part: string, offset = 0): number[] {
  const { instructionOfStatement } = pcsOf(simulation);
  return statementsAt(simulation, part).map((statement) => instructionOfStatement.get(statement)! + offset);
}

function pcsOf({ program }: Simulation): { instructionOfStatement: Map<number, number> } {
  const instructionOfStatement = new Map<number, number>();
  program.statementOfInstruction.forEach((statement, pc) => {
    if (!instructionOfStatement.has(statement)) instructionOfStatement.set(statement, pc);
  });
  return { instructionOfStatement };
}

function stopBefore(simulation: Simulation, pcs: readonly number[], hitCondition: string | null = null): void {
  simulation.setInstructionBreakpoints(pcs.map((pc, index) => ({ id: 100 + index, pc, ...conditions, hitCondition })));
}

function breakOn(simulation: Simulation, statements: readonly number[]): void {
  simulation.setBreakpoints([{ id: 1, statements, ...conditions, logMessage: null }]);
}

/** Writes of a variable of the driver's. Where it is going to stand is the same in every run. */
function watch(simulation: Simulation, name: string): void {
  const { address, size } = simulation.program.images
    .flatMap(({ globals }) => globals)
    .filter((each) => each.name === name)
    .at(-1)!;
  const ranges = physicalRanges(atEnd, 'kernel', address, size)!;
  simulation.setDataBreakpoints([{ id: 50, ranges, access: 'write', by: 'cpu', ...conditions }]);
}

test.each<[string, number, (simulation: Simulation) => void]>([
  ['where a statement begins', 14, (on) => stopBefore(on, instructionsAt(on, 'calls++;'))],
  ['inside of a statement', 14, (on) => stopBefore(on, instructionsAt(on, 'calls++;', 2))],
  [
    'three instructions in a row, each third time',
    12,
    (on) =>
      stopBefore(
        on,
        [0, 1, 2].flatMap((offset) => instructionsAt(on, 'total += twice', offset)),
        '%3',
      ),
  ],
  [
    'an instruction and the line that it belongs to',
    14,
    (on) => {
      stopBefore(on, instructionsAt(on, 'calls++;'));
      breakOn(on, statementsAt(on, 'calls++;'));
    },
  ],
  // At each call a stop behind the write, and one in front of the line, at the same moment: as gdb has a watchpoint and a breakpoint. Once the page was another's.
  [
    'data, and the line behind its write',
    29,
    (on) => {
      watch(on, 'calls');
      breakOn(on, statementsAt(on, 'total += twice'));
    },
  ],
  ['a function', 14, (on) => breakOn(on, functionStatements(on.program, 'add')!)],
  ['an event with a condition', 2, (on) => stopAtEvents(on, 'log', 'level == 6')],
])('%s: backwards as forwards, each once', (_, count, ask) => {
  const simulation = recorded();
  ask(simulation);
  const begin = noted(simulation, proceed(simulation));
  const digest = simulation.timeline.digest();
  const forwards = [begin, ...allForwards(simulation)];
  expect(forwards).toHaveLength(count);
  for (const stopped of forwards.slice().reverse()) expect(noted(simulation, back(simulation))).toEqual(stopped);
  expect(simulation.timeline.digest()).toBe(digest);
  // On from the first they come again, and each stands where it stood for those who go there.
  for (const stopped of forwards.slice(1, 4)) expect(noted(simulation, proceed(simulation))).toEqual(stopped);
  goTo(simulation, begin.moment);
  expect(simulation.timeline.digest()).toBe(digest);
  expect(noted(simulation, proceed(simulation))).toEqual(forwards[1]);
});

test('every record that a filter asks for stops, also several of one moment, forwards and backwards', () => {
  const simulation = again(transfers);
  simulation.timeline.keep();
  simulation.setEventFilters(
    (['register-write', 'dma-start', 'dma-burst', 'dma-complete', 'interrupt-raised'] as const).map((filter) => ({
      filter,
      condition: null,
    })),
  );
  const begin = noted(simulation, proceed(simulation));
  const forwards = [begin, ...allForwards(simulation)];
  const sequences = forwards.map(({ stop }) => (stop.kind === 'event' ? stop.record.sequence : -1));
  // One stop for each such record of the journal, by definition.
  const kinds = ['register-write', 'dma-start', 'dma-burst', 'dma-complete', 'interrupt-raised'];
  const records = allRecords(simulation.world.journal).filter(({ kind }) => kinds.includes(kind));
  expect(sequences).toEqual(records.map(({ sequence }) => sequence));
  expect(new Set(forwards.map(({ moment: { moves, statements } }) => `${moves} ${statements}`)).size).toBeLessThan(
    forwards.length,
  );
  for (const stopped of forwards.slice().reverse()) expect(noted(simulation, back(simulation))).toEqual(stopped);
  for (const stopped of forwards.slice(1)) expect(noted(simulation, proceed(simulation))).toEqual(stopped);
});

test.each<[string, string, number]>([
  ['==2', 'a line', 2],
  ['%5', 'a line', 10],
])(
  'hits %s of %s that is set in the end are counted from the beginning when history is searched',
  (hitCondition, _, wanted) => {
    const simulation = recorded();
    while (proceed(simulation).kind !== 'rest');
    const end = simulation.timeline.moment;
    breakOn(simulation, statementsAt(simulation, 'calls++;'));
    const positions = [];
    for (let stop = back(simulation); stop.kind === 'breakpoint'; stop = back(simulation))
      positions.unshift(simulation.timeline.moment);
    goTo(simulation, end);
    simulation.setBreakpoints([
      { id: 2, statements: statementsAt(simulation, 'calls++;'), condition: null, hitCondition, logMessage: null },
    ]);
    back(simulation);
    expect(simulation.timeline.moment).toEqual(positions[wanted - 1]);
  },
);

test('a search through all of history passes what the debugger changed in it, and what fails changes nothing', () => {
  const simulation = recorded();
  breakOn(simulation, statementsAt(simulation, 'calls++;'));
  const { task } = proceed(simulation) as { task: number };
  const frame = { task, depth: 0 };
  const change = (text: string): unknown => evaluate(simulation, frame, text, { sideEffects: true });
  const before = simulation.timeline.digest();
  expect(change('calls = 50, *(int *)0 = 1')).toEqual({ ok: false, message: 'cannot write 4 bytes at 0x0' });
  expect(simulation.timeline.digest()).toBe(before);
  expect(change('calls = 100')).toMatchObject({ ok: true });
  const third = allForwards(simulation)[1]!;
  simulation.setBreakpoints([
    {
      id: 3,
      statements: statementsAt(simulation, 'calls++;'),
      condition: 'calls == 102',
      hitCondition: '==1',
      logMessage: null,
    },
  ]);
  expect(back(simulation)).toMatchObject({ kind: 'breakpoint' });
  expect(simulation.timeline.moment).toEqual(third.moment);
});

test('data breakpoints that are set while a last writer is looked for hold when it is found', () => {
  const simulation = recorded();
  proceed(simulation);
  const { address } = simulation.program.images.flatMap(({ globals }) => globals).find(({ name }) => name === 'calls')!;
  const ranges = physicalRanges(simulation, 'kernel', address, 4)!;
  const find = (): StopReason | null =>
    simulation.timeline.runBack({ kind: 'last-write', ranges }, { statements: 200 });
  expect(find()).toBeNull();
  simulation.setDataBreakpoints([{ id: 7, ranges, access: 'write', by: 'any', ...conditions }]);
  let stop = find();
  while (!stop) stop = find();
  expect(stop.kind).toBe('data');
  // The writer itself stands in front: it is the one that comes first.
  expect(proceed(simulation)).toMatchObject({ kind: 'data', breakpoints: [7] });
});

test('a change in the past takes back the hits of what it undid, of every kind of breakpoint', () => {
  const simulation = recorded();
  stopBefore(simulation, instructionsAt(simulation, 'calls++;'), '==3');
  const third = noted(simulation, proceed(simulation));
  goTo(simulation, { moves: 0, statements: 0, at: 0, record: null });
  simulation.timeline.noteChange();
  expect(noted(simulation, proceed(simulation))).toEqual(third);
});

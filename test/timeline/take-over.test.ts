/**
 * An edited program takes over what ran before the edit where that would have been the same. What it stands on then is compared with the run of the edited program from
 * power-on, which knows nothing of taking over.
 */
import { expect, test } from 'vitest';
import type { LinkedSimulation } from '../../simulator/create-simulation.ts';
import type { Moment } from '../../simulator/index.ts';
import { approach } from '../../simulator/timeline/history.ts';
import { again, breakAt, powerOn, proceed, requestOf } from '../support/simulated-run.ts';
import { app, driver } from '../run-control/sources.ts';

type Edit = (text: string) => string;

const replaced =
  (from: string, to: string): Edit =>
  (text) =>
    text.replace(from, to);
const request = requestOf({});

function start(edit: Edit, before: LinkedSimulation | null = null): LinkedSimulation {
  const sources = { driver: [{ path: 'driver.c', text: edit(driver) }], app: { path: 'app.c', text: edit(app) } };
  const simulation = powerOn({ ...request, ...sources }, before) as LinkedSimulation;
  simulation.timeline.keep();
  return simulation;
}

/** Stands in the first call of the driver, in the middle of a function, below others. */
function stopped(edit: Edit): LinkedSimulation {
  const simulation = start(edit);
  breakAt(simulation, 'total += twice');
  expect(proceed(simulation).kind).toBe('breakpoint');
  return simulation;
}

/** Begins with enough work that a checkpoint is kept of it. */
const working: Edit = replaced('int last = 0;', 'int last = 0;\n\n\tfor (int n = 0; n < 350000; n++)\n\t\tlast += n;');
const quick = stopped((text) => text);
const long = stopped(working);

/** Behind `text`, which the edit leaves. */
function sleeping(text: string): Edit {
  return (source) =>
    source
      .replace('#include <linux/miscdevice.h>', '#include <linux/delay.h>\n#include <linux/miscdevice.h>')
      .replace(text, `${text}\n\tmsleep(calls);\n\tusleep_range(calls, 2 * calls);`);
}

const notYetRun: readonly (readonly [string, Edit])[] = [
  ['nothing', (text) => text],
  ['a comment, and lines that move', (text) => `/* one\n two */\n${text}`],
  ['the line that is about to run', replaced('total += twice(value)', 'total -= twice(value)')],
  ['what comes behind it', replaced('return sum;', 'return sum + 2;')],
  ['a function that has not run', replaced('misc_deregister(&adder);', 'total = 7;\n\tmisc_deregister(&adder);')],
  ['two places', (text) => text.replace('return sum;', 'sum++;\n\treturn sum;').replace('close(fd);', 'close(fd), close(9);')],
  ['more registers', replaced('int result = value + value;', 'int other = value, result = other + value;')],
  ['what comes behind the calls', replaced('printf("last %d\\n", last);', 'printf("last %d\\n", last + 1);')],
  ['a function more, in front', replaced('static int twice', 'int thrice(int value)\n{\n\treturn 3 * value;\n}\n\nstatic int twice')],
  ['a function shorter', replaced('int result = value + value;\n\n\treturn result;', 'return value << 1;')],
  ['many statements', replaced('misc_deregister(&adder);', `${'total++;\n\t'.repeat(60)}misc_deregister(&adder);`)],
  ['a local more on the stack', replaced('close(fd);', 'int more = fd;\n\n\tmore++;\n\tclose(more - 1);')],
  ['a branch that was not taken of what has run', replaced('return 2;', 'return last = fd * fd, last + 2;')],
  ['calls of other kernel functions', sleeping('misc_deregister(&adder);')],
  ['calls of other functions of the library', replaced('close(fd);', 'dup2(fd, 7);\n\tclose(fd);')],
]; // prettier-ignore

const runAfterTheWork: readonly (readonly [string, Edit])[] = [
  ['the registers of what has run', replaced('calls++;', 'int other = calls;\n\n\tcalls = other + 1;')],
  ['what has run in this call', replaced('calls++;', 'calls += 2;')],
  ['another kernel function in what has run', sleeping('calls++;')],
  ['around the call under way', replaced('int answer = ioctl(fd, 1, value);', 'int answer = ioctl(fd, 1, value + 1);')],
  ['what opened the device', replaced('int fd = open("/dev/adder", O_RDWR);', 'int fd = open("/dev/adder", O_RDWR | O_CLOEXEC);')],
]; // prettier-ignore

const needsMore: Edit = (text) =>
  text
    .replace('#include <linux/miscdevice.h>', '#include <linux/crc8.h>\n#include <linux/miscdevice.h>')
    .replace(
      'int err = misc_register(&adder);',
      'static u8 table[256];\n\tint err = misc_register(&adder);\n\n\tcrc8_populate_lsb(table, 7);',
    );

const runSinceBoot: readonly (readonly [string, Edit])[] = [
  ['what ran first', replaced('int err = misc_register(&adder);', 'int err = (calls = 5, misc_register(&adder));')],
  ['data', replaced('static int calls;', 'static int calls = 3;')],
  ['more data', replaced('static int calls;', 'static int calls, more[4096];')],
  ['a text that has been told', replaced('adder: ready', 'adder: Ready')],
  ['code that moves all that follows', replaced('int err = misc_register(&adder);', `int err;\n\n\t${'calls += 3;\n\t'.repeat(40)}err = misc_register(&adder);`)],
  ['a kernel function that nothing else needs', needsMore],
  ['a line that allows findings', replaced('int err = misc_register(&adder);', 'int err = (calls = 5, misc_register(&adder)); /* dma-debugger: allow memory-leak */')],
]; // prettier-ignore

const runSinceLoading: readonly (readonly [string, Edit])[] = [
  ['what the program ran first', replaced('int last = 0;', 'int last = 9;\n\n\tlast -= 9;')],
  ['data of the program', replaced('int last = 0;', 'int last = 0;\n\tstatic int numbers[5000] = { 1 };\n\n\tlast += numbers[1];')],
  ['a text of the program', replaced('/dev/adder', '/dev/../dev/adder')],
]; // prettier-ignore

/** Where it has come to, and where it comes to from there. */
function compare(before: LinkedSimulation, after: LinkedSimulation): void {
  const { moment } = before.timeline;
  const moments = [after.timeline.moment, moment, { ...moment, moves: moment.moves + 40 }];
  const fresh = passed(again(after) as LinkedSimulation, moments);
  expect(passed(after, moments)).toEqual(fresh);
}

function passed(simulation: LinkedSimulation, moments: readonly Moment[]): unknown[] {
  return moments.map((moment) => {
    approach(simulation.runtime, moment, 1e9);
    return [simulation.timeline.moment, simulation.timeline.digest()];
  });
}

/** The edit makes a difference up to there. */
function expectChange(before: LinkedSimulation, after: LinkedSimulation): void {
  const { moment } = before.timeline;
  expect(passed(again(after) as LinkedSimulation, [moment])).not.toEqual([[moment, before.timeline.digest()]]);
}

test.each(notYetRun)('%s, not run yet: nothing is run again', (_, edit) => {
  const digest = quick.timeline.digest();
  const after = start(edit, quick);
  expect(after.takenOver).toBe('here');
  // Not the digest: the edited program may number its functions otherwise.
  expect(after.timeline.moment).toEqual(quick.timeline.moment);
  compare(quick, after);
  expect(quick.timeline.digest()).toBe(digest);
});

test.each(runAfterTheWork)('%s: it begins at the last checkpoint before that', (_, edit) => {
  const after = start((text) => edit(working(text)), long);
  expect(after.takenOver).toBe('before');
  expect(after.timeline.moment.statements).toBeGreaterThan(900_000);
  compare(long, after);
  expectChange(long, after);
});

test.each(runSinceBoot)('%s: it begins where the kernel has booted', (_, edit) => {
  const after = start(edit, quick);
  expect(after.takenOver).toBe('before');
  expect(after.world.phase.name).toBe('boot');
  compare(quick, after);
  expectChange(quick, after);
});

test.each(runSinceLoading)('%s: it begins where the driver is loaded', (_, edit) => {
  const after = start(edit, quick);
  expect(after.takenOver).toBe('before');
  expect(after.world.phase.name).toBe('insmod');
  compare(quick, after);
  expectChange(quick, after);
});

test('behind a change by hand it is no run of any program', () => {
  const changed = stopped((text) => text);
  const { moment } = changed.timeline;
  changed.timeline.noteChange();
  const after = start((text) => text, changed);
  expect(after.takenOver).toBe('before');
  expect(after.timeline.moment.moves).toBeLessThan(moment.moves);
});

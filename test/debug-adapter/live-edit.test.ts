/** Code edited while the machine stands still: the new code comes to the same stop, by its identity and not by its line. */
import { describe, expect, test } from 'vitest';
import { simulator } from '../../debug-adapter/simulator-binding.ts';
import type { EditResult } from '../../debug-adapter/custom-requests.ts';
import { mapLine } from '../../debug-adapter/live-edit/line-mapping.ts';
import type { SimulatorDoor } from '../../debug-adapter/simulator-door.ts';
import type { DapClient } from '../support/dap-client.ts';
import { clientCapabilities, connect, lineOf, programPath, setBreakpoints } from './session-fixture.ts';

const program = `#include <stdio.h>
static int step = 2;
static int total;

static void add(int by)
{
	total += by * step;
}

int main(void)
{
	for (int i = 1; i <= 5; i++)
		add(i);
	printf("total %d\\n", total);
	return 0;
}
`;

async function top(client: DapClient): Promise<{ id: number; name: string; line: number }> {
  const { threadId } = client.events('stopped').at(-1)!;
  return (await client.request('stackTrace', { threadId, levels: 1 })).stackFrames[0]!;
}

async function value(client: DapClient, expression: string): Promise<string> {
  const { id } = await top(client);
  return (await client.request('evaluate', { expression, frameId: id, context: 'watch' })).result.replace(/ .*/, '');
}

/** Stands at the third `add`. */
async function third(capabilities: object = {}, door: SimulatorDoor = simulator): Promise<DapClient> {
  const client = connect({ [programPath]: program }, door);
  await client.request('initialize', { ...clientCapabilities, ...capabilities });
  await client.request('launch', { program: programPath });
  await client.event('initialized');
  await setBreakpoints(client, [{ line: lineOf(program, 'total += by') }]);
  await client.request('configurationDone');
  for (let i = 0; i < 3; i++) {
    if (i > 0) await client.request('continue', { threadId: client.events('stopped').at(-1)!.threadId });
    await client.event('stopped');
  }
  expect(await value(client, 'by')).toBe('3');
  return client;
}

async function edit(client: DapClient, text: string): Promise<EditResult> {
  return (await client.request('dma/edit' as never, { path: programPath, text } as never)) as EditResult;
}

test('the machine follows to the same stop, its views to the new values', async () => {
  const client = await third();
  expect(await value(client, 'total')).toBe('6');
  const edited = program.replace('step = 2;', 'step = 10;\nstatic int unused;');
  expect(await edit(client, edited)).toMatchObject({ outcome: 'replaced', difference: null });
  expect(await client.event('stopped')).toMatchObject({ reason: 'edit' });
  expect(await top(client)).toMatchObject({ name: 'add', line: lineOf(edited, 'total += by') });
  expect([await value(client, 'by'), await value(client, 'total')]).toEqual(['3', '30']);
  await client.request('continue', { threadId: client.events('stopped').at(-1)!.threadId });
  await client.event('stopped');
  expect(await value(client, 'by')).toBe('4');
  await client.request('stepBack', { threadId: client.events('stopped').at(-1)!.threadId });
  await client.event('stopped');
  expect(await top(client)).toMatchObject({ name: 'main', line: lineOf(edited, 'add(i);') });
});

test('a pause ends the way to the old stop, and the old code stays where it stands', async () => {
  const client = await third();
  const endless = program.replace('total += by * step;', 'for (;;)\n\t\ttotal += by * step;');
  const edited = edit(client, endless.replace('for (int i = 1', 'for (;;)\n\t\tstep++;\n\tfor (int i = 1'));
  const refusal = expect(edited).rejects.toThrow('a pause ended it');
  await client.request('pause', { threadId: 1 });
  await refusal;
  expect([await value(client, 'by'), await value(client, 'total')]).toEqual(['3', '6']);
});

test('following an edit for long shows itself; cancelled, the old code stays where it stands and can be edited again', async () => {
  const client = await third({ supportsProgressReporting: true });
  const endless = program.replace('for (int i = 1', 'for (;;)\n\t\tstep++;\n\tfor (int i = 1');
  const refusal = expect(edit(client, endless)).rejects.toThrow('was not followed to the end');
  const started = await client.event('progressStart');
  expect(started).toMatchObject({ title: 'Following the edit', cancellable: true });
  await client.request('cancel', { progressId: started.progressId });
  await refusal;
  expect(await client.event('progressEnd')).toMatchObject({ progressId: started.progressId });
  expect([await value(client, 'by'), await value(client, 'total')]).toEqual(['3', '6']);
  expect(await edit(client, program.replace('by * step', 'by + step'))).toMatchObject({ outcome: 'replaced' });
  expect([await value(client, 'by'), await value(client, 'total')]).toEqual(['3', '7']);
});

test('what does not compile, or is no part of it, leaves everything as it was', async () => {
  const client = await third();
  expect(await edit(client, program.replace('by * step', 'by *'))).toMatchObject({
    outcome: 'does-not-compile',
    problems: 1,
  });
  expect(await value(client, 'total')).toBe('6');
  expect(await edit(client, program)).toMatchObject({ outcome: 'same' });
  const other = await client.request('dma/edit' as never, { path: '/elsewhere.c', text: 'int x;' } as never);
  expect(other).toMatchObject({ outcome: 'not-part' });
});

test('a stop that never comes again is told, and the first thing that differs', async () => {
  const client = await third();
  const answer = await edit(client, program.replace('i <= 5', 'i <= 2'));
  expect(answer).toMatchObject({ outcome: 'elsewhere' });
  expect(answer.difference).toBeNull();
});

test('where much else has happened and the stop has not come, the machine stands there, and the breakpoints of the user count again', async () => {
  const client = await third();
  const edited = program.replace('i <= 5', 'i <= 2').replace('printf(', 'for (;;)\n\t\tprintf(');
  const answer = await edit(client, edited);
  expect(answer).toMatchObject({ outcome: 'elsewhere' });
  expect(await client.event('stopped')).toMatchObject({ reason: 'edit' });
  await setBreakpoints(client, [{ line: lineOf(edited, 'printf(') }]);
  await client.request('continue', { threadId: client.events('stopped').at(-1)!.threadId });
  expect(await client.event('stopped')).toMatchObject({ reason: 'breakpoint' });
});

test('what is prepared while more may be typed changes and tells nothing; the edit finds it done, and what is typed on or has run on replaces it', async () => {
  let builds = 0;
  const build: SimulatorDoor['build'] = (...asked) => (builds++, simulator.build(...asked));
  const client = await third({}, { ...simulator, build });
  const prepare = (text: string) => client.request('dma/prepareEdit' as never, { path: programPath, text } as never);
  const ten = program.replace('step = 2;', 'step = 10;');
  const told = client.events('stopped').length;
  expect(await prepare(program.replace('by * step', 'by *'))).toEqual({});
  await prepare(program.replace('step = 2;', 'step = 3;'));
  await prepare(ten);
  await prepare(ten);
  expect(builds).toBe(4);
  expect([await value(client, 'by'), await value(client, 'total')]).toEqual(['3', '6']);
  expect(client.events('stopped')).toHaveLength(told);
  expect(await edit(client, ten)).toMatchObject({ outcome: 'replaced', difference: null });
  expect(builds).toBe(4);
  expect(await client.event('stopped')).toMatchObject({ reason: 'edit' });
  expect([await value(client, 'by'), await value(client, 'total')]).toEqual(['3', '30']);
  await prepare(program);
  await client.request('continue', { threadId: client.events('stopped').at(-1)!.threadId });
  await client.event('stopped');
  expect(await edit(client, program)).toMatchObject({ outcome: 'replaced' });
  expect([await value(client, 'by'), await value(client, 'total')]).toEqual(['4', '12']);
});

test('a header is followed like the file that includes it, and what did not compile without it comes with it', async () => {
  const header = '/work/step.h';
  const including = program.replace('static int step = 2;', '#include "step.h"\nstatic int step = STEP;');
  const client = connect({ [programPath]: including, [header]: '#define STEP 2\n' }, simulator);
  await client.request('initialize', clientCapabilities);
  await client.request('launch', { program: programPath });
  await client.event('initialized');
  await setBreakpoints(client, [{ line: lineOf(including, 'printf(') }]);
  await client.request('configurationDone');
  await client.event('stopped');
  const editHeader = (text: string) => client.request('dma/edit' as never, { path: header, text } as never);
  expect(await editHeader('#define STEP 3\n')).toMatchObject({ outcome: 'replaced' });
  expect(await value(client, 'total')).toBe('45');
  expect(await edit(client, including.replace('= STEP', '= SLOPE'))).toMatchObject({ outcome: 'does-not-compile' });
  expect(await value(client, 'total')).toBe('45');
  expect(await editHeader('#define SLOPE 4\n')).toMatchObject({ outcome: 'replaced' });
  expect(await value(client, 'total')).toBe('60');
  expect(await edit(client, including)).toMatchObject({ outcome: 'does-not-compile' });
  expect(await editHeader('#define STEP 5\n')).toMatchObject({ outcome: 'replaced' });
  expect(await value(client, 'total')).toBe('75');
});

describe('lines after an edit', () => {
  const before = 'a\nb\nc\nd\ne';
  test.each([
    ['a\nb\nc\nd\ne', 3, 3],
    ['new\na\nb\nc\nd\ne', 3, 4],
    ['a\nb\nd\ne', 4, 3],
    ['a\nc\nx\nb\nd\ne', 2, 4],
    ['a\nb\nX\nd\ne', 3, 3],
    ['', 3, 1],
  ])('%j: line %i is line %i', (after, line, expected) => expect(mapLine(before, after, line)).toBe(expected));
});

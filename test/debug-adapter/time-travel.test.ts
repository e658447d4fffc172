/** Backwards in time, as a DAP client sees it, on the real simulator. */
import { expect, test } from 'vitest';
import { simulator } from '../../debug-adapter/simulator-binding.ts';
import {
  clientCapabilities,
  connect,
  launched,
  lineOf,
  programPath,
  setBreakpoints,
  twoCalls as program,
} from './session-fixture.ts';
import { go, value } from './standing.ts';

const line = (marker: string): number => lineOf(program, marker);

test('steps back, continues back, and says where in time it stands', async () => {
  const client = await launched(program, { stopOnEntry: true }, simulator);
  await go(client, 'configurationDone');
  await setBreakpoints(client, [{ line: line('return sum;') }, { line: line('printf') }]);
  const forwards = [await go(client, 'continue'), await go(client, 'continue'), await go(client, 'continue')];
  expect(forwards).toEqual([
    `breakpoint add ${line('return sum;')}`,
    `breakpoint add ${line('return sum;')}`,
    `breakpoint main ${line('printf')}`,
  ]);
  expect(await value(client, 'total')).toBe('42');
  expect(await client.refusal('reverseContinue', { threadId: 77 })).toBe('there is no thread 77');
  expect(await go(client, 'reverseContinue')).toBe(forwards[1]);
  expect(await value(client, 'a')).toBe('20');
  expect(await go(client, 'stepBack')).toBe(`step add ${line('int sum')}`);
  expect(await go(client, 'stepBack')).toBe(`step main ${line('add(total, 22)')}`);
  expect(await value(client, 'total')).toBe('20');
  expect(client.events('dma/position' as never).at(-1)).toMatchObject({ past: true, branch: 1 });
  expect(await go(client, 'reverseContinue')).toBe(forwards[0]);
  expect(await go(client, 'reverseContinue')).toBe(`entry main ${line('int total')}`);
  expect(client.events('stopped').at(-1)).toMatchObject({
    text: 'Nothing before this stops',
  });
  expect(await go(client, 'continue')).toBe(forwards[0]);
});

test('a variable changed in the past begins another branch; the first can be entered again', async () => {
  const client = await launched(program, { stopOnEntry: true }, simulator);
  await go(client, 'configurationDone');
  await setBreakpoints(client, [{ line: line('printf') }]);
  await go(client, 'continue');
  const { moment } = await client.request('dma/position' as never, {});
  expect(await go(client, 'stepBack')).toBe(`step main ${line('add(total, 22)')}`);
  await value(client, 'total = 100', 'repl');
  // Told at once: until it runs there is nothing ahead of it.
  expect(client.events('dma/position' as never).at(-1)).toMatchObject({ branch: 2, past: false });
  expect(await go(client, 'continue')).toBe(`breakpoint main ${line('printf')}`);
  expect(await value(client, 'total')).toBe('122');
  const position: { branches: object[] } = await client.request('dma/position' as never, {});
  expect(position).toMatchObject({
    branch: 2,
    branches: [
      { id: 1, parent: null },
      { id: 2, parent: { branch: 1 } },
    ],
  });
  await client.request('dma/enterBranch' as never, { branch: 1 } as never);
  // The protocol's ContinuedEvent: for what no request of its own implies. VS Code shows the reason of the stop before without it.
  expect(await client.event('continued')).toMatchObject({ allThreadsContinued: true });
  expect(await client.event('stopped')).toMatchObject({ reason: 'goto', description: 'At another moment' });
  expect(await value(client, 'total')).toBe('42');
  await client.request('dma/goToMoment' as never, { moment } as never);
  await client.event('stopped');
  await expect(
    client.request('dma/goToMoment' as never, { moment: { moves: 1e9, statements: 1, at: 0, record: null } } as never),
  ).rejects.toThrow('not in the recorded history');
});

test('a moment that was given a name stays what it was, also when it is the furthest', async () => {
  const client = await launched(program, { stopOnEntry: true }, simulator);
  await go(client, 'configurationDone');
  await setBreakpoints(client, [{ line: line('printf') }]);
  await go(client, 'continue');
  const named = await client.request('dma/position', { keep: true });
  await value(client, 'total = 100', 'repl');
  await value(client, 'total = 101', 'repl');
  expect(await value(client, 'total')).toBe('101');
  expect(await client.request('dma/position', {})).toMatchObject({ branches: [{ id: 1 }, { id: 2 }] });
  await client.request('dma/enterBranch', { branch: named.branch });
  await client.event('stopped');
  await client.request('dma/goToMoment', { moment: named.moment });
  await client.event('stopped');
  expect(await value(client, 'total')).toBe('42');
});

test('what another branch says is told as well, and what the first said is not told again', async () => {
  const client = await launched(program, { stopAtEnd: true }, simulator);
  await setBreakpoints(client, [{ line: line('printf') }]);
  expect(await go(client, 'configurationDone')).toBe(`breakpoint main ${line('printf')}`);
  const toTheEnd = async (): Promise<string> => {
    await client.request('continue', { threadId: client.events('stopped').at(-1)!.threadId });
    expect(await client.event('stopped')).toMatchObject({ reason: 'pause' });
    return client.output('stdout');
  };
  expect(await toTheEnd()).toBe('total 42\n');
  await go(client, 'reverseContinue');
  expect(await toTheEnd()).toBe('total 42\n');
  await go(client, 'reverseContinue');
  await value(client, 'total = 7', 'repl');
  expect(await toTheEnd()).toBe('total 42\ntotal 7\n');
  await client.request('dma/enterBranch', { branch: 1 });
  await client.event('stopped');
  await go(client, 'reverseContinue');
  expect(await toTheEnd()).toBe('total 42\ntotal 7\n');
});

test('without history there is no way back', async () => {
  const client = await launched(program, { stopOnEntry: true, history: false }, simulator);
  await go(client, 'configurationDone');
  await expect(client.request('stepBack', { threadId: 1 })).rejects.toThrow('no history is kept');
});

const long = `int sum;
int main(void)
{
	for (int i = 0; i < 20000000; i++)
		sum += i;
	return 0;
}
`;

test('a long search shows itself and can be cancelled: the machine then stands where it stood', async () => {
  const client = connect({ [programPath]: long }, simulator);
  await client.request('initialize', { ...clientCapabilities, supportsProgressReporting: true });
  await client.request('launch', { program: programPath, stopOnEntry: true });
  await client.event('initialized');
  await go(client, 'configurationDone');
  await setBreakpoints(client, [{ line: lineOf(long, 'return 0') }]);
  await go(client, 'continue');
  const before = await client.request('dma/position' as never, {});
  const { threadId } = client.events('stopped').at(-1)!;
  await setBreakpoints(client, []);
  await client.request('reverseContinue', { threadId });
  const started = await client.event('progressStart');
  expect(started).toMatchObject({ title: 'Searching backwards', cancellable: true });
  await client.request('cancel', { progressId: started.progressId });
  expect(await client.event('progressEnd')).toMatchObject({ progressId: started.progressId });
  expect(await client.event('stopped')).toMatchObject({ reason: 'pause' });
  expect(await client.request('dma/position' as never, {})).toEqual(before);
}, 120_000);

test('stands at the end where that was asked for: to go back, to change the code, and to end the session', async () => {
  const client = await launched(program, { stopAtEnd: true }, simulator);
  const end = { reason: 'pause', description: 'The run has ended with status 0' };
  await client.request('configurationDone');
  expect(await client.event('stopped')).toMatchObject(end);
  expect(client.output('stdout')).toBe('total 42\n');
  await setBreakpoints(client, [{ line: line('return sum;') }]);
  expect(await go(client, 'reverseContinue')).toBe(`breakpoint add ${line('return sum;')}`);
  expect(await value(client, 'sum')).toBe('42');
  await client.request('continue', { threadId: client.events('stopped').at(-1)!.threadId });
  expect(await client.event('stopped')).toMatchObject(end);
  const text = program.replace('20', '21');
  const edit = { path: programPath, text };
  expect(await client.request('dma/edit', edit)).toMatchObject({ outcome: 'replaced' });
  expect(await client.event('stopped')).toMatchObject({ reason: 'edit' });
  expect(await go(client, 'reverseContinue')).toBe(`breakpoint add ${line('return sum;')}`);
  expect(await value(client, 'sum')).toBe('43');
  await client.request('continue', { threadId: client.events('stopped').at(-1)!.threadId });
  expect(await client.event('stopped')).toMatchObject({ description: 'The run has ended with status 1' });
  await client.request('continue', { threadId: client.events('stopped').at(-1)?.threadId ?? 1 });
  expect(await client.event('exited')).toEqual({ exitCode: 1 });
  await client.event('terminated');
});

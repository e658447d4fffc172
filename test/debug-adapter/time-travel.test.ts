/** Backwards in time, as a DAP client sees it, on the real simulator. */
import { expect, test } from 'vitest';
import { simulator } from '../../debug-adapter/simulator-binding.ts';
import type { DapClient } from '../support/dap-client.ts';
import { launched, lineOf, setBreakpoints } from './session-fixture.ts';

const program = `#include <stdio.h>
static int add(int a, int b)
{
	int sum = a + b;
	return sum;
}

int main(void)
{
	int total = 0;
	total = add(total, 20);
	total = add(total, 22);
	printf("total %d\\n", total);
	return total == 42 ? 0 : 1;
}
`;
const line = (marker: string): number => lineOf(program, marker);

async function top(client: DapClient): Promise<{ id: number; name: string; line: number }> {
  const { threadId } = client.events('stopped').at(-1)!;
  return (await client.request('stackTrace', { threadId, levels: 1 })).stackFrames[0]!;
}

async function go(client: DapClient, command: string): Promise<string> {
  const threadId = client.events('stopped').at(-1)?.threadId ?? 1;
  await client.request(command, { threadId });
  const { reason } = await client.event('stopped');
  const { name, line: at } = await top(client);
  return `${reason} ${name} ${at}`;
}

async function value(client: DapClient, expression: string, context = 'watch'): Promise<string> {
  const { id } = await top(client);
  return (await client.request('evaluate', { expression, frameId: id, context })).result;
}

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
  expect(await value(client, 'total')).toMatch(/^42 /);
  expect(await go(client, 'reverseContinue')).toBe(forwards[1]);
  expect(await value(client, 'a')).toMatch(/^20 /);
  expect(await go(client, 'stepBack')).toBe(`step add ${line('int sum')}`);
  expect(await go(client, 'stepBack')).toBe(`step main ${line('add(total, 22)')}`);
  expect(await value(client, 'total')).toMatch(/^20 /);
  expect(client.events('dma/position' as never).at(-1)).toMatchObject({ past: true, branch: 1 });
  expect(await go(client, 'reverseContinue')).toBe(forwards[0]);
  expect(await go(client, 'reverseContinue')).toBe(`entry main ${line('int total')}`);
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
  expect(await go(client, 'continue')).toBe(`breakpoint main ${line('printf')}`);
  expect(await value(client, 'total')).toMatch(/^122 /);
  const position: { branches: object[] } = await client.request('dma/position' as never, {});
  expect(position).toMatchObject({
    branch: 2,
    branches: [
      { id: 1, parent: null },
      { id: 2, parent: { branch: 1 } },
    ],
  });
  await client.request('dma/enterBranch' as never, { branch: 1 } as never);
  expect(await client.event('stopped')).toMatchObject({ reason: 'goto' });
  expect(await value(client, 'total')).toMatch(/^42 /);
  await client.request('dma/goToMoment' as never, { moment } as never);
  await client.event('stopped');
  await expect(
    client.request('dma/goToMoment' as never, { moment: { moves: 1e9, statements: 1, at: 0, record: null } } as never),
  ).rejects.toThrow('not in the recorded history');
});

test('without history there is no way back', async () => {
  const client = await launched(program, { stopOnEntry: true, history: false }, simulator);
  await go(client, 'configurationDone');
  await expect(client.request('stepBack', { threadId: 1 })).rejects.toThrow('no history is kept');
});

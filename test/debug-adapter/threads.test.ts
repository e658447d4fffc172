/** Single threads under the debugger's hand: one runs while the others are held, a process is ended from outside. */
import { expect, test } from 'vitest';
import { simulator } from '../../debug-adapter/simulator-binding.ts';
import type { DapClient } from '../support/dap-client.ts';
import { launched, lineOf, setBreakpoints } from './session-fixture.ts';

const twoThreads = `
#include <pthread.h>
#include <stdio.h>
volatile unsigned long turns, rounds;
static void *spin(void *unused)
{
	for (;;)
		turns++;
	return unused;
}
int main(void)
{
	pthread_t thread;
	pthread_create(&thread, NULL, spin, NULL);
	while (!turns)
		;
	for (;;)
		rounds++; /* here */
}
`;

async function standing(): Promise<{ client: DapClient; main: number; spinner: number }> {
  const client = await launched(twoThreads, {}, simulator);
  await setBreakpoints(client, [{ line: lineOf(twoThreads, '/* here */') }]);
  await client.request('configurationDone');
  const main = (await client.event('stopped')).threadId!;
  const { threads } = await client.request('threads');
  const spinner = threads.find(({ id, name }) => id !== main && name.startsWith('program'))!.id;
  return { client, main, spinner };
}

async function valueOf(client: DapClient, threadId: number, expression: string): Promise<number> {
  const { stackFrames } = await client.request('stackTrace', { threadId, levels: 1 });
  return parseInt((await client.request('evaluate', { expression, frameId: stackFrames[0]!.id })).result, 10);
}

async function goOn(client: DapClient, command: string, args: object): Promise<{ threadId?: number; text?: string }> {
  await client.request(command, args);
  return client.event('stopped');
}

test('singleThread: only that thread goes on, in steps and runs; without it all do', async () => {
  const { client, main, spinner } = await standing();
  const turns = await valueOf(client, main, 'turns');
  for (let round = 0; round < 20; round++) await goOn(client, 'continue', { threadId: main, singleThread: true });
  expect(await valueOf(client, main, 'turns')).toBe(turns);
  expect(await valueOf(client, main, 'rounds')).toBe(20);
  expect((await client.request('threads')).threads.find(({ id }) => id === spinner)!.name).toContain('held');
  await goOn(client, 'next', { threadId: spinner, singleThread: true, granularity: 'statement' });
  await goOn(client, 'next', { threadId: spinner, singleThread: true, granularity: 'statement' });
  expect(await valueOf(client, main, 'rounds')).toBe(20);
  await setBreakpoints(client, [{ line: lineOf(twoThreads, '/* here */'), hitCondition: '>2000' }]);
  await goOn(client, 'continue', { threadId: main });
  expect(await valueOf(client, main, 'turns')).toBeGreaterThan(turns + 2);
});

test('singleThread: what the others would have to bring about does not come, and the stop says so', async () => {
  const waiter = `
#include <pthread.h>
static void *end(void *unused) { return unused; }
int main(void)
{
	pthread_t thread;
	pthread_create(&thread, NULL, end, NULL);
	pthread_join(thread, NULL); /* here */
	return 0;
}
`;
  const client = await launched(waiter, {}, simulator);
  await setBreakpoints(client, [{ line: lineOf(waiter, '/* here */') }]);
  await client.request('configurationDone');
  const { threadId } = await client.event('stopped');
  const held = await goOn(client, 'continue', { threadId, singleThread: true });
  expect(held).toMatchObject({
    reason: 'pause',
    text: expect.stringContaining('all other threads are held') as string,
  });
  await client.request('continue', { threadId });
  expect((await client.event('exited')).exitCode).toBe(0);
});

test('terminateThreads ends a process with all its threads, as SIGKILL does', async () => {
  const { client, main, spinner } = await standing();
  await client.request('terminateThreads', { threadIds: [spinner] });
  await setBreakpoints(client, []);
  await client.request('continue', { threadId: main });
  // waitpid's status word of a process that SIGKILL ended, as a shell gives it on: 128 + 9
  expect((await client.event('exited')).exitCode).toBe(137);
});

test('terminateThreads refuses what nothing can end', async () => {
  const { client } = await standing();
  expect(await client.refusal('terminateThreads', { threadIds: [9999] })).toBe('there is no thread 9999');
});

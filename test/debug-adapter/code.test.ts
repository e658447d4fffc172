/** Functions, instructions, jumps and targets of steps, as a DAP client sees them, on the real simulator. */
import { describe, expect, test } from 'vitest';
import { simulator } from '../../debug-adapter/simulator-binding.ts';
import type { DapClient } from '../support/dap-client.ts';
import { launched, lineOf, programPath, setBreakpoints } from './session-fixture.ts';

const program = `#include <stdio.h>
static int one(int a)
{
	a += 1;
	return a;
}
static int two(int a)
{
	int b = a * 2; int c = b;
	return c;
}

int main(void)
{
	int total = 5;
	total = one(two(total));
	total += 100;
	printf("%d\\n", total);
	return 0;
}
`;
const line = (marker: string): number => lineOf(program, marker);

interface Frame {
  readonly id: number;
  readonly name: string;
  readonly line: number;
  readonly column: number;
  readonly instructionPointerReference?: string;
}

async function top(client: DapClient): Promise<Frame> {
  const { threadId } = client.events('stopped').at(-1)!;
  return (await client.request('stackTrace', { threadId, levels: 1 })).stackFrames[0]!;
}

async function go(client: DapClient, command: string, args: object = {}): Promise<string> {
  const before = client.events('stopped').at(-1);
  await client.request(command, before && { threadId: before.threadId, ...args });
  const { reason } = await client.event('stopped');
  const { name, line: at } = await top(client);
  return `${reason} ${name} ${at}`;
}

async function value(client: DapClient, expression: string): Promise<string> {
  const { id } = await top(client);
  return (await client.request('evaluate', { expression, frameId: id, context: 'watch' })).result.replace(/ .*/, '');
}

async function atEntry(): Promise<DapClient> {
  const client = await launched(program, { stopOnEntry: true }, simulator);
  expect(await go(client, 'configurationDone')).toBe(`entry main ${line('total = 5')}`);
  return client;
}

describe('functions', () => {
  test('a breakpoint on one stops at its first statement; an unknown one says so', async () => {
    const client = await atEntry();
    const { breakpoints } = (await client.request('setFunctionBreakpoints', {
      breakpoints: [{ name: 'one' }, { name: 'two', condition: 'a == 5' }, { name: 'nobody' }],
    })) as { breakpoints: object[] };
    expect(breakpoints).toMatchObject([{ verified: true }, { verified: true }, { verified: false }]);
    expect(await go(client, 'continue')).toBe(`breakpoint two ${line('int b')}`);
    expect(await go(client, 'continue')).toBe(`breakpoint one ${line('a += 1')}`);
    expect(await go(client, 'reverseContinue')).toBe(`breakpoint two ${line('int b')}`);
  });

  test('the calls of a line are targets of a step into it', async () => {
    const client = await atEntry();
    await go(client, 'next');
    const { id } = await top(client);
    const { targets } = (await client.request('stepInTargets', { frameId: id })) as {
      targets: { id: number; label: string }[];
    };
    expect(targets.map(({ label }) => label).sort()).toEqual(['one', 'two']);
    const target = targets.find(({ label }) => label === 'one')!;
    expect(
      await client.refusal('stepIn', { threadId: client.events('stopped').at(-1)!.threadId!, targetId: 987654 }),
    ).toContain('stepInTargets');
    expect(await go(client, 'stepIn', { targetId: target.id })).toBe(`step one ${line('a += 1')}`);
  });

  test('a frame is begun again by going back to its first statement', async () => {
    const client = await atEntry();
    // What stops inside of it on the way back is no place to begin again.
    await setBreakpoints(client, [{ line: line('int c'), column: 21 }, { line: line('return c;') }]);
    await go(client, 'continue');
    await go(client, 'continue');
    expect(await value(client, 'c')).toBe('10');
    const { id } = await top(client);
    await client.request('restartFrame', { frameId: id });
    await client.event('stopped');
    expect(await top(client)).toMatchObject({ name: 'two', line: line('int b') });
    await setBreakpoints(client, [{ line: line('return c;') }]);
    expect(await go(client, 'continue')).toBe(`breakpoint two ${line('return c;')}`);
  });
});

describe('instructions', () => {
  test('are shown around an address, stepped one by one, and stopped at', async () => {
    const client = await atEntry();
    const at = (await top(client)).instructionPointerReference!;
    const { instructions } = (await client.request('disassemble', {
      memoryReference: at,
      instructionOffset: -2,
      instructionCount: 8,
    })) as { instructions: { address: string; instruction: string; line?: number; symbol?: string }[] };
    expect(instructions).toHaveLength(8);
    expect(instructions[2]).toMatchObject({ address: at, symbol: 'main', line: line('total = 5') });
    expect(instructions[3]!.instruction).toMatch(/^constant/);
    expect(await go(client, 'next', { granularity: 'instruction' })).toBe(`step main ${line('total = 5')}`);
    expect((await top(client)).instructionPointerReference).toBe(instructions[3]!.address);
    const answer = await client.request('setInstructionBreakpoints', {
      breakpoints: [{ instructionReference: instructions[5]!.address }, { instructionReference: '0x1' }],
    });
    expect(answer).toMatchObject({ breakpoints: [{ verified: true }, { verified: false }] });
    expect(await go(client, 'continue')).toMatch(/^breakpoint main/);
    expect((await top(client)).instructionPointerReference).toBe(instructions[5]!.address);
    await client.request('restart', {});
    await client.event('stopped');
    expect(await go(client, 'continue')).toMatch(/^breakpoint main/);
    expect((await top(client)).instructionPointerReference).toBe(instructions[5]!.address);
    await client.request('setInstructionBreakpoints', { breakpoints: [] });
    await client.request('continue', { threadId: client.events('stopped').at(-1)!.threadId });
    expect(await client.event('exited')).toEqual({ exitCode: 0 });
  });

  test('statements of one line are steps of their own where that is asked for', async () => {
    const client = await atEntry();
    await setBreakpoints(client, [{ line: line('int b') }]);
    await go(client, 'continue');
    const first = (await top(client)).column;
    expect(await go(client, 'next', { granularity: 'statement' })).toBe(`step two ${line('int b')}`);
    expect((await top(client)).column).toBeGreaterThan(first);
    expect(await go(client, 'stepBack', { granularity: 'statement' })).toBe(`breakpoint two ${line('int b')}`);
    expect((await top(client)).column).toBe(first);
  });
});

describe('going on elsewhere', () => {
  test('leaves out what lies between, and can be taken back', async () => {
    const client = await atEntry();
    await go(client, 'next');
    const targetsAt = async (marker: string): Promise<{ id: number }[]> => {
      const answer = await client.request('gotoTargets', { source: { path: programPath }, line: line(marker) });
      return (answer as { targets: { id: number }[] }).targets;
    };
    const [target] = await targetsAt('total += 100');
    expect(await go(client, 'goto', { targetId: target!.id })).toBe(`goto main ${line('total += 100')}`);
    await setBreakpoints(client, [{ line: line('printf') }]);
    expect(await go(client, 'continue')).toBe(`breakpoint main ${line('printf')}`);
    expect(await value(client, 'total')).toBe('105');
    const [elsewhere] = await targetsAt('int b');
    const { threadId } = client.events('stopped').at(-1)!;
    await expect(client.request('goto', { threadId, targetId: elsewhere!.id })).rejects.toThrow('another function');
  });

  test('the images are modules', async () => {
    const client = await atEntry();
    const { modules } = (await client.request('modules', {})) as { modules: { name: string; mode: string }[] };
    expect(modules.map(({ mode }) => mode).sort()).toEqual(['kernel', 'user']);
  });
});

/** Breakpoints on lines: where they come to lie, what is passed on to the simulation, what is refused. */
import { expect, test } from 'vitest';
import type { BreakpointRequest } from '../../simulator/index.ts';
import { clientCapabilities, connect, launched, programPath, setBreakpoints } from './session-fixture.ts';
import { smallDoor } from './small-simulator.ts';

const program = `#include <stdio.h>

int i; /* a comment */
int main(void)
{
	i = 0; i = i + 1; i = i + 2;

	return i - 3;
}
`;

test('a breakpoint moves to the next statement; one behind the last is not verified and says why', async () => {
  const client = await launched(program);
  const { breakpoints } = await setBreakpoints(client, [{ line: 3 }, { line: 7 }, { line: 40 }]);
  expect(breakpoints).toMatchObject([
    { verified: true, line: 6, column: 2 },
    { verified: true, line: 8, column: 2 },
    { verified: false, line: 40, message: 'there is no statement on this line' },
  ]);
});

test('a column chooses a statement of the line', async () => {
  const client = await launched(program);
  const { breakpoints } = await setBreakpoints(client, [{ line: 6, column: 11 }]);
  expect(breakpoints).toMatchObject([{ verified: true, line: 6, column: 9 }]);
  await client.request('configurationDone');
  await client.event('stopped');
  const { stackFrames } = await client.request('stackTrace', { threadId: 1 });
  expect(stackFrames).toMatchObject([{ line: 6, column: 9 }]);
});

test('breakpointLocations lists the statements between two lines', async () => {
  const client = await launched(program);
  const { breakpoints } = await client.request('breakpointLocations', {
    source: { path: programPath },
    line: 6,
    endLine: 8,
  });
  expect(breakpoints.map(({ line, column }) => `${line}:${column}`)).toEqual(['6:2', '6:9', '6:20', '8:2']);
});

test('conditions, hit conditions and log messages reach the simulation; what cannot be understood is refused at once', async () => {
  const seen: (readonly BreakpointRequest[])[] = [];
  const small = smallDoor();
  const door = smallDoor({
    createSimulation(built, request) {
      const simulation = small.createSimulation(built, request);
      const set = simulation.setBreakpoints;
      simulation.setBreakpoints = (breakpoints) => {
        seen.push(breakpoints);
        set(breakpoints);
      };
      return simulation;
    },
  });
  const client = await launched(program, {}, door);
  const { breakpoints } = await setBreakpoints(client, [
    { line: 6, condition: 'i > 1' },
    { line: 8, hitCondition: '>= 5', logMessage: 'i is {i}' },
    { line: 8, hitCondition: 'often' },
  ]);
  expect(breakpoints.map((each) => each.verified)).toEqual([true, true, false]);
  expect(breakpoints[2]!.message).toBe(
    "the hit condition 'often' is not understood: write 5, >5, >=5, ==5, <5, <=5 or %5",
  );
  expect(seen.at(-1)).toMatchObject([
    { id: 1, condition: 'i > 1', hitCondition: null, logMessage: null },
    { id: 2, condition: null, hitCondition: '>= 5', logMessage: 'i is {i}' },
  ]);
});

test('a breakpoint that is set again keeps its number, and with it its hit count', async () => {
  const client = await launched(program);
  const ids = async (wanted: readonly object[]): Promise<(number | undefined)[]> =>
    (await setBreakpoints(client, wanted)).breakpoints.map(({ id }) => id);
  expect(await ids([{ line: 6 }, { line: 8 }])).toEqual([1, 2]);
  expect(await ids([{ line: 8 }, { line: 6, condition: 'i' }])).toEqual([2, 3]);
});

test('breakpoints set before the launch are placed by it', async () => {
  const client = connect({ [programPath]: program });
  await client.request('initialize', clientCapabilities);
  const { breakpoints } = await setBreakpoints(client, [{ line: 7 }]);
  expect(breakpoints).toEqual([{ id: 1, verified: false, line: 7, message: 'the program is not built yet' }]);
  await client.request('launch', { program: programPath });
  expect(await client.event('breakpoint')).toMatchObject({
    reason: 'changed',
    breakpoint: { id: 1, verified: true, line: 8 },
  });
});

test('a client that counts lines and columns from 0 and names files by URI', async () => {
  const client = connect({ [programPath]: program });
  await client.request('initialize', {
    adapterID: 'dma',
    linesStartAt1: false,
    columnsStartAt1: false,
    pathFormat: 'uri',
  });
  await client.request('launch', { program: programPath, stopOnEntry: true });
  const source = { path: 'file:///work/program.c' };
  const { breakpoints } = await client.request('setBreakpoints', { source, breakpoints: [{ line: 6, column: 0 }] });
  expect(breakpoints).toMatchObject([{ verified: true, line: 7, column: 1 }]);
  await client.request('configurationDone');
  await client.event('stopped');
  const { stackFrames } = await client.request('stackTrace', { threadId: 1 });
  expect(stackFrames).toMatchObject([{ line: 5, column: 1, source: { path: 'file:///work/program.c' } }]);
});

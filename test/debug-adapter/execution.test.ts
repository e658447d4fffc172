/** Running, stopping and ending, as a DAP client sees it. */
import { expect, test } from 'vitest';
import { smallDoor } from './small-simulator.ts';
import {
  clientCapabilities,
  connect,
  launched,
  lineOf,
  lines,
  programPath,
  scopeVariables,
  setBreakpoints,
  stoppedAt,
  topFrame,
  twoCalls as program,
} from './session-fixture.ts';

test('a program runs to its end and its output arrives with its place', async () => {
  const client = await launched(program);
  await client.request('configurationDone');
  expect(await client.event('exited')).toEqual({ exitCode: 0 });
  await client.event('terminated');
  const [output] = client.events('output');
  expect(output).toMatchObject({ category: 'stdout', output: 'total 42\n', source: { path: programPath }, line: 13 });
});

test('a breakpoint stops, steps go over, into and out', async () => {
  const client = await launched(program);
  const { breakpoints } = await setBreakpoints(client, [{ line: 11 }]);
  expect(breakpoints).toMatchObject([{ id: 1, verified: true, line: 11, column: 2 }]);
  await client.request('configurationDone');
  expect(await client.event('stopped')).toEqual({
    reason: 'breakpoint',
    threadId: 1,
    hitBreakpointIds: [1],
    allThreadsStopped: true,
  });
  const transcript: string[] = [];
  for (const command of ['stepIn', 'next', 'stepOut', 'next', 'next']) {
    await client.request(command, { threadId: 1 });
    const { reason } = await client.event('stopped');
    const frame = await topFrame(client);
    transcript.push(`${command}: ${reason} in ${frame.name} line ${frame.line}`);
  }
  expect(transcript).toEqual([
    'stepIn: step in add line 4',
    'next: step in add line 5',
    'stepOut: step in main line 12',
    'next: step in main line 13',
    'next: step in main line 14',
  ]);
});

test('stopOnEntry stops before the first statement; noDebug stops nowhere', async () => {
  const entry = await launched(program, { stopOnEntry: true });
  await entry.request('configurationDone');
  expect(await entry.event('stopped')).toMatchObject({ reason: 'entry', threadId: 1 });
  expect(await topFrame(entry)).toMatchObject({ name: 'main', line: 10 });

  const free = await launched(program, { stopOnEntry: true, noDebug: true });
  await setBreakpoints(free, [{ line: 11 }]);
  await free.request('setExceptionBreakpoints', { filters: ['dma-start'] });
  await free.request('configurationDone');
  expect(await free.event('exited')).toEqual({ exitCode: 0 });
  expect(free.events('stopped')).toEqual([]);
});

/** Milliseconds, with a busy test machine in mind; idle ones take less than 20. */
const soon = 1000;

const endless = `#include <stdio.h>
int main(void)
{
	unsigned long turns = 0;
	for (;;)
		turns++;
}
`;

test('an endless program is paused, looked at, and ended at once', async () => {
  const client = await launched(endless);
  await client.request('configurationDone');
  await new Promise((resolve) => setTimeout(resolve, 150));
  const before = performance.now();
  await client.request('pause', { threadId: 1 });
  expect(await client.event('stopped')).toMatchObject({ reason: 'pause', threadId: 1 });
  expect(performance.now() - before).toBeLessThan(soon);
  const [turns] = await scopeVariables(client, 'Locals');
  expect(Number.parseInt(turns!.value, 10)).toBeGreaterThan(100);
  await client.request('continue', { threadId: 1 });
  const asked = performance.now();
  await client.request('threads');
  await client.request('terminate');
  await client.event('terminated');
  expect(performance.now() - asked).toBeLessThan(soon);
  expect(client.events('exited')).toEqual([]);
});

test('a task that cannot go on is an exception with the whole report', async () => {
  const client = await launched('int main(void)\n{\n\tint *nowhere = 0;\n\treturn *nowhere;\n}\n');
  await client.request('configurationDone');
  expect(await client.event('stopped')).toMatchObject({
    reason: 'exception',
    threadId: 1,
    description: 'Paused on null-pointer',
    text: 'fault at 0x0',
  });
  expect(await client.request('exceptionInfo', { threadId: 1 })).toEqual({
    exceptionId: 'null-pointer',
    description: 'fault at 0x0',
    breakMode: 'always',
    details: {
      message: 'Oops: fault at 0x0\nin main',
      typeName: 'null-pointer',
      stackTrace: `main at ${programPath}:4:2`,
    },
  });
});

test('when nothing can ever run again, it stops and says who waits', async () => {
  const small = smallDoor();
  const door = smallDoor({
    createSimulation: (built, request) =>
      Object.assign(small.createSimulation(built, request), {
        run: () => ({ kind: 'deadlock', description: 'insmod waits' }),
      }),
  });
  const client = await launched(program, {}, door);
  await client.request('configurationDone');
  expect(await client.event('stopped')).toMatchObject({
    reason: 'exception',
    threadId: 1,
    description: 'Deadlock',
    text: 'insmod waits',
  });
  expect(await client.request('exceptionInfo', { threadId: 1 })).toMatchObject({ exceptionId: 'deadlock' });
});

test('log, findings and events: output with category, stop with the fields of the record', async () => {
  const text =
    '#include <stdio.h>\nint main(void)\n{\n\tputs("log: probe");\n\tputs("finding: wrong");\n\tputs("dma: write back");\n\treturn 3;\n}\n';
  const client = await launched(text);
  const { breakpoints } = await client.request('setExceptionBreakpoints', {
    filters: ['wrong-target', 'no-such-filter'],
    filterOptions: [
      { filterId: 'dma-start', condition: 'length > 3' },
      { filterId: 'dma-complete', condition: 'nonsense' },
    ],
  });
  expect(breakpoints).toEqual([
    { verified: true },
    { verified: false, message: "there is no filter 'no-such-filter'" },
    { verified: true },
    { verified: false, message: "there is no field 'nonsense'" },
  ]);
  await client.request('configurationDone');
  expect(await client.event('stopped')).toMatchObject({
    reason: 'exception',
    description: "DMA hits memory that is not the device's",
    text: 'wrong-target happened',
  });
  await client.request('continue', { threadId: 1 });
  expect(await client.event('stopped')).toMatchObject({ reason: 'exception', description: 'DMA transfer starts' });
  const { exceptionId, details } = await client.request('exceptionInfo', { threadId: 1 });
  expect(exceptionId).toBe('dma-start');
  expect(details!.message!.split('\n')).toEqual(
    expect.arrayContaining(['programmed: 0x430000000', 'driven: 0x30000000', 'physical: 0x30000000', 'length: 64']),
  );
  await client.request('continue', { threadId: 1 });
  expect(await client.event('exited')).toEqual({ exitCode: 3 });
  expect(client.output('console')).toBe('probe\n');
  expect(client.output('stderr')).toBe('wrong\n');
});

test('restart runs the same program again with the same breakpoints', async () => {
  const client = await stoppedAt(program, 'add(total, 20)');
  await client.request('setVariable', {
    variablesReference: await localsReference(client),
    name: 'total',
    value: '1000',
  });
  await client.request('restart');
  await client.event('continued');
  expect(await client.event('stopped')).toMatchObject({ reason: 'breakpoint' });
  expect(lines(await scopeVariables(client, 'Locals'))).toEqual(['total = 0']);
  await client.request('continue', { threadId: 1 });
  expect(await client.event('exited')).toEqual({ exitCode: 0 });
});

test('a restart whose sources do not compile tells why and keeps the machine, standing or running', async () => {
  const endless = 'int turns;\nint main(void)\n{\n\tfor (;;)\n\t\tturns++;\n}\n';
  const files = { [programPath]: endless };
  const client = connect(files);
  await client.request('initialize', clientCapabilities);
  await client.request('launch', { program: programPath, stopOnEntry: true });
  await client.event('initialized');
  await client.request('configurationDone');
  await client.event('stopped');
  const before = await topFrame(client);
  files[programPath] = endless.replace('turns++', 'turns++ 1');
  const kept = async (): Promise<void> => {
    await client.request('restart');
    expect(await client.event('stopped')).toMatchObject({ reason: 'pause', description: 'Not restarted', threadId: 1 });
  };
  await kept();
  expect(client.output('stderr')).toContain('program.c:5:');
  const problem = "/work/program.c:5:10: expected ';' before numeric constant";
  expect(client.output('important')).toBe(`Not restarted, the machine stays as it was: ${problem}\n`);
  expect(await client.request('evaluate', { expression: 'turns', frameId: before.id })).toMatchObject({ result: '0' });
  await client.request('continue', { threadId: 1 });
  await kept();
  files[programPath] = endless;
  await client.request('restart');
  expect(await client.event('stopped')).toMatchObject({ reason: 'entry' });
});

async function localsReference(client: Awaited<ReturnType<typeof launched>>): Promise<number> {
  const { scopes } = await client.request('scopes', { frameId: (await topFrame(client)).id });
  return scopes[0]!.variablesReference;
}

test('tasks are threads: started and exited, with their CPU', async () => {
  const client = await stoppedAt(program, 'int total');
  expect(await client.request('threads')).toEqual({ threads: [{ id: 1, name: 'main (pid 1, CPU 0)' }] });
  expect(client.events('thread')).toEqual([{ reason: 'started', threadId: 1 }]);
  expect(lineOf(program, 'int total')).toBe(10);
});

test('a program that prints without end neither swamps the client nor escapes it', async () => {
  const text = '#include <stdio.h>\nint main(void)\n{\n\tfor (;;)\n\t\tputs("again and again");\n}\n';
  const client = await launched(text);
  await client.request('configurationDone');
  await new Promise((resolve) => setTimeout(resolve, 100));
  await client.request('pause', { threadId: 1 });
  await client.event('stopped');
  const lines = client.output('stdout').split('\n').length;
  expect(lines).toBeGreaterThan(100);
  expect(client.events('output').length).toBeLessThan(lines / 10);
});

test('the machine waits for a client that does not take what it is sent', async () => {
  let unsent = 64 * 2 ** 20;
  const client = connect({ [programPath]: program }, smallDoor(), () => unsent);
  await client.request('initialize', clientCapabilities);
  await client.request('launch', { program: programPath });
  await client.request('configurationDone');
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(client.events('output')).toEqual([]);
  unsent = 0;
  expect(await client.event('exited')).toEqual({ exitCode: 0 });
});

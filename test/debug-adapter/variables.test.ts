/** Frames, scopes, variables, expressions and assignments, as a DAP client sees them. */
import { expect, test } from 'vitest';
import {
  clientCapabilities,
  connect,
  lines,
  programPath,
  scopeVariables,
  setBreakpoints,
  stoppedAt,
  topFrame,
  variables,
  type Variable,
} from './session-fixture.ts';
import { smallDoor } from './small-simulator.ts';
import type { DapClient } from '../support/dap-client.ts';

const program = `#include <stdio.h>
typedef unsigned long long dma_addr_t;
enum state { IDLE, BUSY, DONE = 8 };
struct ring { unsigned int head, tail; unsigned full : 1, burst : 5; int slots[4]; };
struct engine {
	enum state state;
	dma_addr_t handle;
	struct ring *ring;
	const char *name;
	int (*start)(struct engine *engine);
	union { unsigned short word; unsigned char bytes[2]; };
	struct engine *next;
};
static struct ring ring = { 3, 1, 1, 17, { 10, 20, 30, 40 } };
static int start(struct engine *engine)
{
	int depth = 2;
	engine->state = BUSY;
	return depth;
}
static struct engine engine = { IDLE, 0x430000000ULL, &ring, "fpga \\"0\\"\\n", start, { 0x1234 }, 0 };
static int table[300];
int main(void)
{
	char text[8] = "hello";
	_Bool ready = 1;
	double ratio = 0.1;
	char letter = 'a';
	for (int i = 0; i < 300; i++)
		table[i] = i * i;
	start(&engine);
	return text[0] + ready + (int)ratio + letter - 202;
}
`;
const inStart = (): Promise<DapClient> => stoppedAt(program, 'engine->state = BUSY');

function named(found: readonly Variable[], name: string): Variable {
  return found.find((each) => each.name === name)!;
}

test('frames: names, places, sources, paging', async () => {
  const client = await inStart();
  const { stackFrames, totalFrames } = await client.request('stackTrace', { threadId: 1 });
  expect(stackFrames.map(({ name, line, column }) => `${name} ${line}:${column}`)).toEqual(['start 18:2', 'main 31:2']);
  expect(stackFrames[0]!.source).toEqual({ name: 'program.c', path: programPath });
  expect(totalFrames).toBe(2);
  const page = await client.request('stackTrace', { threadId: 1, startFrame: 1, levels: 20 });
  expect(page.stackFrames).toMatchObject([{ name: 'main' }]);
  expect(page.totalFrames).toBe(2);
  const formatted = await client.request('stackTrace', {
    threadId: 1,
    format: { module: true, line: true, parameters: true },
  });
  expect(formatted.stackFrames[0]!.name).toMatch(
    /^small!start\(engine=\(struct engine \*\) 0x[0-9a-f]+ <engine>\) Line 18$/,
  );
});

/** VS Code's debugSession.ts calls itself 'vscode', and its editor selects the range that a frame has. */
test('where the statement of a frame ends is told to clients that do not select it', async () => {
  for (const [clientID, ends] of [
    ['test', [18, 23]],
    ['vscode', []],
  ] as const) {
    const client = connect({ [programPath]: program });
    await client.request('initialize', { ...clientCapabilities, clientID });
    await client.request('launch', { program: programPath, stopOnEntry: true });
    await client.event('initialized');
    await setBreakpoints(client, [{ line: 18 }]);
    await client.request('configurationDone');
    await client.event('stopped');
    await client.request('continue', { threadId: 1 });
    await client.event('stopped');
    const { endLine, endColumn } = await topFrame(client);
    expect([endLine, endColumn].filter((each) => each !== undefined)).toEqual(ends);
  }
});

test('locals of each frame: scalars, text, typed pointers', async () => {
  const client = await inStart();
  expect(lines(await scopeVariables(client, 'Locals')).map(withoutAddress)).toEqual([
    'engine = (struct engine *) 0x… <engine>',
    'depth = 2',
  ]);
  const { stackFrames } = await client.request('stackTrace', { threadId: 1 });
  const { scopes } = await client.request('scopes', { frameId: stackFrames[1]!.id });
  expect(scopes.map(({ name, expensive }) => `${name} ${expensive}`)).toEqual([
    'Locals false',
    'Globals true',
    'Registers of dev0 true',
  ]);
  const locals = await variables(client, scopes[0]!.variablesReference);
  expect(lines(locals)).toEqual(['text = "hello"', 'ready = true', 'ratio = 0.1', "letter = 97 'a'"]);
  expect(locals.map((each) => each.type)).toEqual(['char[8]', '_Bool', 'double', 'char']);
});

function withoutAddress(line: string): string {
  return line.replace(/0x[0-9a-f]{16}/, '0x…');
}

test('globals: structs, bit-fields, unions, enumerations, function pointers, strings', async () => {
  const client = await inStart();
  const globals = await scopeVariables(client, 'Globals');
  const engine = await variables(client, named(globals, 'engine').variablesReference);
  expect(lines(engine).map(withoutAddress)).toEqual([
    'state = IDLE (0)',
    'handle = 0x430000000',
    'ring = (struct ring *) 0x… <ring>',
    'name = 0x… "fpga \\"0\\"\\n"',
    'start = 0x… <start>',
    'word = 4660 (0x1234)',
    'bytes = {52 (0x34), 18 (0x12)}',
    'next = 0x0',
  ]);
  expect(named(engine, 'handle').memoryReference).toBe('phys:0x430000000');
  expect(named(engine, 'next').variablesReference).toBe(0);
  const ring = await variables(client, named(engine, 'ring').variablesReference);
  expect(lines(ring)).toEqual([
    'head = 3',
    'tail = 1',
    'full = 1',
    'burst = 17 (0x11)',
    'slots = {10 (0xa), 20 (0x14), 30 (0x1e), 40 (0x28)}',
  ]);
  expect(named(ring, 'burst').evaluateName).toBe('engine.ring->burst');
  expect(named(globals, 'ring').value).toBe('{head = 3, tail = 1, full = 1, burst = 17 (0x11), slots = [4]}');
});

test('large arrays come in pages', async () => {
  const client = await inStart();
  const table = named(await scopeVariables(client, 'Globals'), 'table');
  expect(table).toMatchObject({ indexedVariables: 300, type: 'int[300]' });
  const page = await variables(client, table.variablesReference, { filter: 'indexed', start: 298, count: 100 });
  expect(lines(page)).toEqual(['[298] = 88804 (0x15ae4)', '[299] = 89401 (0x15d39)']);
  expect(page[1]!.evaluateName).toBe('table[299]');
  expect(await variables(client, table.variablesReference, { filter: 'named' })).toEqual([]);
});

test('hexadecimal on request', async () => {
  const client = await inStart();
  const { result } = await client.request('evaluate', {
    expression: 'depth',
    frameId: (await topFrame(client)).id,
    format: { hex: true },
  });
  expect(result).toBe('0x2');
});

test('registers of a device, with their fields', async () => {
  const client = await inStart();
  const registers = await scopeVariables(client, 'Registers of dev0');
  expect(registers).toMatchObject([
    { name: 'STATUS', value: '0x3', type: '32-bit register at BAR 0 + 0x4: what it is doing' },
  ]);
  expect(await variables(client, registers[0]!.variablesReference)).toMatchObject([{ name: 'BUSY', value: '0x1' }]);
  const refused = await client.refusal('setVariable', {
    variablesReference: registers[0]!.variablesReference,
    name: 'BUSY',
    value: '0',
  });
  expect(refused).toBe('a device register is written by the driver: its device would act on it');
});

test('expressions: watches and hovers look, the console may change', async () => {
  const client = await inStart();
  const frameId = (await topFrame(client)).id;
  const evaluate = (expression: string, context: string): Promise<{ result: string }> =>
    client.request('evaluate', { expression, frameId, context });
  expect(await evaluate('engine->ring->slots[2] + 1', 'watch')).toMatchObject({ result: '31 (0x1f)', type: 'int' });
  expect(await evaluate('*engine->ring', 'hover')).toMatchObject({ namedVariables: 5 });
  expect(await client.refusal('evaluate', { expression: 'depth = 5', frameId, context: 'watch' })).toBe(
    'this expression would change something',
  );
  expect(await client.refusal('evaluate', { expression: 'nobody', frameId, context: 'hover' })).toContain('nobody');
  expect(client.events('invalidated')).toEqual([]);
  expect(await evaluate('depth = 5', 'repl')).toMatchObject({ result: '5' });
  expect(client.events('invalidated')).toEqual([{ areas: ['variables'] }]);
  expect(await evaluate('depth', 'watch')).toMatchObject({ result: '5' });
});

test('variables are set in registers, in memory and through pointers; the text shown is text accepted', async () => {
  const client = await inStart();
  const { scopes } = await client.request('scopes', { frameId: (await topFrame(client)).id });
  const locals = scopes[0]!.variablesReference;
  expect(
    await client.request('setVariable', { variablesReference: locals, name: 'depth', value: '0x10' }),
  ).toMatchObject({ value: '16 (0x10)' });
  expect(
    await client.request('setVariable', { variablesReference: locals, name: 'depth', value: '17 (0x10)' }),
  ).toMatchObject({ value: '17 (0x11)' });
  const engine = named(await variables(client, locals), 'engine');
  const state = { variablesReference: engine.variablesReference, name: 'state', value: 'DONE (8)' };
  expect(await client.request('setVariable', state)).toMatchObject({ value: 'DONE (8)' });
  const slots = { expression: 'engine->ring->slots[3]', value: '-1', frameId: (await topFrame(client)).id };
  expect(await client.request('setExpression', slots)).toMatchObject({ value: '-1' });
  const [, last] = client.events('memory');
  expect(last!.memoryReference).toMatch(/^0xffffffff82/);
  expect(await client.refusal('setVariable', { variablesReference: locals, name: 'nobody', value: '1' })).toBe(
    "there is no variable 'nobody' here",
  );
});

test('references end when the machine goes on', async () => {
  const client = await inStart();
  const { id } = await topFrame(client);
  await client.request('next', { threadId: 1 });
  await client.event('stopped');
  expect(await client.refusal('scopes', { frameId: id })).toBe(
    `there is no stack frame ${id} (any more): such numbers hold only while the machine stands still`,
  );
});

test('a variable hidden by an inner one is shown and cannot be assigned', async () => {
  const small = smallDoor();
  const door = smallDoor({
    frameVariables: (simulation, frame) =>
      small.frameVariables(simulation, frame).map((each) => ({ ...each, shadowed: each.name === 'depth' })),
  });
  const client = await stoppedAt(program, 'engine->state = BUSY', door);
  const { scopes } = await client.request('scopes', { frameId: (await topFrame(client)).id });
  const variablesReference = scopes[0]!.variablesReference;
  expect((await variables(client, variablesReference)).map((each) => each.name)).toEqual(['engine', 'depth (outer)']);
  expect(await client.refusal('setVariable', { variablesReference, name: 'depth (outer)', value: '1' })).toContain(
    'no expression names it',
  );
});

test('what goes to the clipboard is whole', async () => {
  const client = await inStart();
  const frameId = (await topFrame(client)).id;
  const show = async (context: string): Promise<string> =>
    (await client.request('evaluate', { expression: 'table', frameId, context })).result;
  expect(await show('watch')).toMatch(/^\{0, 1, 4, 9, .*, …\}$/);
  expect((await show('watch')).length).toBeLessThan(110);
  expect(await show('clipboard')).toMatch(/, 89401 \(0x15d39\)\}$/);
  expect((await show('clipboard')).split(', ')).toHaveLength(300);
});

test('completion: names, members behind . and ->', async () => {
  const client = await inStart();
  const frameId = (await topFrame(client)).id;
  const complete = async (text: string): Promise<string[]> => {
    const { targets } = await client.request('completions', { text, column: text.length + 1, frameId });
    return targets.map(({ label, type, start, length }) => `${label} ${type} ${start}+${length}`);
  };
  expect(await complete('1 + de')).toEqual(['depth variable 5+2']);
  expect(await complete('engine->s')).toEqual(['state field 9+1', 'start field 9+1']);
  expect(await complete('ring.t')).toEqual(['tail field 6+1']);
  expect(await complete('nobody->')).toEqual([]);
  expect(await complete('mai')).toEqual(['main function 1+3']);
});

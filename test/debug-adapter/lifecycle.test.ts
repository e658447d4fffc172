/** From initialize to disconnect, in order and out of order: what is promised, what is refused and how. */
import { readFileSync } from 'node:fs';
import { connect as connectSocket } from 'node:net';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, test } from 'vitest';
import { createInlineAdapter } from '../../debug-adapter/inline.ts';
import { requests } from '../../debug-adapter/requests/table.ts';
import { serveTcp } from '../../debug-adapter/serve.ts';
import { DmaDebugSession } from '../../debug-adapter/session.ts';
import { DapClient, inProcess } from '../support/dap-client.ts';
import {
  clientCapabilities,
  connect,
  launched,
  memoryFiles,
  programPath,
  setBreakpoints,
  stoppedAt,
} from './session-fixture.ts';
import { smallDoor } from './small-simulator.ts';

const program = '#include <stdio.h>\nint main(void)\n{\n\tputs("hello");\n\treturn 0;\n}\n';

describe('initialize', () => {
  test('promises nothing that has no handler', async () => {
    const client = connect({});
    const promised = await client.request('initialize', clientCapabilities);
    const missing = Object.keys(promised)
      .map((capability) => /^supports(\w+)Request$/.exec(capability)?.[1])
      .filter((name) => name !== undefined)
      .map((name) => name[0]!.toLowerCase() + name.slice(1))
      .filter((name) => !(name in requests));
    expect(missing).toEqual([]);
  });

  test('offers the DMA breakpoints with conditions over the fields of a record', async () => {
    const client = connect({});
    const { exceptionBreakpointFilters } = await client.request('initialize', clientCapabilities);
    const offered = exceptionBreakpointFilters!.map(({ filter, label }) => `${filter}: ${label}`);
    expect(offered.slice(0, 7)).toEqual([
      'dma-start: DMA transfer starts',
      'dma-complete: DMA transfer completes',
      "wrong-target: DMA hits memory that is not the device's",
      'iommu-fault: IOMMU fault',
      'iotlb-invalidation: IOTLB invalidated',
      'finding: Any finding',
      'kernel-warning: Kernel warning or oops',
    ]);
    expect(offered).toContain('register-write: Register written');
    for (const filter of exceptionBreakpointFilters!) {
      expect(filter.supportsCondition).toBe(true);
      expect(filter.conditionDescription).toContain('device, length');
    }
  });

  test('names only capabilities that the protocol knows', async () => {
    const types = readFileSync(join('node_modules', '@vscode', 'debugprotocol', 'lib', 'debugProtocol.d.ts'), 'utf8');
    const body = /interface Capabilities \{([^]*?)\n\t\}/.exec(types)![1]!;
    const known = [...body.matchAll(/^\t\t(\w+)\?:/gm)].map((match) => match[1]!);
    expect(known.length).toBeGreaterThan(35);
    const promised = Object.keys(await connect({}).request('initialize', { adapterID: 'dma' }));
    expect(promised.filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe('out of order', () => {
  test.each([
    ['launch', {}, "the first request must be 'initialize'"],
    ['configurationDone', {}, 'nothing has been launched yet'],
    ['continue', { threadId: 1 }, 'nothing has been launched yet'],
    ['pause', { threadId: 1 }, 'nothing has been launched yet'],
    ['stackTrace', { threadId: 1 }, 'nothing has been launched yet'],
    ['evaluate', { expression: '1' }, 'nothing has been launched yet'],
    ['readMemory', { memoryReference: '0x0', count: 1 }, 'nothing has been launched yet'],
    ['dma/transfers', {}, 'nothing has been launched yet'],
    ['terminate', {}, 'nothing has been launched yet'],
    ['attach', {}, "the first request must be 'initialize'"],
    ['stepBack', { threadId: 1 }, 'nothing has been launched yet'],
    ['toString', {}, "the request 'toString' is not supported"],
    ['__proto__', {}, "the request '__proto__' is not supported"],
  ])('%s before anything else', async (command, args, message) => {
    expect(await connect({}).refusal(command, args)).toBe(message);
  });

  test('twice', async () => {
    const client = await launched(program);
    expect(await client.refusal('initialize', clientCapabilities)).toBe('the session has been initialized already');
    expect(await client.refusal('launch', { program: programPath })).toBe(
      'this session has launched a program already',
    );
    expect(await client.refusal('continue', { threadId: 1 })).toBe("the program starts with 'configurationDone'");
    await client.request('configurationDone');
    await client.event('terminated');
    expect(await client.refusal('configurationDone')).toBe('the program runs already');
    expect(await client.refusal('terminate')).toBe('the program has ended already');
    expect(await client.refusal('stackTrace', { threadId: 1 })).toBe('the program has ended');
    expect(await client.refusal('pause', { threadId: 1 })).toBe('the machine is not running');
    expect(await client.request('threads')).toMatchObject({ threads: [{ id: 1 }] });
  });

  test('a thread that is not there', async () => {
    const client = await stoppedAt(program, 'puts');
    for (const command of ['next', 'stackTrace', 'continue'])
      expect(await client.refusal(command, { threadId: 77 })).toBe('there is no thread 77');
    expect(await client.refusal('exceptionInfo', { threadId: 1 })).toBe('the machine does not stand at an exception');
  });
});

describe('arguments of the wrong kind', () => {
  test.each([
    ['setBreakpoints', {}, "'source' is missing: it must be an object"],
    ['setBreakpoints', { source: {}, breakpoints: [] }, "'source.path' is missing: it must be text"],
    ['setBreakpoints', { source: { path: 'a.c' }, breakpoints: 3 }, "'breakpoints' must be a list"],
    [
      'setBreakpoints',
      { source: { path: 'a.c' }, breakpoints: [{ line: '3' }] },
      "'breakpoints[0].line' must be a whole number",
    ],
    ['stackTrace', [], 'the arguments must be an object'],
    ['stackTrace', 'x', 'the arguments must be an object'],
    ['stackTrace', { threadId: 1.5 }, "'threadId' must be a whole number"],
    ['variables', { variablesReference: 1, filter: 'all' }, "'filter' must be one of named, indexed"],
    ['evaluate', { expression: 1 }, "'expression' must be text"],
    ['setExceptionBreakpoints', { filters: [1] }, "'filters[0]' must be text"],
  ])('%s %j', async (command, args, message) => {
    const client = await stoppedAt(program, 'puts');
    expect(await client.refusal(command, args)).toBe(message);
  });

  test('a refusal carries the reason as a variable, so that braces stay braces', async () => {
    const client = connect({});
    const { success, message, body } = await client.response('{x}');
    expect(success).toBe(false);
    expect(message).toBe("the request '{x}' is not supported");
    expect(body).toMatchObject({ error: { id: 1000, format: '{reason}', variables: { reason: message } } });
  });
});

test('messages that are no messages leave the session alive', async () => {
  const client = connect({ [programPath]: program });
  for (const text of [
    '{',
    'null',
    '3',
    '[]',
    '{"type":"request"}',
    '{"type":"request","seq":1,"command":7}',
    '{"type":"event"}',
  ])
    client.sendText(text);
  expect(await client.request('initialize', clientCapabilities)).toHaveProperty('supportsConfigurationDoneRequest');
  expect(client.output('stderr')).toContain('a message of the client was not understood');
  expect(client.output('stderr')).not.toMatch(/\bat .*\.(ts|js):\d+/);
});

test.each([
  ['a header that is none', 'hello\r\n\r\n', "'hello' is no header with a Content-Length"],
  ['a negative length', 'Content-Length: -5\r\n\r\n', "'Content-Length: -5' is no header"],
  ['a body that stands alone', '{"seq":1}', `'{"seq":1}' is no header`],
  ['a message that is none', 'Content-Length: 4\r\n\r\nnull', 'it is no object with a type'],
  ['a name in other letters', `content-length: 2\r\nX-Other: 1\r\n\r\n{}`, 'it is no object with a type'],
])('%s is told, and the next message is understood', async (_, bytes, problem) => {
  const toAdapter = new PassThrough();
  const client = inProcess((input, output) => {
    const links = { door: smallDoor(), files: memoryFiles({}), unsent: () => 0, onEnd: () => output.end() };
    input.pipe(toAdapter);
    new DmaDebugSession(links).start(toAdapter, output);
  });
  toAdapter.write(bytes);
  expect(await client.request('initialize', clientCapabilities)).toHaveProperty('supportsConfigurationDoneRequest');
  expect(client.output('stderr')).toContain(problem);
  client.hangUp();
});

test.each([
  ['a head without an end', ''],
  ['a body that is too long', 'Content-Length: 999999999999\r\n\r\n'],
])('%s ends the session before it fills the memory', async (_, head) => {
  const toAdapter = new PassThrough();
  const client = inProcess((_input, output) => {
    const links = { door: smallDoor(), files: memoryFiles({}), unsent: () => 0, onEnd: () => output.end() };
    new DmaDebugSession(links).start(toAdapter, output);
  });
  toAdapter.write(head);
  const chunk = Buffer.alloc(8 * 2 ** 20, 'x');
  for (let i = 0; i < 5; i++) toAdapter.write(chunk);
  await client.whenClosed();
  expect(client.output('stderr')).toContain('more than 33554432 bytes');
});

test('a failure inside is told in one sentence, without a stack trace', async () => {
  const door = smallDoor({
    stackTrace() {
      throw new TypeError('cannot do this');
    },
  });
  const client = await stoppedAt(program, 'puts', door);
  expect(await client.refusal('stackTrace', { threadId: 1 })).toBe('the debugger itself failed: cannot do this');
});

test('a machine that fails while it runs ends the session with its reason', async () => {
  const small = smallDoor();
  const door = smallDoor({
    createSimulation: (built, request) =>
      Object.assign(small.createSimulation(built, request), {
        run() {
          throw new Error('a bug of ours');
        },
      }),
  });
  const client = await launched(program, {}, door);
  await client.request('configurationDone');
  await client.event('terminated');
  expect(client.output('stderr')).toBe('the debugger itself failed: a bug of ours\n');
});

test('disconnect answers, then closes; a client that vanishes stops the machine', async () => {
  const polite = await launched('int main(void) { for (;;) ; }');
  await polite.request('configurationDone');
  await polite.request('disconnect', { terminateDebuggee: true });
  await polite.whenClosed();

  let runs = 0;
  const small = smallDoor();
  const door = smallDoor({
    createSimulation(built, request) {
      const simulation = small.createSimulation(built, request);
      const { run } = simulation;
      return Object.assign(simulation, { run: (...args: Parameters<typeof run>) => (runs++, run(...args)) });
    },
  });
  const rude = await launched('int main(void) { for (;;) ; }', {}, door);
  await rude.request('configurationDone');
  while (runs === 0) await new Promise(setImmediate);
  rude.hangUp();
  await rude.whenClosed();
  const after = runs;
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(runs).toBe(after);
  expect(after).toBeGreaterThan(0);
});

test('progress is told to clients that show it', async () => {
  const client = connect({ [programPath]: program });
  await client.request('initialize', { ...clientCapabilities, supportsProgressReporting: true });
  await client.request('launch', { program: programPath });
  const { progressId } = await client.event('progressStart');
  expect(await client.event('progressEnd')).toEqual({ progressId });
  expect((await launched(program)).events('progressStart')).toEqual([]);
});

test('inside another process: messages in and out by hand', async () => {
  const adapter = createInlineAdapter([]);
  const answer = new Promise<object>((resolve) => adapter.onDidSendMessage(resolve));
  const initialize = { seq: 1, type: 'request', command: 'initialize', arguments: clientCapabilities };
  adapter.handleMessage(initialize);
  expect(await answer).toMatchObject({ type: 'response', request_seq: 1, success: true });
  adapter.dispose();
});

describe('over TCP', () => {
  let server: Server;
  const sockets: DapClient[] = [];
  afterEach(() => {
    for (const client of sockets.splice(0)) client.hangUp();
    server.close();
  });

  async function dial(port: number): Promise<DapClient> {
    const socket = connectSocket(port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    const client = new DapClient(socket, socket);
    sockets.push(client);
    return client;
  }

  test('several sessions at once in one process, one after another on one port', async () => {
    const port = await new Promise<number>((resolve) => (server = serveTcp(smallDoor(), 0, resolve)));
    const path = join('test', 'debug-adapter', 'hello.c');
    const run = async (stop: boolean): Promise<DapClient> => {
      const client = await dial(port);
      await client.request('initialize', clientCapabilities);
      await client.request('launch', { program: path, stopOnEntry: stop });
      await client.request('configurationDone');
      return client;
    };
    const first = await run(true);
    await first.event('stopped');
    const second = await run(false);
    await second.event('terminated');
    expect(second.output('stdout')).toBe('hello\n');
    expect(first.output('stdout')).toBe('');
    await second.request('disconnect');
    await second.whenClosed();
    await first.request('continue', { threadId: 1 });
    await first.event('terminated');
    expect(first.output('stdout')).toBe('hello\n');
    const third = await run(false);
    await third.event('terminated');
  });
});

test('setBreakpoints during a run takes effect at once', async () => {
  const text = 'int turns;\nint main(void)\n{\n\tfor (;;)\n\t\tturns++;\n}\n';
  const client = await launched(text);
  await client.request('configurationDone');
  await setBreakpoints(client, [{ line: 5 }]);
  expect(await client.event('stopped')).toMatchObject({ reason: 'breakpoint' });
});

/** A machine outlives its session: disconnect without ending it, and attach again, through a server that is not VS Code's. */
import { connect as connectSocket, type Server } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { serveTcp } from '../../debug-adapter/serve.ts';
import { simulator } from '../../debug-adapter/simulator-binding.ts';
import { DapClient } from '../support/dap-client.ts';
import { clientCapabilities, connect, lineOf } from './session-fixture.ts';

const endless = `
unsigned long turns;
int main(void)
{
	for (;;)
		turns++; /* here */
}
`;
const folder = mkdtempSync(join(tmpdir(), 'dma-attach-'));
const path = join(folder, 'endless.c');
writeFileSync(path, endless);
const clients: DapClient[] = [];
let server: Server;

afterEach(() => {
  for (const client of clients.splice(0)) client.hangUp();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function dial(): Promise<DapClient> {
  const address = server.address() as { port: number };
  const socket = connectSocket(address.port, '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  const client = new DapClient(socket, socket);
  clients.push(client);
  await client.request('initialize', clientCapabilities);
  return client;
}

async function turns(client: DapClient, threadId: number): Promise<number> {
  const { stackFrames } = await client.request('stackTrace', { threadId, levels: 1 });
  return parseInt((await client.request('evaluate', { expression: 'turns', frameId: stackFrames[0]!.id })).result, 10);
}

async function attached(args: object = {}): Promise<{ client: DapClient; threadId: number }> {
  const client = await dial();
  await client.request('attach', args);
  await client.event('initialized');
  await client.request('configurationDone');
  const { threadId, reason } = await client.event('stopped');
  expect(reason).toBe('pause');
  return { client, threadId: threadId! };
}

test('disconnect with suspendDebuggee leaves the machine as it stands, without it running on; attach takes it up', async () => {
  await new Promise<number>((resolve) => (server = serveTcp(simulator, 0, resolve)));
  const first = await dial();
  await first.request('launch', { program: path });
  await first.request('setBreakpoints', {
    source: { path },
    breakpoints: [{ line: lineOf(endless, '/* here */'), hitCondition: '50' }],
  });
  await first.request('configurationDone');
  const at = (await first.event('stopped')).threadId!;
  const before = await turns(first, at);
  await first.request('disconnect', { terminateDebuggee: false, suspendDebuggee: true });
  await first.whenClosed();

  const second = await attached();
  expect(await turns(second.client, second.threadId)).toBe(before);
  await second.client.request('stepBack', { threadId: second.threadId, granularity: 'statement' });
  await second.client.event('stopped');
  await second.client.request('disconnect', { suspendDebuggee: false });
  await second.client.whenClosed();

  await new Promise((resolve) => setTimeout(resolve, 50));
  const third = await attached({ machine: 'endless.c' });
  expect(await turns(third.client, third.threadId)).toBeGreaterThan(before);
  await third.client.request('disconnect', { terminateDebuggee: true });
  await third.client.whenClosed();

  const fourth = await dial();
  expect(await fourth.refusal('attach', {})).toContain('there is no machine to attach to');
  await fourth.request('launch', { program: path });
  await fourth.request('disconnect', {});
  expect(await (await dial()).refusal('attach', {})).toContain('there is no machine to attach to');
});

test('an adapter of one session does not promise to keep anything, and says so to who attaches', async () => {
  const client = connect({});
  expect(await client.request('initialize', clientCapabilities)).toMatchObject({
    supportTerminateDebuggee: false,
    supportSuspendDebuggee: false,
  });
  expect(await client.refusal('attach', {})).toContain("a session begins with 'launch'");
});

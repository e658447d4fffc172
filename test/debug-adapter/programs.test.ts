/** The adapter and the command as programs of their own, bundled as they ship. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DapClient } from '../support/dap-client.ts';
import { clientCapabilities } from './session-fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'dma-adapter-'));
const hello = join('test', 'debug-adapter', 'hello.c');
const children: ChildProcess[] = [];

beforeAll(() =>
  build({
    entryPoints: ['debug-adapter/stdio.ts', 'debug-adapter/command-line.ts'],
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'error',
  }),
);
afterAll(() => {
  for (const child of children) child.kill();
  rmSync(folder, { recursive: true });
});

function start(
  program: string,
  ...args: string[]
): { client: DapClient; child: ChildProcess; ended: Promise<number | null> } {
  const child = spawn(process.execPath, [join(folder, program), ...args], { stdio: 'pipe' });
  children.push(child);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { client: new DapClient(child.stdout, child.stdin), child, ended };
}

test.each([['stdio.cjs'], ['command-line.cjs', 'adapter']])(
  '%s %s: a whole session on standard input and output',
  async (...words) => {
    const { client, ended } = start(words[0]!, ...words.slice(1));
    await client.request('initialize', clientCapabilities);
    await client.request('launch', { program: hello });
    await client.event('initialized');
    const { breakpoints } = await client.request('setBreakpoints', {
      source: { path: hello },
      breakpoints: [{ line: 5 }],
    });
    expect(breakpoints).toMatchObject([{ verified: true, line: 5 }]);
    await client.request('configurationDone');
    const { threadId } = await client.event('stopped');
    await client.request('continue', { threadId });
    await client.event('terminated');
    expect(client.output('stdout')).toBe('hello\n');
    await client.request('disconnect');
    expect(await ended).toBe(0);
  },
);

test('a client that vanishes takes the adapter with it, even in the middle of a run', async () => {
  const { client, ended } = start('stdio.cjs');
  await client.request('initialize', clientCapabilities);
  await client.request('launch', { scenario: 'cma-writeback' });
  await client.request('configurationDone');
  client.hangUp();
  expect(await ended).toBe(0);
});

test('adapter --port says where it listens', async () => {
  const { child } = start('command-line.cjs', 'adapter', '--port', '0');
  const said = await new Promise<string>((resolve) =>
    child.stderr!.once('data', (data: Buffer) => resolve(data.toString())),
  );
  expect(said).toMatch(/^listening on 127\.0\.0\.1:\d+\n$/);
});

test('exit statuses reach the shell', () => {
  const status = (...args: string[]): number | null =>
    spawnSync(process.execPath, [join(folder, 'command-line.cjs'), ...args]).status;
  expect(status('run', hello)).toBe(0);
  expect(status('run', 'none.c')).toBe(2);
  expect(status('--version')).toBe(0);
  expect(status()).toBe(2);
});

/** The language server as a program of its own, and a client on the other end of a real connection. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type ProtocolConnection,
} from 'vscode-languageserver/node';

export interface RunningServer {
  readonly client: ProtocolConnection;
  /** What it promised when it was greeted. */
  readonly capabilities: unknown;
  uri(name: string): string;
  /** On the disk, in the workspace's folder. */
  write(name: string, text: string): void;
  open(name: string, text: string): Promise<void>;
  /** `textDocument/…` */
  ask(method: string, params: object): Promise<unknown>;
  send(method: string, params: object): Promise<unknown>;
  stop(): void;
}

export async function startServer(initializationOptions: object = {}): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), 'language-server-'));
  const outfile = join(folder, 'server.cjs');
  const entryPoints = [fileURLToPath(new URL('../../extension/language-server/server.ts', import.meta.url))];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'cjs', target: 'node20' });
  const server = spawn(process.execPath, [outfile, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const client = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  client.onRequest('client/registerCapability', () => null);
  client.listen();
  const greeting = {
    processId: process.pid,
    rootUri: pathToFileURL(folder).toString(),
    capabilities: {},
    initializationOptions,
  };
  const { capabilities } = await client.sendRequest<{ capabilities: unknown }>('initialize', greeting);
  await client.sendNotification('initialized', {});
  const uri = (name: string): string => pathToFileURL(join(folder, name)).toString();
  return {
    client,
    capabilities,
    uri,
    write(name, text) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    },
    open: (name, text) =>
      client.sendNotification('textDocument/didOpen', {
        textDocument: { uri: uri(name), version: 1, languageId: 'c', text },
      }),
    ask: (method, params) => client.sendRequest(`textDocument/${method}`, params),
    send: (method, params) => client.sendRequest(method, params),
    stop() {
      client.dispose();
      server.kill();
      rmSync(folder, { recursive: true });
    },
  };
}

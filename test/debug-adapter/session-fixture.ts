/** Sessions for tests: files by name, the small simulator behind them, and the steps every session begins with. */
import { nodeFiles, type FileAccess } from '../../debug-adapter/files.ts';
import { DmaDebugSession } from '../../debug-adapter/session.ts';
import type { SimulatorDoor } from '../../debug-adapter/simulator-door.ts';
import { connectedClients, inProcess, type Answer, type DapClient } from '../support/dap-client.ts';
import { smallDoor } from './small-simulator.ts';

export const folder = '/work';
export const programPath = `${folder}/program.c`;

export function memoryFiles(files: Readonly<Record<string, string>>): FileAccess {
  const isFolder = (path: string): boolean => Object.keys(files).some((file) => file.startsWith(`${path}/`));
  const list = (folder: string): string[] =>
    [...new Set(Object.keys(files).filter((file) => file.startsWith(`${folder}/`)).map((file) => file.slice(folder.length + 1).replace(/\/.*$/, '')))].sort(); // prettier-ignore
  return { resolve: nodeFiles.resolve, readText: (path) => files[path] ?? null, isFolder, list };
}

/** `unsent`: bytes that the client has not taken, where a test wants to say so itself. */
export function connect(
  files: Readonly<Record<string, string>>,
  door: SimulatorDoor = smallDoor(),
  unsent?: () => number,
): DapClient {
  const client = inProcess((input, output) => {
    const links = { door, files: memoryFiles(files), unsent: unsent ?? (() => 0), onEnd: () => output.end() };
    new DmaDebugSession(links).start(input, output);
  });
  connectedClients.add(client);
  return client;
}

export const clientCapabilities = {
  clientID: 'test',
  adapterID: 'dma',
  linesStartAt1: true,
  columnsStartAt1: true,
  pathFormat: 'path',
  supportsInvalidatedEvent: true,
  supportsMemoryEvent: true,
};

/** A client that has launched `text` and may set its breakpoints. */
export async function launched(text: string, args: object = {}, door?: SimulatorDoor): Promise<DapClient> {
  const client = connect({ [programPath]: text }, door);
  await client.request('initialize', clientCapabilities);
  await client.request('launch', { program: programPath, ...args });
  await client.event('initialized');
  return client;
}

/** Stands before the first statement of the line that contains `marker`. */
export async function stoppedAt(text: string, marker: string, door?: SimulatorDoor): Promise<DapClient> {
  const client = await launched(text, {}, door);
  await setBreakpoints(client, [{ line: lineOf(text, marker) }]);
  await client.request('configurationDone');
  await client.event('stopped');
  return client;
}

export async function setBreakpoints(
  client: DapClient,
  breakpoints: readonly object[],
): Promise<Answer<'setBreakpoints'>> {
  return client.request('setBreakpoints', { source: { path: programPath }, breakpoints });
}

export function lineOf(text: string, marker: string): number {
  const line = text.split('\n').findIndex((each) => each.includes(marker)) + 1;
  if (line === 0) throw new Error(`no line has '${marker}'`);
  return line;
}

export type Variable = Answer<'variables'>['variables'][number];

export async function topFrame(client: DapClient): Promise<Answer<'stackTrace'>['stackFrames'][number]> {
  const { stackFrames } = await client.request('stackTrace', { threadId: 1 });
  return stackFrames[0]!;
}

/** `name = value` of every variable of a scope, by the scope's name. */
export async function scopeVariables(client: DapClient, scopeName: string): Promise<readonly Variable[]> {
  const { scopes } = await client.request('scopes', { frameId: (await topFrame(client)).id });
  const scope = scopes.find((each) => each.name === scopeName)!;
  return variables(client, scope.variablesReference);
}

export async function variables(
  client: DapClient,
  variablesReference: number,
  more: object = {},
): Promise<readonly Variable[]> {
  return (await client.request('variables', { variablesReference, ...more })).variables;
}

export function lines(found: readonly Variable[]): string[] {
  return found.map((each) => `${each.name} = ${each.value}`);
}

/** Two calls of a function, for steps into, over and back. Ends with status 0. */
export const twoCalls = `#include <stdio.h>
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

/**
 * Every kind of message that passed in a test file, both ways, is checked against the published types of the protocol, which are made from
 * its JSON schema: each becomes a literal of its type, and the TypeScript compiler says what does not fit, unknown fields included.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Message } from './dap-client.ts';

const { resolve: find } = createRequire(import.meta.url);
const protocolTypes = join(dirname(find('@vscode/debugprotocol/package.json')), 'lib', 'debugProtocol.d.ts');
/** With the column of modules that `initialize` announces. */
const header = `import type { DebugProtocol } from '${protocolTypes.replaceAll('\\', '/')}'; declare module '${protocolTypes.replaceAll('\\', '/')}' { namespace DebugProtocol { interface Module { mode?: string } } }`;
const compiler = resolve('node_modules', '.bin', 'tsc');
/** Of one file: enough for every kind of message, few enough for a second. */
const mostChecked = 3000;

/** What the compiler says about them, each complaint with the message that it is about; empty: all fit. */
export function unfitMessages(messages: readonly Message[]): string {
  const different = [...new Map(messages.map((each) => [shapeOf(each), each])).values()].slice(0, mostChecked);
  const folder = mkdtempSync(join(tmpdir(), 'dma-protocol-'));
  try {
    const file = join(folder, 'messages.ts');
    writeFileSync(file, [header, ...different.map(literalOf)].join('\n'));
    const options = ['--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck', '--pretty', 'false', '--types', ''];
    const { status, stdout } = spawnSync(compiler, [...options, file], { encoding: 'utf8' });
    return status === 0 ? '' : explain(stdout, different);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function explain(complaints: string, messages: readonly Message[]): string {
  const lines = complaints.split('\n').slice(0, 10);
  return lines
    .map((line) => {
      const place = /\((\d+),\d+\)/.exec(line);
      return place ? `${line}\n  in ${JSON.stringify(messages[Number(place[1]) - 2])?.slice(0, 600)}` : line;
    })
    .join('\n');
}

function literalOf(message: Message, index: number): string {
  return `export const message${index}: DebugProtocol.${typeOf(message)} = ${JSON.stringify(message)};`;
}

function typeOf({ type, event, command, success }: Message): string {
  const name = (event ?? command ?? '').replace(/^./, (letter) => letter.toUpperCase());
  if (name.includes('/')) return type === 'event' ? 'Event' : type === 'request' ? 'Request' : 'Response';
  if (type === 'event') return `${name}Event`;
  // What is launched is described in the adapter's own words.
  if (type === 'request') return /^(Launch|Attach|Restart)$/.test(name) ? 'Request' : `${name}Request`;
  return success ? `${name}Response` : 'ErrorResponse';
}

/** Words that may be names of kinds count by their value, all else by its type. */
function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return `[${[...new Set(value.map(shapeOf))].join()}]`;
  if (typeof value === 'string') return /^[a-z][a-zA-Z ]{0,30}$/.test(value) ? `'${value}'` : 'string';
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return `{${Object.entries(value)
    .map(([key, each]) => `${key}:${shapeOf(each)}`)
    .join()}}`;
}

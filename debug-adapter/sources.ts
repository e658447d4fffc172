/** Source files as DAP knows them: the user's own by path, those that ship with the simulator by a reference under which their text is served. */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Program, SourceFile } from '../simulator/index.ts';
import { toClientPath, fromClientPath } from './client.ts';
import { RequestError } from './request-error.ts';
import type { Debuggee, Session } from './session-state.ts';

/** All files with code in them, by path; the references of served ones are their positions in the list, from 1. */
interface SourceList {
  readonly byPath: ReadonlyMap<string, SourceFile>;
  readonly paths: readonly string[];
}
const lists = new WeakMap<Program, SourceList>();

function sourcesOf(program: Program): SourceList {
  let list = lists.get(program);
  if (!list) {
    const places = [...program.statements.map((each) => each.place), ...program.functions.map((each) => each.place)];
    const byPath = new Map(places.map(({ file }) => [file.path, file]));
    lists.set(program, (list = { byPath, paths: [...byPath.keys()] }));
  }
  return list;
}

const digests = new Map<string, string>();

function sha256(text: string): string {
  let digest = digests.get(text);
  if (digest === undefined) digests.set(text, (digest = createHash('sha256').update(text).digest('hex')));
  return digest;
}

export function describeSource(session: Session, path: string): DebugProtocol.Source {
  const { debuggee, client } = session;
  const name = basename(path);
  if (!debuggee || debuggee.plan.filesOnDisk.has(path)) return { name, path: toClientPath(client, path) };
  const list = sourcesOf(debuggee.simulation.program);
  const checksums = [{ algorithm: 'SHA256' as const, checksum: sha256(list.byPath.get(path)?.text ?? '') }];
  const served = { name, path, sourceReference: list.paths.indexOf(path) + 1, checksums };
  return list.byPath.get(path)?.builtIn
    ? { ...served, presentationHint: 'deemphasize', origin: 'part of the simulated system' }
    : { ...served, origin: 'documented bug' };
}

export function loadedSources(session: Session, debuggee: Debuggee): DebugProtocol.Source[] {
  const withCode = sourcesOf(debuggee.simulation.program).paths;
  return [...new Set([...debuggee.plan.filesOnDisk, ...withCode])].map((path) => describeSource(session, path));
}

/** The text of a served file. */
export function sourceText(debuggee: Debuggee, reference: number): string {
  const list = sourcesOf(debuggee.simulation.program);
  const path = list.paths[reference - 1];
  if (path === undefined) throw new RequestError('stale', `there is no source with the reference ${reference}`);
  return list.byPath.get(path)!.text;
}

/** The path by which the program knows the source that a client names. */
export function pathOfSource(
  session: Session,
  source: { readonly path: string | null; readonly sourceReference: number | null },
): string {
  const program = session.debuggee?.simulation.program;
  if (program && source.sourceReference) {
    const path = sourcesOf(program).paths[source.sourceReference - 1];
    if (path !== undefined) return path;
  }
  if (source.path === null) throw new RequestError('badArguments', "'source.path' is missing: it must be text");
  const given = session.files.resolve('.', fromClientPath(session.client, source.path));
  const known = program ? sourcesOf(program).paths : [];
  return (
    known.find((path) => path === source.path || path === given) ?? known.find((path) => sameFile(path, given)) ?? given
  );
}

/** Windows: drive letters and separators come in either spelling. */
function sameFile(a: string, b: string): boolean {
  const key = (path: string): string => path.replaceAll('\\', '/').toLowerCase();
  return /^[a-z]:/i.test(a) && key(a) === key(b);
}

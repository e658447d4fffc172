/** What happened in the simulated world as output and thread events: the kernel log, the program's output, log points, findings. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { JournalRecord, Program } from '../../simulator/index.ts';
import { toClientColumn, toClientLine } from '../client.ts';
import { recordsSince } from '../journal-reading.ts';
import { placeOfCause, relatedPlaces } from '../record-place.ts';
import { countedRepeats, isRepeat } from '../repeats.ts';
import type { Debuggee, Session, Told } from '../session-state.ts';
import { describeSource } from '../sources.ts';

/** Sends everything that has happened since the last time. `standing`: the machine stands still now, so that what was only counted is told, too. */
export function reportJournal(session: Session, debuggee: Debuggee, standing: boolean): void {
  const { world, timeline } = debuggee.simulation;
  const { journal } = world;
  const { told } = debuggee;
  noteBranch(told, timeline.history?.branch ?? 1);
  const { records: happened, lost } = recordsSince(journal, told.upTo);
  const records = inOrder(happened, debuggee.simulation.takeLogged());
  // In the past nothing is told again.
  told.upTo = Math.max(told.upTo, journal.nextSequence);
  told.stoodAt = journal.nextSequence;
  if (lost > 0)
    session.send('output', {
      category: 'console',
      output: `(${lost} records were lost: more happened than the journal holds)\n`,
    });
  for (const event of merged(records.flatMap((record) => eventOf(session, debuggee, record) ?? [])))
    session.send(event.name, event.body);
  if (!standing) return;
  for (const output of countedRepeats(debuggee.repeats)) session.send('output', { category: 'stderr', output });
}

/** Of a branch that has just begun everything is news that comes behind where the machine stood. */
function noteBranch(told: Told, branch: number): void {
  if (told.branch === branch) return;
  told.others.set(told.branch, told.upTo);
  told.upTo = told.others.get(branch) ?? Math.min(told.upTo, told.stoodAt);
  told.branch = branch;
}

/** What a log point said comes before the record that was written next. */
function inOrder(happened: readonly JournalRecord[], logged: readonly JournalRecord[]): readonly JournalRecord[] {
  if (logged.length === 0) return happened;
  return [...logged, ...happened].sort((a, b) => a.sequence - b.sequence);
}

type JournalEvent =
  | { readonly name: 'thread'; readonly body: DebugProtocol.ThreadEvent['body'] }
  | { readonly name: 'output'; readonly body: DebugProtocol.OutputEvent['body'] };

/** A program that prints in a loop would swamp the client: what the same statement writes in a row goes out at once. */
function merged(events: readonly JournalEvent[]): JournalEvent[] {
  const result: JournalEvent[] = [];
  for (const event of events) {
    const last = result.at(-1);
    if (last?.name === 'output' && event.name === 'output' && sameOrigin(last.body, event.body))
      result[result.length - 1] = {
        name: 'output',
        body: { ...last.body, output: last.body.output + event.body.output },
      };
    else result.push(event);
  }
  return result;
}

function sameOrigin(a: DebugProtocol.OutputEvent['body'], b: DebugProtocol.OutputEvent['body']): boolean {
  return a.category === b.category && a.line === b.line && a.column === b.column && a.source?.path === b.source?.path;
}

/** null: nothing that a client is told. */
function eventOf(session: Session, debuggee: Debuggee, record: JournalRecord): JournalEvent | null {
  if (record.kind === 'task') {
    const reason = record.event === 'created' ? 'started' : record.event === 'exited' ? 'exited' : null;
    return reason && { name: 'thread', body: { reason, threadId: record.other } };
  }
  const output = outputOf(record, session.client.understands.ansi, debuggee.simulation.program);
  if (output && record.kind === 'finding' && isRepeat(debuggee.repeats, output.output)) return null;
  return output && { name: 'output', body: { ...output, ...placeInClient(session, debuggee, record) } };
}

type Output = Pick<DebugProtocol.OutputEvent['body'], 'category' | 'output'>;

/** null: nothing that is written anywhere. */
function outputOf(record: JournalRecord, styled: boolean, program: Program): Output | null {
  switch (record.kind) {
    case 'log':
      return { category: 'console', output: withNewline(styled ? coloured(record.level, record.text) : record.text) };
    case 'log-point':
      return { category: 'console', output: withNewline(record.text) };
    case 'output':
      return { category: record.stream, output: record.text };
    case 'finding':
      // What the kernel says stands in its log already.
      if (record.origin === 'kernel') return null;
      return { category: 'stderr', output: [record.message, ...relatedPlaces(program, record), ''].join('\n') };
    case 'fault-injected':
      return { category: 'console', output: `on demand: ${record.what}\n` };
    default:
      return null;
  }
}

/** As `dmesg --color` shows levels: errors red, warnings yellow. */
function coloured(level: number, text: string): string {
  const colour = level <= 3 ? 31 : level === 4 ? 33 : null;
  return colour === null ? text : `\u001b[${colour}m${text}\u001b[0m`;
}

function withNewline(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}

function placeInClient(session: Session, debuggee: Debuggee, record: JournalRecord): object {
  const place = placeOfCause(debuggee.simulation.program, debuggee.simulation.world.journal, record);
  if (!place) return {};
  return {
    source: describeSource(session, place.path),
    line: toClientLine(session.client, place.line),
    column: toClientColumn(session.client, place.column),
  };
}

/** What happened in the simulated world as output and thread events: the kernel log, the program's output, log points, findings. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { JournalRecord } from '../../simulator/index.ts';
import { toClientColumn, toClientLine } from '../client.ts';
import { recordsSince } from '../journal-reading.ts';
import { placeOfCause } from '../record-place.ts';
import type { Debuggee, Session } from '../session-state.ts';
import { describeSource } from '../sources.ts';

/** Sends everything that has happened since the last time. */
export function reportJournal(session: Session, debuggee: Debuggee): void {
  const { journal } = debuggee.simulation.world;
  const { records, lost } = recordsSince(journal, debuggee.reported);
  debuggee.reported = journal.nextSequence;
  if (lost > 0)
    session.send('output', {
      category: 'console',
      output: `(${lost} records were lost: more happened than the journal holds)\n`,
    });
  for (const record of records) reportRecord(session, debuggee, record);
}

function reportRecord(session: Session, debuggee: Debuggee, record: JournalRecord): void {
  if (record.kind === 'task') {
    if (record.event === 'created') session.send('thread', { reason: 'started', threadId: record.other });
    if (record.event === 'exited') session.send('thread', { reason: 'exited', threadId: record.other });
    return;
  }
  const output = outputOf(record);
  if (output) session.send('output', { ...output, ...placeInClient(session, debuggee, record) });
}

type Output = Pick<DebugProtocol.OutputEvent['body'], 'category' | 'output'>;

/** null: nothing that is written anywhere. */
function outputOf(record: JournalRecord): Output | null {
  switch (record.kind) {
    case 'log':
      return { category: 'console', output: withNewline(record.text) };
    case 'log-point':
      return { category: 'console', output: withNewline(record.text) };
    case 'output':
      return { category: record.stream, output: record.text };
    case 'finding':
      // What the kernel says stands in its log already.
      return record.origin === 'kernel' ? null : { category: 'important', output: withNewline(record.message) };
    default:
      return null;
  }
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

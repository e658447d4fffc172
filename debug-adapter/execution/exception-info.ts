/** What a client shows of an exception: the event that stopped the machine, or the kernel's own report. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { FrameInfo, JournalRecord, Program, StopReason } from '../../simulator/index.ts';
import { eventFilterLabel } from '../breakpoints/event-filters.ts';
import { relatedPlaces } from '../record-place.ts';
import { RequestError } from '../request-error.ts';
import type { Debuggee, Session } from '../session-state.ts';

type ExceptionInfo = DebugProtocol.ExceptionInfoResponse['body'];

export function describeException(session: Session, debuggee: Debuggee, task: number): ExceptionInfo {
  const { stop } = session;
  const told = stop && tell(stop, debuggee.simulation.program);
  if (!told) throw new RequestError('notNow', 'the machine does not stand at an exception');
  return {
    exceptionId: told.id,
    description: told.description,
    breakMode: 'always',
    details: { message: told.details, typeName: told.type, stackTrace: stackText(session, debuggee, task) },
  };
}

interface Told {
  readonly id: string;
  readonly type: string;
  readonly description: string;
  readonly details: string;
}

function tell(stop: StopReason, program: Program): Told | null {
  switch (stop.kind) {
    case 'event':
      return {
        id: stop.filter,
        type: eventFilterLabel(stop.filter),
        description: stop.description,
        details: fieldsText(stop.record, program),
      };
    case 'exception':
      return { id: stop.code, type: stop.code, description: stop.description, details: stop.details };
    case 'deadlock':
      return { id: 'deadlock', type: 'deadlock', description: stop.description, details: stop.description };
    default:
      return null;
  }
}

/** The record's own fields, one a line, then the other places that matter. */
function fieldsText(record: JournalRecord, program: Program): string {
  const circumstances = new Set(['sequence', 'kind', 'stack', 'cpu', 'task', 'related']);
  const fields = Object.entries(record)
    .filter(([name, value]) => !circumstances.has(name) && value !== null)
    .map(([name, value]) => `${name}: ${fieldText(name, value)}`);
  const places = record.kind === 'finding' ? relatedPlaces(program, record) : [];
  return [...fields, ...places].join('\n');
}

/** Journal fields that are physical addresses, held as numbers. */
const addresses = new Set(['physical']);

function fieldText(name: string, value: unknown): string {
  if (typeof value === 'bigint' || (typeof value === 'number' && addresses.has(name))) return `0x${value.toString(16)}`;
  if (!Array.isArray(value)) return String(value);
  const shown = value.slice(0, 8).map((each) => `0x${Number(each).toString(16)}`);
  return `${value.length} (${shown.join(', ')}${value.length > shown.length ? ', …' : ''})`;
}

function stackText({ door }: Session, { simulation, plan: { filesOnDisk } }: Debuggee, task: number): string {
  return door
    .stackTrace(simulation, task)
    .map((frame) => `${frame.function} ${placeOf(frame, filesOnDisk)}`)
    .join('\n');
}

/** Clients make links of whatever looks like a path. What is served is no file: it opens from the call stack, by the `source` request. */
function placeOf({ path, line, column }: FrameInfo, filesOnDisk: ReadonlySet<string>): string {
  return filesOnDisk.has(path) ? `at ${path}:${line}:${column}` : `(line ${line} of ${path.split('/').at(-1)})`;
}

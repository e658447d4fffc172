/** What the debugger asked for: breakpoints, event filters, the step under way. Belongs to the debugger, not to the simulated world. */
import { recordNumbered } from '../journal.ts';
import type { Journal, JournalRecord } from '../journal.ts';
import type { ActiveDataBreakpoint } from './data-breakpoints.ts';
import type { ActiveInstructionBreakpoint, InstructionStep } from './instruction-stops.ts';
import { keepHits, type Hits } from './hits.ts';
import type { BreakpointRequest, EventFilterName, EventFilterRequest, Moment, StopReason } from '../simulation.ts';
import type { Runtime } from '../runtime.ts';
import type { Phase } from '../world.ts';
import { concernsKind, matchesFilter } from './event-filters.ts';
import { compileRecordCondition, type RecordCondition } from './record-condition.ts';

export interface RunControl {
  breakpoints: readonly ActiveBreakpoint[];
  /** By statement: indices into `breakpoints`. */
  dataBreakpoints: readonly ActiveDataBreakpoint[];
  instructionBreakpoints: readonly ActiveInstructionBreakpoint[];
  instructionStep: InstructionStep | null;
  /** By task, the instruction (pc) at whose breakpoint it was told to stand: going on does not stop there again. */
  readonly passing: Map<number, number>;
  readonly byStatement: Map<number, number[]>;
  filters: readonly { readonly request: EventFilterRequest; readonly condition: RecordCondition | null }[];
  /** The first record that matched a filter since the last stop. */
  stopRecord: FoundRecord | null;
  /** Those that were written before the machine could stand still for it, in order: it stands for each. */
  laterRecords: FoundRecord[];
  /** What the machine stood still for last (`stopRank`), and where: there may be others at the same moment. */
  told: { readonly rank: number; readonly moment: Moment } | null;
  step: Step | null;
  stopOnEntry: boolean;
  /** Nobody is to be told of stops while history is run again to get somewhere. */
  quiet: boolean;
  /** Log points say nothing: what they say has been said. */
  silent: boolean;
  /** Where a run through history ends, and whether the record that it names has been written. */
  target: Moment | null;
  arrived: boolean;
  /** At whose ends a run stands for a moment, before the next one begins. */
  endsOfPhases: readonly Phase['name'][];
  /** Where a run of edited code is to stop, whatever else is asked for. */
  awaited: Awaited | null;
  /** Told of each arrival of a task at a statement of the user's own, while history is searched for one. */
  onArrival: ((task: number, statement: number) => void) | null;
  /** What log points said, in order, with the sequence number of the record that came next. */
  logged: JournalRecord[];
  /** A record has been written. */
  observe(journal: Journal, sequence: number, kind: JournalRecord['kind']): void;
}
interface FoundRecord {
  readonly record: JournalRecord;
  readonly filter: EventFilterName;
}
export interface ActiveBreakpoint {
  readonly request: BreakpointRequest;
  readonly hits: Hits;
}
/** The `wanted`-th arrival at a statement or record of a kind. */
export interface Awaited {
  readonly statement: number | null;
  readonly record: JournalRecord['kind'] | null;
  readonly device: string | null;
  readonly filter: EventFilterName | null;
  readonly wanted: number;
  seen: number;
}

/** Of records in one go: what moves gigabytes writes many. */
const mostLater = 1_000;

/** Millions of records are read by nobody. */
function isWanted({ awaited, filters }: RunControl, kind: JournalRecord['kind']): boolean {
  return awaited?.record === kind || filters.some(({ request }) => concernsKind(request.filter, kind));
}

function noticeAwaited(control: RunControl, record: JournalRecord): void {
  const { awaited } = control;
  if (awaited?.filter == null || awaited.record !== record.kind) return;
  if (awaited.device !== null && !('device' in record && record.device === awaited.device)) return;
  awaited.seen++;
  if (awaited.seen === awaited.wanted) control.stopRecord = { record, filter: awaited.filter };
}

/** Stops at the next statement of the user's own code in `task` that this describes. */
export interface Step {
  readonly kind: 'step-into' | 'step-over' | 'step-out';
  readonly task: number;
  /** Frames on the thread when the step began. */
  readonly depth: number;
  readonly line: number;
  readonly path: string;
  readonly function: number;
  /** Ends at the next statement, also on the same line. */
  readonly statement: boolean;
  /** Only into this function. */
  readonly into: number | null;
}

export function createRunControl(): RunControl {
  const control: RunControl = {
    breakpoints: [],
    dataBreakpoints: [],
    instructionBreakpoints: [],
    instructionStep: null,
    passing: new Map(),
    byStatement: new Map(),
    filters: [],
    stopRecord: null,
    laterRecords: [],
    told: null,
    step: null,
    stopOnEntry: false,
    quiet: false,
    silent: false,
    target: null,
    arrived: false,
    endsOfPhases: [],
    awaited: null,
    onArrival: null,
    logged: [],
    observe(journal, sequence, kind) {
      if (control.target?.record === sequence) control.arrived = true;
      if (!isWanted(control, kind)) return;
      const record = recordNumbered(journal, sequence);
      noticeAwaited(control, record);
      if (control.quiet) return;
      const found = foundRecord(control, record);
      if (found) awaitStop(control, found);
    },
  };
  return control;
}

/** In which order the stops of one moment come: data that was touched, then records by their sequence, then places in the code. */
export function stopRank(stop: StopReason): number {
  return stop.kind === 'data' ? -1 : stop.kind === 'event' ? stop.record.sequence : Infinity;
}

/** null: no filter asks for it. */
export function foundRecord({ filters }: RunControl, record: JournalRecord): FoundRecord | null {
  const found = filters.find(
    ({ request, condition }) => matchesFilter(request.filter, record) && (!condition || condition(record)),
  );
  return found ? { record, filter: found.request.filter } : null;
}

/** The machine is to stand still for it as soon as it can. */
export function awaitStop(control: RunControl, found: FoundRecord): void {
  if (!control.stopRecord) control.stopRecord = found;
  else if (control.laterRecords.length < mostLater) control.laterRecords.push(found);
}

/** Replaces all breakpoints; those that stay keep their hit counts. */
export function setBreakpoints(
  { control, world }: Pick<Runtime, 'control' | 'world'>,
  requests: readonly BreakpointRequest[],
): void {
  control.breakpoints = keepHits(control.breakpoints, requests, world.statements);
  control.byStatement.clear();
  control.breakpoints.forEach(({ request }, i) => {
    for (const statement of request.statements)
      control.byStatement.set(statement, [...(control.byStatement.get(statement) ?? []), i]);
  });
}

export interface FilterResult {
  readonly filter: EventFilterName;
  readonly error: string | null;
}

/** A filter whose condition cannot be understood is refused, with the reason; the others are set. */
export function setEventFilters(control: RunControl, requests: readonly EventFilterRequest[]): FilterResult[] {
  const results: FilterResult[] = [];
  const filters: { request: EventFilterRequest; condition: RecordCondition | null }[] = [];
  for (const request of requests) {
    const compiled = request.condition?.trim() ? compileRecordCondition(request.condition) : null;
    if (compiled && 'error' in compiled) {
      results.push({ filter: request.filter, error: compiled.error });
      continue;
    }
    filters.push({ request, condition: compiled ? compiled.condition : null });
    results.push({ filter: request.filter, error: null });
  }
  control.filters = filters;
  control.laterRecords = [];
  return results;
}

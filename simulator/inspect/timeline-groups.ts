/** Journal records on their way to the lanes of the timeline: of what is too close together to be told apart only one is kept. */
import type { JournalRecord } from '../journal.ts';
import { laneFinder, severityOf } from './timeline-lanes.ts';
import type { TimelineEvent, TimelineLane } from './view-models.ts';

/** An event, and how many it stands for. */
export interface Group {
  sequence: number;
  at: number;
  /** null: it takes no time. */
  until: number | null;
  what: string;
  severity: TimelineEvent['severity'];
  count: number;
}

export interface Groups {
  readonly from: number;
  readonly to: number;
  /** Of one column: what begins in it is shown as one. */
  readonly width: number;
  readonly lanes: readonly LaneGroups[];
  readonly laneOf: ReturnType<typeof laneFinder>;
  readonly bus: number;
  /** By CPU: the turn of a task that has not ended yet. */
  readonly turns: Map<number, Turn>;
  /** By number, in the order of their beginnings. */
  readonly transfers: Map<number, Lasting>;
}

interface LaneGroups {
  readonly lasting: Group[];
  readonly momentary: Group[];
  readonly lastingIn: Map<number, Group>;
  readonly momentaryIn: Map<number, Group>;
}

type Lasting = Group & { until: number };
type Turn = Lasting & { readonly task: number };
/** What is read of a record that stands in columns. */
export type Head = Pick<JournalRecord, 'sequence' | 'kind' | 'at' | 'cpu' | 'task'>;

export function createGroups(lanes: readonly TimelineLane[], from: number, to: number, columns: number): Groups {
  return {
    from,
    to,
    width: (to - from) / columns,
    lanes: lanes.map(() => ({ lasting: [], momentary: [], lastingIn: new Map(), momentaryIn: new Map() })),
    laneOf: laneFinder(lanes),
    bus: lanes.findIndex(({ kind }) => kind === 'bus'),
    turns: new Map(),
    transfers: new Map(),
  };
}

/** Oldest first. `record` null: it is of a kind whose lane its head tells. */
export function noteRecord(groups: Groups, head: Head, record: JournalRecord | null): void {
  noteTurn(groups, head);
  if (record) noteTransfer(groups, record);
  const { sequence, kind, at, cpu } = head;
  if (at < groups.from || at > groups.to) return;
  const lane = groups.lanes[groups.laneOf(kind, cpu, record)];
  if (!lane) return;
  const column = columnOf(groups, at);
  const severity = severityOf(kind, record);
  const group = lane.momentaryIn.get(column);
  if (group) merge(group, sequence, at, kind, severity);
  else {
    const alone = { sequence, at, until: null, what: kind, severity, count: 1 };
    lane.momentary.push(alone);
    lane.momentaryIn.set(column, alone);
  }
}

/** By lane, then by time; nothing is noted any more. */
export function groupsByLane(groups: Groups): readonly (readonly Group[])[] {
  for (const [cpu, turn] of groups.turns) putLasting(groups, cpu, turn);
  for (const transfer of groups.transfers.values()) putLasting(groups, groups.bus, transfer);
  return groups.lanes.map(({ lasting, momentary }) =>
    [...lasting, ...momentary].sort((a, b) => a.at - b.at || a.sequence - b.sequence),
  );
}

function columnOf({ width }: Groups, at: number): number {
  return width > 0 ? Math.floor(at / width) : at;
}

const weights = { error: 2, warning: 1, plain: 0 } as const;

/** The gravest is shown. */
function merge(group: Group, sequence: number, at: number, what: string, severity: TimelineEvent['severity']): void {
  group.count++;
  if (weights[severity] > weights[group.severity]) Object.assign(group, { sequence, at, what, severity });
}

/** What the records of one task say one after the other: the task runs from the first to the last of them at least. */
function noteTurn(groups: Groups, { sequence, at, cpu, task }: Head): void {
  if (cpu === null || task === null) return;
  const last = groups.turns.get(cpu);
  if (last?.task === task) {
    last.until = at;
    return;
  }
  if (last) putLasting(groups, cpu, last);
  groups.turns.set(cpu, { sequence, at, until: at, what: 'runs', severity: 'plain', count: 1, task });
}

/** From the announcement to the end; one that has not ended lasts to its last burst. */
function noteTransfer({ transfers }: Groups, record: JournalRecord): void {
  if (record.kind === 'dma-start') {
    const { sequence, at, transfer } = record;
    transfers.set(transfer, { sequence, at, until: at, what: 'dma-start', severity: 'plain', count: 1 });
  } else if (record.kind === 'dma-burst' || record.kind === 'dma-complete') {
    const transfer = transfers.get(record.transfer);
    if (transfer) transfer.until = record.at;
  }
}

/** What lasts longer than a column keeps to itself. */
function putLasting(groups: Groups, lane: number, event: Lasting): void {
  const { lasting, lastingIn } = groups.lanes[lane]!;
  const { at, until } = event;
  if (at > groups.to || until < groups.from) return;
  const isLong = until - at > groups.width;
  const column = columnOf(groups, at);
  const group = isLong ? undefined : lastingIn.get(column);
  if (group) {
    group.count++;
    return;
  }
  lasting.push(event);
  if (!isLong) lastingIn.set(column, event);
}

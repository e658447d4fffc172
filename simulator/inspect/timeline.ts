/** The run as lanes of events, as much of it as a screen can show: what is too close together stands for its neighbours. */
import { firstSequence, forEachRecord, headInColumns, recordNumbered } from '../journal.ts';
import type { JournalRecord } from '../journal.ts';
import type { Simulation } from '../simulation.ts';
import type { World } from '../world.ts';
import { placeOfStack } from './formatting.ts';
import { createGroups, groupsByLane, noteRecord, type Groups } from './timeline-groups.ts';
import { eventText, lanesOf } from './timeline-lanes.ts';
import { placeOfTransfer } from './transfers.ts';
import type { SourcePlace, TimelineEvent, TimelineView } from './view-models.ts';

/** Records that are read again at each stop, before and beyond where the machine stands. */
const recordsRead = 60_000;
/** Events of one lane that can be told apart. */
const columns = 400;

/** `from` and `to` null: all of it. */
export function inspectTimeline(simulation: Simulation, from: number | null, to: number | null): TimelineView {
  const { world, timeline } = simulation;
  const { journal } = world;
  const start = Math.max(firstSequence(journal), journal.nextSequence - recordsRead);
  const ahead = timeline.recordsAhead();
  const oldest = start < journal.nextSequence ? recordNumbered(journal, start) : ahead[0];
  const begin = oldest?.at ?? 0;
  const end = Math.max(world.now, newestRecord(world, ahead)?.at ?? 0);
  const range = { from: from ?? begin, to: to ?? end };
  const lanes = lanesOf(world);
  const groups = createGroups(lanes, range.from, range.to, columns);
  const names = noteAll(world, start, ahead, groups);
  const recordOf = (sequence: number): JournalRecord =>
    sequence < journal.nextSequence ? recordNumbered(journal, sequence) : ahead[sequence - ahead[0]!.sequence]!;
  const events: TimelineEvent[] = [];
  let merged = 0;
  for (const [lane, shown] of groupsByLane(groups).entries())
    for (const { sequence, at, until, what, severity, count } of shown) {
      const record = recordOf(sequence);
      merged += count - 1;
      events.push({
        sequence,
        at,
        until,
        lane,
        what,
        severity,
        text: eventText(world, what, record, names),
        count,
        ahead: sequence >= journal.nextSequence,
        place: placeOf(world, record),
      });
    }
  const branch = timeline.history?.branch ?? 1;
  return { begin, now: world.now, end, branch, ...range, lanes, events, merged };
}

function newestRecord({ journal }: World, ahead: readonly JournalRecord[]): JournalRecord | undefined {
  if (ahead.length > 0) return ahead.at(-1);
  return firstSequence(journal) < journal.nextSequence ? recordNumbered(journal, journal.nextSequence - 1) : undefined;
}

/** The names of tasks that were created. */
function noteAll(
  { journal }: World,
  start: number,
  ahead: readonly JournalRecord[],
  groups: Groups,
): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  const note = (record: JournalRecord): void => {
    if (record.kind === 'task') names.set(record.other, record.name);
    noteRecord(groups, record, record);
  };
  forEachRecord(journal, start, (sequence, kind, record) => {
    if (record) note(record);
    else noteRecord(groups, { sequence, kind, ...headInColumns(journal, sequence) }, null);
  });
  ahead.forEach(note);
  return names;
}

function placeOf(world: World, record: JournalRecord): SourcePlace | null {
  return record.kind === 'dma-start' ? placeOfTransfer(world, record) : placeOfStack(world, record.stack);
}

/** The run as lanes of events, as much of it as a screen can show: what is too close together stands for its neighbours. */
import { allRecords, firstSequence } from '../journal.ts';
import type { JournalRecord } from '../journal.ts';
import type { Simulation } from '../simulation.ts';
import type { World } from '../world.ts';
import { placeOfStack } from './formatting.ts';
import { eventText, laneEvents, lanesOf, tasksCreated, type LaneEvent } from './timeline-lanes.ts';
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
  const passed = allRecords(journal, Math.max(firstSequence(journal), journal.nextSequence - recordsRead));
  const records = [...passed, ...timeline.recordsAhead()];
  const begin = records[0]?.at ?? 0;
  const end = Math.max(world.now, records.at(-1)?.at ?? 0);
  const range = { from: from ?? begin, to: to ?? end };
  const names = tasksCreated(records);
  const lanes = lanesOf(world);
  const byLane = new Map<string, LaneEvent[]>(lanes.map(({ id }) => [id, []]));
  for (const event of laneEvents(records, range.from, range.to)) byLane.get(event.lane)?.push(event);
  const events: TimelineEvent[] = [];
  let merged = 0;
  lanes.forEach(({ id }, lane) => {
    const groups = apart(byLane.get(id)!, (range.to - range.from) / columns);
    for (const { event, count } of groups) {
      merged += count - 1;
      events.push({
        sequence: event.sequence,
        at: event.at,
        until: event.until,
        lane,
        what: event.what,
        severity: event.severity,
        text: eventText(world, event, names),
        count,
        ahead: event.sequence >= journal.nextSequence,
        place: placeOf(world, event.record),
      });
    }
  });
  const branch = timeline.history?.branch ?? 1;
  return { begin, now: world.now, end, branch, ...range, lanes, events, merged };
}

function placeOf(world: World, record: JournalRecord): SourcePlace | null {
  return record.kind === 'dma-start' ? placeOfTransfer(world, record) : placeOfStack(world, record.stack);
}

interface Group {
  event: LaneEvent;
  count: number;
}

const weights = { error: 2, warning: 1, plain: 0 } as const;

/** Of events in one column the gravest is shown; those of one kind and those that last keep to themselves. */
function apart(events: readonly LaneEvent[], width: number): Group[] {
  const all: Group[] = [];
  const columnsSeen = new Map<number, Group>();
  for (const event of events) {
    const lasts = event.until !== null && event.until - event.at > width;
    const column = 2 * (width > 0 ? Math.floor(event.at / width) : event.at) + Number(event.what === 'runs');
    const group = lasts ? undefined : columnsSeen.get(column);
    if (group) {
      group.count++;
      if (weights[event.severity] > weights[group.event.severity]) group.event = event;
      continue;
    }
    const alone = { event, count: 1 };
    all.push(alone);
    if (!lasts) columnsSeen.set(column, alone);
  }
  return all.sort((a, b) => a.event.at - b.event.at || a.event.sequence - b.event.sequence);
}

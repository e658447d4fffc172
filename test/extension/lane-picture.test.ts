/** Finding one's way in the timeline's picture: times and places, what lies under the pointer, the arrow keys; and what counts as changed from stop to stop. */
import { describe, expect, test } from 'vitest';
import {
  eventAt,
  eventBefore,
  namePlace,
  neighbour,
  niceStep,
  placeOf,
  timeAt,
  timeText,
} from '../../extension/views/timeline/lane-picture.ts';
import { Changes } from '../../extension/views/page/changes.ts';
import type { TimelineEvent, TimelineView } from '../../simulator/index.ts';

const event = (sequence: number, lane: number, at: number, rest: Partial<TimelineEvent> = {}): TimelineEvent => ({
  sequence,
  lane,
  at,
  until: null,
  what: 'log',
  severity: 'plain',
  text: '',
  count: 1,
  ahead: false,
  place: null,
  ...rest,
});
const view: TimelineView = {
  begin: 0,
  now: 500,
  end: 1000,
  branch: 1,
  from: 0,
  to: 1000,
  lanes: ['a', 'b', 'c'].map((id) => ({ id, name: id, kind: 'device' })),
  events: [
    event(1, 0, 100),
    event(2, 0, 300),
    event(3, 0, 0, { until: 900, what: 'runs' }),
    event(4, 2, 320, { until: 600, what: 'dma-start' }),
  ],
  merged: 0,
};

test('times and places are the two ways of one scale', () => {
  expect(placeOf(view, 250, 416)).toBe(108);
  expect(timeAt(view, 108, 416)).toBe(250);
  expect(placeOf({ ...view, to: 0 }, 5, 416)).toBe(8);
});

// Lanes are 22 pixels high, from 18 on; times begin 8 pixels from the left and end 8 from the right.
test.each([
  ['a point before the task that runs below it', 40, 25, 1],
  ['the task where no point is near', 80, 25, 3],
  ['inside of what lasts', 200, 70, 4],
  ['an empty lane', 200, 45, undefined],
  ['the ruler', 40, 5, undefined],
] as const)('under the pointer: %s', (_, x, y, sequence) =>
  expect(eventAt(view, x + 8, y, 416)?.sequence).toBe(sequence),
);

test.each([
  [310, 2],
  [320, 4],
  [99, 3],
] as const)('let go at %i the machine goes to event %i', (time, sequence) =>
  expect(eventBefore(view, time)?.sequence).toBe(sequence),
);

// The task runs from place 8 to 368; its lane has marks at 48 and 128.
test.each([
  ['before the first mark', 20, 11],
  ['between the two', 60, 56],
  ['behind both', 100, 136],
  ['nowhere', 300, null],
] as const)('the name of a task stands %s', (_, room, x) =>
  expect(namePlace(view, view.events[2]!, 416, room)).toBe(x),
);

describe('arrow keys', () => {
  const at = (sequence: number) => view.events.find((each) => each.sequence === sequence)!;
  test.each([
    [1, 'ArrowRight', 2],
    [2, 'ArrowLeft', 1],
    [1, 'ArrowLeft', 1],
    [2, 'ArrowDown', 4],
    [4, 'ArrowUp', 2],
    [4, 'ArrowDown', 4],
  ] as const)('from %i %s to %i', (from, key, to) => expect(neighbour(view, at(from), key)?.sequence).toBe(to));
  const inOrder = { ...view, events: [...view.events].sort((a, b) => a.at - b.at) };
  test.each([
    ['ArrowLeft', 200, 1],
    ['ArrowRight', 200, 2],
    ['ArrowLeft', 50, 3],
  ] as const)('%s from an event at %i that is merged into another now', (key, time, to) =>
    expect(neighbour(inOrder, event(9, 0, time), key)?.sequence).toBe(to),
  );
  test('begin at the first', () => expect(neighbour(view, null, 'ArrowRight')?.sequence).toBe(1));
  test('go back from where the machine stands', () => expect(neighbour(view, null, 'ArrowLeft')?.sequence).toBe(4));
});

test.each([
  [3, 5],
  [120, 200],
  [7000, 10000],
] as const)('steps of a ruler: at least %i is %i', (least, step) => expect(niceStep(least)).toBe(step));

test.each([
  [0, 1000, '0 ns'],
  [1500, 500, '1.5 µs'],
  [2_000_000, 1_000_000, '2 ms'],
  [2_345_678, 1, '2.345678 ms'],
  [35_004_000_000, 1, '35.004 s'],
  [10, 10, '10 ns'],
] as const)('%i ns in steps of %i: %s', (ns, step, text) => expect(timeText(ns, step)).toBe(text));

test('what differs from the stop before is marked, under two names in turn; at first nothing is', () => {
  const changes = new Changes();
  const stops = [1, 1, 2, 3, 3].map((value) => {
    changes.nextStop();
    return changes.mark('value', value);
  });
  expect(stops.slice(0, 2)).toEqual(['', '']);
  expect(stops[2]).toMatch(/^changed-/);
  expect(stops[3]).toMatch(/^changed-/);
  expect(stops[3]).not.toBe(stops[2]);
  expect(stops[4]).toBe('');
});

test('what was not shown at the stop before is remembered, and not marked', () => {
  const changes = new Changes();
  changes.mark('other', 1);
  changes.nextStop();
  expect(changes.unseen(() => changes.mark('value', 1))).toBe('');
  changes.nextStop();
  expect(changes.mark('value', 2)).toMatch(/^changed-/);
});

test('what appears because the user chose to see it is no news; what has another value is', () => {
  const changes = new Changes();
  changes.mark('shown', 1);
  changes.nextStop();
  changes.othersShown();
  expect([changes.mark('appears', 1), changes.mark('shown', 1)]).toEqual(['', '']);
  expect(changes.mark('shown', 2)).toMatch(/^changed-/);
  changes.nextStop();
  expect([changes.mark('appears', 1), changes.mark('comes', 1)]).toEqual(['', expect.stringMatching(/^changed-/)]);
});

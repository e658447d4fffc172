/** The check of messages against the protocol's types can fail. */
import { expect, test } from 'vitest';
import { unfitMessages } from '../support/protocol-check.ts';

test.each([
  ['a field that the protocol does not know', { reason: 'step', thread: 1 }, '"thread"\' does not exist'],
  ['a missing field', { threadId: 1 }, "'reason' is missing"],
  ['a value of another type', { reason: 'step', threadId: '1' }, "'string' is not assignable to type 'number'"],
])('%s is found', (_, body, complaint) => {
  expect(unfitMessages([{ seq: 1, type: 'event', event: 'stopped', body }])).toContain(complaint);
});

test('a message that fits', () => {
  const body = { reason: 'step', threadId: 1 };
  expect(unfitMessages([{ seq: 1, type: 'event', event: 'stopped', body }])).toBe('');
});

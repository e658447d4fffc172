/** The checks of messages against the protocol's types and its JSON schema can fail. */
import { expect, test } from 'vitest';
import { unfitMessages } from '../support/protocol-check.ts';
import { againstSchema, hasSchema } from '../support/schema-check.ts';

const stopped = (body: object): Parameters<typeof unfitMessages>[0][number] => ({
  seq: 1,
  type: 'event',
  event: 'stopped',
  body,
});

test.each([
  ['a field that the protocol does not know', { reason: 'step', thread: 1 }, '"thread"\' does not exist'],
  ['a missing field', { threadId: 1 }, "'reason' is missing"],
  ['a value of another type', { reason: 'step', threadId: '1' }, "'string' is not assignable to type 'number'"],
])('%s is found', (_, body, complaint) => {
  expect(unfitMessages([stopped(body)])).toContain(complaint);
});

test('a request with a word that is none of the protocol is found', () => {
  const request = {
    seq: 1,
    type: 'request',
    command: 'next',
    arguments: { threadId: 1, granularity: 'word' },
  } as const;
  expect(unfitMessages([request])).toContain('\'"word"\' is not assignable');
});

test('a message that fits', () => {
  expect(unfitMessages([stopped({ reason: 'step', threadId: 1 })])).toBe('');
});

test('the JSON schema is there, where it must be', () => {
  if (!hasSchema) console.error('\n!!! WITHOUT THE JSON SCHEMA: node test/support/protocol-schema/install.mjs\n');
  expect(hasSchema || !process.env['CI']).toBe(true);
});

const response = { seq: 2, type: 'response', request_seq: 1, success: true } as const;

test.skipIf(!hasSchema).each([
  ['an event without a field', stopped({ threadId: 1 }), "must have required property 'reason'"],
  ['a value of another type, deep inside', stopped({ reason: 'step', hitBreakpointIds: ['1'] }), 'must be integer'],
  [
    'a word that is none of the protocol',
    { seq: 1, type: 'request', command: 'next', arguments: { threadId: 1, granularity: 'word' } },
    'must be equal to one of the allowed values',
  ],
  ['a request without its arguments', { seq: 1, type: 'request', command: 'next' }, "required property 'arguments'"],
  ['a response without its body', { ...response, command: 'threads' }, "must have required property 'body'"],
  [
    'a definition that another refers to',
    { ...response, command: 'threads', body: { threads: [{ id: 1 }] } },
    "must have required property 'name'",
  ],
  [
    'a refusal without its reason',
    { ...response, success: false, command: 'next', body: { error: { id: 1 } } },
    "must have required property 'format'",
  ],
  ['a message of our own without a number', { type: 'event', event: 'dma/position' }, "required property 'seq'"],
] as const)('the schema finds %s', (_, message, problem) => {
  expect(againstSchema([message as unknown as Parameters<typeof againstSchema>[0][number]])).toContain(problem);
});

test('messages of both directions that fit the schema', () => {
  const request = { seq: 1, type: 'request', command: 'next', arguments: { threadId: 1 } } as const;
  const answers = [stopped({ reason: 'step', threadId: 1 }), { ...response, command: 'next' }];
  expect(againstSchema([request, ...answers])).toBe('');
});

/** The checks of messages against the protocol's JSON schemas can fail. */
import { expect, test } from 'vitest';
import type { Message } from '../support/dap-client.ts';
import { againstSchema, hasPublishedSchema, newest } from '../support/schema-check.ts';

const event = (name: string, body: object): Message => ({ seq: 1, type: 'event', event: name, body });
const stopped = (body: object): Message => event('stopped', body);
const response = { seq: 2, type: 'response', request_seq: 1, success: true } as const;
const next = { seq: 1, type: 'request', command: 'next' } as const;

test('the published schema is there, where it must be', () => {
  const bring = 'node test/support/protocol-schema/install.mjs';
  if (!hasPublishedSchema) console.error(`\n!!! WITHOUT THE PUBLISHED JSON SCHEMA: ${bring}\n`);
  expect(hasPublishedSchema || !process.env['CI']).toBe(true);
});

test.each([
  ['an event without a field', stopped({ threadId: 1 }), "must have required property 'reason'"],
  [
    'a field that the protocol does not know',
    stopped({ reason: 'step', thread: 1 }),
    'must NOT have additional properties',
  ],
  ['a value of another type', stopped({ reason: 'step', threadId: '1' }), 'body/threadId must be integer'],
  ['one deep inside', stopped({ reason: 'step', hitBreakpointIds: ['1'] }), 'hitBreakpointIds/0 must be integer'],
  ['a word that is none of the protocol', { ...next, arguments: { threadId: 1, granularity: 'word' } }, 'granularity'],
  ['a request without its arguments', next, "required property 'arguments'"],
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
  // Of versions after the published schema that can be had: 1.65 and 1.68.
  [
    'a missing value of a newer request',
    { ...response, command: 'locations', body: { line: 1 } },
    "required property 'source'",
  ],
  [
    'a wrong field of a newer kind',
    { ...response, command: 'setBreakpoints', body: { breakpoints: [{ verified: false, reason: 'later' }] } },
    'reason',
  ],
] as const)('%s is found', (_, message, problem) => {
  expect(againstSchema([message as Message])).toContain(problem);
});

test('messages of both directions that fit', () => {
  const answers = [stopped({ reason: 'step', threadId: 1 }), { ...response, command: 'next' }];
  const share = event('progressUpdate', { progressId: '1', percentage: 12.5 });
  expect(againstSchema([{ ...next, arguments: { threadId: 1 } }, ...answers, share])).toBe('');
});

/** Its messages as https://microsoft.github.io/debug-adapter-protocol/specification lists them, and the kinds `Request` and `Event` themselves. */
test('the whole of the types is read', () => {
  const names = Object.keys(newest.definitions);
  const count = (kind: string): number => names.filter((each) => each.endsWith(kind)).length;
  expect([count('Request'), count('Event')]).toEqual([45 + 1, 17 + 1]);
});

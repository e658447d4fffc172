/** Conditions of event filters: C's operators and precedence over a record's fields. */
import { describe, expect, test } from 'vitest';
import type { JournalRecord } from '../../simulator/journal.ts';
import { compileRecordCondition, recordFields } from '../../simulator/run-control/record-condition.ts';

const base = { sequence: 12, at: 2500.75, cpu: 1, task: 3, stack: [] };
const start: JournalRecord = {
  ...base,
  kind: 'dma-start',
  transfer: 5,
  device: '0000:01:00.0',
  direction: 'to-device',
  length: 4096,
  programmed: 0x4_3000_0000n,
  driven: 0x3000_0000n,
  bridged: 0x3000_0000n,
  physical: 0x3000_0000,
  snooped: true,
  purpose: 'fetch image',
  intended: '',
};
const finding: JournalRecord = {
  ...base,
  cpu: null,
  task: null,
  kind: 'finding',
  code: 'wrong-target',
  origin: 'simulator',
  severity: 'error',
  message: 'hits "nobody"',
  device: null,
  address: null,
  length: null,
  transfer: 5,
};

function holds(text: string, record: JournalRecord = start): boolean {
  const compiled = compileRecordCondition(text);
  if ('error' in compiled) throw new Error(compiled.error);
  return compiled.condition(record);
}

test.each([
  'device == "0000:01:00.0"',
  'device != "0000:02:00.0"',
  'device == "0000:01:00.0" && length > 1024 && toDevice',
  'direction == "to-device"',
  '!fromDevice',
  'toDevice == true',
  'length == 4096',
  'length == 0x1000',
  'length >= 4096 && length <= 4096',
  '!(length < 4096) && !(length > 4096)',
  'programmed == 0x430000000',
  'programmed != driven',
  'driven == physical',
  'programmed >> 32 == 4',
  '(programmed & 0xffffffff) == 0x30000000',
  'programmed % 4096 == 0',
  'transfer',
  'purpose == "fetch image"',
  'kind == "dma-start"',
  'cpu == 1 && task == 3',
  'at == 2500',
  // C's precedence: * before +, + before <<, << before <, < before ==, == before &, & before ^, ^ before |, && before ||.
  '1 + 2 * 3 == 7',
  '(1 + 2) * 3 == 9',
  '1 << 1 + 1 == 4',
  '10 - 2 - 3 == 5',
  '100 / 10 / 5 == 2',
  '17 % 5 == 2',
  '1 < 2 == 1',
  '(2 & 3 == 3) == 0',
  '1 || 0 && 0',
  '(4 | 1 ^ 3 & 2) == 7',
  '-1 < 0',
  '~0 == -1',
  '!0 && !!1',
  '- -3 == 3',
  'status == 0', // a record of this kind has no such field
])('holds: %s', (text) => expect(holds(text)).toBe(true));

test.each([
  'fromDevice',
  'device == "0000:01:00.1"',
  'length > 4096',
  'length < 4096',
  '!toDevice',
  'programmed == 0x30000000',
  'false',
  '0',
  '""',
  'bytesMoved',
  '1 / 0',
  '1 % 0',
  'length && device == "x" || fromDevice',
])('does not hold: %s', (text) => expect(holds(text)).toBe(false));

test.each([
  ['code == "wrong-target"', true],
  ['origin == "kernel"', false],
  ['message == "hits \\"nobody\\""', true],
  ['toDevice || fromDevice', false],
  ['length', false],
  ['transfer == 5', true],
])('a finding: %s', (text, truth) => expect(holds(text, finding)).toBe(truth));

test('framesChanged counts frames', () => {
  const complete = { ...start, kind: 'dma-complete', bytesMoved: 8192, framesChanged: [7, 8], status: 'done' } as const;
  expect(holds('framesChanged == 2 && bytesMoved == 8192 && status == "done"', complete)).toBe(true);
});

describe('errors', () => {
  const fields = Object.keys(recordFields).join(', ');
  test.each([
    ['', 'something is missing at the end'],
    ['length >', 'something is missing at the end'],
    ['(length', "')' is missing"],
    ['length)', "')' is not expected here"],
    ['length 4', "'4' is not expected here"],
    ['lenght > 4', `there is no field 'lenght' (there is ${fields})`],
    ['length = 4', "'=' is not understood"],
    ['length > 4; x', "';' is not understood"],
    ['device == "x', `'"' is not understood`],
    ['&& length', `there is no field '&&' (there is ${fields})`],
    ['!'.repeat(200) + '1', 'nested too deeply'],
  ])('%s', (text, message) =>
    expect(compileRecordCondition(text)).toEqual({ error: `${message}, in the condition '${text}'` }),
  );
  test.each([
    '('.repeat(100_000),
    `${'('.repeat(50_000)}1${')'.repeat(50_000)}`,
    Array(2000).fill('1').join('+'),
    '1.5',
    'constructor',
    '__proto__',
  ])('never throws: %.20s', (text) => expect(compileRecordCondition(text)).toHaveProperty('error'));
});

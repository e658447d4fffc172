/** Each of the simulator's own findings that README lists is found on the line that has the mistake, and is not where that line allows it. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { edu, fileBeside, runText, type Ran } from './run-text.ts';

const driver = fileBeside('every-finding.c');
const allowed = driver.replaceAll('/* allow: ', '/* dma-debugger: allow ');
const codes = [...driver.matchAll(/\/\* allow: ([\w-]+) \*\//g)].map(([, code]) => code!);
const readPacket = fileBeside('read-packet.c');

/** Half of them are had where devices do not snoop. The first board has 31 address lines. */
function runBoth(text: string): Ran[] {
  const quiet = { dmaDebug: { enabled: false } };
  return [
    runText(text, { ...quiet, devices: [{ ...edu, dmaMask: 31 }] }),
    runText(text, { ...quiet, arch: 'arm64', devices: [edu] }, { snooped: '0' }),
  ];
}

const own = ({ findings }: Ran): string[] =>
  findings.flatMap(({ code, origin }) => (origin === 'simulator' ? [code] : []));

test('all are found', () => {
  const found = new Set(runBoth(driver).flatMap(own));
  expect([...found].sort()).toEqual([...codes].sort());
});

test('none where its line allows it', () => {
  expect(runBoth(allowed).flatMap(own)).toEqual([]);
});

test('those that are not here need a program or a fault on demand', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  const table = readme.slice(readme.indexOf('| code | |'), readme.indexOf('One that is meant is silenced'));
  const listed = [...table.matchAll(/^\| (`.*?`) \|/gm)].flatMap(([, names]) =>
    [...names!.matchAll(/`([\w-]+)`/g)].map(([, name]) => name!),
  );
  expect(listed.filter((each) => !codes.includes(each)).sort()).toEqual(['error-ignored', 'short-write-leak']);
  expect(codes.filter((each) => !listed.includes(each))).toEqual([]);
});

test.each([
  ['// here', ['short-write-leak']],
  ['// dma-debugger: allow short-write-leak', []],
])('bytes that the device never wrote: %s', (comment, found) => {
  const text = fileBeside('correct/short-packet.c').replace(
    'edu->private, PACKET);',
    `edu->private, ROOM); ${comment}`,
  );
  expect(own(runText(text, { devices: [edu] }, {}, readPacket))).toEqual(found);
});

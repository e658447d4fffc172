/** Linux 6.1.192's answers on the reference machine, row by row: with and without an IOMMU, and with bounce buffers for everything. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { differences } from './compare.ts';
import type { Row } from './rows.ts';
import { askSimulator } from './ask-simulator.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

function recorded(name: string): Row[] {
  const lines = readFileSync(`${here}${name}.jsonl`, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Row);
}

/** Two rows ask the same when these agree. */
const question = ({ t, size, align, boundary, gfp, bits, misuse, ...rest }: Row): string =>
  JSON.stringify([
    t,
    size,
    t === 'ksize' ? null : align,
    boundary,
    gfp,
    bits,
    misuse,
    rest['in'],
    rest['what'],
    rest['name'],
  ]);

/** The rows of `theirs` that ours do not answer alike, in words. */
function compare(theirs: readonly Row[], ours: readonly Row[]): string[] {
  const answers = new Map<string, Row[]>();
  for (const row of ours) {
    const list = answers.get(question(row));
    if (list) list.push(row);
    else answers.set(question(row), [row]);
  }
  return theirs.flatMap((row) => {
    const answer = answers.get(question(row))?.shift();
    const found = answer ? differences(row, answer) : ['not asked'];
    return found.map((each) => `${JSON.stringify(row).slice(0, 120)}: ${each}`);
  });
}

/** Asked before this module was: the same questions, fewer of them. With no bounce buffers a mask that is too narrow is said in other words. */
const firstAnswers: Readonly<Record<string, readonly Row[]>> = {
  plain: recorded('linux-6.1-plain').filter(({ misuse }) => misuse !== 'mask-overflow'),
  iommu: recorded('linux-6.1-iommu'),
};

describe.each([
  ['plain', '{ "devices": [{ "model": "edu", "name": "0000:00:02.0" }] }'],
  ['swiotlb', '{ "swiotlb": "force", "devices": [{ "model": "edu", "name": "0000:00:02.0" }] }'],
  ['iommu', '{ "iommu": "lazy", "devices": [{ "model": "edu", "name": "0000:00:02.0" }] }'],
])('the %s machine', (mode, machine) => {
  const ours = askSimulator(machine);
  it('answers what was asked of a real one', () => {
    expect(compare(recorded(`asked-${mode}`), ours)).toEqual([]);
  });
  it.runIf(firstAnswers[mode])('answers the first questions', () => {
    expect(compare(firstAnswers[mode]!, ours)).toEqual([]);
  });
});

it('says what a mask too narrow means where nothing is bounced', () => {
  const ours = askSimulator('{ "swiotlb": "off" }', 'misuse');
  const row = recorded('linux-6.1-plain').filter(({ misuse }) => misuse === 'mask-overflow');
  expect(row.length).toBe(1);
  expect(compare(row, ours)).toEqual([]);
});

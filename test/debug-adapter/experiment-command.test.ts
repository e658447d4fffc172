/** `dma-debugger experiment`, and the charts that it and the view draw. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { drawCharts } from '../../debug-adapter/charts/index.ts';
import { sizeScale, valueScale } from '../../debug-adapter/charts/scales.ts';
import { shortQuantity } from '../../debug-adapter/charts/units.ts';
import { runCommandLine } from '../../debug-adapter/command-line/dispatch.ts';
import { simulator } from '../../debug-adapter/simulator-binding.ts';
import type { ExperimentResult } from '../../simulator/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'dma-debugger-'));
afterAll(() => rmSync(folder, { recursive: true }));

function run(command: string): { status: number | null; out: string; err: string } {
  let out = '';
  let err = '';
  const words = command.split(' ').map((word) => word.replace('FOLDER/', `${folder}/`));
  const status = runCommandLine(simulator, words, { out: (text) => (out += text), err: (text) => (err += text) });
  return { status, out, err: err.replaceAll(`${folder}/`, '') };
}

describe('words', () => {
  test.each([
    ['experiment --svg x', 'experiment needs an ID: without a word behind it, it lists them'],
    ['experiment mremap waste', "experiment runs one: 'waste' is one too many"],
    ['experiment frob', "there is no experiment 'frob': dma-debugger experiment lists them"],
    ['experiment mremap --frob', "experiment has no option '--frob'"],
    ['experiment mremap --most', "'--most' needs an argument"],
    ['experiment mremap --most lots', "--most takes a size such as 64K, not 'lots'"],
    ['experiment mremap --most 1K', '--most leaves nothing: the smallest size is 4096'],
    ['experiment mremap --cost ipi', "--cost takes NAME=NS, not 'ipi'"],
    ['experiment mremap --most 4K --svg FOLDER/no/such/place.svg', /'no\/such\/place.svg' cannot be written: ENOENT/],
  ])('%s', (command, message) => {
    const { status, err } = run(command);
    expect(status).toBe(2);
    expect(err.trim().split('\n').at(-1)).toMatch(typeof message === 'string' ? `dma-debugger: ${message}` : message);
  });

  test('a cost that there is not names those there are', () => {
    expect(run('experiment mremap --cost frob=1').err).toMatch(/^dma-debugger: there is no cost 'frob': there are statement, l1Hit, /); // prettier-ignore
  });

  test('without a word: the list', () => {
    const { out, status } = run('experiment');
    expect(status).toBe(0);
    for (const { id, title } of simulator.experiments()) expect(out).toContain(`${id}: ${title}\n`);
  });
});

test('CSV, and charts in a file', () => {
  const { status, out, err } = run('experiment mremap --most 4K --csv --svg FOLDER/mremap.svg --cost pageFault=1000');
  expect({ status, first: err.split('\n')[0] }).toEqual({ status: 0, first: '1 of 12: Every page written: mremap' });
  const [head, ...rows] = out.trim().split('\n');
  expect(head).toMatch(/^variant,series,x,time,faults,entriesMoved,tablesMoved,bytesCopied,/);
  expect(rows).toHaveLength(12);
  // documented-bugs 4.1: 4 KiB, one page.
  expect(rows[0]).toMatch(/^dense,mremap,4096,[\d.]+,0,1,0,0,/);
  expect(rows[2]).toMatch(/^dense,copy,4096,[\d.]+,1,0,0,4096,/);
  const svg = readFileSync(join(folder, 'mremap.svg'), 'utf8');
  expect(svg.match(/role="group"/g)).toHaveLength(3 * 5);
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  expect(svg).toContain('>Size of the block (B)</text>');
});

describe('a chart', () => {
  const points = [
    { variant: 'a', series: 'one', x: 64, counts: { n: 0 }, charges: {} },
    { variant: 'a', series: 'one', x: 128, counts: null, charges: {} },
    { variant: 'a', series: 'one', x: 4096, counts: { n: 1000 }, charges: {} },
  ];
  const result = {
    costs: {},
    points,
    experiment: {
      id: 'small',
      title: 'Less & <more>',
      answer: 'So it is.',
      x: { title: 'Size', unit: 'bytes', values: [64, 128, 4096] },
      variants: [{ name: 'a', title: 'A "machine"' }],
      series: [{ name: 'one', title: 'one way' }],
      measures: [
        { name: 'n', title: 'Number', unit: 'count' },
        { name: 'time', title: 'Not drawn', unit: 'ns', tableOnly: true },
      ],
    },
  } as unknown as ExperimentResult;
  const svg = drawCharts(result, (point, { name }) => point.counts?.[name] ?? null);

  test('is well formed, has a title and a description, and a word for each point', () => {
    expect(svg).toContain('<title id="dma-chart-title">Less &amp; &lt;more&gt;</title>');
    expect(svg).toContain('aria-label="A &quot;machine&quot;: Number"');
    expect([...svg.matchAll(/<title>(.*?)<\/title>/g)].map(([, text]) => text)).toEqual([
      'one way, 64 B: 0',
      'one way, 4 KiB: 1,000',
    ]);
    expect(svg).not.toContain('Not drawn');
  });

  test('leaves a gap where work could not be done', () => {
    expect(svg.match(/class="line" d="M[^"]*ZM[^"]*"/)).not.toBeNull();
  });
});

describe('axes', () => {
  test('zero has a row of its own below a logarithmic axis', () => {
    const scale = valueScale([0, 1, 1000], 'count', 0, 200);
    expect(scale.ticks).toEqual([0, 1, 10, 100, 1000]);
    expect([0, 1, 1000].map((value) => Math.round(scale.at(value)))).toEqual([200, 186, 0]);
  });

  test('what spans little is linear from zero', () => {
    expect(valueScale([4, 28], 'count', 0, 70).ticks).toEqual([0, 5, 10, 15, 20, 25, 30]);
  });

  test('nothing but zeros is a row of zeros', () => {
    const scale = valueScale([0, 0], 'count', 0, 200);
    expect([scale.at(0), scale.ticks]).toEqual([200, [0]]);
  });

  test('sizes go by powers of two, CPUs one by one', () => {
    expect(sizeScale([4096, 2 ** 28], 'bytes', 0, 100).ticks).toEqual([2 ** 12, 2 ** 15, 2 ** 18, 2 ** 21, 2 ** 24, 2 ** 27]); // prettier-ignore
    expect(sizeScale([1, 2, 3], 'count', 0, 100).ticks).toEqual([1, 2, 3]);
  });

  test.each([
    [0, 'ns', '0'],
    [1500, 'ns', '1.5 µs'],
    [65536, 'bytes', '64 KiB'],
    [16384, 'count', '16.4 k'],
    [0.25, 'count', '0.25'],
  ] as const)('%d %s is %s', (value, unit, text) => expect(shortQuantity(value, unit)).toBe(text));
});

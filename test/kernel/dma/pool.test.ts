/**
 * dma_pool against a real Linux 6.1.192 (golden/dma-pool-linux-6.1.jsonl), the documented table of what the older design loses (linux.git: T. Battersby's
 * series "dmapool: fix boundary comparison", merged for 6.4), and what it says of misuse.
 */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { outputOf } from '../../support/simulated-run.ts';
import { fileBeside, runText } from './run-text.ts';

interface PoolRow {
  readonly t: 'pool' | 'pool-reuse';
  readonly size: number;
  readonly align: number;
  readonly boundary: number;
  readonly ok?: number;
  readonly allocs?: readonly (readonly [page: number, offset: number])[];
}
const golden = readFileSync(new URL('../../golden/dma-pool-linux-6.1.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as PoolRow);
const driver = fileBeside('pool-questions.c');

type Shape = readonly [size: number, align: number, boundary: number];

function ask(shapes: readonly Shape[], machine: Readonly<Record<string, unknown>>, count: number, again: number) {
  const column = (index: 0 | 1 | 2): string => shapes.map((shape) => shape[index]).join(',');
  const parameters = { size: column(0), align: column(1), boundary: column(2), count: `${count}`, again: `${again}` };
  const { log, exitCode, findings } = runText(driver, machine, parameters);
  expect([exitCode, findings]).toEqual([0, []]);
  const handles = (what: string, shape: number): number[] =>
    log.filter((line) => line.startsWith(`${what} ${shape}: `)).map((line) => parseInt(line.split(': ')[1]!, 16));
  return shapes.map((_, shape) => ({
    ok: log.includes(`pool ${shape}: 1`),
    blocks: handles('block', shape),
    again: handles('again', shape),
  }));
}

/** As the golden rows have them: pages numbered as they first appear, by the size of one allocation of the pool. */
function places(handles: readonly number[], allocation: number, pages: number[]): [number, number][] {
  return handles.map((handle) => {
    let page = pages.findIndex((start) => handle >= start && handle < start + allocation);
    if (page < 0) page = pages.push(handle - (handle % 4096)) - 1;
    return [page, handle - pages[page]!];
  });
}

it('gives the blocks that a real 6.1 gave, and gives freed ones again in its order', () => {
  const rows = golden.filter((row) => row.t === 'pool');
  const answers = ask(rows.map(({ size, align, boundary }) => [size, align, boundary] as const), {}, 40, 6); // prettier-ignore
  for (const [index, { size, align, boundary, ok, allocs = [] }] of rows.entries()) {
    const { ok: given, blocks, again } = answers[index]!;
    expect([size, align, given]).toEqual([size, align, ok === 1]);
    const pages: number[] = [];
    const allocation = Math.max(4096, Math.ceil(size / align) * align);
    expect([size, places(blocks, allocation, pages)]).toEqual([size, allocs]);
    const reuse = golden.find((row) => row.t === 'pool-reuse' && row.size === size && row.boundary === boundary);
    expect([size, places(again, allocation, pages)]).toEqual([size, reuse?.allocs ?? []]);
  }
});

/** size, align, boundary; blocks of a page up to 6.3 and from 6.4 on. */
const documented: readonly (readonly [...Shape, old: number, now: number])[] = [
  [16, 16, 0, 255, 256],
  [64, 64, 0, 63, 64],
  [64, 64, 64, 64, 64],
  [100, 32, 0, 31, 32],
  [256, 256, 0, 15, 16],
  [1024, 1024, 0, 3, 4],
  [2048, 2048, 0, 1, 2],
  [4096, 4096, 0, 1, 1],
  [192, 64, 0, 21, 21],
  [192, 64, 1024, 20, 20],
  [68, 32, 4096, 42, 42],
  [8, 8, 0, 511, 256],
];

it.each([
  ['6.1', 3],
  ['6.12', 4],
] as const)('%s has the documented number of blocks in a page', (kernel, column) => {
  const shapes = documented.map(([size, align, boundary]) => [size, align, boundary] as const);
  const counts = ask(shapes, { kernel }, 520, 0).map(
    ({ blocks }) => blocks.filter((handle) => handle - (handle % 4096) === blocks[0]! - (blocks[0]! % 4096)).length,
  );
  expect(counts).toEqual(documented.map((row) => row[column]));
});

it('6.12 hands out the block freed last, of whichever page, and a fresh page from its start', () => {
  // mm/dmapool.c of 6.4 and later: one list for all pages, pushed and popped at its head.
  const [answer] = ask([[2048, 2048, 0]], { kernel: '6.12' }, 5, 4);
  const first = answer!.blocks[0]!;
  const offsets = answer!.blocks.map((handle) => handle - first);
  expect([offsets[1], offsets[3]! - offsets[2]!]).toEqual([2048, 2048]);
  expect(answer!.again).toEqual([...answer!.blocks.slice(0, 4)].reverse());
});

// Offsets as 6.1.192 gave them on the oracle; the design of 6.4 caps the boundary at the page.
it.each([
  ['6.1', [0, 1000, 2000, 3000, 4000, 0], ['the last 904 lie behind']],
  ['6.12', [0, 1000, 2000, 3000, 0, 1000], []],
] as const)('%s: a boundary beyond the page, and the block that crosses the page', (kernel, offsets, words) => {
  const parameters = { size: '1000', align: '8', boundary: '8192', count: '6', again: '0' };
  const { log, findings } = runText(driver, { kernel }, parameters);
  const blocks = log.filter((line) => line.startsWith('block 0: '));
  expect(blocks.map((line) => parseInt(line.split(': ')[1]!, 16) % 4096)).toEqual(offsets);
  expect(findings.map(({ code, related }) => [code, related?.[0]?.what])).toEqual(
    words.map(() => ['out-of-bounds', 'pool created']),
  );
  for (const [index, each] of words.entries()) expect(findings[index]!.message).toContain(each);
});

const misuse = fileBeside('pool-misuse.c');
/** Addresses are hashed in a way of our own. */
const said = (log: readonly string[]): string[] =>
  log
    .slice(1, log.indexOf('managed 1') + 1)
    .map((line) => line.replace(/\b[0-9a-f]{16}(?=[ /])/g, '<ptr>').replace(/0x[0-9a-f]{16}/, '<dma>'));
const oracle = 'oracle 0000:00:02.0:';

// Texts: mm/dmapool.c of 6.1, whose checks of vaddr and of a block that is free are compiled with SLUB_DEBUG_ON only.
it.each([
  {
    machine: {},
    findings: ['pool-double-free', 'dma-api'],
    lines: [
      'zeroed 1',
      `${oracle} dma_pool_destroy a name that is longer than the , <ptr> busy`,
      'null 1 1 1 1',
      'chained 80',
      `${oracle} dma_pool_free frees, <ptr>/<dma> (bad dma)`,
      'twice 0',
      `${oracle} dma_pool_destroy frees, <ptr> busy`,
      'led to 400',
      'managed 1',
    ],
  },
  {
    machine: { dmaPool: { poison: true } },
    findings: ['pool-double-free', 'dma-api'],
    lines: [
      'zeroed 1',
      `${oracle} dma_pool_destroy a name that is longer than the , <ptr> busy`,
      'null 1 1 1 1',
      'chained 80',
      `${oracle} dma_pool_free frees, dma <dma> already free`,
      `${oracle} dma_pool_free frees, <ptr>/<dma> (bad dma)`,
      `${oracle} dma_pool_free frees, <ptr> (bad vaddr)/<dma>`,
      'twice 0',
      `${oracle} dma_pool_destroy frees, <ptr> busy`,
      `${oracle} dma_pool_alloc late, <ptr> (corrupted)`,
      '00000000: 00 04 00 00 a7 a7 a7 a7 a7 a7 a7 a7 a7 a7 a7 a7  ................',
      '00000010: a7 a7 a7 a7 55 a7 a7 a7 a7 a7 a7 a7 a7 a7 a7 a7  ....U...........',
      'led to 400',
      'managed 1',
    ],
  },
])('a misused pool of 6.1 says $lines.length lines', ({ machine, lines, findings }) => {
  const ran = runText(misuse, machine);
  expect(said(ran.log)).toEqual(lines);
  expect(ran.findings.map(({ code }) => code)).toEqual(findings);
});

it('lists the pools of a device as a real 6.1 did, the newest first, until the last is gone', () => {
  const app = fileBeside('pools-file-app.c');
  const { simulation } = runText(fileBeside('pools-file.c'), {}, {}, app);
  const rows = {
    big: 'big                 3    3 5008  3\n',
    long: 'a name that is longer than the     0    0  192  0\n',
    small: 'sixty-four         69  128   64  2\n',
  };
  const file = (...lines: readonly string[]): string => `-- file\npoolinfo - 0.1\n${lines.join('')}`;
  expect(outputOf(simulation)).toBe(
    file(rows.big, rows.long, rows.small) + file(rows.long, rows.small) + file(rows.small) + '-- no file\n',
  );
});

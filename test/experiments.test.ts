/** The experiments run, and count what a real Linux counted (documented-bugs 1.2 to 1.4, 4.1 and 4.2: measured on Linux 6.18, asked of 6.1). */
import { describe, expect, test } from 'vitest';
import { experimentView } from '../extension/experiments/experiment-view.ts';
import { experiment, experiments } from '../simulator/experiments/catalogue.ts';
import { measured, timeOf, type ExperimentResult, type Point } from '../simulator/experiments/experiment.ts';
import { runExperiment, type ExperimentOptions } from '../simulator/experiments/run-experiment.ts';
import { scenarios } from '../simulator/scenario-catalogue.ts';

const K = 1024;
const M = 1024 * K;

/** Only some variants, ways and sizes of it. */
function run(
  id: string,
  only: { variants?: string[]; series?: string[]; sizes?: number[] },
  options: ExperimentOptions = {},
): ExperimentResult {
  const whole = experiment(id)!;
  const chosen = {
    ...whole,
    variants: whole.variants.filter(({ name }) => only.variants?.includes(name) ?? true),
    series: whole.series.filter(({ name }) => only.series?.includes(name) ?? true),
    x: { ...whole.x, values: only.sizes ?? whole.x.values },
  };
  const steps = runExperiment(chosen, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

function pointOf({ points }: ExperimentResult, variant: string, series: string, x: number): Point {
  return points.find((each) => each.variant === variant && each.series === series && each.x === x)!;
}

test('every experiment names measures that it draws, ways, machines, a question and its source', () => {
  expect(experiments().map(({ id }) => id)).toEqual([
    'mremap',
    'mremap-cpus',
    'transfers',
    'transfers-received',
    'waste',
  ]);
  for (const each of experiments()) {
    expect(each.measures.some(({ tableOnly }) => !tableOnly)).toBe(true);
    expect(each.x.values).toEqual([...each.x.values].sort((a, b) => a - b));
    expect([each.title, each.question, each.source, each.answer].every((text) => text.length > 20)).toBe(true);
    expect(each.files['README.md']).toMatch(/^# /);
  }
});

test('documented bugs lead to experiments that there are', () => {
  const named = scenarios().flatMap(({ experiment: id }) => id ?? []);
  expect(named.length).toBeGreaterThan(4);
  expect(named.filter((id) => !experiment(id))).toEqual([]);
});

describe('a block that moves', () => {
  const dense = run('mremap', { variants: ['dense'], sizes: [4 * K, 64 * K, M, 4 * M] });

  // documented-bugs 4.1: faults and pages of each size; entries of 8 bytes for 4 KiB, or one table for 2 MiB.
  test.each([
    [4 * K, 1, 0],
    [64 * K, 16, 0],
    [M, 256, 0],
    [4 * M, 1024, 2],
  ])('%i bytes, every page written: %i pages', (size, pages, tables) => {
    const counts = (series: string): Readonly<Record<string, number>> => pointOf(dense, 'dense', series, size).counts!;
    expect(counts('mremap')).toMatchObject({ faults: 0, bytesCopied: 0, entriesMoved: pages, tablesMoved: 0 });
    expect(counts('aligned')).toMatchObject({ faults: 0, entriesMoved: tables ? 0 : pages, tablesMoved: tables });
    expect(counts('copy')).toMatchObject({ faults: pages, bytesCopied: size, entriesMoved: 0 });
    expect(counts('warm')).toMatchObject({ faults: 0, bytesCopied: size, entriesMoved: 0 });
  });

  test('64 MiB: 16384 entries, or 32 tables', () => {
    const moved = run('mremap', { variants: ['dense'], series: ['mremap', 'aligned'], sizes: [64 * M] });
    expect(pointOf(moved, 'dense', 'mremap', 64 * M).counts).toMatchObject({ faults: 0, entriesMoved: 16384 });
    expect(pointOf(moved, 'dense', 'aligned', 64 * M).counts).toMatchObject({ faults: 0, tablesMoved: 32 });
  });

  // 4.1: 256 MiB are 128 tables. 1.6: of a sparse block each 16th page has an entry.
  test('256 MiB, sparse: 4096 entries, or 128 tables', () => {
    const moved = run('mremap', { variants: ['sparse'], series: ['mremap', 'aligned'], sizes: [256 * M] });
    expect(pointOf(moved, 'sparse', 'mremap', 256 * M).counts).toMatchObject({ faults: 0, entriesMoved: 4096 });
    expect(pointOf(moved, 'sparse', 'aligned', 256 * M).counts).toMatchObject({ faults: 0, tablesMoved: 128 });
  });

  // 1.6: 256 MiB, 1/16 touched: 126,976 faults, of them 61,440 for pages of zeros; here a 64th of it.
  test('a sparse block is full when it is copied', () => {
    const copied = run('mremap', { variants: ['sparse'], series: ['copy'], sizes: [4 * M] });
    const { counts } = pointOf(copied, 'sparse', 'copy', 4 * M);
    expect(counts).toMatchObject({ faults: 126_976 / 64, zeroPageFaults: 61_440 / 64, bytesCopied: 4 * M });
  });

  // 4.2: mremap keeps sharing, a copy takes a page for each.
  test('a block that a child shares stays shared when it moves', () => {
    const shared = run('mremap', { variants: ['forked'], series: ['mremap', 'copy'], sizes: [64 * K] });
    expect(pointOf(shared, 'forked', 'mremap', 64 * K).counts).toMatchObject({ faults: 0, bytesCopied: 0 });
    expect(pointOf(shared, 'forked', 'copy', 64 * K).counts).toMatchObject({ faults: 16, bytesCopied: 64 * K });
  });

  // 1.6: against memory that is there a copy wins while it is small, against fresh memory never.
  test('virtual time: mremap is beaten by no copy into fresh memory, and by none of 1 MiB', () => {
    const time = (series: string, size: number): number =>
      measured(pointOf(dense, 'dense', series, size), { name: 'time', title: '', unit: 'ns' }, dense.costs)!;
    for (const size of [4 * K, 64 * K, M, 4 * M]) expect(time('mremap', size)).toBeLessThan(time('copy', size));
    expect(time('mremap', M)).toBeLessThan(time('warm', M));
  });
});

// kernel-facts 8: one interrupt for each CPU that runs the program, in each round; a block of 4 MiB whose ends are aligned differently is four extents.
test('interrupts go to the CPUs that run the program, in each round of flushing', () => {
  const { points } = run('mremap-cpus', { series: ['mremap', 'aligned', 'copy'], sizes: [1, 8] });
  const interrupts = points.map(({ variant, series, x, counts }) => [variant, series, x, counts!['tlbInterrupts']]);
  const rounds: Readonly<Record<string, number>> = { 'large mremap': 4, 'large aligned': 2 };
  expect(interrupts).toEqual(
    points.map(({ variant, series, x }) => [variant, series, x, (rounds[`${variant} ${series}`] ?? 1) * (x - 1)]),
  );
});

describe('small transfers', () => {
  const { points } = run('transfers', { variants: ['strict', 'arm64'], sizes: [64, 4 * K] });
  const of = (variant: string, series: string, x: number): Readonly<Record<string, number>> =>
    pointOf({ points } as ExperimentResult, variant, series, x).counts!;

  test.each([64, 4 * K])('%i bytes: copies, mappings and allocations of each way', (size) => {
    expect(of('strict', 'map', size)).toMatchObject({ bytesCopied: 0, mapCalls: 1, unmapCalls: 1 });
    expect(of('strict', 'map', size)).toMatchObject({ coherentAllocations: 0, iotlbInvalidations: 1 });
    expect(of('strict', 'copy', size)).toMatchObject({ bytesCopied: size, mapCalls: 0, iotlbInvalidations: 0 });
    expect(of('strict', 'sync', size)).toMatchObject({ bytesCopied: size, syncCalls: 2, iotlbInvalidations: 0 });
    expect(of('strict', 'coherent', size)).toMatchObject({ bytesCopied: size, coherentAllocations: 1 });
    expect(of('strict', 'pool', size)).toMatchObject({ bytesCopied: size, mapCalls: 0 });
  });

  // Lines of 64 bytes; managed memory begins on a line (drivers/base/devres.c of 6.1: data is aligned to ARCH_KMALLOC_MINALIGN).
  test.each([64, 4 * K])('%i bytes where devices do not snoop: a line each, or 8 bytes at a time', (size) => {
    expect(of('arm64', 'map', size)).toMatchObject({ cacheLineOperations: size / 64, uncachedAccesses: 0 });
    expect(of('arm64', 'sync', size)).toMatchObject({ cacheLineOperations: size / 64, uncachedAccesses: 0 });
    expect(of('arm64', 'copy', size)).toMatchObject({ cacheLineOperations: 0, uncachedAccesses: size / 8 });
  });
});

// The same program the other way: a line is handled before the device writes it and after (arch/arm64/mm/dma-mapping.c of 6.1: cleaned for the device, invalidated for the CPU).
test('small transfers from a device', () => {
  const { points } = run('transfers-received', {
    variants: ['strict', 'arm64'],
    series: ['map', 'copy', 'sync'],
    sizes: [512],
  });
  const of = (variant: string, series: string): Readonly<Record<string, number>> =>
    pointOf({ points } as ExperimentResult, variant, series, 512).counts!;
  expect(of('strict', 'map')).toMatchObject({ bytesCopied: 0, mapCalls: 1, unmapCalls: 1, iotlbInvalidations: 1 });
  expect(of('strict', 'sync')).toMatchObject({ bytesCopied: 512, syncCalls: 2, iotlbInvalidations: 0 });
  expect(of('arm64', 'map')).toMatchObject({ cacheLineOperations: (2 * 512) / 64, uncachedAccesses: 0 });
  expect(of('arm64', 'sync')).toMatchObject({ cacheLineOperations: (2 * 512) / 64, uncachedAccesses: 0 });
  expect(of('arm64', 'copy')).toMatchObject({ cacheLineOperations: 0, uncachedAccesses: 512 / 8 });
  // Both directions move what the device asks for, and as much of it: the work is in other places only.
  expect(of('strict', 'map')['dmaBytesWritten']).toBe(512);
});

// documented-bugs 1.3 (buddy and CMA), 1.4 (ksize of 150 KiB).
test('what memory of a size takes', () => {
  const sizes = [64, 9100, 150 * K, 5 * M];
  const result = run('waste', { variants: ['plain'], series: ['kmalloc', 'buddy', 'coherent'], sizes });
  const { measures } = result.experiment;
  const wasted = (series: string): (number | null)[] =>
    sizes.map((size) => measured(pointOf(result, 'plain', series, size), measures[0]!, result.costs));
  expect(wasted('buddy')).toEqual([4032, 7284, 108544, null]);
  expect(wasted('coherent')).toEqual([4032, 3188, 2048, 0]);
  expect(wasted('kmalloc')).toEqual([0, 7284, 108544, null]);
});

test('other costs change the time and no count', () => {
  const only = { variants: ['dense'], series: ['copy'], sizes: [4 * K] };
  const plain = run('mremap', only);
  const dear = run('mremap', only, { costs: { pageFault: 10_350 } });
  expect(dear.points[0]!.counts).toEqual(plain.points[0]!.counts);
  expect(timeOf(dear.points[0]!, dear.costs)).toBeCloseTo(timeOf(plain.points[0]!, plain.costs) + 10_000, 6);
  expect(timeOf(plain.points[0]!, dear.costs)).toBe(timeOf(dear.points[0]!, dear.costs));
  // The page tells times for edited costs without another run.
  const page = experimentView(plain, { pageFault: 10_350 });
  const time = timeOf(dear.points[0]!, dear.costs).toLocaleString('en-US', { maximumFractionDigits: 2 });
  expect(page.tables[0]).toMatchObject({ title: 'Every page written: Virtual time (ns)', rows: [['4 KiB', time]] });
  expect(page.tables[1]).toMatchObject({ title: 'Every page written: Page faults', rows: [['4 KiB', '1']] });
  expect(page.costs.find(({ name }) => name === 'pageFault')).toMatchObject({ value: 350, used: 10_350 });
  expect(page.costs.map(({ name }) => name)).not.toContain('rotationalSeek');
});

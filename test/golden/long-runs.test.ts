/**
 * Long runs of the DMA API, answered line by line as Linux 6.1.192 did on the reference machine (`oracle/run --mode MODE at-random.c`, and so on): `at-random.c` at random,
 * `at-edges.c` where limits are met, `at-shapes.c` with lists, slab caches and coherent memory of many shapes,
 * `at-length.c` with pools and files, `at-mmap.c` with a program that maps the memory, `at-misuse.c` with all that dma-debug has to say, `at-buddy.c` with what lies free in
 * the smallest zone, by order and kind, `at-part.c` with lists of part of a buffer.
 */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { allRecords, type JournalRecord } from '../../simulator/journal.ts';
import { finish, powerOn, requestOf } from '../support/simulated-run.ts';
import { lineInWords } from './rows.ts';

const read = (name: string): string => readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');

/** What driver and program tell, and the kernel of it; not what is said of the device that is released, whose first leak lies where the boot had room. */
function answersIn(records: readonly JournalRecord[]): string[] {
  const lines = records.flatMap((each) =>
    each.task !== null && (each.kind === 'log' || each.kind === 'output') ? each.text.trimEnd().split('\n') : [],
  );
  return lines.flatMap((line) => {
    const told = /^(?:at_\w+: )?> (.*)/.exec(line);
    if (told) return [told[1]!];
    const words = lineInWords(line);
    return words === null || /released from device|device_change/.test(words) ? [] : [words];
  });
}

const withApp: ReadonlySet<string> = new Set(['at-mmap', 'at-length', 'at-buddy']);
const modes = { plain: {}, swiotlb: { swiotlb: 'force' }, iommu: { iommu: 'lazy' } };

it.each([
  ['at-misuse', 'plain'],
  ['at-misuse', 'swiotlb'],
  ['at-misuse', 'iommu'],
  ['at-random', 'plain'],
  ['at-random', 'swiotlb'],
  ['at-random', 'iommu'],
  ['at-edges', 'plain'],
  ['at-edges', 'swiotlb'],
  ['at-edges', 'iommu'],
  ['at-shapes', 'plain'],
  ['at-shapes', 'swiotlb'],
  ['at-shapes', 'iommu'],
  ['at-length', 'plain'],
  ['at-length', 'iommu'],
  ['at-mmap', 'plain'],
  ['at-mmap', 'iommu'],
  ['at-buddy', 'plain'],
  ['at-part', 'iommu'],
] as const)('%s on the %s machine', (name, mode) => {
  const machine = JSON.stringify({ devices: [{ model: 'edu', name: '0000:00:02.0' }], ...modes[mode] });
  const app = withApp.has(name) ? { app: read(`${name}-app.c`) } : {};
  const simulation = powerOn(requestOf({ driver: read(`${name}.c`), machine, ...app }));
  finish(simulation);
  expect(answersIn(allRecords(simulation.world.journal))).toEqual(read(`${name}-${mode}.txt`).trim().split('\n'));
});

/** Drivers of ours that are right: nothing is found in them. Documented bugs: what a static check can see is found, and is gone in what fixes it. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkDriver, scenario } from '../../simulator/index.ts';

const correct = fileURLToPath(new URL('../kernel/dma/correct/', import.meta.url));

function rulesIn(path: string, text: string): string[] {
  const findInclude = (name: string): { path: string; text: string } | null =>
    name.endsWith('edu.h') ? { path: 'edu.h', text: readFileSync(join(correct, '../edu.h'), 'utf8') } : null;
  const { findings, crashes } = checkDriver({ path, text }, { findInclude });
  expect(crashes).toEqual([]);
  return findings.map(({ rule }) => rule);
}

test('drivers that are right', () => {
  const names = readdirSync(correct).filter((name) => name.endsWith('.c'));
  expect(names.length).toBeGreaterThan(5);
  const found = names.flatMap((name) => rulesIn(name, readFileSync(join(correct, name), 'utf8')).map((rule) => `${name} ${rule}`)); // prettier-ignore
  expect(found).toEqual([]);
});

describe('documented bugs', () => {
  test.each([
    ['stack-buffer', 'dma-from-stack'],
    ['dma-to-the-stack', 'dma-from-stack'],
    ['doorbell-before-command', 'relaxed-doorbell'],
    ['map-several-pages', 'dma-from-vmalloc'],
    ['mapping-leak', 'unmap-missing'],
    ['missing-dma-rmb', 'ownership-read-barrier'],
    ['missing-dma-wmb', 'ownership-write-barrier'],
    ['missing-sync-for-cpu', 'cpu-access-while-mapped'],
    ['missing-sync-for-device', 'cpu-access-while-mapped'],
    ['unmap-wrong-size', 'unmap-wrong-size'],
    ['mapping-error-unchecked', null],
    ['iommu-fault', 'physical-for-device'],
  ])('%s: %s', (id, rule) => {
    const { files, variants } = scenario(id)!;
    if (rule !== null) expect(rulesIn('driver.c', files['driver.c']!)).toContain(rule);
    for (const { name, driver } of variants) {
      // Some have the same driver on another machine.
      if (driver === null || files[driver] === files['driver.c']) continue;
      expect([name, rulesIn('driver.c', files[driver]!)]).toEqual([name, []]);
    }
  });
});

/** Not a test: asks a real kernel and keeps its answers. `ORACLE_RUN=…/run npx vitest run --config test/vitest.config.ts test/golden/record.test.ts` */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { it } from 'vitest';
import { rowsOf } from './rows.ts';

const oracle = process.env['ORACLE_RUN'];
const here = fileURLToPath(new URL('.', import.meta.url));

it.runIf(oracle).each(['plain', 'iommu', 'swiotlb'])('%s', { timeout: 300_000 }, (mode) => {
  const text = execFileSync(oracle!, ['--mode', mode, `${here}ask.c`], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  const rows = rowsOf(text.split('\n')).map((row) => JSON.stringify(row));
  writeFileSync(`${here}asked-${mode}.jsonl`, `${rows.join('\n')}\n`);
});

/** Speed of the C engine: bundles engine-run.ts as the product is bundled and runs it. `node test/bench/engine.mjs [repetitions] [node options]`. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'engine-'));
const [repetitions = '5', ...options] = process.argv.slice(2);
try {
  const outfile = join(folder, 'engine-run.cjs');
  await build({
    entryPoints: [join(here, 'engine-run.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
  });
  execFileSync(process.execPath, [...options, outfile, join(here, 'engine-kernels.c'), repetitions], {
    stdio: 'inherit',
  });
} finally {
  rmSync(folder, { recursive: true });
}

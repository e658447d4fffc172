/** Speed of the front end: bundles compile-run.ts as the product is bundled and runs it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = mkdtempSync(join(tmpdir(), 'compile-'));
try {
  const outfile = join(folder, 'compile-run.cjs');
  const entry = fileURLToPath(new URL('./compile-run.ts', import.meta.url));
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'cjs', target: 'node20' });
  execFileSync(process.execPath, [outfile], { stdio: 'inherit' });
} finally {
  rmSync(folder, { recursive: true });
}

/** Bundles mappings-run.ts and runs it in a process of its own. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'mappings-'));
try {
  const outfile = join(folder, 'mappings.mjs');
  await build({
    entryPoints: [join(here, 'mappings-run.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
  execFileSync(process.execPath, ['--expose-gc', ...process.argv.slice(2), outfile], { stdio: 'inherit' });
} finally {
  rmSync(folder, { recursive: true });
}

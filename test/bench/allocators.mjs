/** Bundles allocators-run.ts and runs it in a process of its own. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'allocators-'));
try {
  const outfile = join(folder, 'allocators.mjs');
  await build({
    entryPoints: [join(here, 'allocators-run.ts')],
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

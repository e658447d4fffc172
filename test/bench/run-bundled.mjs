/** Bundles a bench written in TypeScript and runs it in a process of its own, whose garbage collector it may call. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));

/** `name`: of a file beside this one, `NAME-run.ts`. Options of node come from the command line, what is no option goes to the bench. */
export async function runBundled(name) {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  try {
    const outfile = join(folder, `${name}.mjs`);
    await build({
      entryPoints: [join(here, `${name}-run.ts`)],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
    });
    const given = process.argv.slice(2);
    const options = given.filter((each) => each.startsWith('-'));
    const rest = given.filter((each) => !each.startsWith('-'));
    execFileSync(process.execPath, ['--expose-gc', ...options, outfile, ...rest], { stdio: 'inherit' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

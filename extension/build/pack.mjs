/** Builds for production and packs dist/dma-debugger.vsix. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, root } from './build.mjs';
import { run } from './steps.mjs';

export const vsix = join(root, 'dist', 'dma-debugger.vsix');
const limit = 1_000_000; // bytes; a promise to the user

/** Returns the size of the VSIX in bytes; throws when it is above the limit. */
export async function pack() {
  await build({ production: true });
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  await run(process.execPath, [vsce, 'package', '--no-dependencies', '--allow-missing-repository', '--out', vsix], {
    cwd: root,
  });
  const { size } = statSync(vsix);
  if (size > limit) throw new Error(`${vsix} has ${kilobytes(size)}: the limit is ${kilobytes(limit)}`);
  return size;
}

function kilobytes(bytes) {
  return `${(bytes / 1024).toFixed(0)} KiB`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(`dist/dma-debugger.vsix ${kilobytes(await pack())}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

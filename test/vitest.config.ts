import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));
execFileSync(process.execPath, [`${root}extension/build/embed-sources.mjs`]);

export default defineConfig({
  root,
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/workbench/**', '**/node_modules/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    setupFiles: ['test/support/each-file.ts'],
    pool: 'forks',
    // Nothing in the simulator is remembered that could tell one file's tests of another's; and what was compiled stays warm.
    isolate: false,
  },
});

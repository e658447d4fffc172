import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));
execFileSync(process.execPath, [`${root}extension/build/embed-sources.mjs`]);

const include = ['test/**/*.test.ts'];
const exclude = ['test/workbench/**', '**/node_modules/**'];
/** Those that put something in a module's place (`vi.mock`). */
const alone = ['test/user/demand-paging.test.ts'];

export default defineConfig({
  root,
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    setupFiles: ['test/support/each-file.ts'],
    pool: 'forks',
    // By itself vitest leaves a core for watching files: of two that would be every other one.
    maxWorkers: Math.min(availableParallelism(), 4),
    // Nothing in the simulator is remembered that could tell one file's tests of another's; and what was compiled stays warm.
    projects: [
      { extends: true, test: { name: 'together', include, exclude: [...exclude, ...alone], isolate: false } },
      { extends: true, test: { name: 'alone', include: alone, exclude, isolate: true } },
    ],
  },
});

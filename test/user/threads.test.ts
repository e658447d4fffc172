/** Programs with several threads on the whole simulated kernel, beside the same programs with gcc and the system's library. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { finish, outputOf, powerOn } from '../support/simulated-run.ts';

const folder = fileURLToPath(new URL('./threaded/', import.meta.url));

function outputOfGcc(path: string): string {
  const work = mkdtempSync(join(tmpdir(), 'threads-'));
  try {
    execFileSync('gcc', ['-std=gnu11', '-D_GNU_SOURCE', '-w', '-pthread', path, '-o', join(work, 'program')]);
    return execFileSync(join(work, 'program'), { encoding: 'latin1' });
  } finally {
    rmSync(work, { recursive: true });
  }
}

test.each(['threads.c', 'heap.c'])('%s', (file) => {
  const path = join(folder, file);
  const simulation = powerOn({ app: readFileSync(path, 'utf8') });
  expect(finish(simulation)).toBe(0);
  expect(outputOf(simulation).split('\n')).toEqual(outputOfGcc(path).split('\n'));
});

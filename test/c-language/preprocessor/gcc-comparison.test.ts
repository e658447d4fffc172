/** Our output against that of `gcc -E -P`, token by token, and our errors against its exit status. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { comparisons } from './gcc-comparison-rows.ts';
import { gccIsThere, split } from './gcc.ts';
import type { Files } from './preprocess-files.ts';
import { preprocessFiles, texts } from './preprocess-files.ts';

/** What `gcc -E` starts in its turn. */
const compiler = spawnSync('gcc', ['-print-prog-name=cc1'], { encoding: 'utf8' }).stdout?.trim() ?? '';
const directory = mkdtempSync(join(tmpdir(), 'preprocessor-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe.skipIf(!gccIsThere)('as gcc -E -P', () => {
  test.each(comparisons)('%s', (name, source) => {
    const files: Files = typeof source === 'string' ? { 'main.c': source } : source;
    const expected = runGcc(join(directory, name.replace(/[^a-z0-9]/gi, '-')), files);
    const result = preprocessFiles(files);
    expect(texts(result)).toEqual(expected.tokens);
    const errors = result.diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);
    expect(errors.length > 0, errors.join('; ')).toBe(expected.failed);
  });
});

function runGcc(folder: string, files: Files): { tokens: string[]; failed: boolean } {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const options = ['-E', '-quiet', '-P', '-std=gnu11', '-Ifirst', '-Isecond', 'main.c'];
  const { status, stdout } = spawnSync(compiler, options, { cwd: folder, encoding: 'utf8' });
  return { tokens: split(stdout), failed: status !== 0 };
}

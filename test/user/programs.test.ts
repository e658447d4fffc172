/** Programs that print, with our C library and with the system's: the same output, errors and exit status, byte by byte. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runWithGcc, runWithOurs } from './user-program.ts';

const folder = fileURLToPath(new URL('./programs/', import.meta.url));

function compare(file: string, args: readonly string[] = []): void {
  const path = join(folder, file);
  const theirs = runWithGcc(path, args);
  const ours = runWithOurs(path, readFileSync(path, 'utf8'), args);
  expect(ours.output.split('\n')).toEqual(theirs.output.split('\n'));
  expect(ours.errors).toBe(theirs.errors);
  expect(ours.status).toBe(theirs.status);
  expect(theirs.output).not.toBe('');
}

test.each(readdirSync(folder).filter((file) => file !== 'options.c'))('%s', (file) => compare(file));

describe('options.c', () => {
  test.each([
    [['-v', '-s', '12', 'rest', '-v']],
    [['-vs12', '-l', '-l3', '--', '-v']],
    [['--size=5', '--size', '6', '--verbose', '--flag', '--level=2', '--level', 'x']],
    [['-x', '-s']],
    [['--unknown', '-v', '--size']],
    [['-']],
    [[]],
  ])('%j', (args) => compare('options.c', args));
});

/** Our output against that of `gcc -E -P`, token by token, and our errors against its exit status. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { comparisons } from './gcc-comparison-rows.ts';
import type { Files } from './preprocess-files.ts';
import { preprocessFiles, texts } from './preprocess-files.ts';

const gccVersion = readGccVersion();
if (gccVersion === null) console.error('gcc is missing: THE PREPROCESSOR IS NOT COMPARED WITH IT');
const directory = mkdtempSync(join(tmpdir(), 'preprocessor-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe.skipIf(gccVersion === null)('as gcc -E -P', () => {
  test.each(comparisons)('%s', (name, source) => {
    const files: Files = typeof source === 'string' ? { 'main.c': source } : source;
    const expected = runGcc(join(directory, name.replace(/[^a-z0-9]/gi, '-')), files);
    const result = preprocessFiles(files);
    expect(texts(result)).toEqual(expected.tokens);
    const errors = result.diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);
    expect(errors.length > 0, errors.join('; ')).toBe(expected.failed);
  });
});

function readGccVersion(): string | null {
  try {
    return execFileSync('gcc', ['-dumpversion'], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}

function runGcc(folder: string, files: Files): { tokens: string[]; failed: boolean } {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const options = ['-E', '-P', '-std=gnu11', '-Ifirst', '-Isecond', 'main.c'];
  const { status, stdout } = spawnSync('gcc', options, { cwd: folder, encoding: 'utf8' });
  return { tokens: split(stdout), failed: status !== 0 };
}

/** A tokeniser of its own, so that the lexer is not checked against itself. Digraphs are read as what they stand for. */
function split(output: string): string[] {
  const text = output.replace(/^#(pragma|ident).*$/gm, '').replace(/\\U([0-9a-f]{8})/g, universalCharacter);
  const pattern =
    /(?:u8|[LuU])?"(?:\\[^]|[^"\\\n])*"|[LuU]?'(?:\\[^]|[^'\\\n])*'|(?:[A-Za-z_$\u0080-\uffff])(?:[\w$\u0080-\uffff])*|\.?[0-9](?:[eEpP][+-]|[\w.$])*|%:%:|%:|<:|:>|<%|%>|\.\.\.|<<=|>>=|##|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|\S/g;
  const digraphs: Record<string, string> = { '<:': '[', ':>': ']', '<%': '{', '%>': '}', '%:': '#', '%:%:': '##' };
  return [...text.matchAll(pattern)].map(([token]) => digraphs[token] ?? token);
}

function universalCharacter(spelling: string, code: string): string {
  return String.fromCodePoint(Number.parseInt(code, 16));
}

/** The `dma-debugger` command, run in this process on files in a folder of a test file's own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { runCommandLine } from '../../debug-adapter/command-line/dispatch.ts';
import { simulator } from '../../debug-adapter/simulator-binding.ts';

interface Result {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Command {
  readonly folder: string;
  /** Runs the command; `files` are written first, `FOLDER/` in a word becomes their folder. */
  readonly run: (command: string, files?: Readonly<Record<string, string>>) => Result;
}

/** The folder goes when the test file is done. */
export function commandInFolder(): Command {
  const folder = mkdtempSync(join(tmpdir(), 'dma-debugger-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  return { folder, run: (command, files = {}) => runIn(folder, command, files) };
}

function runIn(folder: string, command: string, files: Readonly<Record<string, string>>): Result {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  let out = '';
  let err = '';
  const words = command.split(' ').map((word) => word.replace('FOLDER/', `${folder}/`));
  const status = runCommandLine(simulator, words, { out: (text) => (out += text), err: (text) => (err += text) });
  return { status, out, err: err.replaceAll(`${folder}/`, '') };
}

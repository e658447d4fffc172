/** gcc as the oracle: compiles and runs one C program, or says what it thinks of a source. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Standard output of the program, as lines. */
export function runWithGcc(source: string): string[] {
  return inTemporaryFolder((folder) => {
    writeFileSync(join(folder, 'program.c'), source);
    execFileSync('gcc', ['-std=gnu11', '-w', '-o', 'program', 'program.c'], {
      cwd: folder,
      stdio: 'pipe',
    });
    return execFileSync(join(folder, 'program'), { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line !== '');
  });
}

/** gcc's messages, as `line severity`, in its order. */
export function complaintsOfGcc(source: string): string[] {
  return inTemporaryFolder((folder) => {
    writeFileSync(join(folder, 'test.c'), source);
    const flags = [
      '-std=gnu11',
      '-fsyntax-only',
      '-Werror=implicit-function-declaration',
      '-fno-diagnostics-show-caret',
    ];
    const { stderr } = spawnSync('gcc', [...flags, 'test.c'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    });
    const found: string[] = [];
    for (const line of stderr.split('\n')) {
      const match = /^test\.c:(\d+):\d+: (error|warning):/.exec(line);
      if (match) found.push(`${match[1]} ${match[2]}`);
    }
    return found;
  });
}

function inTemporaryFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'c-parser-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

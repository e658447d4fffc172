/** Runs a group of small C programs with gcc and with us. A group is a file of `TEST(name) { … }` functions that print. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileOrThrow, functionNamed, load, runToEnd } from '../../support/compiled-program.ts';
import { pushCall } from '../../../simulator/c-language/vm.ts';

const folder = fileURLToPath(new URL('./programs/', import.meta.url));
const flags = ['-std=gnu11', '-O0', '-w', '-fno-strict-aliasing', '-fwrapv'];

export interface Group {
  readonly file: string;
  readonly names: readonly string[];
  readonly text: string;
}

export function readGroups(): Group[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.c'))
    .sort()
    .map(readGroup);
}

function readGroup(file: string): Group {
  return groupOf(file, readFileSync(join(folder, file), 'utf8'));
}

export function groupOf(file: string, body: string): Group {
  const names = [...body.matchAll(/^TEST\((\w+)\)/gm)].map((found) => found[1]!);
  const calls = names.map((name) => `  printf("== ${name}\\n"); ${name}();`);
  const prelude = ['stdio', 'string', 'stdlib', 'stdint', 'stdarg', 'stddef', 'stdbool', 'limits'].map(
    (name) => `#include <${name}.h>`,
  );
  const text = [
    ...prelude,
    '#define TEST(name) static void name(void)',
    '#line 1',
    body,
    `int main(void)\n{\n${calls.join('\n')}\n  return 0;\n}\n`,
  ];
  return { file, names, text: text.join('\n') };
}

/** What gcc's program prints, by test name. */
export function outputOfGcc({ file, text }: Group): ReadonlyMap<string, string> {
  const work = mkdtempSync(join(tmpdir(), 'gcc-oracle-'));
  try {
    const source = join(work, file);
    writeFileSync(source, text);
    execFileSync('gcc', [...flags, source, '-o', join(work, 'program')], { stdio: 'pipe' });
    return sections(execFileSync(join(work, 'program'), { encoding: 'latin1' }));
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** What ours prints; a program that stops early says why at the end. */
export function outputOfOurs({ file, text }: Group): ReadonlyMap<string, string> {
  const machine = load(compileOrThrow(text, file));
  pushCall(machine.program, machine.thread, functionNamed(machine.program, 'main'), []);
  const exit = runToEnd(machine, 20_000_000);
  const reason =
    exit.kind === 'finished'
      ? ''
      : `stopped: ${JSON.stringify(exit, (_, value: unknown) => (typeof value === 'bigint' ? `0x${value.toString(16)}` : value))}`;
  return sections(machine.libc.output + reason);
}

function sections(output: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const section of output.split(/^== /m).slice(1)) {
    const end = section.indexOf('\n');
    found.set(section.slice(0, end), section.slice(end + 1));
  }
  return found;
}

/** Headers and C files of the library as gcc sees them; our own front end's opinion is part of every program test. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { build } from '../../simulator/compile.ts';
import { embeddedSources } from '../../simulator/embedded.generated.ts';
import { userFiles } from '../../simulator/user/user-functions.ts';
import { defaultMachine } from '../kernel/default-machine.ts';
import { renderDiagnostic } from './diagnostics.ts';
import { compileForUser, runWithOurs } from './user-program.ts';

const simulator = fileURLToPath(new URL('../../simulator/', import.meta.url));
const root = 'user/include/';
const headers = Object.keys(embeddedSources)
  .filter((path) => path.startsWith(root))
  .map((path) => path.slice(root.length));

function complaintsOfGcc(text: string): string {
  const flags = [
    '-fsyntax-only',
    '-std=gnu11',
    '-nostdinc',
    `-I${simulator}${root}`,
    `-I${simulator}kernel/include/uapi`,
    '-Wall',
    '-Wextra',
    '-x',
    'c',
    '-',
  ];
  return spawnSync('gcc', flags, { input: text, encoding: 'utf8' }).stderr;
}

describe('gcc', () => {
  test.each(headers)('<%s> alone and twice', (header) => {
    expect(complaintsOfGcc(`#include <${header}>\n#include <${header}>\n`)).toBe('');
  });
  test('all headers together, in both orders', () => {
    const lines = headers.map((header) => `#include <${header}>\n`);
    expect(complaintsOfGcc(lines.join(''))).toBe('');
    expect(complaintsOfGcc(lines.reverse().join(''))).toBe('');
  });
  test.each(userFiles)('%s', (path) => expect(complaintsOfGcc(embeddedSources[path]!)).toBe(''));
  test('all C files as one translation unit', () => {
    expect(complaintsOfGcc(userFiles.map((path) => embeddedSources[path]).join('\n'))).toBe('');
  });
});

test('userFiles are the C files that are there', () => {
  const there = Object.keys(embeddedSources).filter((path) => /^user\/libc\/.*\.c$/.test(path));
  expect([...userFiles].sort()).toEqual(there.sort());
});

/** Widths, signedness and values that the x86-64 ABI and the kernel's interface fix. */
test('types and constants are those of x86-64 Linux', () => {
  const checks = [
    'sizeof(struct stat) == 144', 'offsetof(struct stat, st_size) == 48', 'sizeof(struct timespec) == 16', 'sizeof(off_t) == 8',
    'sizeof(struct pollfd) == 8', 'sizeof(sigset_t) == 128', 'sizeof(wchar_t) == 4', 'sizeof(max_align_t) == 32', '(mode_t)-1 > 0',
    'INT64_MIN == -9223372036854775807L - 1', 'UINT64_C(1) << 63 > 0', 'CHAR_MIN == -128', 'O_CREAT == 64', 'O_SYNC == 0x101000',
    'MAP_LOCKED == 0x2000', '_IOWR(1, 2, int) == 0xc0040102', 'makedev(240, 3) == 0xf003', 'EWOULDBLOCK == 11', 'SIGSEGV == 11',
  ]; // prettier-ignore
  const names = ['stddef', 'sys/stat', 'sys/types', 'sys/mman', 'sys/ioctl', 'sys/sysmacros', 'poll', 'signal', 'stdint', 'limits', 'errno', 'fcntl']; // prettier-ignore
  const text = [
    ...names.map((name) => `#include <${name}.h>`),
    ...checks.map((check) => `_Static_assert(${check}, "");`),
  ].join('\n');
  expect(complaintsOfGcc(text)).toBe('');
  expect(() => compileForUser('checks.c', text)).not.toThrow();
});

test('the scenario program has no diagnostics', () => {
  const text = embeddedSources['scenarios/cma-writeback/app.c']!;
  const { diagnostics } = build({
    machine: defaultMachine(),
    driver: [],
    app: { path: 'app.c', text },
    findInclude: () => null,
    defines: [],
    parameters: {},
    arguments: [],
    files: {},
  });
  expect(diagnostics.map(renderDiagnostic)).toEqual([]);
});

describe('ends of a program', () => {
  test.each([
    ['assert', 'assert(1 + 1 == 3);', 134, "program: end.c:8: main: Assertion `1 + 1 == 3' failed.\n"],
    ['abort', 'abort();', 134, ''],
    ['double free', 'char *p = malloc(8); free(p); free(p);', 134, 'free(): double free detected\n'],
    ['invalid free', 'char *p = malloc(64); free(p + 16);', 134, 'free(): invalid pointer\n'],
    [
      'overrun',
      'char *p = malloc(24); memset(p, 0, 48); free(p);',
      134,
      'free(): the memory behind the chunk was overwritten\n',
    ],
    ['err', 'errno = ENODEV; err(3, "%s", "/dev/fpga");', 3, 'program: /dev/fpga: No such device\n'],
    ['warnx', 'warnx("careful"); return 4;', 4, 'program: careful\n'],
    [
      'a system call that is not modelled',
      'if (fork() < 0) perror("fork"); return 5;',
      5,
      'fork: Function not implemented\n',
    ],
    ['_exit does not flush', 'printf("lost"); _exit(6);', 6, ''],
  ])('%s', (_, body, status, errors) => {
    const includes = ['assert', 'err', 'errno', 'stdio', 'stdlib', 'string', 'unistd'].map(
      (name) => `#include <${name}.h>\n`,
    );
    const outcome = runWithOurs('end.c', `${includes.join('')}int main(void) { ${body} return 0; }\n`);
    expect(outcome).toEqual({ status, errors, output: '' });
  });
});

/** The engine's kernels by what else runs C or does the same work here: gcc -O0, tcc, python3. What is not installed is said and left out. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const rounds = { crc: 60, sort: 12, list: 2000, descriptors: 1500 };

function program() {
  const rows = Object.entries(rounds).map(([name, count]) => `  MEASURE(${name}, ${count});`);
  return `${readFileSync(join(here, 'engine-kernels.c'), 'utf8')}
#include <stdio.h>
#include <time.h>
static long now(void) { struct timespec t; clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); return t.tv_sec * 1000000000L + t.tv_nsec; }
#define MEASURE(f, n) do { long t = now(); unsigned long r = f(n); printf("%s %lu %ld\\n", #f, r, now() - t); } while (0)
int main(void) {
${rows.join('\n')}
  return 0;
}
`;
}

function measure(engine, run) {
  try {
    const lines = run().trim().split('\n');
    return new Map(lines.map((line) => line.split(' ')).map(([name, , time]) => [name, Number(time)]));
  } catch (error) {
    console.log(
      `  ${engine}: not measured (${error.code === 'ENOENT' ? 'not installed' : error.message.split('\n')[0]})`,
    );
    return null;
  }
}

export function benchOtherEngines() {
  const folder = mkdtempSync(join(tmpdir(), 'engines-'));
  try {
    const source = join(folder, 'kernels.c');
    writeFileSync(source, program());
    const text = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] };
    const gcc = (level) => () => {
      execFileSync('gcc', [level, '-w', source, '-o', join(folder, 'kernels')], { stdio: 'pipe' });
      return execFileSync(join(folder, 'kernels'), text);
    };
    const engines = {
      'gcc -O0': gcc('-O0'),
      'tcc -run': () => execFileSync('tcc', ['-w', '-run', source], text),
      python3: () => execFileSync('python3', [join(here, 'engine_kernels.py')], text),
    };
    console.log(
      `\nthe same kernels, ms of processor time\n${'engine'.padEnd(14)}${Object.keys(rounds)
        .map((name) => name.padStart(14))
        .join('')}`,
    );
    for (const [engine, run] of Object.entries(engines)) {
      const times = measure(engine, run);
      if (!times) continue;
      console.log(
        engine.padEnd(14) +
          Object.keys(rounds)
            .map((name) => (times.get(name) / 1e6).toFixed(1).padStart(14))
            .join(''),
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Static checks as in the language server: a driver of 2,000 lines, one edit after another, and how long each takes until its findings are there. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkDriver, createCheckCache } from '../../simulator/index.ts';

const corpus = process.env['CHECK_CORPUS']!;
const lines = 2000;
const edits = 80;

/** The functions of the corpus under names of their own, as often as it takes. */
function driver(): string {
  const header = readFileSync(join(corpus, 'corpus.h'), 'utf8');
  const parts = [header];
  const names = readdirSync(corpus).filter((name) => name.endsWith('.c'));
  for (let number = 0; parts.join('\n').split('\n').length < lines; number++) {
    const text = readFileSync(join(corpus, names[number % names.length]!), 'utf8').replace('#include "corpus.h"\n', '');
    const own = [...text.matchAll(/^(?:static )?(?:const )?(?:struct )?\w+ \*?(\w+)(?:\(|\[|;| =)/gm)].map(
      (match) => match[1]!,
    );
    const tags = [...text.matchAll(/^struct (\w+) \{/gm)].map((match) => match[1]!);
    parts.push(text.replace(new RegExp(`\\b(${[...own, ...tags].join('|')})\\b`, 'g'), `$1_${number}`));
  }
  return parts
    .join('\n')
    .split('\n')
    .slice(0, lines)
    .join('\n')
    .replace(/\n\}\n(?![\s\S]*\n\}\n)[\s\S]*$/, '\n}\n');
}

const text = driver();
const rows = text.split('\n');
const cache = createCheckCache();
const check = (changed: string): number => checkDriver({ path: 'driver.c', text: changed }, { findInclude: () => null }, cache).findings.length; // prettier-ignore
const bodies = rows.flatMap((row, index) => (/^\t(b|writeq|ret|if)\b/.test(row) ? [index] : []));

const begun = cpu();
const found = check(text);
const first = cpu() - begun;
for (let warm = 0; warm < 15; warm++) check(`${text}/* ${warm} */`);
const times: number[] = [];
const before = alive();
for (let edit = 0; edit < edits; edit++) {
  const at = bodies[Math.floor((edit * bodies.length) / edits)]!;
  const changed = [...rows.slice(0, at), `\tboard_wait(0); /* ${edit} */`, ...rows.slice(at)].join('\n');
  const start = cpu();
  check(changed);
  times.push(cpu() - start);
}
times.sort((a, b) => a - b);

function alive(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

const p95 = times[Math.floor(times.length * 0.95)]!;
console.log(`\nStatic checks, a driver of ${rows.length} lines (${found} findings)`);
console.log(`  first time in a process ${first.toFixed(0)} ms`);
console.log(`  an edit: median ${times[times.length >> 1]!.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms (bar: 50 ms)`);
console.log(`  kept after ${edits} edits ${(alive() - before).toFixed(1)} MB`);

/** ms of this process, garbage collection included: what others do on the machine does not count. */
function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

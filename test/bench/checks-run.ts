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
const cache = createCheckCache();
const check = (changed: string): number => checkDriver({ path: 'driver.c', text: changed }, { findInclude: () => null }, cache).findings.length; // prettier-ignore

const begun = cpu();
const found = check(text);
const first = cpu() - begun;
console.log(`\nStatic checks, a driver of ${text.split('\n').length} lines (${found} findings)`);
console.log(`  first time in a process ${first.toFixed(0)} ms`);
for (let warm = 0; warm < 15; warm++) check(`${text}/* ${warm} */`);
const before = alive();

/** Lines of the text as it is that an edit may fall on. */
function places(of: string, line: RegExp): number[] {
  return of.split('\n').flatMap((row, index) => (line.test(row) ? [index] : []));
}

/** One update after another, each of the text that the last one left behind: a line comes, and goes again. */
function edit(what: string, where: RegExp, line: (number: number) => string): void {
  const times: number[] = [];
  const walls: number[] = [];
  const update = (changed: string): void => {
    const start = cpu();
    const began = performance.now();
    check(changed);
    walls.push(performance.now() - began);
    times.push(cpu() - start);
  };
  check(text);
  const rows = text.split('\n');
  const at = places(text, where);
  for (let number = 0; number < edits / 2; number++) {
    const row = at[Math.floor((number * at.length * 2) / edits)]!;
    update([...rows.slice(0, row), line(number), ...rows.slice(row)].join('\n'));
    update(text);
  }
  console.log(`  ${what.padEnd(44)}${told(times)}     ${told(walls)}`);
}

console.log('  an edit (bar: p95 50 ms)                 processor: median  p95 ms, by the clock, others included');
edit('a statement in a function', /^\t(b|writeq|ret|if)\b/, (number) => `\tboard_wait(0); /* ${number} */`);
edit(
  'a DMA call in a function',
  /^\t(b|writeq|ret|if)\b/,
  () => '\tdma_sync_single_for_cpu(dev, 0, 8, DMA_TO_DEVICE);',
);
edit('a declaration between functions', /^(static )?int \w+\(.*\)$/, (number) => `extern int more_${number}(void);`);
edit('a macro that functions use', /^struct desc \{/, (number) => `#undef BUF_SIZE\n#define BUF_SIZE ${2048 + number}`);
edit('a field of the struct that all functions use', /^\tvoid __iomem \*regs;/, (number) => `\tint more_${number};`);

/** One letter after another, behind the line that `where` finds; the checks follow each of them. */
function type(where: RegExp, line: string): void {
  const rows = text.split('\n');
  const at = rows.findIndex((row) => where.test(row)) + 1;
  const times: number[] = [];
  const walls: number[] = [];
  for (let length = 1; length <= line.length; length++) {
    const changed = [...rows.slice(0, at), line.slice(0, length), ...rows.slice(at)].join('\n');
    const begun = cpu();
    const began = performance.now();
    check(changed);
    walls.push(performance.now() - began);
    times.push(cpu() - begun);
  }
  check(text);
  typed.times.push(...times);
  typed.walls.push(...walls);
  console.log(`  ${`'${line.trim()}' letter by letter`.padEnd(44)}${told(times)}     ${told(walls)}`);
}

const typed: { readonly times: number[]; readonly walls: number[] } = { times: [], walls: [] };
const middle = text.split('\n').findIndex((row, index) => index > lines / 2 && /^\t(if|writeq)\b/.test(row));
const statement = new RegExp(`^${text.split('\n')[middle]!.replace(/[^\w\s]/g, '\\$&')}$`);
type(statement, '\tdma_addr_t more = dma_map_single(b->dev, b->buf, BUF_SIZE, DMA_TO_DEVICE);');
type(statement, '\tif (dma_mapping_error(b->dev, b->dma)) return -EIO;');
type(/^\tvoid __iomem \*regs;/, '\tunsigned int interrupts_seen;');
type(/^#define BUF_SIZE/, '#define TIMEOUT_US (20 * 1000)');
type(/^#include <linux\/mm.h>/, '#include <linux/dmaengine.h>');
console.log(
  `  ${`all ${typed.times.length} of these letters`.padEnd(44)}${told(typed.times)}     ${told(typed.walls)}`,
);

function alive(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

function told(values: readonly number[]): string {
  return `${quantile(values, 0.5).padStart(4)} ${quantile(values, 0.95).padStart(4)}`;
}

function quantile(values: readonly number[], part: number): string {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * part)]!.toFixed(0);
}

console.log(`  kept after ${edits * 5} edits ${(alive() - before).toFixed(1)} MB`);

/** ms of this process, garbage collection included: what others do on the machine does not count. */
function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

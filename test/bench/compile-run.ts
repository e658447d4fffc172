/**
 * Speed of the front end in lines a millisecond of CPU time: those that it really reads, which are a file's own and, once a unit, those of each header it
 * includes. Files are compiled as a user's are: bodies of functions in headers are put off.
 */
import { link } from '../../simulator/c-language/link.ts';
import { preprocess } from '../../simulator/c-language/preprocess.ts';
import type { SourceFile } from '../../simulator/c-language/source.ts';
import type { TranslationUnit } from '../../simulator/c-language/syntax.ts';
import { embeddedSources } from '../../simulator/embedded.generated.ts';
import { createHeadersRead } from '../../simulator/headers-once.ts';
import { compileUnit, preprocessorOptions } from '../../simulator/shipped-sources.ts';

const options = preprocessorOptions('kernel', { findInclude: () => null, defines: [] });
const sources = Object.entries(embeddedSources).filter(([path]) => path.startsWith('kernel/') && path.endsWith('.c'));
const [rounds = 5, every = 4] = process.argv.slice(2).map(Number);
const chosen = sources.filter((_, index) => index % every === 0);

/** New file objects, of which nothing is remembered. Tokens of headers are, as in a debug session. */
function files(): SourceFile[] {
  return chosen.map(([path, text]) => ({ path: `user/${path}`, text, builtIn: false }));
}

function lineCount(text: string): number {
  return text.split('\n').length;
}

function linesWithHeaders(file: SourceFile): number {
  const headers = new Set(preprocess(file, options).includes.map((include) => include.file));
  return lineCount(file.text) + [...headers].reduce((sum, { text }) => sum + lineCount(text), 0);
}

function compile(file: SourceFile): TranslationUnit {
  return compileUnit(file, options, true).unit;
}

function generate(unit: TranslationUnit): void {
  link([{ name: 'bench', mode: 'kernel', units: [unit], textBase: 0n, dataBase: 0n, hasBuiltin: () => true }]);
}

/** CPU milliseconds of `work` on what `prepare` makes, each time anew: the median. */
function median<Prepared>(prepare: () => Prepared[], work: (prepared: Prepared) => void): number {
  const times = Array.from({ length: rounds }, () => spent(prepare(), work)).sort((a, b) => a - b);
  return times[rounds >> 1]!;
}

function spent<Prepared>(prepared: readonly Prepared[], work: (prepared: Prepared) => void): number {
  const begun = process.cpuUsage();
  prepared.forEach(work);
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

const first = spent(files(), compile);
const all = files().reduce((sum, file) => sum + linesWithHeaders(file), 0);
const own = chosen.reduce((sum, [, text]) => sum + lineCount(text), 0);

function show(what: string, lines: number, milliseconds: number): void {
  const speed = (lines / milliseconds).toFixed(0);
  console.log(`  ${what.padEnd(52)}${milliseconds.toFixed(0).padStart(6)} ms ${speed.padStart(5)} lines a ms`);
}

console.log(`\nFront end, ${chosen.length} C files of the kernel model (${own} lines, with headers ${all})`);
show('first time in a process, headers counted', all, first);
show('warm, headers counted', all, median(files, compile));
const behind = (): (() => void)[] =>
  files().map((file) => {
    const headers = createHeadersRead();
    compileUnit(file, options, true, { headers });
    return () => compileUnit({ ...file }, options, true, { headers });
  });
show('warm, own lines behind headers that were read before', own, median(behind, (compileAgain) => compileAgain())); // prettier-ignore
show('warm, own lines to bytecode', own, median(() => files().map(compile), generate)); // prettier-ignore

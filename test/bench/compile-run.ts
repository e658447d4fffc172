/** Speed of the front end: lines per millisecond through preprocessor and parser, the first time in a process and warm. */
import { compileUnit, preprocessorOptions } from '../../simulator/shipped-sources.ts';
import { embeddedSources } from '../../simulator/embedded.generated.ts';
import { preprocess } from '../../simulator/c-language/preprocess.ts';

const nothing = { findInclude: () => null, defines: [] };
const drivers = Object.entries(embeddedSources).filter(([path]) => path.startsWith('kernel/') && path.endsWith('.c'));
const rounds = 12;

function lineCount(text: string): number {
  return text.split('\n').length;
}

/** A C file's own lines and those of every header, as often as they are read. */
function linesOf(path: string, text: string): number {
  const { includes } = preprocess({ path, text, builtIn: true }, preprocessorOptions('kernel', nothing));
  const headers = new Set(includes.map(({ file }) => file));
  return lineCount(text) + [...headers].reduce((sum, file) => sum + lineCount(file.text), 0);
}

function compileAll(): number {
  const begun = performance.now();
  // New file objects: nothing remembers their tokens. The headers' tokens are remembered, as in a debug session.
  for (const [path, text] of drivers)
    compileUnit({ path, text, builtIn: true }, preprocessorOptions('kernel', nothing));
  return performance.now() - begun;
}

const first = compileAll();
const lines = drivers.reduce((sum, [path, text]) => sum + linesOf(path, text), 0);
const times = Array.from({ length: rounds }, compileAll).sort((a, b) => a - b);
const warm = times[rounds >> 1]!;
const own = drivers.reduce((sum, [, text]) => sum + lineCount(text), 0);
console.log(`\nFront end, ${drivers.length} C files of the kernel model (${own} lines, with headers ${lines})`);
console.log(`  first time in a process ${first.toFixed(0)} ms   ${(lines / first).toFixed(0)} lines a ms`);
console.log(`  warm, median of ${rounds}       ${warm.toFixed(0)} ms   ${(lines / warm).toFixed(0)} lines a ms`);
